"""Unit files that could not be looked at."""

from collections.abc import Iterator

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, warning


def _judge(facts: Facts) -> Iterator[Finding]:
    for told in facts.unread:
        yield warning(
            told,
            "what is wrong in it is not found",
            "give `--service-file` a unit, a Compose file or a script that can be read",
        )


CHECK = Check("units", "whether the unit files, Compose files and logs that were named can be read", _judge)
