"""Variables of a container that do not stand in its own file: in files of variables, and in who starts it.

What nobody here can know keeps a `$`: it is looked at no further.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from halley.config.secrets import dotenv
from halley.doctor.gathering.reachable import is_file
from halley.doctor.services import HERE, KEPT, UNKNOWN

_PLACE = re.compile(r"\$(?:(?P<dollar>\$)|(?P<bare>\w+)|\{(?P<name>\w+)(?:(?P<how>:?[-+?])(?P<other>[^{}]*))?\})")


def of_files(paths: Iterable[Path]) -> dict[str, str]:
    """What files of variables say of those that are kept; all of them are unknown where one cannot be read."""
    found: dict[str, str] = {}
    for path in paths:
        read = dotenv(path) if is_file(path) else {}
        found |= read or dict.fromkeys(KEPT, UNKNOWN)
    return {name: value for name, value in found.items() if name in KEPT}


def of_zone(told: str) -> dict[str, str]:
    """The variable that Podman sets for a zone that is told by an option of its own; none where none is."""
    return {"TZ": HERE if told == "local" else told} if told else {}


def filled(text: str, known: Mapping[str, str]) -> str:
    """A text of Compose with variables in it, as `${TZ}` or `${TZ:-UTC}`; those that are not known stay as they are."""

    def value(place: re.Match[str]) -> str:
        if place["dollar"]:
            return "$"
        told, how, other = known.get(place["bare"] or place["name"]), place["how"] or "", place["other"] or ""
        is_there = told is not None and (bool(told) or not how.startswith(":"))
        if how.endswith("+"):
            return other if is_there else ""
        if told is not None and is_there:
            return told
        return other if how.endswith("-") else place[0]

    return _PLACE.sub(value, text)
