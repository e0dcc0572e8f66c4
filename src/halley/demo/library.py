"""Writing the demo library into a folder: the library file, and the pictures it names."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from PIL import __version__ as pillow_version

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
    for done, name in enumerate(_painted(folder), start=1):
        if progress is not None:
            progress(name, done, len(wanted))
    write_atomic(file, json.dumps(demo_library(), ensure_ascii=False, indent=1))
    write_atomic(version, digest)
    return file


def _painted(folder: Path) -> Iterator[str]:
    """Names of the pictures as they are finished. Several painters work at once and share one pipe to tell them."""
    parts = min(4, max(2, os.cpu_count() or 2))
    told, tell = os.pipe()
    try:
        painters = [
            subprocess.Popen(  # noqa: S603 - this very Python, our own module
                [sys.executable, "-m", "halley.demo.easel", str(folder), str(part), str(parts)], stdout=tell
            )
            for part in range(parts)
        ]
    finally:
        os.close(tell)
    with os.fdopen(told, encoding="utf-8") as names:
        yield from (name.rstrip("\n") for name in names)
    endings = [painter.wait() for painter in painters]
    if any(endings):
        raise OSError(f"the demo's pictures could not be written to {folder}")


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
