"""The ids that an item has at other sites, from its guids. Source: spec, collections 11 and sources 13."""

import re
from collections.abc import Iterator

from halley.plex.items import Item
from halley.selection.facts import ExternalId

_LEGACY = {
    "com.plexapp.agents.imdb": "imdb",
    "com.plexapp.agents.thetvdb": "tvdb",
    "com.plexapp.agents.themoviedb": "tmdb",
}
_GUID = re.compile(r"(?P<agent>[^:]+)://(?P<id>[^?/]+)")


def ids_of(item: Item) -> Iterator[ExternalId]:
    """Its ids at IMDb, TMDb and TVDb: those of today's agents, else that of an agent of old."""
    found = _GUID.match(item.attributes.get("guid", ""))
    if found is not None and (site := _LEGACY.get(found["agent"])):
        yield ExternalId(site, found["id"])
    for guid in item.guids:
        site, _, number = guid.partition("://")
        if site == "imdb" or (site in {"tmdb", "tvdb"} and number.isdecimal()):
            yield ExternalId(site, number)
