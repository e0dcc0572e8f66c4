"""Runs against a simulator: plans made straight from Changes on its library, no engine in between."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from immutables import Map

from halley.changes import CannotApply, Change, apply, describe, irreversible
from halley.changes.differences import differences
from halley.files import ImageStore, MemoryImages, Picture
from halley.plans import Identity, Origin, Plan, Source, Step
from halley.plex.ids import SHADOW_KEYS, RatingKey
from halley.plex.images import ImageEntry, Shelf
from halley.plex.library import Library
from halley.runs.guards import Limits
from halley.runs.journal import Run
from halley.runs.patience import Patience
from halley.runs.running import Address, Conduct, Report, Task, begin, resume, undo_task
from halley.runs.store import Store
from halley.runs.undo import way_back_from
from halley.secrets import Secret
from halley.simulator import Simulator

TOKEN = "s3cret-simulator-token"
UNBOUNDED = Limits(None, None, None, None, None, None)
QUICK = Patience(tries=6, first_s=0.01, longest_s=0.05)


def a_plan(library: Library, changes: Iterable[Change]) -> Plan:
    """What an engine would have planned that wanted these Changes: those that the server would refuse are left out."""
    shadow = as_planned(library)
    steps: list[Step] = []
    for change in changes:
        try:
            after = apply(change, shadow, at=0)
        except CannotApply:
            continue
        told = differences(change, shadow, after)
        steps.append(
            Step(
                len(steps) + 1,
                change,
                describe(change, shadow),
                told,
                library="Movies",
                origin=Origin(request="PUT /x"),
                irreversible=irreversible(change, shadow) or "",
            )
        )
        shadow = after
    tags = {tag.id: (tag.kind.word, tag.text) for tag in shadow.tags.values() if tag.id >= SHADOW_KEYS}
    server = Identity(library.server.machine_id, "Test", "1")
    return Plan(server, Source("config.yml", "0" * 64, "native", "1"), "2026-01-01T00:00:00Z", steps=tuple(steps), tags=tags)


def as_planned(library: Library) -> Library:
    """The library as a plan sees it: what is made gets numbers that no server has."""
    return replace(library, next_key=RatingKey(SHADOW_KEYS), next_tag=SHADOW_KEYS, next_entry=SHADOW_KEYS)


def with_bytes(library: Library, images: MemoryImages, known: Mapping[str, bytes] = Map()) -> Library:
    """The library with bytes behind every picture that stands on a shelf: a real server has them."""
    for item in library.items.values():
        for kind, shelf in item.images.items():
            entries = tuple(_with_bytes(one, images, known) for one in shelf.entries)
            library = library.with_item(library.items[item.key].with_shelf(kind, Shelf(entries, shelf.selected)))
    return library


def _with_bytes(entry: ImageEntry, images: ImageStore, known: Mapping[str, bytes]) -> ImageEntry:
    data = known.get(entry.name, f"bytes of {entry.name}".encode())
    return entry if entry.picture is not None else replace(entry, picture=images.put(data))


@dataclass
class Bench:
    """A simulator and a data folder."""

    server: Simulator
    store: Store
    address: Address

    def keep(self, data: bytes) -> Picture:
        """Put a picture where an apply finds it."""
        picture = self.store.keep(data)
        self.store.put_down()
        return picture

    async def apply(self, plan: Plan, chosen: Iterable[int] | None = None, **words: object) -> Report:
        """Carry out a plan, or some of its steps."""
        numbers = frozenset(one.number for one in plan.steps) if chosen is None else frozenset(chosen)
        forced = frozenset(words.pop("forced", ()))  # type: ignore[call-overload]
        words.setdefault("limits", UNBOUNDED)
        return await begin(self.store, self.address, Task("apply", plan, numbers, forced), Conduct(**words))  # type: ignore[arg-type]

    async def resume(self, run: str, limits: Limits = UNBOUNDED, passed: Iterable[str] = ()) -> Report:
        """Go on with a run."""
        return await resume(self.store, self.address, self.run(run), Conduct(limits=limits, passed=frozenset(passed)))

    async def undo(self, run: str, chosen: Iterable[int] | None = None) -> Report:
        """Take a run back, or some of its steps."""
        found = self.run(run)
        back = way_back_from(self.store.journal, found, frozenset(chosen) if chosen is not None else None)
        return await begin(self.store, self.address, undo_task(found, back), Conduct(limits=UNBOUNDED))

    def run(self, name: str) -> Run:
        return next(one for one in self.store.journal.runs() if one.id == name)

    def writes(self) -> list[str]:
        """The writes that the server was asked for."""
        return [f"{one.method} {one.target}" for one in self.server.requests if one.method != "GET"]


@asynccontextmanager
async def a_bench(library: Library, folder: Path, images: MemoryImages | None = None) -> AsyncIterator[Bench]:
    """A simulator that serves the library, and a data folder."""
    async with Simulator(library, images, token=TOKEN) as server:
        with Store(folder / "data") as store:
            yield Bench(server, store, Address(server.url, Secret(TOKEN), patience=QUICK, timeout_s=5))
