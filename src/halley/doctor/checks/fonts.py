"""Fonts that overlays name and that are not there, and what their letters are laid out with."""

from collections.abc import Iterator

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, error, good, warning


def _judge(facts: Facts) -> Iterator[Finding]:
    missing = facts.mistakes.fonts if facts.mistakes is not None else ()
    if missing:
        more = f" (and {len(missing) - 1} more)" if len(missing) > 1 else ""
        yield error(
            f"{missing[0]}{more}",
            "Kometa leaves out an overlay whose font it does not find",
            "put the file below the configuration's folder and give its path, or name a font that comes with Kometa",
        )
    if facts.has_raqm is False:
        yield warning(
            "this machine has no FriBiDi (libfribidi.so.0), so texts are laid out without kerning",
            "letters stand a pixel or two elsewhere than where Kometa's own image puts them",
            "install libfribidi0 (Debian) or fribidi (Fedora, Alpine)",
        )
    elif not missing and facts.has_raqm:
        yield good("fonts are there, and texts are laid out as Kometa's own image does it")


CHECK = Check("fonts", "fonts that overlay files name and that are not there, and FriBiDi, which lays texts out", _judge)
