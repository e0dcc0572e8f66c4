"""What the log says of a run, in the forms that Kometa prints."""

import pytest

from halley.engines.kometa import LogReader

BAR = "|" + "=" * 100 + "|"
BEGIN = [BAR, "|                Starting Run                |", BAR]
END = [BAR, "|                Finished Run                |", "|      Version: 2.4.4      |", BAR]
TRACE = [
    "| Traceback (most recent call last):      |",
    '|   File "modules/overlay.py", line 3, in x |',
    "|     raise OverlayError()                |",
    "|           ^^^^^^^^^^^^^                 |",
    "| modules.util.OverlayError: Overlay Error: No picture |",
]


def table(kind: str, *messages: str) -> list[str]:
    rows = [f"|     1 | {message}        |" for message in messages]
    return [f"|======== {kind} Summary ========|", "| Count | Message  |", "|=======|==============|", *rows]


def told(*lines: str) -> LogReader:
    reader = LogReader()
    for line in lines:
        reader.read(line)
    return reader


def test_a_whole_run_is_a_success() -> None:
    reader = told(*BEGIN, "| Movies Library |", *END)
    assert (reader.started, reader.finished, reader.failure) == (True, True, "")


@pytest.mark.parametrize("which", ["Starting 05:00 Run", "Starting Test Run", "Starting Collections Run"])
def test_each_kind_of_run_begins(which: str) -> None:
    assert told(f"|      {which}      |").started


@pytest.mark.parametrize("line", ["| Starting up to Run |", "| Not Starting Run |", "| Overlays Run Time: 0:00:00 |"])
def test_words_that_look_alike_are_no_mark(line: str) -> None:
    reader = told(line)
    assert not reader.started
    assert not reader.finished


def test_errors_are_known_while_they_come_and_told_once() -> None:
    reader = told(*BEGIN, "| Overlay Error: No picture    |", *table("Error", "Overlay Error: No picture"), *END)
    assert reader.errors == ["Overlay Error: No picture"]
    assert reader.failure == ""


def test_the_table_knows_better_than_first_words_what_was_an_error() -> None:
    debug = "| Trakt Error: (404) Not Found |"
    assert told(*BEGIN, debug, *table("Error", "Input Failed"), *END).errors == ["Input Failed"]
    assert told(*BEGIN, debug, *END).errors == []
    assert told(*BEGIN, debug).errors == ["Trakt Error: (404) Not Found"]


def test_a_traceback_of_one_overlay_is_an_error_and_not_the_end() -> None:
    reader = told(*BEGIN, *TRACE, "| Overlay Error: No picture  |", *table("Error", "Overlay Error: No picture"), *END)
    assert (reader.errors, reader.criticals, reader.failure) == (["Overlay Error: No picture"], [], "")


def test_a_critical_message_is_the_end_though_the_run_finished() -> None:
    reader = told(
        *BEGIN,
        "| Plex Error: Plex Library 'Filme' not found. |",
        "| Config Error: No libraries were found in config |",
        *table("Warning", "Config Warning: x"),
        *table("Error", "Plex Error: Plex Library 'Filme' not found."),
        *table("Critical", "Config Error: No libraries were found in config"),
        *END,
    )
    assert reader.criticals == ["Config Error: No libraries were found in config"]
    assert reader.failure == (
        "Kometa stopped: Config Error: No libraries were found in config (Plex Error: Plex Library 'Filme' not found.)"
    )


def test_the_critical_table_tells_what_has_no_sign_of_its_own() -> None:
    reader = told(*BEGIN, *table("Critical", "argument of type 'NoneType' is not iterable"), *END)
    assert reader.failure == "Kometa stopped: argument of type 'NoneType' is not iterable"


def test_warnings_are_no_errors() -> None:
    reader = told(*BEGIN, "| Config Warning: x not found |", *table("Warning", "Convert Warning: No TMDb ID Error: x"), *END)
    assert (reader.errors, reader.criticals) == ([], [])


def test_a_run_that_breaks_off_says_with_what() -> None:
    assert told(*BEGIN, *TRACE).failure == (
        "Kometa did not finish its run: modules.util.OverlayError: Overlay Error: No picture"
    )


def test_a_crash_before_the_run_says_with_what() -> None:
    raw = [
        "Traceback (most recent call last):",
        '  File "kometa.py", line 1',
        "    import x",
        "ModuleNotFoundError: No module named 'x'",
    ]
    assert told(*raw).failure == "Kometa never began its run: ModuleNotFoundError: No module named 'x'"


def test_lines_of_the_log_file_are_read_by_their_level() -> None:
    place = "[2026-11-24 15:15:08,055] [kometa.py:292]             "
    reader = told(
        f"{place}[INFO]     |   Starting Run   |", f"{place}[CRITICAL] | it broke     |", f"{place}[ERROR]    | oh   |"
    )
    assert (reader.started, reader.criticals, reader.errors) == (True, ["it broke"], ["oh"])


def test_messages_without_end_are_bounded() -> None:
    reader = told(*(f"| Plex Error: {number} {'x' * 9000} |" for number in range(1000)))
    assert len(reader.errors) == 200
    assert max(map(len, reader.errors)) == 500
