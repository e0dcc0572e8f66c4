"""Runs the preview of a prepared job folder: `python preview_entrypoint.py --job DIR`.

All flags are handed on to `halley preview`, whose exit code is the answer. Works with a Python that has Halley, and with one
that has not where `halley` is on the path.
"""

import importlib.util
import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn

KOMETA_PYTHON = Path("/opt/halley/kometa-python")
"""Where the container image notes which Python runs Kometa."""


def main(arguments: list[str]) -> NoReturn:
    if not any(argument == "--job" or argument.startswith("--job=") for argument in arguments):
        raise refusal("usage: preview_entrypoint.py --job DIR [flags of `halley preview`]")
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    if KOMETA_PYTHON.is_file():
        environment.setdefault("HALLEY_KOMETA_PYTHON", KOMETA_PYTHON.read_text(encoding="utf-8").strip())
    command = [*halley(), "preview", *arguments]
    # Becomes `halley` instead of starting it, so that a signal to stop reaches the one who can.
    os.execve(command[0], command, environment)


def halley() -> list[str]:
    if importlib.util.find_spec("halley") is not None:
        return [sys.executable, "-m", "halley.cli"]
    if (program := shutil.which("halley")) is not None:
        return [program]
    raise refusal("there is no `halley` here; install it, or use a Python that has it")


def refusal(sentence: str) -> SystemExit:
    print(sentence, file=sys.stderr)
    return SystemExit(2)


if __name__ == "__main__":
    main(sys.argv[1:])
