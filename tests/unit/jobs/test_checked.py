"""What is checked and drawn in an editor is of the files that a plan would take."""

from pathlib import Path

import pytest

from halley.engines.kometa import find_script
from halley.jobs.checked import home_of_kometa


def test_a_kometa_that_a_plan_finds_by_itself_is_found_for_checks_and_drawings_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kometa.py").touch()
    monkeypatch.setattr("halley.engines.kometa.find._USUAL", (tmp_path / "kometa.py",))
    assert home_of_kometa(None, {}) == find_script(None, {}, Path.cwd()).parent == tmp_path


def test_where_there_is_no_kometa_none_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("halley.engines.kometa.find._USUAL", ())
    monkeypatch.chdir(tmp_path)
    assert home_of_kometa(None, {}) is None
