"""What the real server does wrong is on record by its name, and told to the engine as what it is."""

import asyncio
import ssl
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from halley.errors import BrokenAnswer, ConfigError, Unauthorised, Unreachable
from halley.files import MemoryImages
from halley.gateway.gateway import Gateway, GatewaySettings, open_gateway
from halley.gateway.upstream import Upstream
from halley.secrets import Secret
from halley.simulator.faults import Fault, FaultKind
from tests.hostile.library import hostile_library
from tests.unit.gateway.standing import TOKEN, Standing, standing

DETAIL, LISTING = "/library/metadata/101", "/library/sections/1/all?type=1"
STREAMED = "/hubs/search?query=x"
Answer = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


async def ask(here: Standing, target: str, method: str = "GET", **more: object) -> tuple[int, bytes]:
    """Status and body of an answer of the gateway."""
    headers = {"X-Plex-Token": here.gateway.token.reveal()}
    async with (
        aiohttp.ClientSession(headers=headers) as client,
        client.request(method, here.url + target, **more) as answer,  # type: ignore[arg-type]
    ):
        return answer.status, await answer.read()


def faults(here: Standing) -> set[str]:
    return {one.kind for one in here.gateway.ledger.faults}


@pytest.mark.parametrize("target", [DETAIL, LISTING, STREAMED, "/library/metadata/101/posters"])
async def test_an_error_of_the_server_stays_an_error_of_its_number(target: str) -> None:
    async with standing(hostile_library(), ahead=False) as here:
        here.server.faults.active = [Fault(FaultKind.ERROR)]
        status, _ = await ask(here, target)
        assert (status, faults(here)) == (500, {"error"})
        here.server.faults.active = []
        assert (await ask(here, target))[0] == 200
    assert len(here.gateway.ledger.faults) == 1


@pytest.mark.parametrize("target", [DETAIL, LISTING])
async def test_half_an_answer_is_a_bad_gateway(target: str) -> None:
    async with standing(hostile_library(), ahead=False) as here:
        here.server.faults.active = [Fault(FaultKind.TRUNCATE)]
        status, _ = await ask(here, f"{target}{'&' if '?' in target else '?'}X-Plex-Container-Size=5")
        assert (status, faults(here)) == (502, {"broken"})


async def test_half_a_stream_breaks_off_for_the_engine_as_well() -> None:
    async with standing(hostile_library()) as here:
        here.server.faults.active = [Fault(FaultKind.TRUNCATE)]
        with pytest.raises(aiohttp.ClientPayloadError):
            await ask(here, STREAMED)
        assert [one.kind for one in here.gateway.ledger.faults] == ["broken"]


async def test_a_server_that_hangs_up_is_unreachable() -> None:
    async with standing(hostile_library(), ahead=False) as here:
        here.server.faults.active = [Fault(FaultKind.DROP)]
        assert (await ask(here, DETAIL))[0] == 503
        assert (await ask(here, STREAMED))[0] == 503
        assert faults(here) == {"unreachable"}


async def test_an_engine_that_goes_away_is_no_fault_of_the_server() -> None:
    large = web.Response(body=b"<MediaContainer>" + bytes(8_000_000))
    async with behind(lambda _: _given(large)) as (gateway, url):
        reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
        head = f"GET {STREAMED} HTTP/1.1\r\nHost: x\r\nX-Plex-Token: {gateway.token.reveal()}\r\n\r\n"
        writer.write(head.encode())
        await reader.read(100)
        writer.transport.abort()
        await asyncio.sleep(0.1)
        assert not gateway.ledger.faults


async def test_a_write_whose_body_breaks_off_is_not_captured() -> None:
    async with standing(hostile_library()) as here:
        _, writer = await asyncio.open_connection("127.0.0.1", int(here.url.rpartition(":")[2]))
        head = f"POST /library/metadata/101/posters HTTP/1.1\r\nHost: x\r\nX-Plex-Token: {here.gateway.token.reveal()}"
        writer.write(f"{head}\r\nContent-Length: 1000\r\n\r\n".encode() + b"\x89PNG\r\n\x1a\n")
        await writer.drain()
        await asyncio.sleep(0.05)
        writer.close()
        async with asyncio.timeout(5):
            while not here.gateway.ledger.refused:
                await asyncio.sleep(0.01)
        assert "broke off" in here.gateway.ledger.refused[0].reason
        assert not here.gateway.ledger.captures
        assert not here.gateway.ledger.faults


async def test_a_write_to_what_cannot_be_read_is_refused_with_the_reason() -> None:
    async with standing(hostile_library()) as here:
        here.server.faults.active = [Fault(FaultKind.ERROR)]
        edit = "/library/sections/1/all?type=1&id=101&label%5B0%5D.tag.tag=New"
        assert (await ask(here, edit, "PUT"))[0] == 500
        assert "could not be read" in here.gateway.ledger.refused[0].reason
        here.server.faults.active = []
        assert (await ask(here, edit, "PUT"))[0] == 200  # and the next try finds nothing half-known
        assert b'tag="New"' in (await ask(here, DETAIL))[1]


async def test_what_the_server_says_of_a_question_is_no_fault() -> None:
    async with behind(lambda _: _given(web.Response(status=400))) as (gateway, url):
        status = await _status(f"{url}/library/metadata/1", gateway)
        assert (status, gateway.ledger.faults) == (400, [])


async def test_a_token_that_expires_in_the_middle_is_told() -> None:
    async with behind(lambda _: _given(web.Response(status=401))) as (gateway, url):
        assert [await _status(f"{url}{target}", gateway) for target in (DETAIL, STREAMED)] == [401, 401]
        assert [one.kind for one in gateway.ledger.faults] == ["unauthorised"] * 2


@pytest.mark.parametrize("body", [b"", b"<html><p>Not Plex", b"\x00\x01", b'<MediaContainer size="1"><Video'])
async def test_a_body_that_is_no_xml_is_a_broken_answer(body: bytes) -> None:
    async with behind(lambda _: _given(web.Response(body=body))) as (gateway, url):
        await _write(f"{url}/library/sections/1/all?type=1&id=101&label%5B0%5D.tag.tag=New", gateway)
        assert {one.kind for one in gateway.ledger.faults} == {"broken"}
        assert not gateway.ledger.captures


async def test_a_server_that_falls_silent_is_a_timeout() -> None:
    async def silent(_: web.BaseRequest) -> web.StreamResponse:
        await asyncio.sleep(30)
        return web.Response()

    async with behind(silent, timeout_s=0.1) as (gateway, url):
        assert await _status(f"{url}/library/metadata/1", gateway) == 503
        assert [one.kind for one in gateway.ledger.faults] == ["timeout"]


async def test_a_picture_beyond_the_limit_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("halley.gateway.source.PICTURE_LIMIT", 1024 * 1024)
    async with behind(lambda _: _given(web.Response(body=bytes(2_000_000)))) as (gateway, url):
        assert await _status(f"{url}/library/metadata/101/thumb/1", gateway) == 502
        assert "larger than 1 MiB" in gateway.ledger.faults[0].detail


async def test_an_upload_beyond_the_limit_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("halley.gateway.server._BODY_LIMIT", 1024)
    async with standing(hostile_library()) as here:
        status, _ = await ask(here, "/library/metadata/101/posters", "POST", data=b"\xff\xd8\xff" + bytes(5000))
        assert status == 413
        assert "a body of more than" in here.gateway.ledger.refused[0].reason


async def test_a_large_list_is_streamed_and_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    async with standing(hostile_library()) as here:
        monkeypatch.delattr(Upstream, "read")  # what takes an answer whole
        status, body = await ask(here, LISTING)
        assert (status, body.count(b"<Video")) == (200, 3)


# --- the way there -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate that nobody vouches for, with its key."""
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    made = ("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")
    names = ("-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(file), "-out", "-")
    done = subprocess.run([*made, *names], check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + done.stdout)
    return file


@pytest.mark.needs("openssl")
@pytest.mark.parametrize("verify", [True, False])
async def test_a_certificate_is_verified_unless_told_otherwise(certificate: Path, *, verify: bool) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    server = web.Server(lambda _: _given(web.Response(body=b"<MediaContainer/>")))
    listening = await asyncio.get_running_loop().create_server(server, "127.0.0.1", 0, ssl=context)
    url = f"https://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    async with Upstream(url, Secret(TOKEN), verify_ssl=verify) as plex:
        if verify:
            with pytest.raises(Unreachable, match="certificate") as found:
                await plex.xml("/")
            assert "--no-verify-ssl" in str(found.value)
        else:
            assert (await plex.xml("/")).body == b"<MediaContainer/>"
    listening.close()


@pytest.mark.parametrize("url", ["", "plex", "http://", "http://[", "ftp://h", "http://h/?a=b", "http://u:pass@h/?t=b"])
def test_an_address_that_is_none_is_named_without_its_password(url: str) -> None:
    with pytest.raises(ConfigError, match="no address of a Plex server") as found:
        Upstream(url, Secret(TOKEN))
    assert "pass" not in str(found.value)


async def test_a_password_in_the_address_is_used_and_never_shown() -> None:
    plex = Upstream("http://me:hush@127.0.0.1:9/plex/", Secret(TOKEN))
    assert plex.url == "http://127.0.0.1:9/plex"
    async with plex:
        with pytest.raises(Unreachable) as found:
            await plex.xml("/library?secret=1")
    assert "hush" not in str(found.value)
    assert "secret" not in str(found.value)


async def test_only_asking_leaves_the_gateway() -> None:
    async with Upstream("http://127.0.0.1:9", Secret(TOKEN)) as plex:
        for method in ("PUT", "POST", "DELETE", "PATCH", "get"):
            with pytest.raises(ValueError, match="never leaves"):
                async with plex.stream(method, "/"):
                    pass


@pytest.mark.parametrize(
    ("answer", "error"), [(401, Unauthorised), (403, Unauthorised), (503, BrokenAnswer), (302, BrokenAnswer)]
)
async def test_a_gateway_does_not_open_before_a_server_that_says_no(answer: int, error: type[Exception]) -> None:
    server = web.Server(lambda _: _given(web.Response(status=answer, headers={"Location": "http://127.0.0.1:9/"})))
    listening = await asyncio.get_running_loop().create_server(server, "127.0.0.1", 0)
    settings = GatewaySettings(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}", Secret(TOKEN))
    with pytest.raises(error):
        async with open_gateway(settings, MemoryImages()):
            pass
    listening.close()


@asynccontextmanager
async def behind(answer: Answer, *, timeout_s: float = 60) -> AsyncIterator[tuple[Gateway, str]]:
    """A gateway before a server that introduces itself like Plex and answers everything else by `answer`."""

    async def plex(request: web.BaseRequest) -> web.StreamResponse:
        if request.path == "/":
            return web.Response(body=b'<MediaContainer machineIdentifier="m" friendlyName="x"/>')
        if request.path == "/library/sections":
            return web.Response(
                body=b'<MediaContainer size="1"><Directory key="1" type="movie" title="Movies" uuid="u"/></MediaContainer>'
            )
        return await answer(request)

    server = web.Server(plex, access_log=None)
    listening = await asyncio.get_running_loop().create_server(server, "127.0.0.1", 0)
    settings = GatewaySettings(
        f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}", Secret(TOKEN), timeout_s=timeout_s, ahead=False
    )
    async with open_gateway(settings, MemoryImages()) as gateway:
        yield gateway, f"http://127.0.0.1:{await gateway.listener.on_tcp('127.0.0.1', 0)}"
    listening.close()
    await server.shutdown(0.1)


async def _given(response: web.StreamResponse) -> web.StreamResponse:
    return response


async def _status(url: str, gateway: Gateway, method: str = "GET") -> int:
    headers = {"X-Plex-Token": gateway.token.reveal()}
    async with aiohttp.ClientSession(headers=headers) as client, client.request(method, url) as answer:
        return answer.status


async def _write(url: str, gateway: Gateway) -> int:
    return await _status(url, gateway, "PUT")
