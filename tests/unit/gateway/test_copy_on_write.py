"""What a client writes is true for it from then on, and for nobody else. The client is real python-plexapi."""

import asyncio
import tempfile
from collections.abc import Callable
from typing import Any

import pytest
from plexapi.exceptions import NotFound
from plexapi.server import PlexServer

from halley.plex.library import Library
from tests.builders import a_collection, a_library, a_movie, a_playlist, a_season, a_show, an_episode, titles
from tests.hostile.attempts import PNG
from tests.unit.gateway.standing import standing


def coast() -> Library:
    return a_library(
        a_movie(
            "Heat",
            key=101,
            year=1995,
            genres=["Drama", "Crime"],
            labels=["Keep"],
            summary="Cops.",
            poster="metadata://posters/a",
        ),
        a_movie("Ronin", key=102, year=1998, genres=["Action"]),
        a_movie("Spartan", key=103, year=2004, genres=["Action"]),
        a_movie("The Insider", key=104, year=1999, genres=["Drama"], labels=["Keep"]),
        a_show("Pier Nine", a_season(1, an_episode("Low Tide", key=212), an_episode("Fog", key=213), key=211), key=210),
        a_collection("Men at Work", "Heat", "Ronin", key=900, sort="custom"),
        a_collection("Newer", key=901, rule="type=1&year%3E%3E=1996&sort=year"),
        a_playlist("Rainy days", "Heat", "Ronin", key=950),
    )


async def see(use: Callable[[PlexServer], Any], library: Library | None = None) -> Any:
    """What `use` returns for a client of the gateway; the server must be as it was, and only be read."""
    async with standing(library or coast()) as here:
        before = here.server.digest()
        seen = await asyncio.to_thread(lambda: use(here.plex()))
        assert here.server.digest() == before
        assert {one.method for one in here.server.requests} <= {"GET", "HEAD"}
        assert not here.gateway.ledger.refused, here.gateway.ledger.refused
        assert not here.gateway.ledger.faults, here.gateway.ledger.faults
    return seen


def movies(plex: PlexServer) -> Any:
    return plex.library.section("Movies")


async def test_without_writes_a_client_sees_the_server() -> None:
    seen = await see(lambda plex: (titles(movies(plex).all()), movies(plex).get("Heat").summary, len(plex.playlists())))
    assert seen == (["Heat", "The Insider", "Ronin", "Spartan"], "Cops.", 1)


async def test_an_edited_field_reads_back_and_is_locked() -> None:
    def use(plex: PlexServer) -> Any:
        heat = plex.fetchItem(101)
        heat.editTitle("Cold").editSummary("")
        heat.reload()
        return heat.title, heat.summary, {field.name for field in heat.fields}, titles(movies(plex).search(title="Cold"))

    assert await see(use) == ("Cold", "", {"title", "summary"}, ["Cold"])


async def test_an_edited_title_moves_the_item_in_the_listing() -> None:
    def use(plex: PlexServer) -> Any:
        plex.fetchItem(101).editTitle("Zulu").editSortTitle("Zulu")
        return titles(movies(plex).all()), titles(movies(plex).search(sort="titleSort:desc", limit=2))

    assert await see(use) == (["The Insider", "Ronin", "Spartan", "Zulu"], ["Zulu", "Spartan"])


async def test_a_label_added_is_found_by_the_next_search() -> None:
    def use(plex: PlexServer) -> Any:
        plex.fetchItem(102).addLabel("overlay")
        section = movies(plex)
        return (
            titles(section.search(label="Overlay")),
            sorted(choice.title for choice in section.listFilterChoices("label")),
            [label.tag for label in plex.fetchItem(102).labels],
        )

    assert await see(use) == (["Ronin"], ["Keep", "Overlay"], ["Overlay"])


async def test_a_label_removed_is_found_no_more_and_its_last_use_takes_it_off_the_list() -> None:
    def use(plex: PlexServer) -> Any:
        section = movies(plex)
        plex.fetchItem(101).removeLabel("Keep")
        first = titles(section.search(label="Keep")), [choice.title for choice in section.listFilterChoices("label")]
        plex.fetchItem(104).removeLabel("Keep")
        return first, [choice.title for choice in section.listFilterChoices("label")]

    assert await see(use) == ((["The Insider"], ["Keep"]), [])


async def test_an_uploaded_poster_is_the_current_one_byte_for_byte() -> None:
    def use(plex: PlexServer) -> Any:
        heat = plex.fetchItem(101)
        old = heat.thumb
        with tempfile.NamedTemporaryFile(suffix=".png") as file:
            file.write(PNG)
            file.flush()
            heat.uploadPoster(filepath=file.name)
        heat.reload()
        answer = plex._session.get(heat.posterUrl)
        shelf = [(poster.ratingKey.partition(":")[0], poster.selected) for poster in heat.posters()]
        entry = next(poster for poster in heat.posters() if poster.selected)
        stored = plex._session.get(f"{plex._baseurl}{entry.key}&X-Plex-Token={plex._token}")
        return (
            heat.thumb != old,
            answer.content,
            answer.headers["Content-Type"],
            shelf,
            stored.content,
            "thumb" in {f.name for f in heat.fields},
        )

    changed, current, media_type, shelf, stored, locked = await see(use)
    assert changed
    assert current == stored == PNG
    assert media_type == "image/png"
    assert shelf == [("metadata", False), ("upload", True)]
    assert locked


async def test_another_poster_of_the_server_can_be_selected() -> None:
    def use(plex: PlexServer) -> Any:
        heat = plex.fetchItem(101)
        heat.posters()[0].select()
        return [poster.selected for poster in plex.fetchItem(101).posters()]

    assert await see(use) == [True]


async def test_a_collection_made_by_tagging_is_there_at_once() -> None:
    def use(plex: PlexServer) -> Any:
        section = movies(plex)
        section.batchMultiEdits([plex.fetchItem(101), plex.fetchItem(103)]).addCollection("Harbour").saveMultiEdits()
        made = section.collection("Harbour")
        made.addLabel("Kometa")
        made.editSummary("Ships.")
        made.modeUpdate("hide")
        made.sortUpdate("custom")
        made.moveItem(plex.fetchItem(103))
        made.reload()
        return (
            titles(made.items()),
            made.summary,
            made.collectionMode,
            [label.tag for label in made.labels],
            titles(section.search(collection="Harbour")),
            sorted(titles(section.collections())),
            [tag.tag for tag in plex.fetchItem(103).collections],
        )

    assert await see(use) == (
        ["Spartan", "Heat"],
        "Ships.",
        0,
        ["Kometa"],
        ["Heat", "Spartan"],
        ["Harbour", "Men at Work", "Newer"],
        ["Harbour"],
    )


async def test_items_enter_and_leave_a_collection_of_the_server() -> None:
    def use(plex: PlexServer) -> Any:
        held = movies(plex).collection("Men at Work")
        held.addItems([plex.fetchItem(104)])
        held.removeItems([plex.fetchItem(101)])
        return titles(held.items()), [tag.tag for tag in plex.fetchItem(101).collections], held.reload().childCount

    assert await see(use) == (["Ronin", "The Insider"], [], 2)


async def test_a_smart_collection_follows_what_was_written() -> None:
    def use(plex: PlexServer) -> Any:
        section = movies(plex)
        before = titles(section.collection("Newer").items())
        plex.createCollection("Action!", "Movies", smart=True, filters={"genre": "Action"}, sort="year")
        plex.fetchItem(101).addGenre("Action")
        return before, titles(section.collection("Action!").items())

    assert await see(use) == (["Ronin", "The Insider", "Spartan"], ["Heat", "Ronin", "Spartan"])


async def test_a_deleted_collection_is_gone_and_its_members_lose_the_tag() -> None:
    def use(plex: PlexServer) -> Any:
        movies(plex).collection("Men at Work").delete()
        with pytest.raises(NotFound):
            plex.fetchItem(900)
        return titles(movies(plex).collections()), plex.fetchItem(101).collections

    assert await see(use) == (["Newer"], [])


async def test_a_playlist_can_be_made_filled_ordered_and_deleted() -> None:
    def use(plex: PlexServer) -> Any:
        made = plex.createPlaylist("Harbour nights", items=[plex.fetchItem(101), plex.fetchItem(103)])
        made.addItems([plex.fetchItem(104)])
        made.moveItem(plex.fetchItem(104))
        made.removeItems([plex.fetchItem(101)])
        first = titles(plex.playlist("Harbour nights").items()), sorted(titles(plex.playlists()))
        plex.playlist("Rainy days").delete()
        return first, titles(plex.playlists())

    assert await see(use) == ((["The Insider", "Spartan"], ["Harbour nights", "Rainy days"]), ["Harbour nights"])


async def test_a_deleted_movie_is_gone_from_every_list() -> None:
    def use(plex: PlexServer) -> Any:
        plex.fetchItem(101).delete()
        with pytest.raises(NotFound):
            plex.fetchItem(101)
        return titles(movies(plex).all()), movies(plex).totalSize, titles(movies(plex).collection("Men at Work").items())

    assert await see(use) == (["The Insider", "Ronin", "Spartan"], 3, ["Ronin"])


async def test_episodes_and_their_shows_are_found_by_what_was_written_to_the_other() -> None:
    def use(plex: PlexServer) -> Any:
        section = plex.library.section("TV Shows")
        plex.fetchItem(212).addLabel("Seen")
        plex.fetchItem(210).addLabel("Overlay")
        return (
            titles(section.search(libtype="show", filters={"episode.label": "Seen"})),
            titles(section.search(libtype="episode", filters={"show.label": "Overlay"})),
            titles(section.searchEpisodes(filters={"label": "Seen"})),
        )

    assert await see(use) == (["Pier Nine"], ["Low Tide", "Fog"], ["Low Tide"])


async def test_visibility_and_ratings_read_back() -> None:
    def use(plex: PlexServer) -> Any:
        held = movies(plex).collection("Men at Work")  # python-plexapi holds the collection of a row weakly
        held.visibility().updateVisibility(recommended=True, home=False, shared=True)
        again = held.visibility()
        plex.fetchItem(101).rate(7.5)
        plex.fetchItem(102).markPlayed()
        return (
            again.promotedToRecommended,
            again.promotedToOwnHome,
            again.promotedToSharedHome,
            plex.fetchItem(101).userRating,
            plex.fetchItem(102).isPlayed,
        )

    assert await see(use) == (True, False, True, 7.5, True)


async def test_settings_read_back() -> None:
    def use(plex: PlexServer) -> Any:
        plex.settings.get("cinemaTrailersPrerollID").set("/a;b")
        plex.settings.save()
        return PlexServer(plex._baseurl, plex._token).settings.get("cinemaTrailersPrerollID").value

    assert await see(use) == "/a;b"


async def test_pages_of_a_changed_listing_fit_together() -> None:
    many = a_library(*(a_movie(f"Film {number:03}", key=1000 + number) for number in range(250)))

    def use(plex: PlexServer) -> Any:
        plex.fetchItem(1249).editTitle("Film 000a")
        plex.fetchItem(1100).editTitle("Film 999")
        return titles(movies(plex).all())

    seen = await see(use, many)
    assert len(seen) == len(set(seen)) == 250
    assert seen[:3] == ["Film 000", "Film 000a", "Film 001"]
    assert seen[-1] == "Film 999"


async def test_a_scope_shows_its_items_and_their_relatives_only() -> None:
    async with standing(coast(), scope=(102, 212)) as here:
        seen = await asyncio.to_thread(lambda: _scoped(here.plex()))
    assert seen == (["Ronin"], ["Pier Nine"], ["Low Tide"], ["Men at Work", "Newer"])


def _scoped(plex: PlexServer) -> Any:
    shows = plex.library.section("TV Shows")
    return (
        titles(movies(plex).all()),
        titles(shows.all()),
        titles(shows.searchEpisodes()),
        sorted(titles(movies(plex).collections())),
    )
