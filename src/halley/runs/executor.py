"""Carries steps out, wave by wave: look, weigh, put on record, send, read back, judge, put on record.

What is on record as begun when a process dies is settled by reading, not by sending again.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from halley.changes.kinds import (
    AddToPlaylist,
    ClearPlaylist,
    CreateCollection,
    CreatePlaylist,
    DeleteItem,
    DropImage,
    ImageChange,
    RemoveFromCollection,
    RemoveFromPlaylist,
    RemoveTags,
)
from halley.plans import Step
from halley.runs.closing import Closing
from halley.runs.guards import Spent
from halley.runs.journal import Journal
from halley.runs.judge import new_places
from halley.runs.looking import Lookout, things_of, with_shown
from halley.runs.model import Intent, Outcome, State
from halley.runs.numbers import Numbers, first_places
from halley.runs.patience import Patience
from halley.runs.sending import Answered, Sender, Sent
from halley.runs.store import Store
from halley.runs.waves import waves
from halley.runs.weigh import first_numbers, weigh

_LOOK_AGAIN_S = 0.3
_NOT_THERE = frozenset({State.FAILED, State.DIFFERENT, State.REFUSED})
REMOVALS = DeleteItem | RemoveTags | RemoveFromCollection | RemoveFromPlaylist | ClearPlaylist | DropImage
"""What takes something away: never where what was to stand in its place did not come."""
Progress = Callable[[str, int, int], None]
Heard = Callable[[Sequence[Outcome]], None]
"""Hears what became of steps, once it is on record."""


@dataclass(frozen=True, slots=True)
class Orders:
    """How a run is to be done.

    `forced` are kinds that may overwrite what the plan did not see. `groups` says which steps belong together: where one
    is refused, those after it that have to do with the same thing are left alone too. `was` says of numbers which deleted
    thing, or place that is gone, they stand for again.
    """

    forced: frozenset[str] = frozenset()
    groups: Mapping[int, int] = field(default_factory=dict)
    was: Numbers = field(default_factory=Numbers)
    patience: Patience = Patience()


class Executor:
    """Carries out the steps of one run on one server."""

    def __init__(  # noqa: PLR0913 - each is a thing of its own
        self,
        lookout: Lookout,
        sender: Sender,
        store: Store,
        run: str,
        stop: asyncio.Event,
        orders: Orders,
        *,
        spent: Spent | None = None,
        progress: Progress | None = None,
        heard: Heard | None = None,
    ) -> None:
        self._lookout, self._sender, self._store, self._run = lookout, sender, store, run
        self._stop, self._orders = stop, orders
        self._spent, self._progress = spent or Spent(), progress or _silently
        self._heard = heard or not_heard
        self._numbers = Numbers()
        self._left_alone: dict[int, set[int]] = {}
        self._unreplaced: set[tuple[int, str]] = set()
        self._sent_before: frozenset[int] = frozenset()
        self._faulted: Counter[int] = Counter()
        self._far, self._whole, self._answers = 0, 0, 0
        self.outcomes: dict[int, Outcome] = {}

    @property
    def _journal(self) -> Journal:
        return self._store.journal

    async def carry_out(self, steps: Sequence[Step], chosen: Collection[int]) -> None:
        """Do the chosen steps of a plan that are not on record as done yet; a run that is stopped ends early.

        Raises PlexError, JournalError or GuardPassed; what was begun then is on record as begun.
        """
        self._numbers = self._journal.numbers(self._run)
        open_still = {State.BEGUN, State.FAILED}  # whoever goes on with a run tries once more what failed
        self.outcomes = {one.number: one for one in self._journal.outcomes(self._run) if one.state not in open_still}
        known = self._journal.intents(self._run)
        self._remember_left_alone(steps)
        await self._settle([one for number, one in known.items() if number not in self.outcomes])
        self._spent.remember([one for number, one in known.items() if number in self.outcomes])
        todo = [one for one in steps if one.number in chosen and one.number not in self.outcomes]
        places, self._whole = first_places(steps), len(chosen)
        self._far = self._whole - len(todo)
        for wave in waves(todo):
            self._tell(0)
            if self._stop.is_set():
                return
            await self._wave(wave, places)
            self._far += len(wave)
        self._tell(0)
        await self._close()

    def _tell(self, answers: int) -> None:
        """Say how far it is: a wave may take minutes, so its answers count before they are judged."""
        self._answers = answers
        self._progress("applying", self._far + answers, self._whole)

    async def _close(self) -> None:
        """Look once more at what showed only later, and at what a server may have done late."""
        asked = any(one.state is State.ASKED for one in self.outcomes.values())
        if not asked and not self._faulted:
            return
        closing = Closing(self._lookout, self._sender, self._journal.intents(self._run), self.outcomes, self._numbers)
        self._conclude(await closing.moves() if asked else [])
        self._conclude(await closing.late(self._faulted) if self._faulted else [])

    async def _wave(self, steps: Sequence[Step], places: Mapping[int, int]) -> None:
        found = [kept for one in steps if (kept := self._kept(one)) is not None]
        kept_numbers = {one.number for one in found}
        free = [one for one in steps if one.number not in kept_numbers]
        library = await self._lookout.before(free, self._numbers)
        intents: list[Intent] = []
        for step in free:
            first = first_numbers(step, places[step.number])
            weighed = weigh(step, first, self._numbers, library, self._store.picture_called, self._orders.forced)
            if isinstance(weighed, Intent):
                intents.append(with_shown(weighed, library))
            else:
                found.append(weighed)
        self._conclude(found)
        if intents and not self._stop.is_set():
            self._spent.allow(intents)
            self._store.begin(self._run, intents)
            self._conclude(await self._done(intents))
        self._remember_left_alone(steps)

    async def _done(self, intents: Sequence[Intent]) -> list[Outcome]:
        """Send what was begun, as often as it takes, and judge each by what was read back."""
        settled: list[Outcome] = []
        pauses = self._orders.patience.pauses()
        pending, twice = list(intents), self._sent_before & {one.number for one in intents}
        while pending:
            self._tell(len(intents) - len(pending))
            answers = await self._sender.send(pending, lambda: self._tell(self._answers + 1))
            sent = [one for one in answers if one.answered is not Answered.NOT_SENT]
            self._journal.take_back(self._run, [one.intent.number for one in answers if one.answered is Answered.NOT_SENT])
            self._faulted.update(one.intent.number for one in sent if one.answered is Answered.FAULT)
            verdicts = await self._read_back(sent)
            pause = None if self._stop.is_set() else next(pauses, None)
            again = [one for one in sent if pause is not None and _is_to_be_sent_again(one, verdicts[one.intent.number])]
            settled += [_with_reason(one, verdicts[one.intent.number]) for one in sent if one not in again]
            pending = [one.intent for one in again]
            if pending and pause is not None:
                await self._pause(max(pause, *(one.wait_s for one in again)))
                late = await self._come_late(pending)
                settled += late.values()
                pending = [one for one in pending if one.number not in late]
                if self._stop.is_set():  # it was sent, and is on record as that: whoever goes on tries it again
                    left = [one for one in again if one.intent in pending]
                    settled += [_with_reason(one, verdicts[one.intent.number]) for one in left]
                    pending = []
                twice |= {one.number for one in pending}
        await self._take_away_twins([one for one in intents if one.number in twice], settled)
        return settled

    async def _pause(self, seconds: float) -> None:
        """Wait so long, or until the run is stopped."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)

    async def _come_late(self, intents: Sequence[Intent]) -> dict[int, Outcome]:
        """What a server did after all, of that which must not be asked for twice."""
        once = AddToPlaylist | CreatePlaylist | CreateCollection
        found = await self._lookout.after([one for one in intents if isinstance(one.change, once)], self._places)
        return {number: verdict for number, verdict in found.items() if verdict.state.is_good}

    async def _take_away_twins(self, intents: Sequence[Intent], settled: Sequence[Outcome]) -> None:
        """Take out of playlists what was added twice, because a server did late what it was asked for once more."""
        places = {place for one in settled for place in one.places.values()} | set(self._places)
        for intent in intents:
            change, library = intent.change, self._lookout.library
            if isinstance(change, AddToPlaylist) and library is not None:
                twins = [one for one in new_places(intent, library, places) if one.item in change.items]
                await self._sender.send([replace(intent, sent=RemoveFromPlaylist(change.key, one.id)) for one in twins])

    @property
    def _places(self) -> Collection[int]:
        """The places in playlists that steps made."""
        return frozenset(self._numbers.places.values())

    async def _read_back(self, sent: Sequence[Sent]) -> dict[int, Outcome]:
        """The verdict over each; where the server said yes and nothing came of it, it is looked at once more."""
        found = await self._lookout.after([one.intent for one in sent], self._places)
        doubtful = [
            one.intent for one in sent if one.answered is Answered.YES and not found[one.intent.number].state.is_good
        ]
        if doubtful:
            await asyncio.sleep(_LOOK_AGAIN_S)
            found |= await self._lookout.after(doubtful, self._places)
        return found

    def _conclude(self, outcomes: Sequence[Outcome]) -> None:
        """Put down what became of steps."""
        if not outcomes:
            return
        self._journal.finish(self._run, outcomes, self._orders.was)
        for one in outcomes:
            self.outcomes[one.number] = one
            self._numbers.keys.update(one.made)
            self._numbers.places.update(one.places)
        self._heard(outcomes)

    async def _settle(self, begun: Sequence[Intent]) -> None:
        """Read what became of what was begun when a process died; what did not happen is left to be done."""
        verdicts = await self._lookout.after(begun, self._places)
        self._sent_before = frozenset(one.number for one in begun)
        self._faulted.update(self._sent_before)
        happened = []
        for verdict in verdicts.values():
            if verdict.state is State.ASKED:
                reason = "it was being asked for when the run was cut off, and is not asked for twice"
                happened.append(replace(verdict, reason=reason))
            elif verdict.state is State.EXACT:
                happened.append(verdict)
        self._conclude(happened)
        self._lookout.forget()

    def _remember_left_alone(self, steps: Iterable[Step]) -> None:
        for step in steps:
            outcome, group = self.outcomes.get(step.number), self._orders.groups.get(step.number)
            if outcome is None or outcome.state not in _NOT_THERE:
                continue
            if group is None:
                self._unreplaced |= aspects_of(step)
            elif outcome.state is State.REFUSED:
                self._left_alone.setdefault(group, set()).update(things_of(step))

    def _kept(self, step: Step) -> Outcome | None:
        """What becomes of a step that is not even to be looked at."""
        group = self._orders.groups.get(step.number)
        if group is not None and self._left_alone.get(group, set()) & things_of(step):
            return _skipped(step, "what it belongs to was changed since, and is left alone")
        if group is None and isinstance(step.change, REMOVALS) and self._unreplaced & aspects_of(step):
            return _skipped(step, "nothing is taken away whose replacement did not come")
        return None


def aspects_of(step: Step) -> set[tuple[int, str]]:
    """What a step is about, item by item. A picture stands for the label too by which tools know that it is theirs."""
    found = {(one.number, one.aspect) for one in step.differences if one.of == "item"}
    return found | {(step.change.key, "label")} if isinstance(step.change, ImageChange) else found


def _silently(_stage: str, _done: int, _total: int) -> None:
    """No progress is shown."""


def not_heard(_outcomes: Sequence[Outcome]) -> None:
    """Nobody wants to hear."""


def _skipped(step: Step, reason: str) -> Outcome:
    return Outcome(step.number, State.SKIPPED, step.words, reason, library=step.library)


def _is_to_be_sent_again(sent: Sent, verdict: Outcome) -> bool:
    """Whether nothing came of a write, and the server did not say that it never will."""
    return sent.answered is Answered.FAULT and verdict.state is State.FAILED


def _with_reason(sent: Sent, verdict: Outcome) -> Outcome:
    if verdict.state is State.ASKED and sent.answered is not Answered.YES:
        return replace(verdict, state=State.FAILED, reason=sent.reason)
    if verdict.state.is_good or not sent.reason:
        return verdict
    return replace(verdict, reason=f"{sent.reason}; {verdict.reason}" if verdict.reason else sent.reason)
