"""Memory and time of a backup, its verification and its restore: `python -m benchmarks.backup [--gigabytes N]` (5).

The folder has one sparse file for each gigabyte and a few thousand small ones. Each step is a process of its own, whose
highest memory the kernel tells; the bound of 200 MB is checked, and ends the program with 1 where it is not kept.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyrage

_BOUND_MB = 200


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gigabytes", type=float, default=5)
    parser.add_argument("--small", type=int, default=3000)
    arguments = parser.parse_args()
    wanted, small = arguments.gigabytes, arguments.small
    with tempfile.TemporaryDirectory(prefix="halley-bench-") as name:
        above = Path(name)
        recipient = prepare(above, wanted, small)
        steps = {
            "create": ["backup", "create", "--source", "home", "--dest", "out", "--recipient", recipient, "--assets"],
            "verify": ["backup", "verify", "out/home", "--identity", "key"],
            "restore": ["restore", "FILE", "--identity", "key", "--target", "back"],
            "drill": ["backup", "drill", "--source", "home", "--dest", "out", "--identity", "key", "--scratch", "."],
        }
        print(f"{wanted:g} GB of sparse assets and {small} small files; {os.cpu_count()} processors")
        highest = 0.0
        for step, words in steps.items():
            seconds, memory = measured([str(found(above)) if word == "FILE" else word for word in words], above)
            highest = max(highest, memory)
            print(f"{step:8} {seconds:7.1f} s {memory:7.0f} MB")
        print(f"the file has {found(above).stat().st_size / 1e6:.1f} MB; the bound is {_BOUND_MB} MB of memory")
        return 0 if highest < _BOUND_MB else 1


def prepare(above: Path, gigabytes: float, small: int) -> str:
    """Make the folder and a key; the recipient."""
    identity = pyrage.x25519.Identity.generate()
    (above / "key").write_text(f"{identity}\n")
    assets = above / "home" / "assets"
    assets.mkdir(parents=True)
    for number in range(max(1, round(gigabytes))):
        with (assets / f"{number}.png").open("wb") as file:
            file.truncate(round(gigabytes * 2**30 / max(1, round(gigabytes))))
    for number in range(small):
        (above / "home" / f"{number}.yml").write_bytes(os.urandom(500))
    return str(identity.to_public())


def found(above: Path) -> Path:
    """The one backup that there is."""
    return next((above / "out" / "home").glob("*.age"))


def measured(words: list[str], above: Path) -> tuple[float, float]:
    """Seconds and megabytes of a command; the megabytes are the highest of any command so far."""
    began = time.perf_counter()
    environment = {**os.environ, "HALLEY_DATA": str(above / "none")}
    subprocess.run(
        [sys.executable, "-m", "halley.cli", *words], cwd=above, env=environment, check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
