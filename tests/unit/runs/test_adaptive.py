"""How many writes go out at a time follows from how the server takes them."""

import asyncio
from dataclasses import dataclass

import pytest

from halley.runs.adaptive import AdaptiveRoom


@dataclass
class Server:
    """One that takes so many at a time well; beyond that each answer takes longer, as on one disk."""

    takes: int
    slowness: float = 1.0
    busy: int = 0
    most: int = 0
    fails: bool = False

    async def answer(self, room: AdaptiveRoom, scale_s: float = 0.004) -> None:
        async with room:
            self.busy += 1
            self.most = max(self.most, self.busy)
            took = scale_s * self.slowness * max(1.0, (self.busy / self.takes) ** 2)
            await asyncio.sleep(took)
            self.busy -= 1
            # What a server would take a hundred times as long for: the test need not.
            room.answered(took * 100, is_fault=self.fails)


async def asked(room: AdaptiveRoom, server: Server, count: int) -> None:
    await asyncio.gather(*(server.answer(room) for _ in range(count)))


async def test_an_idle_server_is_used_up_to_the_bound() -> None:
    room, server = AdaptiveRoom(16), Server(takes=100)
    await asked(room, server, 300)
    assert room.limit == server.most == 16


async def test_never_more_than_the_bound_and_never_none() -> None:
    room, server = AdaptiveRoom(1), Server(takes=100, fails=True)
    await asked(room, server, 10)
    assert (room.limit, server.most) == (1, 1)


async def test_a_server_that_becomes_slow_is_left_alone_and_used_again_when_it_is_not() -> None:
    room, server = AdaptiveRoom(16), Server(takes=100)
    await asked(room, server, 200)
    server.slowness = 6
    await asked(room, server, 40)
    assert room.limit <= 4
    server.slowness = 1
    await asked(room, server, 300)
    assert room.limit == 16


async def test_a_server_that_takes_few_at_a_time_is_not_flooded() -> None:
    room, server = AdaptiveRoom(32), Server(takes=3)
    await asked(room, server, 200)
    server.most = 0
    await asked(room, server, 100)
    assert server.most <= 8


async def test_faults_halve_it(monkeypatch: pytest.MonkeyPatch) -> None:
    room = AdaptiveRoom(16)
    room.limit = 16
    room.answered(0.01, is_fault=True)
    assert room.limit == 8


async def test_who_gives_up_waiting_keeps_nobody_out() -> None:
    room = AdaptiveRoom(1)
    inside = asyncio.Event()

    async def held() -> None:
        async with room:
            inside.set()
            await asyncio.sleep(0.02)

    async def entered() -> str:
        async with room:
            return "in"

    first = asyncio.create_task(held())
    await inside.wait()
    gone = asyncio.create_task(entered())
    last = asyncio.create_task(entered())
    await asyncio.sleep(0)
    gone.cancel()
    await first
    assert await asyncio.wait_for(last, 1) == "in"
