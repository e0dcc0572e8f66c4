"""Events over HTTP: many who listen to one job, from the middle of the stream, and a server that ends."""

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.previews import TOKEN
from tests.support.studio_jobs import Studio, a_studio

CLIENTS = 10


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with a_studio(tmp_path_factory.mktemp("events"), count=30) as found:
        yield found


def has_finished(identity: str, event: dict[str, Any]) -> bool:
    return event["kind"] == "job" and event["id"] == identity and event["job"]["state"] == "finished"


def test_ten_who_follow_a_job_hear_the_same_and_the_whole_log(studio: Studio) -> None:
    heard: list[list[dict[str, Any]]] = [[] for _ in range(CLIENTS)]
    studio.plex.slow(30)
    identity = str(studio.begin("plan", engine="native")["id"])

    def listen(number: int) -> None:
        with studio.stream(f"?job={identity}&after=0") as stream:
            heard[number] = stream.until(lambda one: has_finished(identity, one))

    threads = [threading.Thread(target=listen, args=(number,)) for number in range(CLIENTS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(90)
    studio.plex.slow(0)
    every = studio.got(f"/jobs/{identity}/log?limit=10000")["rows"]
    for events in heard:
        lines = [line for one in events if one["kind"] == "log" for line in one["lines"]]
        assert [line["number"] for line in lines] == list(range(1, len(lines) + 1))
        assert lines == every[: len(lines)]
        assert len(lines) > 30
        states = [one["job"]["state"] for one in events if one["kind"] == "job"]
        assert states[-1] == "finished"
        totals = {one["job"]["progress"]["total"] for one in events if one["kind"] == "job"}
        assert 30 in totals
    assert TOKEN not in json.dumps(heard)


def test_who_comes_again_hears_each_event_once(studio: Studio) -> None:
    studio.plex.slow(30)
    identity = str(studio.begin("plan", engine="native")["id"])
    with studio.stream(f"?job={identity}&after=0") as whole:
        parts: list[dict[str, Any]] = []
        last = ""
        while not parts or not has_finished(identity, parts[-1]):
            query = f"?job={identity}" + ("" if last else "&after=0")
            with studio.stream(query, last) as stream:
                for got, event in enumerate(stream, 1):
                    parts.append(event)
                    if (got >= 2 and stream.last) or has_finished(identity, event):
                        break
                last = stream.last
        every = whole.until(lambda one: has_finished(identity, one))
    studio.plex.slow(0)
    numbers = [int(one["number"]) for one in parts if one["number"]]
    assert numbers == sorted(set(numbers))
    lines = [line["number"] for one in parts if one["kind"] == "log" for line in one["lines"]]
    assert lines == list(range(1, len(lines) + 1))
    assert lines == [line["number"] for one in every if one["kind"] == "log" for line in one["lines"]]


def test_a_job_that_is_deleted_goes_from_every_page(studio: Studio) -> None:
    identity = str(studio.ended(studio.begin("plan", engine="native")["id"])["id"])
    with studio.stream() as stream:
        stream.until(lambda one: one["number"] != "")
        studio.call("DELETE", f"/jobs/{identity}")
        began = time.monotonic()
        assert stream.until(lambda one: one["kind"] == "gone")[-1]["id"] == identity
        assert time.monotonic() - began < 3


def test_streams_are_of_their_own_kind_and_are_not_kept(studio: Studio) -> None:
    with studio.call("GET", "/events", stream=True) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        assert next(answer.iter_lines()).startswith(b"retry:")


@pytest.mark.parametrize("last", ["", "x", "-1", "9" * 90, "1.5", "٣"])
def test_a_number_that_is_none_counts_as_none(studio: Studio, last: str) -> None:
    with studio.call("GET", "/events", headers={"Last-Event-ID": last.encode()}, stream=True) as answer:
        assert answer.status_code == 200


def test_ten_streams_do_not_keep_a_server_from_ending(studio: Studio, tmp_path: Path) -> None:
    """Last in this file: nothing answers after it."""
    answers = [studio.call("GET", "/events", stream=True) for _ in range(CLIENTS)]
    assert studio.end() < 4
    for one in answers:
        one.close()
