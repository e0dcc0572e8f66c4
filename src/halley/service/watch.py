"""Looks at what a run needs while none is on: the server, the configuration; and says how the service stands."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from halley.clock import Clock, iso
from halley.config import load_configuration
from halley.errors import HalleyError
from halley.service.log import LOG, Veil
from halley.service.metrics import Metrics
from halley.service.plex import Seen, Server
from halley.service.record import Record
from halley.service.settings import ServiceSettings
from halley.service.status import Plex, Status, backups_of, disk_free, write_status
from halley.service.times import in_words, next_after


@dataclass(slots=True)
class Watch:
    """What was seen last. `settings` gives those of now."""

    settings: Callable[[], ServiceSettings]
    record: Record
    clock: Clock
    veil: Veil
    is_applied: Callable[[str], bool] = lambda plan: False
    seen: Seen | None = None
    invalid: str = ""

    async def look(self, metrics: Metrics) -> None:
        """Look at the server and at the configuration, and put down how all stands."""
        settings, was = self.settings(), self.seen
        seen = self.seen = await Server(settings.config, settings.environment).seen(self.clock.now())
        if seen.problem:
            if was is None or not was.problem:
                LOG.error("Plex does not answer: %s", seen.problem)
                metrics.failed("plex")
        else:
            metrics.answered(seen.latency_s)
            if was is not None and was.problem:
                LOG.info("Plex answers again")
        await asyncio.to_thread(self.read)
        self.put_down()

    def read(self) -> None:
        """See whether the configuration can be read, and keep its secrets out of the log."""
        settings = self.settings()
        try:
            self.veil.hide(load_configuration(settings.config, settings.environment).redactor)
        except HalleyError as problem:
            self.invalid = self.veil(str(problem))
        else:
            self.invalid = ""

    def status(self) -> Status:
        """How the service stands."""
        settings, now, seen = self.settings(), self.clock.now(), self.seen
        backup, drill = backups_of(settings.config)
        return Status(
            mode=settings.mode,
            at=iso(now),
            times=in_words(settings.times),
            zone=settings.zone.key,
            next_run="" if settings.runs_once else next_after(now, settings.times, settings.zone).isoformat(),
            running=self.record.state.open,
            last=self.record.state.last,
            plex=Plex(iso(seen.at), seen.latency_s, seen.problem) if seen is not None else Plex(),
            configuration=self.invalid,
            disk_free=disk_free(settings.own),
            awaiting=self._awaiting(),
            backup=backup,
            drill=drill,
        )

    def _awaiting(self) -> int:
        """Plans that wait: of everything the newest one, as it holds what those before held; of what came in all since."""
        found = 0
        for one in self.record.state.runs:
            found += one.outcome == "approval" and not self.is_applied(one.plan)
            if one.is_whole and one.outcome in {"approval", "finished"}:
                break
        return found

    def put_down(self) -> None:
        """Put that down for `halley status`."""
        with contextlib.suppress(OSError):
            write_status(self.settings().own, self.status())
