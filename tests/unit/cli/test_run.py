"""`halley run`: an engine does its work on the server, and all of it is on record and can be taken back."""

import asyncio
import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

from halley.changes import restorable
from halley.plex.tags import TagKind
from tests.support.previews import TOKEN, Desk, ended

OWN_OVERLAYS = """\
overlays:
  4K:
    overlay: {name: text(4K), horizontal_offset: 0, vertical_offset: 0}
    plex_all: true
"""
Play = Callable[..., Path]


def with_data(desk: Desk) -> None:
    desk.environment = {**desk.environment, "HALLEY_DATA": str(desk.folder / "data")}


def labelled(desk: Desk) -> set[int]:
    """The items with Kometa's label."""
    return {one.key for one in desk.server.library.items.values() if one.has_tag(TagKind.LABEL, "Overlay")}


async def test_what_kometa_writes_is_done_and_on_record_and_taken_back(desk: Desk, play: Play) -> None:
    before = restorable(desk.server.library)
    play("overlays", "finish")
    with_data(desk)
    run = await desk.call("run", "--config", desk.config, "--engine", "kometa", "--sandbox", "none", "--json")
    assert run.status == 0, run
    assert labelled(desk) == {101, 102, 103, 201, 202, 203, 204}
    assert run.told["counts"] == {"exact": 14}
    assert restorable(desk.server.library) != before
    back = await desk.call("undo", run.told["run"], "--config", desk.config, "--yes", "--json")
    assert back.status == 0, back
    assert restorable(desk.server.library) == before


async def test_our_own_engine_runs_on_record_too_and_finds_nothing_to_do_the_second_time(desk: Desk) -> None:
    before = restorable(desk.server.library)
    (desk.config.parent / "overlays.yml").write_text(OWN_OVERLAYS)
    with_data(desk)
    words = ("run", "--config", desk.config, "--engine", "native", "--library", "Movies", "--offline", "--json")
    first, second = await desk.call(*words), await desk.call(*words)
    assert (first.status, second.status) == (0, 0), (first, second)
    assert labelled(desk) == {101, 102, 103}, first
    assert second.told["counts"] == {}
    assert (await desk.call("undo", first.told["run"], "--config", desk.config, "--yes")).status == 0
    assert restorable(desk.server.library) == before


async def test_a_sandbox_that_holds_no_image_is_refused_before_a_run_is_on_record(desk: Desk) -> None:
    with_data(desk)
    words = ("run", "--config", desk.config, "--engine", "kometa", "--image", "kometa", "--sandbox", "bubblewrap")
    done = await desk.call(*words)
    assert (done.status, done.output) == (2, "")
    assert "what is in a container image cannot run in the sandbox `bubblewrap`" in done.errors
    assert (await desk.call("history", "--json")).output == "[]\n"


async def test_a_kometa_that_fails_is_told_and_what_it_did_can_be_undone(desk: Desk, play: Play) -> None:
    before = restorable(desk.server.library)
    play("overlays: 2", "crash")
    with_data(desk)
    run = await desk.call("run", "--config", desk.config, "--engine", "kometa", "--sandbox", "none", "--json")
    assert run.status == 4, run
    assert (run.told["state"], run.told["counts"]) == ("failed", {"exact": 4})
    assert (await desk.call("undo", "latest", "--config", desk.config, "--yes")).status == 0
    assert restorable(desk.server.library) == before


async def test_what_no_write_is_known_by_stays_refused_and_is_told(desk: Desk, play: Play) -> None:
    play("send: DELETE /library/sections/1", "finish")
    with_data(desk)
    run = await desk.call("run", "--config", desk.config, "--engine", "kometa", "--sandbox", "none", "--json")
    assert run.told["refused"]
    assert run.told["counts"] == {}
    assert [one.method for one in desk.server.requests if one.method != "GET"] == []


async def test_a_stopped_run_is_on_record_as_far_as_it_came(desk: Desk, play: Play) -> None:
    before = restorable(desk.server.library)
    play("overlays: 1", "hang")
    with_data(desk)
    process = await desk.start("run", "--config", desk.config, "--engine", "kometa", "--sandbox", "none", "--json")
    async with asyncio.timeout(60):
        while not labelled(desk):
            await asyncio.sleep(0.02)
    os.kill(process.pid, signal.SIGINT)
    run = await ended(process)
    assert run.status == 130, run
    assert (run.told["state"], run.told["counts"]) == ("stopped", {"exact": 2})
    assert (await desk.call("undo", "latest", "--config", desk.config, "--yes")).status == 0
    assert restorable(desk.server.library) == before


async def test_a_kometa_that_writes_past_a_budget_is_ended_and_what_it_did_can_be_undone(desk: Desk, play: Play) -> None:
    before = restorable(desk.server.library)
    play("overlays", "hang")
    with_data(desk)
    words = ("run", "--config", desk.config, "--engine", "kometa", "--sandbox", "none", "--limit", "writes=4")
    run = await desk.call(*words)
    assert run.status == 1, run
    assert "halley: the run stopped at its budget of 4 writes\n" in run.errors
    assert "`--override writes` goes past it, `--limit writes=N` sets another" in run.errors
    assert "stopped; `halley undo" in run.output
    assert len(labelled(desk)) == 2
    assert len([one for one in desk.server.requests if one.method != "GET"]) == 4
    assert (await desk.call("undo", "latest", "--config", desk.config, "--yes")).status == 0
    assert restorable(desk.server.library) == before


async def test_our_own_engine_is_stopped_at_a_guard_and_goes_past_it_when_told_to(desk: Desk) -> None:
    (desk.config.parent / "overlays.yml").write_text(OWN_OVERLAYS)
    with_data(desk)
    words = ("run", "--config", desk.config, "--engine", "native", "--library", "Movies", "--offline", "--json")
    run = await desk.call(*words, "--limit", "uploads=1")
    assert run.status == 1, run
    assert (run.told["state"], run.told["problem"]) == ("stopped", "the run stopped at its budget of 1 uploads")
    assert len(labelled(desk)) <= 1
    again = await desk.call(*words, "--limit", "uploads=1", "--override", "uploads")
    assert again.status == 0, again
    assert labelled(desk) == {101, 102, 103}


async def test_a_limit_that_sets_no_guard_is_told_before_anything_is_done(desk: Desk) -> None:
    with_data(desk)
    done = await desk.call("run", "--config", desk.config, "--engine", "native", "--limit", "posters=3")
    assert done.status == 2
    assert "`--limit posters=3` sets no guard" in done.errors
    assert desk.server.requests == []


async def test_a_run_that_was_killed_is_taken_back_as_far_as_it_came(desk: Desk, play: Play) -> None:
    before = restorable(desk.server.library)
    play("overlays: 1", "hang")
    with_data(desk)
    process = await desk.start("run", "--config", desk.config, "--engine", "kometa", "--sandbox", "none", "--json")
    async with asyncio.timeout(60):
        while not labelled(desk):
            await asyncio.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    await process.wait()
    back = await desk.call("undo", "latest", "--config", desk.config, "--yes", "--json")
    assert back.status == 0, back
    assert restorable(desk.server.library) == before


async def test_kometas_backups_and_its_cache_come_back_into_the_users_folder(desk: Desk, play: Play) -> None:
    play(
        "keep: overlays/Movies Original Posters/101.jpg",
        "keep: overlays/Movies Original Posters/notes.txt",
        "keep: kometa_config.cache",
        "drop: overlays/Movies Original Posters/102.jpg",
        "finish",
    )
    with_data(desk)
    backups = desk.config.parent / "overlays" / "Movies Original Posters"
    backups.mkdir(parents=True)
    for name in ("102.jpg", "103.jpg"):
        (backups / name).write_bytes(b"an original")
    run = await desk.call("run", "--config", desk.config, "--engine", "kometa", "--sandbox", "none", "--json")
    assert run.status == 0, run
    assert sorted(one.name for one in backups.iterdir()) == ["101.jpg", "103.jpg"]
    assert desk.config.with_suffix(".cache").read_text() == "kept by the engine"


async def test_no_token_comes_into_the_journal_or_the_run_folder(desk: Desk, play: Play) -> None:
    play("overlays", "finish")
    with_data(desk)
    assert (await desk.call("run", "--config", desk.config, "--engine", "kometa", "--sandbox", "none")).status == 0
    files = [path for path in (desk.folder / "data").rglob("*") if path.is_file()]
    assert files
    assert [path.name for path in files if TOKEN.encode() in path.read_bytes()] == []
    history = await desk.call("history", "--json")
    assert [one["kind"] for one in json.loads(history.output)] == ["record"]


def held_in(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir()}


async def test_what_a_run_did_to_the_originals_is_taken_back_with_it_and_done_again(desk: Desk, play: Play) -> None:
    play(
        "overlays",
        "keep: overlays/Movies Original Posters/101.jpg",
        "drop: overlays/Movies Original Posters/102.jpg",
        "drop: overlays/Movies Original Posters/999.jpg",
        "finish",
    )
    with_data(desk)
    backups = desk.config.parent / "overlays" / "Movies Original Posters"
    backups.mkdir(parents=True)
    for name in ("102.jpg", "103.jpg", "999.jpg"):
        (backups / name).write_bytes(f"the original of {name}".encode())
    before = held_in(backups)
    run = await desk.call("run", "--config", desk.config, "--engine", "kometa", "--sandbox", "none", "--json")
    assert run.status == 0, run
    after = held_in(backups)
    assert sorted(after) == ["101.jpg", "103.jpg"]
    assert (await desk.call("history", "prune", "--keep-last", "5")).status == 0
    back = await desk.call("undo", run.told["run"], "--config", desk.config, "--yes", "--json")
    assert back.status == 0, back
    assert held_in(backups) == before
    assert (await desk.call("undo", "latest", "--config", desk.config, "--yes")).status == 0
    assert held_in(backups) == after


async def test_a_backup_that_came_while_the_engine_worked_is_left_where_it_is(desk: Desk, play: Play) -> None:
    play("overlays: 1", "hang")
    with_data(desk)
    backups = desk.config.parent / "overlays" / "Movies Original Posters"
    backups.mkdir(parents=True)
    process = await desk.start("run", "--config", desk.config, "--engine", "kometa", "--sandbox", "none", "--json")
    async with asyncio.timeout(60):
        while not labelled(desk):
            await asyncio.sleep(0.02)
    (backups / "555.jpg").write_bytes(b"put there by another run")
    os.kill(process.pid, signal.SIGINT)
    assert (await ended(process)).status == 130
    assert held_in(backups) == {"555.jpg": b"put there by another run"}


async def test_our_own_engine_has_the_originals_on_record_too(desk: Desk) -> None:
    (desk.config.parent / "overlays.yml").write_text(OWN_OVERLAYS)
    with_data(desk)
    words = ("run", "--config", desk.config, "--engine", "native", "--library", "Movies", "--offline", "--json")
    first = await desk.call(*words)
    backups = desk.config.parent / "overlays" / "Movies Original Posters"
    assert {int(Path(name).stem) for name in held_in(backups)} == {101, 102, 103}
    assert (await desk.call("undo", first.told["run"], "--config", desk.config, "--yes")).status == 0
    assert held_in(backups) == {}
