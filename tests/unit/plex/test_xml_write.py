"""Items in XML: what a listing says, what only a detail says, and what is left out."""

from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from immutables import Map

from halley.plex.ids import ItemType
from halley.plex.images import ImageKind, Shelf
from halley.plex.items import Element, Item, Rating
from halley.plex.library import Library
from halley.plex.tags import TagKind
from halley.plex.xml.write import container, detail, image_list, listing
from tests.builders import (
    a_collection,
    a_library,
    a_movie,
    a_playlist,
    a_season,
    a_shelf,
    a_show,
    a_track,
    an_album,
    an_artist,
    an_episode,
    the,
)


def parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def names(element: ElementTree.Element) -> Counter[str]:
    return Counter(child.tag for child in element)


def pictured(*kinds: ImageKind) -> dict[ImageKind, Shelf]:
    return {kind: a_shelf(f"metadata://{kind.many}/one") for kind in kinds}


FULL = {
    "genres": ["A", "B", "C"],
    "countries": ["A", "B", "C"],
    "collections": ["A", "B", "C"],
    "directors": ["A", "B", "C"],
    "writers": ["A", "B", "C"],
    "actors": ["A", "B", "C", "D"],
    "producers": ["A"],
    "labels": ["A"],
    "similar": ["A"],
    "guids": ["imdb://tt1"],
    "ratings": [Rating("imdb://image.rating", "7.2", "audience")],
    "locked": ["title"],
}


@pytest.fixture
def library() -> Library:
    return a_library(
        a_movie("Heat", year=1995, **FULL, images=pictured(*ImageKind)),
        a_show(
            "Pier Nine",
            a_season(0, an_episode("Making of")),
            a_season(1, an_episode("Low Tide", plays=2), an_episode("High Tide"), images=pictured(ImageKind.POSTER)),
            year=2015,
            index=1,
            studio="Net",
            slug="pier-nine",
            images=pictured(ImageKind.POSTER, ImageKind.ART, ImageKind.THEME),
            locations=["/data/tv/Pier Nine"],
        ),
        an_artist("The Buoys", an_album("Salt", a_track("Foam"), images=pictured(ImageKind.POSTER)), index=1),
        a_playlist("Rainy days", "Heat", "Low Tide"),
        a_playlist("Empty"),
    )


class TestListing:
    def test_holds_few_tags_by_name_alone(self, library: Library) -> None:
        found = parsed(listing(the(library, "Heat"), library))
        assert names(found) == {
            "Media": 1, "Image": 4, "Genre": 2, "Country": 2, "Collection": 2, "Director": 2, "Writer": 2, "Role": 3,
        }  # fmt: skip
        assert [child.attrib for child in found.findall("Genre")] == [{"tag": "A"}, {"tag": "B"}]

    def test_has_guids_only_where_they_are_asked_for(self, library: Library) -> None:
        heat = the(library, "Heat")
        assert parsed(listing(heat, library)).find("Guid") is None
        assert [one.attrib for one in parsed(listing(heat, library, guids=True)).findall("Guid")] == [{"id": "imdb://tt1"}]

    def test_has_files_but_no_streams(self, library: Library) -> None:
        found = parsed(listing(the(library, "Heat"), library))
        assert len(found.findall("Media/Part")) == 1
        assert found.find(".//Stream") is None

    def test_does_not_say_the_section(self, library: Library) -> None:
        assert not [
            name for name in parsed(listing(the(library, "Heat"), library)).attrib if name.startswith("librarySection")
        ]

    def test_of_a_playlist_names_the_place(self, library: Library) -> None:
        found = parsed(listing(the(library, "Heat"), library, playlist_item_id=7))
        assert found.get("playlistItemID") == "7"


class TestDetail:
    def test_holds_everything_with_ids(self, library: Library) -> None:
        heat = the(library, "Heat")
        found = parsed(detail(heat, library))
        assert names(found) == {
            "Media": 1, "Image": 4, "Guid": 1, "Genre": 3, "Country": 3, "Collection": 3, "Director": 3, "Writer": 3,
            "Role": 4, "Producer": 1, "Label": 1, "Similar": 1, "Rating": 1, "Field": 1,
        }  # fmt: skip
        genre = heat.tags_of(TagKind.GENRE)[0]
        assert found.find("Genre").attrib == {"id": str(genre.id), "filter": f"genre={genre.id}", "tag": "A"}
        assert found.find("Role").get("filter", "").startswith("actor=")
        assert found.find("Field").attrib == {"locked": "1", "name": "title"}
        assert len(found.findall("Media/Part/Stream")) == 2

    def test_says_the_section(self, library: Library) -> None:
        found = parsed(detail(the(library, "Heat"), library)).attrib
        assert found["librarySectionID"] == "1"
        assert found["librarySectionTitle"] == "Movies"
        assert found["librarySectionKey"] == "/library/sections/1"

    def test_shows_chapters_only_where_they_are_asked_for(self, library: Library) -> None:
        chapter = Element("Chapter", Map({"id": "1", "tag": "Opening"}))
        strange = Element("Strange", Map(), (Element("Inner", Map({"x": "1"})),))
        heat = replace(the(library, "Heat"), others=(chapter, strange))
        assert parsed(detail(heat, library)).find("Chapter") is None
        assert parsed(detail(heat, library, frozenset({"chapters"}))).find("Chapter").get("tag") == "Opening"
        assert parsed(detail(heat, library)).find("Strange/Inner").get("x") == "1"

    def test_shows_locations_of_shows(self, library: Library) -> None:
        show = the(library, "Pier Nine")
        assert parsed(detail(show, library)).find("Location").get("path") == "/data/tv/Pier Nine"
        assert parsed(listing(show, library)).find("Location") is None


class TestLeftOut:
    @pytest.mark.parametrize("name", ["viewCount", "skipCount", "viewOffset", "userRating"])
    def test_counters_of_zero(self, library: Library, name: str) -> None:
        item = replace(the(library, "Heat"), attributes=the(library, "Heat").attributes.set(name, "0"))
        assert name not in parsed(detail(item, library)).attrib

    def test_a_sort_title_that_is_the_title(self, library: Library) -> None:
        heat = the(library, "Heat").with_attribute("titleSort", "Heat")
        assert "titleSort" not in parsed(detail(heat, library)).attrib
        assert parsed(detail(heat.with_attribute("titleSort", "!Heat"), library)).get("titleSort") == "!Heat"

    def test_empty_attributes_but_the_summary_which_servers_always_write(self, library: Library) -> None:
        item = replace(the(library, "Heat"), attributes=the(library, "Heat").attributes.set("tagline", ""))
        found = parsed(detail(item, library)).attrib
        assert "tagline" not in found
        assert found["summary"] == ""


class TestHierarchy:
    def test_a_season_tells_its_show(self, library: Library) -> None:
        show = the(library, "Pier Nine")
        found = parsed(listing(the(library, "Season 1"), library)).attrib
        assert {name: found[name] for name in found if name.startswith("parent")} == {
            "parentRatingKey": str(show.key),
            "parentKey": f"/library/metadata/{show.key}",
            "parentGuid": show.attributes["guid"],
            "parentSlug": "pier-nine",
            "parentStudio": "Net",
            "parentTitle": "Pier Nine",
            "parentIndex": "1",
            "parentYear": "2015",
            "parentThumb": f"/library/metadata/{show.key}/thumb/{show.updated_at}",
            "parentTheme": f"/library/metadata/{show.key}/theme/{show.updated_at}",
        }
        assert found["art"] == f"/library/metadata/{show.key}/art/{show.updated_at}"

    def test_an_episode_tells_season_and_show(self, library: Library) -> None:
        show, season = the(library, "Pier Nine"), the(library, "Season 1")
        found = parsed(listing(the(library, "Low Tide"), library)).attrib
        assert {name: found[name] for name in found if "parent" in name} == {
            "parentRatingKey": str(season.key),
            "parentKey": f"/library/metadata/{season.key}",
            "parentGuid": season.attributes["guid"],
            "parentTitle": "Season 1",
            "parentIndex": "1",
            "parentYear": "2015",
            "parentThumb": f"/library/metadata/{season.key}/thumb/{season.updated_at}",
            "grandparentRatingKey": str(show.key),
            "grandparentKey": f"/library/metadata/{show.key}",
            "grandparentGuid": show.attributes["guid"],
            "grandparentSlug": "pier-nine",
            "grandparentTitle": "Pier Nine",
            "grandparentThumb": f"/library/metadata/{show.key}/thumb/{show.updated_at}",
            "grandparentArt": f"/library/metadata/{show.key}/art/{show.updated_at}",
            "grandparentTheme": f"/library/metadata/{show.key}/theme/{show.updated_at}",
        }

    def test_a_renamed_show_is_told_by_its_episodes_at_once(self, library: Library) -> None:
        renamed = library.with_item(the(library, "Pier Nine").with_attribute("title", "Pier Ten"))
        assert parsed(listing(the(library, "Low Tide"), renamed)).get("grandparentTitle") == "Pier Ten"

    def test_a_track_keeps_its_disc_and_shows_its_albums_cover(self, library: Library) -> None:
        album = the(library, "Salt")
        found = parsed(listing(the(library, "Foam").with_attribute("parentIndex", "2"), library)).attrib
        assert found["parentIndex"] == "2"
        assert found["thumb"] == found["parentThumb"] == f"/library/metadata/{album.key}/thumb/{album.updated_at}"
        assert found["grandparentTitle"] == "The Buoys"

    def test_what_was_read_stays_where_the_parent_is_unknown(self, library: Library) -> None:
        alone = the(library, "Low Tide").with_attribute("grandparentTitle", "As read")
        partial = Library(library.server)
        found = parsed(listing(alone, partial)).attrib
        assert found["grandparentTitle"] == "As read"
        assert found["parentRatingKey"] == str(alone.parent)

    def test_an_episode_whose_season_is_hidden_does_not_name_it(self, library: Library) -> None:
        found = parsed(listing(the(library, "Low Tide").with_attribute("skipParent", "1"), library)).attrib
        assert "parentKey" not in found
        assert "parentRatingKey" not in found
        assert found["grandparentTitle"] == "Pier Nine"

    def test_what_is_below_is_counted_specials_included(self, library: Library) -> None:
        found = parsed(listing(the(library, "Pier Nine"), library)).attrib
        assert (found["leafCount"], found["viewedLeafCount"], found["childCount"]) == ("3", "1", "2")
        assert parsed(listing(the(library, "Season 1"), library)).get("leafCount") == "2"

    def test_counts_that_were_read_are_kept(self, library: Library) -> None:
        item = the(library, "Pier Nine").with_attribute("leafCount", "20")
        assert parsed(detail(item, library)).get("leafCount") == "20"

    @pytest.mark.parametrize(
        ("title", "key"),
        [
            ("Heat", "/library/metadata/{}"),
            ("Pier Nine", "/library/metadata/{}/children"),
            ("Season 1", "/library/metadata/{}/children"),
            ("Low Tide", "/library/metadata/{}"),
            ("Salt", "/library/metadata/{}/children"),
            ("Rainy days", "/playlists/{}/items"),
        ],
    )
    def test_the_key_leads_to_what_an_item_holds(self, library: Library, title: str, key: str) -> None:
        item = the(library, title)
        assert parsed(listing(item, library)).get("key") == key.format(item.key)


class TestPictures:
    def test_paths_end_in_the_moment_of_the_last_change(self, library: Library) -> None:
        heat = the(library, "Heat").with_attribute("updatedAt", "1800000000")
        found = parsed(listing(heat, library))
        assert found.get("thumb") == f"/library/metadata/{heat.key}/thumb/1800000000"
        assert {one.get("type"): one.get("url") for one in found.findall("Image")} == {
            "coverPoster": f"/library/metadata/{heat.key}/thumb/1800000000",
            "background": f"/library/metadata/{heat.key}/art/1800000000",
            "clearLogo": f"/library/metadata/{heat.key}/clearLogo/1800000000",
            "backgroundSquare": f"/library/metadata/{heat.key}/squareArt/1800000000",
        }

    def test_an_item_without_a_chosen_poster_has_none(self, library: Library) -> None:
        heat = the(library, "Heat")
        heat = heat.with_shelf(ImageKind.POSTER, heat.shelf(ImageKind.POSTER).selecting(None))
        found = parsed(listing(heat, library))
        assert found.get("thumb") is None
        assert not found.findall("Image[@type='coverPoster']")

    def test_pictures_that_were_read_stay_until_ours_replace_them(self, library: Library) -> None:
        item = the(library, "Heat")
        image = Element("Image", Map({"type": "coverPoster", "url": "/library/metadata/101/thumb/5", "alt": "Heat"}))
        read = replace(item, images=Map(), others=(image,)).with_attribute("thumb", f"/library/metadata/{item.key}/thumb/5")
        assert parsed(listing(read, library)).get("thumb") == f"/library/metadata/{item.key}/thumb/5"
        ours = read.with_shelf(ImageKind.POSTER, a_shelf("upload://posters/aa"))
        found = parsed(listing(ours, library))
        assert found.get("thumb") == f"/library/metadata/{item.key}/thumb/{item.updated_at}"
        assert [one.get("url") for one in found.findall("Image")] == [found.get("thumb")]

    def test_an_entry_of_the_server_has_a_key_with_a_question_mark_and_escaped_dots(self, library: Library) -> None:
        name = "media://1/a864.bundle/Contents/Thumbnails/thumb1.jpg"
        item = the(library, "Heat").with_shelf(ImageKind.POSTER, a_shelf(name, "upload://posters/3f"))
        first, second = (parsed(one).attrib for one in image_list(item, ImageKind.POSTER))
        path = (
            f"/library/metadata/{item.key}/file?url=media%3A%2F%2F1%2Fa864%2Ebundle%2FContents%2FThumbnails%2Fthumb1%2Ejpg"
        )
        assert first == {"key": path, "ratingKey": name, "selected": "1", "thumb": path}
        assert second["selected"] == "0"

    def test_an_entry_from_elsewhere_is_its_own_address(self, library: Library) -> None:
        name = "https://image.example.org/x.jpg"
        item = the(library, "Heat").with_shelf(ImageKind.POSTER, a_shelf(name))
        assert parsed(image_list(item, ImageKind.POSTER)[0]).get("key") == name

    def test_themes_are_tracks(self, library: Library) -> None:
        assert parsed(image_list(the(library, "Heat"), ImageKind.THEME)[0]).tag == "Track"

    def test_an_episodes_own_picture_is_a_snapshot(self, library: Library) -> None:
        item = the(library, "Low Tide").with_shelf(ImageKind.POSTER, a_shelf("media://1"))
        assert [one.get("type") for one in parsed(listing(item, library)).findall("Image")] == ["snapshot"]


class TestCollections:
    @pytest.fixture
    def library(self) -> Library:
        return a_library(
            a_movie("Heat", genres=["Crime"]),
            a_movie("Ronin", genres=["Crime"]),
            a_movie("Up", genres=["Animation"]),
            a_collection("Two", "Heat", "Up", labels=["Kometa"], preferences={"collectionMode": "0", "collectionSort": "2"}),
            a_collection("Crimes", rule="type=1&genre=1"),
        )

    def test_a_plain_one_counts_its_members(self, library: Library) -> None:
        found = parsed(listing(the(library, "Two"), library)).attrib
        assert found["childCount"] == "2"
        assert found["key"] == f"/library/collections/{found['ratingKey']}/children"
        assert "smart" not in found

    def test_a_smart_one_counts_what_it_finds_and_shows_its_rule(self, library: Library) -> None:
        found = parsed(listing(the(library, "Crimes"), library)).attrib
        assert (found["smart"], found["childCount"]) == ("1", "2")
        assert found["content"].endswith("/library/sections/1/all?type=1&genre=1")

    def test_mode_and_order_are_attributes_of_both_forms(self, library: Library) -> None:
        item = the(library, "Two")
        for text in (listing(item, library), detail(item, library)):
            assert (parsed(text).get("collectionMode"), parsed(text).get("collectionSort")) == ("0", "2")
        assert parsed(detail(the(library, "Crimes"), library)).get("collectionMode") is None

    def test_without_a_poster_it_shows_a_collage(self, library: Library) -> None:
        item = the(library, "Two")
        collage = f"/library/collections/{item.key}/composite/{item.updated_at}?width=400&height=600"
        assert parsed(listing(item, library)).get("thumb") == collage
        read = item.with_attribute("thumb", collage).with_shelf(ImageKind.POSTER, Shelf())
        assert parsed(listing(read, library)).get("thumb") == collage
        ours = item.with_shelf(ImageKind.POSTER, a_shelf("upload://posters/1"))
        assert parsed(listing(ours, library)).get("thumb") == f"/library/metadata/{item.key}/thumb/{item.updated_at}"

    def test_labels_are_in_details_only(self, library: Library) -> None:
        assert parsed(listing(the(library, "Two"), library)).find("Label") is None
        assert parsed(detail(the(library, "Two"), library)).find("Label").get("tag") == "Kometa"

    def test_preferences_list_what_may_be_chosen(self, library: Library) -> None:
        found = parsed(detail(the(library, "Two"), library, frozenset({"preferences"})))
        settings = {one.get("id"): one for one in found.findall("Preferences/Setting")}
        assert settings["collectionMode"].get("value") == "0"
        assert settings["collectionMode"].get("enumValues", "").startswith("-1:")
        assert [part.split(":")[0] for part in settings["collectionSort"].get("enumValues", "").split("|")] == [
            "0",
            "1",
            "2",
        ]
        assert settings["collectionFilterBasedOnUser"].get("value") == "0"


class TestPlaylists:
    def test_a_playlist_counts_its_places_and_their_length(self, library: Library) -> None:
        found = parsed(detail(the(library, "Rainy days"), library)).attrib
        assert found["leafCount"] == "2"
        assert found["composite"].startswith(f"/playlists/{found['ratingKey']}/composite/")
        assert "librarySectionID" not in found

    def test_an_empty_one_has_no_collage_and_no_length(self, library: Library) -> None:
        found = parsed(detail(the(library, "Empty"), library)).attrib
        assert found["leafCount"] == "0"
        assert not {"composite", "duration"} & found.keys()


class TestText:
    def test_text_survives_a_parser(self, library: Library) -> None:
        nasty = "<\"Tom\" & 'Jerry'>\n\ttwo\r\nlines Ünï 🎬"
        item = the(library, "Heat").with_attribute("summary", nasty)
        assert parsed(listing(item, library)).get("summary") == nasty

    def test_what_xml_forbids_is_dropped(self, library: Library) -> None:
        item = the(library, "Heat").with_attribute("title", "He\x00a\x1bt\ud800\uffff")
        assert parsed(listing(item, library)).get("title") == "Heat"

    def test_a_field_that_is_no_name_is_left_out(self, library: Library) -> None:
        item = the(library, "Heat").with_attribute('x"><evil', "1")
        assert "evil" not in listing(item, library)

    def test_a_container_is_one_document_with_its_size_first(self, library: Library) -> None:
        body = container({"librarySectionID": 1, "size": 1}, [listing(the(library, "Heat"), library)])
        assert body.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<MediaContainer size="1" librarySectionID="1">')
        assert ElementTree.fromstring(body).find("Video") is not None

    @pytest.mark.parametrize("kind", list(ItemType), ids=lambda kind: kind.word)
    def test_every_kind_has_its_element(self, library: Library, kind: ItemType) -> None:
        item = replace(the(library, "Heat"), type=kind, tags=Map())
        assert isinstance(item, Item)
        assert parsed(detail(item, library)).tag == kind.element
