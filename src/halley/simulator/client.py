"""Pictures that the simulated server is asked to fetch itself: the one way in which it is a client of others."""

import aiohttp

from halley.changes import Change
from halley.changes.apply.images import stored_picture
from halley.changes.kinds import FetchImage, UploadImage
from halley.simulator.state import Refused, State


async def fetched(change: Change, state: State) -> Change:
    """The Change, with a picture that is to be fetched turned into one that the server has.

    An address of a picture that the server stores is left for the Library to resolve. Raises Refused 400 where there is no
    picture to be had.
    """
    if not isinstance(change, FetchImage):
        return change
    if (stored := stored_picture(change.url)) is not None:
        owner, name = stored
        item = state.library.items.get(owner)
        if item is None or not any(shelf.entry(name) for shelf in item.images.values()):
            raise Refused(400)
        return change
    try:
        async with aiohttp.ClientSession() as session, session.get(change.url) as response:
            if response.status != 200:
                raise Refused(400)
            return UploadImage(change.key, change.kind, state.images.put(await response.read()))
    except (aiohttp.ClientError, ValueError, OSError):
        raise Refused(400) from None
