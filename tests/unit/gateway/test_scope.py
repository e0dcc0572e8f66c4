"""An engine sees what is in scope, and the server is asked for no more."""

import asyncio

from plexapi.server import PlexServer

from halley.gateway.scope import scope_of
from halley.plex.ids import ItemType, RatingKey
from tests.builders import a_library, a_movie, titles
from tests.unit.gateway.standing import standing

SCOPE = scope_of([(ItemType.MOVIE, RatingKey(3)), (ItemType.MOVIE, RatingKey(1))])


def test_a_search_is_narrowed_to_the_ids() -> None:
    assert SCOPE.narrowed("type=1&genre=5", ItemType.MOVIE) == "type=1&genre=5&id=1%2C3"


def test_an_or_cannot_reach_past_the_ids() -> None:
    narrowed = SCOPE.narrowed("type=1&genre=5&or=1&genre=9", ItemType.MOVIE)
    assert narrowed == "type=1&push=1&genre=5&or=1&genre=9&pop=1&id=1%2C3"


def test_levels_without_an_item_in_scope_are_empty() -> None:
    assert SCOPE.narrowed("type=2", ItemType.SHOW) == "type=2&id=0"
    assert not SCOPE.shows(ItemType.SHOW, RatingKey(9))


def test_collections_are_shown_whole() -> None:
    assert SCOPE.narrowed("type=18", ItemType.COLLECTION) == "type=18"
    assert SCOPE.shows(ItemType.COLLECTION, RatingKey(9))


async def test_five_posters_of_a_large_library_cost_five_posters() -> None:
    large = a_library(*(a_movie(f"Film {number:04}", key=1000 + number, year=1950 + number % 70) for number in range(800)))

    def use(plex: PlexServer) -> list[str]:
        section = plex.library.section("Movies")
        found = section.all()
        for movie in found:
            movie.reload()
            movie.addLabel("Overlay")
        either = section.search(filters={"or": [{"year>>": 2000}, {"year<<": 2000}]})
        assert titles(section.search(label="Overlay")) == titles(found)
        assert section.totalSize == len(found)
        return titles(either)

    async with standing(large, scope=(1001, 1100, 1200, 1300, 1799)) as here:
        seen = await asyncio.to_thread(lambda: use(here.plex()))
        assert seen == ["Film 0001", "Film 0100", "Film 0200", "Film 0300", "Film 0799"]
        listings = [one.target for one in here.server.requests if "/all?" in one.target and "type=18" not in one.target]
        assert {target for target in listings if "id=" not in target} <= {
            "/library/sections/1/all?includeMeta=1&includeAdvanced=1"  # asked for without items
        }
