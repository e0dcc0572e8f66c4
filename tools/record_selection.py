"""Writes tests/golden/selection.json: what real Kometa chooses for each of our definitions, and what it asks a server.

    PYTHONPATH=. .venv/bin/python tools/record_selection.py KOMETA KOMETA_PYTHON

KOMETA is the folder of `kometa.py`, KOMETA_PYTHON the Python that runs it. Takes about a minute.
"""

import asyncio
import hashlib
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.equality.selection.running import Run, all_definitions, kometa_chooses
from tests.support.kometa import Kometa

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "selection.json"


def definitions_digest() -> str:
    """A digest of all definitions, by which a record tells whether it is of these."""
    return hashlib.sha256(json.dumps(all_definitions()).encode()).hexdigest()


def versions(kometa: Path, python: Path) -> dict[str, str]:
    """Of what the record is."""
    asked = "import plexapi, platform; print(platform.python_version(), plexapi.VERSION)"
    done = subprocess.run([str(python), "-c", asked], capture_output=True, text=True, check=True)
    running, plexapi = done.stdout.split()
    return {"kometa": (kometa / "VERSION").read_text("utf-8").strip(), "python": running, "plexapi": plexapi}


def as_json(run: Run, of: dict[str, str]) -> str:
    """The record, a line a definition, so that a change can be read."""
    head = {"versions": of, "definitions": definitions_digest(), "now": run.now.isoformat()}
    files = [
        f"  {json.dumps(file)}: {{\n"
        + ",\n".join(f"   {json.dumps(name)}: {json.dumps(keys, separators=(',', ':'))}" for name, keys in chosen.items())
        + "\n  }"
        for file, chosen in run.chosen.items()
    ]
    asked = ",\n".join(f"  {json.dumps(one)}" for one in run.asked)
    return f'{json.dumps(head)[:-1]},\n "chosen": {{\n' + ",\n".join(files) + f'\n }},\n "asked": [\n{asked}\n ]\n}}\n'


def main() -> None:
    kometa, python = map(Path, sys.argv[1:3])
    with TemporaryDirectory() as folder:
        run = asyncio.run(kometa_chooses(Kometa(kometa, python), Path(folder, "run")))
    GOLDEN.write_text(as_json(run, versions(kometa, python)), encoding="utf-8")
    found = sum(bool(keys) for chosen in run.chosen.values() for keys in chosen.values())
    print(f"{sum(map(len, run.chosen.values()))} definitions, {found} of which find something; {len(run.asked)} searches")


if __name__ == "__main__":
    main()
