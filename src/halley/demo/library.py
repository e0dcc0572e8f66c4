"""Writing the demo library into a folder: the library file, and the pictures it names."""

import hashlib
import json
import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from PIL import __version__ as pillow_version

from halley.demo.art.posters import draw
from halley.demo.facts import demo_library
from halley.demo.pictures import drawings
from halley.files.atomic import write_atomic

#: What is being made, how many are done, how many there are.
Progress = Callable[[str, int, int], None]

LIBRARY_FILE: Final = "library.json"
_VERSION_FILE: Final = ".drawn-from"


def write_demo_library(folder: Path, progress: Progress | None = None) -> Path:
    """Write the demo library and its pictures below a folder, and return the library file.

    Does nothing where the folder already holds what this version of the program would write. Pictures are drawn on two
    processes or more. Raises OSError when the folder cannot be written.
    """
    file, version = folder / LIBRARY_FILE, folder / _VERSION_FILE
    digest = sources_digest()
    wanted = drawings()
    if version.is_file() and version.read_text() == digest and all((folder / one.name).is_file() for one in wanted):
        return file
    (folder / "images").mkdir(parents=True, exist_ok=True)
    version.unlink(missing_ok=True)
    # spawned, not forked: the caller may run threads
    workers = min(4, max(2, os.cpu_count() or 2))
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        for done, (drawing, picture) in enumerate(zip(wanted, pool.map(draw, wanted), strict=True), start=1):
            (folder / drawing.name).write_bytes(picture)
            if progress is not None:
                progress(drawing.name, done, len(wanted))
    write_atomic(file, json.dumps(demo_library(), ensure_ascii=False, indent=1))
    write_atomic(version, digest)
    return file


def sources_digest() -> str:
    """A digest of everything that decides what the library looks like: our own sources and Pillow's version."""
    digest = hashlib.sha256(pillow_version.encode())
    for name, content in sorted(_sources(files("halley.demo"), "")):
        digest.update(f"\n{name}\n".encode() + content)
    return digest.hexdigest()


def _sources(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _sources(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith((".py", ".yml")):
            found.append((prefix + entry.name, entry.read_bytes()))
    return found
