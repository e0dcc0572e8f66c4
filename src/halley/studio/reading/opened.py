"""A plan that was read: its rows, its pictures, what builds on what, and how it looks at a glance."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from halley.changes.kinds import DeleteItem
from halley.errors import ConfigError
from halley.files import Picture
from halley.garbage import without_collecting_garbage
from halley.jobs.change_words import WORDS
from halley.jobs.plan import IMAGES
from halley.jobs.plan_page import pictures_of
from halley.plans import PLAN_FILE, Plan, read_plan
from halley.plans.forecast import counts, forecast
from halley.plans.net import net
from halley.studio.reading.errors import NotReadable
from halley.studio.reading.needs import Needs, needs_of
from halley.studio.reading.posters import posters_of
from halley.studio.reading.rows import Row, Standing
from halley.studio.reading.shapes import sizes_of
from halley.studio.reading.things import marks_in, things_of, types_of
from halley.studio.wire.plans import Forecast, PlanSummary, ThingRow, Tile


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """One plan. `job` is the folder of its job, `digest` that of plan.json, `marks` counts things."""

    id: str
    job: Path
    digest: str
    plan: Plan
    posters: tuple[Row[Tile], ...]
    things: tuple[Row[ThingRow], ...]
    pictures: Mapping[str, Picture]
    needs: Needs
    bare: PlanSummary

    @property
    def images(self) -> Path:
        """Where its pictures lie, each by its SHA-256."""
        return folder_of(self.job) / IMAGES

    def summary(self, standing: Standing, configuration: str) -> PlanSummary:
        """The plan at a glance; `configuration` is the id of the one that it was made of."""
        states = dict(Counter(standing.states.values()))
        excluded = len(standing.excluded)
        stood = {"excluded": excluded, "run": standing.run, "states": states, "configuration": configuration}
        return self.bare.model_copy(update=stood)


def folder_of(job: Path) -> Path:
    """The folder of a plan in that of its job."""
    return job / "plan"


def open_plan(identity: str, job: Path) -> OpenPlan:
    """Read the plan of a job. Raises NotReadable."""
    try:
        with without_collecting_garbage():
            plan = read_plan(folder_of(job))
            digest = hashlib.sha256((folder_of(job) / PLAN_FILE).read_bytes()).hexdigest()
            return _opened(identity, job, digest, plan)
    except ConfigError as problem:
        raise NotReadable(problem.message, hint=problem.hint) from None
    except OSError as problem:
        raise NotReadable(f"the plan {identity} cannot be read: {problem.strerror}") from None


def _opened(identity: str, job: Path, digest: str, plan: Plan) -> OpenPlan:
    types, found = types_of(plan), net(plan)
    shown = {one for both in pictures_of(plan.steps).values() for one in both if one}
    sizes = sizes_of(folder_of(job) / IMAGES, shown)
    posters, things = posters_of(plan, types, sizes), things_of(plan, found, types, sizes)
    pictures = {one.sha256: one for step in plan.steps for one in step.pictures}
    bare = _summary(identity, plan, marks_in(found), len(posters))
    return OpenPlan(identity, job, digest, plan, posters, things, pictures, needs_of(plan), bare)


def _summary(identity: str, plan: Plan, marks: dict[str, int], posters: int) -> PlanSummary:
    cost, kinds = forecast(plan), counts(plan)
    names = {name for step in plan.steps for name, _ in step.origin.definitions}
    return PlanSummary(
        id=identity,
        server=plan.server.name,
        machine_id=plan.server.machine_id,
        configuration="",
        engine=plan.source.engine,
        engine_version=plan.source.engine_version,
        read_at=plan.read_at,
        libraries=plan.libraries,
        steps=len(plan.steps),
        things=marks,
        kinds={library: dict(found) for library, found in kinds.items()},
        posters=posters,
        excluded=0,
        irreversible=sum(1 for step in plan.steps if step.irreversible),
        deletions=sum(1 for step in plan.steps if isinstance(step.change, DeleteItem)),
        forecast=Forecast(
            requests=cost.requests, uploads=cost.uploads, upload_bytes=cost.upload_bytes, seconds=cost.seconds
        ),
        unsupported=plan.unsupported,
        warnings=plan.warnings,
        definitions=tuple(sorted(names, key=str.casefold)),
        kind_words={kind: WORDS[kind][1] for kind in dict.fromkeys(step.kind for step in plan.steps)},
        configuration_path=plan.source.configuration,
    )
