"""A server that says one thing and does another: what was read back is what is reported, and nothing is done twice."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from halley.changes import Change, apply, restorable
from halley.changes.kinds import (
    AddTags,
    AddToCollection,
    AddToPlaylist,
    CreateCollection,
    DeleteItem,
    RemoveFromCollection,
    RemoveTags,
    SetField,
    UploadImage,
)
from halley.files import describe_picture
from halley.plex.ids import ItemType, RatingKey
from halley.plex.images import ImageKind
from halley.plex.library import Library
from halley.plex.tags import TagKind
from halley.runs.model import Outcome, State
from halley.runs.running import Report
from halley.simulator.faults import Fault, FaultKind
from tests.support.coast import KIND, MOVIES, a_coast, pictures, poster, the_plan
from tests.support.lying import Lie, a_liar
from tests.support.runs import Bench, a_bench, a_plan

PICTURE = poster(0)


async def lied_to(
    folder: Path, lies: Mapping[str, list[Lie]], change: Change | None = None
) -> tuple[Report, Library, Library, list[str]]:
    """How a run ends behind a liar: the report, the library before and after, and the writes that were done."""
    library, images = a_coast(movies=6)
    async with a_bench(library, folder, images) as bench, a_liar(bench.server.url, lies, silence_s=1) as (url, _):
        for one in pictures(6):
            bench.keep(one)
        bench.address = replace(bench.address, url=url, timeout_s=0.4)
        plan = the_plan(library) if change is None else a_plan(library, [change])
        report = await bench.apply(plan)
        return report, library, bench.server.library, bench.writes()


def first_movie() -> RatingKey:
    library, _ = a_coast(movies=6)
    return next(one.key for one in library.of(MOVIES, KIND))


UPLOAD = UploadImage(first_movie(), ImageKind.POSTER, describe_picture(PICTURE))
LABEL = AddTags(MOVIES, KIND, (first_movie(),), TagKind.LABEL, ("Overlay",))
FIELD = SetField(MOVIES, KIND, (first_movie(),), "summary", "New")
CREATE = CreateCollection(MOVIES, KIND, "Coast", (first_movie(),))
ADD = AddToPlaylist(next(one.key for one in a_coast(movies=6)[0].playlists()), (first_movie(),))
MOVIES_OF = [one.key for one in a_coast(movies=6)[0].of(MOVIES, KIND)]
COAST = next(one.key for one in a_coast(movies=6)[0].collections(MOVIES))
EVERY = pytest.mark.parametrize("change", [UPLOAD, LABEL, FIELD, CREATE, ADD], ids=lambda one: type(one).__name__)


def only(report: Report) -> Outcome:
    (found,) = report.outcomes
    return found


@EVERY
@pytest.mark.parametrize("lie", [Lie.ERROR_AFTER, Lie.DROP_AFTER, Lie.SILENCE], ids=lambda one: one.value)
def test_what_was_done_in_spite_of_the_answer_is_found_and_not_done_again(tmp_path: Path, change: Change, lie: Lie) -> None:
    report, _, _, writes = asyncio.run(lied_to(tmp_path, {"P": [lie]}, change))
    assert only(report).state is State.EXACT
    assert len(writes) == 1


@EVERY
@pytest.mark.parametrize("lie", [Lie.ERROR, Lie.DROP], ids=lambda one: one.value)
def test_what_was_not_done_is_done_once(tmp_path: Path, change: Change, lie: Lie) -> None:
    report, _, _, writes = asyncio.run(lied_to(tmp_path, {"P": [lie, lie]}, change))
    assert only(report).state is State.EXACT
    assert len(writes) == 1


@EVERY
def test_a_yes_that_nothing_came_of_is_called_a_failure(tmp_path: Path, change: Change) -> None:
    report, before, after, _ = asyncio.run(lied_to(tmp_path, {"P": [Lie.NOTHING]}, change))
    assert only(report).state is State.FAILED
    assert only(report).reason
    assert restorable(after) == restorable(before)
    assert not report.is_good


@EVERY
def test_a_refusal_is_not_asked_again(tmp_path: Path, change: Change) -> None:
    report, _, _, writes = asyncio.run(lied_to(tmp_path, {"P": [Lie.REFUSED]}, change))
    assert only(report).state is State.FAILED
    assert "403" in only(report).reason
    assert writes == []


def in_playlist(library: Library) -> list[int]:
    return [one.item for one in library.entries[ADD.key]]


@pytest.mark.parametrize("late_s", [0.0, 0.02, 0.2])
def test_what_a_server_does_late_stands_in_a_playlist_once(tmp_path: Path, late_s: float) -> None:
    async def late() -> tuple[Report, Report, list[int]]:
        library, images = a_coast(movies=6)
        async with a_bench(library, tmp_path, images) as bench, a_liar(bench.server.url, {"PUT": [Lie.LATE]}) as (url, liar):
            liar.late_s = late_s
            # One that is later than the patience of the run is found by whoever goes on with it.
            patience = replace(bench.address.patience, tries=1 if late_s > 0.1 else 6)
            bench.address = replace(bench.address, url=url, patience=patience)
            first = await bench.apply(a_plan(library, [ADD]))
            await liar.come()
            second = await bench.resume(first.run)
            return first, second, in_playlist(bench.server.library)

    first, second, held = asyncio.run(late())
    assert only(first).state is (State.FAILED if late_s > 0.1 else State.EXACT)
    assert only(second).state is State.EXACT
    assert held == [*in_playlist(a_coast(movies=6)[0]), *ADD.items]


def test_what_was_done_late_and_once_more_is_taken_out_again(tmp_path: Path) -> None:
    async def twice() -> tuple[Report, list[int]]:
        library, images = a_coast(movies=6)
        lies = {"PUT": [Lie.LATE, Lie.DROP, Lie.SILENCE]}
        async with a_bench(library, tmp_path, images) as bench, a_liar(bench.server.url, lies, silence_s=1) as (url, liar):
            liar.late_s = 0.15  # while the answer to the third try is waited for
            bench.address = replace(bench.address, url=url, timeout_s=0.4)
            return await bench.apply(a_plan(library, [ADD])), in_playlist(bench.server.library)

    report, held = asyncio.run(twice())
    assert only(report).state is State.EXACT
    assert held == [*in_playlist(a_coast(movies=6)[0]), *ADD.items]


def test_a_step_that_failed_is_done_the_next_time_though_the_playlist_holds_its_item_already(tmp_path: Path) -> None:
    async def failed_once() -> tuple[Report, Report, list[int]]:
        library, images = a_coast(movies=6)
        async with a_bench(library, tmp_path, images) as bench, a_liar(bench.server.url, {"PUT": [Lie.NOTHING]}) as (url, _):
            bench.address = replace(bench.address, url=url)
            first = await bench.apply(a_plan(library, [ADD, ADD]))
            return first, await bench.resume(first.run), in_playlist(bench.server.library)

    first, second, held = asyncio.run(failed_once())
    assert [one.state for one in first.outcomes] == [State.FAILED, State.REFUSED]  # the second one builds on the first
    assert [one.state for one in second.outcomes] == [State.EXACT, State.REFUSED]
    assert held == [*in_playlist(a_coast(movies=6)[0]), *ADD.items]


def test_a_picture_of_which_half_arrived_is_told_as_different(tmp_path: Path) -> None:
    report, *_ = asyncio.run(lied_to(tmp_path, {"P": [Lie.SHORT]}, UPLOAD))
    assert only(report).state is State.DIFFERENT
    assert "posters" in only(report).reason


def test_a_picture_that_is_still_the_old_one_is_told_as_different(tmp_path: Path) -> None:
    async def stale() -> Report:
        library, images = a_coast(movies=6)
        async with a_bench(library, tmp_path, images) as bench:
            bench.keep(PICTURE)
            bench.server.faults.active = [Fault(FaultKind.STALE, path="/thumb")]
            return await bench.apply(a_plan(library, [UPLOAD]))

    found = only(asyncio.run(stale()))
    assert found.state is State.DIFFERENT
    assert "not what was sent" in found.reason


def test_an_upload_of_which_half_arrived_is_undone_to_the_old_picture(tmp_path: Path) -> None:
    async def there_and_back() -> tuple[Library, Library]:
        library, images = a_coast(movies=6)
        async with a_bench(library, tmp_path, images) as bench, a_liar(bench.server.url, {"P": [Lie.SHORT]}) as (url, _):
            bench.keep(PICTURE)
            bench.address = replace(bench.address, url=url)
            report = await bench.apply(a_plan(library, [UPLOAD]))
            undone = await bench.undo(report.run)
            assert undone.is_good, undone.outcomes
            return library, bench.server.library

    before, after = asyncio.run(there_and_back())
    assert restorable(after) == restorable(before)


def test_a_whole_plan_comes_to_its_end_on_a_server_that_stumbles_at_every_kind_of_write(tmp_path: Path) -> None:
    stumbling = [Lie.ERROR, Lie.DROP_AFTER, Lie.ERROR_AFTER, Lie.DROP]
    lies = {"PUT /library/sections": stumbling * 2, "POST": stumbling * 2, "PUT": stumbling * 2, "DELETE": [Lie.ERROR_AFTER]}

    async def both() -> tuple[Library, Library]:
        truth, images = a_coast(movies=6)
        async with a_bench(truth, tmp_path / "truth", images) as bench:
            for one in pictures(6):
                bench.keep(one)
            assert (await bench.apply(the_plan(truth))).is_good
            expected = bench.server.library
        report, _, found, writes = await lied_to(tmp_path / "lied", lies)
        assert report.is_good, [one for one in report.outcomes if not one.state.is_good]
        assert len(writes) == len(the_plan(truth).steps)
        return expected, found

    expected, found = asyncio.run(both())
    assert restorable(found) == restorable(expected)


def test_a_server_that_restarts_in_the_middle_is_waited_for(tmp_path: Path) -> None:
    async def restarted() -> Report:
        library, images = a_coast(movies=6)
        async with a_bench(library, tmp_path, images) as bench:
            for one in pictures(6):
                bench.keep(one)

            async def restart() -> None:
                while not bench.writes():
                    await asyncio.sleep(0.001)
                await bench.server.stop()
                await asyncio.sleep(0.1)
                await bench.server.start()

            bench.address = replace(bench.address, patience=replace(bench.address.patience, tries=12))
            asyncio.get_running_loop().set_exception_handler(lambda *_: None)
            restarting = asyncio.create_task(restart())
            report = await bench.apply(the_plan(library))
            await restarting
            return report

    report = asyncio.run(restarted())
    assert report.is_good, [one for one in report.outcomes if not one.state.is_good]


def test_a_server_that_goes_away_for_good_leaves_a_run_that_can_be_resumed(tmp_path: Path) -> None:
    async def gone_and_back() -> tuple[Report, Report]:
        library, images = a_coast(movies=6)
        async with a_bench(library, tmp_path, images) as bench:
            for one in pictures(6):
                bench.keep(one)

            async def stop() -> None:
                while len(bench.writes()) < 5:
                    await asyncio.sleep(0.001)
                await bench.server.stop()

            stopping = asyncio.create_task(stop())
            first = await bench.apply(the_plan(library))
            await stopping
            await bench.server.start()
            return first, await resumed(bench, first)

    first, second = asyncio.run(gone_and_back())
    assert first.state == "failed"
    assert first.problem is not None
    assert second.is_good, [one for one in second.outcomes if not one.state.is_good]


async def resumed(bench: Bench, report: Report) -> Report:
    bench.address = replace(bench.address, url=bench.server.url)
    return await bench.resume(report.run)


REPLACING = {
    "a member": (AddToCollection(COAST, (MOVIES_OF[4],)), RemoveFromCollection(COAST, MOVIES_OF[0]), "PUT /library/coll"),
    "a poster": (UPLOAD, RemoveTags(MOVIES, KIND, (MOVIES_OF[0],), TagKind.LABEL, ("Mine",)), "POST"),
    "a collection": (
        CreateCollection(MOVIES, KIND, "Coast", (MOVIES_OF[0],)),
        DeleteItem(COAST, ItemType.COLLECTION),
        "POST /library/collections",
    ),
}


@pytest.mark.parametrize(("comes", "goes", "write"), REPLACING.values(), ids=REPLACING.keys())
@pytest.mark.parametrize("lie", [Lie.NOTHING, Lie.REFUSED], ids=lambda one: one.value)
def test_nothing_is_taken_away_whose_replacement_did_not_come(
    tmp_path: Path, comes: Change, goes: Change, write: str, lie: Lie
) -> None:
    async def replaced() -> tuple[Report, Library, Library]:
        library, images = a_coast(movies=6)
        library = apply(AddTags(MOVIES, KIND, (MOVIES_OF[0],), TagKind.LABEL, ("Mine",)), library, 0)
        async with a_bench(library, tmp_path, images) as bench, a_liar(bench.server.url, {write: [lie]}) as (url, _):
            bench.keep(PICTURE)
            bench.address = replace(bench.address, url=url)
            return await bench.apply(a_plan(library, [comes, goes])), library, bench.server.library

    report, before, after = asyncio.run(replaced())
    assert [one.state for one in report.outcomes] == [State.FAILED, State.SKIPPED]
    assert "replacement" in report.outcomes[1].reason
    assert restorable(after) == restorable(before)
