"""A notice, and which of Kometa's webhooks mean it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Literal, Protocol

Kind = Literal["finished", "failed", "approval", "recovered", "configuration", "backup", "drill", "doctor", "test"]

BAD: frozenset[str] = frozenset({"failed", "configuration", "backup", "drill", "doctor"})
"""Kinds that tell of something wrong."""

EVENTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "finished": ("run_end",),
        "approval": ("run_end",),
        "recovered": ("run_end", "error"),
        **dict.fromkeys(BAD, ("error",)),
    }
)
"""The keys of `webhooks:` that want a kind; `changes` and `delete` go by the counts."""

_DELETES = re.compile(r"delet|remov", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")


class Telling(Protocol):
    """What can be told. A `Notice` is one, and so is what another room calls a notice."""

    @property
    def kind(self) -> str:
        """What sort of thing it tells."""
        ...

    @property
    def title(self) -> str:
        """One line."""
        ...

    @property
    def text(self) -> str:
        """The rest, some lines."""
        ...

    @property
    def link(self) -> str:
        """Where to read on, if anywhere."""
        ...

    @property
    def counts(self) -> Mapping[str, int]:
        """Numbers by what they count."""
        ...

    @property
    def picture(self) -> Path | None:
        """A picture to show, if any."""
        ...


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth telling. `link` leads to where it can be read, or approved."""

    kind: Kind
    title: str
    text: str
    link: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    picture: Path | None = None


def events_of(notice: Telling) -> frozenset[str]:
    """The keys of `webhooks:` whose receivers are told of it; a test goes to all of them."""
    if notice.kind == "test":
        return frozenset({"error", "version", "run_start", "run_end", "changes", "delete"})
    found = set(EVENTS.get(notice.kind, ("error",)))
    if notice.kind in {"finished", "recovered"} and any(notice.counts.values()):
        found.add("changes")
        if any(count for name, count in notice.counts.items() if _DELETES.search(name)):
            found.add("delete")
    return frozenset(found)


def cause_of(notice: Telling) -> str:
    """What two notices have in common that tell the same, as a digest: it holds no words.

    Numbers in what went wrong make no other cause; a plan that waits is one for each plan.
    """
    if notice.kind == "approval":
        words = notice.link or notice.text
    elif notice.kind in BAD:
        words = _NUMBER.sub("#", notice.text)
    else:
        words = ""
    return sha256("\0".join((notice.kind, notice.title, words)).encode()).hexdigest()[:32]
