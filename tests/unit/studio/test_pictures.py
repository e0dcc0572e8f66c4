"""Pictures that a person sends for overlays: decoded apart, kept beside config.yml, and drawn."""

import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image

from tests.unit.studio.conftest import Open
from tests.unit.studio.test_editing_api import asked


def written(kind: str = "PNG", size: tuple[int, int] = (200, 80), **more: object) -> bytes:
    stream = io.BytesIO()
    Image.new("RGBA" if kind != "JPEG" else "RGB", size, (200, 30, 30, 128)[: 4 if kind != "JPEG" else 3]).save(
        stream, kind, **more
    )
    return stream.getvalue()


def send(studio: Open, name: str, body: bytes, kind: str = "image/png", **more: object):
    return studio.ask("POST", f"{studio.at}/pictures/{name}", data=body, headers={"Content-Type": kind}, **more)


@pytest.mark.parametrize(("kind", "type_"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")])
def test_a_picture_is_kept_as_a_png_without_what_it_carried_beside_its_pixels(studio: Open, kind: str, type_: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "my-home-address"
    answer = send(studio, f"kept {kind}", written(kind, exif=exif), type_)
    assert answer.status_code == 201, answer.text
    assert answer.json() | {"size": 0} == {"name": f"kept {kind}", "width": 200, "height": 80, "size": 0}
    path = studio.folder / "overlays" / f"kept {kind}.png"
    assert path.read_bytes().startswith(b"\x89PNG")
    assert b"my-home-address" not in path.read_bytes()
    assert studio.ask.get(f"{studio.at}/pictures/kept {kind}").content == path.read_bytes()
    assert f"kept {kind}" in [one["name"] for one in studio.ask.get(f"{studio.at}/pictures").json()]
    assert studio.ask("DELETE", f"{studio.at}/pictures/kept {kind}").status_code == 204
    assert not path.exists()


def test_an_overlay_of_that_name_draws_it(studio: Open) -> None:
    send(studio, "my-badge", written())
    text = (
        "overlays:\n  Mine:\n    overlay: {name: my-badge, horizontal_offset: 10, vertical_offset: 20}\n    plex_all: true\n"
    )
    (layer,) = studio.ask.post("/render/layers", asked(studio, text=text)).json()["layers"]
    assert (layer["is_drawn"], layer["width"], layer["height"]) == (True, 200, 80), layer["why"]


def test_a_picture_that_is_there_is_replaced_only_when_that_is_asked_for(studio: Open) -> None:
    assert send(studio, "twice", written()).status_code == 201
    assert send(studio, "twice", written(size=(10, 10))).status_code == 409
    assert send(studio, "twice", written(size=(10, 10)), params={"replaces": "true"}).json()["width"] == 10


@pytest.mark.parametrize("name", ["..", "%2e%2e%2fconfig", "a%2fb", ".hidden", "x%00", "a" * 70, "-x", "x.png", "x%0a"])
def test_a_name_is_never_a_path(studio: Open, name: str) -> None:
    before = sorted(path for path in studio.folder.parent.rglob("*"))
    assert send(studio, name, written()).status_code in {404, 405, 422}
    assert sorted(path for path in studio.folder.parent.rglob("*")) == before


def a_bomb() -> bytes:
    """A PNG of 60,000 by 60,000 pixels in a few kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "body",
    [a_bomb(), b"", b"GIF89a" + bytes(100), written()[:60], b"<svg xmlns='http://www.w3.org/2000/svg'/>", bytes(1000)],
    ids=["a bomb", "nothing", "another type", "cut off", "svg", "zeros"],
)
def test_what_is_no_picture_is_refused_in_a_sentence(studio: Open, body: bytes) -> None:
    answer = send(studio, "bad", body)
    assert answer.status_code == 422
    assert "the picture was not taken: it " in answer.json()["title"]
    assert "Traceback" not in answer.text
    assert not (studio.folder / "overlays" / "bad.png").exists()


def test_more_bytes_than_are_read_and_other_types_are_refused(studio: Open) -> None:
    assert send(studio, "bad", bytes(10_000_001)).status_code == 413

    def endless():
        for _ in range(12):
            yield bytes(1_000_000)

    assert send(studio, "bad", endless()).status_code == 413
    assert send(studio, "bad", written(), "text/plain").status_code == 415


LIMITED = """
import signal, sys
from halley.studio.pictures.worker import limit
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit()
for what in (lambda: open(sys.argv[1], "w").write("x" * 100_000), lambda: bytearray(2 << 30)):
    try:
        what()
        print("done")
    except (OSError, MemoryError) as problem:
        print(type(problem).__name__)
"""


def test_the_worker_may_neither_write_files_nor_take_all_memory(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LIMITED, str(tmp_path / "written")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["OSError", "MemoryError"]


def test_a_picture_that_cannot_be_read_keeps_nobody_from_the_others(studio: Open) -> None:
    assert send(studio, "readable", written()).status_code == 201
    odd = studio.folder / "overlays" / "odd.png"
    odd.symlink_to("/proc/self/mem")  # a file whose first byte nobody can read, the administrator neither
    try:
        answer = studio.ask.get(f"{studio.at}/pictures")
        assert answer.status_code == 200, answer.text
        assert "readable" in (names := [one["name"] for one in answer.json()])
        assert "odd" not in names
    finally:
        odd.unlink()
