"""Who is not root is told how to read and give back what is another user's."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.backups import Pair, a_backup, a_home

NOBODY = 65534
PROGRAM = """
import os, sys
from halley.cli.main import run
os.setgroups([]); os.setgid(65534); os.setuid(65534)
sys.exit(run(sys.argv[1:]))
"""


def made_in(dest: str, pair: Pair) -> list[str]:
    return ["--source", "source", "--dest", dest, "--recipient", pair.recipient]


def as_nobody(home: Path, *words: str, data: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command as a user who owns nothing; what is imported is imported before."""
    program = "import halley.cli.backup, halley.cli.restore, encodings.idna" + PROGRAM
    known = {name: text for name, text in os.environ.items() if name not in {"PUID", "PGID"}}
    environment = {**known, "HALLEY_DATA": str(data or home / "none"), "TMPDIR": str(home / "tmp")}
    return subprocess.run(
        [sys.executable, "-c", program, *words], cwd=home, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def open_home(home: Path) -> Path:
    """A folder that nobody may work in."""
    for path in [home, *home.parents]:
        if path.stat().st_uid == os.geteuid() and path != Path("/"):
            path.chmod(path.stat().st_mode | 0o011)
    (home / "tmp").mkdir()
    (home / "place").mkdir()
    for name in ("tmp", "place"):
        (home / name).chmod(0o777)
    return home


@pytest.mark.needs("root")
def test_a_file_of_another_user_ends_the_backup_with_a_hint(open_home: Path, pair: Pair) -> None:
    source = a_home(open_home / "source")
    (source / "config.yml").chmod(0o600)
    words = ["--source", "source", "--dest", "place", "--recipient", pair.recipient]
    done = as_nobody(open_home, "backup", "create", *words)
    assert done.returncode == 1
    assert "config.yml cannot be read: Permission denied; no backup was made" in done.stderr
    assert "podman unshare halley backup create" in done.stderr
    assert not list((open_home / "place").rglob("*.age"))


@pytest.mark.needs("root")
@pytest.mark.parametrize("path", ["source/fonts", "source/fonts/deep", "journal"])
def test_a_folder_that_may_not_be_opened_is_told_with_its_whole_path(path: str, open_home: Path, pair: Pair) -> None:
    (a_home(open_home / "source") / "fonts" / "deep").mkdir()
    a_home(open_home / "journal", {"journal.db": b""})
    (open_home / path).chmod(0o700)
    done = as_nobody(open_home, "backup", "create", *made_in("place", pair), data=open_home / "journal")
    assert done.returncode == 1
    assert f"halley: {open_home / path} cannot be read: Permission denied; no backup was made" in done.stderr


@pytest.mark.needs("root")
def test_a_journal_that_may_not_be_looked_for_ends_the_backup_and_not_by_the_name_of_its_folder(
    open_home: Path, pair: Pair
) -> None:
    """As for who became another user with root's HOME."""
    a_home(open_home / "source")
    (open_home / "closed").mkdir(mode=0o700)
    done = as_nobody(open_home, "backup", "create", *made_in("place", pair), data=open_home / "closed" / "halley")
    assert done.returncode == 1
    assert "closed/halley cannot be looked for: Permission denied; no backup was made" in done.stderr
    assert "--no-journal" in done.stderr


@pytest.mark.needs("root")
def test_what_was_another_user_s_comes_back_as_ours_with_the_command_that_gives_it_back(open_home: Path, pair: Pair) -> None:
    source = a_home(open_home / "source")
    for path in [source, *source.rglob("*")]:
        os.chown(path, 3000, 3000)
    file = shutil.copy(a_backup(source, open_home / "out", pair).backup.path, open_home / "file.age")
    shutil.copy(pair.file, open_home / "key.txt")
    for path in (Path(file), open_home / "key.txt"):
        path.chmod(0o644)
    done = as_nobody(open_home, "restore", "file.age", "--identity", "key.txt", "--target", "place/kometa")
    assert done.returncode == 0, done.stderr
    assert f"podman unshare chown -R 3000:3000 {open_home}/place/kometa" in done.stdout
    assert (open_home / "place" / "kometa" / "config.yml").stat().st_uid == NOBODY


@pytest.mark.needs("root")
def test_a_folder_that_may_not_be_replaced_stays_and_there_is_a_hint(open_home: Path, pair: Pair) -> None:
    file = shutil.copy(a_backup(a_home(open_home / "source"), open_home / "out", pair).backup.path, open_home / "file.age")
    shutil.copy(pair.file, open_home / "key.txt")
    for path in (Path(file), open_home / "key.txt"):
        path.chmod(0o644)
    a_home(open_home / "closed" / "kometa")
    done = as_nobody(open_home, "restore", "file.age", "--identity", "key.txt", "--target", "closed/kometa")
    assert done.returncode == 1
    assert "nothing was changed" in done.stderr
    assert "podman unshare halley restore" in done.stderr


@pytest.mark.needs("root")
def test_locked_folders_are_taken_away_and_links_in_them_lead_nowhere(open_home: Path) -> None:
    """After a service that wrote into what was restored, before that was taken back."""
    place = open_home / "place" / "new"
    a_home(place / "locked" / "inner", {"file": b""})
    a_home(open_home / "elsewhere", {"file": b""})
    (place / "locked" / "link").symlink_to(open_home / "elsewhere")
    for path in [*place.rglob("*"), place, open_home / "elsewhere"]:
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    for path in (place / "locked" / "inner", place / "locked", open_home / "elsewhere"):
        path.chmod(0)
    program = f"import pathlib\nfrom halley.backup.swap import remove\nimport os\nos.setuid({NOBODY})\n"
    subprocess.run([sys.executable, "-c", f"{program}remove(pathlib.Path({str(place)!r}))"], check=True)
    assert not place.exists()
    assert (open_home / "elsewhere").stat().st_mode & 0o777 == 0
    assert (open_home / "elsewhere" / "file").exists()


@pytest.mark.needs("root")
@pytest.mark.needs("unshare")
def test_owners_that_a_user_namespace_does_not_have_are_told_with_what_to_do(open_home: Path, pair: Pair) -> None:
    source = a_home(open_home / "source")
    for path in [source, *source.rglob("*")]:
        os.chown(path, 3000, 3000)
    file = a_backup(source, open_home / "out", pair).backup.path
    words = ["restore", str(file), "--identity", str(pair.file), "--target", str(open_home / "place" / "kometa")]
    command = ["unshare", "--user", "--map-root-user", sys.executable, "-m", "halley.cli", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "nothing was changed" in done.stderr
    assert "`--puid` and `--pgid` name others" in done.stderr
    assert not list((open_home / "place").iterdir())
    done = subprocess.run([*command, "--puid", "0", "--pgid", "0"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
