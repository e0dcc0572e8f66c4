"""Tells notices to everybody who wants them: not the same twice in some hours, within a time, and without harm to a run."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from halley.clock import Clock, SystemClock, iso
from halley.errors import ConfigError, HalleyError
from halley.notices.client import Manners, sent_to
from halley.notices.message import Message, message_of
from halley.notices.notice import BAD, Notice, Telling, cause_of, events_of
from halley.notices.runner import sent_by_apprise
from halley.notices.target import Apprise, Arrival, Target
from halley.notices.targets import Targets, targets_of
from halley.notices.throttle import FILE, Memory, Told, is_due
from halley.notices.troubles import Trouble
from halley.secrets import Redactor

LOG = logging.getLogger("halley.service.notices")
HOURS = "HALLEY_NOTIFY_HOURS"
_USUAL_HOURS, _MOST_HOURS = 6.0, 24.0 * 14
_RUN = "run"


@dataclass(slots=True)
class Herald:
    """Tells notices. `look` says who is to be told, and is asked each time; `keep` is where it is kept what was told.

    `hide` is told of every secret that it learns.
    """

    look: Callable[[], Targets]
    keep: Path
    apart: timedelta = timedelta(hours=_USUAL_HOURS)
    clock: Clock = field(default_factory=SystemClock)
    manners: Manners = field(default_factory=Manners)
    hide: Callable[[Redactor], None] | None = None
    _known: Targets = field(default_factory=Targets)
    _memory: Memory = field(init=False)
    _said: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._memory = Memory(self.keep)

    async def tell(self, notice: Telling) -> None:
        """Tell it, unless the same was told not long ago. It raises nothing; what did not arrive stands in the log."""
        try:
            await self._tell(notice)
        except Exception as problem:  # noqa: BLE001 - no notice harms a run
            LOG.error("a notice could not be told: %s", type(problem).__name__)  # noqa: TRY400 - a trace may hold addresses

    async def standing(self, group: str, troubles: Iterable[Trouble]) -> None:
        """Tell of what is wrong now in a group, once each, and of what was and is right again."""
        try:
            await self._standing(group, tuple(troubles))
        except Exception as problem:  # noqa: BLE001 - no notice harms a run
            LOG.error("a notice could not be told: %s", type(problem).__name__)  # noqa: TRY400 - a trace may hold addresses

    async def test(self) -> list[Arrival]:
        """Send a notice for trial to everybody, and say what became of each. Raises ConfigError where nobody is named."""
        targets = await asyncio.to_thread(self.look)
        if not targets.found:
            hint = "set HALLEY_NOTIFY to addresses of Apprise, or name some below `webhooks:` in the configuration"
            problems = "".join(f"\n  {one}" for one in targets.problems)
            raise ConfigError(f"there is nobody to be told{problems}", hint=hint)
        notice = Notice("test", "A notice for trial", "Halley can tell you here how its runs end.")
        found = await self._send(targets, targets.found, message_of(notice, iso(self.clock.now()), targets.redactor))
        return [*found, *(Arrival("webhooks", one) for one in targets.problems)]

    # --- one notice ----------------------------------------------------------------------------------------------------

    async def _tell(self, notice: Telling) -> None:
        now = self.clock.now()
        more = await asyncio.to_thread(self._judged, notice, now)
        if more is not None:
            await self._spread(notice, now, more)

    def _judged(self, notice: Telling, now: datetime) -> str | None:
        """A line to add to a notice, often an empty one; None where it is not to be told now."""
        cause = cause_of(notice)
        with self._memory.opened(now) as told:
            if notice.kind == "recovered":
                failed = [one for one, was in told.items() if was.group == _RUN and was.title == _what(notice.title)]
                for one in failed:
                    told[one].group = ""
                if failed:
                    told[cause] = Told(now)
                    return ""
            if not is_due(told.get(cause), now, self.apart):
                told[cause].held += 1
                LOG.info("a notice like one of %s is held back: %s", iso(told[cause].at), notice.title)
                return None
            held, since = (told[cause].held, iso(told[cause].at)) if cause in told else (0, "")
            stands = _RUN if notice.kind == "failed" else ""
            told[cause] = Told(now, 0, stands, _what(notice.title) if stands else "")
        return f"({held} more like it since {since})" if held else ""

    # --- what stands ---------------------------------------------------------------------------------------------------

    async def _standing(self, group: str, troubles: Sequence[Trouble]) -> None:
        now = self.clock.now()
        for notice, more in await asyncio.to_thread(self._weighed, group, troubles, now):
            await self._spread(notice, now, more)

    def _weighed(self, group: str, troubles: Sequence[Trouble], now: datetime) -> list[tuple[Notice, str]]:
        found: list[tuple[Notice, str]] = []
        names = {_digest(group, one.name): one for one in troubles}
        with self._memory.opened(now) as told:
            for cause, was in told.items():
                if was.group == group and cause not in names:
                    found.append(
                        (Notice("recovered", was.title, f"It was wrong since {iso(was.at)}, and is right again."), "")
                    )
                    was.group = ""
            for cause, one in names.items():
                before = told.get(cause)
                if before is not None and not is_due(before, now, _STANDS_AGAIN if before.stands else self.apart):
                    before.held += 1
                    continue
                told[cause] = Told(now, 0, group, one.again)
                found.append((Notice(one.kind, one.title, one.text), ""))
        return found

    # --- sending -------------------------------------------------------------------------------------------------------

    async def _spread(self, notice: Telling, now: datetime, more: str) -> None:
        targets = await asyncio.to_thread(self._targets)
        events = events_of(notice)
        wanted = [one for one in targets.found if one.events & events]
        if not wanted:
            return
        message = await asyncio.to_thread(message_of, notice, iso(now), targets.redactor, more)
        for one in await self._send(targets, wanted, message):
            if one.arrived:
                LOG.info("told %s: %s%s", one.target, message.title, f" ({one.note})" if one.note else "")
            else:
                LOG.error("the notice did not reach %s: %s", one.target, one.problem)

    async def _send(self, targets: Targets, wanted: Sequence[Target], message: Message) -> list[Arrival]:
        def ended(one: Target, found: Arrival | BaseException) -> Arrival:
            if isinstance(found, Arrival):
                return Arrival(found.target, targets.redactor(found.problem), found.note)
            if not isinstance(found, Exception):
                raise found
            return Arrival(one.name, f"it cannot be sent ({type(found).__name__})")

        found = await asyncio.gather(*(self._one(one, message) for one in wanted), return_exceptions=True)
        return [ended(one, arrival) for one, arrival in zip(wanted, found, strict=True)]

    async def _one(self, target: Target, message: Message) -> Arrival:
        if isinstance(target, Apprise):
            return await sent_by_apprise(target, message, self.manners)
        return await sent_to(target, message, self.manners)

    def _targets(self) -> Targets:
        """Who is to be told now; where that cannot be read, those who were to be told before."""
        try:
            self._known = self.look()
        except HalleyError as problem:
            self._say({f"who is to be told cannot be read anew: {self._known.redactor(problem.message)}"})
            return self._known
        if self.hide is not None:
            self.hide(self._known.redactor)
        said = set(self._known.problems)
        if self._memory.problem:
            said.add(f"{self.keep / FILE} cannot be kept: {self._memory.problem}")
        self._say(said)
        return self._known

    def _say(self, sentences: set[str]) -> None:
        for one in sorted(sentences - self._said):
            LOG.warning("%s", one)
        self._said = frozenset(sentences)


_STANDS_AGAIN = timedelta(days=7)
"""What stays wrong is told again after that."""


def herald_of(
    config: Path | None, environment: Mapping[str, str], own: Path, hide: Callable[[Redactor], None] | None = None
) -> Herald:
    """One for a configuration; `own` is the folder of the service's state. Raises ConfigError for hours that are none."""
    kept = own / "kept" / config.name if config is not None else None

    def look() -> Targets:
        try:
            return targets_of(config, environment)
        except HalleyError:
            if kept is None or not kept.is_file():
                raise
            return targets_of(kept, environment)

    return Herald(look, own, _apart(environment), hide=hide)


def _apart(environment: Mapping[str, str]) -> timedelta:
    text = environment.get(HOURS, "").strip()
    try:
        hours = float(text) if text else _USUAL_HOURS
    except ValueError:
        hours = -1
    if not 0 <= hours <= _MOST_HOURS:
        raise ConfigError(f"{HOURS} is {text!r}; it should be a number of hours, 0 to {_MOST_HOURS:g}")
    return timedelta(hours=hours)


def _what(title: str) -> str:
    """What a title is about: `The run` of `The run failed` and `The run is finished, after one that failed`."""
    return title.partition(" failed")[0].partition(" is finished")[0]


def _digest(group: str, name: str) -> str:
    return sha256(f"{group}\0{name}".encode()).hexdigest()[:32]


__all__ = ["BAD", "HOURS", "Herald", "herald_of"]
