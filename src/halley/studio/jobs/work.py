"""What a worker does: a plan made, a plan carried out, a run taken back; by the means of the command line, in its words."""

import asyncio
import json
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from halley.config import load_configuration
from halley.demo.outside import demo_internet
from halley.errors import HalleyError
from halley.files import write_atomic
from halley.jobs.carrying import Carrier, Work, address_of, overlays_of
from halley.jobs.means import Means
from halley.jobs.plan import PlanSettings, make_plan
from halley.jobs.run import EngineName, RunSettings, run_recorded
from halley.jobs.targets import Target
from halley.plans import Plan, read_plan
from halley.plans.net import net
from halley.runs.chosen import chosen
from halley.runs.guards import Limits
from halley.runs.history import run_called
from halley.runs.journal import Run
from halley.runs.running import Conduct, Report
from halley.runs.store import Store, data_folder
from halley.runs.telling import report_row, told
from halley.studio.jobs.asking import LONGEST_TITLE, planned
from halley.studio.jobs.record import Errand, JobRecord
from halley.studio.jobs.teller import Teller
from halley.studio.wire.jobs import JobState


@dataclass(frozen=True, slots=True)
class Doing:
    """One job, and the environment that it is done in."""

    errand: Errand
    record: JobRecord
    teller: Teller
    environment: Mapping[str, str]

    @property
    def engine_log(self) -> Path:
        """Where an engine that plans puts its log."""
        return self.record.plan / "run" / "logs" / "kometa.log"

    async def to_its_end(self, stop: asyncio.Event) -> None:
        """Do it, and leave in the teller how it ended; `stop` ends it early. Raises HalleyError, OSError."""
        self.teller.hide(load_configuration(Path(self.errand.config), self.environment).redactor)
        if self.errand.asked.kind == "plan":
            await self._planned()
        else:
            with Store(data_folder(self.environment)) as store:
                await (self._recorded(store, stop) if self.errand.asked.kind == "run" else self._run(store, stop))

    async def _recorded(self, store: Store, stop: asyncio.Event) -> None:
        """An engine's own work on the server. It cannot be gone on with: resumed, it does it anew."""
        asked, teller = self.errand.asked, self.teller
        conduct = Conduct(stop, Limits(), frozenset(asked.passed), teller.progress, called=teller.called, heard=teller.heard)
        async with self._means() as means:
            engine: EngineName = "kometa" if asked.engine == "kometa" else "native"
            settings = RunSettings(Path(self.errand.config), engine, asked.libraries, asked.overlays_only, means=means)
            ended = await run_recorded(settings, store, conduct)
        for sentence in (*(f"refused: {one}" for one in ended.refused), *ended.warnings):
            teller.say("warning", sentence)
        self._ended(ended.report, is_stopped=stop.is_set(), blocked=len(ended.refused))

    async def _planned(self) -> None:
        await asyncio.to_thread(shutil.rmtree, self.record.plan, ignore_errors=True)
        asked, config = self.errand.asked, Path(self.errand.config)
        async with self._means() as means:
            settings = PlanSettings(
                config, asked.libraries, asked.overlays_only, asked.engine, means, asked.items, asked.sample, asked.covers
            )
            plan = await make_plan(settings, self.record.plan, self.teller.progress, chosen=self._chosen)
        found = await asyncio.to_thread(net, plan)
        counts = Counter(one.mark.name.lower() for one in found.things)
        self._tell(plan)
        self.teller.say("info", f"{len(plan.steps)} steps, {len(found.things)} things turn")
        self._end("finished", {**counts, "asked": len(found.silent), "steps": len(plan.steps)})

    def _chosen(self, targets: Sequence[Target]) -> None:
        """Items that were asked for by their rating keys have titles now."""
        if any(one.isdecimal() for one in self.errand.asked.items):
            titles = {str(one.item.key): one.title for one in targets}
            self.teller.entitled(planned(self.errand.asked, titles)[:LONGEST_TITLE])

    def _tell(self, plan: Plan) -> None:
        """What a reader of the plan should know. An engine may have said it in passing."""
        for sentence in (*plan.unsupported, *plan.warnings):
            self.teller.say("warning", sentence)
        self._warn_of_loss(plan, frozenset(one.number for one in plan.steps))

    @asynccontextmanager
    async def _means(self) -> AsyncIterator[Means]:
        means = Means(Path(self.errand.kometa) if self.errand.kometa else None, self.environment)
        if not self.errand.is_demo:
            yield means
            return
        async with demo_internet() as outside:
            yield replace(means, outside=outside)

    async def _run(self, store: Store, stop: asyncio.Event) -> None:
        config = Path(self.errand.config)
        carrier = Carrier(store, address_of(config, self.environment), overlays_of(config))
        work = await self._work(carrier)
        if work is None:
            self.teller.say("info", "there is nothing to do")
            self._end("finished", {})
            return
        asked, teller = self.errand.asked, self.teller
        conduct = Conduct(stop, Limits(), frozenset(asked.passed), teller.progress, called=teller.called, heard=teller.heard)
        self._ended(await work(conduct), is_stopped=stop.is_set())

    async def _work(self, carrier: Carrier) -> Work | None:
        """What is to be done; None where that is nothing."""
        if (begun := self._begun(carrier.store)) is not None:
            self.teller.say("info", f"going on with run {begun.id}")
            return carrier.resumed(begun)
        return self._applied(carrier) if self.errand.asked.kind == "apply" else await self._undone(carrier)

    def _begun(self, store: Store) -> Run | None:
        """The run that this job began before it was cut off. One that was named but never got on record is none."""
        run = self.teller.standing.run
        return next((one for one in store.journal.runs() if one.id == run), None) if run else None

    def _applied(self, carrier: Carrier) -> Work | None:
        folder = JobRecord(self.record.root.parent / self.errand.plan).plan
        plan, asked = read_plan(folder), self.errand.asked
        numbers = chosen(plan.steps, asked.only, asked.exclude) - frozenset(self.errand.excluded)
        self._warn_of_loss(plan, numbers)
        return carrier.applied(folder, plan, numbers) if numbers else None

    async def _undone(self, carrier: Carrier) -> Work | None:
        asked = self.errand.asked
        run = run_called(carrier.store, asked.run)
        back = await carrier.way_back(run, asked.only, asked.exclude)
        for sentence in back.plan.warnings:
            self.teller.say("warning", sentence)
        return carrier.undone(run, back) if back.plan.steps else None

    def _warn_of_loss(self, plan: Plan, numbers: frozenset[int]) -> None:
        for one in plan.steps:
            if one.irreversible and one.number in numbers:
                self.teller.say("warning", f"cannot be undone: {one.words}. {one.irreversible}")

    def _ended(self, report: Report, *, is_stopped: bool, blocked: int = 0) -> None:
        row = self.teller.mask(json.dumps(report_row(report), ensure_ascii=False, indent=1))
        write_atomic(self.record.report, row, mode=0o600)
        for line in told(report):
            self.teller.say("info", line)
        counts: dict[str, int] = Counter(one.state.value for one in report.outcomes)
        if report.left:
            counts["left"] = report.left
        if blocked:
            counts["blocked"] = blocked
        if isinstance(report.problem, HalleyError):
            self._end("failed", counts)
            self.teller.failed(report.problem)
        else:
            is_cut = is_stopped and (report.left or self.errand.asked.kind == "run")
            self._end("cancelled" if is_cut else "finished", counts)

    def _end(self, state: JobState, counts: Mapping[str, int]) -> None:
        shown = {name: count for name, count in counts.items() if count}
        self.teller.standing = replace(self.teller.standing, state=state, counts=shown)
