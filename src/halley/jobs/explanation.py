"""Why each definition of a library draws on an item, or does not. Values in, values out."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from halley.engines.native import Became, Entry, Fate, Idle, LibraryBook, fates_of
from halley.errors import ConfigError
from halley.jobs.one_item import OneItem
from halley.jobs.places import place_to_json
from halley.location import Location
from halley.overlays.model import OverlayId
from halley.selection import Verdict, explain
from halley.selection.filters import Checked


@dataclass(frozen=True, slots=True)
class Explained:
    """A definition that runs: what its builders and filters say of the item, and what became of it where they found it."""

    entry: Entry
    verdict: Verdict
    fate: Fate | None

    @property
    def id(self) -> OverlayId:
        """What it is called."""
        return self.entry.definition.id

    @property
    def where(self) -> Location:
        """Where it stands."""
        return self.entry.definition.where

    @property
    def is_drawn(self) -> bool:
        """Whether it can be seen on the item."""
        return self.fate is not None and self.fate.became is Became.DRAWN

    @property
    def has_failed(self) -> bool:
        """Whether it means no item at all, for a reason of its own: a value that the library lacks, a site not asked."""
        return self.verdict.level is None and not self.verdict.is_chosen and not self.verdict.failed and self.is_broken

    @property
    def is_broken(self) -> bool:
        """Whether a problem ended it."""
        return any(problem.is_fatal for problem in self.verdict.problems)


@dataclass(frozen=True, slots=True)
class Explanation:
    """All definitions of the item's library, in the order of the files."""

    one: OneItem
    explained: tuple[Explained, ...]
    idle: tuple[Idle, ...]

    @property
    def drawn(self) -> tuple[Explained, ...]:
        """Those that can be seen."""
        return tuple(one for one in self.explained if one.is_drawn)

    @property
    def left_out(self) -> tuple[Explained, ...]:
        """Those that found the item and cannot be seen on it."""
        return tuple(one for one in self.explained if one.verdict.is_chosen and not one.is_drawn)

    @property
    def failed(self) -> tuple[Explained, ...]:
        """Those that mean no item at all."""
        return tuple(one for one in self.explained if one.has_failed)

    @property
    def others(self) -> tuple[Explained, ...]:
        """Those that mean other items of the same level."""
        return tuple(
            one for one in self.explained if not one.verdict.is_chosen and one.verdict.level is None and not one.has_failed
        )

    @property
    def of_other_levels(self) -> tuple[Explained, ...]:
        """Those that are for shows where the item is an episode, and the like."""
        return tuple(one for one in self.explained if one.verdict.level is not None)

    def only(self, name: str) -> "Explanation":
        """Of the definitions those of that name, else those with it in their names. Raises ConfigError where none has."""
        names = [*(one.id.name for one in self.explained), *(one.id.name for one in self.idle)]
        kept = {each for each in names if each.casefold() == name.casefold()} or {
            each for each in names if name.casefold() in each.casefold()
        }
        if not kept:
            close = difflib.get_close_matches(name, names, n=1)
            guess = f", did you mean {close[0]!r}?" if close else ""
            raise ConfigError(f"{self.one.planned.name} has no definition {name!r}{guess}", hint="`--all` lists them all")
        return Explanation(
            self.one,
            tuple(one for one in self.explained if one.id.name in kept),
            tuple(one for one in self.idle if one.id.name in kept),
        )

    def nearest(self, most: int) -> tuple[Explained, ...]:
        """Of those that mean other items the ones that a person may have expected, in the order of the files.

        First what shares a group or a queue with one that found the item, or would suppress one or be suppressed; then those
        with the fewest conditions in the way.
        """
        near = _Kin(self.explained)
        ranked = sorted(self.others, key=lambda one: (one.id not in near, len(one.verdict.failed) or _FAR))[:most]
        kept = {one.id for one in ranked}
        return tuple(one for one in self.others if one.id in kept)

    def to_json(self) -> dict[str, object]:
        """Everything, as an object of JSON values."""
        return {
            "item": self.one.to_json(),
            "counts": {
                "drawn": len(self.drawn),
                "left_out": len(self.left_out),
                "failed": len(self.failed),
                "others": len(self.others),
                "of_other_levels": len(self.of_other_levels),
                "idle": len(self.idle),
            },
            "definitions": [_row(one, self.one.planned.book) for one in self.explained],
            "idle": [{"definition": one.id.name, "where": place_to_json(one.where), "reason": one.why} for one in self.idle],
            "notes": list(self.one.notes),
        }


_FAR = 1000
"""As many conditions stand between an item and a definition that no search reaches at all."""


class _Kin:
    """Definitions that have to do with those that found the item."""

    def __init__(self, explained: Sequence[Explained]) -> None:
        found = [one for one in explained if one.verdict.is_chosen]
        self._groups = {group for one in found if (group := one.entry.definition.overlay.group) is not None}
        self._queues = {queue for one in found if (queue := _queue(one)) is not None}
        self._ids = {one.id for one in found}
        self._suppressed = {each for one in found for each in one.entry.definition.suppress}
        self._known = {one.id: one for one in explained}

    def __contains__(self, identity: OverlayId) -> bool:
        one = self._known[identity]
        definition = one.entry.definition
        return (
            definition.overlay.group in self._groups
            or _queue(one) in self._queues
            or identity in self._suppressed
            or not self._ids.isdisjoint(definition.suppress)
        )


def _queue(one: Explained) -> tuple[int, str] | None:
    name = one.entry.definition.overlay.queue
    return None if name is None else (one.id.file, name)


def explanation_of(one: OneItem) -> Explanation:
    """What all definitions of the item's library say of it."""
    planned = one.planned
    item = planned.library.items[one.target.item.key]
    fates = {fate.id: fate for fate in fates_of(one.outcome, planned.book)} if one.outcome is not None else {}
    explained = tuple(
        Explained(entry, explain(entry.selection, item, planned.view), fates.get(entry.definition.id))
        for entry in planned.book.entries
    )
    return Explanation(one, explained, planned.book.idle)


def _row(one: Explained, book: LibraryBook) -> dict[str, object]:
    overlay, fate, verdict = one.entry.definition.overlay, one.fate, one.verdict
    return {
        "definition": one.id.name,
        "where": place_to_json(one.where),
        "level": one.entry.selection.level.word,
        "applies": verdict.is_chosen,
        "became": fate.became.value if fate else None,
        "reason": verdict.reason if fate is None or fate.became is Became.DRAWN else fate.reason,
        "text": fate.text if fate else None,
        "by": {"definition": fate.by.name, "where": _place_of(fate.by, book)} if fate and fate.by else None,
        "group": overlay.group,
        "queue": overlay.queue,
        "weight": overlay.weight,
        "place": fate.queued.place if fate and fate.queued else None,
        "places": fate.queued.places if fate and fate.queued else None,
        "is_beyond_limit": verdict.is_beyond_limit,
        "builders": [
            {
                "builder": each.builder,
                "where": place_to_json(each.where),
                "found": each.is_found,
                "failure": each.failure,
                "asked_server": each.is_asked,
                "conditions": [_condition(check) for check in each.conditions],
            }
            for each in verdict.builders
        ],
        "filters": [[_condition(check) for check in each] for each in verdict.filters],
        "problems": [
            {"message": each.message, "severity": each.severity.value, "where": place_to_json(each.where)}
            for each in verdict.problems
        ],
    }


def _condition(check: Checked) -> Mapping[str, object]:
    seen = [one if isinstance(one, str | int | float | bool) else str(one) for one in check.seen]
    return {
        "condition": check.condition,
        "where": place_to_json(check.where),
        "held": check.is_held,
        "saw": seen,
    }


def _place_of(identity: OverlayId, book: LibraryBook) -> dict[str, object] | None:
    return place_to_json(next(_places(identity, book), None))


def _places(identity: OverlayId, book: LibraryBook) -> Iterator[Location]:
    return (one.definition.where for one in book.entries if one.definition.id == identity)
