"""The builders that other sites answer: whom each asks, and by which ids it names things."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass

from halley.outside.crowd import Heard, each
from halley.outside.failures import Garbled, SourceFailed
from halley.outside.sites import Sites
from halley.selection import ExternalId, Facts, ListAsked, Selection, Unanswered

Fetched = tuple[tuple[ExternalId, ...], tuple[str, ...]]
"""What a list names, in its order, and sentences on what was left out."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who answers a builder. `ids` is the site whose ids come; `fetch` raises SourceFailed.

    `ends_definition` are the failures that, with Kometa, end the definition even where it ignores blank results.
    """

    site: str
    ids: str
    fetch: Callable[[Sites, ListAsked, bool], Awaitable[Fetched]]
    ends_definition: type[SourceFailed] | tuple[()] = ()


async def _chart(sites: Sites, asked: ListAsked, is_film: bool) -> Fetched:
    return await sites.imdb.chart(asked.value), ()


async def _award(sites: Sites, asked: ListAsked, is_film: bool) -> Fetched:
    return await sites.imdb.award(asked)


async def _letterboxd(sites: Sites, asked: ListAsked, is_film: bool) -> Fetched:
    listed = await sites.letterboxd.listed(asked)
    return listed.ids, listed.warnings


async def _mdblist(sites: Sites, asked: ListAsked, is_film: bool) -> Fetched:
    return await sites.mdblist.listed(asked, is_film=is_film), ()


async def _discover(sites: Sites, asked: ListAsked, is_film: bool) -> Fetched:
    return await sites.tmdb.discover(asked, is_film=is_film), ()


SOURCES: Mapping[str, Source] = {
    "imdb_award": Source("IMDb", "imdb", _award, SourceFailed),
    "imdb_chart": Source("IMDb", "imdb", _chart, Garbled),
    "letterboxd_list": Source("Letterboxd", "tmdb", _letterboxd),
    "mdblist_list": Source("MDBList", "tmdb", _mdblist),
    "tmdb_discover": Source("TMDb", "tmdb", _discover, SourceFailed),
}
NOT_ASKED = Unanswered("which Halley does not ask for it yet: it is left to real Kometa")


async def fetched(sites: Sites, asked: ListAsked, *, is_film: bool) -> Fetched | Unanswered:
    """What a list names, or why that cannot be said."""
    source = SOURCES.get(asked.builder)
    if source is None:
        return NOT_ASKED
    try:
        return await source.fetch(sites, asked, is_film)
    except SourceFailed as failed:
        return Unanswered(failed.reason, isinstance(failed, source.ends_definition))


async def all_lists(sites: Sites, wanted: Iterable[Selection], heard: Heard, *, is_film: bool) -> tuple[Facts, list[str]]:
    """All lists that definitions name, each fetched once, and sentences on what was left out of them."""
    asked = list(dict.fromkeys(call.wanted for one in wanted for call in one.calls if isinstance(call.wanted, ListAsked)))
    answers = await each(asked, lambda one: fetched(sites, one, is_film=is_film), heard)
    lists: dict[ListAsked, tuple[ExternalId, ...]] = {}
    unanswered: dict[ListAsked | str, Unanswered] = {}
    problems: list[str] = []
    for one, answer in zip(asked, answers, strict=True):
        if isinstance(answer, Unanswered):
            unanswered[one] = answer
        else:
            lists[one], warnings = answer
            problems += warnings
    return Facts(lists=lists, unanswered=unanswered), problems
