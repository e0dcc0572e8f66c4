"""What goes into a backup, what does not, and what becomes of a backup that cannot be made."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from halley.backup import create as creating
from halley.backup import sealed as sealing
from halley.backup.archive import Nobody, read_through
from halley.backup.contents import Wanted
from halley.backup.create import Order, create
from halley.backup.errors import BackupError
from halley.backup.manifest import Lines
from halley.backup.naming import backups_in
from halley.backup.restore import Return, restore
from halley.errors import ConfigError
from tests.support.backups import NOW, Pair, a_backup, a_home, things

NOTHING_MORE = Wanted()


def names(path: Path, pair: Pair) -> set[str]:
    with Lines() as lines:
        read_through(path, pair.identities, Nobody(), lines=lines)
        return {entry.path for entry, _ in lines.rows() if not entry.is_folder}


def test_a_backup_is_called_by_its_service_and_the_local_time(home: Path, pair: Pair) -> None:
    at = NOW.astimezone(timezone(timedelta(hours=-5)))
    made = a_backup(a_home(home / "source"), home / "out", pair, at=at)
    assert made.backup.path == home / "out" / "kometa" / "kometa-20260306-220000.tar.zst.age"
    assert made.backup.path.stat().st_mode & 0o777 == 0o600


def test_two_backups_in_one_second_are_two(home: Path, pair: Pair) -> None:
    source = a_home(home / "source")
    made = [a_backup(source, home / "out", pair).backup.path.name for _ in range(3)]
    assert made == [f"kometa-20260307-03000{second}.tar.zst.age" for second in range(3)]


def test_the_newest_backup_has_the_latest_name_in_the_hour_that_comes_twice(home: Path, pair: Pair) -> None:
    source = a_home(home / "source")
    summer = datetime(2026, 10, 25, 2, 50, tzinfo=timezone(timedelta(hours=2)))
    winter = datetime(2026, 10, 25, 2, 10, tzinfo=timezone(timedelta(hours=1)))
    made = [a_backup(source, home / "out", pair, at=at).backup for at in (summer, winter, winter + timedelta(hours=1))]
    assert [one.path.name[16:22] for one in made] == ["025000", "025001", "031000"]
    assert backups_in(home / "out" / "kometa", "kometa") == made


def test_a_clock_that_was_set_back_by_more_names_backups_by_what_it_says(home: Path, pair: Pair) -> None:
    source = a_home(home / "source")
    made = [a_backup(source, home / "out", pair, at=at).backup.path.name for at in (NOW + timedelta(days=400), NOW)]
    assert made[1] == "kometa-20260307-030000.tar.zst.age"


def test_what_was_not_asked_for_stays_out_and_is_named(home: Path, pair: Pair) -> None:
    files = [
        *(
            "config.yml",
            "overlays/top.yml",
            "overlays/images/4k.png",
            "fonts/a.ttf",
            "halley/memory.db",
            "my/assets/one.jpg",
        ),
        *("assets/one.jpg", "overlays/My Films Original Posters/1.jpg", "logs/meta.log", "logs/x/y.log"),
        *("halley/service/lock", "halley/backup/last.json", ".halley-backup.jsonl"),
        *("halley-jobs/one/meta.json", "halley/art/1/x.png", "halley/downloads/x.yml", "halley/studio/jobs/1/plan.json"),
    ]
    source = a_home(home / "source", dict.fromkeys(files, b"x"))
    few = a_backup(source, home / "few", pair, NOTHING_MORE)
    assert names(few.backup.path, pair) == set(files[:6])
    assert set(few.left_out) == {"assets", "overlays/My Films Original Posters", "logs"}
    many = a_backup(source, home / "many", pair)
    assert names(many.backup.path, pair) == set(files[:10])
    assert not many.left_out
    one = a_backup(source, home / "one", pair, Wanted(assets=True))
    assert names(one.backup.path, pair) == {*files[:6], "assets/one.jpg"}


def test_links_sockets_and_pipes_stay_out_and_are_named(home: Path, pair: Pair) -> None:
    source = a_home(home / "source")
    (source / "away").symlink_to("/etc")
    (source / "inside").symlink_to("config.yml")
    (source / "nowhere").symlink_to("no such file")
    os.mkfifo(source / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(source / "s"))
        made = a_backup(source, home / "out", pair)
    kinds = {"away": "a link", "inside": "a link", "nowhere": "a link", "pipe": "a named pipe", "s": "a socket"}
    assert made.left_out == kinds
    assert len(names(made.backup.path, pair)) == 3


def test_a_folder_of_backups_in_the_source_does_not_swallow_itself(home: Path, pair: Pair) -> None:
    source = a_home(home / "source")
    for _ in range(2):
        made = a_backup(source, source / "backups", pair)
    assert names(made.backup.path, pair) == {"config.yml", "overlays/top.yml", "fonts/One.ttf"}
    assert made.left_out == {"backups": "backups lie there"}


def test_a_journal_whose_place_another_one_has_is_named_and_not_forgotten(home: Path, pair: Pair) -> None:
    """As after a restore from which nobody moved it: the journal in use is then elsewhere still."""
    source = a_home(home / "source", {"halley/data/journal.db": b"old"})
    elsewhere = a_home(home / "data", {"journal.db": b"new"})
    order = Order(source, home / "out", "kometa", pair.recipients, NOTHING_MORE, elsewhere)
    made = create(order, NOW)
    assert made.left_out == {str(home / "data"): "the folder has a journal of its own, halley/data"}


def test_the_journal_goes_in_where_it_lies_elsewhere_with_its_pictures_by_switch(home: Path, pair: Pair) -> None:
    source = a_home(home / "source")
    journal = a_home(home / "data", {"journal.db": b"", "images/ab/abcd": b"picture"})
    order = Order(source, home / "out", "kometa", pair.recipients, NOTHING_MORE, journal)
    assert names(create(order, NOW).backup.path, pair) >= {"halley/data/journal.db"}
    assert "halley/data/images/ab/abcd" in names(
        create(replace(order, wanted=Wanted(originals=True)), NOW).backup.path, pair
    )
    inside = replace(order, journal=a_home(source / "halley" / "own", {"journal.db": b""}))
    assert "halley/data/journal.db" not in names(create(inside, NOW).backup.path, pair)
    assert create(replace(order, journal=home / "none"), NOW).totals.files == 4


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_a_database_is_copied_as_it_stands_while_it_is_written_to(home: Path, pair: Pair, mode: str) -> None:
    source = a_home(home / "source")
    done = threading.Event()

    def writing() -> None:
        with closing(sqlite3.connect(source / "halley.db", isolation_level=None, timeout=30)) as base:
            number = 0
            while not done.is_set():
                base.execute("BEGIN")
                base.execute("INSERT INTO pair VALUES (?)", (number,))
                base.execute("INSERT INTO pair VALUES (?)", (number,))
                base.execute("COMMIT")
                number += 1
                time.sleep(0.001)

    with closing(sqlite3.connect(source / "halley.db")) as base:
        base.execute(f"PRAGMA journal_mode={mode}")
        base.execute("CREATE TABLE pair (number INTEGER)")
        base.execute("INSERT INTO pair VALUES (-1), (-1)")
        base.commit()
    writer = threading.Thread(target=writing)
    writer.start()
    try:
        time.sleep(0.1)
        made = [a_backup(source, home / "out", pair) for _ in range(3)]
    finally:
        done.set()
        writer.join()
    for number, one in enumerate(made):
        assert "halley.db-wal" not in names(one.backup.path, pair)
        restore(Return(one.backup.path, pair.identities, home / f"back{number}"), NOW)
        with closing(sqlite3.connect(home / f"back{number}" / "halley.db")) as base:
            assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            rows, different = base.execute("SELECT count(*), count(DISTINCT number) FROM pair").fetchone()
            assert rows == 2 * different > 0, "both halves of each transaction, or none"


def test_what_only_begins_as_a_database_is_copied_as_a_file(home: Path, pair: Pair) -> None:
    source = a_home(home / "source", {"broken.db": b"SQLite format 3\0" + b"\7" * 5000, "empty.db": b"", "x-wal": b"mine"})
    made = a_backup(source, home / "out", pair)
    restore(Return(made.backup.path, pair.identities, home / "back"), NOW)
    assert things(home / "back") == things(source)


KILLED = """
import os, signal, sqlite3, sys
base = sqlite3.connect(sys.argv[1], isolation_level=None)
base.executescript(f"PRAGMA journal_mode={sys.argv[2]}; CREATE TABLE x (y); INSERT INTO x VALUES (1); PRAGMA cache_size=1")
base.execute("BEGIN")
base.executemany("INSERT INTO x VALUES (?)", [("0" * 1000,)] * 500)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_a_database_whose_writer_was_killed_is_backed_up_as_it_was_before(home: Path, pair: Pair, mode: str) -> None:
    """As Kometa's cache, after a container that was not quick enough to stop."""
    source = a_home(home / "source")
    subprocess.run([sys.executable, "-c", KILLED, str(source / "config.cache"), mode], check=False)
    left = {one.name: one.read_bytes() for one in source.glob("config.cache*") if not one.name.endswith("-shm")}
    assert len(left) == 2
    made = a_backup(source, home / "out", pair)
    assert {one.name: one.read_bytes() for one in source.glob("config.cache*") if not one.name.endswith("-shm")} == left
    restore(Return(made.backup.path, pair.identities, home / "back"), NOW)
    with closing(sqlite3.connect(home / "back" / "config.cache")) as base:
        assert base.execute("SELECT y FROM x").fetchall() == [(1,)]


def test_a_killed_writer_s_database_that_never_holds_still_ends_the_backup(
    home: Path, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = a_home(home / "source")
    subprocess.run([sys.executable, "-c", KILLED, str(source / "config.cache"), "DELETE"], check=False)
    numbers = iter(range(10))
    monkeypatch.setattr("halley.backup.databases._stamps", lambda _: [next(numbers)])
    with pytest.raises(BackupError, match=r"config\.cache cannot be copied: it is written to all the time; no backup"):
        a_backup(source, home / "out", pair)


def test_a_database_that_is_locked_for_good_ends_the_backup(home: Path, pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("halley.backup.databases._PATIENCE_S", 0.1)
    source = a_home(home / "source")
    with closing(sqlite3.connect(source / "held.db", isolation_level=None)) as base:
        base.execute("CREATE TABLE x (y)")
        base.execute("BEGIN EXCLUSIVE")
        with pytest.raises(BackupError, match=r"held\.db cannot be copied: database is locked; no backup was made"):
            a_backup(source, home / "out", pair)
    assert not list((home / "out" / "kometa").glob("*.age"))


def test_a_file_that_never_holds_still_ends_the_backup(home: Path, pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    source = a_home(home / "source")
    fstat = os.fstat

    def moving(handle: int) -> os.stat_result:
        os.utime(source / "config.yml", ns=(0, time.monotonic_ns()))
        return fstat(handle)

    monkeypatch.setattr("halley.backup.create.os.fstat", moving)
    with pytest.raises(BackupError, match=r"config\.yml was written to each time"):
        a_backup(source, home / "out", pair)
    assert sorted(path.name for path in (home / "out" / "kometa").iterdir()) == [".lock"]


def test_a_large_file_that_grows_at_its_end_is_backed_up_as_it_was(
    home: Path, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(creating, "_SMALL", 100)
    source = a_home(home / "source", {"log": b"line\n" * 100_000})
    header = creating.tarred.header

    def growing(entry: object) -> bytes:
        with (source / "log").open("ab") as file:
            file.write(b"more\n")
        return header(entry)  # type: ignore[arg-type]

    monkeypatch.setattr("halley.backup.create.tarred.header", growing)
    made = a_backup(source, home / "out", pair)
    assert read_through(made.backup.path, pair.identities, Nobody()).totals.size >= 500_000


def test_a_file_that_goes_away_meanwhile_is_not_missed(home: Path, pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    source = a_home(home / "source")
    member = creating._member

    def going(found: creating.Found, lines: Lines) -> object:
        if found.path.name == "top.yml":
            found.path.unlink()
        return member(found, lines)

    monkeypatch.setattr(creating, "_member", going)
    assert "overlays/top.yml" not in names(a_backup(source, home / "out", pair).backup.path, pair)


def test_a_folder_that_goes_away_meanwhile_is_not_missed(home: Path, pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    source = a_home(home / "source")
    member = creating._member

    def going(found: creating.Found, lines: Lines) -> object:
        if found.path == source:
            shutil.rmtree(source / "overlays")
        return member(found, lines)

    monkeypatch.setattr(creating, "_member", going)
    assert names(a_backup(source, home / "out", pair).backup.path, pair) == {"config.yml", "fonts/One.ttf"}


def test_a_full_disk_is_told_and_leaves_nothing(home: Path, pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(creating, "seal", full)
    with pytest.raises(BackupError, match="No space left on device"):
        a_backup(a_home(home / "source"), home / "out", pair)
    assert sorted(path.name for path in (home / "out" / "kometa").iterdir()) == [".lock"]


def test_two_backups_of_one_service_at_once_are_one(home: Path, pair: Pair) -> None:
    source = a_home(home / "source")
    a_backup(source, home / "out", pair)
    with creating._alone(home / "out" / "kometa"), pytest.raises(BackupError, match="another backup"):
        a_backup(source, home / "out", pair)


def test_what_is_no_folder_or_name_is_refused(home: Path, pair: Pair) -> None:
    with pytest.raises(ConfigError, match="no folder"):
        a_backup(home / "none", home / "out", pair)
    for name in ["", "..", "a/b", "-x", "a b", "ü", "x" * 101]:
        with pytest.raises(ConfigError, match="backup's name"):
            create(Order(a_home(home / "source"), home / "out", name, pair.recipients), NOW)


def test_an_empty_folder_has_a_backup_too(home: Path, pair: Pair) -> None:
    (home / "source").mkdir()
    made = a_backup(home / "source", home / "out", pair)
    restore(Return(made.backup.path, pair.identities, home / "back"), NOW)
    assert things(home / "back") == things(home / "source")


def test_a_source_reached_by_a_link_is_the_folder_that_it_leads_to(home: Path, pair: Pair) -> None:
    a_home(home / "source")
    (home / "link").symlink_to(home / "source")
    assert a_backup(home / "link", home / "out", pair).totals.files == 3


def test_a_disk_without_locks_is_written_to_all_the_same(home: Path, pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr("halley.backup.create.fcntl.flock", none)
    assert a_backup(a_home(home / "source"), home / "out", pair).totals.files == 3
    left = [home / "out" / "kometa" / name for name in (f".kometa-{os.getpid()}.part", ".kometa-old.part")]
    for one in left:
        one.write_bytes(b"half")
    os.utime(left[1], ns=(0, 0))
    assert a_backup(a_home(home / "source"), home / "out", pair).totals.files == 3
    assert [one.exists() for one in left] == [True, False], "what may still be written to stays, what lies for long goes"


def test_sigterm_takes_the_half_made_file_away(home: Path, pair: Pair) -> None:
    source = a_home(home / "source")
    with (source / "large").open("wb") as file:
        file.truncate(20 * 2**30)
    words = ["--source", str(source), "--dest", str(home / "out"), "--recipient", pair.recipient, "--no-journal"]
    running = subprocess.Popen([sys.executable, "-m", "halley.cli", "backup", "create", *words], stderr=subprocess.PIPE)
    try:
        while not list((home / "out").rglob("*.part")):
            assert running.poll() is None
        running.terminate()
        assert running.wait(timeout=30) == 130
    finally:
        running.kill()
        running.communicate()
    assert [path.name for path in (home / "out" / "source").iterdir()] == [".lock"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_at_any_moment_ends_a_backup_in_the_same_way(
    number: signal.Signals, home: Path, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = a_home(home / "source")
    read = sealing._Between.read

    def interrupted(between: sealing._Between, size: int = -1) -> bytes:
        os.kill(os.getpid(), number)
        return read(between, size)

    monkeypatch.setattr(sealing._Between, "read", interrupted)
    with pytest.raises(KeyboardInterrupt):
        a_backup(source, home / "out", pair)
    assert sorted(path.name for path in (home / "out" / "kometa").iterdir()) == [".lock"]


def test_a_backup_is_on_the_disk_before_it_has_its_name(home: Path, pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that loses its power may keep the name and lose what was written, unless that was waited for."""
    source, order = a_home(home / "source"), []
    fsync, rename, flush = os.fsync, Path.rename, creating.flush_folder

    def synced(handle: int) -> None:
        order.append(f"fsync {Path(f'/proc/self/fd/{handle}').readlink().suffix}")
        fsync(handle)

    def renamed(path: Path, to: Path) -> Path:
        order.append(f"rename to {to.suffix}")
        return rename(path, to)

    def flushed(folder: Path) -> None:
        order.append(f"flush {folder.name}")
        flush(folder)

    a_backup(source, home / "out", pair)
    monkeypatch.setattr(creating.os, "fsync", synced)
    monkeypatch.setattr(Path, "rename", renamed)
    monkeypatch.setattr(creating, "flush_folder", flushed)
    a_backup(source, home / "out", pair)
    assert order[:3] == ["fsync .part", "rename to .age", "flush kometa"]


def test_a_folder_without_databases_needs_no_room_for_temporary_files(
    home: Path, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container whose root is read-only."""

    def none(*_: object, **__: object) -> None:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "TemporaryFile", none)
    monkeypatch.setattr(tempfile, "mkdtemp", none)
    made = a_backup(a_home(home / "source"), home / "out", pair)
    assert read_through(made.backup.path, pair.identities, Nobody()).totals.files == 3
