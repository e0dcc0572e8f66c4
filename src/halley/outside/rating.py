"""Ratings of many items at once: IMDb's files are read once for all, everything else is asked item by item."""

from collections.abc import Iterable, Mapping, Sequence

from halley.outside.crowd import Heard, each
from halley.outside.failures import SourceFailed, Turned
from halley.outside.identities import Identities
from halley.outside.imdb_files import Episode
from halley.outside.ratings import Asked, Asking, ImdbRatings, Rating, asked_of, rated
from halley.outside.sites import Sites
from halley.overlays.variables import Refused
from halley.plex.ids import ItemType, RatingKey
from halley.plex.items import Item
from halley.selection import View

_NO_SHOW = Refused("the show to which it belongs is not there")


async def all_ratings(
    view: View, wanted: Mapping[str, Iterable[Item]], sites: Sites, identities: Identities, heard: Heard
) -> dict[RatingKey, dict[str, Rating]]:
    """The values of variables for items, every one of them: see `ratings`."""
    asked = {
        (name, item.key): asked_of(item, list(view.library.ancestors(item)))
        for name, items in wanted.items()
        for item in items
    }
    whole = {pair: one for pair, one in asked.items() if one is not None}
    of_imdb = [one for (name, _), one in whole.items() if name == "imdb_rating"]
    asking = Asking(
        sites,
        identities,
        view.section.type is ItemType.MOVIE,
        await _imdb_ratings(of_imdb, sites, identities) if of_imdb else ImdbRatings(),
    )
    answers = await each(whole.items(), lambda pair: rated(pair[0][0], asking, pair[1]), heard)
    values = {**dict.fromkeys(asked, _NO_SHOW), **dict(zip(whole, answers, strict=True))}
    found: dict[RatingKey, dict[str, Rating]] = {}
    for (name, key), value in values.items():
        found.setdefault(key, {})[name] = value
    return found


async def _imdb_ratings(asked: Sequence[Asked], sites: Sites, identities: Identities) -> ImdbRatings | SourceFailed:
    """Of the titles and episodes that are asked for; why they cannot be had, where the files cannot."""

    async def name(top: Item) -> str | None:
        try:
            return await identities.imdb(top)
        except Turned:
            return None

    tops = {one.top.key: one.top for one in asked}
    try:
        names = dict(zip(tops, await each(tops.values(), name), strict=True))
        titles = {number for one in asked if one.episode is None and (number := names[one.top.key])}
        episodes: set[Episode] = {
            (number, one.season, one.episode)
            for one in asked
            if one.episode is not None and one.season is not None and (number := names[one.top.key])
        }
        return ImdbRatings(
            await sites.imdb_files.ratings(titles) if titles else {},
            await sites.imdb_files.episode_ratings(episodes) if episodes else {},
        )
    except SourceFailed as failed:
        return failed
