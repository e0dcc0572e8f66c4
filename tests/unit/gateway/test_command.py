"""`halley gateway` as a process of its own: what it prints, what it leaves, and how it says no."""

import asyncio
import json
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from plexapi.server import PlexServer

from halley.changes.kinds import UploadImage
from halley.changes.stored import from_json
from halley.simulator import Simulator
from tests.builders import titles
from tests.hostile.attempts import PNG
from tests.hostile.library import hostile_library

TOKEN = "the-real-token-of-the-server"
PATIENCE_S = 30


@dataclass
class Started:
    """A running `halley gateway`: its process, where it listens, and the token it gave out."""

    process: asyncio.subprocess.Process
    where: str
    token: str

    async def stop(self, number: signal.Signals = signal.SIGINT) -> tuple[int, str, str]:
        """Exit code, the rest of standard output, and standard error."""
        self.process.send_signal(number)
        out, err = await asyncio.wait_for(self.process.communicate(), PATIENCE_S)
        return self.process.returncode or 0, out.decode(), err.decode()


async def halley(*arguments: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "halley.cli", "gateway", *arguments)
    return await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.DEVNULL, stdout=pipe, stderr=pipe)


async def refusal(*arguments: str) -> tuple[int, str]:
    """Exit code and standard error of a command that should not come to run."""
    process = await halley(*arguments)
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE_S)
    assert not out
    assert "Traceback" not in err.decode()
    return process.returncode or 0, err.decode()


@asynccontextmanager
async def started(url: str, folder: Path, *more: str, listen: str = "127.0.0.1:0") -> AsyncIterator[Started]:
    """The command, once it listens. It is killed in the end where a test has not stopped it."""
    told = ("--plex", url, "--token-file", str(token_file(folder)), "--offline", "-o", str(folder / "dry-run"))
    process = await halley(*told, "--listen", listen, *more)
    try:
        printed = process.stderr if "--json" in more else process.stdout
        assert printed is not None
        lines = [(await asyncio.wait_for(printed.readline(), PATIENCE_S)).decode() for _ in range(3)]
        assert "records" in lines[2], (lines, (await process.communicate()))
        yield Started(process, lines[0].removeprefix("gateway at ").strip(), lines[1].split()[-1])
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def token_file(folder: Path, text: str = TOKEN) -> Path:
    file = folder / "token.txt"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
async def server() -> AsyncIterator[Simulator]:
    async with Simulator(hostile_library(), token=TOKEN) as running:
        yield running


def a_tool(url: str, token: str, folder: Path) -> list[str]:
    """What a careless script does to a server, and what it sees then."""
    plex = PlexServer(url, token)
    heat = plex.library.section("Movies").get("Heat")
    heat.addLabel("Tried")
    picture = folder / "poster.png"
    picture.write_bytes(PNG)
    heat.uploadPoster(filepath=str(picture))
    return titles(plex.library.section("Movies").search(label="Tried"))


def rows(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_stopped_gateway_leaves_what_the_tool_would_have_done(
    server: Simulator, tmp_path: Path, number: signal.Signals
) -> None:
    before = server.digest()
    async with started(server.url, tmp_path) as running:
        seen = await asyncio.to_thread(a_tool, running.where, running.token, tmp_path)
        async with aiohttp.ClientSession(headers={"X-Plex-Token": running.token}) as client:
            assert (await client.delete(f"{running.where}/library/sections/1")).status == 403
        code, out, err = await running.stop(number)

    assert seen == ["Heat"]
    assert server.digest() == before
    assert (code, err) == (0, "")
    assert "2 writes captured, 1 refused, 0 faults" in out
    folder = tmp_path / "dry-run"
    assert {one.name for one in folder.iterdir()} == {
        "changes.jsonl",
        "refused.jsonl",
        "faults.jsonl",
        "images",
        "summary.json",
    }
    captured = rows(folder / "changes.jsonl")
    assert [one["method"] for one in captured] == ["PUT", "POST"]
    assert {"timestamp", "path", "query", "body", "changes", "words"} <= set(captured[0])
    upload = from_json(captured[1]["changes"][0])  # type: ignore[index]
    assert isinstance(upload, UploadImage)
    assert (folder / "images" / upload.picture.sha256).read_bytes() == PNG
    assert rows(folder / "refused.jsonl")[0]["path"] == "/library/sections/1"
    assert rows(folder / "faults.jsonl") == []
    summary = json.loads((folder / "summary.json").read_text())
    assert (summary["captured"], summary["refused"], summary["changes"]) == (2, 1, {"AddTags": 1, "UploadImage": 1})
    everything = out + "".join(one.read_text(errors="replace") for one in folder.iterdir() if one.is_file())
    assert TOKEN not in everything
    assert running.token not in everything


async def test_a_killed_gateway_leaves_readable_records(server: Simulator, tmp_path: Path) -> None:
    async with started(server.url, tmp_path) as running:
        await asyncio.to_thread(a_tool, running.where, running.token, tmp_path)
        await running.stop(signal.SIGKILL)
    captured = rows(tmp_path / "dry-run" / "changes.jsonl")
    assert [one["method"] for one in captured] == ["PUT", "POST"]
    upload = from_json(captured[1]["changes"][0])  # type: ignore[index]
    assert isinstance(upload, UploadImage)
    assert (tmp_path / "dry-run" / "images" / upload.picture.sha256).read_bytes() == PNG


async def test_a_gateway_can_be_reached_by_a_unix_socket_that_is_its_owners(server: Simulator, tmp_path: Path) -> None:
    path = tmp_path / "plex.sock"
    async with started(server.url, tmp_path, "--json", listen=str(path)) as running:
        assert running.where == f"unix:{path}"
        assert path.stat().st_mode & 0o777 == 0o600
        async with aiohttp.ClientSession(connector=aiohttp.UnixConnector(str(path))) as client:
            asked = client.get("http://plex/library/sections", headers={"X-Plex-Token": running.token})
            assert "Movies" in await (await asked).text()
        taken, said = await refusal(
            *("--plex", server.url, "--token-file", str(token_file(tmp_path)), "--listen", str(path)),
            *("-o", str(tmp_path / "other")),
        )
        code, out, _ = await running.stop()
    assert (taken, "in use" in said) == (2, True)
    assert code == 0
    assert json.loads(out)["captured"] == 0
    assert not path.exists()


async def test_a_socket_of_a_dead_gateway_is_replaced_and_a_file_of_that_name_is_not(
    server: Simulator, tmp_path: Path
) -> None:
    path = tmp_path / "plex.sock"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    async with started(server.url, tmp_path, listen=str(path)) as running:
        await running.stop()
    mine = tmp_path / "mine"
    mine.write_text("precious")
    arguments = ("--plex", server.url, "--token-file", str(tmp_path / "token.txt"), "-o", str(tmp_path / "other"))
    code, said = await refusal(*arguments, "--listen", str(mine))
    assert (code, mine.read_text()) == (2, "precious")
    assert "there is a file of that name" in said
    code, said = await refusal(*arguments, "--listen", str(tmp_path / ("long" * 40)))
    assert (code, "too long" in said) == (2, True)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "No such file"),
        ("", "one token and nothing else"),
        ("two words", "one token"),
        (b"\xff\xfe", "not a text file"),
    ],
)
async def test_a_token_file_that_is_none_is_named(tmp_path: Path, text: str | bytes | None, sentence: str) -> None:
    file = tmp_path / "token.txt"
    if text is not None:
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    code, said = await refusal("--plex", "http://127.0.0.1:9", "--token-file", str(file), "-o", str(tmp_path / "out"))
    assert code == 2
    assert sentence in said
    assert str(file) in said
    assert not (tmp_path / "out").exists()


async def test_a_port_that_is_taken_is_named(server: Simulator, tmp_path: Path) -> None:
    taken = server.url.removeprefix("http://")
    arguments = ("--plex", server.url, "--token-file", str(token_file(tmp_path)), "-o", str(tmp_path / "out"))
    code, said = await refusal(*arguments, "--listen", taken)
    assert (code, said) == (
        2,
        f"halley: cannot listen on {taken}: Address already in use\n  hint: choose another with `--listen`\n",
    )
    # Nothing happened there, so that the same folder can be used again.
    async with started(server.url, tmp_path) as running:
        assert (await running.stop())[0] == 0


async def test_records_of_another_run_are_not_mixed_with_new_ones(server: Simulator, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "changes.jsonl").write_text("{}\n")
    code, said = await refusal("--plex", server.url, "--token-file", str(token_file(tmp_path)), "-o", str(folder))
    assert (code, "records of another run" in said) == (2, True)
    assert (folder / "changes.jsonl").read_text() == "{}\n"


@pytest.mark.parametrize(
    ("url", "token", "code", "sentence"),
    [
        ("http://127.0.0.1:9", TOKEN, 3, "cannot be reached"),
        ("{server}", "stolen", 3, "refused its token"),
        ("{server}", TOKEN + "x", 3, "check the token"),
        ("{other}", TOKEN, 3, "is no Plex server"),
        ("127.0.0.1:32400", TOKEN, 2, "is no address of a Plex server"),
        ("ftp://127.0.0.1", TOKEN, 2, "is no address of a Plex server"),
    ],
)
async def test_a_server_that_cannot_be_used_is_one_sentence(
    server: Simulator, tmp_path: Path, url: str, token: str, code: int, sentence: str
) -> None:
    async def other(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(other, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        address = url.format(server=server.url, other=f"http://127.0.0.1:{port}")
        found, said = await refusal(
            *("--plex", address, "--token-file", str(token_file(tmp_path, token)), "-o", str(tmp_path / "out"))
        )
    assert found == code
    assert sentence in said
    assert token not in said


async def test_an_unknown_rating_key_is_named(server: Simulator, tmp_path: Path) -> None:
    code, said = await refusal(
        *("--plex", server.url, "--token-file", str(token_file(tmp_path)), "-o", str(tmp_path / "out"), "--scope", "77")
    )
    assert (code, "rating key 77" in said) == (2, True)
