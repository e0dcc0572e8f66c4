"""A server that is busy and says for how long: it is left alone that long, and no longer than bearable."""

import asyncio
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web

from halley.changes.kinds import SetField
from halley.runs.patience import wait_asked_for
from halley.runs.running import Report
from tests.support.coast import KIND, MOVIES, a_coast
from tests.support.lying import Liar, a_liar
from tests.support.runs import a_bench, a_plan

NOW = datetime(2026, 1, 1, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "told", "seconds"),
    [
        (429, "3", 3),
        (503, " 7 ", 7),
        (503, "Thu, 01 Jan 2026 12:00:30 GMT", 30),
        (503, "Thu, 01 Jan 2026 11:00:00 GMT", 0),
        (429, "99999999999999999999", 120),
        (429, "Fri, 02 Jan 2026 12:00:00 GMT", 120),
        (429, "soon", 0),
        (429, "-5", 0),
        (429, "", 0),
        (500, "3", 0),
    ],
)
def test_what_a_busy_server_asks_for_is_understood_and_bounded(status: int, told: str, seconds: float) -> None:
    assert wait_asked_for(status, told, NOW) == seconds


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_a_busy_server_is_left_alone_as_long_as_it_asks_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str, status: int
) -> None:
    asked: list[float] = []
    answered = Counter[str]()
    honest = Liar.handle

    async def busy(self: Liar, request: web.BaseRequest) -> web.StreamResponse:
        if request.method == method and len(asked) < 2:
            asked.append(time.monotonic())
            if len(asked) == 1:
                return web.Response(status=status, headers={"Retry-After": "1"})
        answered[request.method] += 1
        return await honest(self, request)

    monkeypatch.setattr(Liar, "handle", busy)

    async def run() -> Report:
        library, images = a_coast(movies=6)
        change = SetField(MOVIES, KIND, (next(one.key for one in library.of(MOVIES, KIND)),), "summary", "New")
        async with a_bench(library, tmp_path, images) as bench, a_liar(bench.server.url, {}) as (url, _):
            bench.address = replace(bench.address, url=url, connections=1)
            return await bench.apply(a_plan(library, [change]))

    began = time.monotonic()
    report = asyncio.run(run())
    assert time.monotonic() - began >= 1
    assert report.is_good
    assert answered["PUT"] == 1
    assert len(asked) == 2
    if method == "PUT":
        assert asked[1] - asked[0] >= 0.99
