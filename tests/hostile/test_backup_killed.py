"""Killed at any moment, a backup leaves nothing that looks like one and a restore loses nothing."""

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from halley.backup import runner, swap
from halley.backup.archive import Nobody, read_through
from halley.backup.errors import ServiceError
from halley.backup.naming import backups_in
from halley.backup.restore import Return, restore
from tests.support.backups import NOW, Pair, Thing, a_backup, a_home, a_pair, things

MOMENTS = 50
STEPS = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.utime", "os.truncate", "open", "shutil.rmtree")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return a_pair(tmp_path_factory.mktemp("keys"))


def a_large_home(folder: Path, seed: int) -> Path:
    noise = random.Random(seed)
    return a_home(
        folder, {f"overlays/{number % 7}/{number}.yml": noise.randbytes(noise.randrange(60_000)) for number in range(60)}
    )


def in_a_child(work: Callable[[], object], kill_after: float | None = None) -> tuple[bool, float]:
    """Do something in a process of its own, killed after so many seconds; whether it was killed, and how long it took."""
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001
            os._exit(1)
        os._exit(0)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    was_killed = os.WIFSIGNALED(status)
    assert was_killed or os.WEXITSTATUS(status) == 0
    return was_killed, time.monotonic() - began


def killing_itself(work: Callable[[], object], step: int) -> Callable[[], object]:
    """The same, dying just before its n-th step that changes something on the disk."""

    def dying() -> None:
        left = step

        def heard(event: str, _: object) -> None:
            nonlocal left
            if event in STEPS:
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(heard)
        work()

    return dying


def length_of(work: Callable[[], object]) -> float:
    return min(in_a_child(work)[1] for _ in range(3))


def test_a_backup_that_is_killed_leaves_no_file_that_looks_like_one(pair: Pair, tmp_path: Path) -> None:
    source = a_large_home(tmp_path / "source", 1)
    before = things(source)
    work = lambda: a_backup(source, tmp_path / "out", pair)  # noqa: E731
    whole = length_of(work)
    chance, killed, made = random.Random(7), 0, 0
    for _ in range(MOMENTS):
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        killed += in_a_child(work, chance.uniform(0, whole * 1.1))[0]
        for backup in backups_in(tmp_path / "out" / "kometa", "kometa"):
            assert read_through(backup.path, pair.identities, Nobody()).totals.files == 60
            made += 1
    assert killed > MOMENTS / 3
    assert things(source) == before
    (tmp_path / "out" / "kometa").mkdir(parents=True, exist_ok=True)
    (tmp_path / "out" / "kometa" / ".kometa-1.part").write_bytes(b"left by one that was killed")
    work()
    left = {path.name for path in (tmp_path / "out" / "kometa").iterdir()} - {".lock"}
    assert left
    assert left == {one.path.name for one in backups_in(tmp_path / "out" / "kometa", "kometa")}


class Scene:
    """An old folder and a backup of another one that is to take its place."""

    def __init__(self, pair: Pair, folder: Path) -> None:
        self.folder = folder
        self.identities = pair.identities
        new = a_large_home(folder / "new", 2)
        self.file = a_backup(new, folder / "out", pair).backup.path
        self.new = things(new)
        shutil.rmtree(new)
        a_large_home(folder / "kept", 3)
        self.old = things(folder / "kept")
        self.place = folder / "place"

    @property
    def target(self) -> Path:
        return self.place / "kometa"

    def prepare(self) -> None:
        shutil.rmtree(self.place, ignore_errors=True)
        self.place.mkdir()
        # Links to the same files: to copy them fifty times would be all that this test does.
        shutil.copytree(self.folder / "kept", self.target, copy_function=os.link)

    def restore(self) -> object:
        return restore(Return(self.file, self.identities, self.target), NOW)

    def judge(self, *, again: bool) -> bool:
        """The target is whole and either; the old one is whole somewhere; and afterwards a restore goes through."""
        seen = self._whole()
        assert any(found == self.old for found in seen.values()), f"the old folder is nowhere: {seen.keys()}"
        is_new = seen.get("kometa") == self.new
        assert is_new or seen.get("kometa") == self.old or "kometa" not in seen
        swap.tidy(swap.place_of(self.target), NOW)
        after = self._whole()
        assert after["kometa"] in (self.old, self.new)
        assert any(found == self.old for name, found in after.items() if not name.startswith(".")), (
            "it has a name of its own"
        )
        assert not [path for path in self.place.iterdir() if path.name.startswith(".")]
        if again:
            self.restore()
            assert things(self.target) == self.new
        return is_new

    def _whole(self) -> dict[str, dict[str, Thing]]:
        return {path.name: things(path) for path in self.place.iterdir() if path.is_dir()}


@pytest.fixture(scope="module")
def scene(pair: Pair, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return Scene(pair, tmp_path_factory.mktemp("scene"))


def test_a_restore_that_is_killed_leaves_the_old_folder_or_the_new_one_whole(scene: Scene) -> None:
    scene.prepare()
    lengths = []
    for _ in range(3):
        scene.prepare()
        lengths.append(in_a_child(scene.restore)[1])
    chance, killed = random.Random(9), 0
    for number in range(MOMENTS):
        scene.prepare()
        killed += in_a_child(scene.restore, chance.uniform(0, min(lengths) * 1.1))[0]
        scene.judge(again=number % 8 == 0)
    assert killed > MOMENTS / 3


@pytest.mark.parametrize("can_exchange", [True, False], ids=["in one step", "in two steps"])
def test_a_restore_that_is_killed_at_any_step_of_the_swap_loses_nothing(
    scene: Scene, can_exchange: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not can_exchange:
        monkeypatch.setattr(swap, "exchange", lambda one, other: False)
    steps = _steps_of(scene)
    outcomes = set()
    for step in [1, 3, 5, steps // 2, *range(steps - 9, steps + 1)]:
        scene.prepare()
        was_killed, _ = in_a_child(killing_itself(scene.restore, step))
        assert was_killed or step >= steps
        outcomes.add(scene.judge(again=step % 5 == 0))
    assert outcomes == {True, False}


class Refusing(runner.NoService):
    """A service that does not start, so that the swap is taken back."""

    def start(self) -> None:
        raise ServiceError("it says no")


@pytest.mark.parametrize("can_exchange", [True, False], ids=["in one step", "in two steps"])
def test_a_swap_that_is_taken_back_and_killed_at_any_step_loses_nothing(
    scene: Scene, can_exchange: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not can_exchange:
        monkeypatch.setattr(swap, "exchange", lambda one, other: False)
    for step in range(24):
        scene.prepare()

        def taking_back(first: int = step) -> None:
            swapping = swap.undo

            def dying(place: swap.Place, old: Path | None) -> None:
                killing_itself(lambda: swapping(place, old), first)()

            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(swap, "undo", dying)
                with pytest.raises(ServiceError):
                    restore(Return(scene.file, scene.identities, scene.target, service=Refusing()), NOW)

        in_a_child(taking_back)
        seen = [things(path) for path in scene.place.iterdir() if path.is_dir()]
        assert scene.old in seen
        swap.tidy(swap.place_of(scene.target), NOW)
        after = {path.name: things(path) for path in scene.place.iterdir()}
        assert after.pop("kometa") in (scene.old, scene.new)
        assert all(name.startswith("kometa.before-") and found == scene.old for name, found in after.items())


def _steps_of(scene: Scene) -> int:
    """How many steps a restore has: the first number of which one survives, found by halving."""
    few, many = 0, 2000
    while few + 1 < many:
        middle = (few + many) // 2
        scene.prepare()
        few, many = (middle, many) if in_a_child(killing_itself(scene.restore, middle))[0] else (few, middle)
    return many
