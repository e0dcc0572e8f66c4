"""The doctor over files: owners, locks, disks, logs, records, backups, fonts, keys, Kometa; broken for real, and well."""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from halley.clock import SystemClock
from halley.doctor import Facts, examination, mend
from halley.doctor.checks import kometa, sandbox
from halley.doctor.facts import Engine
from halley.doctor.finding import EmptyLock, GiveBack
from halley.plans import Identity
from halley.runs.journal import Run
from halley.runs.store import Store
from tests.house.source import ROOT
from tests.support.internet import TMDB, Internet, play
from tests.unit.doctor.house import KOMETA_UNIT, House

STRANGER = 54321
as_root = pytest.mark.needs("mount")


# --- the configuration -------------------------------------------------------------------------------------------------


async def test_what_validate_says_is_told_in_a_number_and_its_first_words(house: House) -> None:
    house.write(house.config.read_text().replace("overlays.yml", "nowhere.yml"))
    found = await house.one("configuration")
    assert found.severity == "error"
    assert "1 thing is wrong" in found.seen
    assert "nowhere.yml" in found.seen


async def test_a_configuration_that_is_no_yaml_is_told_and_all_else_is_looked_at(house: House) -> None:
    house.config.write_text("plex: [\n")
    found = await house.examined()
    assert [one.severity for one in found if one.check == "configuration"] == ["error"]
    assert {"owner", "lock", "room"} <= {one.check for one in found}


async def test_a_configuration_that_is_not_there_is_told(house: House) -> None:
    house.config.unlink()
    assert (await house.one("configuration")).severity == "error"


async def test_a_font_that_is_missing_is_named_with_its_place(house: House) -> None:
    overlays = house.config.parent / "overlays.yml"
    overlays.write_text(overlays.read_text().replace("{name: text(4K),", "{name: text(4K), font: Nowhere.ttf,"))
    found = await house.asked("fonts")
    (missing,) = [one for one in found if one.severity == "error"]
    assert "there is no font Nowhere.ttf" in missing.seen
    assert "overlays.yml:3" in missing.seen
    overlays.write_text(overlays.read_text().replace(" font: Nowhere.ttf,", ""))
    assert "error" not in {one.severity for one in await house.asked("fonts")}


# --- TMDb --------------------------------------------------------------------------------------------------------------


async def test_a_configuration_without_a_key_for_tmdb_is_told(house: House) -> None:
    house.write(house.config.read_text().replace("tmdb:\n  apikey: 0123456789abcdef0123456789abcdef\n", ""))
    found = await house.one("tmdb")
    assert (found.severity, "no key" in found.seen) == ("error", True)


@pytest.mark.parametrize(("status", "severity"), [(200, "good"), (401, "error"), (503, "warning"), (404, "warning")])
async def test_what_tmdb_says_of_the_key_is_told_without_the_key(house: House, status: int, severity: str) -> None:
    internet = Internet()
    internet.says(f"{TMDB}/configuration", {"images": {}}, status=status)
    async with play(internet):
        found = await house.one("tmdb", asks_tmdb=True, outside=internet.url)
    assert found.severity == severity
    assert "0123456789abcdef" not in str(found)
    assert "0123456789abcdef" in internet.asked[0]


async def test_a_tmdb_that_cannot_be_reached_is_a_warning(house: House) -> None:
    found = await house.one("tmdb", asks_tmdb=True, outside="http://127.0.0.1:9")
    assert found.severity == "warning"
    assert "cannot be reached" in found.seen


# --- Kometa ------------------------------------------------------------------------------------------------------------


def a_kometa(folder: Path, version: str, pillow: str = "12.2.0") -> tuple[Path, Path]:
    """What the doctor sees of a Kometa: its folder, and a Python that has what it needs."""
    (folder / "modules").mkdir(parents=True)
    (folder / "kometa.py").touch()
    (folder / "VERSION").write_text(f"{version}\n")
    (folder / "site" / f"pillow-{pillow}.dist-info").mkdir(parents=True)
    python = folder / "python"
    python.write_text(f"#!/bin/sh\necho {folder}/site\n")
    python.chmod(0o755)
    return folder, python


async def test_a_kometa_of_the_verified_pair_is_good_with_what_would_keep_it_in(house: House, tmp_path: Path) -> None:
    home, python = a_kometa(tmp_path / "kometa", "2.4.4")
    found = await house.examined(kometa=home, kometa_python=python)
    assert [one.severity for one in found if one.check == "kometa"] == ["good"]
    assert [one.check for one in found if one.check == "sandbox"] == ["sandbox"]


@pytest.mark.parametrize(("version", "pillow"), [("2.1.0", "12.2.0"), ("2.4.4", "11.0.0")])
async def test_another_kometa_or_another_pillow_is_told_with_the_pair_that_was_verified(
    house: House, tmp_path: Path, version: str, pillow: str
) -> None:
    home, python = a_kometa(tmp_path / "kometa", version, pillow)
    found = await house.one("kometa", kometa=home, kometa_python=python)
    assert found.severity == "warning"
    assert f"with Pillow {pillow}; the last pair that was verified is Kometa 2.4.4 with Pillow 12.2.0" in found.seen


@pytest.mark.parametrize(
    ("box", "severity"), [("container", "good"), ("bubblewrap", "good"), ("landlock", "warning"), ("none", "warning")]
)
def test_a_weak_sandbox_is_told_with_why_no_stronger_one_can_be_had(box: str, severity: str) -> None:
    engine = Engine("2.4.4", "/kometa", "12.2.0", None, box, (("container", "no Podman"),))
    (found,) = sandbox.CHECK.findings(Facts(now=datetime.now(UTC), engine=engine))
    assert (found.severity, box in found.seen) == (severity, True)
    assert severity == "good" or "no Podman" in found.seen


async def test_the_version_in_the_last_log_and_in_the_unit_count_where_there_is_no_kometa(house: House) -> None:
    house.put("kometa/logs/meta.log", "|    Version: 2.3.1 (Python 3.11.7)    |\n| Starting Run |\n| Finished Run |\n")
    house.unit("kometa.container", KOMETA_UNIT.replace("lscr.io/linuxserver/kometa:latest", "kometateam/kometa:v2.2.0"))
    found = [one.seen for one in await house.asked("kometa") if one.severity == "warning"]
    assert ["2.3.1" in found[0], "2.2.0" in found[1], len(found)] == [True, True, 2]


# --- owners ------------------------------------------------------------------------------------------------------------


@as_root
async def test_files_of_another_user_are_told_and_given_back_by_fix(house: House) -> None:
    (house.config.parent / "logs").mkdir()
    os.chown(house.config.parent / "logs", STRANGER, STRANGER)
    house.unit("kometa.container", KOMETA_UNIT)
    found = await house.one("owner")
    assert found.severity == "error"
    assert "logs belongs to another user than 0, as PUID in kometa.container says" in found.seen
    assert f"podman unshare chown -R 0:0 {house.config.parent}" in found.mend
    if found.fix is not None:  # not where root is only the root of a user namespace
        mend(found.fix, SystemClock())
        assert (await house.one("owner")).severity == "good"


@as_root
async def test_the_owner_of_the_folder_counts_where_no_puid_is_known(house: House) -> None:
    os.chown(house.config, STRANGER, STRANGER)
    found = await house.one("owner")
    assert (found.severity, found.fix, "the folder itself" in found.seen) == ("warning", None, True)


@as_root
async def test_ids_lent_to_a_user_of_containers_are_those_of_the_container(house: House) -> None:
    (house.machine / "etc").mkdir()
    (house.machine / "etc" / "subuid").write_text("mms:100000:65536\n")
    for path in (house.config.parent, *house.config.parent.iterdir()):
        os.chown(path, 102999, 102999)
    house.unit("kometa.container", KOMETA_UNIT, uid="3000", gid="3000")
    assert (await house.one("owner")).severity == "good"


# --- locks -------------------------------------------------------------------------------------------------------------

_HOLDER = """
import fcntl, json, os, sys, time
with open(sys.argv[1], "a+") as file:
    fcntl.flock(file, fcntl.LOCK_EX)
    file.write(json.dumps({"pid": os.getpid(), "started": 1, "host": "here", "at": "2026-11-29T03:00:00Z"}))
    file.flush()
    print("held", flush=True)
    time.sleep(600)
"""


async def test_a_lock_whose_holder_was_killed_is_told_and_emptied_by_fix(house: House) -> None:
    lock = house.put("kometa/halley/service/lock")
    with subprocess.Popen([sys.executable, "-c", _HOLDER, str(lock)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        assert (await house.one("lock")).severity == "good"
        holder.send_signal(signal.SIGKILL)
    found = await house.one("lock")
    assert found.severity == "warning"
    assert f"process {holder.pid} holds it since 2026-11-29T03:00:00Z" in found.seen
    assert found.fix is not None
    assert "emptied" in mend(found.fix, SystemClock())
    assert lock.read_bytes() == b""
    assert (await house.one("lock")).severity == "good"


async def test_a_file_that_names_a_dead_process_is_told_and_removed_by_fix(house: House) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    file = house.put("kometa/kometa.pid", f"{gone.pid}\n")
    found = await house.one("lock")
    assert found.fix is not None
    mend(found.fix, SystemClock())
    assert not file.exists()


async def test_a_lock_that_was_taken_since_is_left_alone_by_fix(house: House) -> None:
    lock = house.put("kometa/halley/service/lock", json.dumps({"pid": 2**22 + 1, "at": "2026-11-29T03:00:00Z"}))
    found = await house.one("lock")
    assert found.fix is not None
    with lock.open("r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(BlockingIOError):
            mend(found.fix, SystemClock())
    assert lock.read_text()


# --- room --------------------------------------------------------------------------------------------------------------


@as_root
@pytest.mark.parametrize(
    ("options", "severity", "told"),
    [
        ("size=4m", "error", "is full"),
        ("size=256m", "warning", "MB are free"),
        ("size=4g,nr_inodes=40", "warning", "inodes"),
    ],
)
async def test_a_disk_with_little_room_or_few_names_is_told(house: House, options: str, severity: str, told: str) -> None:
    logs = house.config.parent / "logs"
    logs.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(logs)], check=True)
    try:
        for number in range(38 if "inodes" in options else 0):
            (logs / str(number)).touch()
        found = [one for one in await house.asked("room") if "logs" in one.seen]
    finally:
        subprocess.run(["umount", str(logs)], check=True)
    assert [one.severity for one in found] == [severity]
    assert told in found[0].seen


# --- runs --------------------------------------------------------------------------------------------------------------

STARTED = "[2026-11-28 06:00:00,000] [kometa.py:1]  [INFO]     | Starting 06:00 Run |\n"
CRASHED = "[2026-11-28 06:10:00,000] [kometa.py:1]  [CRITICAL] | Plex Error: the server went away |\n"


async def test_a_log_of_kometa_without_an_end_is_told_with_its_last_words(house: House) -> None:
    log = house.put("kometa/logs/meta.log", STARTED + CRASHED)
    yesterday = time.time() - 86400
    os.utime(log, (yesterday, yesterday))
    found = await house.one("runs")
    assert found.severity == "warning"
    assert "never finished" in found.seen
    assert "the server went away" in found.seen


async def test_a_log_that_somebody_writes_to_is_that_of_a_run_that_goes_on(house: House) -> None:
    house.put("kometa/logs/meta.log", STARTED)
    assert (await house.one("runs")).severity == "note"


async def test_a_run_that_finished_is_good_however_long_its_log(house: House) -> None:
    house.put("kometa/logs/meta.log", STARTED + "| a line |\n" * 200_000 + "| Finished 06:00 Run |\n")
    assert (await house.one("runs")).severity == "good"


def _store(house: House) -> Store:
    return Store(house.folder / ".local" / "share" / "halley")


def _a_run(state: str, machine: str = "m" * 40) -> Run:
    return Run(
        "20261128-060000",
        "apply",
        Identity(machine, "Attic", "1.43"),
        "",
        "config.yml",
        3,
        "2026-11-28T06:00:00Z",
        state=state,
    )


async def test_a_run_on_record_that_nobody_carries_on_is_told_with_how_to_resume_it(house: House) -> None:
    with _store(house) as store:
        store.journal.open_run(_a_run("running"))
        with store.held():
            assert "warning" not in {one.severity for one in await house.asked("runs")}
        found = await house.one("runs")
    assert found.severity == "warning"
    assert "`halley apply --resume 20261128-060000`" in found.mend


async def test_a_server_of_which_no_run_is_on_record_is_a_warning(house: House) -> None:
    with _store(house) as store:
        store.journal.open_run(_a_run("finished"))
    found = await house.one("identity")
    assert found.severity == "warning"
    assert "the last on Attic" in found.seen


async def test_the_server_of_the_last_run_is_known_again(house: House, plex) -> None:  # type: ignore[no-untyped-def]
    with _store(house) as store:
        store.journal.open_run(_a_run("finished", plex.library.server.machine_id))
    assert (await house.one("identity")).severity == "good"


async def test_a_run_that_the_service_left_open_is_told(house: House) -> None:
    state = {"format": 1, "taken": "", "open": {"id": "r1", "began": "2026-11-28T06:00:00Z"}, "runs": []}
    house.put("kometa/halley/service/state.json", json.dumps(state))
    found = await house.one("runs")
    assert (found.severity, "service's run r1" in found.seen) == ("warning", True)
    house.put("kometa/halley/service/state.json", json.dumps(state | {"open": None}))
    assert (await house.one("runs")).severity == "good"


# --- backups -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "severity"), [(0.5, "good"), (1.9, "good"), (2.5, "warning"), (40, "warning")])
@pytest.mark.parametrize("below", ["backups", "backups/kometa"])
async def test_a_backup_of_more_than_two_days_is_told(house: House, days: float, severity: str, below: str) -> None:
    at = datetime.now() - timedelta(days=days)  # noqa: DTZ005 - names of backups have the machine's own time
    house.put(f"{below}/kometa-{at:%Y%m%d-%H%M%S}.tar.zst.age", "age")
    house.put(f"{below}/kometa-20200101-030000.tar.zst.age", "age")
    assert (await house.one("backup", backups=house.folder / "backups")).severity == severity


@pytest.mark.parametrize("last", ["", "mine-20260101-030000.tar.zst.age"], ids=["by the folder", "by the last backup"])
async def test_a_backup_of_another_service_is_none_of_this_one(house: House, last: str) -> None:
    def put(name: str, days: int) -> None:
        at = datetime.now() - timedelta(days=days)  # noqa: DTZ005 - names of backups have the machine's own time
        house.put(f"backups/{name}/{name}-{at:%Y%m%d-%H%M%S}.tar.zst.age", "x")

    put("halley", 0)
    if last:
        old = {"at": "2026-01-01T03:00:00Z", "file": last, "ok": True, "problem": ""}
        house.put("kometa/halley/backup/last.json", json.dumps(old))
        put("kometa", 0)
    put("mine" if last else "kometa", 9)
    found = await house.one("backup", backups=house.folder / "backups")
    assert (found.severity, "9 days old" in found.seen) == ("warning", True)


async def test_a_backup_that_is_called_by_a_day_to_come_is_told(house: House) -> None:
    """A clock that once went wrong would else keep the doctor quiet for years."""
    house.put("backups/kometa/kometa-20990101-030000.tar.zst.age", "x")
    found = await house.one("backup", backups=house.folder / "backups")
    assert (found.severity, "days from now" in found.seen) == ("warning", True)


async def test_a_folder_of_backups_that_cannot_be_read_is_not_said_to_be_empty(house: House) -> None:
    found = await house.one("backup", backups=house.put("backups", "a file"))
    assert (found.severity, found.seen.endswith("backups cannot be read: Not a directory")) == ("warning", True)


@pytest.mark.needs("root")
async def test_folders_that_may_not_be_looked_into_do_not_end_an_examination(house: House, tmp_path: Path) -> None:
    """As for who became another user with root's HOME, or looks beside the data of a container's Plex."""
    (tmp_path / "closed").mkdir(mode=0o700)
    closed = tmp_path / "closed" / "below"
    more: dict[str, object] = {"backups": closed, "plex_data": closed, "sample": 0}
    house.environment = {"HOME": str(closed), "HALLEY_DATA": str(closed)}
    for path in [house.folder, *house.folder.rglob("*")]:
        os.chown(path, 65534, 65534)
    await house.examined(**more)  # what is imported, is imported now
    above = [one for one in house.folder.parents if one.stat().st_uid == 0 and not one.stat().st_mode & 1]
    for one in above:
        one.chmod(one.stat().st_mode | 0o011)
    os.seteuid(65534)
    try:
        found = await house.examined(**more)
    finally:
        os.seteuid(0)
    (backup,) = [one for one in found if one.check == "backup"]
    assert (backup.severity, "Permission denied" in backup.seen) == ("warning", True)


async def test_a_folder_without_a_backup_is_an_error_and_none_known_at_all_a_note(house: House) -> None:
    (house.folder / "backups").mkdir()
    assert (await house.one("backup", backups=house.folder / "backups")).severity == "error"
    assert (await house.one("backup")).severity == "note"


async def test_what_is_remembered_of_backup_and_drill_is_told(house: House) -> None:
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    house.put(
        "kometa/halley/backup/last.json", json.dumps({"at": now, "file": "kometa-1.tar.zst.age", "ok": True, "problem": ""})
    )
    assert (await house.one("backup")).severity == "good"
    house.put(
        "kometa/halley/backup/drill.json", json.dumps({"at": now, "file": "x", "ok": False, "problem": "a digest differs"})
    )
    (_, drill) = await house.asked("backup")
    assert (drill.severity, "a digest differs" in drill.seen) == ("error", True)
    house.put(
        "kometa/halley/backup/last.json", json.dumps({"at": now, "file": "x", "ok": False, "problem": "the disk is full"})
    )
    assert "the last backup failed: the disk is full" in (await house.asked("backup"))[0].seen


# --- what is hostile ---------------------------------------------------------------------------------------------------


@as_root
async def test_fix_gives_away_nothing_that_has_another_name_or_lies_behind_a_link(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "shadow").write_text("root")
    folder = tmp_path / "config"
    (folder / "logs").mkdir(parents=True)
    os.link(outside / "shadow", folder / "shadow")
    (folder / "link").symlink_to(outside)
    (folder / "logs" / "meta.log").touch()
    paths = (folder / "shadow", folder / "link", folder / "link" / "shadow", folder / "logs" / "meta.log", folder / "gone")
    told = mend(GiveBack(folder, paths, STRANGER, STRANGER), SystemClock())
    assert told == f"gave 1 files to {STRANGER}:{STRANGER}, and left 4 alone that have other names or went away"
    assert (outside / "shadow").stat().st_uid == 0
    assert outside.stat().st_uid == 0
    assert (folder / "logs" / "meta.log").stat().st_uid == STRANGER


async def test_a_lock_that_became_a_link_or_another_note_is_left_alone_by_fix(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text('{"pid": 12}')
    (tmp_path / "lock").symlink_to(tmp_path / "precious")
    with pytest.raises(OSError, match="symbolic"):
        mend(EmptyLock(tmp_path / "lock", 12), SystemClock())
    assert "left" in mend(EmptyLock(tmp_path / "precious", 13), SystemClock())
    assert (tmp_path / "precious").read_text() == '{"pid": 12}'


async def test_names_cannot_command_the_terminal(house: House) -> None:
    house.put("kometa/halley/doctor/server.json", '{"machine_id": "ffffffff0000", "name": "\\u001b]0;mine\\u0007"}')
    assert "\x1b" not in (await house.one("identity")).seen


async def test_a_log_may_come_through_a_pipe_and_one_in_the_folder_may_not_hold_the_doctor_up(house: House) -> None:
    (house.config.parent / "logs").mkdir()
    os.mkfifo(house.config.parent / "logs" / "meta.log")
    reading, writing = os.pipe()
    os.write(writing, b"s6-overlay-suexec: fatal: unable to exec\n")
    os.close(writing)
    try:
        assert (await house.one("userns", logs=(Path(f"/dev/fd/{reading}"),))).severity == "error"
    finally:
        os.close(reading)


async def test_a_python_of_kometa_that_hangs_is_not_waited_for(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, python = a_kometa(tmp_path / "kometa", "2.4.4")
    python.write_text("#!/bin/sh\nexec sleep 5\n")
    monkeypatch.setattr(examination, "_ENGINE_S", 0.5)
    began = time.monotonic()
    found = await house.one("kometa", kometa=home, kometa_python=python)
    assert time.monotonic() - began < 4
    assert (found.severity, "did not answer in time" in found.seen) == ("note", True)


def test_the_verified_pair_is_that_of_the_container_and_of_the_lock() -> None:
    assert f"kometateam/kometa:v{kometa.KOMETA}\n" in (ROOT / "container" / "Containerfile.kometa").read_text()
    assert f'"pillow=={kometa.PILLOW}"' in (ROOT / "pyproject.toml").read_text()
