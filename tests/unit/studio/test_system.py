"""How the studio is, over HTTP, and what the doctor finds of a configuration."""

import os

import pytest

from halley import __version__
from halley.doctor.checks import room
from halley.studio.reading.runs import Runs
from tests.support.reading import Reading


def test_health_says_what_is_taken_and_what_is_free(reading: Reading) -> None:
    told = reading.get("/system/health")
    assert told["version"] == __version__
    assert told["uptime_s"] > 0
    assert told["disk_free"] > 1_000_000
    assert told["is_service"] is False
    jobs = sum(os.lstat(one).st_size for one in reading.jobs.rglob("*") if one.is_file())
    assert 0 < Runs(reading.desk).room().jobs <= jobs


def test_a_run_takes_room(reading: Reading) -> None:
    reading.copy_plan("room", "demo")
    reading.undo(reading.apply("room", [9, 10]).run)
    room = Runs(reading.desk).room()
    images = list((Runs(reading.desk).data / "images").iterdir())
    assert room.journal > 0
    assert (room.picture_count, room.pictures) == (len(images), sum(one.stat().st_size for one in images))


def test_of_a_good_configuration_everything_is_good(reading: Reading) -> None:
    found = reading.get("/system/doctor")
    assert {one["severity"] for one in found if one["check"] != "kometa"} == {"good"}
    of_server = {"reach", "token", "rights", "identity", "address", "version", "libraries", "clock", "overlays", "searches"}
    of_machine = {"configuration", "tmdb", "fonts", "kometa", "owner", "lock", "room", "runs"}
    assert {one["check"] for one in found} - {"originals", "uploads"} == of_server | of_machine
    (engine,) = [one for one in found if one["check"] == "kometa"]
    assert (engine["seen"], engine["severity"]) == ("there is no Kometa on this machine", "note")
    assert "HALLEY_KOMETA" in engine["mend"]
    assert "Movies: 10 distinct searches of 22 definitions, 10 answered the same" in [one["seen"] for one in found]
    without = reading.get("/system/doctor", params={"configuration": reading.id, "searches": False})
    assert [one for one in found if one["check"] != "searches"] == without


@pytest.mark.parametrize(
    ("was", "becomes", "check"),
    [
        ("token: ", "token: wrong-", "token"),
        ("http://127.0.0.1:", "http://127.0.0.9:", "reach"),
        ("  Shows:", "  Sows:", "libraries"),
        ("overlay_files:", "overlay_fills:", "configuration"),
    ],
)
def test_what_is_wrong_is_said_with_why_and_what_mends_it(reading: Reading, was: str, becomes: str, check: str) -> None:
    text = reading.config.read_text()
    assert was in text
    try:
        reading.config.write_text(text.replace(was, becomes, 1))
        found = reading.get("/system/doctor", params={"searches": False})
    finally:
        reading.config.write_text(text)
    (wrong,) = [one for one in found if one["check"] == check and one["severity"] == "error"]
    assert wrong["why"]
    assert wrong["mend"]


def test_a_disk_that_fills_up_is_said(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_LITTLE", 10**18)
    found = reading.get("/system/doctor", params={"searches": False})
    assert [one["severity"] for one in found if one["check"] == "room"] == ["warning"]


def test_a_configuration_that_nobody_knows_is_not_there(reading: Reading) -> None:
    assert reading.ask.get("/system/doctor", params={"configuration": "nobody"}).status_code == 404
