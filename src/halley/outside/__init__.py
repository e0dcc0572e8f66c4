"""Other sites, which overlays ask: lists for builders, facts for filters, ratings for texts.

Everything is asked in bulk and beforehand, in two steps, so that what comes after waits for nobody:

    services = services_of(configuration)
    async with open_sources(services, cache_folder, outside_url=None, told=warn) as sources:
        known = await sources.facts(view, [entry.selection for entry in book.entries])
        view = View(view.library, view.section.id, view.now, known.facts)        # select, decide
        rated = await sources.ratings(view, {"tmdb_rating": items, "imdb_rating": items})
        decided = decide(book, view, rated.facts)
        problems = (*known.problems, *rated.problems)

`cache_folder` is a folder of our own: it gets `outside.db` and the data files of IMDb. `outside_url` is a server that stands
in for the internet (`--outside`): it is sent every request, with the address that was meant in `X-Halley-Original-URL`.
`told` hears sentences about the cache. `progress=` of both steps hears (what, how many are done, of how many).

A list or fact that cannot be had is no problem here: `known.facts` says why, and the definition that needs it tells it with
its place (`overlays.yml:14:7: overlays > Top > mdblist_list: the builder needs MDBList, which is not configured: ...`). A
rating that cannot be had is a `Refused` of its item. `problems` are what concerns the run as a whole.

One file is one site; `lists`, `knowledge` and `ratings` are the tables of what is asked of whom.
"""

from halley.outside.client import Manners
from halley.outside.completing import is_anybody_asked
from halley.outside.services import Services, services_in, services_of
from halley.outside.sources import Known, Progress, Rated, Sources, open_sources

__all__ = [
    "Known",
    "Manners",
    "Progress",
    "Rated",
    "Services",
    "Sources",
    "is_anybody_asked",
    "open_sources",
    "services_in",
    "services_of",
]
