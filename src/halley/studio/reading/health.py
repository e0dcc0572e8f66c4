"""How the studio is, and what the doctor finds: room, server, configuration, searches that are answered differently."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

from halley import __version__
from halley.errors import ConfigError, HalleyError, PlexError
from halley.jobs.disagreements import FilterExamination, examine_filters
from halley.jobs.means import Means
from halley.studio.desk.desk import Desk
from halley.studio.desk.findings import of_failure, of_server
from halley.studio.drawing.shelf import Shelf
from halley.studio.reading.kometa import of_kometa
from halley.studio.reading.runs import Runs
from halley.studio.wire.history import Health
from halley.studio.wire.servers import Finding

_LITTLE = 2 * 1024**3
_NAMED = 5


def health(runs: Runs) -> Health:
    """What the studio takes, and since when it runs."""
    uptime = time.monotonic() - runs.began
    return Health(version=__version__, uptime_s=uptime, room=runs.room(), disk_free=runs.disk_free())


async def findings(runs: Runs, shelf: Shelf, identity: str, *, with_searches: bool) -> list[Finding]:
    """All that the doctor looks at, of a configuration; of none where its id is empty. Raises NotThere."""
    found = list(await asyncio.to_thread(_of_room, runs))
    if not identity:
        why = "there is nothing to preview yet"
        seen, mend = "no configuration is known", "add your config.yml, or the demo"
        return [Finding(check="configuration", severity="note", seen=seen, why=why, mend=mend), *found]
    desk = shelf.desk
    desk.known(identity)
    found = [*await asyncio.to_thread(_of_files, desk, identity), *found]
    try:
        configuration, reader = await shelf.connection(identity)
        server, sections = await reader.server(), await reader.sections()
    except (ConfigError, PlexError) as problem:
        return [of_failure(problem), *found]
    found = [*of_server(server, sections, configuration), *found]
    found += await asyncio.to_thread(lambda: list(of_kometa(desk)))
    if with_searches:
        found += await _of_searches(desk, identity)
    return found


def _of_files(desk: Desk, identity: str) -> Iterator[Finding]:
    """What `halley validate` says of the configuration, in a number."""
    try:
        errors = desk.errors(identity)
    except (HalleyError, OSError) as problem:
        yield of_failure(problem if isinstance(problem, HalleyError) else ConfigError(str(problem)))
        return
    if errors:
        yield Finding(
            check="configuration",
            severity="error",
            seen=f"{errors} thing{'s are' if errors > 1 else ' is'} wrong with the configuration and its files",
            why="Kometa leaves out what it cannot read",
            mend="open the configuration: each is marked where it stands",
        )
    else:
        yield Finding(check="configuration", severity="good", seen="nothing is wrong with the configuration and its files")


def _of_room(runs: Runs) -> Iterator[Finding]:
    """Whether there is room for what is kept before a change."""
    free = runs.disk_free()
    if free < _LITTLE:
        yield Finding(
            check="room",
            severity="warning",
            seen=f"{free / 1000**3:.1f} GB are free where Halley keeps its journal",
            why="nothing is done whose way back cannot be kept",
            mend="make room, prune the history, or name another folder in HALLEY_DATA",
        )
    else:
        yield Finding(check="room", severity="good", seen=f"{free / 1000**3:.0f} GB are free for pictures and the journal")


async def _of_searches(desk: Desk, identity: str) -> list[Finding]:
    """Where Halley and the server answer a search differently, as `halley doctor filters` finds it."""
    path = desk.known(identity).path
    try:
        found = await examine_filters(path, (), Means(desk.kometa, desk.environment))
    except HalleyError as problem:
        told = f"the searches could not be compared: {problem.message}"
        return [Finding(check="searches", severity="warning", seen=told, mend=problem.hint or "")]
    return list(_told(found, path.parent))


def _told(found: FilterExamination, home: Path) -> Iterator[Finding]:
    for one in found.libraries:
        same = one.searches - one.by_chance - len(one.disagreements)
        counts = (
            f"{one.library}: {one.searches} distinct searches of {one.definitions} definitions, {same} answered the same"
        )
        if not one.disagreements:
            yield Finding(check="searches", severity="good", seen=counts)
        for each in one.disagreements:
            names = ", ".join(use.definition.name for use in each.asked.uses[:_NAMED])
            here, there = len(each.only_here), len(each.only_there)
            differs = f"only Halley finds {here} items, only the server {there}"
            yield Finding(
                check="searches",
                severity="warning",
                seen=f"{one.library}: {names}: {each.refusal or differs}",
                why="a preview by Halley's own engine may draw on other items than Kometa does",
                mend=f"`halley doctor filters` in {home.name} names them; plan with Kometa itself where it matters",
            )
        if one.unasked:
            first = one.unasked[0]
            seen = f"{one.library}: {len(one.unasked)} searches name what the library does not have"
            yield Finding(
                check="searches", severity="note", seen=f"{seen}, such as {first.use.definition.name}: {first.reason}"
            )
