"""How the studio is, and what the doctor finds."""

from typing import Annotated

from fastapi import APIRouter, Query

from halley.studio.reading.health import findings, health
from halley.studio.routes.answers import problems
from halley.studio.routes.furnished import GivenShelf
from halley.studio.routes.kept import GivenRuns, GivenService
from halley.studio.wire.history import Health
from halley.studio.wire.servers import Finding

router = APIRouter(prefix="/system", tags=["system"])


@router.get("/health")
def how_it_is(runs: GivenRuns, service: GivenService) -> Health:
    """Since when the studio runs, the room that it takes, and when its service runs next."""
    return health(runs, service)


@router.get("/doctor", responses=problems(404, 422))
async def doctor(
    shelf: GivenShelf,
    configuration: Annotated[str, Query(max_length=100)] = "",
    searches: bool = True,
) -> list[Finding]:
    """What stands between a configuration (none named: the current one) and a good run; `searches` compares filters, too."""
    known = shelf.desk.all()
    identity = configuration or (known[0].id if known else "")
    return await findings(shelf, identity, with_searches=searches)
