"""Reads what the guard put on record. Half a last line, as a killed process leaves it, is no error.

The engine can write into that file, and put something else in its place. So it is read as a stranger's: no link is followed,
nothing but a plain file is opened, and of its size and its lines no more is taken than a guard would have written.
"""

import contextlib
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

_Facts = dict[str, object]
_MOST_BYTES = 64 * 1024 * 1024
_LONGEST_LINE = 256 * 1024


@dataclass(frozen=True, slots=True)
class BlockedWrite:
    """A request that would have changed something elsewhere, and was not sent. `fields` are names, never values.

    `url` has its secrets masked; `size` counts bytes, None where the body was not at hand.
    """

    timestamp: str
    method: str
    url: str
    host: str
    size: int | None
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RefusedConnection:
    """A connection or name look-up that would have left for anywhere but the gateway and the egress."""

    timestamp: str
    host: str
    address: str
    layer: str  #: where it was stopped: http, curl, socket, name


@dataclass(frozen=True, slots=True)
class NotedUpload:
    """A picture that the engine uploaded: from which file (or address), and where the copy of it lies."""

    timestamp: str
    rating_key: str
    title: str
    element: str  #: poster, background, logo, square_art, theme
    source: str | None
    destination: Path | None


@dataclass(frozen=True, slots=True)
class StartedProgram:
    """A program that the engine started; `guarded` tells whether the guard could follow into it, were it Python."""

    timestamp: str
    program: str
    arguments: tuple[str, ...]
    guarded: bool


@dataclass(frozen=True, slots=True)
class GuardEvents:
    """All that the guard saw in one run, in order. `is_up` is False where it never came up: then it held nothing.

    `gaps` name the modules that it could not follow into.
    """

    is_up: bool = False
    blocked_writes: tuple[BlockedWrite, ...] = ()
    refused_connections: tuple[RefusedConnection, ...] = ()
    uploads: tuple[NotedUpload, ...] = ()
    programs: tuple[StartedProgram, ...] = ()
    gaps: tuple[str, ...] = ()


def read_guard_events(path: Path) -> GuardEvents:
    """What stands in the guard's file; nothing where there is no file, or something that is none."""
    found = list(_facts(path))

    def of(kind: str) -> Iterator[_Facts]:
        return (facts for facts in found if facts["kind"] == kind)

    return GuardEvents(
        is_up=any(facts.get("state") == "up" for facts in of("guard")),
        blocked_writes=tuple(map(_blocked_write, of("blocked_write"))),
        refused_connections=tuple(map(_refused_connection, of("refused_connection"))),
        uploads=tuple(map(_upload, of("upload"))),
        programs=tuple(map(_program, of("subprocess"))),
        gaps=tuple(dict.fromkeys(_text(facts, "module") for facts in of("guard") if facts.get("state") == "gap")),
    )


def _facts(path: Path) -> Iterator[_Facts]:
    for line in _lines(path):
        try:
            facts = json.loads(line)
        except (ValueError, RecursionError):
            continue
        # Only what has the guard's shape is believed to be the guard's.
        if isinstance(facts, dict) and isinstance(facts.get("kind"), str):
            yield facts


def _lines(path: Path) -> Iterator[bytes]:
    # Without O_NONBLOCK, opening a pipe would wait for somebody to write into it.
    with contextlib.suppress(OSError), os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return
        while file.tell() < _MOST_BYTES and (line := file.readline(_LONGEST_LINE)):
            yield line


def _blocked_write(facts: _Facts) -> BlockedWrite:
    size = facts.get("size")
    return BlockedWrite(
        timestamp=_text(facts, "timestamp"),
        method=_text(facts, "method"),
        url=_text(facts, "url"),
        host=_text(facts, "host"),
        size=size if isinstance(size, int) else None,
        fields=_texts(facts, "fields"),
    )


def _refused_connection(facts: _Facts) -> RefusedConnection:
    return RefusedConnection(*(_text(facts, name) for name in ("timestamp", "host", "address", "layer")))


def _upload(facts: _Facts) -> NotedUpload:
    destination = facts.get("destination")
    return NotedUpload(
        timestamp=_text(facts, "timestamp"),
        rating_key=_text(facts, "ratingKey"),
        title=_text(facts, "title"),
        element=_text(facts, "element"),
        source=_text(facts, "source") or None,
        destination=Path(destination) if isinstance(destination, str) else None,
    )


def _program(facts: _Facts) -> StartedProgram:
    return StartedProgram(
        _text(facts, "timestamp"), _text(facts, "program"), _texts(facts, "arguments"), facts.get("guarded") is True
    )


def _text(facts: _Facts, name: str) -> str:
    value = facts.get(name)
    return value if isinstance(value, str) else ""


def _texts(facts: _Facts, name: str) -> tuple[str, ...]:
    values = facts.get(name)
    return tuple(str(value) for value in cast("list[object]", values)) if isinstance(values, list) else ()
