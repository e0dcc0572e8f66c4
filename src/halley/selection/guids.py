"""The ids that an item has at other sites, from its guids. Source: spec, collections 11 and sources 13.1."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from halley.plex.items import Item
from halley.selection.facts import ExternalId

_LEGACY = {"imdb": "imdb", "thetvdb": "tvdb", "themoviedb": "tmdb", "xbmcnfo": "tmdb", "xbmcnfotv": "tvdb"}
"""Whose id an agent of old wrote into the guid, by the last part of its name."""
_LONGEST = 10
"""Characters of an id from an NFO file; a longer one is none."""
_HAMA = re.compile(r"tvdb\d?-(\d+)")


def ids_of(item: Item) -> Iterator[ExternalId]:
    """Its ids at IMDb, TMDb and TVDb: those of today's agents, or the one that an agent of old says."""
    guid = urlsplit(item.attributes.get("guid", ""))
    agent = guid.scheme.rpartition(".")[2]
    if agent in {"plex", ""}:
        for site, _, number in (one.partition("://") for one in item.guids):
            if number and (site == "imdb" or (site in {"tmdb", "tvdb"} and number.isdecimal())):
                yield ExternalId(site, number)
    elif agent == "hama":
        if found := _HAMA.match(guid.netloc):
            yield ExternalId("tvdb", found[1])
    elif agent in _LEGACY:
        yield from _told(agent, guid.netloc)


def _told(agent: str, number: str) -> Iterator[ExternalId]:
    is_nfo = agent.startswith("xbmc")
    if number.isdecimal() and _LEGACY[agent] != "imdb" and not (is_nfo and len(number) > _LONGEST):
        yield ExternalId(_LEGACY[agent], number)
    elif number and (agent == "imdb" or (is_nfo and len(number) <= _LONGEST)):
        yield ExternalId("imdb", number)
