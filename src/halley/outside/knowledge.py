"""The filters that other sites answer: what each takes of TMDb's details, and of which items that is asked."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from halley.outside.crowd import Heard, each
from halley.outside.failures import NotKnown, SourceFailed, Turned
from halley.outside.identities import Identities
from halley.outside.lists import NOT_ASKED
from halley.outside.tmdb import Details
from halley.plex.ids import RatingKey
from halley.plex.items import Item
from halley.selection import Fact, Facts, ListAsked, Selection, Unanswered, View, select

FACTS: Mapping[str, Callable[[Details], Fact]] = {
    "tmdb_status": lambda said: said.status,
    "tmdb_type": lambda said: said.type,
    "tmdb_keyword": lambda said: said.keywords,
    "tmdb_genre": lambda said: said.genres,
    "tmdb_title": lambda said: said.title,
    "tmdb_year": lambda said: said.first.year if said.first else None,
    "tmdb_vote_average": lambda said: said.vote_average,
    "tmdb_vote_count": lambda said: said.vote_count,
    "original_language": lambda said: said.language,
    "origin_country": lambda said: said.countries,
    "first_episode_aired": lambda said: said.first,
    "last_episode_aired": lambda said: said.last,
    "last_episode_aired_or_never": lambda said: said.last,
}


async def all_facts(
    view: View, wanted: Iterable[Selection], identities: Identities, heard: Heard
) -> tuple[Facts, list[str]]:
    """The facts that the filters of definitions need, of items that their builders find, added to those of the view.

    An item that TMDb does not know has none, and one for which it failed is told and has none either; where it failed for
    all, the facts are not there.
    """
    needed = tuple(wanted)
    reach = {name: reach_of(name, needed, view) for name in sorted({name for one in needed for name in one.facts_needed})}
    items = {item.key: item for name, found in reach.items() if name in FACTS for item in found}
    said = dict(zip(items, await each(items.values(), lambda one: _said(one, identities), heard), strict=True))
    failed = {key: answer for key, answer in said.items() if isinstance(answer, SourceFailed)}
    problems: list[str] = []
    unanswered: dict[ListAsked | str, Unanswered] = dict(view.facts.unanswered)
    unanswered |= {name: NOT_ASKED for name in reach if name not in FACTS}
    if failed:
        reason = next(iter(failed.values())).reason
        if len(failed) == len(said):
            unanswered |= {name: Unanswered(reason) for name in reach if name in FACTS}
            reach = {}
        else:
            titles = ", ".join(items[key].title for key in list(failed)[:3])
            problems.append(
                f"TMDb, {reason}: filters take {len(failed)} as unknown to it ({titles}{'...' if len(failed) > 3 else ''})"
            )
    of_items: dict[str, dict[RatingKey, Fact]] = {
        name: {item.key: FACTS[name](details) for item in found if isinstance(details := said[item.key], Details)}
        for name, found in reach.items()
        if name in FACTS
    }
    return replace(view.facts, of_items=of_items, unanswered=unanswered), problems


def reach_of(name: str, wanted: Iterable[Selection], view: View) -> tuple[Item, ...]:
    """The items for which a fact could matter: those that the builders of definitions with such a filter find."""
    found: dict[RatingKey, Item] = {}
    for one in wanted:
        if name in one.facts_needed:
            found |= {item.key: item for item in select(replace(one, filters=(), limit=None), view).items}
    return tuple(found.values())


async def _said(item: Item, identities: Identities) -> Details | SourceFailed | None:
    try:
        return await identities.details(item)
    except Turned as failed:
        return None if isinstance(failed, NotKnown) else failed
    except SourceFailed as failed:
        return failed
