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
        "fetching base artwork ... 10 of 40",
        "fetching base artwork ... 20 of 40",
        "fetching base artwork ... 30 of 40",
        "Kometa is running ...",
        "Kometa is running ... 7",
    ]


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(quiet=True) as progress:
        progress("reading Plex")
    assert capsys.readouterr().err == ""
