"""The plans of jobs: looked up by id, read once, cut into parts, and approved in part."""

import os
import re
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from halley.errors import ConfigError
from halley.plans import PLAN_FILE
from halley.studio.desk.errors import NotThere
from halley.studio.drawing.shelf import Shelf
from halley.studio.reading.badges import Badges
from halley.studio.reading.choices import FILE as CHOICE
from halley.studio.reading.choices import read_choice, write_choice
from halley.studio.reading.opened import OpenPlan, folder_of, open_plan
from halley.studio.reading.pictures import Pictures
from halley.studio.reading.rows import Row, Shown, Standing, narrowed, stood
from halley.studio.reading.runs import Runs, configuration_of
from halley.studio.wire.base import Page
from halley.studio.wire.plans import Choice, Filter, LeftOut, PlanSummary, ThingRow, Tile

_ID = re.compile(r"[a-z0-9-]{1,100}")
_MOST = 4
"""Plans that are kept at hand; one of 10,000 steps takes some tens of megabytes."""
Stamp = tuple[int, int]


class Plans:
    """The plans below `<folder of the studio>/jobs`."""

    def __init__(self, runs: Runs, shelf: Shelf) -> None:
        self.desk, self.runs = runs.desk, runs
        self.pictures, self.badges = Pictures(), Badges(shelf)
        self._lock = threading.Lock()
        self._choosing = threading.Lock()
        self._open: OrderedDict[str, tuple[Stamp, OpenPlan]] = OrderedDict()
        self._became: OrderedDict[str, tuple[object, Standing]] = OrderedDict()

    def opened(self, identity: str) -> OpenPlan:
        """The plan of a job. Raises NotThere, NotReadable."""
        job = self._job(identity)
        stamp = _stamp(folder_of(job) / PLAN_FILE)
        with self._lock:
            known = self._open.get(identity)
            if known is None or known[0] != stamp:
                known = (stamp, open_plan(identity, job))
                self._open[identity] = known
            self._open.move_to_end(identity)
            while len(self._open) > _MOST:
                self._open.popitem(last=False)
            return known[1]

    def standing(self, plan: OpenPlan) -> Standing:
        """What is left out of a plan, and what became of its steps. Raises NotReadable."""
        stamp = (self.runs.stamp, plan.digest, _stamp(plan.job / CHOICE))
        with self._lock:
            known = self._became.get(plan.id)
        if known is None or known[0] != stamp:
            standing = replace(self.runs.carried_out(plan.digest), excluded=read_choice(plan.job).excluded)
            known = (stamp, standing)
            with self._lock:
                self._became[plan.id] = known
                while len(self._became) > _MOST:
                    self._became.popitem(last=False)
        return known[1]

    def summary(self, identity: str) -> PlanSummary:
        """A plan at a glance. Raises NotThere, NotReadable."""
        return self._summary(self.opened(identity))

    def posters(self, identity: str, to: Filter, excluded: bool | None, offset: int, limit: int) -> Page[Tile]:
        """Some of the items whose pictures turn. Raises NotThere, NotReadable."""
        plan = self.opened(identity)
        total, rows = _part(plan.posters, to, self.standing(plan), excluded, (offset, limit))
        return Page[Tile](total=total, offset=offset, rows=rows)

    def things(self, identity: str, to: Filter, excluded: bool | None, offset: int, limit: int) -> Page[ThingRow]:
        """Some of all that turns. Raises NotThere, NotReadable."""
        plan = self.opened(identity)
        total, rows = _part(plan.things, to, self.standing(plan), excluded, (offset, limit))
        return Page[ThingRow](total=total, offset=offset, rows=rows)

    def left_out(self, identity: str) -> LeftOut:
        """The steps that are left out, by number. Raises NotThere, NotReadable."""
        left = read_choice(self.opened(identity).job)
        return LeftOut(excluded=tuple(sorted(left.excluded)), by_hand=tuple(sorted(left.by_hand)))

    def choose(self, identity: str, choice: Choice) -> PlanSummary:
        """Leave steps out of what is carried out, or take them in again. Raises NotThere, NotReadable, ConfigError."""
        plan = self.opened(identity)
        _check((*choice.exclude, *choice.include), len(plan.plan.steps))
        with self._choosing:
            standing = self.standing(plan)
            exclude = {*choice.exclude, *_meant(plan, choice.exclude_all, standing)}
            include = {*choice.include, *_meant(plan, choice.include_all, standing)}
            left = read_choice(plan.job)
            write_choice(plan.job, left.with_choice(exclude, include - exclude, plan.needs))
        return self._summary(plan)

    def configuration(self, plan: OpenPlan) -> str:
        """The id of the configuration that a plan was made of; empty where the studio does not know it."""
        return configuration_of(self.desk, plan.plan.source.configuration)

    def _summary(self, plan: OpenPlan) -> PlanSummary:
        return plan.summary(self.standing(plan), self.configuration(plan))

    def _job(self, identity: str) -> Path:
        """The folder of a job that has a plan, found among those that are there. Raises NotThere."""
        if _ID.fullmatch(identity):
            try:
                with os.scandir(self.desk.folder / "jobs") as entries:
                    found = next((Path(one.path) for one in entries if one.name == identity), None)
            except OSError:
                found = None
            if found is not None and (folder_of(found) / PLAN_FILE).is_file():
                return found
        raise NotThere(f"there is no plan {identity[:60]!r}")


def _part(
    rows: Sequence[Row[Shown]], to: Filter, standing: Standing, excluded: bool | None, part: tuple[int, int]
) -> tuple[int, tuple[Shown, ...]]:
    """How many rows a filter means, and those from an offset on, so many."""
    found = narrowed(rows, to, standing, excluded=excluded)
    offset, limit = part
    return len(found), tuple(stood(one, standing) for one in found[offset : offset + limit])


def _meant(plan: OpenPlan, to: Filter | None, standing: Standing) -> Iterable[int]:
    """The steps of everything that a filter means."""
    if to is None:
        return ()
    if to.among == "posters":
        return (number for row in narrowed(plan.posters, to, standing) for number in row.steps)
    return (number for row in narrowed(plan.things, to, standing) for number in row.steps)


def _check(numbers: Iterable[int], steps: int) -> None:
    wrong = next((one for one in numbers if not 1 <= one <= steps), None)
    if wrong is not None:
        raise ConfigError(f"the plan has no step {wrong}", hint=f"its steps count from 1 to {steps}")


def _stamp(path: Path) -> Stamp:
    try:
        about = path.stat()
    except OSError:
        return 0, 0
    return about.st_mtime_ns, about.st_size
