"""Makes docs/images/before-after.jpg from a demo that ran with real Kometa: `PYTHON tools/readme_picture.py demo/job`."""

import sys
from pathlib import Path

from halley.demo.shelf import shelf
from halley.files import write_atomic

TARGETS = ("perihelion2061", "stationvega", "antleredking", "cactusmotel", "midnightwheel", "bluehouratmintonrow")
PICTURE = Path(__file__).resolve().parent.parent / "docs/images/before-after.jpg"


def main(job: Path) -> int:
    before = [next((job / "input").glob(f"{name}.*")) for name in TARGETS]
    after = [next((job / "output").glob(f"{name}_after.*")) for name in TARGETS]
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(PICTURE, shelf([*before, *after], columns=len(TARGETS), width=300))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
