"""What the simulator can be told to do wrong."""

import time

import aiohttp
import pytest

from halley.errors import ConfigError
from halley.plex.images import ImageKind
from halley.simulator.faults import Fault, FaultKind, Faults, parse_fault
from tests.builders import a_library, a_movie
from tests.conformance.library import a_png, its_images, shelf
from tests.unit.simulator.standing import standing

LIBRARY = a_library(a_movie("Heat", images={ImageKind.POSTER: shelf(0, 1)}), a_movie("Alien"))
LISTING = "/library/sections/1/all"
LABELLING = "/library/sections/1/all?type=1&id=101&label%5B0%5D.tag.tag=New"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("drop=1", Fault(FaultKind.DROP)),
        ("500=0.25", Fault(FaultKind.ERROR, 0.25)),
        ("slow=0", Fault(FaultKind.SLOW, 0)),
        ("truncate=1:/library/.*", Fault(FaultKind.TRUNCATE, 1, "/library/.*")),
        ("stale=0.5:thumb=1:2", Fault(FaultKind.STALE, 0.5, "thumb=1:2")),
        ("drop", Fault(FaultKind.DROP)),
    ],
)
def test_a_fault_is_named_by_kind_rate_and_path(text: str, fault: Fault) -> None:
    assert parse_fault(text) == fault


@pytest.mark.parametrize("text", ["burn=1", "drop=often", "drop=2", "drop=-1", "drop=1:[", "", "=1", "drop=nan"])
def test_what_is_no_fault_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ConfigError, match="--fault"):
        parse_fault(text)


def test_faults_are_the_same_for_the_same_seed() -> None:
    def happening(seed: int) -> list[bool]:
        faults = Faults([Fault(FaultKind.DROP, 0.5)], seed)
        return [bool(faults.of("/")) for _ in range(100)]

    assert happening(1) == happening(1) != happening(2)
    assert 30 < sum(happening(1)) < 70


def test_faults_happen_where_the_path_matches() -> None:
    faults = Faults([Fault(FaultKind.DROP, path="^/library"), Fault(FaultKind.SLOW)])
    assert faults.of("/library/sections") == {FaultKind.DROP, FaultKind.SLOW}
    assert faults.of("/identity") == {FaultKind.SLOW}


async def test_a_dropped_write_is_not_done_and_not_answered() -> None:
    async with standing(LIBRARY, faults=[parse_fault("drop=1:/library/.*")]) as (server, ask):
        before = server.digest()
        with pytest.raises(aiohttp.ClientError):
            await ask(LABELLING, "PUT")
        assert server.digest() == before
        assert {one.status for one in server.requests} == {0}  # a client may try again by itself
        assert (await ask("/")).status == 200


async def test_a_server_error_is_answered_and_nothing_done() -> None:
    async with standing(LIBRARY, faults=[parse_fault("500=1:/library/.*")]) as (server, ask):
        before = server.digest()
        answer = await ask(LABELLING, "PUT")
        assert answer.status == 500
        assert "500 Internal Server Error" in answer.text
        assert server.digest() == before


async def test_a_slow_answer_takes_longer_and_is_whole() -> None:
    async with standing(LIBRARY, faults=[parse_fault(f"slow=1:{LISTING}")], slow_ms=150) as (_, ask):
        began = time.perf_counter()
        assert (await ask("/identity")).status == 200
        quick = time.perf_counter() - began
        began = time.perf_counter()
        assert "Heat" in (await ask(LISTING)).text
        assert time.perf_counter() - began >= 0.15 > quick


async def test_every_answer_waits_for_the_latency() -> None:
    async with standing(LIBRARY, latency_ms=60) as (_, ask):
        began = time.perf_counter()
        await ask("/")
        await ask(LISTING)
        assert time.perf_counter() - began >= 0.12


async def test_a_truncated_answer_breaks_off_half_way_though_a_write_was_done() -> None:
    async with standing(LIBRARY, faults=[parse_fault("truncate=1")]) as (server, ask):
        with pytest.raises(aiohttp.ClientPayloadError):
            await ask(LISTING)
        before = server.digest()
        await ask(LABELLING, "PUT")  # its answer has no body that could break off
        assert server.digest() != before


async def test_a_stale_picture_is_the_one_before_the_last_that_was_chosen() -> None:
    thumb = "/library/metadata/101/thumb/1"
    async with standing(LIBRARY, its_images(), faults=[parse_fault("stale=1")]) as (_, ask):
        assert (await ask(thumb)).body == a_png(0)
        await ask("/library/metadata/101/posters", "POST", body=a_png(50))
        assert (await ask(thumb)).body == a_png(0)
        await ask("/library/metadata/101/posters", "POST", body=a_png(51))
        assert (await ask(thumb)).body == a_png(50)
        await ask("/_simulator/faults", "PUT")
        assert (await ask(thumb)).body == a_png(51)
