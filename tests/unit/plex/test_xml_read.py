"""What a server wrote is read whole: nothing that an item says is lost on the way through the model and back."""

from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from immutables import Map

from halley.errors import BrokenAnswer
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.images import ImageEntry, ImageKind, Shelf
from halley.plex.items import Element, Item, Media, Part, Rating, Stream
from halley.plex.library import Library, Server
from halley.plex.tags import Tag, TagKind
from halley.plex.xml.parts import FLAGS
from halley.plex.xml.read import (
    is_item,
    read_container,
    read_item,
    read_section,
    read_server,
    read_shelf,
    read_text,
)
from halley.plex.xml.settings import OF_ITEMS
from halley.plex.xml.write import (
    container,
    detail,
    image_list,
    listing,
    root,
    section_directory,
)
from tests.builders import a_library, a_movie, a_season, a_section, a_shelf, a_show, an_episode, the

NOBODY = Library(Server("m"))
EVERYTHING = frozenset(FLAGS.values())

Shape = tuple[str, tuple[tuple[str, str], ...], tuple["Shape", ...]]


def shape(element: ElementTree.Element) -> Shape:
    """What an element says, whatever the order; an empty attribute says nothing."""
    attributes = tuple(sorted((name, value) for name, value in element.attrib.items() if value))
    return element.tag, attributes, tuple(sorted(shape(child) for child in element))


def said(text: str) -> Shape:
    return shape(ElementTree.fromstring(text))


def there_and_back(text: str, flags: frozenset[str] = frozenset()) -> Shape:
    return said(detail(read_item(read_text(text), None), NOBODY, flags))


# What real servers send, in shape; all names are made up.
MOVIE = """
<Video ratingKey="101" key="/library/metadata/101" guid="plex://movie/5d7768258a91e5001f21aa01" slug="harbor-lights"
  editionTitle="Extended" studio="Quay Films" type="movie" title="The Harbor Lights" titleSort="Harbor Lights"
  librarySectionTitle="Movies" librarySectionID="1" librarySectionKey="/library/sections/1" contentRating="PG-13"
  summary="Two &amp; more&#10;lines" rating="7.4" audienceRating="8.1" userRating="9.0" viewCount="2" viewOffset="600000"
  year="2004" thumb="/library/metadata/101/thumb/1760000000" art="/library/metadata/101/art/1760000000"
  theme="/library/metadata/101/theme/1760000000" duration="6660000" updatedAt="1760000000" newIn2027="yes">
  <Media id="201" duration="6660000" videoResolution="4k">
    <Part id="301" key="/library/parts/301/1650000000/file.mkv" file="/data/movies/film.mkv">
      <Stream id="401" streamType="1" codec="hevc" DOVIPresent="1"/>
      <Stream id="402" streamType="2" codec="truehd" displayTitle="English (TrueHD 7.1)"/>
      <PartSurprise x="1"/>
    </Part>
    <MediaSurprise y="2"/>
  </Media>
  <Image alt="The Harbor Lights" type="coverPoster" url="/library/metadata/101/thumb/1760000000"/>
  <Image alt="The Harbor Lights" type="clearLogo" url="/library/metadata/101/clearLogo/1760000000"/>
  <UltraBlurColors topLeft="23303c" topRight="4a1d10" bottomRight="0d3a44" bottomLeft="120f22"/>
  <Genre id="231" filter="genre=231" tag="Comedy"/>
  <Country id="8" tag="Canada" count="12"/>
  <Guid id="imdb://tt0000101"/><Guid id="tmdb://10101"/>
  <Rating image="imdb://image.rating" value="7.2" type="audience"/>
  <Rating image="rottentomatoes://image.rating.ripe" value="7.4" type="critic" count="99"/>
  <Collection id="310" filter="collection=310" tag="Harbor Collection" guid="collection://6c2f"/>
  <Director id="57" filter="director=57" tag="A. Director" tagKey="5d77682f" thumb="https://example.org/a.jpg"/>
  <Role id="60" filter="actor=60" tag="An Actor" tagKey="5d77683a" role="Captain"/>
  <Label id="90" filter="label=90" tag="Overlay"/>
  <Field locked="1" name="thumb"/><Field locked="1" name="label"/>
  <Chapter id="1" filter="thumb=9" tag="Opening" index="1" startTimeOffset="0" endTimeOffset="300000"/>
  <Marker id="2" type="credits" startTimeOffset="1" endTimeOffset="2" final="1"><Attributes id="3" version="4"/></Marker>
  <CommonSenseMedia oneLiner="x" id="5"><AgeRating type="official" rating="0" age="13"/></CommonSenseMedia>
</Video>
"""
EPISODE = """
<Video ratingKey="521" key="/library/metadata/521" parentRatingKey="510" grandparentRatingKey="500"
  guid="plex://episode/1" parentGuid="plex://season/1" grandparentGuid="plex://show/1" grandparentSlug="pier-nine"
  type="episode" title="Low Tide" grandparentKey="/library/metadata/500" parentKey="/library/metadata/510"
  grandparentTitle="Pier Nine" parentTitle="Season 1" librarySectionID="2" librarySectionTitle="TV"
  librarySectionKey="/library/sections/2" index="1" parentIndex="1" parentYear="2015" year="2015"
  thumb="/library/metadata/521/thumb/1" art="/library/metadata/500/art/2" parentThumb="/library/metadata/510/thumb/3"
  grandparentThumb="/library/metadata/500/thumb/2" grandparentArt="/library/metadata/500/art/2"
  grandparentTheme="/library/metadata/500/theme/2"><Media id="1"/></Video>
"""
HIDDEN_SEASON = EPISODE.replace('parentRatingKey="510" ', "", 1).replace(
    'parentKey="/library/metadata/510"', 'skipParent="1"'
)
SHOW = """
<Directory ratingKey="500" key="/library/metadata/500/children" guid="plex://show/5d9c" type="show" title="Pier Nine"
  index="1" leafCount="20" viewedLeafCount="3" childCount="2" seasonCount="2" network="Net" episodeSort="0"
  flattenSeasons="1" skipChildren="1" thumb="/library/metadata/500/thumb/1"><Genre id="1" filter="genre=1" tag="Drama"/>
  <Location path="/data/tv/Pier Nine"/><Location path="/data/more" id="7"/></Directory>
"""
SEASON = """
<Directory ratingKey="510" key="/library/metadata/510/children" parentRatingKey="500" guid="plex://season/1"
  parentGuid="plex://show/1" type="season" title="Season 1" parentKey="/library/metadata/500" parentTitle="Pier Nine"
  summary="" index="1" parentIndex="1" art="/library/metadata/500/art/1" parentThumb="/library/metadata/500/thumb/1"
  leafCount="10" viewedLeafCount="3" audioLanguage="de-DE"/>
"""
COLLECTION = """
<Directory ratingKey="900" key="/library/collections/900/children" guid="collection://6c2f" type="collection"
  title="Harbor Collection" titleSort="!010 Harbor" subtype="movie" smart="1"
  content="server://MID/com.plexapp.plugins.library/library/sections/1/all?type=1&amp;sort=titleSort&amp;genre=231"
  index="310" thumb="/library/collections/900/composite/5?width=400&amp;height=600" updatedAt="7" childCount="12"
  collectionMode="0" collectionSort="2" librarySectionID="1" librarySectionKey="/library/sections/1">
  <Field locked="1" name="title"/><Label id="91" filter="label=91" tag="Kometa"/></Directory>
"""
COLLECTION_BY_METADATA = COLLECTION.replace("/library/collections/900/children", "/library/metadata/900/children")
PLAYLIST = """
<Playlist ratingKey="70" key="/playlists/70/items" guid="com.plexapp.agents.none://9a8f" type="playlist" title="Rainy days"
  summary="" smart="0" playlistType="video" composite="/playlists/70/composite/3" icon="" viewCount="2" duration="5054000"
  leafCount="2" addedAt="1" updatedAt="3" allowSync="1"/>
"""


@pytest.mark.parametrize(
    "text",
    [MOVIE, EPISODE, HIDDEN_SEASON, SHOW, SEASON, COLLECTION, COLLECTION_BY_METADATA, PLAYLIST],
    ids="movie episode hidden-season show season collection collection-by-metadata playlist".split(),
)
def test_what_a_real_server_sends_comes_back_equal(text: str) -> None:
    assert there_and_back(text, EVERYTHING - {"preferences"}) == said(text)


def test_the_model_knows_what_the_xml_said() -> None:
    item = read_item(read_text(MOVIE), None)
    assert (item.key, item.type, item.section, item.parent) == (101, ItemType.MOVIE, 1, None)
    assert item.title == "The Harbor Lights"
    assert item.attributes["newIn2027"] == "yes"
    assert item.attributes["summary"] == "Two & more\nlines"
    assert [tag.text for tag in item.tags_of(TagKind.LABEL)] == ["Overlay"]
    assert item.tags_of(TagKind.ROLE)[0] == Tag(TagKind.ROLE, "An Actor", 60, Map({"tagKey": "5d77683a", "role": "Captain"}))
    assert item.guids == ("imdb://tt0000101", "tmdb://10101")
    assert item.locked == {"thumb", "label"}
    assert [stream.type for stream in item.media[0].streams] == [1, 2]
    assert item.images == Map()


def test_an_episode_knows_its_season_and_keeps_what_it_said_of_its_show() -> None:
    item = read_item(read_text(EPISODE), None)
    assert item.parent == 510
    assert item.attributes["grandparentTitle"] == "Pier Nine"


def test_mode_and_order_of_a_collection_are_preferences() -> None:
    item = read_item(read_text(COLLECTION), None)
    assert item.preferences == Map({"collectionMode": "0", "collectionSort": "2"})


def test_a_listed_item_is_in_the_section_that_was_asked() -> None:
    item = read_item(read_text('<Video ratingKey="1" type="movie" title="Heat"/>'), SectionId(3))
    assert item.section == 3
    assert ("librarySectionID", "3") in said(detail(item, NOBODY))[1]


def test_preferences_that_were_read_keep_the_servers_own_words_and_take_new_values() -> None:
    text = """<Directory ratingKey="9" type="collection" title="C" childCount="1"><Preferences>
      <Setting id="collectionMode" default="-1" value="2" enumValues="-1:X|2:Y"/>
      <Setting id="strange" default="a" value="a"/></Preferences></Directory>"""
    item = read_item(read_text(text), SectionId(1))
    assert item.preferences == Map({"collectionMode": "2"})
    changed = replace(item, preferences=Map({"strange": "b"}))
    found = ElementTree.fromstring(detail(changed, NOBODY, frozenset({"preferences"}))).findall("Preferences/Setting")
    assert [(one.get("id"), one.get("value"), one.get("enumValues")) for one in found] == [
        ("collectionMode", "-1", "-1:X|2:Y"),
        ("strange", "b", None),
    ]
    assert len(found) == 2


# --- any item ------------------------------------------------------------------------------------------------------------

words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("<>&\"'\n\t"), min_size=1, max_size=12
)
attribute_names = st.sampled_from(
    "summary tagline studio rating year index originalTitle newIn2027 audienceRating x-y".split()
)
elements = st.deferred(
    lambda: st.builds(
        Element,
        st.sampled_from(["UltraBlurColors", "Surprise", "Chapter", "Marker", "Extras"]),
        st.dictionaries(st.sampled_from(["id", "x", "url"]), words, max_size=2).map(Map),
        st.lists(elements, max_size=1).map(tuple),
    )
)
maps = st.dictionaries(st.sampled_from(["id", "key", "codec", "videoResolution"]), words, max_size=3).map(Map)
streams = st.builds(Stream, st.builds(lambda kind, more: more.set("streamType", kind), st.sampled_from("1234"), maps))
parts = st.builds(Part, maps, st.lists(streams, max_size=2).map(tuple), st.lists(elements, max_size=1).map(tuple))
media = st.builds(Media, maps, st.lists(parts, max_size=2).map(tuple), st.lists(elements, max_size=1).map(tuple))


@st.composite
def tags(draw: st.DrawFn) -> Map[TagKind, tuple[Tag, ...]]:
    kinds = draw(st.lists(st.sampled_from(list(TagKind)), unique=True, max_size=4))
    more = st.dictionaries(st.sampled_from(["role", "thumb", "tagKey"]), words, max_size=2).map(Map)
    return Map(
        {
            kind: tuple(
                draw(st.lists(st.builds(Tag, st.just(kind), words, st.integers(0, 99), more), min_size=1, max_size=3))
            )
            for kind in kinds
        }
    )


@st.composite
def preferences(draw: st.DrawFn, kind: ItemType) -> Map[str, str]:
    table = OF_ITEMS.get(kind, ())
    chosen = draw(st.lists(st.sampled_from(table), unique=True, max_size=3)) if table else []
    values = {one.id: draw(st.sampled_from([key for key, _ in one.choices if key != one.default])) for one in chosen}
    return Map(values)


@st.composite
def items(draw: st.DrawFn, only: ItemType | None = None) -> Item:
    kind = only or draw(st.sampled_from(list(ItemType)))
    return Item(
        key=RatingKey(draw(st.integers(1, 999))),
        type=kind,
        section=None if kind is ItemType.PLAYLIST else SectionId(draw(st.integers(1, 3))),
        attributes=Map(
            {**draw(st.dictionaries(attribute_names, words, max_size=5)), "title": draw(words), "updatedAt": "7"}
        ),
        parent=RatingKey(1000 + draw(st.integers(1, 9))) if kind.parent else None,
        tags=draw(tags()),
        guids=tuple(draw(st.lists(words, max_size=2))),
        ratings=tuple(draw(st.lists(st.builds(Rating, words, words, words), max_size=2))),
        media=tuple(draw(st.lists(media, max_size=2))),
        images=draw(
            st.dictionaries(st.sampled_from(list(ImageKind)), st.just(a_shelf("upload://posters/1")), max_size=2).map(Map)
        ),
        locked=frozenset(draw(st.lists(words, max_size=2))),
        locations=tuple(draw(st.lists(words, max_size=2))),
        preferences=draw(preferences(kind)),
        others=tuple(draw(st.lists(elements, max_size=2))),
    )


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(items())
def test_a_detail_is_read_as_the_item_that_was_written(item: Item) -> None:
    """Normal form: pictures come back as the paths and `Image` elements that name them, all else as it was."""
    text = detail(item, NOBODY, EVERYTHING - {"preferences"})
    again = read_item(read_text(text), None)
    for name in "key type section parent tags guids ratings media locked locations preferences".split():
        assert getattr(again, name) == getattr(item, name), name
    kept = {name: value for name, value in item.attributes.items() if name != "titleSort"}
    assert {name: again.attributes.get(name) for name in kept} == kept
    assert Counter(item.others) == Counter(one for one in again.others if one.name != "Image")
    assert said(detail(again, NOBODY, EVERYTHING - {"preferences"})) == said(text)


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(items(ItemType.EPISODE), items(ItemType.SEASON), items(ItemType.SHOW))
def test_what_follows_from_the_hierarchy_outlives_a_parent_that_was_never_read(low: Item, middle: Item, top: Item) -> None:
    top = replace(top, key=RatingKey(1), section=SectionId(1))
    middle = replace(middle, key=RatingKey(2), parent=RatingKey(1), section=SectionId(1))
    low = replace(low, key=RatingKey(3), parent=RatingKey(2), section=SectionId(1))
    library = NOBODY.with_new_items([top, middle, low])
    for item in (low, middle):
        text = detail(item, library)
        assert said(detail(read_item(read_text(text), None), NOBODY)) == said(text)


@pytest.mark.parametrize("title", ["Heat", "Pier Nine", "Season 1", "Low Tide"])
def test_a_listing_is_read_too(title: str) -> None:
    library = a_library(
        a_movie("Heat", genres=["A"], guids=["imdb://tt1"]),
        a_show("Pier Nine", a_season(1, an_episode("Low Tide"))),
    )
    item = the(library, title)
    again = read_item(read_text(listing(item, library, guids=True)), item.section)
    assert (again.key, again.type, again.section, again.parent) == (item.key, item.type, item.section, item.parent)
    assert again.title == title
    assert again.guids == item.guids
    assert not again.locked


# --- answers -------------------------------------------------------------------------------------------------------------


def test_a_shelf_is_read_as_it_was_written() -> None:
    shelf = Shelf(
        (
            ImageEntry("metadata://posters/a", "tmdb"),
            ImageEntry("https://e.org/x.jpg", "tmdb"),
            ImageEntry("upload://posters/b"),
        ),
        "upload://posters/b",
    )
    item = read_item(read_text(MOVIE), None).with_shelf(ImageKind.POSTER, shelf)
    found = read_container(container({"size": 3}, image_list(item, ImageKind.POSTER)))
    assert read_shelf(found.elements) == shelf


def test_a_section_is_read_as_it_was_written() -> None:
    section = a_section(4, "Shows & more", ItemType.SHOW)
    again = read_section(read_text(section_directory(section)))
    assert (again.id, again.title, again.type, again.locations) == (
        section.id,
        section.title,
        section.type,
        section.locations,
    )
    assert {name: again.attributes[name] for name in section.attributes} == dict(section.attributes)
    assert section_directory(again) == section_directory(read_section(read_text(section_directory(again))))


def test_a_section_of_photos_is_refused() -> None:
    with pytest.raises(BrokenAnswer, match="'Pictures' is of type 'photo'"):
        read_section(read_text('<Directory key="5" type="photo" title="Pictures"/>'))


def test_the_server_is_read_as_it_was_written() -> None:
    library = a_library()
    again = read_server(root(library))
    assert again.machine_id == library.server.machine_id
    assert again.name == "Testplex"


def test_something_else_than_plex_is_said_to_be_none() -> None:
    with pytest.raises(BrokenAnswer, match="no machineIdentifier"):
        read_server(b"<html><body/></html>")


def test_the_entry_that_stands_for_all_episodes_is_no_item() -> None:
    element = read_text('<Directory leafCount="3" key="/library/metadata/500/allLeaves" title="All episodes"/>')
    assert not is_item(element)
    with pytest.raises(BrokenAnswer):
        read_item(element, None)


@pytest.mark.parametrize(
    "body",
    [b"", b"<MediaContainer", b"plain text", b"<a/><b/>", b"\xff\xfe\x00"],
    ids=["empty", "cut", "text", "two", "bytes"],
)
def test_what_is_no_xml_is_a_broken_answer(body: bytes) -> None:
    with pytest.raises(BrokenAnswer):
        read_container(body)


def test_a_number_without_end_is_no_key() -> None:
    with pytest.raises(BrokenAnswer):
        read_item(read_text(f'<Video type="movie" ratingKey="{"9" * 9000}"/>'), None)


@pytest.mark.parametrize("body", [b'<a t="x\x01y"/>', b'<a t="x&#1;y"/>', b'<a t="x&#x1F;y"/>'])
def test_control_characters_that_servers_let_slip_are_passed_over(body: bytes) -> None:
    assert read_container(body).attributes["t"] == "xy"


def test_references_that_xml_allows_stay() -> None:
    assert read_container(b'<a t="&#1;&#10;&#13;&#9;&#x41;&#160;"/>').attributes["t"] == "\n\r\tA\xa0"


def test_a_document_type_is_refused_before_its_entities_are_anything() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY x "aaaa"><!ENTITY y "&x;&x;&x;">]><a t="&y;"/>'
    with pytest.raises(BrokenAnswer, match="document type"):
        read_container(bomb)


def test_a_bottomless_answer_is_refused() -> None:
    with pytest.raises(BrokenAnswer, match="deep"):
        read_container(b"<a>" * 5000)
