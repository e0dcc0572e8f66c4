"""Our answers beside those of real Kometa's own modules, of the same small internet: lists, ids, details, ratings."""

import asyncio
import json
import subprocess
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from halley.outside import Manners, Sources, open_sources
from halley.outside.ratings import RATERS
from halley.overlays.variables import Refused
from halley.plex.ids import ItemType, SectionId
from halley.plex.items import Item
from halley.plex.library import Library
from halley.selection import View
from tests.equality.wide import wide_library
from tests.support.outside import Internet
from tests.unit.outside.asking import NOW, configured, selection

pytestmark = pytest.mark.kometa

M, S = ItemType.MOVIE, ItemType.SHOW
MDB = "https://mdblist.com/lists/k0meta"
AWARD = {"award_filter": None, "category_filter": None, "winning": False}
#: What a definition says, for which library, and what Kometa makes of it.
LISTS: tuple[tuple[str, Any, ItemType, Any], ...] = (
    ("imdb_chart", "top_movies", M, "top_movies"),
    ("imdb_chart", "top_shows", S, "top_shows"),
    ("imdb_chart", "box_office", M, "box_office"),
    ("imdb_chart", "trending_india", M, "trending_india"),
    (
        "imdb_award",
        {"event_id": "ev0000003", "event_year": "all", "category_filter": "Best Picture", "winning": True},
        M,
        {"event_id": "ev0000003", "event_year": "all", **AWARD, "category_filter": ["best picture"], "winning": True},
    ),
    (
        "imdb_award",
        {"event_id": "ev0000147", "event_year": "latest", "award_filter": "palme d'or"},
        M,
        {"event_id": "ev0000147", "event_year": "latest", **AWARD, "award_filter": ["palme d'or"]},
    ),
    (
        "imdb_award",
        {"event_id": "ev0000223", "event_year": "2000-2024"},
        S,
        {"event_id": "ev0000223", "event_year": ["2024"], **AWARD},
    ),
    ("mdblist_list", f"{MDB}/certifiedfreshmovies", M, {"url": f"{MDB}/certifiedfreshmovies", "limit": 0}),
    (
        "mdblist_list",
        {"url": f"{MDB}/x", "limit": 2, "sort_by": "rank.asc"},
        S,
        {"url": f"{MDB}/x", "limit": 2, "sort_by": "rank.asc"},
    ),
    (
        "letterboxd_list",
        "https://letterboxd.com/official/list/top-500/",
        M,
        {"url": "https://letterboxd.com/official/list/top-500/", "limit": 0, "note": None, "rating": None, "year": None},
    ),
    (
        "letterboxd_list",
        {"url": "https://letterboxd.com/me/list/short/", "limit": 5, "year": "1950-2010"},
        M,
        {"url": "https://letterboxd.com/me/list/short/", "limit": 5, "note": None, "rating": None, "year": "1950-2010"},
    ),
    ("tmdb_discover", {"with_watch_providers": 8, "watch_region": "US", "limit": 30}, M,
     {"with_watch_providers": 8, "watch_region": "US", "limit": 30}),
    ("tmdb_discover", {"with_watch_providers": 9, "watch_region": "GB", "limit": 0}, S,
     {"with_watch_providers": 9, "watch_region": "GB", "limit": 0}),
)  # fmt: skip


@pytest.fixture
def library() -> Library:
    return wide_library(NOW).library


def tops(library: Library) -> Iterator[Item]:
    for one in library.items.values():
        if one.type in {M, S}:
            yield one


def parts(library: Library, top: Item) -> dict[str, Item]:
    """Seasons and episodes of a show by their numbers."""
    found = {}
    for season in library.below(top.key) if top.type is S else ():
        found[f"{season.index}"] = season
        found |= {f"{season.index} {one.index}": one for one in library.below(season.key)}
    return found


def questions(library: Library) -> dict[str, Any]:
    items = {
        str(top.key): {
            "is_film": top.type is M,
            "title": top.title,
            "guid": top.attributes.get("guid", ""),
            "guids": list(top.guids),
            "parts": [[int(one) for one in name.split()] + [None] * (1 - name.count(" ")) for name in parts(library, top)],
        }
        for top in tops(library)
    }
    return {"lists": [(builder, kometas, kind is M) for builder, _, kind, kometas in LISTS], "items": items}


def outcome(value: float | Refused | None) -> Any:
    if isinstance(value, Refused):
        return "fails" if value.fails_item else "left out"
    return value or "left out"


async def our_ratings(sources: Sources, library: Library) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for kind, section in ((M, SectionId(1)), (S, SectionId(2))):
        of_kind = [one for one in tops(library) if one.type is kind]
        below = [one for top in of_kind for one in parts(library, top).values()]
        names = [name for name in RATERS if name not in {"trakt_user_rating", "omdb_imdb_rating"}]
        wanted: dict[str, list[Item]] = dict.fromkeys(names, of_kind)
        wanted |= {name: [*of_kind, *below] for name in ("tmdb_rating", "imdb_rating")}
        rated = await sources.ratings(View(library, section, NOW), wanted)
        found |= {str(key): {name: outcome(one) for name, one in values.items()} for key, values in rated.facts.items()}
    return found


FACTS = {
    "tmdb_keyword": "keywords", "tmdb_genre": "genres", "tmdb_vote_count": "votes", "tmdb_title": "title",
    "original_language": "language", "tmdb_status": "status",
}  # fmt: skip


async def our_details(sources: Sources, library: Library) -> dict[str, dict[str, Any]]:
    """What filters see of each film and show that TMDb knows."""
    found: dict[str, dict[str, Any]] = {}
    filters = {"tmdb_keyword": "x", "tmdb_genre": "x", "tmdb_vote_count.gt": 1, "tmdb_title": "x", "original_language": "x"}
    for kind, section, more in ((M, SectionId(1), {}), (S, SectionId(2), {"tmdb_status": "ended"})):
        one = selection({"plex_all": True, "filters": filters | more}, kind)
        known = await sources.facts(View(library, section, NOW), [one])
        for attribute, of_items in known.facts.of_items.items():
            for key, fact in of_items.items():
                found.setdefault(str(key), {})[FACTS[attribute]] = list(fact) if isinstance(fact, tuple) else fact
    return found


async def serve(internet: Internet, stack: AsyncExitStack) -> str:
    runner = web.AppRunner(internet.app(), access_log=None)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}"


async def kometas_answers(home: Path, python: Path, url: str, folder: Path, library: Library) -> Any:
    script = Path(__file__).with_name("kometa_says.py")
    process = await asyncio.create_subprocess_exec(
        str(python), str(script), str(home), url, str(folder),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    out, told = await process.communicate(json.dumps(questions(library)).encode())
    assert process.returncode == 0, told.decode()[-3000:]
    return json.loads(out.splitlines()[-1])


async def test_lists_and_ratings_are_those_that_kometas_own_modules_find(
    tmp_path: Path, kometa_home: Path, kometa_python: Path, library: Library
) -> None:
    internet = Internet(library)
    async with AsyncExitStack() as stack:
        url = await serve(internet, stack)
        kometas = await kometas_answers(kometa_home, kometa_python, url, tmp_path, library)
        internet.asked.clear()
        sources = await stack.enter_async_context(
            open_sources(configured(), tmp_path, outside_url=url, told=print, manners=Manners(attempts=1, is_paced=False))
        )
        ours = []
        for builder, value, kind, _ in LISTS:
            one = selection({builder: value}, kind)
            view = View(library, SectionId(1 if kind is M else 2), NOW)
            known = await sources.facts(view, [one])
            (asked,) = one.lists_needed
            ours.append([[found.id, found.site] for found in known.facts.lists[asked]])
        rated = await our_ratings(sources, library)
        details = await our_details(sources, library)
    assert ours == [[[number, kind.removesuffix("_show")] for number, kind in one] for one in kometas["lists"]]
    assert all(ours), "a list that is empty proves nothing"
    differing: dict[str, Any] = {}
    compared = 0
    for top in tops(library):
        said = kometas["items"][str(top.key)]
        if rated[str(top.key)] != said["ratings"]:
            differing[top.title] = {
                name: (one, said["ratings"][name])
                for name, one in rated[str(top.key)].items()
                if one != said["ratings"][name]
            }
        for name, one in parts(library, top).items():
            if any(rated[str(one.key)][variable] != value for variable, value in said["parts"][name].items()):
                differing[f"{top.title} {name}"] = (rated[str(one.key)], said["parts"][name])
        if str(top.key) in details and said["details"] is not None:
            compared += 1
            theirs_said = {name: one for name, one in said["details"].items() if name in details[str(top.key)]}
            if details[str(top.key)] != theirs_said:
                differing[f"{top.title}, details"] = (details[str(top.key)], theirs_said)
    assert not differing
    assert compared > 40
    # Kometa asks for more than it uses: the account of MDBList and information on lists.
    theirs = {one.partition("://")[2].rstrip("/") for one in kometas["asked"]}
    assert {one.rstrip("/") for one in internet.asked} - theirs == {"api.mdblist.com/user"} & set(internet.asked)
