"""Where steps come from, as an answer tells it: definitions with their places, told from the configuration's folder."""

import re
from collections.abc import Iterable, Iterator

from halley.plans import Origin as PlanOrigin
from halley.plans import Step
from halley.studio.wire.base import Place
from halley.studio.wire.plans import Origin

_PLACE = re.compile(r"(?P<file>.+?)(?::(?P<line>[0-9]{1,9}))?(?::(?P<column>[0-9]{1,9}))?", re.DOTALL)
_MOST = 50
"""Origins of one thing that are told."""


def origins_of(steps: Iterable[Step], configuration: str) -> tuple[Origin, ...]:
    """The origins of steps, each once: definitions where they are known, else the requests."""
    found: dict[Origin, None] = {}
    seen: set[PlanOrigin] = set()
    for step in steps:
        if step.origin not in seen:
            seen.add(step.origin)
            found.update(dict.fromkeys(_told(step.origin, configuration)))
        if len(found) >= _MOST:
            break
    return tuple(found)[:_MOST]


def place_of(where: str, configuration: str) -> Place | None:
    """The place that `file:line:column` means; below the configuration's folder it is told from there."""
    told = _PLACE.fullmatch(where)
    if told is None:
        return None
    file = told["file"].removeprefix(configuration.rpartition("/")[0] + "/")
    return Place(file=file, line=int(told["line"] or 0), column=int(told["column"] or 0))


def _told(origin: PlanOrigin, configuration: str) -> Iterator[Origin]:
    for name, where in origin.definitions:
        place = place_of(where, configuration)
        yield Origin(definition=name, places=(place,) if place is not None else ())
    if not origin.definition and origin.request:
        yield Origin(request=origin.request)
