"""The doctor's round: once a day it looks at everything, and its errors are told, and that they are gone."""

import asyncio
from pathlib import Path

from halley.doctor import Asked, examine
from halley.notices import troubles_of_doctor
from halley.service.log import LOG
from halley.service.notices import Notices
from halley.service.settings import ServiceSettings

FIRST_S, APART_S = 10 * 60.0, 24 * 3600.0
"""When it comes first after a start, and how long after that again."""
_LONGEST_S = 600.0


async def go_round(settings: ServiceSettings, notices: Notices, kometa: Path | None = None) -> None:
    """One round. It raises nothing; what it cannot look at is told of the next day."""
    try:
        async with asyncio.timeout(_LONGEST_S):
            found = troubles_of_doctor(await examine(Asked(settings.config, settings.environment, kometa)))
    except Exception as problem:  # noqa: BLE001 - no doctor ends a service
        LOG.error("the doctor's round came to no end: %s", type(problem).__name__)
        return
    for one in found:
        LOG.warning("the doctor finds an error (%s): %s", one.name, one.text.partition("\n")[0])
    await notices.standing("doctor", found)
