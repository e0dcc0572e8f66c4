"""The doctor goes round: errors are told once, and that they are gone."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from halley.doctor.finding import Finding
from halley.notices import Telling, Trouble
from halley.service import rounds
from halley.service.settings import Flags, settings_of

BROKEN = Finding("error", "Plex refuses the token", "no run can work", "set a new one", check="token")


class Heard:
    """Remembers what stands."""

    def __init__(self) -> None:
        self.stood: list[tuple[str, list[str]]] = []

    async def tell(self, notice: Telling) -> None:
        raise AssertionError("a round tells of what stands")

    async def standing(self, group: str, troubles: Iterable[Trouble]) -> None:
        self.stood.append((group, [one.name for one in troubles]))


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.yml"
    path.write_text("plex: {url: http://127.0.0.1:9, token: abcdefgh}\nlibraries: {Movies: {}}\n")
    return path


async def test_errors_of_the_doctor_stand_until_they_are_gone(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [[BROKEN], []]

    async def examined(_: object) -> list[Finding]:
        return found.pop(0)

    monkeypatch.setattr(rounds, "examine", examined)
    heard, settings = Heard(), settings_of(Flags(config), {"KOMETA_TIMES": "06:00"})
    await rounds.go_round(settings, heard)
    await rounds.go_round(settings, heard)
    assert heard.stood == [("doctor", ["token"]), ("doctor", [])]


async def test_a_doctor_that_breaks_ends_no_service(
    config: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(_: object) -> list[Finding]:
        raise RuntimeError("abcdefgh")

    monkeypatch.setattr(rounds, "examine", broken)
    heard = Heard()
    await rounds.go_round(settings_of(Flags(config), {"KOMETA_TIMES": "06:00"}), heard)
    assert heard.stood == []
    assert "came to no end" in caplog.text
    assert "abcdefgh" not in caplog.text


async def test_the_real_doctor_finds_a_server_that_is_not_there(config: Path) -> None:
    heard = Heard()
    await rounds.go_round(settings_of(Flags(config), {"KOMETA_TIMES": "06:00"}), heard)
    ((group, names),) = heard.stood
    assert group == "doctor"
    assert "reach" in names
