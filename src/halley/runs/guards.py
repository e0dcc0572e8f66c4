"""What stops a run that would take away or write more than anybody wants, and what a run has spent.

    collection-share   more than half of what a collection holds would go
    deletions-share    more than a tenth of a library's collections would be deleted
    writes uploads deletions minutes   budgets

Each is passed by its name only, typed.
"""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from halley.changes.kinds import DeleteItem, UploadImage
from halley.plans import Step
from halley.plex.ids import SHADOW_KEYS, RatingKey
from halley.runs.errors import GuardPassed
from halley.runs.model import Intent

NAMES = ("collection-share", "deletions-share", "writes", "uploads", "deletions", "minutes")
_FEW = 3
"""A collection of so few items, or so few deletions, is no accident."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a run may go by itself; shares are 0 to 1, None is no limit."""

    collection_share: float | None = 0.5
    deletions_share: float | None = 0.1
    writes: int | None = 50_000
    uploads: int | None = 10_000
    deletions: int | None = 100
    minutes: float | None = 360


@dataclass(frozen=True, slots=True)
class Finding:
    """A guard that a plan would pass."""

    guard: str
    words: str


def findings(
    steps: Iterable[Step],
    limits: Limits,
    titles: Mapping[RatingKey, str],
    collections: Mapping[str, int],
    own: Collection[int] = (),
) -> tuple[Finding, ...]:
    """The guards that these steps would pass. `collections` says how many collections each library has now.

    Steps of the numbers in `own` take away only what the run that they take back made itself: no removal of theirs counts.
    """
    chosen = list(steps)
    foreign = [one for one in chosen if one.number not in own]
    return (
        *_of_members(foreign, limits, titles),
        *_of_deletions(foreign, limits, collections),
        *_of_budgets(chosen, limits, own),
    )


def _of_members(steps: Iterable[Step], limits: Limits, titles: Mapping[RatingKey, str]) -> Iterator[Finding]:
    first: dict[int, frozenset[object]] = {}
    last: dict[int, frozenset[object]] = {}
    for step in steps:
        if isinstance(step.change, DeleteItem):
            continue  # deletions are counted by themselves
        for one in step.differences:
            if one.aspect == "members" and one.number < SHADOW_KEYS:
                first.setdefault(one.number, members_of(one.before))
                last[one.number] = members_of(one.after)
    for number, held in first.items():
        yield from leaving(limits, titles.get(RatingKey(number), str(number)), len(held - last[number]), len(held))


def leaving(limits: Limits, title: str, gone: int, held: int) -> Iterator[Finding]:
    """What is wrong with so many items leaving a collection that held so many."""
    if limits.collection_share is not None and gone > max(_FEW, limits.collection_share * held):
        yield Finding("collection-share", f"{gone} of the {held} items of {title} would leave it")


def members_of(value: object) -> frozenset[object]:
    """What a collection held or holds, as a difference tells it."""
    return frozenset(value) if isinstance(value, tuple) else frozenset()


def _of_deletions(steps: Iterable[Step], limits: Limits, collections: Mapping[str, int]) -> Iterator[Finding]:
    deleted: dict[str, int] = {}
    for step in steps:
        if isinstance(step.change, DeleteItem):
            deleted[step.library] = deleted.get(step.library, 0) + 1
    for library, count in deleted.items():
        yield from deleting(limits, library, count, collections.get(library, 0))


def deleting(limits: Limits, library: str, count: int, held: int) -> Iterator[Finding]:
    """What is wrong with so many deletions in a library that held so many collections."""
    if held and limits.deletions_share is not None and count > max(_FEW, limits.deletions_share * held):
        yield Finding("deletions-share", f"{count} of the {held} collections of {library} would be deleted")


def _of_budgets(steps: Collection[Step], limits: Limits, own: Collection[int]) -> Iterator[Finding]:
    counts = {
        "writes": len(steps),
        "uploads": sum(isinstance(one.change, UploadImage) for one in steps),
        "deletions": sum(isinstance(one.change, DeleteItem) and one.number not in own for one in steps),
    }
    budgets = {"writes": limits.writes, "uploads": limits.uploads, "deletions": limits.deletions}
    for name, count in counts.items():
        budget = budgets[name]
        if budget is not None and count > budget:
            yield Finding(name, f"{count} {name} are more than the budget of {budget}")


@dataclass(slots=True)
class Spent:
    """What a run has done so far, held against its limits. `passed` are the guards that it was told to go past; `own` are
    the steps whose deletions do not count; `run` is what it is resumed by, empty where it cannot be.

    Writes, uploads and deletions count over all goes of a run, a step that is tried again once. Minutes count this go only:
    nobody spends them while the run lies still, and when it was killed is not on record.
    """

    limits: Limits = field(default_factory=Limits)
    passed: Collection[str] = ()
    own: Collection[int] = ()
    clock: Callable[[], float] = time.monotonic
    run: str = "RUN"
    writes: int = 0
    uploads: int = 0
    deletions: int = 0
    began: float = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.clock()

    def remember(self, intents: Collection[Intent]) -> None:
        """Count what the run did before it was gone on with."""
        self.writes, self.uploads, self.deletions = self._with(intents)

    def _with(self, intents: Collection[Intent]) -> tuple[int, int, int]:
        deletions = sum(isinstance(one.sent, DeleteItem) and one.number not in self.own for one in intents)
        uploads = sum(isinstance(one.sent, UploadImage) for one in intents)
        return self.writes + len(intents), self.uploads + uploads, self.deletions + deletions

    def allow(self, intents: Collection[Intent]) -> None:
        """Count what is about to be sent. Raises GuardPassed, before anything of it is."""
        writes, uploads, deletions = self._with(intents)
        would: dict[str, tuple[float, float | None]] = {
            "writes": (writes, self.limits.writes),
            "uploads": (uploads, self.limits.uploads),
            "deletions": (deletions, self.limits.deletions),
            "minutes": ((self.clock() - self.began) / 60, self.limits.minutes),
        }
        for name, (count, budget) in would.items():
            if budget is not None and count > budget and name not in self.passed:
                on = f"`--resume {self.run} --override {name}` goes on" if self.run else f"`--override {name}` goes"
                raise GuardPassed(
                    f"the run stopped at its budget of {budget:g} {name}",
                    hint=f"{on} past it, `--limit {name}=N` sets another",
                )
        self.writes, self.uploads, self.deletions = writes, uploads, deletions
