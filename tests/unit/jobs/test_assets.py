"""Pictures of asset directories: all four kinds, found where Kometa finds them, each directory looked at once."""

import os
from pathlib import Path

import pytest

from halley.jobs.assets import AssetFinder, Shelves, value_of
from halley.jobs.digests import standing_of
from halley.jobs.originals import KeptOriginals, NoBackupType, Originals
from halley.plex.ids import RatingKey
from halley.plex.images import ImageKind
from tests.builders import a_library, a_movie, a_season, a_show, an_album, an_artist, the

LIBRARY = a_library(
    a_movie("Heat", key=101, file="/media/movies/Heat: Cut? (1995)/Heat.mkv"),
    a_show("Pier Nine", a_season(1, key=202), key=201, locations=["/media/tv/Pier Nine"]),
    an_artist("The Band", an_album("Why? Because", key=302), key=301, locations=["/media/music/The Band"]),
)
HEAT, SHOW, BAND = the(LIBRARY, "Heat"), the(LIBRARY, "Pier Nine"), the(LIBRARY, "The Band")
SEASON, ALBUM = LIBRARY.items[RatingKey(202)], LIBRARY.items[RatingKey(302)]


def finder(folder: Path, *, in_folders: bool = True, depth: int = 0) -> AssetFinder:
    return AssetFinder(Shelves((folder / "one", folder / "two"), folder / "originals", in_folders, depth))


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"picture")


def names(found: dict[ImageKind, Path]) -> dict[str, str]:
    return {kind.one: path.name for kind, path in found.items()}


def test_a_folder_has_four_kinds_of_pictures(tmp_path: Path) -> None:
    put(tmp_path / "one/Pier Nine", "poster.jpg", "background.png", "logo.webp", "square.jpeg", "notes.txt", "Season01.jpg")
    put(tmp_path / "one/Pier Nine", "Season01_background.jpg")
    look = finder(tmp_path)
    assert names(look.of(SHOW, ()).pictures) == {
        "poster": "poster.jpg",
        "art": "background.png",
        "clearLogo": "logo.webp",
        "squareArt": "square.jpeg",
    }
    assert names(look.of(SEASON, (SHOW,)).pictures) == {"poster": "Season01.jpg", "art": "Season01_background.jpg"}


def test_without_folders_the_other_pictures_count_only_beside_a_poster(tmp_path: Path) -> None:
    put(tmp_path / "one", "Pier Nine_background.jpg")
    assert finder(tmp_path, in_folders=False).of(SHOW, ()).pictures == {}
    put(tmp_path / "two", "Pier Nine.jpg", "Pier Nine_logo.png")
    found = finder(tmp_path, in_folders=False).of(SHOW, ()).pictures
    assert names(found) == {"poster": "Pier Nine.jpg", "clearLogo": "Pier Nine_logo.png"}


def test_what_no_file_system_takes_is_left_out_of_a_folders_name(tmp_path: Path) -> None:
    put(tmp_path / "one/Heat Cut (1995)", "poster.jpg")
    assert finder(tmp_path).of(HEAT, ()).poster == tmp_path / "one/Heat Cut (1995)/poster.jpg"


def test_an_exact_name_wins_over_one_with_something_in_between(tmp_path: Path) -> None:
    put(tmp_path / "one/Pier Nine", "poster.old.jpg")
    assert names(finder(tmp_path).of(SHOW, ()).pictures) == {"poster": "poster.old.jpg"}
    put(tmp_path / "one/Pier Nine", "poster.png", "posters.jpg")
    assert names(finder(tmp_path).of(SHOW, ()).pictures) == {"poster": "poster.png"}


def test_the_question_mark_of_an_album_stands_for_any_letter(tmp_path: Path) -> None:
    """As in Kometa, which looks for the title as a pattern."""
    put(tmp_path / "one/The Band", "Why! Because.jpg")
    assert names(finder(tmp_path).of(ALBUM, (BAND,)).pictures) == {"poster": "Why! Because.jpg"}


@pytest.mark.parametrize(("depth", "is_found"), [(0, False), (1, False), (2, True), (5, True)])
def test_a_folder_may_lie_deeper(tmp_path: Path, depth: int, is_found: bool) -> None:
    put(tmp_path / "one/shows/b/Pier Nine", "poster.jpg")
    assert (finder(tmp_path, depth=depth).of(SHOW, ()).poster is not None) == is_found


def test_each_directory_is_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[object] = []
    real = os.scandir
    put(tmp_path / "one/Pier Nine", "Season01.jpg")
    monkeypatch.setattr(os, "scandir", lambda path: looked.append(path) or real(path))
    look = finder(tmp_path, depth=1)
    for _ in range(50):
        look.of(SEASON, (SHOW,))
        look.of(HEAT, ())
    assert sorted(map(str, looked)) == sorted({str(one) for one in looked})
    assert len(looked) == 3


def test_a_file_is_known_again_by_place_size_and_time(tmp_path: Path) -> None:
    put(tmp_path, "poster.jpg")
    os.utime(tmp_path / "poster.jpg", ns=(1, 2))
    assert value_of(tmp_path / "poster.jpg") == f"{tmp_path}/poster.jpg:7:2"
    assert standing_of(tmp_path / "none.jpg") is None


# Backups

KEY = RatingKey(101)


def test_backups_are_looked_for_in_kometas_order(tmp_path: Path) -> None:
    put(tmp_path, "101.webp", "102.jpg")
    assert Originals(tmp_path).of(KEY) == tmp_path / "101.webp"
    put(tmp_path, "101.jpg")
    assert Originals(tmp_path).of(KEY) == tmp_path / "101.jpg"
    put(tmp_path, "101.png")
    assert Originals(tmp_path).of(KEY) == tmp_path / "101.png"
    assert Originals(tmp_path / "none").of(KEY) is None


def test_what_only_looks_writes_nothing(tmp_path: Path) -> None:
    put(tmp_path, "101.webp")
    looking = Originals(tmp_path)
    looking.keep(KEY, b"other", "image/png")
    looking.drop(KEY)
    assert [path.name for path in tmp_path.iterdir()] == ["101.webp"]
    with pytest.raises(NoBackupType, match="image/gif"):
        looking.keep(KEY, b"other", "image/gif")


@pytest.mark.parametrize("media_type", ["image/gif", "text/html", ""])
def test_what_is_no_picture_is_not_put_aside(tmp_path: Path, media_type: str) -> None:
    with pytest.raises(NoBackupType, match="only PNG, JPEG and WebP"):
        KeptOriginals(tmp_path / "originals").keep(KEY, b"x", media_type)
    assert list((tmp_path / "originals").iterdir()) == []


def test_dropping_takes_every_ending_away_and_nothing_else(tmp_path: Path) -> None:
    put(tmp_path, "101.png", "101.jpg", "1011.jpg", "101.txt")
    kept = KeptOriginals(tmp_path)
    kept.keep(KEY, b"new", "image/webp")
    kept.drop(KEY)
    assert kept.of(KEY) is None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["101.txt", "1011.jpg"]
