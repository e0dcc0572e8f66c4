"""The doctor at the door of the server: each trouble made for real, on sockets, and a healthy server beside it."""

import asyncio
import socket
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from immutables import Map

from halley.doctor import Answer, Facts, worst
from halley.doctor.checks import address
from halley.doctor.facts import Address
from halley.plex.answers import Reply
from tests.builders import a_library, a_movie, a_section
from tests.unit.doctor.house import KOMETA_UNIT, PLEX_UNIT, TOKEN, Door, House, answering


async def test_a_healthy_house_has_nothing_worse_than_notes(house: House) -> None:
    found = await house.examined()
    assert worst(found) == "note", [one for one in found if one.severity in {"warning", "error"}]
    of_server = {"reach", "token", "rights", "identity", "address", "version", "libraries", "clock"}
    assert of_server <= {one.check for one in found if one.severity == "good"}


async def test_a_port_where_nobody_listens_is_told_with_the_command_that_asks_the_same(house: House) -> None:
    house.write(url="http://127.0.0.1:9")
    found = await house.one("reach")
    assert found.severity == "error"
    assert "cannot be reached" in found.seen
    assert "curl -sf http://127.0.0.1:9/identity" in found.mend
    assert not await house.asked("token")
    house.unit("kometa.container", KOMETA_UNIT)
    house.unit("plex.container", PLEX_UNIT)
    mend = (await house.one("reach")).mend
    assert "`podman exec kometa curl -sf http://127.0.0.1:9/identity`" in mend
    assert "`systemctl --user status plex`" in mend


async def test_a_server_that_takes_the_connection_and_says_nothing_is_given_up_within_ten_seconds(house: House) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        house.write(url=f"http://127.0.0.1:{silent.getsockname()[1]}")
        began = time.monotonic()
        found = await house.one("reach")
        assert time.monotonic() - began < 10
    assert found.severity == "error"
    assert "did not answer" in found.seen


async def test_a_port_that_swallows_every_packet_is_given_up_within_ten_seconds(house: House) -> None:
    """A queue that is full takes no more connections: to whoever knocks it is a black hole."""
    with socket.socket() as hole:
        hole.bind(("127.0.0.1", 0))
        hole.listen(0)
        address = hole.getsockname()
        crowd = []
        for _ in range(4):
            one = socket.socket()
            one.setblocking(False)
            one.connect_ex(address)
            crowd.append(one)
        await asyncio.sleep(0.1)
        house.write(url=f"http://127.0.0.1:{address[1]}")
        began = time.monotonic()
        found = await house.one("reach")
        assert time.monotonic() - began < 10
        for one in crowd:
            one.close()
    assert found.severity == "error"


async def test_a_wrong_token_is_refused_and_is_in_no_sentence(house: House) -> None:
    house.write(token="quite-another-token")
    found = await house.examined()
    (token,) = [one for one in found if one.check == "token"]
    assert token.severity == "error"
    assert "refused its token" in token.seen
    assert not [one for one in found if "quite-another-token" in f"{one.seen}{one.why}{one.mend}"]


async def test_a_token_that_may_only_read_is_found_by_the_settings_that_it_is_not_shown(house: House, plex: Door) -> None:
    plex.shares_only()
    found = await house.one("rights")
    assert (found.severity, "may only read" in found.seen) == ("error", True)
    assert (await house.one("token")).severity == "good"


async def test_a_token_that_may_only_read_is_found_by_what_libraries_say_of_themselves(tmp_path: Path) -> None:
    library = a_library(a_movie("Heat"), sections=[a_section(1, "Movies", allowSync="0")])
    async with Door(library) as server:
        house = House.at(tmp_path, server.url)
        found = await house.one("rights")
    assert found.severity == "error"
    assert "Movies" in found.seen


async def test_a_server_that_is_not_the_one_that_was_noted_is_an_error(house: House) -> None:
    there = house.put("kometa/halley/doctor/server.json", '{"machine_id": "ffffffff0000", "name": "Cellar"}')
    found = await house.one("identity")
    assert found.severity == "error"
    assert "it was Cellar (ffffffff)" in found.seen
    assert str(there) in found.mend


async def test_the_server_that_was_noted_is_known_again(house: House, plex: Door) -> None:
    machine = plex.library.server.machine_id
    house.put("kometa/halley/doctor/server.json", f'{{"machine_id": "{machine}", "name": "Attic"}}')
    found = await house.one("identity")
    assert found.severity == "good"
    assert "is the one that it was" in found.seen


async def test_a_plex_of_long_ago_is_told(tmp_path: Path) -> None:
    library = a_library(a_movie("Heat"))
    old = replace(library.server, attributes=Map({"version": "1.20.1.3252", "friendlyName": "Attic"}))
    async with Door(replace(library, server=old)) as server:
        house = House.at(tmp_path, server.url)
        assert (await house.one("version")).severity == "warning"


async def test_a_library_that_the_server_does_not_have_is_named_with_those_that_it_has(house: House) -> None:
    house.write(house.config.read_text().replace("  Movies:", "  Filme:"))
    found = await house.one("libraries")
    assert found.severity == "error"
    assert "no library 'Filme'; it has Movies" in found.seen


async def test_a_name_that_nobody_knows_is_told_as_one_of_another_network(house: House) -> None:
    house.write(url="http://no-such-plex.invalid:32400")
    found = await house.examined()
    (name,) = [one for one in found if one.check == "name"]
    assert name.severity == "error"
    assert "`no-such-plex.invalid`" in name.seen
    assert not [one for one in found if one.check in {"reach", "token"}]


async def test_a_name_that_nobody_knows_is_mended_with_that_of_the_container_in_the_unit_file(house: House) -> None:
    house.write(url="http://plexx:32400")
    house.unit("plex.container", PLEX_UNIT)
    assert "`url: http://plex:32400`" in (await house.one("name")).mend


async def test_a_name_that_is_known_here_is_good(house: House, plex: Door) -> None:
    house.write(url=plex.url.replace("127.0.0.1", "localhost"))
    assert (await house.one("name")).severity == "good"
    assert (await house.one("address")).severity == "good"


async def test_the_name_by_which_traefik_serves_plex_is_told_with_the_containers_own(house: House) -> None:
    house.write(url="http://plex.example.org")
    house.unit("plex.container", PLEX_UNIT)
    found = await house.one("address")
    assert (found.severity, "Traefik" in found.seen) == ("warning", True)
    assert "http://plex:32400" in found.mend


@pytest.mark.parametrize(
    ("status", "body", "headers", "told"),
    [
        (404, "404 page not found\n", {}, "Traefik's own page"),
        (502, "Bad Gateway", {}, "does not reach Plex"),
        (307, "", {"Location": "https://auth.example.org/login"}, "leads on to https://auth.example.org"),
        (200, "<html></html>", {"Server": "nginx/1.25"}, "`nginx` signs"),
        (200, "<html></html>", {"Via": "1.1 somewhere"}, "Via"),
    ],
)
async def test_a_proxy_in_front_of_plex_gives_itself_away(
    house: House, status: int, body: str, headers: dict[str, str], told: str
) -> None:
    async with answering(status, body, headers) as url:
        house.write(url=url)
        found = await house.examined()
    (proxy,) = [one for one in found if one.check == "address"]
    assert proxy.severity == "warning"
    assert told in proxy.seen
    assert [one.severity for one in found if one.check == "reach"] == ["error"]


@pytest.mark.parametrize(
    ("url", "leads_to", "severity"),
    [
        ("https://plex.example.org", "93.184.216.34", "warning"),
        ("https://plex.example.org", "192.168.1.12", "warning"),
        ("http://93.184.216.34:32400", "93.184.216.34", "warning"),
        ("https://1-2-3-4.abc.plex.direct:32400", "192.168.1.12", "warning"),
        ("http://plex.example.org:32400", "192.168.1.12", "good"),
        ("http://attic.lan:32400", "192.168.1.12", "good"),
        ("http://192.168.1.12:32400", "192.168.1.12", "good"),
        ("http://plex:32400", "10.89.0.4", "good"),
    ],
)
def test_a_public_name_or_address_is_told(url: str, leads_to: str, severity: str) -> None:
    """Judged without a server: nobody is to be asked out there."""
    parts = urlsplit(url)
    there = Address(url, parts.scheme, parts.hostname or "", parts.port, (leads_to,))
    (found,) = address.CHECK.findings(Facts(now=datetime.now(UTC), address=there, answer=Answer()))
    assert found.severity == severity


async def test_localhost_is_the_container_itself_where_the_doctor_is_in_one(house: House) -> None:
    (house.machine / ".dockerenv").touch()
    assert (await house.one("address")).severity == "good"
    house.write(url="http://127.0.0.1:9")
    found = await house.one("address")
    assert (found.severity, "this container itself" in found.seen) == ("error", True)


async def test_the_first_question_carries_no_token(house: House) -> None:
    seen = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 307 Moved\r\nLocation: https://thief.example.org/\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(listen, "127.0.0.1", 0) as server:
        house.write(url=f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        await house.examined()
    assert TOKEN.encode() not in next(one for one in seen if b"/identity" in one)


async def test_a_clock_that_is_wrong_is_told_by_how_much(house: House, plex: Door) -> None:
    body = b'<MediaContainer size="0" machineIdentifier="x" version="1.43.0"/>'
    late = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() - 3 * 3600))
    plex.instead["/identity"] = Reply(200, "text/xml", body, (("Date", late),))
    found = await house.one("clock")
    assert found.severity == "warning"
    assert "3.0 hours behind" in found.seen
    plex.instead.clear()
    assert (await house.one("clock")).severity == "good"
