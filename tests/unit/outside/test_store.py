"""Answers on disk: how long they are good for, two processes, broken files."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from halley.outside.answers import Json
from halley.outside.failures import NotKnown
from halley.outside.kept import Kept
from halley.outside.store import AnswerStore, Shelf

DAY = date(2026, 6, 15)
SIXTY = Shelf("films", 60)


def a_store(
    folder: Path, today: date = DAY, told: Callable[[str], None] = print, chance: Random | None = None
) -> AnswerStore:
    return AnswerStore(folder / "outside.db", lambda: today, told, chance)


@pytest.mark.parametrize("content", [{"a": [1, 2.5, None, "ü"]}, "text", 7, False, []], ids=str)
def test_what_was_put_is_got_back_by_whoever_opens_the_file_next(tmp_path: Path, content: Json) -> None:
    store = a_store(tmp_path)
    store.put(SIXTY, "a", content)
    store.close()
    again = a_store(tmp_path)
    assert again.get(SIXTY, "a") == content
    assert again.get(SIXTY, "b") is None
    assert again.get(Shelf("shows", 60), "a") is None


def test_an_answer_expires_when_it_is_more_than_so_many_days_old(tmp_path: Path) -> None:
    fixed = Shelf("files", 10, is_spread=False)
    a_store(tmp_path).put(fixed, "a", 1)
    assert a_store(tmp_path, DAY + timedelta(10)).get(fixed, "a") == 1
    assert a_store(tmp_path, DAY + timedelta(11)).get(fixed, "a") is None


def test_an_answer_of_no_days_is_good_until_midnight(tmp_path: Path) -> None:
    daily = Shelf("omdb", 0)
    a_store(tmp_path).put(daily, "a", 1)
    assert a_store(tmp_path).get(daily, "a") == 1
    assert a_store(tmp_path, DAY + timedelta(1)).get(daily, "a") is None


def test_new_answers_expire_on_different_days_and_renewed_ones_last_the_whole_time(tmp_path: Path) -> None:
    store = a_store(tmp_path, chance=Random(7))
    for key in range(50):
        store.put(SIXTY, str(key), key)

    def good(days: int) -> int:
        later = a_store(tmp_path, DAY + timedelta(days))
        return sum(later.get(SIXTY, str(key)) is not None for key in range(50))

    assert good(0) == 50
    assert 10 < good(30) < 40
    assert good(60) == 0
    late = DAY + timedelta(60)
    a_store(tmp_path, late).put(SIXTY, "3", "new")
    assert a_store(tmp_path, late + timedelta(60)).get(SIXTY, "3") == "new"
    assert a_store(tmp_path, late + timedelta(61)).get(SIXTY, "3") is None


@pytest.mark.parametrize("content", [b"no database at all", b"SQLite format 3\0" + b"\xff" * 5000], ids=["text", "torn"])
def test_a_broken_file_is_put_aside_with_a_word_and_work_goes_on(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "outside.db").write_bytes(content)
    told: list[str] = []
    store = a_store(tmp_path, told=told.append)
    store.put(SIXTY, "a", 1)
    assert store.get(SIXTY, "a") == 1
    assert told == ["outside.db is broken: it is outside.db.broken-1 now, and other sites are asked again"]
    assert (tmp_path / "outside.db.broken-1").read_bytes() == content


def test_a_file_that_breaks_underway_is_put_aside_too(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    for key in range(500):
        store.put(SIXTY, str(key), "x" * 300)
    store.close()
    path = tmp_path / "outside.db"
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    told: list[str] = []
    store = a_store(tmp_path, told=told.append)
    assert store.get(SIXTY, "250") is None
    store.put(SIXTY, "250", "new")
    assert store.get(SIXTY, "250") == "new"
    assert len(told) == 1


def test_rows_that_somebody_spoiled_were_never_there(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    store.put(SIXTY, "a", 1)
    with sqlite3.connect(tmp_path / "outside.db") as database:
        database.execute("UPDATE answers_1 SET content = '{\"cut'")
    assert store.get(SIXTY, "a") is None


def test_a_folder_that_cannot_be_written_costs_memory_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    told: list[str] = []
    store = a_store(tmp_path / "file", told=told.append)
    store.put(SIXTY, "a", 1)
    assert store.get(SIXTY, "a") is None
    assert len(told) == 1
    assert "what other sites say is not kept" in told[0]


WRITER = """
import sys
from datetime import date
from pathlib import Path
from halley.outside.store import AnswerStore, Shelf
store = AnswerStore(Path(sys.argv[1]), lambda: date(2026, 6, 15), lambda told: sys.exit(told))
for key in range(300):
    store.put(Shelf("films", 60), f"{sys.argv[2]} {key}", key)
    assert store.get(Shelf("films", 60), f"{sys.argv[2]} {key}") == key
"""


def test_two_processes_write_to_one_file_and_lose_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path / "outside.db")]
    writers = [subprocess.Popen([*command, name], stderr=subprocess.PIPE) for name in ("one", "two")]
    assert [(one.wait(60), one.stderr.read() if one.stderr else b"") for one in writers] == [(0, b""), (0, b"")]
    store = a_store(tmp_path)
    assert all(store.get(SIXTY, f"{name} {key}") == key for name in ("one", "two") for key in range(300))


async def test_a_question_is_asked_once_however_many_ask_it_and_a_failure_is_not_stored(tmp_path: Path) -> None:
    kept, asked = Kept(a_store(tmp_path)), list[str]()

    async def known() -> Json:
        asked.append("known")
        await asyncio.sleep(0)
        return {"a": 1}

    async def unknown() -> Json:
        asked.append("unknown")
        raise NotKnown("which does not know it")

    assert await asyncio.gather(*(kept.get(SIXTY, "a", known) for _ in range(5))) == [{"a": 1}] * 5
    for _ in range(3):
        with pytest.raises(NotKnown):
            await kept.get(SIXTY, "b", unknown)
    assert asked == ["known", "unknown"]
    later = Kept(a_store(tmp_path))
    assert await later.get(SIXTY, "a", unknown) == {"a": 1}
    with pytest.raises(NotKnown):
        await later.get(SIXTY, "b", unknown)


async def test_who_waits_for_a_question_that_is_called_off_may_ask_anew(tmp_path: Path) -> None:
    kept, begun = Kept(a_store(tmp_path)), asyncio.Event()

    async def forever() -> Json:
        begun.set()
        await asyncio.Event().wait()
        return None

    async def at_once() -> Json:
        return 7

    first = asyncio.create_task(kept.get(SIXTY, "a", forever))
    await begun.wait()
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert await kept.get(SIXTY, "a", at_once) == 7
