"""What a check says, and what a check is."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from halley.doctor.facts import Facts

Severity = Literal["good", "note", "warning", "error"]
ORDER: tuple[Severity, ...] = ("error", "warning", "note", "good")
"""The worst first."""


@dataclass(frozen=True, slots=True)
class EmptyLock:
    """Take the note out of a lock that nobody holds; a file that only names a dead process is removed."""

    path: Path
    pid: int


@dataclass(frozen=True, slots=True)
class GiveBack:
    """Give files in a folder to a user and a group."""

    folder: Path
    paths: tuple[Path, ...] = field(repr=False)
    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class NoteServer:
    """Write down which server it is, so that another one in its place is noticed."""

    path: Path
    machine_id: str
    name: str
    url: str


Fix = EmptyLock | GiveBack | NoteServer
"""What `--fix` does: nothing to the server, and nothing to a file that a user wrote."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A thing that was seen, why it matters, and the command or the line that mends it."""

    severity: Severity
    seen: str
    why: str = ""
    mend: str = ""
    fix: Fix | None = None
    check: str = ""

    def with_redacted(self, redact: Callable[[str], str]) -> "Finding":
        """The same with nothing in its words that nobody may see."""
        seen, why, mend = (_plain(redact(one)) for one in (self.seen, self.why, self.mend))
        return replace(self, seen=seen, why=why, mend=mend)


def _plain(text: str) -> str:
    """The text without signs that command a terminal: names of servers and files may hold any."""
    return "".join(one if one.isprintable() or one == "\n" else "?" for one in text)


@dataclass(frozen=True, slots=True)
class Check:
    """A question of the doctor. `judge` looks at nothing but the facts; it says nothing where it is not concerned.

    `looks_at` ends the sentence "it looks at ..."; `fixes` says what `--fix` does, and is empty where that is nothing.
    """

    name: str
    looks_at: str
    judge: Callable[[Facts], Iterable[Finding]]
    fixes: str = ""

    def findings(self, facts: Facts) -> Iterator[Finding]:
        """What it says, under its name."""
        return (replace(one, check=self.name) for one in self.judge(facts))


def good(seen: str, fix: Fix | None = None) -> Finding:
    """All is well."""
    return Finding("good", seen, fix=fix)


def note(seen: str, why: str = "", mend: str = "", fix: Fix | None = None) -> Finding:
    """Something to know."""
    return Finding("note", seen, why, mend, fix)


def warning(seen: str, why: str, mend: str, fix: Fix | None = None) -> Finding:
    """It works, but perhaps not for long, or not as meant."""
    return Finding("warning", seen, why, mend, fix)


def error(seen: str, why: str, mend: str, fix: Fix | None = None) -> Finding:
    """It does not work."""
    return Finding("error", seen, why, mend, fix)


def worst(findings: Iterable[Finding]) -> Severity:
    """The worst severity among findings."""
    return min((one.severity for one in findings), key=ORDER.index, default="good")
