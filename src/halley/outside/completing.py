"""Ids for items that lack one by which a list names things. Only they cost questions. Source: spec, sources 13.2."""

from collections.abc import Iterable, Mapping

from halley.outside.crowd import Heard, each
from halley.outside.failures import SourceFailed
from halley.outside.identities import Identities
from halley.outside.lists import SOURCES
from halley.plex.ids import RatingKey
from halley.plex.items import Item
from halley.selection import ExternalId, ListAsked, Selection, View

_BUILDERS = {"imdb_id": "imdb", "tmdb_movie": "tmdb", "tmdb_show": "tmdb", "tvdb_show": "tvdb"}
"""Builders that name things by ids of a site without asking it."""


def sites_needed(wanted: Iterable[Selection], lists: Iterable[ListAsked]) -> tuple[str, ...]:
    """The sites by whose ids definitions name things: `imdb`, `tmdb`, `tvdb`."""
    names = {_BUILDERS[call.builder.name] for one in wanted for call in one.calls if call.builder.name in _BUILDERS}
    return tuple(sorted(names | {SOURCES[one.builder].ids for one in lists}))


def is_anybody_asked(wanted: Iterable[Selection]) -> bool:
    """Whether definitions need something of other sites: lists, facts, or ids that an item may lack."""
    return any(one.facts_needed or one.lists_needed or sites_needed((one,), ()) for one in wanted)


async def all_ids(
    view: View, sites: tuple[str, ...], identities: Identities, heard: Heard
) -> tuple[Mapping[RatingKey, tuple[ExternalId, ...]], list[str]]:
    """All ids of the films or shows of a section that lack one at those sites, and sentences on what went wrong."""
    if not sites:
        return {}, []
    lacking = [item for item in view.items(view.section.type) if identities.lacks(item, sites)]
    reasons: dict[str, None] = {}

    async def ask(item: Item) -> tuple[ExternalId, ...] | None:
        try:
            return await identities.completed(item, sites)
        except SourceFailed as failed:
            reasons[failed.reason] = None
            return None

    found = dict(zip((item.key for item in lacking), await each(lacking, ask, heard), strict=True))
    problems = [f"items without an id at {', '.join(sites)} are looked up at TMDb, {reason}" for reason in reasons]
    return {key: ids for key, ids in found.items() if ids is not None}, problems
