"""What happened at the gateway: captured writes, refused requests, faults of the server, and counts of reads.

Records are appended to files as they happen, a line at once, so that a gateway that is killed leaves them readable. A disk
that is full stops no client: what could not be written is counted, and still in memory.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import quote

from halley.changes import Change, describe, irreversible
from halley.changes.describe import title_of
from halley.changes.differences import Difference, differences
from halley.changes.stored import to_json
from halley.clock import Clock, iso
from halley.files import Picture
from halley.plex.ids import RatingKey, SectionId
from halley.plex.library import Library
from halley.plex.requests import PlexRequest
from halley.secrets import MASK

_SECRET_NAMES = ("token", "password", "apikey", "api_key", "secret", "authorization")
_TOKEN = re.compile(r"(x-plex-token(?:=|%3d|%253d|/))[^&;/%]+", re.IGNORECASE)
KEPT_IN = ("changes", "refused", "faults")
"""The names of the files, without `.jsonl`."""


@dataclass(frozen=True, slots=True)
class Record:
    """One request that was not a plain read. `query` is redacted; `body` is the SHA-256 of what was uploaded."""

    timestamp: str
    method: str
    path: str
    query: str
    body: str | None = None
    size: int = 0
    reason: str = ""

    @property
    def target(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


@dataclass(frozen=True, slots=True)
class Made:
    """What one Change of a captured write made: what differs, why it could not be undone (empty: it can), and who is who.

    `names` are the things that differ: title, and the section that each is in.
    """

    differences: tuple[Difference, ...]
    irreversible: str
    names: Mapping[RatingKey, tuple[str, SectionId | None]]


@dataclass(frozen=True, slots=True)
class Capture:
    """A write that was captured: the request, the Changes in it, each of them in words, and what each made.

    `chapter` is what `Ledger.chapter` said at that moment.
    """

    record: Record
    changes: tuple[Change, ...]
    words: tuple[str, ...]
    made: tuple[Made, ...] = ()
    chapter: int = 0


def made_by(change: Change, before: Library, after: Library) -> Made:
    """What a Change made of a library."""
    found = differences(change, before, after)
    names: dict[RatingKey, tuple[str, SectionId | None]] = {}
    for key in {RatingKey(one.number) for one in found if one.of == "item"}:
        library = after if key in after.items else before
        names[key] = (title_of(library.items[key], library), library.items[key].section)
    return Made(found, irreversible(change, before) or "", names)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that went wrong with a read.

    `kind`: the server was `unreachable`, kept silent too long (`timeout`), did not take the token (`unauthorised`), answered
    with a status of 500 or more (`error`), or with what is no answer of Plex or only half of one (`broken`); or the
    `gateway` itself failed.
    """

    timestamp: str
    kind: str
    method: str
    path: str
    detail: str


@dataclass(slots=True)
class Ledger:
    """Everything on record. With a folder, `changes.jsonl`, `refused.jsonl` and `faults.jsonl` grow in it.

    `redacted` takes secrets out of a text before it is put down anywhere. `chapter` says how far the client has come by its
    own account, as a number that whoever set it understands.
    """

    clock: Clock
    folder: Path | None = None
    redacted: Callable[[str], str] = str
    chapter: Callable[[], int] = lambda: 0
    captures: list[Capture] = field(default_factory=list)
    refused: list[Record] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    reads: Counter[str] = field(default_factory=Counter)
    unwritten: int = 0  #: records that no file took
    _files: dict[str, int] = field(default_factory=dict)

    def open(self) -> None:
        """Make the files, so that an empty one says that nothing happened. Raises OSError where they cannot be made."""
        for name in KEPT_IN if self.folder is not None else ():
            self._file(name)

    def capture(
        self,
        request: PlexRequest,
        changes: tuple[Change, ...],
        library: Library | None,
        made: tuple[Made, ...],
        body: Picture | None = None,
    ) -> Capture:
        """Put a captured write on record; `library` is what stood before, for the words."""
        words = tuple(self.redacted(describe(one, library)) for one in changes)
        found = Capture(self._record(request, body=body), changes, words, made, self.chapter())
        self.captures.append(found)
        self._append("changes", {**asdict(found.record), "changes": [to_json(one) for one in changes], "words": found.words})
        return found

    def refuse(self, request: PlexRequest, reason: str, body: Picture | None = None) -> Record:
        """Put a refused request on record."""
        found = self._record(request, reason, body)
        self.refused.append(found)
        self._append("refused", asdict(found))
        return found

    def fault(self, kind: str, method: str, path: str, detail: str) -> Fault:
        """Put a fault of the real server on record."""
        found = Fault(iso(self.clock.now()), kind, method, self._plain(path), self._plain(detail))
        self.faults.append(found)
        self._append("faults", asdict(found))
        return found

    def blocked(self) -> Iterable[Record]:
        """Every request that would have changed the server, captured or refused, in no order of their own."""
        yield from (one.record for one in self.captures)
        yield from self.refused

    def close(self) -> None:
        """Close the files."""
        for file in self._files.values():
            os.close(file)
        self._files.clear()

    def _record(self, request: PlexRequest, reason: str = "", body: Picture | None = None) -> Record:
        return Record(
            iso(self.clock.now()),
            request.method,
            self._plain(request.path),
            self.redacted(redacted_query(request)),
            body.sha256 if body else None,
            body.size if body else 0,
            self._plain(reason),
        )

    def _plain(self, text: str) -> str:
        return self.redacted(without_tokens(text))

    def _append(self, name: str, row: dict[str, object]) -> None:
        if self.folder is None:
            return
        # A path may hold bytes that are no text; they are put down as the escapes that JSON has for them.
        line = json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
        try:
            if os.write(self._file(name), line) < len(line):
                self.unwritten += 1
        except OSError:
            self.unwritten += 1

    def _file(self, name: str) -> int:
        if name not in self._files and self.folder is not None:
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
            self._files[name] = os.open(self.folder / f"{name}.jsonl", flags, 0o666)
        return self._files[name]


def redacted_query(request: PlexRequest) -> str:
    """The query as text, every value whose name or content looks like a secret replaced by dots."""
    return without_tokens(
        "&".join(f"{_quoted(name)}={MASK if _is_secret(name, value) else _quoted(value)}" for name, value in request.query)
    )


def without_tokens(text: str) -> str:
    """A text with dots where an `X-Plex-Token=` stands in it, whatever its value."""
    return _TOKEN.sub(rf"\1{MASK}", text)


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="backslashreplace")


def _is_secret(name: str, value: str) -> bool:
    return any(word in name.lower() for word in _SECRET_NAMES) or "x-plex-token" in value.lower()
