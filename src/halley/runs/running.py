"""A run from beginning to end: the server asked who it is, the run put on record, its steps carried out, its end told."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from halley.changes.client import ChangeClient
from halley.changes.kinds import DeleteItem
from halley.clock import Clock, SystemClock, iso
from halley.errors import ConfigError, HalleyError
from halley.plans import Identity, Plan, read_plan, write_plan
from halley.runs.errors import GuardPassed, RunError
from halley.runs.executor import Executor, Heard, Orders, Progress, not_heard
from halley.runs.guards import Limits, Spent, findings
from halley.runs.journal import Run
from halley.runs.looking import Lookout
from halley.runs.model import Outcome, State
from halley.runs.numbers import Numbers
from halley.runs.own import changed_since, only_takes_back
from halley.runs.patience import Patience, PatientUpstream
from halley.runs.sending import Sender
from halley.runs.sight import Introduction, Sight, collections_in, introduce
from halley.runs.store import Store
from halley.runs.undo import WayBack, way_back_from
from halley.secrets import Secret


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server is, and how it may be asked."""

    url: str
    token: Secret
    verify_ssl: bool = True
    timeout_s: float = 60
    connections: int = 16
    per_second: float = 0
    patience: Patience = Patience()


@dataclass(frozen=True, slots=True)
class Task:
    """What a run is to do: the chosen steps of a plan. `of` is the run that an undo takes back."""

    kind: str
    plan: Plan
    chosen: frozenset[int]
    forced: frozenset[str] = frozenset()
    of: str = ""
    groups: Mapping[int, int] = field(default_factory=dict)
    was: Numbers = field(default_factory=Numbers)


@dataclass(frozen=True, slots=True)
class Report:
    """How a run ended. `left` counts the chosen steps that were not come to; `problem` is what stopped it.

    `foreign` are files of original posters that somebody changed since, and that were left alone.
    """

    run: str
    state: str
    outcomes: tuple[Outcome, ...]
    left: int
    problem: HalleyError | None = None
    foreign: tuple[str, ...] = ()

    def count(self, state: State) -> int:
        """How many steps ended so."""
        return sum(one.state is state for one in self.outcomes)

    @property
    def is_good(self) -> bool:
        """Whether everything stands as it was to."""
        return not self.left and self.problem is None and all(one.state.is_good for one in self.outcomes)


@dataclass(slots=True)
class Conduct:
    """How a run is watched and bounded. Setting `stop` ends it between two Changes.

    `begun` is called before the first Change of a new run, once the server is known to be the right one; where it raises a
    HalleyError nothing is done. `called` hears the id of a new run just before that is on record, `heard` what became of
    steps as soon as it is.
    """

    stop: asyncio.Event = field(default_factory=asyncio.Event)
    limits: Limits = field(default_factory=Limits)
    passed: frozenset[str] = frozenset()
    progress: Progress | None = None
    clock: Clock = field(default_factory=SystemClock)
    begun: Callable[[], None] = lambda: None
    called: Callable[[str], None] = lambda run: None
    heard: Heard = not_heard


def undo_task(run: Run, back: WayBack, chosen: frozenset[int] | None = None, forced: frozenset[str] = frozenset()) -> Task:
    """The task that takes a run back."""
    numbers = frozenset(one.number for one in back.plan.steps) if chosen is None else chosen
    return Task("undo", back.plan, numbers, forced, run.id, back.groups, back.was)


async def begin(store: Store, address: Address, task: Task, conduct: Conduct) -> Report:
    """Carry out a task as a new run. Raises HalleyError where it cannot be begun; nothing was done then.

    What stops it later is in the report: the run is on record, and can be resumed.
    """
    with store.held():
        async with connected(address, store, task.plan) as (who, upstream, client):
            await _stand_guard(store, task, conduct, who, upstream)
            run = Run(
                new_id(conduct.clock),
                task.kind,
                replace(task.plan.server, name=who.server.name, version=who.server.attributes.get("version", "")),
                task.of,
                task.plan.source.configuration,
                len(task.chosen),
                iso(conduct.clock.now()),
                options=_options(task),
            )
            try:
                write_plan(task.plan, store.folder(run.id))
            except OSError as problem:
                raise RunError(f"the run cannot be put on record: {problem.strerror}") from None
            conduct.begun()
            conduct.called(run.id)
            store.journal.open_run(run)
            return await _carry_out(store, address, task, conduct, run, (who, upstream, client))


async def _stand_guard(store: Store, task: Task, conduct: Conduct, who: Introduction, upstream: PatientUpstream) -> None:
    """Raise GuardPassed where the task goes further than a run may by itself, before anything of it is done."""
    steps = [one for one in task.plan.steps if one.number in task.chosen]
    own = _own(store, task)
    if own and "DeleteItem" in task.forced:
        deletions = [one for one in steps if isinstance(one.change, DeleteItem)]
        library = await Sight(upstream, who).look([one.change for one in deletions])
        own -= changed_since(store.journal, task.of, deletions, library)
    deleting = {one.library for one in steps if isinstance(one.change, DeleteItem)}
    held = {one.title: await collections_in(upstream, one.id) for one in who.sections if one.title in deleting}
    found = findings(steps, conduct.limits, task.plan.titles, held, own)
    passed = [one for one in found if one.guard not in conduct.passed]
    if passed:
        names = " ".join(f"--override {name}" for name in dict.fromkeys(one.guard for one in passed))
        raise GuardPassed("; ".join(one.words for one in passed), hint=f"nothing was done; `{names}` does it all the same")


def _own(store: Store, task: Task) -> frozenset[int]:
    """The steps of an undo that take away what the undone run made itself."""
    return task.chosen if task.of and only_takes_back(store.journal, task.of) else frozenset()


async def resume(store: Store, address: Address, run: Run, conduct: Conduct, forced: frozenset[str] = frozenset()) -> Report:
    """Go on with a run that was cut off or stopped. Raises HalleyError where that cannot be."""
    task = task_of(store, run, forced)
    with store.held():
        async with connected(address, store, task.plan) as opened:
            store.journal.close_run(run.id, "running", "")
            return await _carry_out(store, address, task, conduct, run, opened)


def task_of(store: Store, run: Run, forced: frozenset[str] = frozenset()) -> Task:
    """What a run on record was to do. Raises RunError where it has no plan: what was recorded while an engine ran."""
    if run.kind == "record":
        raise RunError(f"run {run.id} recorded what an engine did, and cannot be resumed", hint="it can be undone")
    plan = read_plan(store.folder(run.id))
    told = json.loads(run.options)
    return Task(
        run.kind,
        plan,
        frozenset(told["chosen"]),
        forced or frozenset(told["forced"]),
        run.of,
        _by_number(told["groups"]),
        Numbers(_by_number(told["was"]), _by_number(told.get("places_were", {}))),
    )


def _by_number(row: Mapping[str, int]) -> dict[int, int]:
    return {int(number): value for number, value in row.items()}


async def who_is(address: Address) -> Identity:
    """Ask a server who it is."""
    async with PatientUpstream(address.url, address.token, verify_ssl=address.verify_ssl) as upstream:
        server = (await introduce(upstream)).server
    return Identity(server.machine_id, server.name, server.attributes.get("version", ""))


@asynccontextmanager
async def connected(
    address: Address, store: Store, plan: Plan | None
) -> AsyncIterator[tuple[Introduction, PatientUpstream, ChangeClient]]:
    """The server, known to be the one that the plan is for."""
    async with PatientUpstream(
        address.url,
        address.token,
        verify_ssl=address.verify_ssl,
        timeout_s=address.timeout_s,
        connections=address.connections,
    ) as upstream:
        upstream.patience = address.patience
        who = await introduce(upstream)
        if plan is not None and who.server.machine_id != plan.server.machine_id:
            raise ConfigError(
                f"the plan is for the server {plan.server.name!r}, and at {upstream.url} is {who.server.name!r}",
                hint="make a plan for this server",
            )
        async with ChangeClient(
            address.url,
            address.token,
            who.server.machine_id,
            store.images,
            timeout_s=address.timeout_s,
            connections=address.connections,
            verify_ssl=address.verify_ssl,
            once=True,
        ) as client:
            yield who, upstream, client


async def _carry_out(
    store: Store,
    address: Address,
    task: Task,
    conduct: Conduct,
    run: Run,
    opened: tuple[Introduction, PatientUpstream, ChangeClient],
) -> Report:
    who, upstream, client = opened
    if task.of:
        undone = next((one for one in store.journal.runs() if one.id == task.of), None)
        store.lend_names(way_back_from(store.journal, undone).pictures if undone is not None else {})
    executor = Executor(
        Lookout(upstream, who, store, task.plan.tags),
        Sender(client, conduct.stop, connections=address.connections, per_second=address.per_second),
        store,
        run.id,
        conduct.stop,
        Orders(task.forced, task.groups, task.was, address.patience),
        spent=Spent(conduct.limits, conduct.passed, _own(store, task), run=run.id),
        progress=conduct.progress,
        heard=conduct.heard,
    )
    problem: HalleyError | None = None
    try:
        await executor.carry_out(task.plan.steps, task.chosen)
    except HalleyError as stopped:
        problem = stopped
    outcomes = tuple(executor.outcomes[number] for number in sorted(executor.outcomes))
    left = len(task.chosen - executor.outcomes.keys())
    state = "finished" if not left and problem is None else "failed" if is_failure(problem) else "stopped"
    try:
        store.journal.close_run(run.id, state, iso(conduct.clock.now()))
    except HalleyError as full:
        problem = problem or full
    return Report(run.id, state, outcomes, left, problem)


def is_failure(problem: HalleyError | None) -> bool:
    """Whether a run failed; one that a guard stopped did not."""
    return problem is not None and not isinstance(problem, GuardPassed)


def _options(task: Task) -> str:
    return json.dumps(
        {
            "chosen": sorted(task.chosen),
            "forced": sorted(task.forced),
            "groups": dict(task.groups),
            "was": dict(task.was.keys),
            "places_were": dict(task.was.places),
        }
    )


def new_id(clock: Clock) -> str:
    return f"{clock.now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


__all__ = [
    "Address",
    "Conduct",
    "Report",
    "Task",
    "begin",
    "resume",
    "task_of",
    "undo_task",
    "who_is",
]
