"""The journal keeps all that it is told, refuses in a sentence what it cannot keep, and then nothing is done."""

import asyncio
import errno
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from halley.changes.kinds import FetchImage
from halley.errors import ConfigError
from halley.files import DiskImages, Picture, describe_picture
from halley.plans import Identity
from halley.plex.images import ImageKind
from halley.runs.errors import JournalError, RunError
from halley.runs.journal import Journal, Run
from halley.runs.model import Outcome, State
from halley.runs.numbers import Numbers
from halley.runs.rows import intent_row, read_intent
from halley.runs.running import Report
from halley.runs.store import Store, data_folder
from tests.support.coast import KIND, MOVIES, a_coast, pictures, poster, the_plan
from tests.support.runs import a_bench, a_plan

SERVER = Identity("m1", "Attic", "1")


def a_run(name: str, **words: str) -> Run:
    return Run(name, "apply", SERVER, "", "config.yml", 1, "2026-01-01T00:00:00Z", **words)


def test_intents_survive_the_journal(tmp_path: Path) -> None:
    async def applied() -> None:
        library, images = a_coast(movies=6)
        async with a_bench(library, tmp_path, images) as bench:
            for one in pictures(6):
                bench.keep(one)
            report = await bench.apply(the_plan(library))
            for number, intent in bench.store.journal.intents(report.run).items():
                assert read_intent(number, intent.words, intent.library, intent_row(intent)) == intent
                assert intent.back or intent.irreversible
            outcomes = bench.store.journal.outcomes(report.run)
            assert tuple(outcomes) == report.outcomes
            assert bench.store.journal.states(report.run) == {one.number: one.state for one in outcomes}
            in_short = bench.store.journal.outcomes(report.run, in_short=True)
            assert in_short == [replace(one, left=(), made={}, places={}) for one in outcomes]

    asyncio.run(applied())


def test_runs_are_told_newest_first_and_forgotten_with_their_steps(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    for name in ("a", "b", "c"):
        journal.open_run(a_run(name))
    journal.finish("b", [Outcome(1, State.EXACT, "words", made={2_000_000_000: 7})])
    journal.close_run("b", "finished", "2026-01-01T00:01:00Z")
    assert [one.id for one in journal.runs()] == ["c", "b", "a"]
    assert journal.runs()[1].state == "finished"
    assert journal.numbers("b").keys == {2_000_000_000: 7}
    journal.forget(["b"])
    assert journal.outcomes("b") == []
    assert journal.numbers("b").keys == {}
    assert journal.runs("another server") == []


def test_what_was_made_again_is_known_by_its_newest_key(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    for name, (was, real) in {"first": (50, 99), "second": (99, 150)}.items():
        journal.open_run(a_run(name))
        was_keys = Numbers({2_000_000_000: was})
        journal.finish(name, [Outcome(1, State.EXACT, "", made={2_000_000_000: real})], was_keys)
    assert journal.successors("m1") == Numbers({50: 150, 99: 150})


def test_playlists_that_are_made_again_and_the_places_in_them_are_told_apart(tmp_path: Path) -> None:
    """Both are counted from the same number on."""
    journal, number = Journal(tmp_path / "journal.db"), 2_000_000_000
    journal.open_run(a_run("undo"))
    outcome = Outcome(1, State.EXACT, "", made={number: 651}, places={number: 28, number + 1: 29})
    journal.finish("undo", [outcome], Numbers({number: 649}, {number + 1: 7}))
    assert journal.successors("m1") == Numbers({649: 651}, {7: 29})
    assert journal.numbers("undo").places == {number: 28, number + 1: 29}


def test_a_newer_journal_is_refused_in_a_sentence(tmp_path: Path) -> None:
    Journal(tmp_path / "journal.db").close()
    base = sqlite3.connect(tmp_path / "journal.db")
    base.execute("PRAGMA user_version=99")
    base.close()
    with pytest.raises(JournalError, match="newer Halley"):
        Journal(tmp_path / "journal.db")


@pytest.mark.parametrize(
    "spoilt", [b"not a database, but long enough to be looked at" * 20, b"SQLite format 3\0" + b"\1" * 900]
)
def test_a_damaged_journal_is_refused_in_a_sentence(tmp_path: Path, spoilt: bytes) -> None:
    (tmp_path / "journal.db").write_bytes(spoilt)
    with pytest.raises(JournalError) as refused:
        Journal(tmp_path / "journal.db")
    assert len(refused.value.message.splitlines()) == 1


def test_a_damaged_row_is_told_in_a_sentence(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    journal.open_run(a_run("a"))
    journal.finish("a", [Outcome(1, State.EXACT, "words")])
    base = sqlite3.connect(tmp_path / "journal.db")
    base.execute("UPDATE steps SET state = 'nonsense', outcome = '{'")
    base.commit()
    with pytest.raises(JournalError, match="damaged"):
        journal.outcomes("a")


@pytest.mark.parametrize("spare_pages", range(0, 12, 3))
def test_what_cannot_be_put_on_record_is_not_done(tmp_path: Path, spare_pages: int) -> None:
    async def full() -> None:
        library, images = a_coast(movies=6)
        async with a_bench(library, tmp_path, images) as bench:
            for one in pictures(6):
                bench.keep(one)
            base = bench.store.journal._base
            (pages,) = base.execute("PRAGMA page_count").fetchone()
            base.execute(f"PRAGMA max_page_count={pages + spare_pages}")
            try:
                problem = (await bench.apply(the_plan(library))).problem
            except JournalError as stopped:
                problem = stopped
            assert isinstance(problem, JournalError)
            assert "full" in problem.message
            recorded = [number for run in bench.store.journal.runs() for number in bench.store.journal.intents(run.id)]
            assert len(bench.writes()) <= len(recorded)
            assert bool(spare_pages) or not bench.writes()

    asyncio.run(full())


def test_a_run_is_resumed_once_there_is_room_again(tmp_path: Path) -> None:
    async def full_for_a_while() -> tuple[Report, Report, int]:
        library, images = a_coast(movies=6)
        async with a_bench(library, tmp_path, images) as bench:
            for one in pictures(6):
                bench.keep(one)
            base = bench.store.journal._base
            (pages,) = base.execute("PRAGMA page_count").fetchone()
            base.execute(f"PRAGMA max_page_count={pages + 12}")
            first = await bench.apply(the_plan(library))
            base.execute("PRAGMA max_page_count=100000")
            second = await bench.resume(first.run)
            return first, second, len(bench.writes())

    first, second, writes = asyncio.run(full_for_a_while())
    assert isinstance(first.problem, JournalError)
    assert second.is_good
    assert writes == len(the_plan(a_coast(movies=6)[0]).steps)


def test_a_picture_that_cannot_be_kept_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: DiskImages, data: bytes) -> Picture:
        raise OSError(errno.ENOSPC, "No space left on device", str(len(data)))

    async def applied() -> tuple[Report, list[str]]:
        library, images = a_coast(movies=6)
        async with a_bench(library, tmp_path, images) as bench:
            for one in pictures(6):
                bench.keep(one)
            monkeypatch.setattr(DiskImages, "put", full)
            return await bench.apply(the_plan(library), [2]), bench.writes()

    report, writes = asyncio.run(applied())
    assert isinstance(report.problem, JournalError)
    assert "No space left" in report.problem.message
    assert writes == []


def test_a_stopped_run_ends_between_two_changes_and_can_be_resumed(tmp_path: Path) -> None:
    async def stopped() -> tuple[Report, Report, int, int]:
        library, images = a_coast(movies=12)
        async with a_bench(library, tmp_path, images) as bench:
            for one in pictures():
                bench.keep(one)
            stop = asyncio.Event()

            async def ring() -> None:
                while len(bench.writes()) < 3:
                    await asyncio.sleep(0)
                stop.set()

            bench.server.faults.active = []
            ringing = asyncio.create_task(ring())
            bench.address = bench.address.__class__(
                bench.address.url, bench.address.token, connections=1, patience=bench.address.patience
            )
            first = await bench.apply(the_plan(library), stop=stop)
            await ringing
            begun = sum(one.state is State.BEGUN for one in bench.store.journal.outcomes(first.run))
            second = await bench.resume(first.run)
            return first, second, begun, len(bench.writes())

    first, second, begun, writes = asyncio.run(stopped())
    assert first.state == "stopped"
    assert first.left > 0
    assert begun == 0
    assert second.is_good
    assert writes == len(second.outcomes)


def test_only_one_run_goes_on_at_a_time(tmp_path: Path) -> None:
    async def two() -> None:
        library, images = a_coast(movies=6)
        async with a_bench(library, tmp_path, images) as bench:
            with bench.store.held(), pytest.raises(RunError, match="another run"):
                await bench.apply(the_plan(library))

    asyncio.run(two())


def test_a_run_of_another_server_is_not_undone_here(tmp_path: Path) -> None:
    async def elsewhere() -> None:
        library, images = a_coast(movies=6)
        async with a_bench(library, tmp_path, images) as bench:
            bench.store.journal.open_run(a_run("other"))
            with pytest.raises(ConfigError, match="is for the server"):
                await bench.undo("other")
            assert bench.writes() == []

    asyncio.run(elsewhere())


def test_the_store_finds_a_picture_by_what_plex_calls_it(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        picture = store.keep(poster(1))
        store.put_down()
        name = f"upload://{ImageKind.ART.upload_folder}/{picture.sha1}"
        assert store.picture_called(name) == describe_picture(poster(1))
        store.images.path(picture.sha256).unlink()
        assert store.picture_called(name) is None


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"HALLEY_DATA": "/srv/h", "XDG_DATA_HOME": "/x", "HOME": "/h"}, "/srv/h"),
        ({"XDG_DATA_HOME": "/x", "HOME": "/h"}, "/x/halley"),
        ({"XDG_DATA_HOME": "x", "HOME": "/h"}, "/h/.local/share/halley"),
    ],
)
def test_data_lie_where_the_environment_says(environment: dict[str, str], expected: str) -> None:
    assert str(data_folder(environment)) == expected


def test_a_token_in_an_address_that_a_picture_is_fetched_from_stays_out_of_the_journal(tmp_path: Path) -> None:
    async def fetched() -> None:
        library, images = a_coast(movies=6)
        key = next(one.key for one in library.of(MOVIES, KIND))
        async with a_bench(library, tmp_path, images) as bench:
            inner = f"{bench.server.url}/library/metadata/{key}/file?url=metadata%3A%2F%2Fposters%2Fagent"
            change = FetchImage(key, ImageKind.ART, f"{inner}&X-Plex-Token=a-very-secret-word")
            report = await bench.apply(a_plan(library, [change]))
            assert report.outcomes[0].words
            for file in (tmp_path / "data").glob("journal.db*"):
                assert b"a-very-secret-word" not in file.read_bytes()
            assert len(bench.store.journal.intents(report.run)) == 1

    asyncio.run(fetched())
