"""Nothing gets through the gateway: every way of changing a server leaves it as it was and is on record."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from halley.files import MemoryImages
from halley.gateway.gateway import Gateway, GatewaySettings, open_gateway
from halley.plex.ids import RatingKey
from halley.secrets import Secret
from halley.simulator import Simulator
from tests.hostile.attempts import ATTEMPTS, Attempt
from tests.hostile.library import hostile_library

REAL_TOKEN = "the-real-token-of-the-server"


@dataclass
class Siege:
    """A simulated server, and the gateway that stands before it."""

    server: Simulator
    gateway: Gateway
    port: int

    async def send(self, attempt: Attempt) -> bytes:
        """Everything that the gateway answers to an attempt until it falls silent."""
        host, real = f"127.0.0.1:{self.port}", self.server.url.removeprefix("http://")
        raw = attempt.raw
        for name, text in (("host", host), ("real", real), ("token", self.gateway.token.reveal())):
            raw = raw.replace(b"{%s}" % name.encode(), text.encode())
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(raw)
        await writer.drain()
        answer = b""
        try:
            while chunk := await asyncio.wait_for(reader.read(65536), 0.4):
                answer += chunk
        except (TimeoutError, ConnectionResetError):
            pass
        writer.close()
        return answer


@pytest.fixture
async def siege() -> AsyncIterator[Siege]:
    async with (
        Simulator(hostile_library(), token=REAL_TOKEN) as server,
        open_gateway(GatewaySettings(server.url, Secret(REAL_TOKEN)), MemoryImages()) as gateway,
    ):
        yield Siege(server, gateway, await gateway.listener.on_tcp("127.0.0.1", 0))


def test_there_are_at_least_sixty_ways_to_try() -> None:
    assert len({attempt.name for attempt in ATTEMPTS}) == len(ATTEMPTS) >= 60


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.name.replace(" ", "-"))
async def test_an_attempt_changes_nothing_and_is_on_record(siege: Siege, attempt: Attempt) -> None:
    before = siege.server.digest()
    asked_before = len(siege.server.requests)

    answer = await siege.send(attempt)

    assert siege.server.digest() == before
    heard = siege.server.requests[asked_before:]
    assert {one.method for one in heard} <= {"GET", "HEAD"}
    assert not any("/:/" in one.target and "/:/prefs" not in one.target for one in heard), heard
    assert not any("refresh" in one.target or ".value" in one.target for one in heard), heard
    recorded = len(siege.gateway.ledger.captures) + len(siege.gateway.ledger.refused)
    assert recorded >= 1 if attempt.recorded else recorded == 0
    assert REAL_TOKEN.encode() not in answer


async def test_the_same_attempts_do_change_a_server_without_a_gateway() -> None:
    """The attempts are real ones: sent to the server itself, many of them change it."""
    changed = []
    for attempt in ATTEMPTS:
        async with Simulator(hostile_library(), token=REAL_TOKEN) as server:
            before = server.digest()
            reader, writer = await asyncio.open_connection("127.0.0.1", int(server.url.rpartition(":")[2]))
            writer.write(attempt.raw.replace(b"{token}", REAL_TOKEN.encode()).replace(b"{host}", b"127.0.0.1"))
            await writer.drain()
            try:
                await asyncio.wait_for(reader.read(65536), 0.5)
            except TimeoutError:
                pass
            writer.close()
            if server.digest() != before:
                changed.append(attempt.name)
    assert len(changed) >= 25, changed


async def test_tokens_are_in_no_record(siege: Siege) -> None:
    for attempt in ATTEMPTS:
        await siege.send(attempt)
    told = repr(siege.gateway.ledger.captures) + repr(siege.gateway.ledger.refused) + repr(siege.gateway.ledger.faults)
    assert REAL_TOKEN not in told
    assert siege.gateway.token.reveal() not in told
    assert RatingKey(101) in siege.gateway.library.items
