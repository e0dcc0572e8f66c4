"""The doctor over posters: labels and overlays that do not go together, originals that are missing, uploads that pile up."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from halley.files import MemoryImages
from halley.plex.ids import RatingKey
from halley.plex.images import ImageEntry, ImageKind, Shelf
from halley.plex.library import Library
from halley.simulator.faults import parse_fault
from tests.builders import a_library, a_movie, a_season, a_show, an_episode
from tests.support.previews import a_poster
from tests.unit.doctor.house import CONFIG, PLEX_UNIT, Door, House, three_films


async def a_house(folder: Path, library: Library, images: MemoryImages) -> AsyncIterator[House]:
    async with Door(library, images) as server:
        yield House.at(folder, server.url)


@pytest.fixture
async def drawn(tmp_path: Path) -> AsyncIterator[House]:
    """Two of three films carry an overlay and the label."""
    async for house in a_house(tmp_path, *three_films(["Heat", "Ronin"])):
        yield house


def keep(house: House, *keys: int) -> None:
    for key in keys:
        house.put(f"kometa/overlays/Movies Original Posters/{key}.jpg", a_poster(key))


# --- labels and overlays -----------------------------------------------------------------------------------------------


async def test_labels_and_overlays_that_go_together_are_good(drawn: House) -> None:
    found = await drawn.one("overlays")
    assert found.severity == "good"
    assert "3 posters" in found.seen


async def test_a_label_without_an_overlay_is_told_by_title(tmp_path: Path) -> None:
    images = MemoryImages()
    library = a_library(
        a_movie("Heat", key=101, year=1995, labels=["Overlay"], poster=images.put(a_poster(1))),
        a_movie("Ronin", key=102, labels=["Overlay"], poster=images.put(a_poster(2, marked=True))),
    )
    async for house in a_house(tmp_path, library, images):
        found = await house.one("overlays")
        assert found.severity == "warning"
        assert "Heat (1995) of 2 that were looked at carry the label `Overlay`" in found.seen


async def test_an_overlay_without_a_label_is_told_by_title(tmp_path: Path) -> None:
    images = MemoryImages()
    library = a_library(a_movie("Heat", key=101, year=1995, poster=images.put(a_poster(1, marked=True))))
    async for house in a_house(tmp_path, library, images):
        found = await house.one("overlays")
        assert found.severity == "warning"
        assert "Heat (1995) of 1 that were looked at show an overlay and carry no label" in found.seen


async def test_items_of_which_an_original_was_put_aside_are_looked_at_first(tmp_path: Path) -> None:
    images = MemoryImages()
    films = [
        a_movie(f"Film {one}", key=200 + one, updated=2000 - one, poster=images.put(a_poster(one))) for one in range(30)
    ]
    old = a_movie("Heat", key=101, updated=1, poster=images.put(a_poster(99, marked=True)))
    async for house in a_house(tmp_path, a_library(old, *films), images):
        keep(house, 101)
        assert "Heat" in (await house.one("overlays", sample=3)).seen


async def test_no_poster_is_opened_where_none_is_asked_for(drawn: House) -> None:
    assert not await drawn.asked("overlays", sample=0)
    assert await drawn.asked("originals", sample=0)


# --- originals ---------------------------------------------------------------------------------------------------------


async def test_items_with_overlays_without_an_original_are_counted_and_named(drawn: House) -> None:
    keep(drawn, 101)
    found = await drawn.one("originals")
    assert found.severity == "warning"
    assert "1 of 2 items with overlays have no original put aside (Ronin (1992))" in found.seen
    keep(drawn, 102)
    assert (await drawn.one("originals")).severity == "good"


async def test_an_asset_is_an_original_too(drawn: House) -> None:
    keep(drawn, 101)
    drawn.write(CONFIG + "settings: {asset_directory: assets}\n")
    assert (await drawn.one("originals")).severity == "warning"
    drawn.put("kometa/assets/Ronin/poster.jpg", a_poster(2))
    assert (await drawn.one("originals")).severity == "good"


async def test_shows_seasons_and_episodes_count_as_well(tmp_path: Path) -> None:
    images = MemoryImages()

    def words(number: int) -> dict[str, object]:
        return {"labels": ["Overlay"], "poster": images.put(a_poster(number, marked=True))}

    episode = an_episode("Low Tide", key=203, **words(3))
    library = a_library(a_show("Pier Nine", a_season(1, episode, key=202, **words(2)), key=201, **words(1)))
    async for house in a_house(tmp_path, library, images):
        house.write(house.config.read_text().replace("  Movies:", "  TV Shows:"))
        assert "3 of 3 items with overlays" in (await house.one("originals")).seen
        assert (await house.one("overlays")).severity == "good"


# --- uploads -----------------------------------------------------------------------------------------------------------


def _with_uploads(library: Library, images: MemoryImages, key: int, count: int) -> Library:
    item = library.items[RatingKey(key)]
    picture = images.put(a_poster(key, marked=True))
    shelf = Shelf(tuple(ImageEntry(f"upload://posters/{one:040x}", picture=picture) for one in range(count)))
    shelf = shelf.selecting(shelf.entries[0].name)
    return library.with_item(replace(item, images=item.images.set(ImageKind.POSTER, shelf)))


@pytest.mark.parametrize(("count", "severity"), [(2, "good"), (9, "warning")])
async def test_uploads_that_pile_up_on_shelves_are_counted_and_weighed(tmp_path: Path, count: int, severity: str) -> None:
    library, images = three_films(["Heat", "Ronin"])
    for key in (101, 102):
        library = _with_uploads(library, images, key, count)
    async for house in a_house(tmp_path, library, images):
        found = await house.one("uploads")
        assert found.severity == severity
        assert f"{2 * count} uploaded posters lie on 2 items that were looked at, {count:.1f} each" in found.seen
        assert f"about {2 * count}, some 0.0 MB" in found.seen


@pytest.mark.parametrize(("count", "severity"), [(0, "good"), (2, "note"), (9, "warning")])
@pytest.mark.parametrize("is_named", [True, False])
async def test_uploads_in_plexs_own_store_are_all_counted(drawn: House, count: int, severity: str, is_named: bool) -> None:
    drawn.write(url="http://127.0.0.1:9")
    store = "plex/Library/Application Support/Plex Media Server/Metadata/Movies"
    for bundle in ("a", "b"):
        drawn.put(f"{store}/1/{bundle}.bundle/Contents/_combined/posters/x")
        for number in range(count):
            drawn.put(f"{store}/1/{bundle}.bundle/Uploads/posters/{number}", b"x" * 100_000)
    if not is_named:
        drawn.unit("plex.container", PLEX_UNIT)
    found = await drawn.one("uploads", plex_data=drawn.folder / "plex" if is_named else None)
    assert found.severity == severity
    if count:
        assert f"{2 * count} uploaded pictures of 2 items take {count * 0.2:.1f} MB" in found.seen


async def test_of_a_server_that_is_too_slow_to_count_nothing_is_claimed(tmp_path: Path) -> None:
    library, images = three_films(["Heat"])
    async with Door(library, images, faults=[parse_fault("slow=1:/library/sections/1/all")]) as server:
        found = await House.at(tmp_path, server.url).one("originals", counting_s=0.3)
    assert found.severity == "note"
    assert "took too long" in found.seen
