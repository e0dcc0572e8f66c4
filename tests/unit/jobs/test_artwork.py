"""Base artwork comes from where Kometa would take it: asset directories, its backups, the poster that the server shows."""

from dataclasses import replace
from pathlib import Path

import pytest

from halley.jobs.artwork import KeptPictures, current, extension_of, has_mark, prepared
from halley.jobs.assets import Shelves
from halley.plex.items import Item
from tests.builders import a_library, a_movie, a_season, a_show, an_album, an_artist, an_episode, the
from tests.support.previews import a_poster

LIBRARY = a_library(
    a_movie("Heat", key=101, file="/media/movies/Heat (1995)/Heat.mkv", labels=["Overlay"]),
    a_movie("Ronin", key=102, file=r"D:\Films\Ronin [1998]\Ronin.mkv"),
    a_show(
        "Pier Nine",
        a_season(1, an_episode("Low Tide", key=203), key=202),
        a_season(12, key=212, title="The last one"),
        a_season(0, key=220),
        key=201,
        locations=["/media/tv/Pier Nine"],
    ),
    an_artist("The Band", an_album("First", key=302), key=301, locations=["/media/music/The Band"]),
)
HEAT, RONIN, SHOW = the(LIBRARY, "Heat"), the(LIBRARY, "Ronin"), the(LIBRARY, "Pier Nine")


def above(item: Item) -> tuple[Item, ...]:
    line = []
    while item.parent is not None:
        item = LIBRARY.items[item.parent]
        line.append(item)
    return tuple(line)


def put(path: Path, content: bytes = b"\xff\xd8\xff an asset") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def source(item: Item, shelves: Shelves) -> str | None:
    found = KeptPictures(shelves).of(item, above(item))
    return found.source if found else None


def shelves(folder: Path, *directories: str, in_folders: bool = True, depth: int = 0) -> Shelves:
    assets = tuple(folder / name for name in directories or ("assets",))
    return Shelves(assets, folder / "overlays" / "Movies Original Posters", in_folders, depth)


@pytest.mark.parametrize(
    ("key", "nested", "flat"),
    [
        (101, "Heat (1995)/poster.jpg", "Heat (1995).jpg"),
        (102, "Ronin [1998]/poster.jpg", "Ronin [1998].jpg"),
        (201, "Pier Nine/poster.jpg", "Pier Nine.jpg"),
        (202, "Pier Nine/Season01.jpg", "Pier Nine_Season01.jpg"),
        (212, "Pier Nine/Season12.jpg", "Pier Nine_Season12.jpg"),
        (220, "Pier Nine/Season00.jpg", "Pier Nine_Season00.jpg"),
        (203, "Pier Nine/S01E01.jpg", "Pier Nine_S01E01.jpg"),
        (301, "The Band/poster.jpg", "The Band.jpg"),
        (302, "The Band/First.jpg", "The Band_First.jpg"),
    ],
)
def test_an_asset_lies_in_the_items_folder_or_has_its_name(tmp_path: Path, key: int, nested: str, flat: str) -> None:
    """Source: Kometa 2.4.4, plex.py, `find_item_assets`; `asset_folders` chooses between the two."""
    item = LIBRARY.items[key]  # type: ignore[index]
    in_folder, by_name = put(tmp_path / "assets" / nested), put(tmp_path / "assets" / flat)
    assert source(item, shelves(tmp_path)) == str(in_folder)
    assert source(item, shelves(tmp_path, in_folders=False)) == str(by_name)


@pytest.mark.parametrize("extension", [".jpg", ".jpeg", ".png", ".webp", ".JPG"])
def test_an_asset_may_have_any_of_four_extensions_in_any_case(tmp_path: Path, extension: str) -> None:
    asset = put(tmp_path / "assets" / "Heat (1995)" / f"poster{extension}")
    assert source(HEAT, shelves(tmp_path)) == str(asset)


@pytest.mark.parametrize("name", ["poster.gif", "poster2.jpg", "Poster.jpg", "background.jpg"])
def test_other_files_are_no_asset(tmp_path: Path, name: str) -> None:
    put(tmp_path / "assets" / "Heat (1995)" / name)
    assert source(HEAT, shelves(tmp_path)) is None


def test_deeper_folders_are_looked_through_only_as_deep_as_asset_depth(tmp_path: Path) -> None:
    asset = put(tmp_path / "assets" / "films" / "crime" / "Heat (1995)" / "poster.jpg")
    found = [source(HEAT, shelves(tmp_path, depth=depth)) for depth in range(4)]
    assert found == [None, None, str(asset), str(asset)]


def test_the_first_directory_that_knows_the_item_counts_even_without_a_poster(tmp_path: Path) -> None:
    (tmp_path / "one" / "Heat (1995)").mkdir(parents=True)
    put(tmp_path / "two" / "Heat (1995)" / "poster.jpg")
    assert source(HEAT, shelves(tmp_path, "one", "two")) is None
    assert source(HEAT, shelves(tmp_path, "two", "one")) is not None


def test_flat_names_are_looked_for_in_every_directory(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    asset = put(tmp_path / "two" / "Heat (1995).png")
    assert source(HEAT, shelves(tmp_path, "one", "two", in_folders=False)) == str(asset)


def test_an_asset_goes_before_a_backup_and_a_backup_before_nothing(tmp_path: Path) -> None:
    backup = put(tmp_path / "overlays" / "Movies Original Posters" / "101.jpg")
    assert source(HEAT, shelves(tmp_path)) == str(backup)
    asset = put(tmp_path / "assets" / "Heat (1995)" / "poster.png")
    assert source(HEAT, shelves(tmp_path)) == str(asset)
    assert source(RONIN, shelves(tmp_path)) is None


def test_of_several_backups_the_png_counts_as_in_kometa(tmp_path: Path) -> None:
    for extension in (".webp", ".jpg", ".png"):
        put(tmp_path / "overlays" / "Movies Original Posters" / f"101{extension}")
    assert source(HEAT, shelves(tmp_path)) == str(tmp_path / "overlays" / "Movies Original Posters" / "101.png")


def test_a_backup_of_an_item_without_the_label_is_used_with_a_warning(tmp_path: Path) -> None:
    put(tmp_path / "overlays" / "Movies Original Posters" / "101.jpg")
    put(tmp_path / "overlays" / "Movies Original Posters" / "102.jpg")
    labelled, unlabelled = (KeptPictures(shelves(tmp_path)).of(item, ()) for item in (HEAT, RONIN))
    assert labelled
    assert unlabelled
    assert labelled.warning == ""
    assert "no label `Overlay`" in unlabelled.warning


def test_an_item_without_any_file_has_no_asset(tmp_path: Path) -> None:
    put(tmp_path / "assets" / "poster.jpg")
    assert source(replace(HEAT, media=()), shelves(tmp_path)) is None


def test_the_current_poster_is_warned_of_where_it_carries_an_overlay() -> None:
    plain, marked = current(a_poster(1)), current(a_poster(1, marked=True))
    assert (plain.source, plain.warning) == ("plex", "")
    assert "already carries an overlay" in marked.warning


@pytest.mark.parametrize("data", [b"", b"no picture", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_what_is_no_picture_carries_no_mark(data: bytes) -> None:
    assert has_mark(data) is False


@pytest.mark.parametrize(
    ("data", "extension"),
    [
        (b"\xff\xd8\xff", ".jpg"),
        (b"\x89PNG", ".png"),
        (b"RIFF\0\0\0\0WEBP", ".webp"),
        (b"RIFF\0\0\0\0WAVE", ".jpg"),
        (b"", ".jpg"),
    ],
)
def test_an_extension_fits_the_bytes(data: bytes, extension: str) -> None:
    assert extension_of(data) == extension


def test_a_picture_that_was_put_into_input_beforehand_is_the_last_to_be_looked_for(tmp_path: Path) -> None:
    put(tmp_path / "heat.png", b"\x89PNG prepared")
    found = prepared(tmp_path, "heat")
    assert found
    assert (found.data, found.extension) == (b"\x89PNG prepared", ".png")
    assert prepared(tmp_path, "ronin") is None
