"""Records what real Kometa makes of its default overlay files, for `tests/golden/defaults.json`.

    python tools/record_defaults.py KOMETA PYTHON      the folder of Kometa's kometa.py, and the Python that runs it

Run it with Halley's Python. The uses are those of `tests/golden/defaults_cases.py`, some 1,400: half an hour on two cores.
Only digests are kept, and on which texts of `tests/golden/defaults_corpus.py` each pattern matches.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.golden.defaults_cases import Use, uses  # noqa: E402
from tests.golden.defaults_corpus import corpus  # noqa: E402
from tests.unit.definitions.told import Json, comparable  # noqa: E402
from tests.unit.engines.native.default_uses import (  # noqa: E402
    PATTERNED,
    digest,
    digests,
    essence,
    job,
    lay_out_pictures,
    matched,
    patterns,
)

AT_ONCE = 2


def main(home: Path, python: Path) -> None:
    listed = list(uses())
    with tempfile.TemporaryDirectory() as made:
        told = ask(listed, Path(made), home, python)
    recorded = {
        "kometa": (home / "VERSION").read_text("utf-8").strip(),
        "plain": {
            f"{use[0]} {use[1]}": digests(essence(one, use)) for use, one in zip(listed, told, strict=True) if use[2] == "{}"
        },
        "uses": [digest(essence(one, use)) for use, one in zip(listed, told, strict=True)],
        "patterns": {
            f"{use[0]} {name}": matched(found, corpus())
            for use, one in zip(listed, told, strict=True)
            if use in PATTERNED
            for name, found in patterns(one).items()
        },
    }
    text = json.dumps(recorded, indent=1, ensure_ascii=False)
    (ROOT / "tests/golden/defaults.json").write_text(text + "\n", encoding="utf-8")


def ask(listed: Sequence[Use], folder: Path, home: Path, python: Path) -> list[Json]:
    """What Kometa tells of each use, as `tests/unit/definitions/told.py` compares it."""
    lay_out_pictures(folder)
    parts = [listed[start::8] for start in range(8)]
    with ThreadPoolExecutor(AT_ONCE) as workers:
        answers = list(workers.map(lambda part: _ask(part, folder, home, python), parts))
    told: list[Json] = [None] * len(listed)
    for start, answer in enumerate(answers):
        told[start::8] = answer
    return told


def _ask(part: Sequence[Use], folder: Path, home: Path, python: Path) -> list[Json]:
    done = subprocess.run(
        [python, ROOT / "tools" / "record_templates.py", "--kometa", home, "--jobs"],
        input=json.dumps([job(use, folder).json for use in part]),
        capture_output=True,
        text=True,
        check=True,
    )
    return [comparable(one[0]) for one in json.loads(done.stdout)]


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute(), Path(sys.argv[2]).absolute())
