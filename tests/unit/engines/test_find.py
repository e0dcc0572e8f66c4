"""Kometa is found where it is said to be, and what is no Kometa is told with its remedy."""

import subprocess
import sys
from pathlib import Path

import pytest

from halley.engines.kometa import find_kometa
from halley.errors import EngineMissing

#: Stands for a Python with Kometa's requirements: it says what the real one says.
PYTHON = "#!/bin/sh\necho /usr\necho /usr\necho /usr/lib\necho not-a-folder\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Something that has the shape of a Kometa."""
    home = tmp_path / "kometa"
    (home / "modules").mkdir(parents=True)
    (home / "kometa.py").write_text("print('kometa')\n")
    (home / "VERSION").write_text("2.4.4\n")
    return home


@pytest.fixture
def python(tmp_path: Path) -> Path:
    return script(tmp_path / "python-of-kometa", PYTHON)


def script(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("given", ["kometa", "kometa/kometa.py", "./kometa/../kometa"])
def test_a_folder_or_a_script_is_taken_from_the_working_directory(given: str, home: Path, python: Path) -> None:
    found = find_kometa(Path(given), python, {}, home.parent)
    assert (found.script, found.home, found.version) == (home / "kometa.py", home, "2.4.4")
    assert found.python == python
    assert found.command == (str(python), "-u", str(home / "kometa.py"))


def test_the_environment_says_where_they_are(home: Path, python: Path) -> None:
    environment = {"HALLEY_KOMETA": "kometa", "HALLEY_KOMETA_PYTHON": python.name}
    found = find_kometa(None, None, environment, home.parent)
    assert (found.script, found.python) == (home / "kometa.py", python)


def test_a_flag_goes_before_the_environment(home: Path, python: Path) -> None:
    environment = {"HALLEY_KOMETA": "/absent", "HALLEY_KOMETA_PYTHON": "/absent"}
    assert find_kometa(home, python, environment, home.parent).home == home


def test_the_working_directory_is_looked_into_last(home: Path, python: Path) -> None:
    assert find_kometa(None, python, {}, home).script == home / "kometa.py"


def test_a_bare_name_of_a_python_is_looked_for_on_the_path(home: Path, python: Path) -> None:
    found = find_kometa(home, Path(python.name), {"PATH": str(python.parent)}, home)
    assert found.python == python


def test_the_link_that_an_environment_has_for_its_python_is_not_followed(home: Path, python: Path) -> None:
    link = python.with_name("link")
    link.symlink_to(python)
    assert find_kometa(home, link, {}, home).python == link


def test_what_it_is_made_of_can_be_read(home: Path, python: Path) -> None:
    found = find_kometa(home, python, {}, home)
    assert found.read_paths == (home, Path("/usr"), Path("/usr/lib"), python.parent, python.parent)


def _without(name: str) -> str:
    return f"there is no {name} beside it"


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        ("rm -r modules", "no Kometa: there is no `modules` folder beside it"),
        ("rm VERSION", _without("VERSION")),
        ("true > VERSION", _without("VERSION")),
        ("rm kometa.py", "there is no Kometa at"),
        ("rm -r ../kometa", "there is no Kometa at"),
    ],
)
def test_what_is_no_kometa_is_told(spoil: str, says: str, home: Path, python: Path) -> None:
    subprocess.run(["/bin/sh", "-c", spoil], cwd=home, check=True)
    with pytest.raises(EngineMissing, match=says) as raised:
        find_kometa(home, python, {}, home.parent)
    assert "HALLEY_KOMETA" in str(raised.value)
    assert str(home) in str(raised.value)


def test_a_file_that_is_no_script_is_no_kometa(home: Path, python: Path) -> None:
    with pytest.raises(EngineMissing, match=r"VERSION is no Kometa: it is not kometa\.py"):
        find_kometa(home / "VERSION", python, {}, home)


def test_nothing_anywhere_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("halley.engines.kometa.find._USUAL", ())
    with pytest.raises(EngineMissing, match="no Kometa on this machine"):
        find_kometa(None, None, {}, tmp_path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("#!/bin/sh\necho \"ModuleNotFoundError: No module named 'plexapi'\" >&2\nexit 1\n", "No module named 'plexapi'"),
        ("#!/bin/sh\nexit 3\n", "cannot run Kometa: no message"),
        ("#!/absent/interpreter\n", "cannot be run: No such file"),
        ("", "cannot be run: Exec format error"),
    ],
)
def test_a_python_that_cannot_run_kometa_is_told(text: str, says: str, home: Path, tmp_path: Path) -> None:
    with pytest.raises(EngineMissing, match=says) as raised:
        find_kometa(home, script(tmp_path / "python", text), {}, home)
    assert "--kometa-python" in str(raised.value)


def test_a_python_that_is_not_there_is_told(home: Path) -> None:
    with pytest.raises(EngineMissing, match="/absent/python cannot be run: No such file"):
        find_kometa(home, Path("/absent/python"), {}, home)


@pytest.mark.kometa
def test_real_kometa_is_found_with_its_python(kometa_home: Path, kometa_python: Path) -> None:
    found = find_kometa(kometa_home, kometa_python, {}, Path.cwd())
    assert found.version.startswith("2.")
    assert any((folder / "plexapi").is_dir() for folder in found.read_paths)
    assert sys.executable not in found.command
