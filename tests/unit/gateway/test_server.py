"""The gateway at its door: who may ask, in what form, what is answered without asking the server, and what is put down."""

import asyncio
import json
import logging
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from halley.clock import SystemClock
from halley.files import DiskImages, MemoryImages
from halley.gateway.gateway import Gateway, GatewaySettings, open_gateway
from halley.gateway.ledger import Ledger
from halley.gateway.plex_tv import without_tokens
from halley.gateway.upstream import Answer, plex_tv_reader
from halley.plex.requests import PlexRequest
from halley.secrets import Redactor, Secret
from halley.simulator import Simulator
from tests.hostile.attempts import ATTEMPTS, PNG
from tests.hostile.library import hostile_library
from tests.unit.gateway.standing import TOKEN, Standing, standing

EDIT = "/library/sections/1/all?type=1&id=101&label%5B0%5D.tag.tag=New"


async def ask(here: Standing, target: str, method: str = "GET", **headers: str) -> tuple[int, str, bytes]:
    """Status, content type and body."""
    given = {"X-Plex-Token": here.gateway.token.reveal(), **{name.replace("_", "-"): text for name, text in headers.items()}}
    async with aiohttp.ClientSession() as client, client.request(method, here.url + target, headers=given) as answer:
        return answer.status, answer.content_type, await answer.read()


@pytest.mark.parametrize("name", ["X-Plex-Token", "x-plex-token", "X-PLEX-TOKEN"])
async def test_the_token_may_come_as_a_header_or_in_the_query(name: str) -> None:
    async with standing(hostile_library()) as here, aiohttp.ClientSession() as client:
        token = here.gateway.token.reveal()
        assert (await client.get(f"{here.url}/library", headers={name: token})).status == 200
        assert (await client.get(f"{here.url}/library", params={name: token})).status == 200
        assert (await client.get(f"{here.url}/library", headers={name: TOKEN})).status == 401
        assert (await client.get(f"{here.url}/library")).status == 401
        assert (await client.get(f"{here.url}/identity")).status == 200


async def test_a_client_that_asks_for_json_gets_json_before_and_after_a_write() -> None:
    async with standing(hostile_library()) as here:
        before = await ask(here, "/library/metadata/101", Accept="application/json")
        assert (await ask(here, EDIT, "PUT"))[0] == 200
        after = await ask(here, "/library/metadata/101", Accept="application/json")
        listed = await ask(here, "/library/sections/1/all?type=1", Accept="application/json")
    assert (before[1], after[1], listed[1]) == ("application/json",) * 3
    labels = [one["tag"] for one in json.loads(after[2])["MediaContainer"]["Metadata"][0]["Label"]]
    assert labels == ["Keep", "New"]
    assert len(json.loads(listed[2])["MediaContainer"]["Metadata"]) == 3


async def test_options_and_head_are_answered() -> None:
    async with standing(hostile_library()) as here:
        assert (await ask(here, "/library/metadata/101", "OPTIONS"))[0] == 200
        assert await ask(here, "/library/metadata/101", "HEAD") == (200, "text/xml", b"")
        assert {one.method for one in here.server.requests} <= {"GET", "HEAD"}


async def test_a_page_number_that_is_none_goes_no_further() -> None:
    async with standing(hostile_library()) as here:
        status, _, body = await ask(here, "/library/sections/1/all?type=1&X-Plex-Container-Size=5%0d%0aX-Evil:%201")
        assert (status, body.count(b"<Video")) == (200, 3)
        assert not here.gateway.ledger.faults


async def test_settings_are_read_by_name_only_and_never_those_that_tell() -> None:
    async with standing(hostile_library()) as here:
        for target in ("/:/prefs?FriendlyName=Hacked", "/:/prefs/get?id=FriendlyName&FriendlyName=Hacked"):
            await ask(here, target)
        asked = [one.target for one in here.server.requests if "prefs" in one.target]
        assert asked == ["/:/prefs", "/:/prefs/get?id=FriendlyName"]

    settings = (b'<Setting id="PlexOnlineToken" value="abc"/>', b'<Setting id="PlexOnlineMail" value="a@b"/>')
    told = b"<MediaContainer>%b%b</MediaContainer>" % settings
    async with before(told) as (gateway, url), aiohttp.ClientSession() as client:
        headers = {"X-Plex-Token": gateway.token.reveal()}
        for path in ("/:/prefs", "/:/prefs/get?id=PlexOnlineToken"):
            body = await (await client.get(url + path, headers=headers)).text()
            assert "abc" not in body
            assert "a@b" not in body


async def test_a_listener_for_notifications_hears_nothing_and_breaks_nothing() -> None:
    async with standing(hostile_library()) as here, aiohttp.ClientSession() as client:
        url = f"{here.url}/:/websockets/notifications?X-Plex-Token={here.gateway.token.reveal()}"
        async with client.ws_connect(url) as heard:
            assert (await ask(here, EDIT, "PUT"))[0] == 200
            with pytest.raises(TimeoutError):
                await heard.receive(timeout=0.1)
        assert not any("websockets" in one.target for one in here.server.requests)
        assert (await ask(here, "/:/websockets/notifications"))[0] == 400
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await client.ws_connect(f"{here.url}/:/websockets/notifications")


async def test_a_gateway_closes_at_once_although_clients_stay_connected() -> None:
    async with standing(hostile_library()) as here, aiohttp.ClientSession() as client:
        headers = {"X-Plex-Token": here.gateway.token.reveal()}
        assert (await client.get(f"{here.url}/library", headers=headers)).status == 200
        async with client.ws_connect(f"{here.url}/:/websockets/notifications", headers=headers):
            start = time.monotonic()
            await here.gateway.listener.close()
            assert time.monotonic() - start < 1


async def test_what_is_asked_at_once_is_fetched_once() -> None:
    async with standing(hostile_library()) as here:
        uri = f"server%3A%2F%2F{here.server.library.server.machine_id}%2Fcom.plexapp.plugins.library%2Flibrary%2Fmetadata"
        writes = [f"/playlists/950/items?uri={uri}%2F{key}" for key in (102, 103)]
        done = await asyncio.gather(*(ask(here, one, "PUT") for one in writes))
        seen = await asyncio.gather(*(ask(here, "/playlists/950/items") for _ in range(5)))
        assert [status for status, *_ in done] == [200, 200]
        assert {body.count(b"<Video") for _, _, body in seen} == {3}
        assert [one.target for one in here.server.requests].count("/playlists/950") == 1


async def test_details_of_many_items_are_one_request() -> None:
    async with standing(hostile_library()) as here:
        assert (await ask(here, EDIT, "PUT"))[0] == 200
        heard = len(here.server.requests)
        _, _, body = await ask(here, "/library/metadata/103,101,102,999")
        assert [line.split('"')[0] for line in body.decode().split("<Label ")][1:] == ["id=", "id="]
        assert body.count(b"<Video") == 3
        assert len(here.server.requests) - heard == 1


# --- plex.tv -----------------------------------------------------------------------------------------------------------


async def original(here: Standing, url: str, method: str = "GET", token: str | None = None) -> tuple[int, bytes]:
    headers = {"X-Halley-Original-URL": url, "X-Plex-Token": token or here.gateway.token.reveal()}
    async with aiohttp.ClientSession() as client, client.request(method, here.url + "/x", headers=headers) as answer:
        return answer.status, await answer.read()


async def test_the_account_is_made_up_from_the_server_where_plex_tv_may_not_be_asked() -> None:
    async with standing(hostile_library()) as here:
        status, body = await original(here, "https://plex.tv/api/v2/user")
        assert status == 200
        assert f'authToken="{here.gateway.token.reveal()}"'.encode() in body
        assert (await original(here, "https://plex.tv/api/users/"))[0] == 200
        assert here.gateway.ledger.reads["plex_tv"] == 2


@pytest.mark.parametrize(
    ("method", "url", "status"),
    [
        ("POST", "https://plex.tv/api/v2/home/users", 403),
        ("GET", "https://plex.tv/api/v2/pins", 403),
        ("GET", "https://plex.tv.example.com/api/v2/user", 403),
        ("GET", "https://notplex.tv/api/v2/user", 403),
        ("GET", "http://[plex.tv/api/v2/user", 403),
        ("GET", "", 403),
    ],
)
async def test_other_addresses_are_refused_and_on_record(method: str, url: str, status: int) -> None:
    async with standing(hostile_library()) as here:
        assert (await original(here, url, method))[0] == status
        assert len(here.gateway.ledger.refused) == 1
        assert not here.gateway.ledger.faults


async def test_plex_tv_is_for_those_with_the_gateways_token() -> None:
    async with standing(hostile_library()) as here:
        assert (await original(here, "https://plex.tv/api/v2/user", token="stolen"))[0] == 401
        assert here.gateway.ledger.refused[0].reason == "without the token of this gateway"


def test_answers_of_plex_tv_lose_every_token() -> None:
    told = b"""<user authToken="a1" authenticationToken='a2' x-auth-token="a3">
    <authentication-token type="x">a4</authentication-token><S accessToken="a5"/></user>
    {"authToken": "a6", "access_token":"a7"}"""
    cleaned = without_tokens(told, "worthless").decode()
    assert not any(f"a{number}" in cleaned for number in range(1, 8))
    assert cleaned.count("worthless") == 7


async def test_the_engines_token_does_not_travel_and_the_real_one_does_not_come_back() -> None:
    asked: list[web.BaseRequest] = []

    async def internet(request: web.BaseRequest) -> web.Response:
        asked.append(request)
        return web.Response(text=f"<user said='{TOKEN}'/>")

    server = web.Server(internet)
    listening = await asyncio.get_running_loop().create_server(server, "127.0.0.1", 0)
    read = plex_tv_reader(Secret(TOKEN), f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}")
    found = await read("https://plex.tv/api/v2/user?X-Plex-Token=worthless&a=b")
    assert isinstance(found, Answer)
    assert TOKEN.encode() not in found.body
    assert (asked[0].raw_path, asked[0].headers["X-Halley-Original-URL"]) == (
        "/api/v2/user?a=b",
        "https://plex.tv/api/v2/user?a=b",
    )
    assert TOKEN not in str(asked[0].headers)
    listening.close()
    await server.shutdown(0.1)


# --- what is put down --------------------------------------------------------------------------------------------------


async def test_tokens_are_in_no_record_log_answer_or_header(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with (
        Simulator(hostile_library(), token=TOKEN) as server,
        open_gateway(
            GatewaySettings(server.url, Secret(TOKEN)), DiskImages(tmp_path / "images"), records=tmp_path
        ) as gateway,
        aiohttp.ClientSession() as client,
    ):
        url = f"http://127.0.0.1:{await gateway.listener.on_tcp('127.0.0.1', 0)}"
        worthless = gateway.token.reveal()
        answers = ""
        for target in (
            "/", "/library/sections", "/library/sections/1/all?type=1", "/library/metadata/101", "/:/prefs", "/accounts",
            "/devices", "/myplex/account", "/security/token?type=delegation", f"/{worthless}",
            f"/x;X-Plex-Token={worthless}",
            f"/library/metadata/101/file?url=http%3A%2F%2Fx%2F%3FX-Plex-Token%3D{worthless}",
            f"/nowhere?a=X-Plex-Token%3D{worthless}&{worthless}=1&X-Plex-Token%3Dodd=1",
        ):  # fmt: skip
            async with client.get(url + target, headers={"X-Plex-Token": worthless}) as answer:
                answers += str(answer.headers) + await answer.text()
        put = f"{url}{EDIT}&X-Plex-Token={worthless}"
        assert (await client.put(put)).status == 200
        poster = f"{url}/library/metadata/101/posters?url=http%3A%2F%2Fh%2Fp.png%3FX-Plex-Token%3D{worthless}"
        assert (await client.post(poster, headers={"X-Plex-Token": worthless})).status == 200
    told = "".join(one.read_text() for one in tmp_path.glob("*.jsonl")) + caplog.text.replace(put, "").replace(poster, "")
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("halley"))
    assert len((tmp_path / "changes.jsonl").read_text().splitlines()) == 2
    assert TOKEN not in told + answers + ours
    assert worthless not in told + answers + ours


def test_a_token_in_a_path_or_in_a_name_is_masked() -> None:
    ledger = Ledger(SystemClock(), redacted=Redactor((Secret("the-worthless"),)))
    query = (
        ("a", "http://h/?X-Plex-Token=abcdef"),
        ("X-Plex-Token=abcdef", "1"),
        ("password", "abcdef"),
        ("the-worthless", "1"),
    )
    record = ledger.refuse(PlexRequest("GET", "/x/X-Plex-Token=abcdef/the-worthless", query), "said X-Plex-Token=abcdef")
    assert "abcdef" not in repr(record)
    assert "the-worthless" not in repr(record)


def test_bytes_that_are_no_text_are_put_down(tmp_path: Path) -> None:
    ledger = Ledger(SystemClock(), tmp_path)
    ledger.refuse(PlexRequest("GET", "/\udcff", (("a", "\udcfe"),)), "why \udcfd")
    ledger.close()
    assert json.loads((tmp_path / "refused.jsonl").read_text())["path"] == "/\udcff"


def test_a_disk_that_is_full_stops_nobody_and_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger(SystemClock(), tmp_path)
    ledger.open()

    def full(*_: object) -> int:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("halley.gateway.ledger.os.write", full)
    ledger.refuse(PlexRequest("PUT", "/x"), "no rule")
    assert (len(ledger.refused), ledger.unwritten) == (1, 1)


async def test_an_upload_that_cannot_be_stored_is_refused_with_the_reason() -> None:
    class Full(MemoryImages):
        def put(self, data: bytes) -> object:  # type: ignore[override]
            raise OSError(28, os.strerror(28))

    async with (
        Simulator(hostile_library(), token=TOKEN) as server,
        open_gateway(GatewaySettings(server.url, Secret(TOKEN)), Full()) as gateway,
        aiohttp.ClientSession(headers={"X-Plex-Token": gateway.token.reveal()}) as client,
    ):
        url = f"http://127.0.0.1:{await gateway.listener.on_tcp('127.0.0.1', 0)}"
        assert (await client.post(f"{url}/library/metadata/101/posters", data=PNG)).status == 507
        assert "No space left" in gateway.ledger.refused[0].reason


async def test_a_captured_write_is_recorded_in_full(tmp_path: Path) -> None:
    async with (
        Simulator(hostile_library(), token=TOKEN) as server,
        open_gateway(
            GatewaySettings(server.url, Secret(TOKEN)), DiskImages(tmp_path / "images"), records=tmp_path
        ) as gateway,
        aiohttp.ClientSession(headers={"X-Plex-Token": gateway.token.reveal()}) as client,
    ):
        url = f"http://127.0.0.1:{await gateway.listener.on_tcp('127.0.0.1', 0)}"
        await client.post(f"{url}/library/metadata/101/posters?includeGuids=1&X-Plex-Product=x", data=PNG)
        await client.post(f"{url}/library/metadata/101/posters", data=PNG)
        row = json.loads((tmp_path / "changes.jsonl").read_text().splitlines()[-1])
    assert (row["method"], row["path"], row["query"], row["size"]) == ("POST", "/library/metadata/101/posters", "", len(PNG))
    assert (tmp_path / "images" / row["body"]).read_bytes() == PNG
    assert row["timestamp"].endswith("Z")
    assert row["words"][0].startswith("poster of Heat")
    assert row["changes"][0]


def test_every_attempt_has_a_name_of_its_own() -> None:
    assert len({one.raw for one in ATTEMPTS}) == len(ATTEMPTS)


@asynccontextmanager
async def before(settings: bytes) -> AsyncIterator[tuple[Gateway, str]]:
    """A gateway before a server with these settings."""

    async def plex(request: web.BaseRequest) -> web.Response:
        known = {
            "/": b'<MediaContainer machineIdentifier="m"/>',
            "/library/sections": b"<MediaContainer/>",
        }
        return web.Response(body=known.get(request.path, settings))

    server = web.Server(plex)
    listening = await asyncio.get_running_loop().create_server(server, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    async with open_gateway(GatewaySettings(url, Secret(TOKEN)), MemoryImages()) as gateway:
        yield gateway, f"http://127.0.0.1:{await gateway.listener.on_tcp('127.0.0.1', 0)}"
    listening.close()
    await server.shutdown(0.1)
