"""Servers that begin alike: Kometa runs straight against one; before the others plans are made, done, and taken back."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from immutables import Map

from halley.changes.restorable import Restorable, RestorableItem, restorable
from halley.jobs.carrying import overlays_of, with_backups_of, with_originals
from halley.jobs.engine import EngineName
from halley.jobs.means import Means
from halley.jobs.plan import IMAGES, PlanSettings, make_plan
from halley.jobs.plan_backups import Aside
from halley.jobs.run import Ended, RunSettings, run_recorded
from halley.plans import Plan, read_plan
from halley.plex.library import Library
from halley.runs.guards import NAMES
from halley.runs.running import Address, Conduct, Report, Task, begin, undo_task
from halley.runs.store import Store
from halley.runs.undo import way_back_from
from halley.sandbox.box import Wish
from halley.secrets import Secret
from halley.simulator import LoadedLibrary, Simulator
from tests.equality.library import lay_out
from tests.equality.test_kometa import differences_of, shown_by
from tests.support.kometa import Kometa, Outside, Ran

TOKEN = "the-real-token-of-the-server"
_TAG_ID = re.compile(r"\b(\w+)=([0-9]+)\b")


@dataclass(frozen=True, slots=True)
class Held:
    """All that a run may change and an undo must restore; `aside` are the originals of posters, by their paths."""

    library: Restorable
    shown: list[tuple[str, str, str]]
    aside: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Planner:
    """Who plans: an engine by name, the Kometa that it finds, and what keeps that in. `name` tells it from others."""

    engine: EngineName
    kometa: Kometa | None
    sandbox: Wish = "none"
    name: str = ""


@dataclass
class Side:
    """A server, a user's folder, where runs keep what they need, and who plans here."""

    server: Simulator
    folder: Path
    store: Store
    outside: Outside
    planner: Planner
    plans: list[Plan] = field(default_factory=list)
    runs: list[str] = field(default_factory=list)

    def held(self) -> Held:
        """What the server holds, and what lies in the user's folder."""
        aside = {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in (self.folder / "overlays").glob("* Original Posters/*")
        }
        return Held(_with_tags_named(self.server.library), shown_by(self.server), aside)

    async def plan(self, config: str) -> Path:
        """Make a plan of a configuration; the server and the user's folder are only read."""
        settings = PlanSettings(self._written(config), engine=self.planner.engine, means=self._means)
        before, heard, aside = self.server.digest(), len(self.server.requests), self.held().aside
        folder = self.folder / "plans" / str(len(self.plans) + 1)
        self.plans.append(await make_plan(settings, folder, lambda *_: None))
        assert self.server.digest() == before
        assert {one.method for one in self.server.requests[heard:]} <= {"GET", "HEAD"}
        assert self.held().aside == aside
        return folder

    async def record(self, config: str, engine: Literal["kometa", "native"]) -> Ended:
        """Let an engine write to the server, on record."""
        settings = RunSettings(self._written(config), engine, overlays_only=engine == "native", means=self._means)
        ended = await run_recorded(settings, self.store, Conduct(passed=frozenset(NAMES)))
        self.runs.append(ended.report.run)
        _nothing([*_wrong(ended.report), *ended.refused], self.planner.name)
        assert ended.report.is_good, ended.report.problem
        return ended

    def _written(self, config: str) -> Path:
        path = self.folder / "config.yml"
        for word, value in (("{url}", self.server.url), ("{token}", TOKEN), ("{folder}", str(self.folder))):
            config = config.replace(word, value)
        path.write_text(config, "utf-8")
        return path

    @property
    def _means(self) -> Means:
        kometa = self.planner.kometa
        return Means(
            kometa=kometa.home if kometa else None,
            kometa_python=kometa.python if kometa else None,
            sandbox=self.planner.sandbox,
            outside=self.outside.url,
            environment={"HALLEY_DATA": str(self.folder / "own")},
        )

    async def apply(self, folder: Path, passed: Collection[str] = ()) -> None:
        """Carry out the plan of a folder, which does all that it says; it goes past the guards that are `passed`."""
        plan = read_plan(folder)
        self.store.take_in(plan, folder / IMAGES, plan.steps)
        numbers = frozenset(one.number for one in plan.steps)
        report = await self._run(Task("apply", plan, numbers), Conduct(passed=frozenset(passed)))
        self.runs.append(report.run)
        _nothing(_wrong(report), self.planner.name)
        assert report.is_good

    async def undo(self) -> None:
        """Take the last run back that was not taken back yet."""
        name = self.runs.pop()
        run = next(one for one in self.store.journal.runs() if one.id == name)
        back = with_backups_of(way_back_from(self.store.journal, run, None), self.store, run)
        report = await self._run(undo_task(run, back), Conduct(passed=frozenset(NAMES)))
        _nothing(_wrong(report), self.planner.name)

    async def _run(self, task: Task, conduct: Conduct) -> Report:
        address = Address(self.server.url, Secret(TOKEN))
        aside = Aside(task.plan, task.chosen, self.store.images, overlays_of(self.folder / "config.yml"))
        return await with_originals(aside, lambda watched: begin(self.store, address, task, watched))(conduct)

    async def direct(self, config: str, *flags: str) -> Ran:
        """Let Kometa itself run, without anybody in between."""
        kometa = self.planner.kometa
        assert kometa is not None
        ran = await kometa.run(self.folder, self.server.url, TOKEN, config, self.outside, is_gateway=False, flags=flags)
        assert ran.is_finished, ran.complaints
        return ran


@dataclass
class Sides:
    """Kometa's own server, and those before which the engines plan, by name."""

    direct: Side
    planned: dict[str, Side]

    @property
    def all(self) -> tuple[Side, ...]:
        return (self.direct, *self.planned.values())

    def everywhere(self, deed: Callable[[Side], object]) -> None:
        for side in self.all:
            deed(side)

    async def there(self, config: str, *flags: str, passed: Collection[str] = ()) -> dict[str, Path]:
        """Plan a configuration, carry the plans out, and hold that all end where Kometa does. Gives the plans' folders.

        `flags` are Kometa's own, for what runs directly; `passed` are guards that carrying out goes past.
        """
        planning = [side.plan(config) for side in self.planned.values()]
        _, *folders = await asyncio.gather(self.direct.direct(config, *flags), *planning)
        plans = {name: folder for name, folder in zip(self.planned, folders, strict=True) if isinstance(folder, Path)}
        for name, side in self.planned.items():
            await side.apply(plans[name], passed)
        self.hold_alike()
        return plans

    def hold_alike(self) -> None:
        wanted = self.direct.held()
        for name, side in self.planned.items():
            _nothing(not_alike(wanted, side.held()), name)

    async def is_settled(self, config: str) -> None:
        """Hold that another plan of the same configuration has nothing to do."""
        for name, side in self.planned.items():
            await side.plan(config)
            _nothing([step.words for step in side.plans.pop().steps], name)

    async def back(self, first: Mapping[str, Held]) -> None:
        """Take all runs back, the last one first, and hold that everything is as it was."""
        for name, side in self.planned.items():
            while side.runs:
                await side.undo()
            _nothing(not_alike(first[name], side.held()), name)

    def held(self) -> dict[str, Held]:
        return {name: side.held() for name, side in self.planned.items()}


def not_alike(wanted: Held, found: Held) -> list[str]:
    """What is not the same, a line each."""
    lines = differences_of(wanted.library, found.library)
    lines += [f"shown: {one}" for one in sorted(set(wanted.shown) ^ set(found.shown))]
    names = sorted({*wanted.aside, *found.aside})
    return lines + [
        f"{name}: {_size(wanted.aside.get(name))}, {_size(found.aside.get(name))}"
        for name in names
        if wanted.aside.get(name) != found.aside.get(name)
    ]


def _nothing(lines: Sequence[str], name: str) -> None:
    """Raises AssertionError where there are lines, and tells them."""
    assert not lines, "\n".join((f"{name}:", *lines))


def _with_tags_named(library: Library) -> Restorable:
    """What can be put back, with names of tags in the rules of lists: their ids are the server's own."""
    texts = {(kind.word, tag.id): tag.text for (kind, _), tag in library.tags.items()}

    def named(found: re.Match[str]) -> str:
        return f"{found[1]}={texts.get((found[1], int(found[2])), found[2])}"

    def read(item: RestorableItem) -> RestorableItem:
        return replace(item, rule=(item.rule[0], _TAG_ID.sub(named, item.rule[1]))) if item.rule else item

    held = restorable(library)
    return replace(held, items=Map({name: tuple(map(read, found)) for name, found in held.items.items()}))


def _size(data: bytes | None) -> str:
    return "not put aside" if data is None else f"{len(data)} bytes put aside"


def _wrong(report: Report) -> list[str]:
    """What did not become as planned, a line each."""
    return [f"{one.number} {one.words}: {one.state.value}: {one.reason}" for one in report.outcomes if not one.state.is_good]


@asynccontextmanager
async def a_side(
    folder: Path,
    outside: Outside,
    library: Callable[[], LoadedLibrary],
    planner: Planner,
) -> AsyncIterator[Side]:
    """A server that holds a library, and a folder with the files of the cases."""
    lay_out(folder)
    loaded = library()
    async with Simulator(loaded.library, loaded.images, token=TOKEN) as server:
        with Store(folder / "data") as store:
            yield Side(server, folder, store, outside, planner)


@asynccontextmanager
async def sides(
    folder: Path,
    outside: Outside,
    library: Callable[[], LoadedLibrary],
    kometa: Kometa,
    planners: Sequence[Planner],
) -> AsyncIterator[Sides]:
    """A server for Kometa itself, and one for each that plans."""
    async with AsyncExitStack() as stack:
        direct = await stack.enter_async_context(a_side(folder / "direct", outside, library, Planner("kometa", kometa)))
        planned: dict[str, Side] = {}
        for one in planners:
            name = one.name or one.engine
            planned[name] = await stack.enter_async_context(a_side(folder / name, outside, library, one))
        yield Sides(direct, planned)


def engines(kometa: Kometa, *names: EngineName) -> tuple[Planner, ...]:
    """These engines, each with real Kometa at hand."""
    return tuple(Planner(name, kometa, name=name) for name in names)
