"""Configurations of any shape, pictures that are bombs, servers that speak no HTTP: nothing but sentences comes of them."""

import asyncio
import gzip
import json
import struct
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from halley.notices import Herald, Notice
from halley.notices.client import Manners
from halley.notices.pictures import LARGEST, small_picture
from halley.notices.targets import EVENTS, WORDS, targets_of
from tests.unit.notices.receivers import Receivers

FAILED = Notice("failed", "The run failed", "why")
IMPATIENT = Manners(try_s=0.5, pause_s=0.02, whole_s=1.5)

texts = st.sampled_from(
    ["", " ", "notifiarr", "gotify", "ntfy", "apprise", "http://", "http://[::1", "http://a b/c", "https://x", "://", "file:///x",
     "<<nothing>>", "http://u:p@h:99999/x", "javascript:alert(1)", "http://h/api/webhooks/1/x"]
)  # fmt: skip
scalars = st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False, allow_infinity=False) | texts
values = st.recursive(
    scalars, lambda below: st.lists(below, max_size=3) | st.dictionaries(texts, below, max_size=3), max_leaves=6
)
webhooks = st.dictionaries(st.sampled_from([*EVENTS, "collection_changes", "unknown"]), values, max_size=4) | values
services = st.dictionaries(st.sampled_from(["url", "token", "topic", "apikey", "config"]), values, max_size=4) | values


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hooks=webhooks, blocks=st.dictionaries(st.sampled_from(WORDS), services), libraries=values)
def test_configurations_of_any_shape_name_targets_or_problems(
    tmp_path: Path, hooks: object, blocks: dict[str, object], libraries: object
) -> None:
    path = tmp_path / "config.yml"
    path.write_text(json.dumps({"webhooks": hooks, "libraries": libraries, **blocks}))
    found = targets_of(path, {})
    for one in found.found:
        assert one.events
        assert found.redactor(one.address.reveal()) != one.address.reveal() or len(one.address.reveal()) < 4
    for problem in found.problems:
        assert problem.startswith("webhooks: ")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x00" * 2000,
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 999999 x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
        b"HTTP/1.1 302 x\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X-A: " + b"a" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 50,
    ],
)
async def test_servers_that_speak_no_http_end_in_a_sentence(
    herald: Callable[..., Herald], answer: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(answer)
        writer.close()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    began = time.monotonic()
    async with server:
        await herald(f"webhooks: {{error: 'http://127.0.0.1:{port}/key-12345678'}}\n", manners=IMPATIENT).tell(FAILED)
    assert time.monotonic() - began < 5
    assert "did not reach webhook at 127.0.0.1" in caplog.text
    assert "key-12345678" not in caplog.text
    assert "could not be told" not in caplog.text


async def test_an_answer_that_unfolds_without_end_is_read_no_further(
    receivers: Receivers, herald: Callable[..., Herald]
) -> None:
    bomb = gzip.compress(b" " * 200_000_000, 9)

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(bomb)}\r\n\r\n"
        writer.write(head.encode() + bomb)
        writer.close()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    began = time.monotonic()
    async with server:
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/x"
        await herald(f"webhooks: {{error: '{address}'}}\n", manners=IMPATIENT).tell(FAILED)
    assert time.monotonic() - began < 5


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * ((width // 8 + 2) * min(height, 2000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xd8\xff", png(100_000, 100_000), png(20_000, 20_000), b"GIF89a", b"<svg/>", b"%!PS-Adobe\n"]
)
def test_pictures_that_are_none_or_too_large_are_left_out(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "poster.jpg"
    path.write_bytes(content)
    assert small_picture(path) is None
    assert small_picture(tmp_path) is None
    assert small_picture(tmp_path / "none") is None


def test_a_picture_is_small_and_says_nothing_but_its_pixels(picture: Path) -> None:
    found = small_picture(picture)
    assert found is not None
    assert len(found) <= LARGEST
    assert b"Exif" not in found
