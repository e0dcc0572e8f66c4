"""What is remembered from run to run: it survives a kill, is put aside where it is damaged, and knows what Kometa knows."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from halley.engines.native.changed import Remembered
from halley.errors import ConfigError
from halley.jobs.memory import LibraryMemory, NoMemory, open_memory
from halley.overlays.model import OverlayId
from halley.plex.ids import RatingKey
from halley.plex.images import ImageKind

HEAT, RONIN = RatingKey(101), RatingKey(102)
DRAWN = Remembered(("a00", "b00"), "/thumb/1", "inputs", "base", "base-sha", "poster-sha", "/thumb/2")
BADGE = OverlayId(0, "Badge")


def test_what_was_kept_is_there_for_the_next_run(tmp_path: Path) -> None:
    with open_memory(tmp_path / "m.db", tmp_path / "config.yml") as memory:
        library = memory.library("server", "Movies")
        assert (library.drawn(HEAT), dict(library.texts(HEAT)), library.picture_size(BADGE)) == (None, {}, None)
        library.keep(HEAT, DRAWN, {"audience_rating": 8.5, "runtime": 60_000, "title": "Heat", "bitrate": None})
        library.keep_picture_sizes({BADGE: "123"})
        library.keep_asset(HEAT, ImageKind.ART, "/a:1:2")
        library.keep_shown({HEAT: "/thumb/3", RONIN: "/thumb/4"})
    with open_memory(tmp_path / "m.db", tmp_path / "config.yml") as memory:
        library = memory.library("server", "Movies")
        assert memory.note == ""
        assert library.drawn(HEAT) == replace(DRAWN, shown="/thumb/3")
        assert library.drawn(RONIN) is None
        assert dict(library.texts(HEAT)) == {
            "audience_rating": "8.5",
            "runtime": "60000",
            "title": "Heat",
            "bitrate": None,
        }
        assert library.picture_size(BADGE) == "123"
        assert (library.asset(HEAT, ImageKind.ART), library.asset(HEAT, ImageKind.CLEAR_LOGO)) == ("/a:1:2", None)
        assert memory.library("another", "Movies").drawn(HEAT) is None
        assert memory.library("server", "Films").drawn(HEAT) is None


@pytest.mark.parametrize("overlays", [(), ("",), ("a00",)], ids=["not kept", "none", "one"])
def test_no_overlays_and_none_kept_are_two_things(tmp_path: Path, overlays: tuple[str, ...]) -> None:
    with open_memory(tmp_path / "m.db", tmp_path / "config.yml") as memory:
        library = memory.library("server", "Movies")
        library.keep(HEAT, Remembered(overlays), {})
        found = library.drawn(HEAT)
        assert found is not None
        assert found.overlays == overlays


def test_an_upload_that_was_begun_is_known_until_it_has_ended(tmp_path: Path) -> None:
    with open_memory(tmp_path / "m.db", tmp_path / "config.yml") as memory:
        library = memory.library("server", "Movies")
        library.begin(HEAT, "sha")
        assert (library.begun(HEAT), library.begun(RONIN)) == ("sha", None)
        library.keep(HEAT, DRAWN, {})
        assert library.begun(HEAT) is None


def test_a_killed_run_loses_nothing(tmp_path: Path) -> None:
    program = """
import sys
from pathlib import Path
from halley.engines.native.changed import Remembered
from halley.jobs.memory import open_memory
folder = Path(sys.argv[1])
with open_memory(folder / "m.db", folder / "config.yml") as memory:
    library = memory.library("server", "Movies")
    for key in range(1, 51):
        library.begin(key, "sha")
        library.keep(key, Remembered(("a00",)), {"title": str(key)})
    library.begin(51, "sha of the last")
    print("done", flush=True)
    sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "done\n"
        os.kill(running.pid, signal.SIGKILL)
    with open_memory(tmp_path / "m.db", tmp_path / "config.yml") as memory:
        library = memory.library("server", "Movies")
        assert all(library.drawn(RatingKey(key)) for key in range(1, 51))
        assert library.texts(RatingKey(50)) == {"title": "50"}
        assert library.begun(RatingKey(51)) == "sha of the last"


@pytest.mark.parametrize(
    "damage",
    [lambda data: b"no database at all " * 100, lambda data: data[:100] + os.urandom(len(data) - 100)],
    ids=["another file", "broken pages"],
)
def test_a_damaged_file_is_put_aside_and_told(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "m.db"
    with open_memory(path, tmp_path / "config.yml") as memory:
        memory.library("server", "Movies").keep(HEAT, DRAWN, {})
    damaged = damage(path.read_bytes())
    path.write_bytes(damaged)
    with open_memory(path, tmp_path / "config.yml") as memory:
        assert "m.db was damaged" in memory.note
        assert "m.db.damaged-1" in memory.note
        assert memory.library("server", "Movies").drawn(HEAT) is None
        memory.library("server", "Movies").keep(HEAT, DRAWN, {})
    assert (tmp_path / "m.db.damaged-1").read_bytes() == damaged
    with open_memory(path, tmp_path / "config.yml") as memory:
        assert memory.note == ""
        assert memory.library("server", "Movies").drawn(HEAT) == DRAWN


def test_a_file_of_a_newer_halley_is_left_alone(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "m.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(ConfigError, match="newer Halley"), open_memory(tmp_path / "m.db", tmp_path / "config.yml"):
        pass
    assert not list(tmp_path.glob("*.damaged-*"))


def test_a_memory_that_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "halley").write_text("a file where the folder should be")
    with (
        pytest.raises(ConfigError, match="cannot be used") as told,
        open_memory(tmp_path / "halley" / "m.db", tmp_path / "config.yml"),
    ):
        pass
    assert "cache: false" in str(told.value)


def test_nothing_is_remembered_without_a_memory() -> None:
    memory: LibraryMemory = NoMemory()
    memory.begin(HEAT, "sha")
    memory.keep(HEAT, DRAWN, {"title": "Heat"})
    memory.keep_picture_sizes({BADGE: "1"})
    memory.keep_asset(HEAT, ImageKind.ART, "x")
    memory.keep_shown({HEAT: "x"})
    found = (memory.drawn(HEAT), memory.texts(HEAT), memory.picture_size(BADGE), memory.begun(HEAT))
    assert (*found, memory.asset(HEAT, ImageKind.ART)) == (None, {}, None, None, None)


# Kometa's cache


def kometas(path: Path) -> None:
    """A cache as Kometa 2.4.4 makes it (cache.py), as far as overlays use it."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE image_maps (key INTEGER PRIMARY KEY, library TEXT UNIQUE)")
    connection.execute("INSERT INTO image_maps VALUES (1, 'TV'), (7, 'Movies')")
    for ending in ("_overlays", "_backgrounds", "_logos", "_square_arts"):
        connection.execute(
            f"CREATE TABLE image_map_7{ending} (key INTEGER PRIMARY KEY, rating_key TEXT UNIQUE, overlay TEXT, compare TEXT,"
            " location TEXT)"
        )
    connection.execute(
        "INSERT INTO image_map_7_overlays(rating_key, overlay, compare, location) VALUES"
        " ('101', 'a00|b00', '/thumb/1', '/thumb/1'), ('Overlay File (0) Badge', '', 123, 'x')"
    )
    connection.execute("INSERT INTO image_map_7_backgrounds(rating_key, compare) VALUES ('101', '/a:1:2')")
    connection.execute("CREATE TABLE overlay_special_text2 (key INTEGER PRIMARY KEY, rating_key TEXT, type TEXT, text TEXT)")
    connection.execute("INSERT INTO overlay_special_text2(rating_key, type, text) VALUES ('101', 'title', 'Heat')")
    connection.execute("INSERT INTO overlay_special_text2(rating_key, type, text) VALUES ('101', 'runtime', '1')")
    connection.commit()
    connection.close()


def test_what_kometa_remembers_counts_until_there_is_more(tmp_path: Path) -> None:
    kometas(tmp_path / "config.cache")
    before = (tmp_path / "config.cache").read_bytes()
    with open_memory(tmp_path / "m.db", tmp_path / "config.yml") as memory:
        library = memory.library("server", "Movies")
        assert library.drawn(HEAT) == Remembered(("a00", "b00"), "/thumb/1")
        assert library.drawn(RONIN) is None
        assert library.texts(HEAT) == {"title": "Heat", "runtime": "1"}
        assert library.picture_size(BADGE) == "123"
        assert library.asset(HEAT, ImageKind.ART) == "/a:1:2"
        assert library.asset(HEAT, ImageKind.SQUARE_ART) is None
        library.keep(HEAT, DRAWN, {"title": "Hitze"})
        assert library.drawn(HEAT) == DRAWN
        assert library.texts(HEAT) == {"title": "Hitze", "runtime": "1"}
        assert memory.library("server", "Music").drawn(HEAT) is None
    assert (tmp_path / "config.cache").read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"no database"], ids=["empty", "another file"])
def test_a_cache_of_kometas_that_cannot_be_read_is_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "config.cache").write_bytes(content)
    with open_memory(tmp_path / "m.db", tmp_path / "config.yml") as memory:
        library = memory.library("server", "Movies")
        assert (library.drawn(HEAT), library.texts(HEAT), library.picture_size(BADGE)) == (None, {}, None)
