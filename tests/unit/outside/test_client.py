"""Manners: tries, pauses, bounds, redirects, and nothing secret in what is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from halley.outside.client import Manners, OutsideClient
from halley.outside.failures import NoAnswer, SourceFailed, Troubled, Turned
from halley.outside.pace import Pace
from halley.secrets import Secret
from tests.support.internet import Internet, play

FILM = "https://api.themoviedb.org/3/movie/11"
SHOWN = "api.themoviedb.org/3/movie/11"
KEY = Secret("s3cr3t-key")
QUICK = Manners(attempts=3, pause_s=0.001, timeout_s=2, given_up_after=2, most_bytes=1000, is_paced=False)


@asynccontextmanager
async def client(internet: Internet, manners: Manners = QUICK) -> AsyncIterator[OutsideClient]:
    async with play(internet), OutsideClient(manners, internet.url) as one:
        yield one


async def test_every_request_goes_to_the_stand_in_with_the_address_that_was_meant() -> None:
    internet = Internet()
    internet.says(FILM, {"id": 11})
    async with client(internet) as one:
        answer = await one.get(FILM, {"api_key": KEY, "q": "a b|ü"}, {"X-Key": KEY})
    assert answer.json() == {"id": 11}
    assert internet.asked == [f"GET {FILM}?api_key=s3cr3t-key&q=a+b%7C%C3%BC"]
    assert internet.headers[0]["X-Key"] == "s3cr3t-key"
    assert answer.asked == SHOWN


@pytest.mark.parametrize("failure", [429, 500, 502, 503, 504, None], ids=str)
async def test_trouble_that_passes_is_sat_out(failure: int | None) -> None:
    internet = Internet()
    internet.says(FILM, {"id": 11})
    internet.fails(FILM, failure, failure)
    async with client(internet) as one:
        assert (await one.get(FILM)).status == 200


@pytest.mark.parametrize("status", [400, 401, 403, 404, 418])
async def test_an_answer_that_says_no_is_not_asked_for_again(status: int) -> None:
    internet = Internet()
    internet.says(FILM, {}, status=status)
    async with client(internet) as one:
        assert (await one.get(FILM)).status == status
    assert len(internet.asked) == 1


async def test_a_site_that_keeps_failing_is_given_up_and_no_longer_waited_for() -> None:
    internet = Internet()
    internet.fails(FILM, *[500] * 20)
    async with client(internet) as one:
        for _ in range(2):
            with pytest.raises(Troubled, match=f"but {SHOWN} answered 500"):
                await one.get(FILM, {"api_key": KEY})
        with pytest.raises(NoAnswer, match="which is asked no more: it failed 2 times in a row"):
            await one.get(FILM)
    assert len(internet.asked) == 6


async def test_where_nobody_answers_the_reason_has_no_key_in_it() -> None:
    async with OutsideClient(QUICK, "http://127.0.0.1:1") as one:
        with pytest.raises(NoAnswer) as failed:
            await one.get(FILM, {"api_key": KEY})
    assert failed.value.reason.startswith(f"but {SHOWN} cannot be reached")
    assert "s3cr3t" not in repr(failed.value) + str(failed.value.__cause__) + str(failed.value.__context__)


async def test_a_site_that_is_silent_is_waited_for_only_so_long() -> None:
    async def silence(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)
        writer.close()

    server = await asyncio.start_server(silence, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    manners = Manners(attempts=1, timeout_s=0.05, is_paced=False)
    async with OutsideClient(manners, f"http://127.0.0.1:{port}") as one:
        with pytest.raises(NoAnswer, match="took too long to answer"):
            await one.get(FILM)
    server.close()


async def test_a_site_that_drips_is_not_waited_for_for_ever() -> None:
    async def drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        for _ in range(200):
            writer.write(b"x")
            await asyncio.sleep(0.01)
        writer.close()

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    manners = Manners(attempts=1, timeout_s=0.05, is_paced=False)
    async with OutsideClient(manners, f"http://127.0.0.1:{port}") as one:
        with pytest.raises(NoAnswer, match="took too long to answer"):
            await one.get(FILM)
    server.close()


async def test_an_answer_without_end_is_not_read_to_its_end() -> None:
    internet = Internet()
    internet.says(FILM, b"x" * 5000)
    async with client(internet) as one:
        with pytest.raises(Turned, match=f"but {SHOWN} answered more than 1000 bytes"):
            await one.get(FILM)


async def test_a_redirect_is_followed_within_the_sites_and_takes_no_key_to_another() -> None:
    internet = Internet()
    internet.says("https://boxd.it/a", "", status=301, headers={"Location": "https://letterboxd.com/me/list/x/"})
    internet.says("https://letterboxd.com/me/list/x/", "here")
    async with client(internet) as one:
        answer = await one.get("https://boxd.it/a", {"key": KEY}, {"X-Key": KEY})
    assert (answer.text, answer.asked) == ("here", "letterboxd.com/me/list/x/")
    assert internet.asked[1] == "GET https://letterboxd.com/me/list/x/"
    assert "X-Key" not in internet.headers[1]


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1/", "https://evil.example/", "file:///etc/passwd", "//169.254.169.254/"]
)
async def test_nobody_else_is_asked_wherever_a_site_points(target: str) -> None:
    internet = Internet()
    internet.says("https://boxd.it/a", "", status=302, headers={"Location": target})
    async with client(internet) as one:
        with pytest.raises(Turned, match="no address that Halley asks"):
            await one.get("https://boxd.it/a")
    assert len(internet.asked) == 1


async def test_redirects_that_go_round_in_a_circle_end() -> None:
    internet = Internet()
    internet.says("https://boxd.it/a", "", status=302, headers={"Location": "/a"})
    async with client(internet) as one:
        with pytest.raises(Turned, match="leads on and on"):
            await one.get("https://boxd.it/a")


async def test_no_request_is_made_without_encryption_but_omdbs() -> None:
    internet = Internet()
    async with client(internet) as one:
        with pytest.raises(SourceFailed):
            await one.get("http://api.trakt.tv/users/me")
        assert (await one.get("http://www.omdbapi.com/", {"i": "tt1"})).status == 404


async def test_turns_come_one_after_the_other_and_not_more_at_a_time_than_allowed() -> None:
    pace, loop = Pace(2, 0.01), asyncio.get_running_loop()
    begun: list[float] = []
    underway, most = 0, 0

    async def turn() -> None:
        nonlocal underway, most
        async with pace:
            underway += 1
            most = max(most, underway)
            begun.append(loop.time())
            await asyncio.sleep(0.02)
            underway -= 1

    start = loop.time()
    async with asyncio.TaskGroup() as group:
        for _ in range(6):
            group.create_task(turn())
    assert most <= 2
    # A busy machine may wake us late, never early.
    assert all(one >= start + place * 0.01 - 0.001 for place, one in enumerate(sorted(begun)))


async def test_a_turn_that_is_given_up_is_given_back() -> None:
    pace = Pace(1, 10)
    async with pace:
        pass
    for _ in range(2):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(pace.__aenter__(), 0.01)
    pace.apart_s = pace._next = 0
    async with asyncio.timeout(1), pace:
        pass
