"""Sections, hubs, choices, settings, the server itself, and the pages that say no."""

from dataclasses import dataclass, replace
from xml.etree import ElementTree

import pytest
from immutables import Map
from plexapi.settings import Setting as ClientSetting

from halley.changes.apply.preferences import DEFAULTS
from halley.plex.ids import ItemType, SectionId
from halley.plex.library import Hub
from halley.plex.tags import Tag, TagKind
from halley.plex.xml.pages import error_page
from halley.plex.xml.rows import Account, Activity
from halley.plex.xml.settings import OF_ITEMS, OF_SECTIONS, OF_SERVER, Setting
from halley.plex.xml.write import (
    account,
    activity,
    choice,
    hub,
    hub_of_results,
    identity,
    item_settings,
    root,
    section_directory,
    section_settings,
    server_settings,
    setting,
    tag_result,
)
from tests.builders import MACHINE, a_library, a_movie, a_section, the


def attributes(text: str) -> dict[str, str]:
    return ElementTree.fromstring(text).attrib


def read_by_client(text: str) -> ClientSetting:
    return ClientSetting(None, ElementTree.fromstring(text))


class TestSections:
    def test_a_section_says_what_kometa_picks_it_by(self) -> None:
        found = attributes(section_directory(a_section(4, "TV & more", ItemType.SHOW)))
        assert {name: found[name] for name in ("key", "title", "type", "allowSync", "agent", "language")} == {
            "key": "4", "title": "TV & more", "type": "show", "allowSync": "1",
            "agent": "tv.plex.agents.series", "language": "en-US",
        }  # fmt: skip

    def test_its_folders_have_ids_of_their_own(self) -> None:
        section = replace(a_section(4, "TV"), locations=("/a", "/b"))
        found = ElementTree.fromstring(section_directory(section)).findall("Location")
        assert [one.get("path") for one in found] == ["/a", "/b"]
        assert len({one.get("id") for one in found}) == 2

    def test_hiding_it_is_seen_on_the_section(self) -> None:
        section = replace(a_section(4, "TV"), preferences=Map({"hidden": "2"}))
        assert attributes(section_directory(section))["hidden"] == "2"


class TestHubs:
    @pytest.mark.parametrize(
        ("own", "shared", "word"),
        [(True, True, "all"), (True, False, "admin"), (False, True, "shared"), (False, False, "none")],
    )
    def test_where_a_row_is_shown_is_one_word_too(self, own: bool, shared: bool, word: str) -> None:
        found = attributes(hub(Hub("custom.collection.1.9", "Coast", own_home=own, shared_home=shared)))
        assert found["homeVisibility"] == word
        assert (found["promotedToOwnHome"], found["promotedToSharedHome"]) == ("01"[own], "01"[shared])
        assert found["recommendationsVisibility"] == "none"

    def test_only_rows_of_people_are_deletable(self) -> None:
        assert attributes(hub(Hub("custom.collection.1.9", "Coast", deletable=True)))["deletable"] == "1"
        assert "deletable" not in attributes(hub(Hub("movie.recentlyadded", "Recently added")))

    def test_a_row_of_search_results_counts_what_it_holds(self) -> None:
        found = ElementTree.fromstring(
            hub_of_results("actor", "Actors", "actor", ['<Directory tag="A"/>', '<Directory tag="B"/>'])
        )
        assert (found.get("size"), found.get("type"), len(found)) == ("2", "actor", 2)


@dataclass(frozen=True)
class Value:
    key: str
    title: str
    thumb: str | None = None


class TestChoicesAndTags:
    def test_a_choice_leads_to_its_items(self) -> None:
        assert attributes(choice(Value("231", "Comedy"), SectionId(1), "genre")) == {
            "fastKey": "/library/sections/1/all?genre=231", "key": "231", "title": "Comedy", "type": "genre",
        }  # fmt: skip

    def test_people_have_a_picture(self) -> None:
        assert attributes(choice(Value("60", "An Actor", "https://e.org/a.jpg"), SectionId(1), "actor"))["thumb"]

    def test_a_person_is_found_as_kometa_looks_for_one(self) -> None:
        found = attributes(tag_result(Tag(TagKind.ROLE, "An Actor", 60), a_section(1, "Movies"), count=3))
        wanted = {"tagType": "6", "librarySectionID": "1", "tag": "An Actor", "id": "60", "type": "tag", "count": "3"}
        assert wanted.items() <= found.items()


class TestSettings:
    @pytest.mark.parametrize(
        "one", [*OF_SERVER, *OF_SECTIONS, *(one for table in OF_ITEMS.values() for one in table)], ids=lambda one: one.id
    )
    def test_the_client_reads_every_setting_with_all_its_choices(self, one: Setting) -> None:
        found = read_by_client(setting(one))
        assert found.type in ClientSetting.TYPES
        assert found.value == found.default
        keys = list(found.enumValues) if found.enumValues else []
        assert [str(key) for key in keys] == [key for key, _ in one.choices]
        assert not one.choices or found.value in keys

    def test_kometa_finds_the_settings_that_it_asks_the_server_for(self) -> None:
        found = {
            attributes(text)["id"]: attributes(text)["value"]
            for text in server_settings({"DatabaseCacheSize": "512"}, "Attic")
        }
        assert found["DatabaseCacheSize"] == "512"
        assert found["FriendlyName"] == "Attic"
        assert {"ButlerUpdateChannel", "ButlerStartHour", "ButlerEndHour", "CinemaTrailersPrerollID"} <= found.keys()

    def test_a_setting_that_no_table_knows_is_shown(self) -> None:
        found = [attributes(text) for text in server_settings({"Unheard": "x"}, "Attic")]
        assert [one["value"] for one in found if one["id"] == "Unheard"] == ["x"]

    def test_ratings_source_of_a_section_has_labels(self) -> None:
        section = replace(a_section(1, "Movies"), preferences=Map({"ratingsSource": "imdb"}))
        found = next(read_by_client(text) for text in section_settings(section) if 'id="ratingsSource"' in text)
        assert found.enumValues[found.value] == "IMDb"

    def test_shows_have_more_of_them(self) -> None:
        ids = {attributes(text)["id"] for text in section_settings(a_section(2, "TV", ItemType.SHOW))}
        assert {"episodeSort", "flattenSeasons", "showOrdering"} <= ids

    def test_an_item_shows_what_it_was_set_to(self) -> None:
        library = a_library(a_movie("Heat", preferences={"languageOverride": "de-DE"}))
        found = ElementTree.fromstring(item_settings(the(library, "Heat")))
        assert {one.get("id"): one.get("value") for one in found} == {
            "languageOverride": "de-DE", "useOriginalTitle": "-1", "enableCreditsMarkerGeneration": "-1",
        }  # fmt: skip

    def test_defaults_are_those_that_changes_go_by(self) -> None:
        assert {one.id: one.default for table in OF_ITEMS.values() for one in table} == DEFAULTS


class TestServer:
    def test_the_root_says_who_the_server_is(self) -> None:
        found = ElementTree.fromstring(root(a_library()))
        assert found.get("machineIdentifier") == MACHINE
        assert found.get("friendlyName") == "Testplex"
        assert found.get("allowMediaDeletion") == "1"
        assert found.get("size") == str(len(found))

    def test_deletion_that_is_switched_off_is_not_mentioned(self) -> None:
        library = replace(a_library(), preferences=Map({"allowMediaDeletion": "0"}))
        assert ElementTree.fromstring(root(library)).get("allowMediaDeletion") is None

    def test_identity_is_short(self) -> None:
        assert ElementTree.fromstring(identity(a_library().server)).attrib == {
            "size": "0", "apiVersion": "1.1.1", "claimed": "1", "machineIdentifier": MACHINE,
            "version": "1.41.9.9961-46083195d",
        }  # fmt: skip

    def test_accounts_and_activities_have_their_shape(self) -> None:
        assert attributes(account(Account(1, "owner")))["key"] == "/accounts/1"
        busy = ElementTree.fromstring(activity(Activity("u", "library.update.section", "Scanning", section=SectionId(1))))
        assert busy.find("Context").get("librarySectionID") == "1"

    def test_a_refusal_is_a_page_of_91_bytes(self) -> None:
        assert len(error_page(401)) == 91
        assert b"<title>Not Found</title>" in error_page(404)
