"""Pictures that somebody sends: bounded, and decoded where nothing can be broken."""

import io
import struct
import subprocess
import sys
import time
import zlib
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from halley.studio.pictures import worker
from halley.studio.routes import pictures as route
from halley.studio.security.bounds import Bounds
from tests.hostile.studio import Target, attacked, settings

PATH = "/api/v1/configurations/{id}/pictures/"


def _bomb(side: int) -> bytes:
    """A PNG of so many pixels in a few kilobytes: every one is black."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    pixels = zlib.compress(bytes((side // 8 + 2) * side), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def _picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (40, 60), "teal").save(written, "PNG")
    return written.getvalue()


def _known(target: Target, folder: Path) -> str:
    config = folder / "config" / "config.yml"
    config.parent.mkdir()
    config.write_text("libraries: {}\n")
    return PATH.replace("{id}", target.studio.desk.add(config).id)


def _sends(target: Target, path: str, body: bytes, kind: str = "image/png") -> int:
    return target.asks("POST", path, *target.entitled, f"Content-Type: {kind}", body=body).status


def test_a_picture_is_taken(tmp_path: Path) -> None:
    with attacked(settings(tmp_path)) as target:
        assert _sends(target, _known(target, tmp_path) + "mine", _picture()) == 201
        assert (tmp_path / "config" / "overlays" / "mine.png").is_file()


@pytest.mark.parametrize("limit", [worker.MOST_SIDE, 10**9], ids=["all walls", "without a limit of pixels"])
def test_a_small_file_of_a_vast_picture_is_not_unpacked(limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """6,400 pixels to a side are 123 MB when they are unpacked, from 5 kB; nothing more is tried without the wall."""
    monkeypatch.setattr(worker, "MOST_SIDE", limit)
    bomb = _bomb(6400)
    assert len(bomb) < 20_000
    if limit == worker.MOST_SIDE and limit < 6400:
        with pytest.raises(worker.CannotDraw, match="6400x6400"):
            worker.decoded(bomb)
    else:
        assert Image.open(io.BytesIO(worker.decoded(bomb))).size == (6400, 6400)


TRIES = """
import signal, subprocess, sys
from halley.studio.pictures.worker import limit
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
{limit}
def writes():
    with open(sys.argv[1], "w") as file:
        file.write("x" * 100_000)
def takes(): bytearray(2 << 30)
def opens(): [open("/dev/null") for _ in range(100)]
for what in (writes, takes, opens):
    try:
        what()
        print("done")
    except (OSError, MemoryError):
        print("refused")
"""


@pytest.mark.parametrize("limit", ["limit()", ""], ids=["all walls", "without limits"])
def test_what_breaks_out_of_the_decoder_finds_nothing_to_take(limit: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", TRIES.replace("{limit}", limit), str(tmp_path / "written")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == {"refused" if limit else "done"}


def test_a_decoder_that_hangs_is_ended_and_the_studio_answers_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging = tmp_path / "hanging.py"
    hanging.write_text("import time\ntime.sleep(60)\n")
    plain = route.decoded.__globals__["asyncio"].create_subprocess_exec
    monkeypatch.setattr(
        route.decoded.__globals__["asyncio"],
        "create_subprocess_exec",
        lambda _program, *_words, **more: plain(sys.executable, str(hanging), **more),
    )
    monkeypatch.setitem(route.decoded.__globals__, "_SECONDS", 1)
    with attacked(settings(tmp_path)) as target:
        began = time.monotonic()
        assert _sends(target, _known(target, tmp_path) + "mine", _picture()) == 422
        assert time.monotonic() - began < 20
        assert target.asks("GET", "/api/v1/configurations").status == 200


@pytest.mark.parametrize("largest", [route.MOST_BYTES, 10**9], ids=["all walls", "without a limit of bytes"])
def test_more_bytes_than_a_picture_has_are_not_read(largest: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(route, "MOST_BYTES", largest)
    wide = {"bounds": partial(Bounds, largest=10**9)} if largest == 10**9 else {}
    with attacked(settings(tmp_path), instead=wide) as target:
        status = _sends(target, _known(target, tmp_path) + "mine", _picture() + bytes(11_000_000))
        assert status == (201 if wide else 413)


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", "image/svg+xml", ""])
def test_what_a_form_can_send_is_no_picture(kind: str, tmp_path: Path) -> None:
    with attacked(settings(tmp_path)) as target:
        assert _sends(target, _known(target, tmp_path) + "mine", _picture(), kind) == 415
