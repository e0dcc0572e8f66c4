"""Pages by header and by query. Source: spec, plex-api 20, 18 to 25."""

import pytest
import requests

from tests.builders import a_collection, a_library, a_movie
from tests.conformance.conftest import TOKEN, Serve, Served


def movies(count: int, *more: object) -> object:
    return a_library(*(a_movie(f"Film {number:03}") for number in range(count)), *more)


@pytest.mark.parametrize("total", [1, 99, 100, 101, 250])
def test_all_pages_together_are_everything_once(serve: Serve, total: int) -> None:
    found = serve(movies(total)).movies.all()
    assert [one.title for one in found] == [f"Film {number:03}" for number in range(total)]


def test_an_emptied_section_has_no_pages(serve: Serve) -> None:
    served = serve(movies(1))
    served.movies.all()[0].delete()
    assert served.movies.all() == []
    assert served.movies.totalSize == 0


def test_pages_are_asked_for_by_header_and_are_as_large_as_asked(serve: Serve) -> None:
    served = serve(movies(250))
    assert len(served.asked(served.movies.all)) == 3
    found = served.movies.search(maxresults=30, container_size=30)
    assert len(found) == 30
    assert [one.title for one in served.movies.search(container_start=100, container_size=10, maxresults=10)] == [
        f"Film {number}" for number in range(100, 110)
    ]


def test_a_page_is_asked_for_by_query_too(serve: Serve) -> None:
    served = serve(movies(30))
    query = f"X-Plex-Container-Start=5&X-Plex-Container-Size=3&X-Plex-Token={TOKEN}"
    answer = requests.get(
        f"{served.server.url}/library/sections/1/all?{query}", headers={"Accept": "application/json"}, timeout=5
    ).json()["MediaContainer"]
    assert [one["title"] for one in answer["Metadata"]] == ["Film 005", "Film 006", "Film 007"]
    assert (answer["size"], answer["totalSize"], answer["offset"]) == (3, 30, 5)


def test_a_page_beyond_the_end_is_empty_and_knows_the_total(serve: Serve) -> None:
    served = serve(movies(30))
    page = served.plex.query(
        "/library/sections/1/all", headers={"X-Plex-Container-Start": "90", "X-Plex-Container-Size": "10"}
    )
    assert len(page) == 0
    assert page.attrib["totalSize"] == "30"
    assert page.attrib["size"] == "0"


def test_sizes_are_counted_without_a_listing(serve: Serve) -> None:
    served = serve(movies(12, a_collection("Some", "Film 001", "Film 002")))
    assert served.movies.totalSize == 12
    assert served.movies.totalViewSize(includeCollections=False) == 12
    assert served.movies.totalViewSize() == 13
    assert served.movies.totalViewSize(libtype="collection") == 1


def test_a_limit_is_the_servers_and_the_total_with_it(serve: Serve) -> None:
    served = serve(movies(12))
    assert len(served.movies.search(limit=5)) == 5
    page = served.plex.query("/library/sections/1/all?limit=5", headers={"X-Plex-Container-Size": "100"})
    assert page.attrib["totalSize"] == "5"


def test_episodes_and_tracks_are_paged_as_movies_are(served: Served) -> None:
    assert len(served.shows.search(libtype="episode", container_size=1)) == 4
    assert len(served.music.searchTracks(container_size=2)) == 3
    assert served.shows.totalViewSize(libtype="episode") == 4
    assert served.shows.totalViewSize(libtype="season") == 3


def test_items_of_a_listing_know_their_section(served: Served) -> None:
    for one in served.movies.all():
        assert one.librarySectionID == 1
        assert one.librarySectionTitle == "Movies"
