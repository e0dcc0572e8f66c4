"""What config.yml says of a library: its schedules, which a preview tells and does not heed, and secrets in its blocks."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from halley.config import load_configuration
from halley.definitions.files import LocalFiles
from halley.engines.native import read_book
from halley.plex.ids import ItemType

FRIDAY = datetime(2026, 11, 20, 5, tzinfo=UTC)
CONFIG = """\
plex: {url: "http://127.0.0.1:32400", token: a-token-of-mine}
libraries:
  Movies:
    overlay_files:
      - file: config/own.yml
"""


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("", None),
        ("    schedule_overlays: weekly(friday)\n", None),
        ("    schedule_overlays: weekly(monday)\n", "its overlays are not due now, by the schedule `weekly(monday)`"),
        ("    schedule_overlay: never\n", "its overlays are not due now, by the schedule `never`"),
        ("        schedule: hourly(6)\n", "its overlays are not due now, by the schedule `hourly(6)`"),
        ("        schedule: hourly(6)\n    schedule_overlays: daily\n", None),
        ("    schedule: monthly(1)\n", "the library is not due now, by the schedule `monthly(1)`"),
        ("    schedule_overlays:\n", None),
    ],
)
def test_what_is_not_due_is_drawn_and_told(tmp_path: Path, lines: str, why: str | None) -> None:
    (tmp_path / "config.yml").write_text(f"{CONFIG}{lines}", "utf-8")
    own = "overlays:\n  Badge: {plex_all: true, overlay: {name: backdrop, back_color: red}}\n"
    (tmp_path / "own.yml").write_text(own, "utf-8")
    configuration = load_configuration(tmp_path / "config.yml", {})
    book = read_book(configuration, "Movies", ItemType.MOVIE, LocalFiles(tmp_path), FRIDAY)
    assert book.not_due == why
    assert len(book.entries) == 1
    assert any(why in one for one in book.problems) if why else not any("not due" in one for one in book.problems)


def test_secrets_are_put_into_blocks_and_not_into_template_variables(tmp_path: Path) -> None:
    config = CONFIG.replace(
        "file: config/own.yml", "file: config/<<mine>>.yml\n        template_variables: {shade: <<mine>>}"
    )
    (tmp_path / "config.yml").write_text(config, "utf-8")
    own = "overlays:\n  Badge: {plex_all: true, template: {name: t}}\n"
    own += "templates: {t: {default: {mine: red}, overlay: {name: backdrop, back_color: <<shade>>}}}\n"
    (tmp_path / "own.yml").write_text(own, "utf-8")
    configuration = load_configuration(tmp_path / "config.yml", {"KOMETA_MINE": "own"})
    book = read_book(configuration, "Movies", ItemType.MOVIE, LocalFiles(tmp_path), FRIDAY)
    (entry,) = book.entries
    assert entry.definition.overlay.back.colour == (255, 0, 0, 255)
