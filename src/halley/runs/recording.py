"""Record mode: the writes of an engine, each on record with what stood there before it is sent, read back after.

What the engine waits for is the look before, the journal and the server. Much of the look was done before the engine asks:
see `eager`. The reading back is done while the engine goes on; a write to the same thing waits for it.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial

from halley.changes import CannotApply, Change
from halley.changes.client import ChangeClient, Took
from halley.changes.kinds import CreateCollection, CreatePlaylist, ImageChange, Job, MatchItem, MergeItems, SplitItem
from halley.clock import iso
from halley.errors import HalleyError, PlexError
from halley.files import ImageStore, Picture
from halley.gateway.recording import Recorded
from halley.gateway.upstream import Answer, ServerFault
from halley.plans import Identity, Origin
from halley.plex.answers import Reply, error
from halley.plex.ids import RatingKey
from halley.plex.requests import PlexRequest
from halley.runs.bounds import Bounds
from halley.runs.eager import EagerSource
from halley.runs.errors import GuardPassed, JournalError
from halley.runs.journal import Run
from halley.runs.looking import Lookout
from halley.runs.model import Intent, Outcome, State
from halley.runs.numbers import named
from halley.runs.patience import PatientUpstream
from halley.runs.plain import comes_as, family, is_plain, touched_by, without_tokens
from halley.runs.requested import Requested, Weigher, as_held
from halley.runs.running import Address, Conduct, connected, is_failure, new_id
from halley.runs.sight import Introduction, collections_in
from halley.runs.stale import EVERYTHING, touch_of
from halley.runs.store import Store
from halley.runs.verdicts import Verdicts

_LENT_S = 1.0
"""Seconds for which one look at an item serves for writes of other kinds to it."""
_COURSE_S = 3.0
"""Seconds after an upload for which the items that an engine asks for count as those that it draws on next."""
_AT_WORK_S = 60.0
"""Seconds for which a server may still be changing things by itself after it was asked for a job."""
_AT_WORK = Job | MatchItem | MergeItems | SplitItem
_FORBIDDEN = 403  # nothing that an engine tries again
_FULL = 507
_FAULTS = frozenset({408, 409, 425, 429, 500, 501, 502, 503, 504, 507})


@dataclass
class _Looked:
    """The last look: when, at which items, and what kinds of things were written since."""

    lookout: Lookout
    at: float
    keys: set[int]
    families: set[object]


@dataclass
class RunRecorder:
    """Does an engine's writes on one server, as one run."""

    store: Store
    run: str
    upstream: PatientUpstream
    who: Introduction
    client: ChangeClient
    conduct: Conduct
    problem: HalleyError | None = None
    was_stopped: bool = False
    source: EagerSource = field(init=False)
    verdicts: Verdicts = field(init=False)
    _bounds: Bounds = field(init=False)
    _stopped_by: GuardPassed | None = None
    _weigher: Weigher = field(init=False)
    _looked: _Looked = field(init=False)
    _uploaded_at: float = float("-inf")
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)
    _ahead: dict[RatingKey, asyncio.Task[None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.source = EagerSource(self.upstream)
        self.verdicts = Verdicts(self.store, self.run)
        count = partial(collections_in, self.upstream)
        self._bounds = Bounds(self.conduct.limits, self.conduct.passed, self.who.sections, count, self.verdicts.made)
        self._weigher = Weigher(self.store, self.who)
        self._looked = _Looked(self._lookout(), -_LENT_S, set(), set())

    @property
    def images(self) -> ImageStore:
        """Where the gateway puts what is uploaded."""
        return self.store.incoming

    @property
    def outcomes(self) -> dict[int, Outcome]:
        """What became of the writes, as far as they were read back."""
        return self.verdicts.outcomes

    @property
    def is_looking_ahead(self) -> bool:
        """Whether something is being read that no write has asked for yet."""
        return bool(self._ahead)

    async def record(self, request: PlexRequest, changes: tuple[Change, ...], picture: Picture | None) -> Recorded:
        """Put the Changes of one request on record, send it, and say what the server answered."""
        async with self._one:
            try:
                if self._stopped_by is not None:
                    raise self._stopped_by
                return await self._recorded(request, changes, picture)
            except GuardPassed as problem:
                self._stop(problem)
                return Recorded(error(_FORBIDDEN), problem.message, frozenset())
            except JournalError as problem:
                self.problem = self.problem or problem
                return Recorded(error(_FULL), f"it cannot be put on record: {problem.message}", frozenset())
            except CannotApply as problem:
                return Recorded(error(problem.status), str(problem), frozenset())
            except PlexError as problem:
                status = problem.status if isinstance(problem, ServerFault) else 502
                return Recorded(error(status), f"what it changes could not be read: {problem.message}", frozenset())

    async def end(self) -> None:
        """Wait until everything is read back and on record."""
        await self.verdicts.end()
        self.problem = self.problem or self.verdicts.problem

    async def close(self) -> None:
        """Come to an end, and stop what is being read ahead."""
        await self.end()
        for task in self._ahead.values():
            task.cancel()
        await asyncio.gather(*self._ahead.values(), return_exceptions=True)
        await self.source.close()

    # --- what the engine reads -----------------------------------------------------------------------------------------

    def moment(self) -> int:
        """A mark of what was written until now."""
        return self.source.moment()

    def asked_for(self, key: RatingKey) -> None:
        """An engine that uploads posters asks for an item: it is probably the next."""
        if asyncio.get_running_loop().time() - self._uploaded_at < _COURSE_S:
            self._look_ahead(key)

    def told(self, key: RatingKey, detail: Answer, moment: int) -> None:
        """The server said this of an item, which holds for a while."""
        self.source.lend(key, detail, moment)

    def showed(self, key: RatingKey, path: str, picture: Answer) -> None:
        """An engine that was given a poster draws on it next."""
        self.source.lend_picture(path, picture)
        self._look_ahead(key)

    def _look_ahead(self, key: RatingKey) -> None:
        """Look at an item, and have the poster that it shows on the disk, before the engine comes with another one."""
        if key not in self._ahead:
            self._ahead[key] = asyncio.create_task(self._poster_kept(key))
            self._ahead[key].add_done_callback(lambda _: self._ahead.pop(key, None))

    async def _poster_kept(self, key: RatingKey) -> None:
        with suppress(PlexError, OSError):  # it will be met, and told, when the engine writes
            data = await self.source.poster(key)
            if data:
                await asyncio.to_thread(self.store.images.put, data)

    # --- writing -------------------------------------------------------------------------------------------------------

    async def _recorded(self, request: PlexRequest, changes: tuple[Change, ...], picture: Picture | None) -> Recorded:
        changes = await as_held(changes, self.source, self.store)
        plain = all(map(is_plain, changes))
        lookout = self._looking(changes)
        self.source.ask_ahead(changes)
        found = await self._weigher.weighed(changes, Origin(request=f"{request.method} {request.path}"), lookout)
        await self.verdicts.wait_for(found.things if plain else None)
        self.verdicts.reached(found.already)
        if not found.intents:
            return Recorded(Reply(), touched=frozenset(), library=found.before)
        await self._bounds.allow(found)
        self.verdicts.begin(found.intents)
        took = await self._sent(request, found, picture)
        self.source.ask_ahead(changes)
        if took is not None and took.status not in _FAULTS:
            self.verdicts.later(lookout, found, took, is_plain=plain)
        else:
            took = await self._judged_at_once(lookout, found, took)
        touched, above = touched_by(changes, found.after) if plain else (None, frozenset[RatingKey]())
        return Recorded(await self._answer(found, took), touched=touched, above=above, library=found.before)

    def _stop(self, problem: GuardPassed) -> None:
        """End the run as Ctrl-C does. An engine that goes on meanwhile gets nothing more done."""
        self._stopped_by, self.was_stopped = problem, True
        self.problem = self.problem or problem
        self.conduct.stop.set()

    def _looking(self, changes: Sequence[Change]) -> Lookout:
        """A fresh look at the server; or the one of a moment ago, where nothing of the same kind was written since.

        Engines upload a poster and label it at once: that is one look.
        """
        now, families = asyncio.get_running_loop().time(), {family(one) for one in changes}
        keys = {key for one in changes for key in named(one)}
        last = self._looked
        is_other = None not in families | last.families and not families & last.families
        if not is_other or not keys <= last.keys or now - last.at > _LENT_S:
            self._looked = _Looked(self._lookout(), now, keys, set())
        self._looked.families |= families
        return self._looked.lookout

    def _lookout(self) -> Lookout:
        return Lookout(self.upstream, self.who, self.store, {}, known=self.verdicts.library, source=self.source)

    async def _sent(self, request: PlexRequest, found: Requested, picture: Picture | None) -> Took | None:
        """Send the request, once; None where no answer came, so that it may have happened."""
        touch = touch_of(found.changes, (one for each in found.intents for one in each.differences))
        if any(isinstance(one, _AT_WORK) for one in found.changes):
            self.source.mistrust(_AT_WORK_S)
        self.source.forget_where(touch)
        try:
            return await self._send(request, found.intents, picture)
        except PlexError:
            touch = EVERYTHING  # whatever it is, it may yet be done
            return None
        finally:
            self.source.forget_where(touch)
            if any(isinstance(one, ImageChange) for one in found.changes):
                self._uploaded_at = asyncio.get_running_loop().time()

    def _send(
        self, request: PlexRequest, intents: Sequence[Intent], picture: Picture | None
    ) -> Coroutine[object, object, Took]:
        alone = intents[0] if len(intents) == 1 else None
        if alone is not None and not comes_as(request, picture, alone.sent):
            return self.client.send(self.client.encoded(alone.sent))
        return self.client.send(PlexRequest(request.method, request.path, without_tokens(request), body=picture))

    # --- after ---------------------------------------------------------------------------------------------------------

    async def _judged_at_once(self, lookout: Lookout, found: Requested, took: Took | None) -> Took:
        """What the engine is told where the server said nothing to be relied on: what was read back."""
        self.source.mistrust(_AT_WORK_S)  # it may do late what it said it did not
        await self.verdicts.now(lookout, found, took)
        numbers = [one.number for one in found.intents]
        if all(number in self.outcomes and self.outcomes[number].state is State.EXACT for number in numbers):
            return Took(200, "", b"")
        return took or Took(502, "", b"")

    async def _answer(self, found: Requested, took: Took) -> Reply:
        if took.status >= 300:
            return error(took.status)
        first = found.intents[0].change
        if not took.body and isinstance(first, CreateCollection | CreatePlaylist):
            await self.verdicts.wait_for(None)
            made = [
                key
                for one in found.intents
                if one.number in self.outcomes
                for key in self.outcomes[one.number].made.values()
            ]
            if made:
                folder = "/playlists" if isinstance(first, CreatePlaylist) else "/library/metadata"
                shown = await self.upstream.xml(f"{folder}/{made[0]}")
                return Reply(shown.status, shown.content_type, shown.body)
        return Reply(took.status, took.content_type or Reply().content_type, took.body)


@asynccontextmanager
async def open_run_recorder(store: Store, address: Address, source: str, conduct: Conduct) -> AsyncIterator[RunRecorder]:
    """A run that an engine's writes go to, as a gateway hands them over. Raises HalleyError where it cannot be begun."""
    with store.held():
        async with connected(address, store, None) as (who, upstream, client):
            server = Identity(who.server.machine_id, who.server.name, who.server.attributes.get("version", ""))
            run = Run(new_id(conduct.clock), "record", server, "", source, 0, iso(conduct.clock.now()))
            conduct.called(run.id)
            store.journal.open_run(run)
            recorder = RunRecorder(store, run.id, upstream, who, client, conduct)
            state = "stopped"
            try:
                yield recorder
                state = "stopped" if recorder.was_stopped else "finished"
            finally:
                await recorder.close()
                with suppress(JournalError):  # a run that is not closed stands there as cut off, and can be undone
                    ended = "failed" if is_failure(recorder.problem) else state
                    store.journal.close_run(run.id, ended, iso(conduct.clock.now()))
