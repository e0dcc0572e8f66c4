"""Pictures and themes: listed, uploaded by body and by address, selected, dropped, served.

Source: spec, plex-api 20, 92 to 102.
"""

import hashlib
import io
from pathlib import Path

import pytest
import requests
from PIL import Image
from plexapi.exceptions import BadRequest

from tests.conformance.conftest import TOKEN, Served
from tests.conformance.library import a_png

NEW = a_png(200)
OTHER = a_png(201)
SHA1 = hashlib.sha1(NEW).hexdigest()


@pytest.fixture
def picture(tmp_path: Path) -> str:
    path = tmp_path / "new.png"
    path.write_bytes(NEW)
    return str(path)


@pytest.fixture
def other(tmp_path: Path) -> str:
    path = tmp_path / "other.png"
    path.write_bytes(OTHER)
    return str(path)


def get(served: Served, path: str) -> requests.Response:
    return requests.get(served.plex.url(path, includeToken=True), timeout=5)


def selected(entries: list) -> list[bool]:
    return [one.selected for one in entries]


def test_posters_are_listed_and_one_is_selected(served: Served) -> None:
    first, second = served.movies.get("Heat").posters()
    assert (first.selected, second.selected) == (True, False)
    assert first.ratingKey.startswith("metadata://posters/")
    assert first.provider == "local"
    assert first.key == first.thumb
    assert get(served, first.key).content == a_png(0)
    assert served.movies.get("Ronin").posters() == []


def test_an_upload_is_stored_shown_locked_and_has_a_new_address(served: Served, picture: str) -> None:
    heat = served.movies.get("Heat")
    before = heat.thumb
    (asked,) = served.asked(lambda: heat.uploadPoster(filepath=picture))
    assert asked == f"POST /library/metadata/{heat.ratingKey}/posters"
    entries = heat.posters()
    assert selected(entries) == [False, False, True]
    assert entries[2].ratingKey == f"upload://posters/{SHA1}"
    heat.reload()
    assert heat.thumb != before
    assert heat.isLocked("thumb")
    assert served.movies.search(title="Heat")[0].thumb == heat.thumb
    answer = get(served, heat.thumb)
    assert answer.content == NEW
    assert answer.headers["Content-Type"] == "image/png"
    assert get(served, entries[2].key).content == NEW


def test_two_uploads_within_a_second_have_two_addresses(served: Served, picture: str, other: str) -> None:
    heat = served.movies.get("Heat")
    seen = {heat.thumb}
    for path in (picture, other, picture):
        heat.uploadPoster(filepath=path)
        seen.add(heat.reload().thumb)
    assert len(seen) == 4
    assert get(served, heat.thumb).content == NEW


def test_the_same_bytes_again_are_no_second_entry(served: Served, picture: str) -> None:
    heat = served.movies.get("Heat")
    heat.uploadPoster(filepath=picture)
    heat.uploadPoster(filepath=picture)
    assert len(heat.posters()) == 3


def test_a_poster_is_selected_and_the_order_stays(served: Served) -> None:
    heat = served.movies.get("Heat")
    names = [one.ratingKey for one in heat.posters()]
    before = heat.thumb
    heat.posters()[1].select()
    assert selected(heat.posters()) == [False, True]
    assert [one.ratingKey for one in heat.posters()] == names
    heat.reload()
    assert heat.thumb != before
    assert heat.isLocked("thumb")
    assert get(served, heat.thumb).content == a_png(1)
    heat.setPoster(heat.posters()[0])
    assert selected(heat.posters()) == [True, False]


def test_a_poster_is_dropped(served: Served) -> None:
    heat = served.movies.get("Heat")
    heat.deletePoster()
    assert selected(heat.posters()) == [False, False]
    assert heat.reload().thumb is None
    assert get(served, f"/library/metadata/{heat.ratingKey}/thumb/1").status_code == 404


@pytest.mark.parametrize(
    ("upload", "many", "folder", "drop", "lock"),
    [
        ("uploadArt", "arts", "art", "deleteArt", "art"),
        ("uploadLogo", "logos", "clearLogos", "deleteLogo", "clearLogo"),
        ("uploadSquareArt", "squareArts", "squareArts", "deleteSquareArt", "squareArt"),
    ],
)
def test_the_other_pictures_are_treated_alike(
    served: Served, picture: str, upload: str, many: str, folder: str, drop: str, lock: str
) -> None:
    heat = served.movies.get("Heat")
    before = len(getattr(heat, many)())
    getattr(heat, upload)(filepath=picture)
    entries = getattr(heat, many)()
    assert len(entries) == before + 1
    assert entries[-1].selected
    assert entries[-1].ratingKey == f"upload://{folder}/{SHA1}"
    assert heat.reload().isLocked(lock)
    assert get(served, f"/library/metadata/{heat.ratingKey}/{lock}/1").content == NEW
    getattr(heat, drop)()
    assert not any(selected(getattr(heat, many)()))


def test_a_theme_is_uploaded_and_dropped(served: Served, tmp_path: Path) -> None:
    tune = b"ID3\x03\x00 a tune"
    (tmp_path / "theme.mp3").write_bytes(tune)
    show = served.shows.get("Quiet")
    show.uploadTheme(filepath=str(tmp_path / "theme.mp3"))
    assert [(one.ratingKey, one.selected) for one in show.themes()] == [
        (f"upload://themes/{hashlib.sha1(tune).hexdigest()}", True)
    ]
    show.reload()
    assert show.isLocked("theme")
    assert get(served, show.theme).headers["Content-Type"] == "audio/mpeg"
    assert get(served, show.theme).content == tune
    show.deleteTheme()
    assert selected(show.themes()) == [False]


def test_the_server_fetches_a_picture_from_an_address(served: Served) -> None:
    ronin, heat = served.movies.get("Ronin"), served.movies.get("Heat")
    address = served.plex.url(heat.posters()[1].key, includeToken=True)
    (asked,) = served.asked(lambda: ronin.uploadPoster(url=address))
    assert asked.startswith(f"POST /library/metadata/{ronin.ratingKey}/posters?url=http")
    assert TOKEN not in asked
    assert get(served, ronin.reload().thumb).content == a_png(1)
    assert ronin.isLocked("thumb")


def test_the_server_fetches_a_picture_from_elsewhere(served: Served) -> None:
    elsewhere = served.server.url + "/photo/:/transcode?width=20&height=20&url=/library/metadata/101/thumb/1"
    ronin = served.movies.get("Ronin")
    ronin.uploadPoster(url=f"{elsewhere}&X-Plex-Token={TOKEN}")
    (entry,) = ronin.posters()
    assert entry.ratingKey.startswith("upload://posters/")
    with Image.open(io.BytesIO(get(served, ronin.reload().thumb).content)) as found:
        assert found.size[0] <= 20


def test_an_address_that_has_no_picture_is_refused_and_changes_nothing(served: Served) -> None:
    heat = served.movies.get("Heat")
    before = served.server.digest()
    gone = f"{served.server.url}/library/metadata/{heat.ratingKey}/file?url=upload%3A%2F%2Fposters%2Fgone"
    for address in (gone, f"{served.server.url}/nothing", "http://127.0.0.1:9/x.png", "no address"):
        with pytest.raises(BadRequest):
            heat.uploadPoster(url=address)
    assert served.server.digest() == before


def test_an_upload_that_is_too_large_is_refused(served: Served, tmp_path: Path) -> None:
    (tmp_path / "large.png").write_bytes(NEW + bytes(10_500_000))
    before = served.server.digest()
    with pytest.raises((BadRequest, requests.ConnectionError)):
        served.movies.get("Heat").uploadPoster(filepath=str(tmp_path / "large.png"))
    assert served.server.digest() == before


def test_pictures_are_served_to_clients_that_send_no_header(served: Served) -> None:
    heat = served.movies.get("Heat")
    assert requests.get(heat.posterUrl, timeout=5).content == a_png(0)
    assert requests.get(heat.logoUrl, timeout=5).content == a_png(2)
    assert requests.get(heat.posterUrl.split("?")[0], timeout=5).status_code == 401


def test_a_picture_is_scaled(served: Served) -> None:
    heat = served.movies.get("Heat")
    answer = requests.get(served.plex.transcodeImage(heat.thumbUrl, height=30, width=20), timeout=5)
    assert answer.headers["Content-Type"] == "image/jpeg"
    with Image.open(io.BytesIO(answer.content)) as found:
        assert found.size == (20, 30)


def test_a_picture_with_a_mark_comes_back_byte_for_byte(served: Served, tmp_path: Path) -> None:
    picture = Image.new("RGB", (40, 60), (9, 9, 9))
    exif = picture.getexif()
    exif[0x04BC] = "overlay"
    picture.save(tmp_path / "marked.webp", exif=exif)
    heat = served.movies.get("Heat")
    heat.uploadPoster(filepath=str(tmp_path / "marked.webp"))
    answer = get(served, heat.reload().thumb)
    assert answer.content == (tmp_path / "marked.webp").read_bytes()
    assert answer.headers["Content-Type"] == "image/webp"
    with Image.open(io.BytesIO(answer.content)) as found:
        assert found.getexif()[0x04BC] == "overlay"


def test_an_episode_shows_the_pictures_above_where_it_has_none(served: Served, picture: str) -> None:
    show = served.shows.get("Pier Nine")
    episode = show.episode("Ebb")
    assert episode.grandparentThumb == show.thumb
    assert get(served, episode.grandparentThumb).content == a_png(2)
    show.season(2).uploadPoster(filepath=picture)
    assert get(served, episode.reload().parentThumb).content == NEW


def test_collections_and_playlists_have_a_collage_until_they_are_given_a_poster(served: Served, picture: str) -> None:
    collection, playlist = served.movies.collection("Mann"), served.plex.playlist("Rainy Days")
    assert "/composite/" in collection.thumb
    assert "/composite/" in playlist.composite
    assert get(served, collection.thumb).headers["Content-Type"] == "image/jpeg"
    assert get(served, playlist.composite).headers["Content-Type"] == "image/jpeg"
    for one in (collection, playlist):
        one.uploadPoster(filepath=picture)
        one.reload()
        assert get(served, one.thumb).content == NEW
        assert [entry.selected for entry in one.posters()] == [True]
