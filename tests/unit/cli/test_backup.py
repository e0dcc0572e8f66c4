"""`halley backup` and `halley restore`, as they are typed."""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from halley.backup.archive import Checked
from halley.backup.manifest import Manifest, Totals
from halley.backup.restore import Restored
from halley.cli import backup as backup_commands
from halley.cli.main import main_group, run
from halley.errors import HalleyError
from halley.service.lock import held
from tests.support.backups import Pair, a_home, a_pair, things


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return a_pair(tmp_path)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a `kometa` in it and no journal of anybody's."""
    a_home(tmp_path / "kometa")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HALLEY_DATA", str(tmp_path / "none"))
    monkeypatch.delenv("PUID", raising=False)
    monkeypatch.delenv("PGID", raising=False)
    return tmp_path


def typed(*words: str) -> Result:
    found = CliRunner().invoke(main_group, words, catch_exceptions=False, standalone_mode=False)
    assert found.exit_code == 0, found.output
    return found


def created(pair: Pair, *more: str) -> Path:
    typed("backup", "create", "--source", "kometa", "--dest", "out", "--recipient", pair.recipient, *more)
    return max(Path("out/kometa").glob("*.age"))


def note(name: str) -> dict[str, object]:
    found = json.loads(Path("kometa/halley/backup", name).read_text())
    assert isinstance(found, dict)
    return found


def test_a_backup_is_made_listed_verified_and_put_back(pair: Pair, home: Path) -> None:
    before = things(home / "kometa")
    file = created(pair)
    assert file.name in typed("backup", "list", "--dest", "out").output
    assert "just made" in typed("backup", "list", "--dest", "out", "--name", "kometa").output
    assert "every digest is right" in typed("backup", "verify", "out/kometa", "--identity", "key.txt").output
    (home / "kometa" / "config.yml").write_text("spoilt")
    said = typed("restore", str(file), "--identity", "key.txt", "--target", "kometa").output
    assert "is as it was backed up: 3 files" in said
    assert "kometa.before-" in said
    assert things(home / "kometa") == before


def test_what_happened_is_noted_beside_the_configuration(pair: Pair) -> None:
    file = created(pair)
    assert note("last.json") == {"at": note("last.json")["at"], "file": file.name, "ok": True, "problem": ""}
    typed("backup", "drill", "--source", "kometa", "--dest", "out", "--identity", "key.txt")
    assert (note("drill.json")["file"], note("drill.json")["ok"]) == (file.name, True)
    assert datetime.fromisoformat(str(note("drill.json")["at"])).tzinfo is not None


@pytest.mark.needs("root")
def test_what_root_notes_in_another_s_folder_belongs_to_the_other(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the service, which runs as that user, could not write below `halley`."""
    monkeypatch.setenv("HALLEY_NOTIFY", "json://127.0.0.1:9")
    for path in (Path("kometa"), *Path("kometa").rglob("*")):
        os.chown(path, 3000, 3001)
    with pytest.raises(HalleyError):
        typed("backup", "create", "--source", "kometa", "--dest", "out", "--recipient", "age1nobody")
    made = [
        Path("kometa/halley", name) for name in ("backup/last.json", "service/notices.json", "service/.notices.json.lock")
    ]
    for path in (*made, made[0].parent, made[1].parent, Path("kometa/halley")):
        assert (path.stat().st_uid, path.stat().st_gid) == (3000, 3001), path


def test_a_backup_that_fails_is_noted_too(pair: Pair, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["backup", "create", "--source", "kometa", "--dest", "out", "--recipient", "age1nobody"]) == 2
    assert "is no recipient" in capsys.readouterr().err
    assert (note("last.json")["ok"], note("last.json")["file"]) == (False, "")
    assert "age1nobody" in str(note("last.json")["problem"])


def test_a_drill_of_a_spoilt_backup_fails_and_is_noted(pair: Pair, capsys: pytest.CaptureFixture[str]) -> None:
    file = created(pair)
    file.write_bytes(file.read_bytes()[:-5])
    words = ["backup", "drill", "--source", "kometa", "--dest", "out", "--identity", "key.txt", "--scratch", "."]
    assert run(words) == 1
    assert "cut short or altered" in capsys.readouterr().err
    assert (note("drill.json")["file"], note("drill.json")["ok"]) == (file.name, False)
    assert not list(Path().glob("halley-drill-*"))


def test_a_drill_without_a_backup_says_so(pair: Pair, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["backup", "drill", "--source", "kometa", "--dest", "out", "--identity", "key.txt"]) == 1
    assert "there is no backup of kometa" in capsys.readouterr().err
    assert note("drill.json")["ok"] is False


def test_another_s_key_changes_nothing_and_ends_with_two(pair: Pair, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = created(pair)
    a_pair(home, "other.txt")
    before = things(home / "kometa")
    assert run(["restore", str(file), "--identity", "other.txt", "--target", "kometa"]) == 2
    assert "none of the identities" in capsys.readouterr().err
    assert things(home / "kometa") == before


def test_verify_goes_on_behind_a_spoilt_file_and_ends_with_one(pair: Pair, capsys: pytest.CaptureFixture[str]) -> None:
    good, spoilt = created(pair), Path("spoilt.age")
    spoilt.write_bytes(good.read_bytes()[:300])
    assert run(["backup", "verify", str(spoilt), str(good), "--identity", "key.txt"]) == 1
    told = capsys.readouterr()
    assert "spoilt.age" in told.err
    assert "every digest is right" in told.out
    assert run(["backup", "verify", str(spoilt), str(good), "--identity", "key.txt", "--json"]) == 1
    assert [row["ok"] for row in json.loads(capsys.readouterr().out)] == [False, True]


def test_verify_goes_on_behind_a_file_that_is_sealed_for_somebody_else(
    pair: Pair, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = created(pair)
    theirs = created(a_pair(home, "other.txt"))
    assert run(["backup", "verify", str(theirs), str(mine), "--identity", "key.txt"]) == 1
    told = capsys.readouterr()
    assert "none of the identities" in told.err
    assert f"{mine}: 3 files" in told.out


def test_a_folder_stands_for_the_newest_backup_in_it(pair: Pair, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    created(pair)
    (home / "kometa" / "config.yml").write_text("newer")
    file = created(pair)
    said = typed("restore", "out/kometa", "--identity", "key.txt", "--target", "back").output
    assert f"the newest backup in out/kometa is {file.name}" in said
    assert (home / "back" / "config.yml").read_text() == "newer"
    for command in (["backup", "verify", "out"], ["restore", "out", "--target", "back"]):
        assert run([*command, "--identity", "key.txt"]) == 2
        assert "name one of them: out/kometa" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["list", "prune"])
def test_a_folder_of_backups_that_is_not_there_is_no_empty_one(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    for more in ([], ["--name", "kometa"]):
        assert run(["backup", command, "--dest", "mistyped", *more]) == 2
        assert "`mistyped` is no folder of backups" in capsys.readouterr().err


def test_prune_lets_go_what_no_rule_keeps_and_says_first_what_would_go(pair: Pair) -> None:
    file = created(pair)
    for days in range(1, 40):
        at = backup_commands.now() - timedelta(days=days)
        file.with_name(at.strftime("kometa-%Y%m%d-%H%M%S.tar.zst.age")).write_text("old")
    (file.parent / "notes.txt").write_text("mine")
    everything = sorted(file.parent.iterdir())
    said = typed("backup", "prune", "--dest", "out", "--dry-run", "--keep-daily", "3", "--keep-weekly", "0")
    assert "would go" in said.output
    assert sorted(file.parent.iterdir()) == everything
    words = ["backup", "prune", "--dest", "out", "--keep-daily", "3", "--keep-weekly", "0", "--keep-monthly", "0", "--json"]
    rows = json.loads(typed(*words).output)
    assert len([row for row in rows if row["kept_for"]]) == len(list(file.parent.glob("*.age"))) == 3
    assert file.exists()
    assert (file.parent / "notes.txt").exists()


def test_json_says_what_the_words_say(pair: Pair) -> None:
    Path("kometa/link").symlink_to("config.yml")
    words = ["backup", "create", "--source", "kometa", "--dest", "out", "--recipient", pair.recipient, "--json"]
    made = json.loads(typed(*words).output)
    assert (made["files"], made["left_out"]) == (3, {"link": "a link"})
    listed = json.loads(typed("backup", "list", "--dest", "out", "--json").output)
    assert [row["file"] for row in listed] == [made["file"]]
    done = json.loads(typed("restore", made["file"], "--identity", "key.txt", "--target", "kometa", "--json").output)
    assert Path(done["aside"]).is_dir()
    assert done["files"] == 3


def test_what_the_backup_was_made_without_is_named_with_the_command_that_brings_it(pair: Pair) -> None:
    a_home(Path("kometa"), {"assets/one.jpg": b"x", "it's/x.yml": b"", "logs/meta.log": b"x"})
    file = created(pair)
    said = typed("restore", str(file), "--identity", "key.txt", "--target", "kometa").output
    brought = [line.split(": ", 1)[1] for line in said.splitlines() if ": mv " in line]
    assert len(brought) == 2
    for line in brought:
        assert os.system(line) == 0
    assert Path("kometa/assets/one.jpg").exists()
    assert Path("kometa/logs/meta.log").exists()


def test_backups_that_lay_in_the_folder_are_named_with_the_command_that_brings_them_back(pair: Pair, home: Path) -> None:
    """Else who deletes the old folder, as the command says one may, deletes every backup with it."""
    typed("backup", "create", "--source", "kometa", "--dest", "kometa/backups", "--recipient", pair.recipient)
    file = next(Path("kometa/backups/kometa").glob("*.age"))
    said = typed("restore", str(file), "--identity", "key.txt", "--target", "kometa").output
    old = next(home.glob("kometa.before-*"))
    assert f"the backup had no backups; it is there still: mv {old}/backups {home}/kometa/backups" in said


def test_a_journal_that_came_back_is_told_of_without_harm_to_the_one_in_use(pair: Pair, home: Path) -> None:
    """Whoever moved the one into the other would have it one folder too deep, or lose what was done since."""
    a_home(home / "kometa", {"halley/data/journal.db": b"x"})
    words = ["restore", str(created(pair)), "--identity", "key.txt", "--target", "kometa"]
    restored = home / "kometa" / "halley" / "data"
    assert f"`HALLEY_DATA={restored}` uses it there, or move it to {home}/none" in typed(*words).output
    (home / "none").mkdir()
    assert f"the one in use, {home}/none, was left alone" in typed(*words).output
    said = CliRunner().invoke(main_group, words, env={"HALLEY_DATA": str(restored)}, standalone_mode=False)
    assert "Halley's journal" not in said.output


def test_the_folder_of_a_service_that_runs_is_not_taken_from_under_it(
    pair: Pair, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = created(pair)
    words = ["restore", str(file), "--identity", "key.txt", "--target", "kometa"]
    with held(home / "kometa" / "halley" / "service" / "lock"):
        before = things(home / "kometa")
        assert run(words) == 1
        assert "Halley's service runs in kometa" in capsys.readouterr().err
        assert things(home / "kometa") == before
        assert run([*words, "--stop-command", "true", "--start-command", "true"]) == 0
    assert run(words) == 0


@pytest.mark.parametrize("path", ["../elsewhere", "/etc", "a\x1b[31mred"])
def test_no_command_is_told_that_the_archive_thought_up(path: str, pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever knows a recipient can seal an archive for it."""
    file = created(pair, "--assets")
    monkeypatch.setattr("halley.cli.restore.os.path.lexists", lambda _: True)
    checked = Checked(Totals(), Manifest("kometa", "", "", Totals(), {path: "why", "assets": "why"}), frozenset())
    done = Restored(checked, Path("kometa"), Path("kometa.before"), None)
    monkeypatch.setattr("halley.cli.restore.put_back", lambda *_: done)
    said = typed("restore", str(file), "--identity", "key.txt", "--target", "kometa").output
    assert said.count("it is there still") == 1
    assert "mv kometa.before/assets kometa/assets" in said


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["--puid", "3000"], "belong together"),
        (["--service", "a.service", "--stop-command", "x"], "or the two commands"),
        (["--service", "-x"], "is no unit"),
        (["--stop-command", "true"], "one that starts it"),
    ],
    ids=["half an owner", "two services", "an option for a unit", "half a service"],
)
def test_what_cannot_be_meant_is_refused(
    words: list[str], what: str, pair: Pair, capsys: pytest.CaptureFixture[str]
) -> None:
    file = created(pair)
    assert run(["restore", str(file), "--identity", "key.txt", "--target", "kometa", *words]) == 2
    assert what in capsys.readouterr().err


@pytest.mark.needs("root")
def test_the_owner_comes_from_the_environment_of_the_container(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    file = created(pair)
    monkeypatch.setenv("PUID", "3000")
    monkeypatch.setenv("PGID", "3001")
    typed("restore", str(file), "--identity", "key.txt", "--target", "kometa")
    assert (Path("kometa").stat().st_uid, Path("kometa/config.yml").stat().st_gid) == (3000, 3001)
