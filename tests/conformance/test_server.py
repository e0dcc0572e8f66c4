"""Connecting, formats, settings, accounts. Source: spec, plex-api 20, 1 to 17."""

import pytest
import requests
from plexapi.exceptions import BadRequest, NotFound, Unauthorized
from plexapi.server import PlexServer

from tests.builders import MACHINE, a_library, a_movie, a_section
from tests.conformance.conftest import TOKEN, Serve, Served


def test_a_connection_is_one_request_that_says_who_the_server_is(serve: Serve) -> None:
    served = serve(a_library(a_movie("Heat")))
    assert [one.target for one in served.server.requests] == ["/"]
    assert served.plex.machineIdentifier == MACHINE
    assert served.plex.friendlyName == "Testplex"
    assert served.plex.version.startswith("1.41")
    assert served.plex.platform == "Linux"
    assert served.plex.allowMediaDeletion is True


def test_a_wrong_token_is_unauthorised(served: Served) -> None:
    with pytest.raises(Unauthorized, match=r"^\(401\) unauthorized"):
        PlexServer(served.server.url, "wrong")


def test_no_token_is_unauthorised_too_but_the_identity_is_for_everybody(served: Served) -> None:
    assert requests.get(f"{served.server.url}/library/sections", timeout=5).status_code == 401
    assert requests.get(f"{served.server.url}/identity", timeout=5).status_code == 200
    assert served.plex.identity().claimed is True
    assert served.plex.identity().machineIdentifier == MACHINE


def test_a_token_in_the_query_is_as_good_as_one_in_a_header(served: Served) -> None:
    assert requests.get(f"{served.server.url}/library/sections?X-Plex-Token={TOKEN}", timeout=5).status_code == 200


def test_a_path_that_plex_does_not_have_is_not_found(served: Served) -> None:
    with pytest.raises(NotFound):
        served.plex.query("/nope")
    with pytest.raises(NotFound):
        served.plex.query("/library/sections/77/all")


def test_an_error_has_a_page_of_html(served: Served) -> None:
    answer = requests.get(f"{served.server.url}/nope?X-Plex-Token={TOKEN}", timeout=5)
    assert answer.headers["Content-Type"] == "text/html"
    assert "404 Not Found" in answer.text


def test_a_write_that_plex_does_not_know_is_refused(served: Served) -> None:
    with pytest.raises(NotFound):
        served.plex.query("/no/such/write", method=served.plex._session.put)
    with pytest.raises(BadRequest, match="405"):
        served.plex.query("/identity", method=served.plex._session.delete)


def test_a_title_keeps_its_letters(served: Served) -> None:
    assert [one.title for one in served.movies.search(title="Amélie")] == ["Amélie ☃"]


def test_json_holds_what_xml_holds(served: Served) -> None:
    url = served.plex.url("/library/sections/1/all", includeToken=True)
    answer = requests.get(url, headers={"Accept": "application/json"}, timeout=5).json()["MediaContainer"]
    assert answer["size"] == len(served.movies.all())
    assert {one["title"] for one in answer["Metadata"]} == {one.title for one in served.movies.all()}
    assert {type(one["ratingKey"]) for one in answer["Metadata"]} == {str}
    assert {type(one["year"]) for one in answer["Metadata"]} == {int}


def test_sections_are_described(served: Served) -> None:
    movies, shows, music = served.plex.library.sections()
    assert (movies.key, movies.type, movies.title) == (1, "movie", "Movies")
    assert (shows.key, shows.type) == (2, "show")
    assert (music.key, music.type) == (3, "artist")
    assert movies.agent == "tv.plex.agents.movie"
    assert movies.scanner == "Plex Movie"
    assert movies.language == "en-US"
    assert movies.locations == ["/data/movies"]
    assert movies.allowSync is True
    assert movies.refreshing is False
    assert movies.uuid


def test_a_section_is_found_by_its_title_case_and_spaces_aside(served: Served) -> None:
    assert served.plex.library.section("mOvies ").key == 1
    assert served.plex.library.sectionByID(2).title == "TV Shows"
    with pytest.raises(NotFound):
        served.plex.library.section("Cartoons")


def test_two_sections_of_a_type_are_told_apart(serve: Serve) -> None:
    served = serve(a_library(a_movie("Heat"), a_movie("Up", section=4), sections=[a_section(4, "Kids")]))
    assert [one.title for one in served.section("Kids").all()] == ["Up"]
    assert [one.title for one in served.movies.all()] == ["Heat"]


def test_settings_have_types(served: Served) -> None:
    settings = served.plex.settings
    assert isinstance(settings.get("DatabaseCacheSize").value, int)
    assert isinstance(settings.get("butlerUpdateChannel").value, str)
    assert settings.get("FriendlyName").value == "Testplex"


def test_a_setting_that_was_saved_is_read_again(served: Served) -> None:
    setting = served.plex.settings.get("cinemaTrailersPrerollID")
    setting.set("/a;b")
    asked = served.asked(served.plex.settings.save)
    assert asked[0].startswith("PUT /:/prefs?")
    assert PlexServer(served.server.url, TOKEN).settings.get("cinemaTrailersPrerollID").value == "/a;b"


def test_settings_of_a_section_have_choices(served: Served) -> None:
    found = {one.id: one for one in served.movies.settings()}
    assert found["ratingsSource"].value in found["ratingsSource"].enumValues
    assert found["collectionMode"].enumValues


def test_a_setting_of_a_section_is_edited_and_reset(served: Served) -> None:
    asked = served.asked(lambda: served.movies.editAdvanced(collectionMode=1))
    assert any(one.startswith("PUT /library/sections/1?agent=") for one in asked)
    assert {one.id: one.value for one in served.movies.settings()}["collectionMode"] == 1
    with pytest.raises(NotFound):
        served.movies.editAdvanced(nosuchsetting=1)
    served.movies.defaultAdvanced()
    value = {one.id: one for one in served.movies.settings()}["collectionMode"]
    assert value.value == value.default


def test_what_nobody_does_is_an_empty_list(served: Served) -> None:
    plex = served.plex
    assert plex.sessions() == []
    assert plex.history() == []
    assert plex.activities == []
    assert plex.clients() == []
    assert plex.transcodeSessions() == []
    assert [one.id for one in plex.systemAccounts()] == [0, 1]
    assert plex.systemAccount(1).name
    assert plex.butlerTasks()
    assert plex.isLatest() is True


def test_jobs_are_accepted_and_change_nothing(served: Served) -> None:
    before = served.server.digest()
    movies = served.movies
    assert served.asked(movies.update) == ["GET /library/sections/1/refresh"]
    assert served.asked(movies.emptyTrash) == ["PUT /library/sections/1/emptyTrash"]
    movies.analyze()
    movies.cancelUpdate()
    movies.refresh()
    served.plex.library.update()
    served.plex.library.cleanBundles()
    served.plex.library.optimize()
    assert served.server.digest() == before
