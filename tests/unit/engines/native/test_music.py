"""Music: artists and albums are drawn; a track is left as it is, for nobody can give it a poster."""

from datetime import UTC, datetime
from pathlib import Path

from halley.config import load_configuration
from halley.definitions.files import LocalFiles
from halley.engines.native import decide, read_book
from halley.plex.ids import ItemType, SectionId
from halley.selection import View
from tests.equality.music import music_library

NOW = datetime(2026, 11, 20, 5, tzinfo=UTC)
CONFIG = """\
plex: {url: "http://127.0.0.1:32400", token: a-token-of-mine}
libraries:
  Music:
    overlay_files:
      - file: own.yml
"""
OWN = """\
overlays:
  Artist: {plex_all: true, overlay: {name: backdrop, back_color: red}}
  Album: {builder_level: album, plex_all: true, overlay: {name: backdrop, back_color: red}}
  Track: {builder_level: track, plex_search: {all: {track_title: Take One}}, overlay: {name: backdrop, back_color: red}}
"""


def test_tracks_are_left_as_they_are_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text(CONFIG, "utf-8")
    (tmp_path / "own.yml").write_text(OWN, "utf-8")
    configuration = load_configuration(tmp_path / "config.yml", {})
    book = read_book(configuration, "Music", ItemType.ARTIST, LocalFiles(tmp_path), NOW)
    decided = decide(book, View(music_library().library, SectionId(3), NOW))

    canvases = {one.item.title: one.composed.composition.canvas for one in decided.planned}
    assert (canvases["Brass & Ember"].width, canvases["Brass & Ember"].height) == (1000, 1500)
    assert (canvases["One Take"].width, canvases["One Take"].height) == (1000, 1000)
    assert [(one.item.title, one.reason) for one in decided.unplanned] == [
        ("Take One", "it is a track, and Plex gives tracks no posters of their own: put overlays on its album")
    ]
