"""The guards of a run that nobody planned: an engine's requests are held against them one by one, as they come.

A plan is weighed as a whole before anything of it is done. What an engine will ask for next nobody knows: shares are of what
was held when the run first touched it, and the request that goes too far is the first that is not done. What the run made
itself does not count.
"""

from collections.abc import Awaitable, Callable, Collection, Iterator
from dataclasses import dataclass, field

from halley.changes.kinds import DeleteItem
from halley.plex.ids import SHADOW_KEYS, RatingKey, SectionId
from halley.plex.library import Section
from halley.runs.errors import GuardPassed
from halley.runs.guards import Finding, Limits, Spent, deleting, leaving, members_of
from halley.runs.requested import Requested

CollectionsOf = Callable[[SectionId], Awaitable[int]]


@dataclass
class Bounds:
    """What an engine did so far, held against the limits of its run. `passed` are the guards that it was told to go past.

    `count` asks the server how many collections a section has now; that is done once for a section, when there is first a
    deletion in it. `made` is what the run made itself, in the server's numbers; it grows.
    """

    limits: Limits
    passed: Collection[str]
    sections: tuple[Section, ...]
    count: CollectionsOf
    made: Collection[int]
    spent: Spent = field(init=False)
    _own: set[int] = field(default_factory=set)  # the steps that delete what the run made
    _held: dict[int, frozenset[object]] = field(default_factory=dict)
    _deleted: dict[str, set[int]] = field(default_factory=dict)
    _collections: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.spent = Spent(self.limits, self.passed, self._own, run="")

    async def allow(self, found: Requested) -> None:
        """Count what is about to be sent. Raises GuardPassed, before anything of it is, and PlexError."""
        foreign: dict[str, set[int]] = {}
        for one in found.intents:
            if not isinstance(one.change, DeleteItem):
                continue
            if one.change.key in self.made:
                self._own.add(one.number)
            else:
                foreign.setdefault(one.library, set()).add(one.change.key)
        for library in foreign:
            await self._know_collections_of(library)
        for finding in (*self._of_members(found), *self._of_deletions(foreign)):
            if finding.guard not in self.passed:
                raise _stopped_by(finding)
        self.spent.allow(found.intents)
        for library, keys in foreign.items():
            self._deleted.setdefault(library, set()).update(keys)

    def _of_members(self, found: Requested) -> Iterator[Finding]:
        was: dict[int, frozenset[object]] = {}
        becomes: dict[int, frozenset[object]] = {}
        for each in found.intents:
            if isinstance(each.change, DeleteItem):
                continue  # deletions are counted by themselves
            for one in each.differences:
                if one.aspect == "members" and one.number < SHADOW_KEYS and one.number not in self.made:
                    was.setdefault(one.number, members_of(one.before))
                    becomes[one.number] = members_of(one.after)
        for number, members in was.items():
            held = self._held.setdefault(number, members)
            if members - becomes[number]:
                item = found.before.items.get(RatingKey(number))
                title = item.title if item is not None else str(number)
                yield from leaving(self.limits, title, len(held - becomes[number]), len(held))

    def _of_deletions(self, foreign: dict[str, set[int]]) -> Iterator[Finding]:
        for library, keys in foreign.items():
            count = len(keys | self._deleted.get(library, set()))
            yield from deleting(self.limits, library, count, self._collections.get(library, 0))

    async def _know_collections_of(self, library: str) -> None:
        """How many collections a library had when the run began: as many as it has before the first deletion in it."""
        section = next((one for one in self.sections if one.title == library), None)
        if section is not None and library not in self._collections:
            self._collections[library] = await self.count(section.id)


def _stopped_by(finding: Finding) -> GuardPassed:
    return GuardPassed(
        f"the run stopped at its guard {finding.guard}: {finding.words}",
        hint=f"`--override {finding.guard}` goes past it, `--limit {finding.guard}=N` sets another",
    )
