"""Nothing gets through the gateway: every way of changing a server leaves it as it was and is on record."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from halley.files import MemoryImages
from halley.gateway.gateway import Gateway, GatewaySettings, open_gateway
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
        answer = await _heard(reader)
        writer.close()
        return answer

    async def recorded(self, *, wanted: bool) -> int:
        """How much is on record, as soon as anything is (or at once where nothing should be)."""
        ledger = self.gateway.ledger
        async with asyncio.timeout(5):
            while wanted and not (ledger.captures or ledger.refused):
                await asyncio.sleep(0.01)
        return len(ledger.captures) + len(ledger.refused)


async def _heard(reader: asyncio.StreamReader) -> bytes:
    """What is answered until the connection ends or nothing more comes."""
    answer = b""
    with contextlib.suppress(TimeoutError, ConnectionResetError):
        while chunk := await asyncio.wait_for(reader.read(65536), 0.1 if answer else 5):
            answer += chunk
    return answer


@pytest.fixture
async def siege() -> AsyncIterator[Siege]:
    async with (
        Simulator(hostile_library(), token=REAL_TOKEN) as server,
        open_gateway(GatewaySettings(server.url, Secret(REAL_TOKEN)), MemoryImages()) as gateway,
    ):
        yield Siege(server, gateway, await gateway.listener.on_tcp("127.0.0.1", 0))


def test_there_are_hundreds_of_ways_to_try() -> None:
    assert len({attempt.name for attempt in ATTEMPTS}) == len(ATTEMPTS) >= 200


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
    recorded = await siege.recorded(wanted=attempt.recorded)
    assert recorded >= 1 if attempt.recorded else recorded == 0
    assert not siege.gateway.ledger.faults
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
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(reader.read(65536), 0.5)
            writer.close()
            if server.digest() != before:
                changed.append(attempt.name)
    assert len(changed) >= 25, changed


async def test_tokens_are_in_no_record(siege: Siege) -> None:
    for start in range(0, len(ATTEMPTS), 20):
        await asyncio.gather(*map(siege.send, ATTEMPTS[start : start + 20]))
    told = repr(siege.gateway.ledger.captures) + repr(siege.gateway.ledger.refused) + repr(siege.gateway.ledger.faults)
    assert REAL_TOKEN not in told
    assert siege.gateway.token.reveal() not in told
    assert len(siege.gateway.ledger.captures) >= 25
