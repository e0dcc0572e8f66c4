"""Pictures are kept by what they are; the store on the disk and the one in memory do the same."""

import hashlib
from pathlib import Path

import pytest

from halley.files import DiskImages, ImageStore, MemoryImages, describe_picture

PNG = b"\x89PNG\r\n\x1a\n and more"


@pytest.fixture(params=["disk", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ImageStore:
    return DiskImages(tmp_path / "images") if request.param == "disk" else MemoryImages()


def test_what_was_put_is_got_back_by_its_digest(store: ImageStore) -> None:
    picture = store.put(PNG)
    assert picture.sha256 == hashlib.sha256(PNG).hexdigest()
    assert store.get(picture.sha256) == PNG


def test_the_same_picture_is_kept_once(store: ImageStore) -> None:
    assert store.put(PNG) == store.put(bytes(PNG))


def test_a_picture_that_was_never_put_is_not_there(store: ImageStore) -> None:
    with pytest.raises(KeyError):
        store.get("0" * 64)


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (PNG, "image/png"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", "application/octet-stream"),
        (b"GIF89a", "image/gif"),
        (b"ID3\x04", "audio/mpeg"),
        (b"", "application/octet-stream"),
        (b"<html>", "application/octet-stream"),
    ],
)
def test_a_picture_is_known_by_its_first_bytes(start: bytes, kind: str) -> None:
    picture = describe_picture(start)
    assert (picture.media_type, picture.size) == (kind, len(start))
    assert picture.sha1 == hashlib.sha1(start, usedforsecurity=False).hexdigest()


def test_a_disk_keeps_pictures_for_the_next_process(tmp_path: Path) -> None:
    picture = DiskImages(tmp_path).put(PNG)
    assert DiskImages(tmp_path).get(picture.sha256) == PNG
    assert DiskImages(tmp_path).path(picture.sha256).read_bytes() == PNG


@pytest.mark.parametrize("spoilt", [b"", b"a pic", b"a picturE", b"a picture, and more"])
def test_a_picture_that_the_disk_spoilt_is_not_there_until_it_is_put_again(tmp_path: Path, spoilt: bytes) -> None:
    store = DiskImages(tmp_path)
    picture = store.put(b"a picture")
    store.path(picture.sha256).write_bytes(spoilt)
    with pytest.raises(KeyError):
        store.get(picture.sha256)
    if len(spoilt) != picture.size:
        assert DiskImages(tmp_path).put(b"a picture") == picture
        assert store.get(picture.sha256) == b"a picture"
