"""What real Kometa is at work on, as the headings of its log tell: a part of a library, a file, a definition.

    |====================================================|
    |            Running coast Collection File           |
    |                 /config/coast.yml                  |
    |====================================================|

A heading stands between two bars, in the middle of the line. Kometa prints it before it begins, and writes to the server
from one thread: so whatever it writes belongs to the last heading before it. What ends a chapter is a heading too
(`Finished ...`). Source: Kometa 2.4.4, observed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

_IN_FILE = re.compile(r"(?:\[[^\]]*\] \[[^\]]*\]\s+\[[A-Z]+\]\s+| {65})?\|(?P<text>.*)\|\s*")
_BAR = re.compile(r"([^\w\s|])\1{40,}")
_LOADING = re.compile(r"Loading (?P<what>.+? File(?: (?P<number>\d+))?) (?P<type>File|Default|URL|Git|Repo): (?P<path>.+)")
_RUNNING = re.compile(r"Running .* (?P<what>Collection|Metadata|Images) File")
_DYNAMIC = re.compile(r"Building (?P<name>.+) Dynamic Collections")
_TITLES: Final = {"Title Format": "format", "Title Override": "override", "Other Name": "other"}
_OF_ALL_ENTRIES = frozenset({"Running Metadata File", "Running Image File"})
_LINES = 3
"""A heading has no more."""
_WIDE = 90
"""A text so wide leaves no room beside it."""


class Part(Enum):
    """The parts of a run that write to the server."""

    OPERATIONS = "operations"
    IMAGES = "images"
    METADATA = "metadata"
    COLLECTIONS = "collections"
    OVERLAYS = "overlays"
    PLAYLISTS = "playlists"


_OF_FILES = {"Collection": Part.COLLECTIONS, "Metadata": Part.METADATA, "Images": Part.IMAGES}


@dataclass(frozen=True, slots=True)
class Chapter:
    """Where Kometa is: nowhere without a `part`.

    `library` is what the configuration calls it, empty for playlists; `file` what the log calls the file, empty where it
    does not; `name` the definition, empty before the first and after each. Of operations and overlays it tells no name, but
    for `remove_overlays`.
    """

    part: Part | None = None
    library: str = ""
    file: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Dynamic:
    """A dynamic definition of a collection file: how it calls its collections, None where that is not one pattern."""

    library: str
    file: str
    name: str
    title_format: str | None


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a log tells of files before the work begins: overlay files by library and number, dynamic definitions."""

    overlays: Mapping[tuple[str, int], str]
    dynamics: tuple[Dynamic, ...]


class ChapterReader:
    """Reads the lines of Kometa's log file as they come. `libraries` are titles by the names of the configuration."""

    def __init__(self, libraries: Mapping[str, str]) -> None:
        self._libraries = libraries
        self._between: list[str] | None = None
        self._overlays: dict[tuple[str, int], str] = {}
        self._dynamics: list[tuple[str, str, str, dict[str, str]]] = []
        self._library = self._file = ""
        self.now = Chapter()

    @property
    def loaded(self) -> Loaded:
        """What was told of files so far."""
        return Loaded(
            self._overlays,
            tuple(Dynamic(library, file, name, _one_format(told)) for library, file, name, told in self._dynamics),
        )

    def read(self, line: str) -> None:
        """Take one line."""
        found = _IN_FILE.fullmatch(line)
        if found is None:
            return
        padded = found["text"]
        text = padded.strip()
        if _BAR.fullmatch(text):
            if self._between and all(map(_is_in_the_middle, self._between)):
                self._heading([one.strip() for one in self._between])
            self._between = []
            return
        if self._between is not None:
            self._between = [*self._between, padded] if len(self._between) < _LINES else None
        self._line(text)

    def _line(self, text: str) -> None:
        """A line that is no heading of a chapter: before the work begins, it may tell of dynamic definitions."""
        if self.now.part is not None:
            return
        if dynamic := _DYNAMIC.fullmatch(text.strip("= ")):
            self._dynamics.append((self._library, self._file, dynamic["name"], {}))
        elif self._dynamics:
            name, colon, value = text.partition(": ")
            if colon and name in _TITLES:
                self._dynamics[-1][-1].setdefault(_TITLES[name], value)

    def _heading(self, lines: list[str]) -> None:
        first, library = lines[0], self.now.library
        if self.now.part is Part.COLLECTIONS and library:
            tail = f" Collection in {self._libraries[library]}"
            if first.endswith(tail):
                self._begin(first.removesuffix(tail))
                return
        if len(lines) > 1 and (running := _RUNNING.fullmatch(first)):
            self.now = Chapter(_OF_FILES[running["what"]], library, "".join(lines[1:]))
        elif first in _OF_ALL_ENTRIES:
            self._begin("")
        elif first.startswith("Finished ") and len(lines) > 1:
            self._finish(first)
        elif self.now.part is Part.PLAYLISTS and first.endswith(" Playlist"):
            self._begin(first.removesuffix(" Playlist"))
        elif self.now.part in {Part.METADATA, Part.IMAGES} and first.endswith((" Metadata File", " Image File")):
            self._begin(first.rpartition(" ")[0].rpartition(" ")[0])
        elif loading := _LOADING.fullmatch(first):
            self._file = loading["path"]
            if loading["number"] is not None:
                self._overlays[self._library, int(loading["number"])] = self._file
        else:
            self._turn(first)

    def _turn(self, text: str) -> None:
        """A heading that begins or ends something as a whole."""
        for name, title in self._libraries.items():
            shown = name if name == title else f"{title} ({name})"
            if text == f"{shown} Configuration":
                self._library = name
            elif text == f"{name} Library":
                self.now = Chapter(None, name)
            elif self.now.library == name and text == f"{title} Library Operations":
                self.now = Chapter(Part.OPERATIONS, name)
            elif self.now.library == name and text == f"{title} Library Overlays":
                self.now = Chapter(Part.OVERLAYS, name)
            elif self.now.part is Part.OVERLAYS and self.now.library == name:
                if text == f"Removing All Overlays for the {title} Library":
                    self._begin("remove_overlays")
                elif text.endswith(f"pplying Overlays for the {title} Library"):
                    self._begin("")
        if text in {"Playlists", "Summary", "Run Again"}:
            self.now = Chapter(Part.PLAYLISTS if text == "Playlists" else None)

    def _begin(self, name: str) -> None:
        self.now = Chapter(self.now.part, self.now.library, self.now.file, name)

    def _finish(self, text: str) -> None:
        if text.endswith((" Library Operations", " Library Overlays")):
            self.now = Chapter(None, self.now.library)
        else:
            self._begin("")


def _is_in_the_middle(padded: str) -> bool:
    return padded.startswith("  ") or len(padded.strip()) >= _WIDE


def _one_format(told: Mapping[str, str]) -> str | None:
    """How a dynamic definition calls all its collections, where it calls them all alike."""
    is_alike = told.get("override") == "{}" and told.get("other") == "None"
    return told.get("format") if is_alike else None
