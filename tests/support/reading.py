"""The studio's routes for plans, runs and the system on a loopback port, with plans made by the real planner."""

import asyncio
import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from halley.config import load_configuration
from halley.errors import ConfigError, HalleyError, PlexError
from halley.files import DiskImages
from halley.jobs.means import Means
from halley.jobs.plan import PlanSettings, make_plan
from halley.plans import Plan, read_plan, write_plan
from halley.runs.chosen import chosen
from halley.runs.guards import Limits
from halley.runs.running import Address, Conduct, Report, Task, begin, undo_task
from halley.runs.store import Store, data_folder
from halley.runs.undo import way_back_from
from halley.studio.desk.demo import Demo
from halley.studio.desk.desk import Desk
from halley.studio.drawing.catalogue import Catalogue
from halley.studio.drawing.easel import Easel
from halley.studio.drawing.shelf import Shelf
from halley.studio.reading.plans import Plans
from halley.studio.reading.runs import Runs
from halley.studio.routes import configurations, plans, runs, servers, system
from tests.support.drawn import drawn_library
from tests.support.studio import Asking

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
    """The routes that read plans and runs, over the demo, with nothing around them."""
    (folder / "demo").mkdir()
    drawn_library(folder / "demo")
    desk = Desk(folder / "studio", {"HOME": str(folder)})
    demo, shelf = Demo(folder / "demo"), Shelf(desk)
    kept = Runs(desk)

    @asynccontextmanager
    async def lifespan(_: FastAPI):
        yield
        await shelf.close()
        await demo.stop()

    app = FastAPI(lifespan=lifespan)
    app.state.studio = SimpleNamespace(
        desk=desk, demo=demo, shelf=shelf, catalogue=Catalogue(shelf), easel=Easel(desk, shelf), runs=kept,
        plans=Plans(kept, shelf),
    )  # fmt: skip
    for one in (configurations, servers, plans, runs, system):
        app.include_router(one.router, prefix="/api/v1")

    @app.exception_handler(HalleyError)
    async def told(_: Request, problem: HalleyError) -> JSONResponse:
        usual = 422 if isinstance(problem, ConfigError) else 502 if isinstance(problem, PlexError) else 500
        status = getattr(problem, "status", usual)
        return JSONResponse({"title": problem.message, "status": status, "hint": problem.hint or ""}, status)

    with _served(app) as base:
        ask = Asking(base, demo)
        added = ask.post("/configurations", {"is_demo": True}).json()
        yield Reading(ask, desk, Path(added["path"]), added["id"])


@contextmanager
def _served(app: FastAPI) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
        assert thread.is_alive(), "the studio did not start"
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/api/v1"
    finally:
        server.should_exit = True
        thread.join(20)
