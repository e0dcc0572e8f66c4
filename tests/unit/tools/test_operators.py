"""`tools/operators.py` brings what it can, once, and stops nothing where it can't."""

import subprocess
from pathlib import Path

import pytest
from tools import operators


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in place of build/operators, on a machine whose Podman has no Quadlet."""
    monkeypatch.setattr(operators, "FOLDER", tmp_path)
    monkeypatch.setattr(operators, "BIN", tmp_path / "venv/bin")
    monkeypatch.setattr(operators, "STAMP", tmp_path / "lock.sha256")
    monkeypatch.setattr(operators, "OWN_GENERATOR", tmp_path / "quadlet")
    monkeypatch.setattr(operators, "GENERATORS", ())
    return tmp_path


def fails(*command: str | Path, **_: object) -> str:
    raise subprocess.CalledProcessError(1, [str(word) for word in command], stderr="first\nno such host\n")


def test_what_cannot_be_had_is_told_and_stops_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(operators, "run", fails)
    assert operators.main() == 0
    said = capsys.readouterr().err
    assert "Ansible could not be brought; the tests that need it will be skipped. no such host" in said
    assert not (folder / "lock.sha256").exists()


def test_the_second_time_nothing_is_fetched(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[str | Path, ...]] = []

    def run(*command: str | Path, **_: object) -> str:
        calls.append(command)
        return ""

    monkeypatch.setattr(operators, "run", run)
    monkeypatch.setattr(operators, "quadlet", lambda: None)
    assert operators.main() == 0
    first = len(calls)
    (folder / "venv/bin").mkdir(parents=True)
    (folder / "venv/bin/ansible-playbook").touch()
    assert operators.main() == 0
    assert (first, len(calls)) == (2, 2)


def test_a_generator_of_this_machine_is_taken_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "quadlet").touch()
    assert operators.generator() == folder / "quadlet"
    own = folder / "of-this-machine"
    own.touch()
    monkeypatch.setattr(operators, "GENERATORS", (own,))
    assert operators.generator() == own


def test_packages_come_from_where_this_machine_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        operators, "run", lambda *_, **__: "Debian-Security http://a/\nDebian http://b/debian/\nnode http://c/\n"
    )
    assert operators.mirror() == "http://b/debian/"
    monkeypatch.setattr(operators, "run", lambda *_, **__: "node http://c/\n")
    with pytest.raises(OSError, match="no Debian"):
        operators.mirror()
