"""Events: numbered, told to everybody who listens, and to who was away as if he had listened."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from halley.studio.events.hub import Hub, Listener
from halley.studio.events.stream import EventStream
from halley.studio.jobs.log import LogWriter
from halley.studio.jobs.record import Errand, JobRecord
from halley.studio.jobs.store import JobStore
from halley.studio.wire.jobs import NewJob


@dataclass
class Bench:
    """A store whose jobs are worked on by hand, and a hub that follows it."""

    store: JobStore
    hub: Hub

    def make(self, number: int) -> str:
        identity = f"20260101-00000{number}-0000"
        self.store.make(Errand(identity, f"Job {number}", "2026-01-01T00:00:00Z", NewJob(kind="plan"), "config.yml"))
        return identity

    def record(self, identity: str) -> JobRecord:
        return JobRecord(self.store.folder / identity)

    def turn(self, identity: str, **words: Any) -> None:
        record = self.record(identity)
        record.write_standing(replace(record.standing(), **words))

    def say(self, identity: str, *lines: str) -> None:
        writer = LogWriter(self.record(identity).log)
        for one in lines:
            writer.add("info", one)
        writer.close()

    async def heard(self, listener: Listener) -> list[dict[str, Any]]:
        """What came to a listener so far."""
        await self.hub.look()
        found = [told(one) for one in listener.first]
        while not listener.is_waiting or listener.is_dropped:
            data = await listener.next()
            if data is None:
                return [*found, {"kind": "end"}]
            found.append(told(data))
        return found


def told(data: bytes) -> dict[str, Any]:
    fields = dict(line.split(": ", 1) for line in data.decode().strip().splitlines())
    event = json.loads(fields["data"])
    assert event["kind"] == fields["event"]
    return {"number": int(fields["id"]) if "id" in fields else None, **event}


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    store = JobStore(tmp_path / "jobs")
    hub = Hub(store)
    made = Bench(store, hub)
    await hub.start()
    yield made
    await hub.stop()


async def test_a_job_that_is_made_changed_and_deleted_is_told_of_each_time(bench: Bench) -> None:
    listener = await bench.hub.listener()
    one = bench.make(1)
    assert [event["job"]["state"] for event in await bench.heard(listener)] == ["waiting"]
    bench.turn(one, state="running")
    bench.turn(one, state="running", done=3, total=9)
    (event,) = await bench.heard(listener)
    assert event["job"]["progress"] == {"words": "", "done": 3, "total": 9, "seconds_left": None}
    assert await bench.heard(listener) == []
    bench.store.remove(one)
    (event,) = await bench.heard(listener)
    assert (event["kind"], event["id"], event["job"]) == ("gone", one, None)


async def test_lines_of_a_log_go_to_those_who_asked_for_them_each_once(bench: Bench) -> None:
    one = bench.make(1)
    bench.turn(one, state="running")
    following, other = await bench.hub.listener(one), await bench.hub.listener()
    await bench.heard(following)
    bench.say(one, "first", "second")
    (event,) = [each for each in await bench.heard(following) if each["kind"] == "log"]
    assert [(line["number"], line["text"]) for line in event["lines"]] == [(1, "first"), (2, "second")]
    bench.say(one, "third")
    (event,) = await bench.heard(following)
    assert [line["number"] for line in event["lines"]] == [3]
    assert [each["kind"] for each in await bench.heard(other)] == ["job"]


async def test_the_last_lines_come_before_the_end(bench: Bench) -> None:
    one = bench.make(1)
    bench.turn(one, state="running")
    following = await bench.hub.listener(one)
    await bench.heard(following)
    bench.say(one, "last words")
    bench.turn(one, state="finished")
    assert [event["kind"] for event in await bench.heard(following)] == ["log", "job"]


async def test_a_log_that_ends_with_more_lines_than_are_read_at_once_is_told_to_its_last(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("halley.studio.events.hub._LINES_AT_ONCE", 500)
    one = bench.make(1)
    bench.turn(one, state="running")
    following = await bench.hub.listener(one)
    await bench.heard(following)
    bench.say(one, *(f"line {number}" for number in range(1, 1201)))
    bench.turn(one, state="finished")
    events = [event for _ in range(4) for event in await bench.heard(following)]
    assert [line["number"] for event in events[:-1] for line in event["lines"]] == list(range(1, 1201))
    assert events[-1]["job"]["state"] == "finished"


@pytest.mark.parametrize("after", range(6))
async def test_who_was_away_gets_what_he_missed_no_more_and_no_less(bench: Bench, after: int) -> None:
    one = bench.make(1)
    listener = await bench.hub.listener(one)
    events = await bench.heard(listener)
    for number in range(3):
        bench.turn(one, state="running", done=number)
        bench.say(one, f"line {number}")
        events += await bench.heard(listener)
    numbers = [event["number"] for event in events]
    assert numbers == sorted(set(numbers))
    again = await bench.hub.listener(one, numbers[after])
    assert await bench.heard(again) == events[after + 1 :]


async def test_who_was_away_too_long_or_never_there_gets_every_job_as_it_stands(bench: Bench) -> None:
    one, two = bench.make(1), bench.make(2)
    bench.turn(one, state="finished")
    for last in (None, 12, 2**53):
        events = await bench.heard(await bench.hub.listener(last=last))
        assert [(event["id"], event["job"]["state"]) for event in events] == [(two, "waiting"), (one, "finished")]
        assert [event["number"] is None for event in events] == [True, False]  # half of it is not all of it
        again = await bench.hub.listener(last=events[-1]["number"])
        assert await bench.heard(again) == []


async def test_numbers_grow_over_restarts_and_lines_that_were_missed_meanwhile_come(bench: Bench, tmp_path: Path) -> None:
    one = bench.make(1)
    bench.turn(one, state="running")
    bench.say(one, "before")
    listener = await bench.hub.listener(one)
    await bench.heard(listener)
    bench.say(one, "heard")
    last = (await bench.heard(listener))[-1]["number"]
    await bench.hub.stop()
    bench.say(one, "missed")
    bench.turn(one, state="finished")
    other = Hub(bench.store)
    await other.start()
    again = Bench(bench.store, other)
    events = await again.heard(await other.listener(one, last))
    assert events[-1]["number"] > last
    assert "missed" in [line["text"] for event in events if event["kind"] == "log" for line in event["lines"]]
    await other.stop()


async def test_a_log_can_be_followed_from_a_line_on(bench: Bench) -> None:
    one = bench.make(1)
    bench.say(one, *(f"line {number}" for number in range(1, 1201)))
    bench.turn(one, state="finished")
    events = await bench.heard(await bench.hub.listener(one, after=150))
    logs = [event for event in events if event["kind"] == "log"]
    assert [line["number"] for event in logs for line in event["lines"]] == list(range(151, 1201))
    assert max(len(event["lines"]) for event in logs) == 500


async def test_what_is_kept_is_bounded(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("halley.studio.events.hub._KEPT_EVENTS", 10)
    one = bench.make(1)
    listener = await bench.hub.listener()
    first = (await bench.heard(listener))[-1]["number"]
    for number in range(20):
        bench.turn(one, state="running", done=number)
        await bench.hub.look()
    events = await bench.heard(await bench.hub.listener(last=first))
    assert [event["job"]["progress"]["done"] for event in events] == [19]


async def test_who_does_not_keep_up_is_dropped_and_nobody_else_is(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    one = bench.make(1)
    slow, quick = await bench.hub.listener(), await bench.hub.listener()
    await bench.heard(slow)
    heard = await bench.heard(quick)
    monkeypatch.setattr("halley.studio.events.hub._QUEUE_EVENTS", 5)
    for number in range(10):
        bench.turn(one, state="running", done=number)
        heard += await bench.heard(quick)
    assert await bench.heard(slow) == [{"kind": "end"}]
    assert [event["job"]["progress"]["done"] for event in heard[1:]] == list(range(10))


async def sent_by(stream: EventStream, until: asyncio.Event) -> list[bytes]:
    """What a stream sends to a browser that goes at a moment."""
    sent: list[bytes] = []

    async def receive() -> dict[str, str]:
        await until.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message.get("body", b""))

    await asyncio.wait_for(stream({}, receive, send), 5)
    return sent


async def test_a_stream_says_now_and_then_that_it_lives(bench: Bench) -> None:
    gone = asyncio.Event()
    asyncio.get_running_loop().call_later(0.2, gone.set)
    sent = await sent_by(EventStream(bench.hub, await bench.hub.listener(), heartbeat_s=0.05), gone)
    assert sent.count(b":\n\n") >= 2


async def test_a_browser_that_goes_is_forgotten(bench: Bench) -> None:
    gone = asyncio.Event()
    gone.set()
    listener = await bench.hub.listener()
    await sent_by(EventStream(bench.hub, listener), gone)
    bench.make(1)
    await bench.hub.look()
    assert listener.is_waiting


async def test_all_streams_end_when_the_server_does(bench: Bench) -> None:
    streams = [EventStream(bench.hub, await bench.hub.listener()) for _ in range(10)]
    running = [asyncio.create_task(sent_by(one, asyncio.Event())) for one in streams]
    await asyncio.sleep(0.05)
    bench.hub.close()
    await asyncio.wait_for(asyncio.gather(*running), 2)
    late = await bench.hub.listener()
    assert late.is_dropped


async def test_what_changes_is_heard_within_half_a_second_without_anybody_asking(bench: Bench) -> None:
    one = bench.make(1)
    bench.turn(one, state="running")
    listener = await bench.hub.listener()
    await bench.heard(listener)
    bench.turn(one, state="running", done=7)
    data = await asyncio.wait_for(listener.next(), 1.5)
    assert data is not None
    assert told(data)["job"]["progress"]["done"] == 7


async def test_a_job_whose_files_are_damaged_keeps_nobody_from_hearing_of_the_others(bench: Bench) -> None:
    bad, good = bench.make(1), bench.make(2)
    (bench.record(bad).root / "asked.json").write_text("{")
    bench.store._errands.clear()
    events = await bench.heard(await bench.hub.listener())
    assert {event["id"] for event in events} == {good}


async def test_lines_that_come_while_somebody_begins_to_listen_come_once(bench: Bench) -> None:
    one = bench.make(1)
    bench.turn(one, state="running")
    bench.say(one, "told")
    listener = await bench.hub.listener(one, after=0)
    bench.say(one, "later")
    events = await bench.heard(listener)
    assert [line["text"] for event in events if event["kind"] == "log" for line in event["lines"]] == ["told", "later"]


async def test_bytes_that_wait_for_one_who_does_not_read_are_bounded(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    one = bench.make(1)
    bench.turn(one, state="running")
    listener = await bench.hub.listener(one)
    await bench.heard(listener)
    monkeypatch.setattr("halley.studio.events.hub._QUEUE_BYTES", 50_000)
    bench.say(one, *("x" * 1000 for _ in range(100)))
    assert await bench.heard(listener) == [{"kind": "end"}]
