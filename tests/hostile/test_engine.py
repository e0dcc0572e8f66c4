"""Nothing gets through: an engine that means harm, with all walls up, and each wall for what it holds alone.

One run a sandbox makes every attempt of `breakouts`; the tests then look at each attempt by itself. A last run without any
wall shows that the attempts are real ones.
"""

import asyncio
import fcntl
import json
import os
import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.breakouts import BREAKOUTS, TRAPS, WIRE, Alone, Breakout, Wall
from tests.hostile.scene import TOKEN, Scene, Seen, a_scene, has_ipv6, preview, processes_with, without_walls

SANDBOXES = {"container": "podman", "bubblewrap": "bubblewrap", "landlock": "landlock"}
EVERY_SANDBOX = [pytest.param(name, id=name, marks=pytest.mark.needs(needed)) for name, needed in SANDBOXES.items()]
_WITHOUT_SANDBOX = [row for row in BREAKOUTS if row.wall is not Wall.SANDBOX]
_REAL = [row for row in BREAKOUTS if row.alone is not Alone.UNTRIED and (has_ipv6() or "IPv6" not in row.name)]


def _of(sandbox: str) -> Sequence[Breakout]:
    """The attempts in a sandbox. What is only bytes for the gateway is sent through one relay, and without a sandbox."""
    rows = [row for row in BREAKOUTS if sandbox == "container" or row not in WIRE]
    # Landlock cannot hold it where Halley has no right to mount; its wall says so.
    open_here = {"unguarded: memory shared by name"} if sandbox == "landlock" and os.geteuid() else set[str]()
    return [row for row in rows if row.name not in open_here]


def _named(row: Breakout) -> str:
    return row.name.replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run left behind."""

    status: int
    output: str
    seen: dict[str, Seen]
    job: Path
    summary: dict[str, Any]
    left: tuple[int, ...]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Ran]:
    """The run in a sandbox; `alone` is the one without any wall."""

    @cache
    def run(sandbox: str) -> Ran | Exception:
        rows = {"alone": _REAL, "none": _WITHOUT_SANDBOX}.get(sandbox, [*_of(sandbox), *TRAPS])
        folder = tmp_path_factory.mktemp(sandbox)
        return _once(tmp_path_factory.getbasetemp(), sandbox, lambda: asyncio.run(_run(folder, sandbox, rows)))

    def result(sandbox: str) -> Ran:
        found = run(sandbox)
        if isinstance(found, Exception):
            raise found
        return found

    return result


def _once(place: Path, name: str, make: Callable[[], Ran]) -> Ran | Exception:
    """What `make` returns or raises. Where pytest has several workers, one of them makes it and the others wait."""
    if "PYTEST_XDIST_TESTRUNUID" in os.environ:
        place = place.parent
    kept = place / f"hostile-{name}.pickle"
    with (place / f"hostile-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            try:
                made: Ran | Exception = make()
            except Exception as problem:  # noqa: BLE001  a run that fails is not tried again for every row
                made = problem
            kept.write_bytes(pickle.dumps(made))
        found = pickle.loads(kept.read_bytes())
    assert isinstance(found, Ran | Exception)
    return found


async def _run(folder: Path, sandbox: str, rows: Sequence[Breakout]) -> Ran:
    async with a_scene(folder) as scene:
        scene.known["own_network"] = sandbox in {"container", "bubblewrap"}
        scene.put_engine(rows)
        status, output = await (without_walls(scene) if sandbox == "alone" else preview(scene, sandbox))
        left = tuple(processes_with(scene.known["mark"]))
        return Ran(status, output, {one.name: one for one in scene.seen}, scene.job, _summary(scene), left)


def _summary(scene: Scene) -> dict[str, Any]:
    path = scene.job / "output" / "summary.json"
    found = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    assert isinstance(found, dict)
    return found


def test_there_are_many_more_than_sixty_ways_to_try() -> None:
    assert len({row.name for row in BREAKOUTS}) == len(BREAKOUTS) >= 300
    assert {row.wall for row in BREAKOUTS} == set(Wall)


@pytest.mark.parametrize(
    ("sandbox", "row"),
    [
        pytest.param(name, row, id=f"{name}-{_named(row)}", marks=pytest.mark.needs(needed))
        for name, needed in SANDBOXES.items()
        for row in _of(name)
    ],
)
def test_with_all_walls_up_an_attempt_changes_nothing_anywhere(
    ran: Callable[[str], Ran], sandbox: str, row: Breakout
) -> None:
    _held(row, ran(sandbox))


@pytest.mark.parametrize("row", _WITHOUT_SANDBOX, ids=_named)
def test_without_a_sandbox_guard_and_gateway_hold_an_engine_that_does_not_step_around_them(
    ran: Callable[[str], Ran], row: Breakout
) -> None:
    _held(row, ran("none"))


def _held(row: Breakout, run: Ran) -> None:
    assert row.name in run.seen, run.output
    seen = run.seen[row.name]
    assert not seen.outcome.startswith("broken"), seen
    assert not seen.changed, seen
    assert seen.heard == (), seen
    assert seen.spoilt == (), seen
    assert seen.outsider_lives, seen
    assert TOKEN not in seen.outcome
    if row.wall in {Wall.SANDBOX, Wall.CONFIGURATION} and not row.seeming:
        assert seen.outcome.startswith("refused"), seen
    if row.recorded:
        assert _records(row, seen, run) > 0, (seen, run.summary["outside"])


def _records(row: Breakout, seen: Seen, run: Ran) -> int:
    match row.wall:
        case Wall.GATEWAY:
            return seen.at_the_gateway
        case Wall.GUARD:
            return seen.at_the_guard
        case Wall.EGRESS:
            refused = [one for one in run.summary["outside"] if one["outcome"] == "refused"]
            return sum(one["count"] for one in refused if one["host"] == row.host)
        case _:
            return 0


@pytest.mark.parametrize("row", _REAL, ids=_named)
def test_without_any_wall_the_same_attempt_succeeds(ran: Callable[[str], Ran], row: Breakout) -> None:
    seen = ran("alone").seen[row.name]
    match row.alone:
        case Alone.CHANGES:
            assert seen.changed, seen
        case Alone.HEARD:
            assert seen.heard, seen
        case _:
            assert seen.outcome.startswith("done"), seen


def test_most_attempts_are_known_to_be_real() -> None:
    assert sum(row.alone is Alone.CHANGES for row in _REAL) >= 60
    assert len(_REAL) >= 110


@pytest.mark.parametrize("sandbox", EVERY_SANDBOX)
def test_what_the_engine_leaves_behind_is_no_trap(ran: Callable[[str], Ran], sandbox: str) -> None:
    run = ran(sandbox)
    assert [run.seen[row.name].outcome.partition(":")[0] for row in TRAPS] == ["done"] * len(TRAPS)
    assert run.left == ()
    below = [path for folder in (run.job / "config", run.job / "halley" / "engine") for path in folder.rglob("*")]
    assert all(path.is_dir() or path.is_file() for path in below)
    assert not any(path.is_symlink() for path in below)
    assert not any(path.stat().st_mode & 0o6000 for path in below)


@pytest.mark.parametrize("sandbox", [*EVERY_SANDBOX, "none"])
def test_the_real_token_is_nowhere_in_the_job_folder_nor_in_what_is_printed(ran: Callable[[str], Ran], sandbox: str) -> None:
    run = ran(sandbox)
    assert TOKEN not in run.output
    telling = [path for path in run.job.rglob("*") if path.is_file() and TOKEN.encode() in path.read_bytes()]
    assert telling == []


@pytest.mark.parametrize("sandbox", [*EVERY_SANDBOX, "none"])
def test_the_summary_tells_which_walls_stood_and_what_they_caught(ran: Callable[[str], Ran], sandbox: str) -> None:
    summary = ran(sandbox).summary
    assert summary["sandbox"] == sandbox
    assert [row["name"] for row in summary["walls"]] == ["configuration", "guard", f"sandbox ({sandbox})", "gateway"]
    # In a sandbox the last attempt takes the guard's record away: then Halley can't say that the guard stood, and does not.
    assert [row["stood"] for row in summary["walls"]] == [True, sandbox == "none", sandbox != "none", True]
    blocked = summary["blocked_write_attempts"]
    assert len([one for one in blocked if one["by"] == "gateway"]) >= 90
