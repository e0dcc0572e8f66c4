"""Notes from which file a picture is uploaded, and keeps a copy, because real Kometa deletes its own at once.

Every `upload...` of python-plexapi's items is followed, then goes on to the gateway, which captures it.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import BinaryIO, cast

from .events import Recorder
from .patching import Method, around
from .redact import shown_url
from .settings import Settings

ELEMENTS = {
    "uploadPoster": "poster",
    "uploadArt": "background",
    "uploadLogo": "logo",
    "uploadSquareArt": "square_art",
    "uploadTheme": "theme",
}
_STARTS = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"RIFF": ".webp", b"GIF8": ".gif"}
_NOT_A_NAME = re.compile(r"[^A-Za-z0-9_-]")


def note_uploads(settings: Settings, recorder: Recorder) -> Callable[[ModuleType], None]:
    """What to do with `plexapi.mixins`, a module or a package of modules, once it is loaded."""

    def follow(element: str) -> Callable[[Method], Method]:
        def make(upload: Method) -> Method:
            def noted(item: object, url: object = None, filepath: object = None, **options: object) -> object:
                try:
                    _note(settings, recorder, element, item, url, filepath)
                except Exception as problem:  # noqa: BLE001  a note that fails must not stop the upload it is about
                    recorder.note("guard", state="gap", module="plexapi.mixins", problem=repr(problem)[:300])
                return upload(item, url=url, filepath=filepath, **options)

            return noted

        return make

    def act(_: ModuleType) -> None:
        for owner in _classes():
            for name, element in ELEMENTS.items():
                if name in vars(owner):
                    around(owner, name, follow(element))

    return act


def _classes() -> set[type]:
    modules = [module for name, module in sys.modules.items() if name.startswith("plexapi.mixins")]
    found = {value for module in modules for value in vars(module).values() if isinstance(value, type)}
    return {owner for owner in found if owner.__module__.startswith("plexapi.mixins")}


def _note(settings: Settings, recorder: Recorder, element: str, item: object, url: object, filepath: object) -> None:
    source, destination = None, None
    key = str(getattr(item, "ratingKey", ""))
    if url:
        source = shown_url(str(url))
    elif filepath:
        picture = _content(filepath)
        source = None if hasattr(filepath, "read") else str(filepath)
        destination = settings.captures / f"{_NOT_A_NAME.sub('_', key)}_{element}{_suffix(source, picture)}"
        _keep(picture, destination)
    recorder.note(
        "upload",
        element=element,
        ratingKey=key,
        title=str(getattr(item, "title", "")),
        source=source,
        destination=None if destination is None else str(destination),
    )


def _content(filepath: object) -> bytes:
    if hasattr(filepath, "read"):
        stream = cast("BinaryIO", filepath)
        place = stream.tell()
        picture = stream.read()
        stream.seek(place)
        return picture
    return Path(str(filepath)).read_bytes()


def _suffix(source: str | None, picture: bytes) -> str:
    known = {".png", ".jpg", ".jpeg", ".webp", ".gif", ".mp3"}
    written = Path(source).suffix.lower() if source else ""
    return (
        written if written in known else next((end for start, end in _STARTS.items() if picture.startswith(start)), ".bin")
    )


def _keep(picture: bytes, destination: Path) -> None:
    """A later upload for the same element replaces the earlier one, whatever its format was."""
    destination.parent.mkdir(parents=True, exist_ok=True)
    for earlier in destination.parent.glob(f"{destination.stem}.*"):
        if earlier != destination:
            earlier.unlink()
    part = destination.with_name(f".{destination.name}.{os.getpid()}")
    part.write_bytes(picture)
    part.replace(destination)
