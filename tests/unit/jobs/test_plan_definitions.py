"""Where Changes of real Kometa come from, told from a user's files and the chapters of its log, and what cannot be told."""

from pathlib import Path

import pytest

from halley.changes import Change
from halley.changes.kinds import AddTags, CreateCollection, SetField
from halley.config import load_configuration
from halley.engines.kometa.chapters import Chapter, Dynamic, Loaded, Part
from halley.jobs.plan_definitions import Definitions, definitions_of
from halley.plans import Origin
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.tags import TagKind

CONFIG = """\
plex: {url: "http://127.0.0.1:1", token: abc}
tmdb: {apikey: demo}
libraries:
  Films:
    library_name: Movies
    remove_overlays: true
    collection_files:
      - file: coast.yml
      - folder: more
      - default: genre
      - url: https://example.com/lists.yml?key=hidden
    metadata_files:
      - config/facts.yml
    overlay_files:
      - default: resolution
      - file: badges
      - default: languages
        template_variables: {position: half}
      - default: languages
    operations:
      - mass_genre_update: tmdb
      - genre_mapper: {Action: Adventure}
        mass_genre_update: imdb
        mass_user_rating_update: null
"""
FILES = {
    "coast.yml": """\
collections:
  Small Boats:
    plex_all: true
  1984:
    plex_all: true
dynamic_collections:
  Genres:
    type: genre
  Years:
    type: year
""",
    "more/boats.yml": "collections:\n  Small Boats: {plex_all: true}\n",
    "facts.yml": "# by hand\nmetadata:\n  Heat: {summary: New}\n",
    "badges.yml": "overlays:\n  4K: {plex_all: true}\n  HDR: {plex_all: true}\n",
}
PLAYLISTS = "playlists:\n  Watch in Order: {libraries: Films}\n"
HEAT, MOVIES = RatingKey(101), SectionId(1)
SUMMARY = SetField(MOVIES, ItemType.MOVIE, (HEAT,), "summary", "New")
MADE = CreateCollection(MOVIES, ItemType.MOVIE, "Small Boats")
GENRE = AddTags(MOVIES, ItemType.MOVIE, (HEAT,), TagKind.GENRE, ("Adventure",))
NOTHING = Loaded({}, ())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def written(folder: Path, more: str = "") -> Definitions:
    (folder / "config.yml").write_text(CONFIG + more, "utf-8")
    return definitions_of(load_configuration(folder / "config.yml", {}))


def place(folder: Path, more: str, *found: tuple[Chapter, Change]) -> list[tuple[str, str]]:
    """Definitions with their places below the folder."""
    definitions = written(folder, more)
    origins = [definitions.origin(chapter, change, NOTHING) for chapter, change in found]
    return [(one.definition, one.where.replace(f"{folder}/", "")) for one in origins]


def in_file(folder: Path, part: Part, file: str, name: str) -> Chapter:
    return Chapter(part, "Films", file if part is Part.IMAGES or "." not in file else str(folder / file), name)


def test_a_definition_is_told_with_its_place_in_the_file_that_the_log_names(folder: Path) -> None:
    assert place(
        folder,
        "",
        (in_file(folder, Part.COLLECTIONS, "coast.yml", "Small Boats"), MADE),
        (in_file(folder, Part.COLLECTIONS, "more/boats.yml", "Small Boats"), MADE),
        (in_file(folder, Part.COLLECTIONS, "coast.yml", "1984"), MADE),
        (in_file(folder, Part.METADATA, "facts.yml", "Heat"), SUMMARY),
    ) == [
        ("Small Boats", "coast.yml:2:3"),
        ("Small Boats", "more/boats.yml:2:3"),
        ("1984", "coast.yml:4:3"),
        ("Heat", "facts.yml:3:3"),
    ]


def test_what_lies_elsewhere_is_named_as_the_configuration_names_it_without_keys(folder: Path) -> None:
    address = "https://example.com/lists.yml?key=hidden"
    default, url = (Chapter(Part.COLLECTIONS, "Films", file, "Drama Films") for file in ("genre", address))
    first, second = place(folder, "", (default, MADE), (url, MADE))
    assert first == ("Drama Films", "config.yml:10:9: default: genre")
    assert second[1].startswith("config.yml:11:9: url: https://example.com/lists.yml")
    assert "hidden" not in second[1]


def test_a_definition_of_another_library_or_of_a_file_that_nobody_named_has_no_place(folder: Path) -> None:
    other = Chapter(Part.COLLECTIONS, "Shows", str(folder / "coast.yml"), "Small Boats")
    unknown = in_file(folder, Part.COLLECTIONS, "gone.yml", "Small Boats")
    assert place(folder, "", (other, MADE), (unknown, MADE)) == [("Small Boats", ""), ("Small Boats", "")]


def test_outside_of_definitions_nobody_is_named(folder: Path) -> None:
    definitions = written(folder)
    between = Chapter(Part.COLLECTIONS, "Films", str(folder / "coast.yml"))
    for chapter in (Chapter(), Chapter(None, "Films"), between, Chapter(Part.OVERLAYS, "Films")):
        assert definitions.origin(chapter, MADE, NOTHING) == Origin()


def test_the_dynamic_definition_that_alone_can_have_called_a_collection_so_is_named(folder: Path) -> None:
    coast, definitions = str(folder / "coast.yml"), written(folder)

    def told(name: str, genres: str | None, years: str | None) -> tuple[str, str]:
        loaded = Loaded({}, (Dynamic("Films", coast, "Genres", genres), Dynamic("Films", coast, "Years", years)))
        origin = definitions.origin(Chapter(Part.COLLECTIONS, "Films", coast, name), MADE, loaded)
        return origin.definition, origin.where.replace(f"{folder}/", "")

    assert told("Drama Films", "<<key_name>> Films", "Best of <<key_name>>") == ("Genres", "coast.yml:7:3")
    assert told("Best of 1984", "<<key_name>> Films", "Best of <<key_name>>") == ("Years", "coast.yml:9:3")
    assert told("Best of Films", "<<key_name>> Films", "Best of <<key_name>>") == ("Best of Films", "")
    assert told("Drama Films", "<<key_name>> Films", None) == ("Drama Films", "")
    assert told("Small Boats", "<<key_name>> Boats", None) == ("Small Boats", "coast.yml:2:3")


def test_operations_are_told_by_what_they_do_and_both_where_both_do_it(folder: Path) -> None:
    operations = Chapter(Part.OPERATIONS, "Films")
    rated = SetField(MOVIES, ItemType.MOVIE, (HEAT,), "userRating", "7.5")
    assert place(folder, "", (operations, GENRE), (operations, rated), (operations, SUMMARY)) == [
        ("operations > mass_genre_update; operations > genre_mapper", "config.yml:21:9; config.yml:22:9"),
        ("", ""),
        ("", ""),
    ]


def test_overlays_that_are_all_taken_off_are_so_by_the_key_of_the_library(folder: Path) -> None:
    removing = Chapter(Part.OVERLAYS, "Films", name="remove_overlays")
    assert place(folder, "", (removing, SUMMARY)) == [("remove_overlays", "config.yml:6:5")]


def test_overlay_definitions_are_found_by_the_number_of_their_file(folder: Path) -> None:
    definitions = written(folder)
    files = ("resolution", str(folder / "badges"), "languages", "languages")
    loaded = Loaded({("Films", number): file for number, file in enumerate(files)}, ())
    found = [definitions.overlay("Films", number, name, loaded) for number, name in enumerate(("UHD", "HDR", "en", "en"))]
    assert [(name, where.replace(f"{folder}/", "")) for name, where in found] == [
        ("UHD", "config.yml:15:9: default: resolution"),
        ("HDR", ""),
        ("en", "config.yml:17:9: default: languages"),
        ("en", "config.yml:19:9: default: languages"),
    ]
    # Kometa is given the whole name of a file that is named without its ending.
    whole = Loaded({("Films", 0): str(folder / "badges.yml")}, ())
    assert definitions.overlay("Films", 0, "HDR", whole) == ("HDR", f"{folder}/badges.yml:3:3")
    assert definitions.overlay("Films", 7, "HDR", whole) == ("HDR", "")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (("one.yml",), ("Watch in Order", "one.yml:2:3")),
        (("one.yml", "two.yml"), ("Watch in Order; Watch in Order", "one.yml:2:3; two.yml:2:3")),
        (("one.yml", "none.yml"), ("Watch in Order", "")),
        (("other.yml",), ("Watch in Order", "")),
    ],
    ids=("in the one file", "in both files", "in one file where another one cannot be read", "in no file"),
)
def test_a_playlist_has_the_places_of_all_files_that_define_it_where_all_are_known(
    folder: Path, files: tuple[str, ...], expected: tuple[str, str]
) -> None:
    for name in ("one.yml", "two.yml"):
        (folder / name).write_text(PLAYLISTS, "utf-8")
    (folder / "other.yml").write_text(PLAYLISTS.replace("Watch", "Look"), "utf-8")
    more = "playlist_files:\n" + "".join(f"  - file: {name}\n" for name in files)
    assert place(folder, more, (Chapter(Part.PLAYLISTS, name="Watch in Order"), MADE)) == [expected]
