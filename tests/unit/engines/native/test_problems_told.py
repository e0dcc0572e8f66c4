"""What definitions could not find is told once, and not where they said that it may be missing."""

from datetime import UTC, datetime
from pathlib import Path

from halley.config import load_configuration
from halley.definitions.files import LocalFiles
from halley.engines.native import find, read_book
from halley.plex.ids import ItemType, SectionId
from halley.selection import View
from tests.builders import a_library, a_movie

NOW = datetime(2026, 11, 20, 5, tzinfo=UTC)
CONFIG = """\
plex: {url: "http://127.0.0.1:32400", token: a-token-of-mine}
libraries:
  Movies:
    overlay_files:
      - file: own.yml
"""
TEMPLATE = """\
templates:
  genre:
    overlay: {name: backdrop, back_color: red}
    plex_search: {any: {genre: Opera}}
"""


def told(folder: Path, overlays: str) -> tuple[str, ...]:
    (folder / "config.yml").write_text(CONFIG, "utf-8")
    (folder / "own.yml").write_text(overlays, "utf-8")
    configuration = load_configuration(folder / "config.yml", {})
    book = read_book(configuration, "Movies", ItemType.MOVIE, LocalFiles(folder), NOW)
    assert not book.problems
    return find(book, View(a_library(a_movie("Heat", genres=["Crime"])), SectionId(1), NOW)).problems


def test_what_definitions_of_one_template_lack_alike_is_told_once_for_all_of_them(tmp_path: Path) -> None:
    uses = "".join(f"  {name}: {{template: {{name: genre}}}}\n" for name in ("One", "Two", "Three"))
    found = told(tmp_path, f"{TEMPLATE}overlays:\n{uses}")
    assert [one.split(": ")[0] for one in found] == ["One and 2 more"] * len(found)
    assert "own.yml:4:" in found[0]
    assert "Opera" in found[0]


def test_a_single_definition_is_told_with_its_whole_path(tmp_path: Path) -> None:
    (only,) = told(tmp_path, TEMPLATE + "overlays:\n  One: {template: {name: genre}}\n")
    assert only.startswith("One: ")
    assert "overlays > One > plex_search" in only


def test_who_ignores_blank_results_is_not_told_which_of_many_values_are_missing(tmp_path: Path) -> None:
    search = "plex_search: {validate: false, any: {genre: [Crime, Opera]}}"
    draws = "overlay: {name: backdrop, back_color: red}"
    assert any("Opera" in one for one in told(tmp_path, f"overlays:\n  One: {{{draws}, {search}}}\n"))
    assert told(tmp_path, f"overlays:\n  One: {{{draws}, {search}, ignore_blank_results: true}}\n") == ()
