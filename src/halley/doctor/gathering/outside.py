"""Whether TMDb takes the key."""

import asyncio

from halley.config import Configuration
from halley.doctor.facts import Tmdb
from halley.outside.client import Manners, OutsideClient
from halley.outside.failures import SourceFailed
from halley.outside.services import services_of
from halley.outside.tmdb import API

_BUDGET_S = 5.0
_MANNERS = Manners(attempts=1, timeout_s=4, is_paced=False)


async def tmdb_of(configuration: Configuration, *, is_asked: bool, server: str | None) -> Tmdb:
    """What TMDb says of the key, where it is to be asked. `server` stands in for the internet."""
    services = services_of(configuration)
    if services.tmdb is None or not is_asked:
        return Tmdb(services.tmdb is not None)
    try:
        async with asyncio.timeout(_BUDGET_S), OutsideClient(_MANNERS, server, verifies=services.verifies) as client:
            answer = await client.get(f"{API}/configuration", {"api_key": services.tmdb.key})
    except TimeoutError:
        return Tmdb(has_key=True, silent="but it took too long to answer", is_asked=True)
    except SourceFailed as problem:
        return Tmdb(has_key=True, silent=problem.reason, is_asked=True)
    if answer.status in {401, 403}:
        return Tmdb(has_key=True, refused=f"it answered {answer.status}", is_asked=True)
    if answer.status != 200:
        return Tmdb(has_key=True, silent=f"and answered {answer.status}", is_asked=True)
    return Tmdb(has_key=True, is_asked=True)
