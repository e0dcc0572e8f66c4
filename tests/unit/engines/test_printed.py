"""What an engine prints becomes lines, whatever it is cut into, and holds no secret."""

import io

from hypothesis import given
from hypothesis import strategies as st

from halley.engines.kometa.log import LogReader
from halley.engines.kometa.printed import LONGEST_LINE, Printed
from halley.secrets import MASK, Redactor, Secret

TOKEN = "the-token-that-nobody-may-see"


def heard(*chunks: bytes, secrets: tuple[str, ...] = (), limit: int = 10**9) -> tuple[list[str], str]:
    """The lines that were heard, and the log."""
    lines: list[str] = []
    file = io.BytesIO()
    printed = Printed(file, Redactor(map(Secret, secrets)), LogReader(), lines.append, limit=limit)
    for chunk in chunks:
        printed.take(chunk)
    printed.close()
    return lines, file.getvalue().decode()


@given(st.lists(st.text(st.characters(exclude_characters="\r\n", codec="utf-8"), min_size=1)), st.data())
def test_lines_are_the_same_however_they_arrive(rows: list[str], data: st.DataObject) -> None:
    whole = "".join(f"{row}\n" for row in rows).encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=6)))
    chunks = [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    assert heard(*chunks)[0] == rows


@given(st.integers(0, 2 * LONGEST_LINE + 60), st.integers(1, 70_000), st.sampled_from(["", "\n", "\r", " "]))
def test_no_secret_is_shown_in_halves(before: int, size: int, after: str) -> None:
    whole = ("x" * before + TOKEN + after + "y" * LONGEST_LINE).encode()
    lines, log = heard(*(whole[at : at + size] for at in range(0, len(whole), size)), secrets=(TOKEN,))
    assert "".join(lines).count(MASK) == 1
    assert set("".join(lines)) <= set(f"xy {MASK}")
    assert set(log) <= set(f"xy {MASK}\n")


def test_lines_without_end_are_cut() -> None:
    lines, _ = heard(*[b"z" * 50_000] * 4, secrets=(TOKEN,))
    assert sum(map(len, lines)) == 200_000
    assert max(map(len, lines)) == LONGEST_LINE


def test_what_is_no_utf_8_becomes_replacement_signs() -> None:
    assert heard(b"caf\xe9 \xff\n")[0] == ["caf\N{REPLACEMENT CHARACTER} \N{REPLACEMENT CHARACTER}"]
    assert heard("é".encode()[:1], "é".encode()[1:])[0] == ["é"]
    assert heard("é".encode()[:1])[0] == ["\N{REPLACEMENT CHARACTER}"]


def test_windows_line_ends_and_progress_make_no_empty_lines() -> None:
    assert heard(b"a\r\nb\r", b"\nc\r      \rd\n\ne")[0] == ["a", "b", "c", "d", "", "e"]


def test_a_log_stops_growing_but_lines_are_still_heard() -> None:
    lines, log = heard(b"12345\n" * 10, limit=20)
    assert len(lines) == 10
    assert log.startswith("12345\n12345\n12345\n... the log is cut here")
    assert log.count("\n") == 4
