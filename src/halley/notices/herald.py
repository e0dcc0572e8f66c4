"""Tells notices to everybody who wants them: not the same twice in some hours, within a time, and without harm to a run."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from halley.clock import Clock, SystemClock, iso
from halley.errors import ConfigError, HalleyError
from halley.notices.causes import Causes, Due
from halley.notices.client import Manners
from halley.notices.delivery import delivered
from halley.notices.message import message_of
from halley.notices.notice import Notice, Telling, events_of
from halley.notices.target import Arrival, Target
from halley.notices.targets import Targets, targets_of
from halley.notices.throttle import FILE, Memory
from halley.notices.troubles import Trouble

LOG = logging.getLogger("halley.service.notices")
HOURS = "HALLEY_NOTIFY_HOURS"
_USUAL_HOURS, _MOST_HOURS = 6.0, 24.0 * 14
_ERROR = "a notice could not be told: %s"


@dataclass(slots=True)
class Herald:
    """Tells notices. `look` says who is to be told, and is asked each time; `keep` is where it is kept what was told."""

    look: Callable[[], Targets]
    keep: Path
    apart: timedelta = timedelta(hours=_USUAL_HOURS)
    clock: Clock = field(default_factory=SystemClock)
    manners: Manners = field(default_factory=Manners)
    _known: Targets = field(default_factory=Targets)
    _causes: Causes = field(init=False)
    _said: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._causes = Causes(Memory(self.keep), self.apart)

    async def tell(self, notice: Telling) -> None:
        """Tell it, unless the same was told not long ago. It raises nothing; what did not arrive stands in the log."""
        try:
            targets = await asyncio.to_thread(self._targets)
            if not _wanted(targets, notice):
                return
            due = await asyncio.to_thread(self._causes.of_notice, notice, self.clock.now())
            if due is None:
                LOG.info("held back, as the same was told not long ago: %s", targets.redactor(notice.title))
            else:
                await self._spread(due, targets)
        except Exception as problem:  # noqa: BLE001 - no notice harms a run
            LOG.error(_ERROR, type(problem).__name__)  # noqa: TRY400 - a trace may hold addresses

    async def standing(self, group: str, troubles: Iterable[Trouble]) -> None:
        """Tell of what is wrong now in a group, once each, and of what was and is right again. It raises nothing."""
        try:
            targets = await asyncio.to_thread(self._targets)
            if targets.found:
                for due in await asyncio.to_thread(self._causes.of_standing, group, tuple(troubles), self.clock.now()):
                    await self._spread(due, targets)
        except Exception as problem:  # noqa: BLE001 - no notice harms a run
            LOG.error(_ERROR, type(problem).__name__)  # noqa: TRY400 - a trace may hold addresses

    async def test(self) -> list[Arrival]:
        """Send a notice for trial to everybody, and say what became of each. Raises ConfigError where nobody is named."""
        targets = await asyncio.to_thread(self.look)
        if not targets.found:
            hint = "set HALLEY_NOTIFY to addresses of Apprise, or name some below `webhooks:` in the configuration"
            problems = "".join(f"\n  {one}" for one in targets.problems)
            raise ConfigError(f"there is nobody to be told{problems}", hint=hint)
        notice = Notice("test", "A notice for trial", "Halley can tell you here how its runs end.")
        message = message_of(notice, iso(self.clock.now()), targets.redactor)
        found = await delivered(targets.found, message, targets.redactor, self.manners)
        return [*found, *(Arrival("webhooks", one) for one in targets.problems)]

    def is_heard(self) -> bool:
        """Whether there is anybody to be told."""
        return bool(self._targets().found)

    async def _spread(self, due: Due, targets: Targets) -> None:
        """Send it to those who want it. What reached nobody is taken back, and so told the next time."""
        now, wanted = self.clock.now(), _wanted(targets, due.notice)
        message = await asyncio.to_thread(message_of, due.notice, iso(now), targets.redactor, due.more)
        found = await delivered(wanted, message, targets.redactor, self.manners)
        for one in found:
            if one.arrived:
                LOG.info("told %s: %s%s", one.target, message.title, f" ({one.note})" if one.note else "")
            else:
                LOG.error("the notice did not reach %s: %s", one.target, one.problem)
        if not any(one.arrived for one in found):
            await asyncio.to_thread(self._causes.take_back, due, now)

    def _targets(self) -> Targets:
        """Who is to be told now; where that cannot be read, those who were to be told before."""
        try:
            self._known = self.look()
        except HalleyError as problem:
            self._say({f"who is to be told cannot be read anew: {self._known.redactor(problem.message)}"})
            return self._known
        said = set(self._known.problems)
        if self._causes.memory.problem:
            said.add(f"{self.keep / FILE} cannot be kept: {self._causes.memory.problem}")
        self._say(said)
        return self._known

    def _say(self, sentences: set[str]) -> None:
        for one in sorted(sentences - self._said):
            LOG.warning("%s", one)
        self._said = frozenset(sentences)


def herald_of(config: Path | None, environment: Mapping[str, str], own: Path) -> Herald:
    """One for a configuration; `own` is the folder of the service's state. Raises ConfigError for hours that are none."""
    kept = own / "kept" / config.name if config is not None else None

    def look() -> Targets:
        try:
            return targets_of(config, environment)
        except HalleyError:
            if kept is None or not kept.is_file():
                raise
            return targets_of(kept, environment)

    return Herald(look, own, _apart(environment))


def _wanted(targets: Targets, notice: Telling) -> list[Target]:
    events = events_of(notice)
    return [one for one in targets.found if one.events & events]


def _apart(environment: Mapping[str, str]) -> timedelta:
    text = environment.get(HOURS, "").strip()
    try:
        hours = float(text) if text else _USUAL_HOURS
    except ValueError:
        hours = -1
    if not 0 <= hours <= _MOST_HOURS:
        raise ConfigError(f"{HOURS} is {text[:60]!r}; it should be a number of hours, 0 to {_MOST_HOURS:g}")
    return timedelta(hours=hours)
