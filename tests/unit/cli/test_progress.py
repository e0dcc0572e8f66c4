"""Progress in a pipe: a line for each stage, then the count now and then."""

import pytest

from halley.cli.progress import Progress


class Clock:
    """Stands still until it is told to go on."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_stage_is_named_once_and_counted_every_ten_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    with Progress(clock=clock) as progress:
        progress("reading Plex")
        for done in range(40):
            clock.now = done
            progress("fetching base artwork", done, 40)
        progress("Kometa is running", 0, 0)
        clock.now += 60
        progress("Kometa is running", 7, 0)
    assert capsys.readouterr().err.splitlines() == [
        "reading Plex ...",
        "fetching base artwork ...",
        "fetching base artwork ... 10 of 40, 30 s left",
        "fetching base artwork ... 20 of 40, 20 s left",
        "fetching base artwork ... 30 of 40, 10 s left",
        "Kometa is running ...",
        "Kometa is running ... 7",
    ]


def test_time_left_is_judged_by_what_was_done_since_the_stage_began(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    with Progress(clock=clock) as progress:
        progress("applying", 800, 1000)
        clock.now = 60
        progress("applying", 850, 1000)
        clock.now = 120
        progress("applying", 1000, 1000)
    assert capsys.readouterr().err.splitlines() == [
        "applying ... 800 of 1000",
        "applying ... 850 of 1000, 3 minutes left",
        "applying ... 1000 of 1000",
    ]


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(quiet=True) as progress:
        progress("reading Plex")
    assert capsys.readouterr().err == ""
