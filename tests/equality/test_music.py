"""Music by both engines: artists and albums get the same posters. Tracks get none: real Kometa fails on each."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from halley.plex.ids import ItemType
from halley.simulator import Simulator
from tests.equality.engines import both, configuration
from tests.equality.library import lay_out
from tests.equality.music import music_library
from tests.support.kometa import an_outside
from tests.support.previews import TOKEN, Desk

pytestmark = pytest.mark.kometa


@pytest.fixture
async def desk(tmp_path: Path, kometa_home: Path, kometa_python: Path) -> AsyncIterator[Desk]:
    """A desk for a server with music, and real Kometa at hand."""
    loaded = music_library()
    lay_out(tmp_path / "files")
    async with Simulator(loaded.library, loaded.images, token=TOKEN) as server:
        yield Desk(tmp_path, server, {"HALLEY_KOMETA": str(kometa_home), "HALLEY_KOMETA_PYTHON": str(kometa_python)})


async def test_artists_and_albums_get_the_same_posters(desk: Desk) -> None:
    desk.write_config(configuration({"Music": [f"file: {desk.folder}/files/music.yml"]}))
    async with an_outside() as outside:
        kometa, native = await both(desk, outside.url)

    levels = {desk.server.library.items[key].type for key in kometa.posters}  # type: ignore[index]
    assert levels == {ItemType.ARTIST, ItemType.ALBUM}
    assert native.posters == kometa.posters
    assert native.labels == kometa.labels


async def test_a_track_is_left_as_it_is_by_both(desk: Desk) -> None:
    desk.write_config(configuration({"Music": [f"file: {desk.folder}/files/music_tracks.yml"]}))
    async with an_outside() as outside:
        kometa, native = await both(desk, outside.url)

    assert (kometa.posters, kometa.labels) == ({}, set())
    assert (native.posters, native.labels) == ({}, set())
