"""One message to many receivers, side by side: none waits for another, none harms another."""

import asyncio
from collections.abc import Sequence

from halley.notices.client import Manners, sent_to
from halley.notices.message import Message
from halley.notices.runner import sent_by_apprise
from halley.notices.target import Apprise, Arrival, Target, Web
from halley.secrets import Redactor


async def delivered(wanted: Sequence[Target], message: Message, redact: Redactor, manners: Manners) -> list[Arrival]:
    """What became of it at each of them, without secrets."""
    webs = [one for one in wanted if isinstance(one, Web)]
    apprises = [one for one in wanted if isinstance(one, Apprise)]
    by_web, by_apprise = await asyncio.gather(
        asyncio.gather(*(_one(one, message, manners) for one in webs)), _many(apprises, message, manners)
    )
    return [Arrival(one.target, redact(one.problem), one.note) for one in (*by_apprise, *by_web)]


async def _one(target: Web, message: Message, manners: Manners) -> Arrival:
    try:
        return await sent_to(target, message, manners)
    except Exception as problem:  # noqa: BLE001 - a receiver of ours that fails in any way keeps nothing from the others
        return Arrival(target.name, f"it cannot be sent ({type(problem).__name__})")


async def _many(targets: Sequence[Apprise], message: Message, manners: Manners) -> list[Arrival]:
    try:
        return await sent_by_apprise(targets, message, manners)
    except Exception as problem:  # noqa: BLE001 - as above
        return [Arrival(one.name, f"it cannot be sent ({type(problem).__name__})") for one in targets]
