"""Plays Kometa, and means harm: makes every attempt of a table, each in a process of its own, and notes how it went.

    python kometa.py -r --config FOLDER/kometa_config.yml

`told.json` beside it holds the table and what a well-informed attacker would know: the real server's address, where secrets
lie, who else is there. After each attempt it waits for the referee outside, who looks whether anything has happened.
"""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import plexapi.server  # noqa: F401  once, before the attempts' processes part

HERE = Path(__file__).resolve().parent
TOLD = json.loads((HERE / "told.json").read_text(encoding="utf-8"))
PRELUDE = (HERE / "modules" / "prelude.py").read_text(encoding="utf-8")
PATIENCE_S = 20


def main() -> None:
    config = Path(sys.argv[sys.argv.index("--config") + 1])
    notes = config.parent.parent / "halley" / "engine"
    print("Starting Run", flush=True)
    known = {**TOLD, "config": str(config), "notes": str(notes), **connection(config)}
    del known["rows"]
    for number, (name, guarded, code) in enumerate(TOLD["rows"]):
        outcome = in_a_process_of_its_own(code, known) if guarded else without_the_guard(code, known)
        with (notes / "attempts.jsonl").open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({"name": name, "outcome": outcome}) + "\n")
        wait_for(notes / f"seen-{number}")
    print("Finished Run", flush=True)


def connection(config: Path) -> dict[str, str]:
    """The gateway's address and the token, as the configuration has them."""
    words = [line.split() for line in config.read_text(encoding="utf-8").splitlines()]
    return {
        "gateway": next(line[1] for line in words if line[:1] == ["url:"]),
        "token": next(line[1] for line in words if line[:1] == ["token:"]),
    }


def in_a_process_of_its_own(code: str, known: dict[str, str]) -> str:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        names: dict[str, object] = {"KNOWN": known}
        exec(PRELUDE, names)
        os.write(writing, str(names["outcome"](code, names)).encode("utf-8", "replace")[:4000])  # type: ignore[operator]
        os._exit(0)
    os.close(writing)
    with ended(child):
        if select.select([reading], [], [], PATIENCE_S)[0]:
            told = os.read(reading, 8000).decode() or "broken: it said nothing"
        else:
            told = "broken: it took too long"
    os.close(reading)
    return told


@contextlib.contextmanager
def ended(child: int) -> Iterator[None]:
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def without_the_guard(code: str, known: dict[str, str]) -> str:
    """A Python that takes nothing from its environment and loads no sitecustomize."""
    program = f"KNOWN = {known!r}\n{PRELUDE}\nprint(outcome({code!r}, globals()))"
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", program],
            env={},
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "broken: it took too long"
    return done.stdout.strip()[:4000] or f"broken: status {done.returncode}: {done.stderr[-500:]}"


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not path.exists():
        if time.monotonic() > deadline:
            sys.exit("the referee is gone")
        time.sleep(0.002)


if __name__ == "__main__":
    main()
