"""Runs as the command line and the studio begin them: a plan carried out, a run gone on with, a run taken back.

Each is work that waits for its conduct; original posters are put aside before it and thrown away after it.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from halley.clock import SystemClock, iso
from halley.config import load_configuration
from halley.errors import ConfigError
from halley.jobs.plan_backups import Aside, taken_back
from halley.jobs.run_backups import with_noted
from halley.plans import Plan, read_plan
from halley.runs.chosen import chosen
from halley.runs.journal import Run
from halley.runs.model import State
from halley.runs.running import Address, Conduct, Report, Task, begin, resume, task_of, undo_task
from halley.runs.settling import settle
from halley.runs.store import Store
from halley.runs.undo import WayBack, steps_of, way_back_from

Work = Callable[[Conduct], Awaitable[Report]]
"""A run that waits for its conduct."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """Where runs are done and kept: a store, a server, and the folder of the configuration's original posters."""

    store: Store
    address: Address
    overlays: Path

    def applied(self, folder: Path, plan: Plan, numbers: frozenset[int], forced: Collection[str] = ()) -> Work:
        """Carry out these steps of a plan that lies in a folder. Raises ConfigError where its pictures are not there."""
        images = (folder if folder.is_dir() else folder.parent) / "images"
        self.store.take_in(plan, images, [one for one in plan.steps if one.number in numbers])
        return self._begun(Task("apply", plan, numbers, frozenset(forced)))

    def resumed(self, run: Run, forced: Collection[str] = ()) -> Work:
        """Go on with a run that was cut off or stopped. Raises RunError where that cannot be."""
        task = task_of(self.store, run)
        # What was put aside when it began is put aside; it stands as it did then.
        aside = Aside(task.plan, task.chosen, self.store.images, self.overlays)
        return with_originals(aside, lambda conduct: resume(self.store, self.address, run, conduct, frozenset(forced)))

    async def way_back(self, run: Run, only: Collection[str] = (), exclude: Collection[str] = ()) -> WayBack:
        """What takes a run back, or some of its steps. Raises HalleyError."""
        if self.store.journal.counts(run.id).get(State.BEGUN):
            await settle(self.store, self.address, run)
        steps = None
        if only or exclude:
            steps = chosen(steps_of(self.store.journal, run.id), tuple(only), tuple(exclude))
        back = way_back_from(self.store.journal, run, steps, iso(SystemClock().now()))
        return with_backups_of(back, self.store, run)

    def undone(self, run: Run, back: WayBack, forced: Collection[str] = ()) -> Work:
        """Go that way back."""
        return self._begun(undo_task(run, back, forced=frozenset(forced)))

    def _begun(self, task: Task) -> Work:
        aside = Aside(task.plan, task.chosen, self.store.images, self.overlays)
        return with_originals(aside, lambda conduct: begin(self.store, self.address, task, conduct))


def address_of(config: Path, environment: Mapping[str, str], connections: int = 16, per_second: float = 0) -> Address:
    """Where the server of a configuration is. Raises ConfigError."""
    plex = load_configuration(config.expanduser().absolute(), environment).plex
    return Address(plex.url, plex.token, plex.verify_ssl, plex.timeout, connections, per_second)


def overlays_of(config: Path) -> Path:
    """Where the originals of a configuration's posters are kept."""
    return config.expanduser().absolute().parent / "overlays"


def with_originals(aside: Aside, work: Work) -> Work:
    """The work of a run, with original posters put aside before it, and thrown away after it."""

    async def worked(conduct: Conduct) -> Report:
        conduct.begun = aside.begun
        report = await work(conduct)
        aside.ended({one.number for one in report.outcomes if one.state.is_good})
        return replace(report, foreign=tuple(aside.foreign))

    return worked


def with_backups_of(back: WayBack, store: Store, run: Run) -> WayBack:
    """A way back that also gives the folder of original posters what it had."""
    folder = store.folder(run.id)
    if run.kind == "record":
        undone = replace(back.plan, steps=with_noted(steps_of(store.journal, run.id), folder))
    else:
        try:
            undone = read_plan(folder)
        except ConfigError:  # the way back is in the journal
            return back
    return replace(back, plan=replace(back.plan, steps=taken_back(back.plan.steps, back.groups, undone)))
