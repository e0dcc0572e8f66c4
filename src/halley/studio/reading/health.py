"""How the studio is, and what the doctor finds: of the machine, of a configuration, its server and its searches."""

import time
from datetime import UTC, datetime

from halley import __version__
from halley.config import Configuration
from halley.doctor import Answer, Asked, Facts, Finding, examine, judged
from halley.errors import PlexError
from halley.studio.drawing.shelf import Shelf
from halley.studio.reading.runs import Runs
from halley.studio.reading.serviced import Serviced
from halley.studio.wire.history import Health
from halley.studio.wire.servers import Finding as Told

_OF_SERVER = frozenset({"configuration", "reach", "token", "rights", "version", "libraries"})


def health(runs: Runs, service: Serviced) -> Health:
    """What the studio takes, since when it runs, and what its service is about to do."""
    return Health(
        version=__version__,
        uptime_s=time.monotonic() - runs.began,
        room=runs.room(),
        disk_free=runs.disk_free(),
        is_service=service.is_service,
        next_run=service.next_run,
        backup=service.backup,
    )


async def findings(shelf: Shelf, identity: str, *, with_searches: bool) -> list[Told]:
    """All that the doctor looks at, of a configuration; of none where its id is empty. Raises NotThere.

    No other site is asked but the server, and backups are left to whoever makes them.
    """
    desk = shelf.desk
    asked = Asked(
        desk.known(identity).path if identity else None,
        desk.environment,
        desk.kometa,
        asks_tmdb=False,
        with_searches=with_searches,
        watches_backups=False,
        mistakes=lambda: desk.errors(identity),
    )
    return [_told(one) for one in await examine(asked)]


def of_answer(answer: Answer, configuration: Configuration | None) -> tuple[Told, ...]:
    """What is said of a server that answered, or of why it did not; and whether it has what is configured."""
    refusal = answer.problem if not isinstance(answer.problem, PlexError) else None
    facts = Facts(now=datetime.now(UTC), configuration=configuration, refusal=refusal, answer=None if refusal else answer)
    return tuple(_told(one) for one in judged(facts, _OF_SERVER))


def _told(one: Finding) -> Told:
    return Told(check=one.check, severity=one.severity, seen=one.seen, why=one.why, mend=one.mend)
