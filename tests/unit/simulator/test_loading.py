"""A library from a file: what follows from what is said, and one clear sentence for what is wrong."""

import json
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from halley.errors import ConfigError
from halley.plex.ids import ItemType, SectionId
from halley.plex.images import ImageKind
from halley.plex.library import Hub, Library
from halley.plex.search import members
from halley.plex.tags import TagKind
from halley.simulator import load_library
from halley.simulator.loading.where import find_json, find_yaml
from tests.builders import the, titles
from tests.conformance.library import a_png
from tests.house.source import ROOT

Find = Callable[[str, tuple[str | int, ...]], tuple[int, int] | None]


def load(folder: Path, text: str, name: str = "library.yml") -> Library:
    (folder / name).write_text(dedent(text), encoding="utf-8")
    return load_library(folder / name).library


def wrong(folder: Path, text: str, name: str = "library.yml") -> str:
    """The sentence about a file, its path shortened."""
    with pytest.raises(ConfigError) as problem:
        load(folder, text, name)
    return str(problem.value).replace(f"{folder}/", "")


def test_the_example_is_a_server_with_films_shows_music_and_lists() -> None:
    loaded = load_library(ROOT / "examples" / "library.yml")
    library = loaded.library
    assert [section.type for _, section in sorted(library.sections.items())] == [
        ItemType.MOVIE,
        ItemType.SHOW,
        ItemType.ARTIST,
    ]
    assert titles(members(library, the(library, "Quiet Ones"))) == ["The Paper Desert", "Ninth Quay"]
    assert titles(members(library, the(library, "Dramas"))) == ["Ninth Quay", "The Paper Desert", "Slow Orbit"]
    assert titles(members(library, the(library, "Small Boats"))) == ["Ninth Quay"]
    assert titles(members(library, the(library, "Rainy days"))) == ["Slow Orbit", "Ninth Quay"]
    poster = the(library, "Ninth Quay").shelf(ImageKind.POSTER).current
    assert poster is not None
    assert poster.picture is not None
    assert loaded.images.get(poster.picture.sha256).startswith(b"\xff\xd8")


def test_a_title_is_enough_and_the_rest_follows(tmp_path: Path) -> None:
    library = load(tmp_path, "sections: [{title: Films, items: [{title: Heat}, {title: Up, ratingKey: 500}]}]")
    section = library.sections[SectionId(1)]
    assert (section.title, section.type, section.locations) == ("Films", ItemType.MOVIE, ("/data/films",))
    assert {"agent", "scanner", "language", "uuid"} <= set(section.attributes)
    assert (the(library, "Up").key, the(library, "Heat").key) == (500, 501)
    assert library.next_key == 502
    assert {"guid", "addedAt", "updatedAt"} <= set(the(library, "Heat").attributes)


def test_a_key_without_a_value_takes_away_what_would_follow(tmp_path: Path) -> None:
    library = load(tmp_path, "sections: [{title: Films, agent: null, items: [{title: Heat, guid: null, addedAt: null}]}]")
    assert "agent" not in library.sections[SectionId(1)].attributes
    assert {"guid", "addedAt", "updatedAt"}.isdisjoint(the(library, "Heat").attributes)


def test_plain_values_become_text_as_plex_writes_it(tmp_path: Path) -> None:
    heat = the(
        load(tmp_path, "sections: [{items: [{title: 1917, year: 1995, rating: 7.5, a: true, b: false, day: 1995-12-15}]}]"),
        "1917",
    )
    found = {name: heat.attributes[name] for name in ("title", "year", "rating", "a", "b", "day")}
    assert found == {"title": "1917", "year": "1995", "rating": "7.5", "a": "1", "b": "0", "day": "1995-12-15"}


def test_one_value_alone_is_a_list_of_one(tmp_path: Path) -> None:
    library = load(tmp_path, "sections: {title: Films, items: {title: Heat, genres: Drama, media: {videoResolution: 4k}}}")
    heat = the(library, "Heat")
    assert [tag.text for tag in heat.tags_of(TagKind.GENRE)] == ["Drama"]
    assert heat.media[0].attributes["videoResolution"] == "4k"


def test_a_tag_is_one_tag_whatever_its_case_and_knows_its_number(tmp_path: Path) -> None:
    library = load(
        tmp_path,
        """
        tags: [{kind: genre, tag: Drama, id: 40}]
        sections:
          - items:
              - {title: Heat, genres: [drama, War], roles: [{tag: Al, role: Vincent}]}
              - {title: Up, genres: [DRAMA]}
        """,
    )
    heat, up = the(library, "Heat"), the(library, "Up")
    assert heat.tags_of(TagKind.GENRE)[0] == up.tags_of(TagKind.GENRE)[0]
    assert (up.tags_of(TagKind.GENRE)[0].text, up.tags_of(TagKind.GENRE)[0].id) == ("Drama", 40)
    assert heat.tags_of(TagKind.GENRE)[1].id > 40
    assert heat.tags_of(TagKind.ROLE)[0].attributes["role"] == "Vincent"
    assert library.next_tag > max(tag.id for tag in library.tags.values())


def test_levels_are_below_each_other(tmp_path: Path) -> None:
    library = load(
        tmp_path,
        """
        sections:
          - title: TV
            type: show
            items:
              - title: Pier Nine
                seasons:
                  - title: Season 1
                    index: 1
                    episodes: [{title: Low Tide, index: 1}, {title: High Tide, index: 2}]
        """,
    )
    season = the(library, "Season 1")
    assert (season.type, season.parent) == (ItemType.SEASON, the(library, "Pier Nine").key)
    assert titles(library.leaves(the(library, "Pier Nine").key)) == ["Low Tide", "High Tide"]


def test_items_are_named_by_key_or_by_title_and_the_highest_up_is_meant(tmp_path: Path) -> None:
    library = load(
        tmp_path,
        """
        sections:
          - title: TV
            type: show
            items: [{title: Pilot, seasons: [{title: S, episodes: [{title: Pilot, ratingKey: 900}]}]}]
        collections: [{section: 1, title: Flights, items: [Pilot]}]
        playlists: [{title: Night, items: [900, {item: Pilot, id: 40}]}]
        """,
    )
    show, flights = the(library, "Pilot", ItemType.SHOW), the(library, "Flights")
    assert library.members[flights.key] == (show.key,)
    assert show.has_tag(TagKind.COLLECTION, "flights")
    assert [(one.item, one.id) for one in library.entries[the(library, "Night").key]] == [(900, 1), (show.key, 40)]
    assert library.next_entry == 41


def test_a_tag_that_no_collection_explains_makes_one(tmp_path: Path) -> None:
    library = load(
        tmp_path,
        """
        sections:
          - items: [{title: Heat, collections: [Mann, Best]}, {title: Up, collections: best}]
        collections: [{section: Section 1, title: Mann, summary: His films}]
        """,
    )
    assert titles(members(library, the(library, "Best"))) == ["Heat", "Up"]
    assert titles(members(library, the(library, "Mann"))) == ["Heat"]
    assert len(list(library.collections())) == 2


def test_settings_and_rows_are_loaded(tmp_path: Path) -> None:
    library = load(
        tmp_path,
        """
        server: {name: Loft, version: 1.2.3, machineIdentifier: abc}
        preferences: {FriendlyName: Loft, allowMediaDeletion: false}
        sections:
          - title: Films
            preferences: {collectionMode: 1}
            hubs: [{identifier: movie.genre, title: By genre, recommended: true}]
        next: {ratingKey: 1000, tag: 2000, playlistItem: 3000}
        """,
    )
    assert (library.server.name, library.server.machine_id, library.server.attributes["version"]) == ("Loft", "abc", "1.2.3")
    assert library.preferences["allowMediaDeletion"] == "0"
    assert library.sections[SectionId(1)].preferences["collectionMode"] == "1"
    assert library.hubs[SectionId(1)] == (Hub("movie.genre", "By genre", recommended=True),)
    assert (library.next_key, library.next_tag, library.next_entry) == (1000, 2000, 3000)


def test_pictures_have_names_and_one_is_shown(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(a_png(1))
    (tmp_path / "b.png").write_bytes(a_png(2))
    library = load(
        tmp_path,
        """
        sections:
          - items:
              - {title: One, images: {poster: [a.png, b.png, "https://images.example/c.jpg"]}}
              - {title: Two, images: {poster: [a.png, {file: b.png, name: "upload://posters/x", selected: true}]}}
              - {title: None, images: {poster: [{file: a.png, selected: false}], art: []}}
        """,
    )
    one, two, none = (the(library, name).shelf(ImageKind.POSTER) for name in ("One", "Two", "None"))
    assert len(one.entries) == 3
    assert one.current == one.entries[0]
    assert one.entries[2].name == "https://images.example/c.jpg"
    assert two.selected == "upload://posters/x"
    assert none.current is None


def test_json_and_yaml_say_the_same(tmp_path: Path) -> None:
    told = {"sections": [{"title": "Films", "items": [{"title": "Heat", "year": 1995, "genres": ["Drama"]}]}]}
    as_json = load(tmp_path, json.dumps(told), "library.json")
    assert as_json == load(tmp_path, json.dumps(told), "library.yml")
    assert as_json == load(tmp_path, "sections: [{title: Films, items: [{title: Heat, year: 1995, genres: [Drama]}]}]")


WRONG = (
    ("- a\n", "library.yml:1:1: the file should hold a mapping with `sections`, not a list", "write `sections:`"),
    ("", "the file should hold a mapping with `sections`, not nothing", "write `sections:`"),
    ("sections: [\n", "library.yml:2:1: this is no valid YAML", "mend it there"),
    ("sections:\n\t- a\n", "library.yml:2:1: this is no valid YAML", "spaces, not tabs"),
    ("sektions: []\n", "library.yml:1:1: sektions: `sektions` is no key of this place", "did you mean `sections`?"),
    ("sections:\n  - Films\n", "library.yml:2:5: sections > 0: this should be a mapping, not `Films`", "key: value"),
    (
        "sections:\n  - title: Films\n    type: cartoon\n",
        "library.yml:3:5: sections > Films > type: `cartoon` is no type of section",
        "movie, show and artist",
    ),
    (
        "sections:\n  - title: Films\n    items:\n      - year: 1995\n",
        "library.yml:4:9: sections > Films > items > 0: this item has no title",
        "title: ...",
    ),
    (
        "sections:\n  - title: Films\n    items:\n      - title: Heat\n        gernes: [Drama]\n",
        "library.yml:5:9: sections > Films > items > Heat > gernes: `gernes` holds a list, which no attribute does",
        "did you mean `genres`?",
    ),
    (
        "sections:\n  - items:\n    - {title: Heat, ratingKey: 1}\n    - {title: Up, ratingKey: 1}\n",
        "library.yml:4:19: sections > 0 > items > Up > ratingKey: the rating key 1 is used twice",
        "one of its own",
    ),
    (
        "sections:\n  - items:\n    - {title: Heat, ratingKey: abc}\n",
        "items > Heat > ratingKey: `ratingKey` should be a whole number above 0, not `abc`",
        "as in `101`",
    ),
    (
        "sections:\n  - items:\n    - {title: Heat, images: {poster: lost.png}}\n",
        "library.yml:3:30: sections > 0 > items > Heat > images > poster: the picture lost.png cannot be read: No such file",
        "put it there",
    ),
    (
        "sections:\n  - items:\n    - {title: Heat, images: {cover: a.png}}\n",
        "images > cover: `cover` is no key of this place",
        "poster",
    ),
    ("sections:\n  - items:\n    - {title: Heat, seasons: []}\n", "a movie has no seasons", "stand in a show"),
    ("sections:\n  - items:\n    - {title: Heat, ratings: [{image: x}]}\n", "this rating has no value", "as in"),
    (
        "sections:\n  - {id: 1}\n  - {id: 1}\n",
        "library.yml:3:6: sections > 1 > id: two sections have the id 1",
        "of its own",
    ),
    ("sections:\n  - {preferences: [a]}\n", "preferences: this should be a mapping, not a list", "key: value"),
    ("sections: []\ncollections:\n  - {title: A}\n", "it does not say in which section it is", "add `section:`"),
    (
        "sections: [{title: Films}]\ncollections:\n  - {title: A, section: Filme}\n",
        "library.yml:3:16: collections > A > section: no section is called `Filme`",
        "sections are Films (1)",
    ),
    (
        "sections: [{title: Films}]\ncollections:\n  - {title: A, section: 1, items: [Heat]}\n",
        "library.yml:3:36: collections > A > items > 0: no item is called `Heat`",
        "name an item by",
    ),
    (
        "sections: [{title: F, items: [{title: Up}, {title: Up}]}]\nplaylists:\n  - {title: A, items: [Up]}\n",
        "playlists > A > items > 0: 2 items are called `Up`",
        "name one by its rating key: 101, 102",
    ),
    (
        "sections: [{title: F, items: [{title: U}]}]\ncollections:\n  - {title: A, section: F, rule: type=1, items: U}\n",
        "a smart collection names no items",
        "leave out",
    ),
    ("sections: []\nplaylists: [{title: A, items: [7]}]\n", "no item has the rating key 7", "name an item by"),
    ("tags: [{kind: colour, tag: Red, id: 1}]\n", "`colour` is no kind of tag", "kinds are genre"),
    ("next: {rating: 1}\n", "next > rating: `rating` is no key of this place", "did you mean `ratingKey`?"),
)


@pytest.mark.parametrize(("text", "sentence", "hint"), WRONG, ids=[row[1][-60:] for row in WRONG])
def test_a_mistake_is_named_with_file_line_key_and_remedy(tmp_path: Path, text: str, sentence: str, hint: str) -> None:
    found = wrong(tmp_path, text)
    assert sentence in found
    assert hint in found.partition("\n  hint: ")[2]


def test_a_mistake_in_json_is_found_too(tmp_path: Path) -> None:
    told = '{"sections": [\n {"title": "Films", "items": [\n  {"title": "Heat"},\n  {"title": "Up", "gernes": ["x"]}]}]}'
    assert "library.json:4:19: sections > Films > items > Up > gernes" in wrong(tmp_path, told, "library.json")
    assert "library.json:1:15: this is no valid JSON" in wrong(tmp_path, '{"sections": [', "library.json")


def test_a_file_that_is_not_there_or_no_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"lost\.yml cannot be read: No such file"):
        load_library(tmp_path / "lost.yml")
    (tmp_path / "binary.yml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="not a UTF-8 text"):
        load_library(tmp_path / "binary.yml")


PLACES = (
    (("a",), (1, 2)),
    (("a", 1), (1, 15)),
    (("a", 1, "b"), (1, 16)),
    (("a", 2), (1, 2)),
    (("c", "d"), (2, 8)),
    (("c", "x"), (2, 2)),
    (("x",), (1, 1)),
)


@pytest.mark.parametrize("find", [find_yaml, find_json])
@pytest.mark.parametrize(("path", "place"), PLACES, ids=[str(path) for path, _ in PLACES])
def test_a_place_is_found_in_json_as_in_yaml(find: Find, path: tuple[str | int, ...], place: tuple[int, int]) -> None:
    assert find('{"a": ["x,]", {"b": 2}],\n "c": {"d": "\\"e:{"}}', path) == place


def test_a_library_that_was_loaded_gives_out_no_key_twice(tmp_path: Path) -> None:
    library = load(
        tmp_path,
        """
        sections: [{title: F, items: [{title: Up}]}]
        collections: [{title: A, section: F, ratingKey: 700}, {title: B, section: F}]
        """,
    )
    assert {item.title: key for key, item in library.items.items()} == {"Up": 701, "A": 700, "B": 702}
    assert library.next_key == 703
