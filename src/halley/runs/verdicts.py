"""What became of an engine's writes: read back while the engine goes on, and put on record with the next write."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from halley.changes.client import Took
from halley.errors import HalleyError, PlexError
from halley.plex.library import Library
from halley.runs.errors import JournalError
from halley.runs.looking import Lookout
from halley.runs.model import Intent, Outcome, State
from halley.runs.requested import Requested, Thing
from halley.runs.store import Store

_SOON_S = 0.5
"""Seconds after which a verdict is put on record by itself where no write comes that takes it along."""


@dataclass
class Verdicts:
    """The verdicts over one run's writes. `outcomes` has all of them, `library` what was seen last; `made` are the lists
    that the run made, in the server's numbers.

    `problem` is the first that kept one from being found or put on record; such a write stands there as begun.
    """

    store: Store
    run: str
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    library: Library | None = None
    made: set[int] = field(default_factory=set)
    problem: HalleyError | None = None
    _reading: dict[asyncio.Task[None], frozenset[Thing] | None] = field(default_factory=dict)
    _unwritten: dict[int, Outcome] = field(default_factory=dict)
    _soon: asyncio.TimerHandle | None = None

    def later(self, lookout: Lookout, requested: Requested, took: Took, *, is_plain: bool) -> None:
        """Read back what was sent while others go on; one that is not plain has to do with everything."""
        task = asyncio.create_task(self.now(lookout, requested, took))
        self._reading[task] = requested.things if is_plain else None
        task.add_done_callback(lambda one: self._reading.pop(one, None))

    async def now(self, lookout: Lookout, requested: Requested, took: Took | None) -> None:
        """Read back what was sent and judge it."""
        try:
            found = await lookout.after(requested.intents)
            if lookout.library is not None:
                self.library = lookout.library
            self.reached(_with_status(one, took) for one in found.values())
            await asyncio.to_thread(self._settle)
        except (PlexError, JournalError) as problem:
            self.problem = self.problem or problem

    async def wait_for(self, things: frozenset[Thing] | None) -> None:
        """Wait for what is being read back of the same things, None for all: afterwards they are different again."""
        waiting = [task for task, others in self._reading.items() if things is None or others is None or others & things]
        if waiting:
            await asyncio.gather(*waiting)

    async def end(self) -> None:
        """Wait until everything is read back and on record."""
        while self._reading:
            await asyncio.gather(*self._reading)
        self._write()

    # --- on record -----------------------------------------------------------------------------------------------------

    def reached(self, outcomes: Iterable[Outcome]) -> None:
        """Take verdicts, to be put on record soon."""
        found = {one.number: one for one in outcomes}
        self.outcomes |= found
        # What stood there already by the name that was asked for is named in a verdict, too, but nothing that was made.
        self.made.update(key for one in found.values() if one.state is not State.ALREADY for key in one.made.values())
        self._unwritten |= found
        if self._unwritten and self._soon is None:
            self._soon = asyncio.get_running_loop().call_later(_SOON_S, self._write)

    def begin(self, intents: Iterable[Intent]) -> None:
        """Put steps on record that are about to be sent, with the verdicts that are waiting. Raises JournalError."""
        self.store.begin(self.run, intents, self._unwritten.values())
        self._written()

    def _write(self) -> None:
        if not self._unwritten:
            return
        try:
            self.store.journal.finish(self.run, self._unwritten.values())
        except JournalError as problem:
            self.problem = self.problem or problem
        self._written()

    def _written(self) -> None:
        self._unwritten.clear()
        if self._soon is not None:
            self._soon.cancel()
            self._soon = None

    def _settle(self) -> None:
        """Have on the disk what was uploaded, so that an undo can itself be undone."""
        try:
            self.store.incoming.settle()
        except OSError as problem:
            raise JournalError(f"what was uploaded cannot be kept: {problem.strerror}") from None


def _with_status(outcome: Outcome, took: Took | None) -> Outcome:
    """A verdict with what the server said, where it is not a good one."""
    if took is not None and took.status < 300:
        return outcome
    said = f"the server answered {took.status}" if took is not None else "the server did not answer"
    if outcome.state is State.ASKED:
        return replace(outcome, state=State.FAILED, reason=said)
    if outcome.state.is_good:
        return outcome
    return replace(outcome, reason=f"{said}; {outcome.reason}" if outcome.reason else said)
