"""What the simulator offers beside Plex's own paths, and how it starts and stops."""

import asyncio
import json
from pathlib import Path

import aiohttp
import pytest

from halley.simulator import Simulator
from tests.builders import a_library, a_movie
from tests.unit.simulator.standing import TOKEN, standing

LIBRARY = a_library(a_movie("Heat"), a_movie("Alien"))


async def test_the_digest_moves_with_every_write_and_with_no_read() -> None:
    async with standing(LIBRARY) as (server, ask):
        first = json.loads((await ask("/_simulator/digest")).body)["digest"]
        for path in ("/", "/library/sections", "/library/sections/1/all", "/library/metadata/101", "/nothing"):
            await ask(path)
        assert json.loads((await ask("/_simulator/digest")).body)["digest"] == first == server.digest()
        assert (await ask("/:/rate?key=101&identifier=com.plexapp.plugins.library&rating=7", "PUT")).status == 200
        assert json.loads((await ask("/_simulator/digest")).body)["digest"] != first


async def test_control_paths_need_the_token_and_are_not_counted() -> None:
    async with standing(LIBRARY) as (server, ask):
        assert (await ask("/_simulator/digest", token=None)).status == 401
        assert (await ask("/_simulator/nothing")).status == 404
        assert (await ask("/_simulator/digest", "PUT")).status == 404
        await ask("/library/sections")
        told = json.loads((await ask("/_simulator/requests")).body)
        assert [(one["method"], one["target"], one["status"]) for one in told] == [("GET", "/library/sections", 200)]
        assert len(server.requests) == 1


async def test_faults_are_set_and_taken_away_while_it_runs() -> None:
    async with standing(LIBRARY) as (_, ask):
        answer = await ask("/_simulator/faults?fault=500%3D1%3A%2Flibrary&fault=slow%3D0", "PUT")
        assert json.loads(answer.body) == {"faults": 2}
        assert (await ask("/library/sections")).status == 500
        assert json.loads((await ask("/_simulator/faults", "PUT")).body) == {"faults": 0}
        assert (await ask("/library/sections")).status == 200


async def test_a_fault_that_is_none_is_refused_and_the_others_stay() -> None:
    async with standing(LIBRARY) as (_, ask):
        await ask("/_simulator/faults?fault=500%3D1%3A%2Flibrary", "PUT")
        answer = await ask("/_simulator/faults?fault=burn%3D1", "PUT")
        assert answer.status == 400
        assert "burn" in answer.text
        assert (await ask("/library/sections")).status == 500


async def test_requests_are_logged_without_the_token(tmp_path: Path) -> None:
    log = tmp_path / "requests.jsonl"
    async with standing(LIBRARY, request_log=log) as (server, ask):
        await ask(f"/library/sections?X-Plex-Token={TOKEN}", token=None)
        inner = f"{server.url}/nothing?X-Plex-Token={TOKEN}".replace(":", "%3A").replace("/", "%2F").replace("?", "%3F")
        await ask(f"/library/metadata/101/posters?url={inner}", "POST")
    rows = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(row["method"], row["status"]) for row in rows] == [("GET", 200), ("GET", 404), ("POST", 400)]
    assert TOKEN not in log.read_text()


async def test_targets_that_are_no_path_are_bad_requests() -> None:
    async with Simulator(LIBRARY, token=TOKEN) as server:
        for target in (b"http://elsewhere/", b"/library%2fsections", b"/a%00b"):
            reader, writer = await asyncio.open_connection("127.0.0.1", int(server.url.rsplit(":", 1)[1]))
            writer.write(b"GET " + target + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert b" 400 " in (await reader.read()).split(b"\r\n")[0]
            writer.close()


@pytest.mark.parametrize(
    "target",
    [
        "/library/sections/1/filters?type=x",
        "/library/sections/1/sorts?type=999",
        "/library/sections/1/firstCharacter?type=",
        "/library/sections/1/all?type=x&sort=nonsense:sideways&limit=-1&year%3E%3E=x&push=1&pop=1&pop=1",
        "/library/sections/1/all?type=999",
        "/library/sections/99999999999999999999/all",
        "/library/metadata/0,,1,999999999999999999999999",
        "/library/metadata/,",
        "/library/sections/1/common?id=x,101",
        "/library/sections/1/genre?type=x",
        "/photo/:/transcode?url=/library/metadata/x/thumb&width=x",
        "/photo/:/transcode?url=%5B&width=1",
        "/library/metadata/101/file?url=%00",
        "/playlists?playlistType=&type=x",
        "/hubs/search?limit=x&query=",
        "/library/sections/1/collections?includeMeta=1&type=1",
        "/library/all?type=x&sort=random",
    ],
)
async def test_no_read_however_odd_is_an_error_of_the_server(target: str) -> None:
    async with standing(LIBRARY) as (_, ask):
        for paging in ("", "X-Plex-Container-Start=-1&X-Plex-Container-Size=x"):
            path = f"{target}{'&' if '?' in target else '?'}{paging}"
            assert (await ask(path)).status in {200, 400, 404}, path


async def test_many_clients_write_at_once_and_nothing_is_lost() -> None:
    async with standing(LIBRARY) as (server, ask):
        path = "/library/sections/1/all?type=1&id=101&label%5B0%5D.tag.tag="
        await asyncio.gather(*(ask(f"{path}L{number}", "PUT") for number in range(50)))
        labels = (await ask("/library/metadata/101")).text.count("<Label ")
        assert labels == 50
        assert len(server.requests) == 51


async def test_it_stops_at_once_though_clients_hold_on() -> None:
    async with aiohttp.ClientSession() as session:
        server = Simulator(LIBRARY, token=TOKEN)
        await server.start()
        async with session.get(f"{server.url}/identity") as answer:
            await answer.read()
        socket = await session.ws_connect(f"{server.url}/:/websockets/notifications?X-Plex-Token={TOKEN}")
        reading = asyncio.create_task(socket.receive())  # as a listener does, which answers the goodbye
        async with asyncio.timeout(0.8):
            await server.stop()
        assert (await reading).type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}
        with pytest.raises(aiohttp.ClientError):
            await session.get(f"{server.url}/identity")


async def test_a_port_that_is_taken_is_an_os_error() -> None:
    async with Simulator(LIBRARY, token=TOKEN) as server:
        second = Simulator(LIBRARY, token=TOKEN, port=int(server.url.rsplit(":", 1)[1]))
        with pytest.raises(OSError, match="in use"):
            await second.start()
        await second.stop()
