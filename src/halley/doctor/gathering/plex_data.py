"""Plex's own store on the disk: the pictures that were uploaded to it."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from halley.doctor.facts import UploadsOnDisk
from halley.doctor.gathering.reachable import is_folder
from halley.doctor.services import Service, plex_of

_BUDGET_S = 2.0
_BELOW = ("Library/Application Support/Plex Media Server/Metadata", "Plex Media Server/Metadata", "Metadata")


def uploads_below(named: Path | None, services: Sequence[Service]) -> UploadsOnDisk | None:
    """The pictures in `Uploads` folders, looked for as long as there is time. None where Plex's data is not at hand."""
    folder = _metadata(named, services)
    if folder is None:
        return None
    pictures = size = items = 0
    until = time.monotonic() + _BUDGET_S
    for above, names, files in os.walk(folder):
        if time.monotonic() > until:
            return UploadsOnDisk(folder, pictures, size, items, is_whole=False)
        path = Path(above)
        if path.name == "Uploads":
            items += 1
        if path.parent.name == "Uploads":
            pictures += len(files)
            size += sum(_size(path / one) for one in files)
            names.clear()
    return UploadsOnDisk(folder, pictures, size, items)


def _metadata(named: Path | None, services: Sequence[Service]) -> Path | None:
    plex = plex_of(services)
    mounted = [Path(one.source) for one in plex.volumes if one.target == "/config"] if plex is not None else []
    for base in [named] if named is not None else mounted:
        for below in _BELOW:
            if is_folder(base / below):
                return base / below
    return None


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0
