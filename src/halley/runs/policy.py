"""A policy: which kinds of Changes are approved by themselves, which are asked about, and which are never done.

    approve: [badges, labels]
    ask: [deletions]
    refuse: [settings]

Words are kinds of Changes (`UploadImage`) or families. What stands nowhere is asked about; of several words for one kind the
strictest counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from halley.config.document import load_document, plain
from halley.errors import ConfigError
from halley.plans import Step
from halley.runs.chosen import KINDS

FAMILIES = {
    "badges": frozenset({"UploadImage", "SelectImage", "FetchImage"}),
    "labels": frozenset({"AddTags", "RemoveTags"}),
    "fields": frozenset({"SetField", "LockField"}),
    "additions": frozenset({"CreateCollection", "AddToCollection", "CreatePlaylist", "AddToPlaylist"}),
    "order": frozenset({"MoveInCollection", "MoveInPlaylist", "MoveHub"}),
    "removals": frozenset({"RemoveFromCollection", "RemoveFromPlaylist", "ClearPlaylist", "RemoveHub", "DropImage"}),
    "deletions": frozenset({"DeleteItem"}),
    "rows": frozenset({"SetVisibility", "EditHub"}),
    "settings": frozenset({"SetPreferences", "SetSectionPreferences", "SetServerPreferences", "SetSmartRule"}),
    "everything": KINDS,
}
_HINT = "write `approve: [badges]`, `ask: [deletions]`, `refuse: [settings]`"


class Verdict(Enum):
    """What a policy says of a kind, the mildest first."""

    APPROVE = "approve"
    ASK = "ask"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Policy:
    """The verdict on each kind; those that are not named are asked about."""

    approve: frozenset[str] = frozenset()
    ask: frozenset[str] = frozenset()
    refuse: frozenset[str] = frozenset()

    def verdict(self, kind: str) -> Verdict:
        """What is to be done with a kind: never, ask, or by itself."""
        if kind in self.refuse:
            return Verdict.REFUSE
        return Verdict.APPROVE if kind in self.approve and kind not in self.ask else Verdict.ASK

    def among(self, steps: Iterable[Step]) -> dict[Verdict, frozenset[int]]:
        """The numbers of steps by verdict."""
        found: dict[Verdict, set[int]] = {one: set() for one in Verdict}
        for step in steps:
            found[self.verdict(step.kind)].add(step.number)
        return {verdict: frozenset(numbers) for verdict, numbers in found.items()}


def read_policy(path: Path) -> Policy:
    """The policy in a YAML file. Raises ConfigError for one that says what no policy says."""
    if not path.exists():
        raise ConfigError(f"there is no policy at {path}", hint=_HINT)
    document = load_document(path)
    told = plain(document.root)
    if not isinstance(told, dict):
        raise ConfigError(f"{path} is no policy", hint=_HINT)
    found: dict[str, frozenset[str]] = {}
    for name, words in told.items():
        where = document.where(str(name))
        if name not in {"approve", "ask", "refuse"}:
            raise ConfigError(f"`{name}` is nothing that a policy says", where=where, hint="approve, ask, refuse")
        if not isinstance(words, list):
            raise ConfigError(f"what a policy says of `{name}` is a list", where=where, hint=_HINT)
        found[str(name)] = frozenset().union(*(_kinds(str(word), document.where(str(name))) for word in words))
    return Policy(**found)


def _kinds(word: str, where: object) -> frozenset[str]:
    if word in FAMILIES:
        return FAMILIES[word]
    if word not in KINDS:
        raise ConfigError(
            f"`{word}` is no kind of change and no family ({where})", hint=f"families are {', '.join(FAMILIES)}"
        )
    return frozenset({word})
