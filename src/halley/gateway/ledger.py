"""What happened at the gateway: captured writes, refused requests, faults of the server, and counts of reads.

Records are appended to files as they happen, so that a gateway that is killed leaves them readable.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TextIO
from urllib.parse import quote

from halley.changes import Change, describe
from halley.changes.stored import to_json
from halley.clock import Clock, iso
from halley.files import Picture
from halley.plex.library import Library
from halley.plex.requests import PlexRequest
from halley.secrets import MASK

_SECRET_NAMES = ("token", "password", "apikey", "api_key", "secret", "authorization")


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
class Capture:
    """A write that was captured: the request, the Changes in it, and each of them in words."""

    record: Record
    changes: tuple[Change, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that the real server did wrong: `kind` is refused, timeout, unauthorised, error, broken."""

    timestamp: str
    kind: str
    method: str
    path: str
    detail: str


@dataclass(slots=True)
class Ledger:
    """Everything on record. With a folder, `changes.jsonl`, `refused.jsonl` and `faults.jsonl` grow in it."""

    clock: Clock
    folder: Path | None = None
    captures: list[Capture] = field(default_factory=list)
    refused: list[Record] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    reads: Counter[str] = field(default_factory=Counter)
    _files: dict[str, TextIO] = field(default_factory=dict)

    def capture(
        self, request: PlexRequest, changes: tuple[Change, ...], library: Library, body: Picture | None = None
    ) -> Capture:
        """Put a captured write on record; `library` is what stood before, for the words."""
        found = Capture(self._record(request, body=body), changes, tuple(describe(one, library) for one in changes))
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
        found = Fault(iso(self.clock.now()), kind, method, path, detail)
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
            file.close()
        self._files.clear()

    def _record(self, request: PlexRequest, reason: str = "", body: Picture | None = None) -> Record:
        return Record(
            iso(self.clock.now()),
            request.method,
            request.path,
            redacted_query(request),
            body.sha256 if body else None,
            body.size if body else 0,
            reason,
        )

    def _append(self, name: str, row: dict[str, object]) -> None:
        if self.folder is None:
            return
        if name not in self._files:
            self._files[name] = (self.folder / f"{name}.jsonl").open("a", encoding="utf-8")
        self._files[name].write(json.dumps(row, ensure_ascii=False) + "\n")
        self._files[name].flush()


def redacted_query(request: PlexRequest) -> str:
    """The query as text, every value whose name or content looks like a secret replaced by dots."""
    return "&".join(
        f"{quote(name, safe='')}={MASK if _is_secret(name, value) else quote(value, safe='')}"
        for name, value in request.query
    )


def _is_secret(name: str, value: str) -> bool:
    return any(word in name.lower() for word in _SECRET_NAMES) or "x-plex-token" in value.lower()
