"""The log: lines for people or for machines, with rotation and without secrets."""

import json
import logging
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest

from halley.secrets import Redactor, Secret
from halley.service.log import LOG, Veil, begin_log


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level, raises = list(root.handlers), root.level, logging.raiseExceptions
    yield
    for one in root.handlers:
        if one not in handlers:
            one.close()
    root.handlers[:], logging.raiseExceptions = handlers, raises
    root.setLevel(level)


def lines(folder: Path) -> list[str]:
    return (folder / "halley.log").read_text().splitlines()


def test_a_line_has_a_moment_a_level_and_words(tmp_path: Path) -> None:
    begin_log(tmp_path, "human", Veil(), is_verbose=False)
    LOG.info("Run %s: apply", "20260115-060000-9f3c")
    LOG.warning("one\ntwo")
    LOG.debug("nobody reads this")
    found = lines(tmp_path)
    assert [one[20:] for one in found] == ["INFO  Run 20260115-060000-9f3c: apply", "WARN  one", "WARN  two"]


def test_json_is_a_line_a_record_with_the_run_it_is_about(tmp_path: Path) -> None:
    begin_log(tmp_path, "json", Veil(), is_verbose=True)
    LOG.error("one\ntwo", extra={"run": "r1"})
    (row,) = map(json.loads, lines(tmp_path))
    assert (row["level"], row["text"], row["run"]) == ("error", "one\ntwo", "r1")
    assert row["at"].endswith("Z")


def test_no_secret_comes_into_it_by_words_tracebacks_or_addresses(tmp_path: Path) -> None:
    veil = Veil()
    begin_log(tmp_path, "human", veil, is_verbose=True)
    veil.hide(Redactor((Secret("the-token-of-plex"),)))
    veil.hide(Redactor((Secret("another secret"),)))
    LOG.info("the-token-of-plex and another%20secret")
    LOG.info("http://plex/x?X-Plex-Token=abcdefgh1234&y=1")
    try:
        int("the-token-of-plex")
    except ValueError:
        LOG.exception("it failed")
    text = (tmp_path / "halley.log").read_text()
    for secret in ("the-token-of-plex", "another%20secret", "abcdefgh1234"):
        assert secret not in text
    assert "Traceback" in text


def test_a_log_that_is_full_is_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("halley.service.log._LARGEST", 500)
    begin_log(tmp_path, "human", Veil(), is_verbose=False)
    for number in range(200):
        LOG.info("line %d", number)
    found = sorted(one.name for one in tmp_path.iterdir())
    assert len(found) == 10
    assert all(one.stat().st_size <= 500 for one in tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_leaves_the_other_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    begin_log(tmp_path / "file", "human", Veil(), is_verbose=False)
    LOG.info("here")
    assert not any(isinstance(one, RotatingFileHandler) for one in logging.getLogger().handlers)
    assert "there is no log but this one" in capsys.readouterr().out
