"""Where steps come from, as an answer tells it: definitions with their places, told from the configuration's folder."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from halley.plans import Origin as PlanOrigin
from halley.plans import Step
from halley.studio.wire.base import Place
from halley.studio.wire.plans import Origin

_PLACE = re.compile(r"(?P<file>.+?)(?::(?P<line>[0-9]{1,9}))?(?::(?P<column>[0-9]{1,9}))?", re.DOTALL)
_MOST = 50
"""Origins of one thing that are told."""


def origins_of(steps: Iterable[Step], configuration: str) -> tuple[Origin, ...]:
    """The origins of steps, each once: definitions where they are known, else the requests."""
    return _together(tuple(dict.fromkeys(step.origin for step in steps)), configuration)


@lru_cache(4096)
def _together(told: tuple[PlanOrigin, ...], configuration: str) -> tuple[Origin, ...]:
    """The same for what is told of steps. A poster and its label, and many posters, have theirs in common."""
    found: dict[Origin, None] = {}
    for one in told:
        found.update(dict.fromkeys(_origins(one, configuration)))
        if len(found) >= _MOST:
            break
    return tuple(found)[:_MOST]


def definitions_of(steps: Iterable[Step]) -> tuple[tuple[str, ...], frozenset[str]]:
    """The names of the definitions that steps come from, in their order, and to be looked up in."""
    return _names(tuple(dict.fromkeys(step.origin for step in steps)))


@lru_cache(4096)
def _names(told: tuple[PlanOrigin, ...]) -> tuple[tuple[str, ...], frozenset[str]]:
    names = tuple(dict.fromkeys(name for one in told for name, _ in one.definitions))
    return names, frozenset(names)


def place_of(where: str, configuration: str) -> Place | None:
    """The place that `file:line:column` means; below the configuration's folder it is told from there."""
    told = _PLACE.fullmatch(where)
    if told is None:
        return None
    file = told["file"].removeprefix(configuration.rpartition("/")[0] + "/")
    return Place(file=file, line=int(told["line"] or 0), column=int(told["column"] or 0))


def _origins(origin: PlanOrigin, configuration: str) -> Iterator[Origin]:
    yield from (_origin(name, where, configuration) for name, where in origin.definitions)
    if not origin.definition and origin.request:
        yield Origin(request=origin.request)


@lru_cache(4096)
def _origin(name: str, where: str, configuration: str) -> Origin:
    place = place_of(where, configuration)
    return Origin(definition=name, places=(place,) if place is not None else ())
