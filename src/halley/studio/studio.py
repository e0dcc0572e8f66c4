"""The studio: all its parts, made once, opened and closed together."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from halley.errors import HalleyError
from halley.studio.desk.demo import Demo
from halley.studio.desk.desk import Desk
from halley.studio.drawing.catalogue import Catalogue
from halley.studio.drawing.easel import Easel
from halley.studio.drawing.shelf import Shelf
from halley.studio.events.hub import Hub
from halley.studio.jobs.jobs import Jobs
from halley.studio.reading.plans import Plans
from halley.studio.reading.runs import Runs
from halley.studio.reading.serviced import Serviced, not_served
from halley.studio.reference.here import reference_here
from halley.studio.security.door import Door
from halley.studio.security.passwords import kept
from halley.studio.security.sessions import Sessions
from halley.studio.settings import Settings

_PATIENCE_S = 2
_LOG = logging.getLogger("halley.studio")


@dataclass(slots=True)
class Studio:
    """What the routes are given parts of."""

    settings: Settings
    door: Door
    desk: Desk
    demo: Demo
    shelf: Shelf
    catalogue: Catalogue
    easel: Easel
    jobs: Jobs
    events: Hub
    plans: Plans
    runs: Runs
    begins_with_demo: bool = False
    service: Callable[[], Serviced] = not_served
    _beginning: asyncio.Task[None] | None = None
    _reading: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Begin. Where the demo is known from before its server does, too; it is waited for as long as somebody would.

        One that has to be drawn first takes half a minute, and is not waited for.
        """
        is_known = any(one.is_demo for one in self.desk.all())
        if is_known or self.begins_with_demo:
            self._beginning = asyncio.create_task(self._begin_demo())
        if self._beginning is not None and is_known:
            await asyncio.wait({self._beginning}, timeout=_PATIENCE_S)
        await self.jobs.start()  # one that waits may want the demo
        await self.events.start()
        self._reading = asyncio.create_task(self._read_ahead())

    async def hush(self) -> None:
        """End what would never end by itself: streams. Nothing new may begin."""
        self.events.close()

    async def close(self) -> None:
        """End everything."""
        await self.hush()
        await self.events.stop()
        await self.jobs.stop()
        begun = {one for one in (self._beginning, self._reading) if one is not None}
        for one in begun:
            one.cancel()
        if begun:
            await asyncio.wait(begun)
        await self.shelf.close()
        await self.demo.stop()

    async def _read_ahead(self) -> None:
        """Have the reference at hand before an editor opens, which waits for it."""
        with suppress(OSError):  # whoever asks for it is told
            await asyncio.to_thread(reference_here, self.desk)

    async def _begin_demo(self) -> None:
        try:
            config = await self.demo.start()
            if self.begins_with_demo:
                await asyncio.to_thread(self.desk.add, config, is_demo=True)
        except (OSError, HalleyError) as problem:
            _LOG.warning("the demo cannot be served: %s", problem)


def studio_of(settings: Settings) -> Studio:
    """A studio as it is set, nothing of it begun. Raises ConfigError."""
    folder = settings.folder
    password = kept(folder, "password", settings.password) if settings.password else None
    key = kept(folder, "api-key", settings.api_key) if settings.api_key else None
    stamp = " ".join(one.stamp for one in (password, key) if one is not None)
    desk = Desk(folder, settings.environment, settings.kometa)
    shelf = Shelf(desk)
    runs = Runs(desk)
    jobs = Jobs(desk, folder / "jobs")
    return Studio(
        settings=settings,
        door=Door(Sessions(folder, stamp), password, key),
        desk=desk,
        demo=Demo(folder / "demo"),
        shelf=shelf,
        catalogue=Catalogue(shelf),
        easel=Easel(desk, shelf),
        jobs=jobs,
        events=Hub(jobs.store),
        plans=Plans(runs, shelf),
        runs=runs,
    )
