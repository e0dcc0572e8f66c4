"""A restore swaps a folder in one step, the service stopped for that long, and takes everything back that goes wrong."""

import os
import shlex
import subprocess
import sys
import tarfile
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from halley.backup import runner, swap
from halley.backup.errors import BackupError, ServiceError, TooLittleRoom
from halley.backup.reading import Limits
from halley.backup.restore import Return, restore
from halley.errors import ConfigError, HalleyError
from tests.support.backups import END, NOW, Pair, a_backup, a_home, a_member, sealed, things


@dataclass
class Played:
    """A service that notes what it is told, and which folder it saw then."""

    target: Path
    heard: list[tuple[str, str]] = field(default_factory=list)
    failing: tuple[str, ...] = ()
    error: BaseException = field(default_factory=lambda: ServiceError("`systemctl` failed with 5: no such unit"))

    def stop(self) -> None:
        self._hear("stop")

    def start(self) -> None:
        self._hear("start")

    def _hear(self, word: str) -> None:
        self.heard.append((word, (self.target / "config.yml").read_text()))
        if word in self.failing:
            self.failing = tuple(one for one in self.failing if one != word)
            raise self.error


@pytest.fixture
def order(home: Path, pair: Pair) -> Return:
    made = a_backup(a_home(home / "source", {"config.yml": b"new"}), home / "out", pair)
    target = a_home(home / "place" / "kometa", {"config.yml": b"old", "assets/one.jpg": b"picture"})
    return Return(made.backup.path, pair.identities, target, service=Played(target))


def played(order: Return) -> Played:
    assert isinstance(order.service, Played)
    return order.service


def test_the_service_stops_before_the_swap_and_starts_after_it(order: Return) -> None:
    before = things(order.target)
    done = restore(order, NOW)
    assert played(order).heard == [("stop", "old"), ("start", "new")]
    assert done.aside == order.target.with_name("kometa.before-20260307-030000")
    assert done.aside is not None
    assert things(done.aside) == before
    assert (order.target / "config.yml").read_bytes() == b"new"


def test_a_second_restore_keeps_the_first_one_s_old_folder(order: Return) -> None:
    asides = {restore(order, NOW).aside for _ in range(3)}
    assert len(asides) == 3
    assert all(one is not None and one.is_dir() for one in asides)


def test_a_folder_that_was_not_there_is_made(order: Return) -> None:
    target = order.target.with_name("other")
    done = restore(replace(order, target=target, service=runner.NoService()), NOW)
    assert done.aside is None
    assert (target / "config.yml").read_bytes() == b"new"
    assert sorted(path.name for path in target.parent.iterdir()) == ["kometa", "other"]


@pytest.mark.parametrize("can_exchange", [True, False], ids=["in one step", "in two steps"])
@pytest.mark.parametrize("error", [ServiceError("it says no"), KeyboardInterrupt(), RuntimeError("a surprise")], ids=repr)
def test_a_service_that_does_not_start_gets_its_old_folder_back(
    order: Return, can_exchange: bool, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not can_exchange:
        monkeypatch.setattr(swap, "exchange", lambda one, other: False)
    before = things(order.target)
    service = Played(order.target, failing=("start",), error=error)
    with pytest.raises(type(error)):
        restore(replace(order, service=service), NOW)
    assert things(order.target) == before
    assert [path.name for path in order.target.parent.iterdir()] == ["kometa"]
    assert service.heard == [("stop", "old"), ("start", "new"), ("stop", "new"), ("start", "old")]


def test_a_service_that_writes_on_in_the_new_folder_does_not_keep_the_old_one_from_coming_back(
    order: Return, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_: Path) -> None:
        raise OSError(39, "Directory not empty")

    before = things(order.target)
    service = Played(order.target, failing=("start",))
    with monkeypatch.context() as patched:
        patched.setattr(swap, "remove", busy)
        with pytest.raises(ServiceError, match="so the old folder stands again"):
            restore(replace(order, service=service), NOW)
    assert things(order.target) == before
    assert service.heard[-1] == ("start", "old")
    restore(order, NOW)
    assert sorted(path.name for path in order.target.parent.iterdir()) == ["kometa", "kometa.before-20260307-030000"]


def test_a_service_that_does_not_start_on_a_new_folder_leaves_none(order: Return) -> None:
    target = order.target.with_name("other")

    class Refusing(runner.NoService):
        def start(self) -> None:
            raise ServiceError("it says no")

    with pytest.raises(ServiceError):
        restore(replace(order, target=target, service=Refusing()), NOW)
    assert [path.name for path in order.target.parent.iterdir()] == ["kometa"]


@pytest.mark.parametrize("error", [ServiceError("it says no"), KeyboardInterrupt()], ids=repr)
def test_a_service_that_does_not_stop_keeps_its_folder_and_is_started(order: Return, error: BaseException) -> None:
    before = things(order.target)
    service = Played(order.target, failing=("stop",), error=error)
    with pytest.raises(type(error)):
        restore(replace(order, service=service), NOW)
    assert things(order.target) == before
    assert service.heard == [("stop", "old"), ("start", "old")]
    assert [path.name for path in order.target.parent.iterdir()] == ["kometa"]


def test_a_swap_that_the_disk_refuses_leaves_the_old_folder_and_starts_the_service(
    order: Return, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = things(order.target)
    rename = Path.rename

    def refusing(path: Path, to: Path) -> Path:
        if ".before-" in str(to):
            raise OSError(5, "Input/output error", str(path))
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", refusing)
    with pytest.raises(BackupError, match="nothing was changed"):
        restore(order, NOW)
    assert things(order.target) == before
    assert played(order).heard == [("stop", "old"), ("start", "old")]


def test_a_file_that_is_spoilt_never_stops_the_service(order: Return) -> None:
    order.file.write_bytes(order.file.read_bytes()[:-1])
    with pytest.raises(BackupError):
        restore(order, NOW)
    assert not played(order).heard


def test_two_restores_at_once_are_one(order: Return) -> None:
    with swap.reserved(swap.place_of(order.target)), pytest.raises(BackupError, match="just now"):
        restore(order, NOW)


@pytest.mark.needs("mount")
def test_a_disk_that_is_too_small_is_told_and_nothing_is_touched(order: Return, home: Path, pair: Pair) -> None:
    (home / "small").mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", home / "small"], check=True)
    try:
        target = a_home(home / "small" / "kometa", {"config.yml": b"old"})
        large = sealed([a_member("big", os.urandom(8 * 2**20)) + END], pair, home / "large.age")
        with pytest.raises(TooLittleRoom, match="bytes free, and the backup needs at least"):
            restore(replace(order, file=large, target=target), NOW)
        assert [path.name for path in target.parent.iterdir()] == ["kometa"]
    finally:
        subprocess.run(["umount", home / "small"], check=True)


def test_a_disk_that_fills_up_on_the_way_is_told_and_nothing_is_touched(
    order: Return, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = things(order.target)

    def full(handle: int, data: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("halley.backup.staging.os.write", full)
    with pytest.raises(TooLittleRoom, match="is full; nothing was changed"):
        restore(order, NOW)
    assert things(order.target) == before
    assert [path.name for path in order.target.parent.iterdir()] == ["kometa"]


def test_a_target_that_cannot_be_replaced_is_named(order: Return, home: Path) -> None:
    (home / "file").write_text("")
    for target, what in [(home / "file", "no folder"), (home / "none" / "kometa", "is not there"), (Path("/"), "mounted")]:
        with pytest.raises(ConfigError, match=what):
            restore(replace(order, target=target), NOW)


def test_a_target_reached_by_a_link_is_replaced_where_it_lies(order: Return, home: Path) -> None:
    (home / "link").symlink_to(order.target)
    done = restore(replace(order, target=home / "link"), NOW)
    assert done.target == order.target
    assert (home / "link" / "config.yml").read_bytes() == b"new"
    assert (home / "link").is_symlink()


def test_a_sparse_file_takes_no_room_on_the_disk(order: Return, home: Path, pair: Pair) -> None:
    source = a_home(home / "large")
    with (source / "zeros").open("wb") as file:
        file.truncate(30 * 2**20)
        file.seek(10 * 2**20)
        file.write(b"something")
    made = a_backup(source, home / "out2", pair)
    restore(replace(order, file=made.backup.path), NOW)
    assert things(order.target) == things(source)
    assert (order.target / "zeros").stat().st_blocks * 512 < 2**20


def test_an_archive_with_more_than_a_limit_is_refused(order: Return) -> None:
    for limits in (Limits(entries=1), Limits(size=2)):
        with pytest.raises(BackupError):
            restore(replace(order, limits=limits), NOW)


@pytest.mark.needs("root")
def test_owners_come_back_or_are_who_was_asked_for(order: Return, home: Path, pair: Pair) -> None:
    source = a_home(home / "owned", {"config.yml": b"new", "folder/file": b""})
    for path in [source, *source.rglob("*")]:
        os.chown(path, 3000, 3001)
    file = a_backup(source, home / "out3", pair).backup.path
    restore(replace(order, file=file), NOW)
    assert {(one.stat().st_uid, one.stat().st_gid) for one in [order.target, *order.target.rglob("*")]} == {(3000, 3001)}
    restore(replace(order, file=file, owner=(1234, 99)), NOW)
    assert {(one.stat().st_uid, one.stat().st_gid) for one in [order.target, *order.target.rglob("*")]} == {(1234, 99)}


@pytest.mark.needs("root")
def test_folders_that_an_archive_does_not_name_belong_to_the_same_owner(order: Return, home: Path, pair: Pair) -> None:
    """As the top of `tar -c *`, and `halley` above a journal that lay elsewhere; the service has to write there."""
    os.chown(order.target, 3000, 3001)
    stream = (
        a_member("config.yml", b"new") + a_member("halley/data/deep/journal.db", b"x") + a_member("overlays/x.yml") + END
    )
    bare = replace(order, file=sealed(stream, pair, home / "bare.age"), service=runner.NoService())
    mask = os.umask(0o077)
    try:
        restore(bare, NOW)
        folders = [path for path in [order.target, *order.target.rglob("*")] if path.is_dir()]
        assert {(one.stat().st_uid, one.stat().st_gid, one.stat().st_mode & 0o777) for one in folders} == {
            (3000, 3001, 0o755)
        }
        restore(replace(bare, owner=(1234, 99)), NOW)
    finally:
        os.umask(mask)
    assert {(one.stat().st_uid, one.stat().st_gid) for one in [order.target, *order.target.rglob("*")]} == {(1234, 99)}


def test_a_unit_is_stopped_and_started_by_systemctl(order: Return, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = home / "bin" / "systemctl"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$@" >> {shlex.quote(str(home / "heard"))}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    restore(replace(order, service=runner.unit("kometa.service", of_system=False)), NOW)
    restore(replace(order, service=runner.unit("kometa.service", of_system=True)), NOW)
    words = ["--user stop kometa.service", "--user start kometa.service", "stop kometa.service", "start kometa.service"]
    assert (home / "heard").read_text().splitlines() == words


def test_a_command_that_fails_says_its_last_line(order: Return) -> None:
    failing = f"{sys.executable} -c \"import sys; print('first'); sys.exit('it is locked')\""
    with pytest.raises(ServiceError, match=r"failed with 1: it is locked"):
        restore(replace(order, service=runner.commands(failing, "true")), NOW)
    with pytest.raises(ServiceError, match="cannot be run"):
        restore(replace(order, service=runner.commands("no-such-program-at-all", "true")), NOW)


@pytest.mark.parametrize("wrong", ["", "--now", "-x"])
def test_what_is_no_unit_is_refused(wrong: str) -> None:
    with pytest.raises(ConfigError):
        runner.unit(wrong, of_system=False)


@pytest.mark.parametrize("pair_of_lines", [("", "true"), ("true", ""), ("'", "true")])
def test_what_is_no_command_is_refused(pair_of_lines: tuple[str, str]) -> None:
    with pytest.raises(ConfigError):
        runner.commands(*pair_of_lines)


def test_sigterm_in_the_middle_puts_the_old_folder_back(order: Return, home: Path, pair: Pair) -> None:
    """A real process: its service takes long to start, and SIGTERM comes then."""
    before = things(order.target)
    (home / "starting.sh").write_text(
        f"case $1 in start) if [ ! -e {home}/once ]; then touch {home}/once; sleep 60; fi;; esac\n"
    )
    words = ["restore", str(order.file), "--identity", str(pair.file), "--target", str(order.target)]
    commands = ["--stop-command", f"sh {home}/starting.sh stop", "--start-command", f"sh {home}/starting.sh start"]
    running = subprocess.Popen([sys.executable, "-m", "halley.cli", *words, *commands], stderr=subprocess.PIPE)
    try:
        while not (home / "once").exists():
            assert running.poll() is None
        running.terminate()
        assert running.wait(timeout=30) == 130
    finally:
        running.kill()
        running.communicate()
    assert things(order.target) == before
    assert [path.name for path in order.target.parent.iterdir()] == ["kometa"]


def test_an_error_is_one_that_the_command_line_tells(order: Return) -> None:
    with pytest.raises(HalleyError):
        restore(replace(order, file=order.file.with_name("none.tar.zst.age")), NOW)


def test_an_archive_of_one_folder_is_put_back_by_what_is_in_it_if_that_is_asked_for(
    order: Return, home: Path, pair: Pair
) -> None:
    top = a_member("kometa", kind=tarfile.DIRTYPE, mode=0o750, mtime=5)
    stream = top + a_member("kometa/config.yml", b"new") + a_member("kometa/a/b", b"x") + END
    inside = replace(order, file=sealed(stream, pair, home / "one.age"))
    before = things(order.target)
    with pytest.raises(BackupError, match="lies in one folder, `kometa`; nothing was changed") as caught:
        restore(inside, NOW)
    assert "--strip" in str(caught.value)
    assert things(order.target) == before
    restore(replace(inside, strips=True), NOW)
    assert (order.target / "config.yml").read_bytes() == b"new"
    assert (order.target / "a" / "b").read_bytes() == b"x"
    assert (order.target.stat().st_mode & 0o777, order.target.stat().st_mtime) == (0o750, 5)
    with pytest.raises(BackupError, match="does not lie in one folder"):
        restore(replace(order, strips=True), NOW)


def test_an_archive_of_nothing_replaces_nothing(order: Return, home: Path, pair: Pair) -> None:
    before = things(order.target)
    with pytest.raises(BackupError, match="there is nothing in"):
        restore(replace(order, file=sealed(END, pair, home / "empty.age")), NOW)
    assert things(order.target) == before


def test_what_is_restored_is_on_the_disk_before_it_takes_the_old_folder_s_place(
    order: Return, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    flush_disk, exchange, flush_folder = swap.flush_disk, swap.exchange, swap.flush_folder

    def flushed(folder: Path) -> None:
        heard.append(f"flush {folder.name} with {len(list(folder.iterdir()))}")
        flush_disk(folder)

    def exchanged(one: Path, other: Path) -> bool:
        heard.append(f"exchange {one.name}")
        return exchange(one, other)

    def named(folder: Path) -> None:
        heard.append(f"flush {folder.name}")
        flush_folder(folder)

    monkeypatch.setattr(swap, "flush_disk", flushed)
    monkeypatch.setattr(swap, "exchange", exchanged)
    monkeypatch.setattr(swap, "flush_folder", named)
    restore(order, NOW)
    assert heard == ["flush .kometa.halley-restore with 1", "exchange .kometa.halley-restore", "flush place"]
