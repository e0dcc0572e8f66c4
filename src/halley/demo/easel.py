"""One painter of several: `python -m halley.demo.easel FOLDER PART PARTS` draws every PARTSth picture from the PARTth on.

A program of its own rather than a process of a pool: a pool would start the caller's main module once more.
Each finished picture's name is written to standard output as a line.
"""

import sys
from pathlib import Path

from halley.demo.art.posters import draw
from halley.demo.pictures import drawings


def paint(folder: Path, part: int, parts: int) -> None:
    """Draw this painter's share into the folder and tell each name."""
    for drawing in drawings()[part::parts]:
        (folder / drawing.name).write_bytes(draw(drawing))
        sys.stdout.write(f"{drawing.name}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    paint(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
