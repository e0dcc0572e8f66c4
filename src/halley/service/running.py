"""One run from beginning to end, as jobs of the studio: a plan, then what is approved of it; or Kometa, all on record."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from halley.clock import Clock, iso
from halley.errors import HalleyError
from halley.runs.chosen import KINDS
from halley.runs.policy import Policy, Verdict, read_policy
from halley.service.ending import Stopped
from halley.service.log import LOG
from halley.service.record import Outcome, Record, RunRecord, Stage
from halley.service.settings import Engine, ServiceSettings
from halley.studio.jobs.record import ACTIVE
from halley.studio.studio import Studio
from halley.studio.wire.jobs import Job, NewJob

_EVERY_S = 0.25
_RESUMED = frozenset({"interrupted", "cancelled", "failed"})


@dataclass(slots=True)
class Carrier:
    """Carries runs. `stopping` is set when the service is to end."""

    settings: ServiceSettings
    studio: Studio
    record: Record
    clock: Clock
    stopping: asyncio.Event

    async def carry(self, run: RunRecord) -> RunRecord:
        """Do a run, or go on with one that was begun. Raises Stopped; what goes wrong is in how it ended."""
        began = time.monotonic()
        try:
            ended = await (self._kometa(run) if run.mode == "kometa" and run.is_whole else self._planned(run))
        except Stopped:
            raise
        except HalleyError as problem:
            ended = replace(self._open, outcome="failed", words=problem.message)
        except OSError as problem:
            words = f"a file or folder cannot be used: {problem.strerror or problem}"
            ended = replace(self._open, outcome="failed", words=words)
        except Exception as problem:  # noqa: BLE001 - a slip in one run ends no service
            LOG.exception("a run stumbled", extra={"run": run.id})
            words = f"Halley stumbled: {type(problem).__name__}: {problem}; the log says where"
            ended = replace(self._open, outcome="failed", words=words)
        seconds = round(ended.seconds + time.monotonic() - began, 3)
        return self.record.end(replace(ended, ended=iso(self.clock.now()), seconds=seconds))

    @property
    def _open(self) -> RunRecord:
        opened = self.record.state.open
        assert opened is not None  # noqa: S101 - there is one while one is carried
        return opened

    async def _kometa(self, run: RunRecord) -> RunRecord:
        asked = NewJob(
            kind="run", libraries=self.settings.libraries, overlays_only=self.settings.overlays_only, engine="kometa"
        )
        run, job = await self._stage(run, "run", asked)
        return self._judged(run, job, "finished")

    async def _planned(self, run: RunRecord) -> RunRecord:
        if run.stage in {"waiting", "plan"}:
            is_narrow = bool(run.items)
            asked = NewJob(
                kind="plan",
                libraries=() if is_narrow else self.settings.libraries,
                items=run.items,
                overlays_only=self.settings.overlays_only or is_narrow,
                engine=self._engine(is_narrow=is_narrow),
            )
            run, job = await self._stage(run, "plan", asked)
            if job.state != "finished":
                return self._judged(run, job, "failed")
            run = self.record.turn(replace(run, plan=job.id, counts=job.counts))
            if not job.counts.get("steps"):
                return replace(run, outcome="finished", words="there is nothing to do")
            if run.mode == "preview":
                words = f"a plan of {_steps(job.counts)} waits to be approved"
                return replace(run, outcome="approval", words=words)
        return await self._applied(run)

    def _engine(self, *, is_narrow: bool) -> Engine:
        """What plans. What came in has its overlays within seconds, which Kometa takes for its start alone."""
        return "native" if is_narrow and self.settings.engine == "auto" else self.settings.engine

    async def _applied(self, run: RunRecord) -> RunRecord:
        policy = read_policy(self.settings.policy) if self.settings.policy is not None else None
        left = _left_by(policy)
        run, job = await self._stage(run, "apply", NewJob(kind="apply", plan=run.plan, exclude=left))
        planned = run.counts.get("steps", 0)
        run = self._judged(run, job, "finished")
        done = sum(job.counts.values())
        if run.outcome == "finished" and left and done < planned:
            return replace(run, outcome="approval", words=f"{run.words}; {planned - done} steps wait to be approved")
        return run

    async def _stage(self, run: RunRecord, stage: Stage, asked: NewJob) -> tuple[RunRecord, Job]:
        """A job of a stage to its end; the one that is at work already, if there is one."""
        jobs, identity = self.studio.jobs, await asyncio.to_thread(self._configuration)
        asked = asked.model_copy(update={"configuration": identity})
        if run.job and run.stage == stage:
            job = await asyncio.to_thread(self._known, run.job)
        else:
            job = await asyncio.to_thread(self._left, run, stage, asked)
        if job is not None and job.state in _RESUMED:
            LOG.info("going on with the job %s", job.id, extra={"run": run.id})
            job = await asyncio.to_thread(jobs.resume, job.id)
        if job is None:
            config = Path(run.config) if run.config else None
            job = await asyncio.to_thread(jobs.make, asked, config)
        run = self.record.turn(replace(run, stage=stage, job=job.id))
        job = await self._followed(run, job)
        if self.stopping.is_set() and job.state != "finished":
            raise Stopped
        return self.record.turn(replace(run, run=job.run or run.run)), job

    def _configuration(self) -> str:
        """What the studio calls the service's configuration; its current one may be another that somebody looks at."""
        desk, path = self.studio.desk, self.settings.config
        known = next((one for one in desk.all() if one.path == path), None)
        return (known or desk.add(path)).id

    def _left(self, run: RunRecord, stage: Stage, asked: NewJob) -> Job | None:
        """A job that was made for this, by a service that was killed before it could put that down."""
        for one in self.studio.jobs.store.jobs():
            if one.kind == stage and one.made >= run.began and one.asked == asked:
                return one
        return None

    def _known(self, identity: str) -> Job | None:
        try:
            return self.studio.jobs.store.job(identity)
        except HalleyError:
            return None

    async def _followed(self, run: RunRecord, job: Job) -> Job:
        """A job, once it has come to its end. What it says of stages and faults is said here, too."""
        said, read, is_told = "", 0, False
        while True:
            job = await asyncio.to_thread(self.studio.jobs.store.job, job.id)
            if job.progress.words not in {"", said} and job.state in ACTIVE:
                said = job.progress.words
                LOG.info("%s: %s", job.kind, said, extra={"run": run.id})
            for line in await asyncio.to_thread(self.studio.jobs.store.log(job.id).after, read, 500):
                read = line.number
                if line.level in {"warning", "error"}:
                    # Of one film it is no news that the library has no shows: what is wrong at all, whole runs tell.
                    warning = 30 if run.is_whole else 10
                    LOG.log(warning if line.level == "warning" else 40, "%s: %s", job.kind, line.text, extra={"run": run.id})
            if job.state not in ACTIVE:
                return job
            if self.stopping.is_set() and not is_told:
                is_told = True
                await asyncio.to_thread(self.studio.jobs.cancel, job.id)
            await asyncio.sleep(_EVERY_S)

    def _judged(self, run: RunRecord, job: Job, good: Outcome) -> RunRecord:
        """How a run stands whose last job came to its end."""
        counts = dict(job.counts)
        if job.state == "finished":
            done = ", ".join(f"{count} {name}" for name, count in counts.items()) or "there was nothing to do"
            return replace(run, outcome=good, words=done, counts={**run.counts, **counts})
        if job.state == "cancelled":
            return replace(
                run, outcome="cancelled", words="somebody stopped it in the studio", counts={**run.counts, **counts}
            )
        return replace(
            run, outcome="failed", words=job.problem or "it did not come to its end", counts={**run.counts, **counts}
        )


def _left_by(policy: Policy | None) -> tuple[str, ...]:
    """The kinds of steps that wait for a person."""
    if policy is None:
        return ()
    return tuple(sorted(kind for kind in KINDS if policy.verdict(kind) is not Verdict.APPROVE))


def _steps(counts: Mapping[str, int]) -> str:
    steps = counts.get("steps", 0)
    return f"{steps} step{'s' if steps != 1 else ''}"
