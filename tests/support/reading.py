"""The studio on a loopback port, over the demo, with plans made by the real planner, carried out as `halley apply` does."""

import asyncio
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from halley.config import load_configuration
from halley.files import DiskImages
from halley.jobs.means import Means
from halley.jobs.plan import PlanSettings, make_plan
from halley.plans import Plan, read_plan, write_plan
from halley.runs.chosen import chosen
from halley.runs.guards import Limits
from halley.runs.running import Address, Conduct, Report, Task, begin, undo_task
from halley.runs.store import Store, data_folder
from halley.runs.undo import way_back_from
from halley.studio.app import studio_app
from halley.studio.desk.desk import Desk
from halley.studio.settings import Settings
from halley.studio.studio import studio_of
from tests.support.drawn import drawn_library
from tests.support.studio import Asking, served

UNBOUNDED = Limits(None, None, None, None, None, None)


@dataclass
class Reading:
    """The API, the demo's configuration, and the folder of the studio."""

    ask: Asking
    desk: Desk
    config: Path
    id: str

    @property
    def jobs(self) -> Path:
        return self.desk.folder / "jobs"

    def get(self, path: str, **more: object) -> dict:
        answer = self.ask.get(path, **more)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def plan(self, job: str) -> Plan:
        """The plan of a job."""
        return read_plan(self.jobs / job / "plan")

    def make_plan(self, job: str) -> Plan:
        """Have the real planner plan the demo into the folder of a job."""
        settings = PlanSettings(self.config, overlays_only=True, engine="native", means=self._means)
        return asyncio.run(make_plan(settings, self.jobs / job / "plan", lambda *_: None))

    def copy_plan(self, job: str, of: str) -> Plan:
        """The plan of another job for a job of its own, so that runs of one are none of the other."""
        there = self.jobs / job / "plan"
        there.mkdir(parents=True)
        shutil.copytree(self.jobs / of / "plan" / "images", there / "images", copy_function=os.link)
        plan = replace(self.plan(of), warnings=(job,))
        write_plan(plan, there)
        return plan

    def put_plan(self, job: str, plan: Plan, *pictures: bytes) -> Plan:
        """A plan made in memory, as the plan of a job."""
        write_plan(plan, self.jobs / job / "plan")
        images = DiskImages(self.jobs / job / "plan" / "images")
        for one in pictures:
            images.put(one)
        return plan

    def apply(self, job: str, numbers: Sequence[int] | None = None, exclude: Sequence[str] = ()) -> Report:
        """Carry a plan out as `halley apply` does: all of it, or steps of it."""
        plan, folder = self.plan(job), self.jobs / job / "plan"
        steps = chosen(plan.steps, exclude=exclude) if numbers is None else frozenset(numbers)
        with self.store() as store:
            store.take_in(plan, folder / "images", [one for one in plan.steps if one.number in steps])
            return asyncio.run(begin(store, self._address, Task("apply", plan, steps), Conduct(limits=UNBOUNDED)))

    def undo(self, run: str, numbers: Sequence[int] | None = None) -> Report:
        """Take a run back, or steps of it."""
        with self.store() as store:
            found = next(one for one in store.journal.runs() if one.id == run)
            back = way_back_from(store.journal, found, numbers)
            return asyncio.run(begin(store, self._address, undo_task(found, back), Conduct(limits=UNBOUNDED)))

    def store(self) -> Store:
        return Store(data_folder(self.desk.environment))

    @property
    def _means(self) -> Means:
        return Means(environment=self.desk.environment, offline=True)

    @property
    def _address(self) -> Address:
        plex = load_configuration(self.config, self.desk.environment).plex
        return Address(plex.url, plex.token)


@contextmanager
def reading_studio(folder: Path) -> Iterator[Reading]:
    """The whole studio over the demo, with nobody to sign in."""
    (folder / "studio" / "demo").mkdir(parents=True)
    drawn_library(folder / "studio" / "demo")
    studio = studio_of(Settings(folder / "studio", port=0, environment={"HOME": str(folder)}))
    with served(studio_app(studio)) as address:
        ask = Asking(f"{address}/api/v1", studio.demo)
        added = ask.post("/configurations", {"is_demo": True}).json()
        yield Reading(ask, studio.desk, Path(added["path"]), added["id"])
