"""What was asked of the API becomes an errand: all that it names is looked up, so that a worker need not ask again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from halley.clock import Clock, iso
from halley.errors import ConfigError
from halley.runs.guards import NAMES
from halley.runs.history import run_called
from halley.runs.journal import Run
from halley.runs.store import Store, data_folder
from halley.studio.desk.desk import Desk, Known
from halley.studio.jobs.errors import Busy
from halley.studio.jobs.record import Errand
from halley.studio.jobs.store import JobStore
from halley.studio.reading.choices import read_choice
from halley.studio.wire.jobs import NewJob

LONGEST_TITLE = 200
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Asking:
    """Makes errands. Each way raises NotThere, Busy or ConfigError."""

    desk: Desk
    store: JobStore
    clock: Clock

    def errand(self, new: NewJob) -> Errand:
        """The errand for what was asked."""
        if unknown := [one for one in new.passed if one not in NAMES]:
            raise ConfigError(f"there is no guard {unknown[0][:60]!r}", hint=f"guards are {', '.join(NAMES)}")
        makers: dict[str, Callable[[NewJob], Errand]] = {
            "plan": self._plan,
            "apply": self._apply,
            "undo": self._undo,
            "run": self._engine,
        }
        return makers[new.kind](new)

    def _plan(self, new: NewJob) -> Errand:
        return self._made(new, self._known(new.configuration), planned(new))

    def _apply(self, new: NewJob) -> Errand:
        if not new.plan:
            raise ConfigError("say which plan is to be carried out", hint="`plan` is the id of the job that made it")
        record, plan = self.store.record(new.plan), self.store.job(new.plan)
        if plan.kind != "plan":
            raise ConfigError(f"the job {new.plan} made no plan", hint="name the job that made it")
        if plan.state != "finished":
            raise Busy(f"the plan {new.plan} is not finished", hint="wait for it, or make it anew")
        excluded = tuple(sorted(read_choice(record.root).excluded))
        known = self._known(new.configuration or plan.configuration)
        return self._made(new, known, f"Apply: {plan.title}", plan=new.plan, excluded=excluded)

    def _undo(self, new: NewJob) -> Errand:
        run = self._run(new.run)
        known = self._known(new.configuration) if new.configuration else self._source(run)
        title = f"Undo {'steps of ' if new.only or new.exclude else ''}run {run.id}"
        return self._made(new.model_copy(update={"run": run.id}), known, title)

    def _engine(self, new: NewJob) -> Errand:
        if new.engine == "auto" or new.items or new.sample or new.covers:
            raise ConfigError(
                "a run is of one engine, over whole libraries",
                hint="`engine` is `kometa` or `native`; a plan may be narrower",
            )
        return self._made(new, self._known(new.configuration), f"Run of {new.engine}: {planned(new)}")

    def _run(self, name: str) -> Run:
        if not name:
            raise ConfigError("say which run is to be taken back", hint="`latest` is the last one")
        with Store(data_folder(self.desk.environment)) as store:
            return run_called(store, name)

    def _source(self, run: Run) -> Known:
        """The configuration that a run was of, where the studio knows it; else the current one."""
        known = self.desk.all()
        found = next((one for one in known if str(one.path) == run.source), None)
        return found or self._known("")

    def _known(self, identity: str) -> Known:
        if identity:
            return self.desk.known(identity)
        current = self.desk.all()[:1]
        if not current:
            raise ConfigError("there is no configuration yet", hint="add one, or the demo")
        return current[0]

    def _name(self) -> str:
        """A name for a job; those that are asked for later sort behind it."""
        while True:
            now = self.clock.now()
            name = f"{now:%Y%m%d-%H%M%S}-{now.microsecond // 16:04x}"
            if not (self.store.folder / name).exists():
                return name

    def _made(self, new: NewJob, known: Known, title: str, plan: str = "", excluded: tuple[int, ...] = ()) -> Errand:
        return Errand(
            self._name(),
            title[:LONGEST_TITLE],
            iso(self.clock.now()),
            new.model_copy(update={"configuration": known.id}),
            str(known.path),
            known.is_demo,
            str(self.desk.kometa) if self.desk.kometa else "",
            plan,
            excluded,
        )


def planned(new: NewJob, titles: Mapping[str, str] = MappingProxyType({})) -> str:
    """What a plan is called. `titles`: what items are called that were asked for by their rating keys."""
    where = ", ".join(new.libraries[:_SHOWN]) + (
        f" and {len(new.libraries) - _SHOWN} more" if new.libraries[_SHOWN:] else ""
    )
    where = where or "all libraries"
    if new.items:
        shown = ", ".join(titles.get(one) or (f"item {one}" if one.isdecimal() else one) for one in new.items[:_SHOWN])
        return shown + (f" and {len(new.items) - _SHOWN} more" if new.items[_SHOWN:] else "")
    if new.covers:
        return f"Every definition, in {where}"
    if new.sample is not None:
        return f"{new.sample} item{'' if new.sample == 1 else 's'} of {where}"
    return f"Overlays of {where}" if new.overlays_only else where[0].upper() + where[1:]
