"""Record mode: the writes of an engine, each on record with what stood there before it is sent, read back after.

What the engine waits for is the look before, the journal and the server; a plain write (a picture, labels, fields) is read
back while the engine goes on. A write to the same thing waits for that.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace

from halley.changes import CannotApply, Change, apply, describe
from halley.changes.client import ChangeClient, Took
from halley.changes.kinds import (
    CreateCollection,
    CreatePlaylist,
    FetchImage,
    SelectImage,
    UploadImage,
)
from halley.clock import iso
from halley.errors import HalleyError, PlexError
from halley.files import Picture
from halley.gateway.recording import Recorded
from halley.gateway.upstream import PICTURE_LIMIT, ServerFault
from halley.plans import Identity, Origin, Step
from halley.plex.answers import Reply, error
from halley.plex.ids import SHADOW_KEYS, RatingKey
from halley.plex.library import Library
from halley.plex.requests import PlexRequest, read_request
from halley.runs.eager import EagerUpstream
from halley.runs.errors import JournalError
from halley.runs.journal import Run
from halley.runs.looking import Lookout, with_shown
from halley.runs.model import Intent, Outcome, State
from halley.runs.numbers import Numbers, named, places_made_by
from halley.runs.plain import comes_as, family, is_plain, touched_by, without_tokens
from halley.runs.running import Address, Conduct, connected, new_id
from halley.runs.sight import Introduction
from halley.runs.store import Store
from halley.runs.weigh import first_numbers, weigh

_LENT_S = 1.0
"""Seconds for which one look at an item serves for writes of other kinds to it."""
_FULL = 507
_FAULTS = frozenset({408, 409, 425, 429, 500, 501, 502, 503, 504, 507})
_Thing = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class _Told:
    """What the Changes of one request come to: intents, what stands so already, and what stood there."""

    intents: list[Intent]
    already: list[Outcome]
    before: Library
    after: Library

    @property
    def things(self) -> frozenset[_Thing]:
        """What will be read back."""
        return frozenset((one.of, one.number, one.aspect) for each in self.intents for one in each.differences)


@dataclass
class _Looked:
    """The last look: when, at which items, and what kinds of things were written since."""

    lookout: Lookout
    at: float
    keys: set[int]
    families: set[object]


@dataclass
class RunRecorder:
    """Does an engine's writes on one server, as one run. `outcomes` are those that were read back."""

    store: Store
    run: str
    upstream: EagerUpstream
    who: Introduction
    client: ChangeClient
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    problem: HalleyError | None = None
    was_stopped: bool = False
    _count: int = 0
    _places: int = 0
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)
    _reading: dict[asyncio.Task[None], frozenset[_Thing]] = field(default_factory=dict)
    _known: Library | None = None
    _looked: "_Looked" = field(init=False)

    def __post_init__(self) -> None:
        self._looked = _Looked(Lookout(self.upstream, self.who, self.store, {}), -_LENT_S, set(), set())

    async def record(self, request: PlexRequest, changes: tuple[Change, ...], picture: Picture | None) -> Recorded:
        """Put the Changes of one request on record, send it, and say what the server answered."""
        async with self._one:
            try:
                return await self._recorded(request, changes, picture)
            except JournalError as problem:
                self.problem = self.problem or problem
                return Recorded(error(_FULL), f"it cannot be put on record: {problem.message}", frozenset())
            except CannotApply as problem:
                return Recorded(error(problem.status), str(problem), frozenset())
            except PlexError as problem:
                status = problem.status if isinstance(problem, ServerFault) else 502
                return Recorded(error(status), f"what it changes could not be read: {problem.message}", frozenset())

    async def end(self) -> None:
        """Wait until everything is read back."""
        while self._reading:
            await asyncio.gather(*self._reading)

    async def _recorded(self, request: PlexRequest, changes: tuple[Change, ...], picture: Picture | None) -> Recorded:
        changes = tuple([await self._from_here(one) for one in changes])
        plain = all(map(is_plain, changes))
        if not plain:
            await self.end()
        lookout = self._looking(changes)
        self.upstream.ask_ahead(changes)
        try:
            told = await self._weighed(changes, Origin(request=f"{request.method} {request.path}"), lookout)
        finally:
            self.upstream.let_go()
        await self._wait_for(told.things)
        if told.already:
            self._finish(told.already)
        touched, above = touched_by(changes, told.after) if plain else (None, frozenset[RatingKey]())
        if not told.intents:
            return Recorded(Reply(), touched=frozenset(), library=told.before)
        self.store.journal.begin(self.run, told.intents)
        took = await self._sent(request, told.intents, picture)
        if plain and took is not None and took.status not in _FAULTS:
            self._later(lookout, told, took)
        else:
            took = await self._judged_at_once(lookout, told, took)
        reply = await self._answer(told, took)
        return Recorded(reply, touched=touched, above=above, library=told.before)

    def _looking(self, changes: Sequence[Change]) -> Lookout:
        """A fresh look at the server; or the one of a moment ago, where nothing of the same kind was written since.

        Engines upload a poster and label it at once: that is one look.
        """
        now, families = asyncio.get_running_loop().time(), {family(one) for one in changes}
        keys = {key for one in changes for key in named(one)}
        last = self._looked
        is_other = None not in families | last.families and not families & last.families
        if not is_other or not keys <= last.keys or now - last.at > _LENT_S:
            lookout = Lookout(self.upstream, self.who, self.store, {}, known=self._known)
            self._looked = _Looked(lookout, now, keys, set())
        self._looked.families |= families
        return self._looked.lookout

    # --- before --------------------------------------------------------------------------------------------------------

    async def _from_here(self, change: Change) -> Change:
        """A picture that the server is to fetch from itself, through the gateway's address, is one that it holds."""
        if not isinstance(change, FetchImage):
            return change
        try:
            asked, _ = read_request("GET", "/" + change.url.partition("://")[2].partition("/")[2], ())
        except ValueError:
            return change
        name, parts = asked.one("url") or "", asked.path.split("/")
        is_file = parts[1:3] == ["library", "metadata"] and parts[4:] == ["file"] and parts[3].isdecimal()
        if not is_file or "://" not in name:
            return change
        if int(parts[3]) == change.key:
            return SelectImage(change.key, change.kind, name)
        found = await self.upstream.read(asked.target, limit=PICTURE_LIMIT)
        if found.status != 200 or not found.body:
            raise CannotApply(404, "the picture that it names is not on the server")
        return UploadImage(change.key, change.kind, self.store.keep(found.body))

    async def _weighed(self, changes: Sequence[Change], origin: Origin, lookout: Lookout) -> _Told:
        """Look at what stands there. Raises CannotApply where the server would refuse."""
        steps = [Step(self._count + place, one, "", origin=origin) for place, one in enumerate(changes, 1)]
        before = library = await lookout.before(steps, Numbers())
        intents: list[Intent] = []
        already: list[Outcome] = []
        for bare in steps:
            step = replace(bare, words=describe(bare.change, library), library=self._title(bare.change, library))
            first = first_numbers(step, SHADOW_KEYS + self._places)
            start = replace(library, next_key=RatingKey(first[0]), next_entry=first[1])
            after = apply(step.change, start, 0)
            weighed = weigh(step, first, Numbers(), library, self.store.picture_called, {step.kind})
            if isinstance(weighed, Intent):
                intents.append(with_shown(weighed, library))
            elif weighed.state is State.ALREADY:
                already.append(weighed)
            else:
                raise CannotApply(400, weighed.reason)
            library = after
            self._places += places_made_by(step.change)
        self._count += len(steps)
        self._known = before
        return _Told(intents, already, before, library)

    def _title(self, change: Change, library: Library) -> str:
        section = getattr(change, "section", None)
        if section is None:
            items = (library.items.get(RatingKey(one)) for one in named(change))
            section = next((one.section for one in items if one is not None and one.section is not None), None)
        return next((one.title for one in self.who.sections if one.id == section), "")

    async def _wait_for(self, things: frozenset[_Thing]) -> None:
        """Wait for what is being read back of the same things: afterwards they are different again."""
        waiting = [task for task, others in self._reading.items() if others & things]
        if waiting:
            await asyncio.gather(*waiting)

    # --- sending -------------------------------------------------------------------------------------------------------

    async def _sent(self, request: PlexRequest, intents: Sequence[Intent], picture: Picture | None) -> Took | None:
        """Send the request, once; None where no answer came, so that it may have happened."""
        alone = intents[0] if len(intents) == 1 else None
        try:
            if alone is not None and not comes_as(request, picture, alone.sent):
                return await self.client.send(self.client.encoded(alone.sent))
            bare = PlexRequest(request.method, request.path, without_tokens(request), body=picture)
            return await self.client.send(bare)
        except PlexError:
            return None

    # --- after ---------------------------------------------------------------------------------------------------------

    def _later(self, lookout: Lookout, told: _Told, took: Took) -> None:
        task = asyncio.create_task(self._read_back(lookout, told, took))
        self._reading[task] = told.things
        task.add_done_callback(lambda one: self._reading.pop(one, None))

    async def _read_back(self, lookout: Lookout, told: _Told, took: Took | None) -> None:
        """Judge what was sent and put it on record; where that cannot be, it stands there as begun."""
        try:
            found = await lookout.after(told.intents)
            self._finish([_with_status(one, took) for one in found.values()])
            if lookout.library is not None:
                self._known = lookout.library
        except (PlexError, JournalError) as problem:
            self.problem = self.problem or problem

    async def _judged_at_once(self, lookout: Lookout, told: _Told, took: Took | None) -> Took:
        """What the engine is told: what the server said, or what was read back where it said nothing to be relied on."""
        await self._read_back(lookout, told, took)
        if took is not None and took.status not in _FAULTS:
            return took
        numbers = [one.number for one in told.intents]
        if all(number in self.outcomes and self.outcomes[number].state is State.EXACT for number in numbers):
            return Took(200, "", b"")
        return took or Took(502, "", b"")

    def _finish(self, outcomes: Iterable[Outcome]) -> None:
        found = list(outcomes)
        self.store.journal.finish(self.run, found)
        self.outcomes.update((one.number, one) for one in found)

    async def _answer(self, told: _Told, took: Took) -> Reply:
        if took.status >= 300:
            return error(took.status)
        made = [
            key for one in told.intents if one.number in self.outcomes for key in self.outcomes[one.number].made.values()
        ]
        if made and not took.body and isinstance(told.intents[0].change, CreateCollection | CreatePlaylist):
            is_playlist = isinstance(told.intents[0].change, CreatePlaylist)
            found = await self.upstream.xml(f"/playlists/{made[0]}" if is_playlist else f"/library/metadata/{made[0]}")
            return Reply(found.status, found.content_type, found.body)
        return Reply(took.status, took.content_type or Reply().content_type, took.body)


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


@asynccontextmanager
async def open_run_recorder(store: Store, address: Address, source: str, conduct: Conduct) -> AsyncIterator[RunRecorder]:
    """A run that an engine's writes go to, as a gateway hands them over. Raises HalleyError where it cannot be begun."""
    with store.held():
        async with connected(address, store, None) as (who, _, client), EagerUpstream.at(address) as upstream:
            server = Identity(who.server.machine_id, who.server.name, who.server.attributes.get("version", ""))
            run = Run(new_id(conduct.clock), "record", server, "", source, 0, iso(conduct.clock.now()))
            store.journal.open_run(run)
            recorder = RunRecorder(store, run.id, upstream, who, client)
            state = "stopped"
            try:
                yield recorder
                state = "stopped" if recorder.was_stopped else "finished"
            finally:
                await recorder.end()
                with suppress(JournalError):  # a run that is not closed stands there as cut off, and can be undone
                    store.journal.close_run(run.id, "failed" if recorder.problem else state, iso(conduct.clock.now()))
