"""Pictures at TMDb: the poster of a film, show or season, the still of an episode (spec, overlays 8.5)."""

from collections.abc import Sequence

from halley.outside.identities import Identities
from halley.outside.ratings import asked_of
from halley.outside.tmdb import Tmdb
from halley.plex.ids import ItemType
from halley.plex.items import Item

IMAGES = "https://image.tmdb.org/t/p/original"


async def poster_address(item: Item, above: Sequence[Item], tmdb: Tmdb, identities: Identities) -> str | None:
    """Where TMDb has an item's picture, by the ids under which Kometa knows its film or show. None where it has none.

    `above` are season and show of an episode, and so on. Raises SourceFailed.
    """
    asked = asked_of(item, list(above))
    if asked is None:
        return None
    match item.type:
        case ItemType.MOVIE:
            path = await tmdb.poster(await identities.tmdb(asked.top), is_film=True)
        case ItemType.SHOW:
            path = await tmdb.poster(await _show(asked.top, tmdb, identities), is_film=False)
        case _ if asked.season is None or (item.type is ItemType.EPISODE and asked.episode is None):
            return None
        case _:
            path = await tmdb.part_picture(await _show(asked.top, tmdb, identities), asked.season, asked.episode)
    return IMAGES + path if path else None


async def _show(show: Item, tmdb: Tmdb, identities: Identities) -> int:
    """The id of a show that goes by TVDb; one that TVDb does not know has no pictures either."""
    return await tmdb.show_of_tvdb(await identities.tvdb(show))
