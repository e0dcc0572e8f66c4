"""Open libraries and connections: who uses one is not cut off, who wants something else does not wait, and none stays."""

import asyncio
import gc
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from halley.files import MemoryImages
from halley.plex.ids import RatingKey
from halley.plex.snapshot import read_library
from halley.simulator import Simulator
from halley.studio.desk.desk import Desk
from halley.studio.drawing.easel import Easel, Wanted
from halley.studio.drawing.shelf import OpenLibrary, Shelf
from halley.studio.drawing.sketch import Asked
from tests.builders import a_library, a_movie
from tests.support.previews import TOKEN

CONFIG = """\
plex: {{url: "{url}", token: "{token}"}}
tmdb: {{apikey: demo}}
libraries: {{Movies: {{overlay_files: [{{file: own.yml}}]}}}}
"""


@dataclass
class Bench:
    """A shelf over one film, and the configuration that it knows."""

    shelf: Shelf
    config: Path
    id: str

    def change(self) -> None:
        self.config.write_text(self.config.read_text() + "# changed\n")


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    server = Simulator(a_library(a_movie("Heat", key=101)), MemoryImages(), token=TOKEN)
    await server.start()
    config = tmp_path / "config.yml"
    config.write_text(CONFIG.format(url=server.url, token=TOKEN))
    (tmp_path / "own.yml").write_text("overlays: {}\n")
    desk = Desk(tmp_path / "studio", {"HOME": str(tmp_path)})
    shelf = Shelf(desk)
    yield Bench(shelf, config, desk.add(config).id)
    await shelf.close()
    await server.stop()


async def test_who_asks_while_the_configuration_is_saved_still_gets_an_answer(bench: Bench) -> None:
    _, before = await bench.shelf.connection(bench.id)
    bench.change()
    _, now = await bench.shelf.connection(bench.id)
    assert now is not before
    assert [one.title for one in await before.sections()] == ["Movies"]


async def test_connections_of_configurations_that_changed_are_closed_in_the_end(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("halley.studio.drawing.shelf._LEAVES_S", -1)
    _, before = await bench.shelf.connection(bench.id)
    bench.change()
    await bench.shelf.connection(bench.id)
    with pytest.raises(RuntimeError, match="not open"):
        await before.sections()


async def test_a_server_can_be_asked_while_one_of_its_libraries_is_read(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def slowly(*words: object) -> object:
        begun.set()
        await may_end.wait()
        return await read_library(*words)  # type: ignore[arg-type]

    monkeypatch.setattr("halley.studio.drawing.shelf.read_library", slowly)
    section = await bench.shelf.section_of(bench.id, "Movies")
    reading = asyncio.create_task(bench.shelf.library(bench.id, section))
    await begun.wait()
    async with asyncio.timeout(20):
        assert await bench.shelf.section_of(bench.id, "Movies") == section
    may_end.set()
    assert (await reading).name == "Movies"


async def test_a_library_that_was_read_by_an_earlier_configuration_is_not_kept(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def meanwhile(*words: object) -> object:
        monkeypatch.undo()
        bench.change()
        await bench.shelf.connection(bench.id)
        return await read_library(*words)  # type: ignore[arg-type]

    section = await bench.shelf.section_of(bench.id, "Movies")
    monkeypatch.setattr("halley.studio.drawing.shelf.read_library", meanwhile)
    read = await bench.shelf.library(bench.id, section)
    assert await bench.shelf.library(bench.id, section) is not read


async def test_of_a_library_that_is_read_anew_the_earlier_one_is_let_go_of(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("halley.studio.drawing.shelf._KEPT_S", -1)
    before, easel = libraries(), Easel(bench.shelf.desk, bench.shelf)
    asked = Asked("overlays:\n  A: {overlay: {name: text(A)}, plex_all: true}\n")
    for _ in range(3):
        await easel.laid(Wanted(bench.id, "own.yml", RatingKey(101), asked))
    assert libraries() - before == 1


def libraries() -> int:
    """How many open libraries anybody holds."""
    gc.collect()
    return sum(isinstance(one, OpenLibrary) for one in gc.get_objects())


async def test_a_draft_is_drawn_with_the_pictures_of_the_kometa_that_the_environment_names(
    bench: Bench, tmp_path: Path
) -> None:
    picture = tmp_path / "kometa" / "defaults" / "overlays" / "images" / "only-there.png"
    picture.parent.mkdir(parents=True)
    Image.new("RGBA", (120, 40), "red").save(picture)
    desk = bench.shelf.desk
    desk.environment = {**desk.environment, "HALLEY_KOMETA": str(tmp_path / "kometa" / "kometa.py")}
    text = "overlays:\n  A:\n    overlay: {name: A, default: only-there, horizontal_offset: 0, vertical_offset: 0}\n"
    asked = Asked(f"{text}    plex_all: true\n")
    (layer,) = (await Easel(desk, bench.shelf).laid(Wanted(bench.id, "own.yml", RatingKey(101), asked))).layers
    assert (layer.is_drawn, layer.width, layer.height) == (True, 120, 40), layer.why
