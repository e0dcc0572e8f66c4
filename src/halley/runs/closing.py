"""The last look of a run: what showed only once all was done, and what a server did late, over what came after it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from halley.changes.kinds import AddToPlaylist, CreatePlaylist, DeleteItem, MoveInCollection
from halley.plex.ids import ItemType, RatingKey
from halley.plex.library import Library
from halley.runs.judge import is_sorted_by_hand
from halley.runs.late import Late, narrowed, overtaken, stands_after_all
from halley.runs.looking import Lookout
from halley.runs.model import Intent, Outcome, State
from halley.runs.numbers import Numbers
from halley.runs.ordered import kept_moves
from halley.runs.sending import Sender

_ROUNDS = 3
"""How often what a late write overtook is done again: a write may set more than that on which it has the last word."""


class Closing:
    """Looks once more at what a run did. `intents` is all that it has on record, `outcomes` what became of it so far."""

    def __init__(
        self,
        lookout: Lookout,
        sender: Sender,
        intents: Mapping[int, Intent],
        outcomes: Mapping[int, Outcome],
        numbers: Numbers,
    ) -> None:
        self._lookout, self._sender, self._intents, self._outcomes = lookout, sender, intents, outcomes
        self._numbers = numbers

    async def moves(self) -> list[Outcome]:
        """The verdict over moves in collections that were not sorted by hand then, and are now."""
        asked = [one for one in self._intents.values() if is_asked_move(one, self._outcomes.get(one.number))]
        if not asked:
            return []
        library = await self._seen(asked)
        found = []
        for key in dict.fromkeys(one.change.key for one in asked if isinstance(one.change, MoveInCollection)):
            if not is_sorted_by_hand(key, library):
                continue
            good = [one for number, one in self._intents.items() if number in self._outcomes and self._is_good(number)]
            for number, is_kept in kept_moves(key, good, library.members.get(key, ())).items():
                outcome = self._outcomes[number]
                if outcome.state is State.ASKED and is_kept:
                    found.append(replace(outcome, state=State.EXACT, reason=""))
                elif outcome.state is State.ASKED:
                    reason = "the collection is sorted by hand now, and shows it in another place"
                    found.append(replace(outcome, state=State.DIFFERENT, reason=reason))
        return found

    def _is_good(self, number: int) -> bool:
        return self._outcomes[number].state.is_good

    async def _seen(self, intents: Iterable[Intent]) -> Library:
        """What stands there now, seen with fresh eyes."""
        self._lookout.forget()
        await self._lookout.after(list(intents))
        library = self._lookout.library
        if library is None:
            raise RuntimeError("nothing was looked at")
        return library

    async def late(self, faulted: Counter[int]) -> list[Outcome]:
        """Set right what was done late, and the verdict over it. `faulted` counts the faults by the number of the step."""
        await self._take_away_twins(faulted)
        late = Late(self._intents.values(), self._outcomes, faulted.keys(), self._numbers.keys)
        if not late.words:
            return []
        library = await self._seen(late.intents())
        found = stands_after_all(late, library)
        for _ in range(_ROUNDS):
            wrong = overtaken(late, library)
            if not wrong:
                break
            for one in sorted(wrong, key=lambda one: one.number):
                for part in narrowed(one, late, library):
                    await self._sender.send([part])
            library = await self._seen(late.intents())
        reasons = late.unmet(library)
        for number, reason in reasons.items():
            if self._is_good(number):
                found.append(replace(self._outcomes[number], state=State.DIFFERENT, reason=reason))
        return found

    async def _take_away_twins(self, faulted: Counter[int]) -> None:
        """Take away playlists that this run made twice, as long as nobody touched them.

        A twin of a collection shares its members with the first one, and would take them along: it is never made, since
        it is looked for before it is asked for again.
        """
        for number, count in faulted.items():
            intent = self._intents.get(number)
            if intent is None or not isinstance(intent.change, CreatePlaylist) or intent.change.path is not None:
                continue
            if not self._is_made(number):
                continue
            library = await self._seen([intent])
            own = {*intent.standing, *self._numbers.keys.values()}
            title = intent.change.title
            keys = [
                one.key
                for one in library.items.values()
                if one.type is ItemType.PLAYLIST and one.title == title and one.key not in own and not one.is_smart
            ]
            looks = [
                replace(intent, number=key, change=AddToPlaylist(key, intent.change.items), differences=()) for key in keys
            ]
            library = await self._seen(looks) if looks else library
            twins = [key for key in keys if _is_untouched(key, intent.change, library)]
            deletions = [replace(intent, sent=DeleteItem(key, ItemType.PLAYLIST)) for key in sorted(twins)[:count]]
            await self._sender.send(deletions)

    def _is_made(self, number: int) -> bool:
        outcome = self._outcomes.get(number)
        return outcome is not None and bool(outcome.made)


def is_asked_move(intent: Intent, outcome: Outcome | None) -> bool:
    """Whether it is a move of which nobody saw yet what came of it."""
    return isinstance(intent.change, MoveInCollection) and outcome is not None and outcome.state is State.ASKED


def _is_untouched(key: RatingKey, made: CreatePlaylist, library: Library) -> bool:
    item = library.items.get(key)
    held = tuple(one.item for one in library.entries.get(key, ()))
    return item is not None and held == made.items and not item.attributes.get("summary") and not item.locked
