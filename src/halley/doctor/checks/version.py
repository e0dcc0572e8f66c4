"""Whether Plex is new enough."""

from collections.abc import Iterator

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, good, warning

_OLDEST = (1, 32)
"""The first version whose answers Halley was written against; older ones may say less."""


def _judge(facts: Facts) -> Iterator[Finding]:
    server = facts.answer.server if facts.answer is not None else None
    if server is None:
        return
    version = server.attributes.get("version", "")
    if (number := _number(version)) is not None and number < _OLDEST:
        yield warning(f"Plex {version} is old", "it may not answer what Kometa asks", "update Plex")
    else:
        yield good(f"Plex {version or 'of an unknown version'}")


def _number(version: str) -> tuple[int, ...] | None:
    parts = version.split(".")[:2]
    return tuple(int(one) for one in parts) if len(parts) == 2 and all(one.isdecimal() for one in parts) else None


CHECK = Check("version", "the version of Plex", _judge)
