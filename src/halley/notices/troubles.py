"""What is wrong at the moment, by name, from the notes that backups leave and from what the doctor finds."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from halley.notices.notice import Kind

_LARGEST = 64 * 1024
_NOTES: tuple[tuple[str, Kind, str, str], ...] = (
    ("last.json", "backup", "A backup failed", "Backups can be made again"),
    ("drill.json", "drill", "The newest backup could not be restored", "The newest backup can be restored again"),
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is wrong: told when it begins, and when it is right again. `name` stays the same meanwhile."""

    kind: Kind
    name: str
    title: str
    text: str
    again: str


class Found(Protocol):
    """A finding of the doctor."""

    @property
    def severity(self) -> Literal["good", "note", "warning", "error"]:
        """How bad it is."""
        ...

    @property
    def check(self) -> str:
        """The check that found it."""
        ...

    @property
    def seen(self) -> str:
        """What it saw."""
        ...

    @property
    def why(self) -> str:
        """Why that matters."""
        ...

    @property
    def mend(self) -> str:
        """What mends it."""
        ...


def troubles_of_backups(folder: Path) -> tuple[Trouble, ...]:
    """What the last backup and the last drill of a folder left to tell; notes that cannot be read tell nothing."""
    found = []
    for name, kind, title, again in _NOTES:
        try:
            with (folder / "halley" / "backup" / name).open("rb") as stream:
                note = json.loads(stream.read(_LARGEST))
        except (OSError, ValueError, RecursionError):
            continue
        if isinstance(note, dict) and note.get("ok") is False:
            text = str(note.get("problem") or "nobody said why")
            file = str(note.get("file") or "")
            found.append(Trouble(kind, name, title, f"{text}\n{file}".strip(), again))
    return tuple(found)


def troubles_of_doctor(findings: Iterable[Found]) -> tuple[Trouble, ...]:
    """The errors among the findings, one a check."""
    found: dict[str, Trouble] = {}
    for one in findings:
        if one.severity == "error" and one.check not in found:
            text = "\n".join(part for part in (one.seen, one.why, one.mend) if part)
            title = f"The doctor found an error: {one.check}"
            found[one.check] = Trouble("doctor", one.check, title, text, f"The doctor finds no error any more: {one.check}")
    return tuple(found.values())
