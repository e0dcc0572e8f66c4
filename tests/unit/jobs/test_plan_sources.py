"""A plan names whatever a configuration asks for that is not in it."""

from pathlib import Path

import pytest

from halley.clock import SystemClock
from halley.config import load_configuration
from halley.gateway.ledger import Ledger
from halley.jobs.boxed import BoxedRun
from halley.jobs.plan_sources import unsupported

CONFIG = """\
plex: {url: "http://127.0.0.1:32400", token: abc, empty_trash: true, optimize: false}
tmdb: {apikey: demo}
settings: {auto_sort_hubs: alpha}
playlist_files:
  - file: playlists.yml
libraries:
  Movies:
    overlay_files:
      - default: resolution
    collection_files:
      - default: genre
    operations: {mass_genre_update: lock}
  Shows:
    plex: {clean_bundles: daily}
    settings: {auto_sort_hubs: release}
    metadata_files:
      - file: shows.yml
  Abroad:
    plex: {url: "http://another.example:32400", token: xyz}
    overlay_files:
      - default: resolution
"""
TASKS = ("plex > empty_trash: it has to do with no item", "Shows > plex > clean_bundles: it has to do with no item")
ELSEWHERE = "Abroad: it is on another server"
OF_KOMETA = (
    "Movies > collection_files: it needs real Kometa",
    "Movies > operations: it needs real Kometa",
    "Shows > metadata_files: it needs real Kometa",
    "settings > auto_sort_hubs: it needs real Kometa",
    "Shows > settings > auto_sort_hubs: it needs real Kometa",
    "playlist_files: it needs real Kometa",
)


def named(folder: Path, engine: str, *libraries: str, overlays_only: bool = False) -> tuple[str, ...]:
    """What a plan of the configuration names, where that engine made it."""
    path = folder / "config.yml"
    path.write_text(CONFIG, "utf-8")
    ran = BoxedRun(Ledger(SystemClock()), engine=engine)
    return tuple(unsupported(load_configuration(path, {}), ran, libraries, overlays_only=overlays_only))


@pytest.mark.parametrize("engine", ["native", "kometa, then native"])
def test_our_own_engine_leaves_all_but_overlays_to_kometa(tmp_path: Path, engine: str) -> None:
    assert named(tmp_path, engine) == (ELSEWHERE, *TASKS, *OF_KOMETA)


def test_no_engine_sets_the_server_to_its_own_work_or_goes_to_another_server(tmp_path: Path) -> None:
    assert named(tmp_path, "kometa") == (ELSEWHERE, *TASKS)


def test_only_the_libraries_that_were_asked_for_are_named(tmp_path: Path) -> None:
    of_all = (TASKS[0], "settings > auto_sort_hubs: it needs real Kometa", "playlist_files: it needs real Kometa")
    assert set(named(tmp_path, "native", "Movies")) == {*of_all, *OF_KOMETA[:2]}


def test_who_asks_for_overlays_alone_misses_nothing_else(tmp_path: Path) -> None:
    assert named(tmp_path, "native", overlays_only=True) == (ELSEWHERE,)
