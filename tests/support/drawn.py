"""The demo's library, drawn once for all tests, workers and runs: it takes half a minute."""

import os
import shutil
import tempfile
from pathlib import Path

from halley.demo.library import sources_digest, write_demo_library


def drawn_library(folder: Path) -> Path:
    """Put the demo's library into `library/` of a folder, and return its file."""
    kept = Path(tempfile.gettempdir()) / f"halley-demo-{os.getuid()}-{sources_digest()[:16]}"
    if not kept.is_dir():
        with tempfile.TemporaryDirectory(prefix="halley-drawing-") as drawing:
            write_demo_library(Path(drawing, "library"))
            try:
                Path(drawing, "library").rename(kept)
            except OSError:  # another worker was faster
                assert kept.is_dir()
    # As links: whoever replaces a file replaces his link.
    shutil.copytree(kept, folder / "library", copy_function=os.link)
    return write_demo_library(folder / "library")
