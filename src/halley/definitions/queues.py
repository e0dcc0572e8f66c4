"""Queues: named lists of places (spec, overlays 3). Each place inherits what it does not say from the one before it.

A queue's `settings: default` also become variables of the file, and of later files of the same block; a limit found in the
settings of one queue stays in force for the following ones. Both are Kometa's, and default files rely on the first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from halley.definitions.attributes import integer
from halley.definitions.conditions import is_true, matches
from halley.definitions.coordinates import HORIZONTAL, VERTICAL, read_place
from halley.definitions.problems import Costs, Problems, Refused, shown, suggestion
from halley.location import Located, Location, Scalar
from halley.overlays.model import Place, Queue

COORDINATES: Final = ("horizontal_align", "vertical_align", "horizontal_offset", "vertical_offset")
SETTINGS = frozenset({"default", "conditionals", "position", "overlay_limit", "dynamic_position"})
DYNAMIC: Final = (
    "initial_vertical_align",
    "initial_horizontal_align",
    "initial_vertical_offset",
    "initial_horizontal_offset",
    "vertical_spacing",
    "horizontal_spacing",
    "surround",
)
_MOST_PLACES = 20
_LIMIT, _POSITION = "overlay_limit", "position"


@dataclass(slots=True)
class _Reading:
    """What the queues of one file share while they are read, in order."""

    variables: dict[Scalar, Located]
    problems: Problems
    limit: int | None = None


def read_queues(queues: Mapping[Scalar, Located], variables: dict[Scalar, Located], problems: Problems) -> dict[str, Queue]:
    """The queues of a file by name. Adds their defaults to `variables`. Raises Refused where the file cannot be used."""
    reading = _Reading(variables, problems)
    if _LIMIT in variables:
        reading.limit = _read_limit(variables[_LIMIT], problems)
    return {str(name): _QueueReading(str(name), queue, reading).read() for name, queue in queues.items()}


def _read_limit(value: Located, problems: Problems) -> int:
    found = integer(value)
    if found is not None and found >= 0:
        return found
    told = f"{shown(value)} is not a whole number of 0 or more"
    problems.warning(told, value.at, Costs.VALUE, "Kometa takes 0, which is no limit")
    return 0


@dataclass(slots=True)
class _QueueReading:
    """One queue while it is read. `values` are the start values of places, and what conditionals decide."""

    name: str
    queue: Located
    reading: _Reading
    values: dict[Scalar, Located] = field(default_factory=dict)

    def read(self) -> Queue:
        self.values = {name: Located(None, self.queue.at) for name in COORDINATES}
        requested = self._requested()
        settings = self.queue.entries.get("settings")
        if settings is not None and settings and settings.is_mapping:
            requested = self._read_settings(settings, requested)
        return Queue(self.name, self._places(self._list(requested)))

    def _requested(self) -> Located | None:
        variables = self.reading.variables
        given = (variables.get(f"{_POSITION}_{self.name}"), variables.get(_POSITION))
        return next((one for one in given if one is not None and one), None)

    def _read_settings(self, settings: Located, requested: Located | None) -> Located | None:
        """Take over what settings say. Returns the requested position, which may come from them."""
        given, reading = settings.entries, self.reading
        for key, value in given.items():
            if key not in SETTINGS:
                told = f"`{key}` is no setting of a queue{suggestion(str(key), SETTINGS)}"
                reading.problems.error(told, value.at, Costs.NOTHING)
        if requested is None:
            requested = given.get(_POSITION)
        if _LIMIT in given and reading.limit is None:
            reading.limit = _read_limit(given[_LIMIT], reading.problems)
        if "default" in given:
            if not given["default"].is_mapping:
                raise Refused(
                    f"`default:` of a queue should be a mapping, found {shown(given['default'])}", given["default"].at
                )
            for name, value in given["default"].entries.items():
                self.values[name] = value
                reading.variables.setdefault(name, value)
        if "conditionals" in given:
            self._decide(given["conditionals"])
        dynamic = given.get("dynamic_position")
        if dynamic is not None and dynamic and dynamic.is_mapping and not requested:
            return _dynamic_places(self._dynamic(dynamic), dynamic.at)
        return requested

    def _decide(self, conditionals: Located) -> None:
        if not conditionals or not conditionals.is_mapping:
            raise Refused(f"`conditionals:` of the queue `{self.name}` should be a mapping", conditionals.at)
        for name, conditional in conditionals.entries.items():
            self.values[name] = self._outcome(str(name), conditional)

    def _outcome(self, name: str, conditional: Located) -> Located:
        if not conditional.is_mapping:
            raise Refused(f"the conditional `{name}` should hold `default:` and `conditions:`", conditional.at)
        for key in ("default", "conditions"):
            if key not in conditional.entries:
                raise Refused(f"the conditional `{name}` of a queue has no `{key}:`", conditional.at, "a queue needs both")
        conditions = conditional.entries["conditions"]
        if not conditions.is_list and not conditions.is_mapping:
            raise Refused(f"the `conditions:` of `{name}` should be a list of mappings", conditions.at)
        for condition in conditions.items if conditions.is_list else (conditions,):
            if not condition.is_mapping:
                raise Refused(f"each condition of `{name}` should be a mapping", condition.at)
            if "value" not in condition.entries:
                raise Refused(f"a condition of `{name}` has no `value:`", condition.at)
            if all(self._holds(key, one) for key, one in condition.entries.items() if key != "value"):
                return condition.entries["value"]
        return conditional.entries["default"]

    def _holds(self, key: Scalar, expected: Located) -> bool:
        """A test of a queue: it sees the file's variables only, and what is blank does not exist."""
        variables = self.reading.variables
        if not isinstance(key, str):
            raise Refused(f"{shown(key)} is tested, which is no name of a variable", expected.at, "put it in quotes")
        if key.endswith(".exists"):
            found = variables.get(key.removesuffix(".exists"))
            return is_true(expected, key, self.reading.problems) == (found is not None and bool(found))
        if key.endswith(".not"):
            # Kometa looks for a variable that is really called so, and crashes where there is none.
            if key not in variables:
                hint = "test the variable itself, and put what is left into `default:`"
                raise Refused(f"`{key}` does not work in a queue", expected.at, hint)
            return not matches(variables[key], expected)
        return key in variables and matches(variables[key], expected)

    def _dynamic(self, settings: Located) -> dict[str, Located]:
        for key, value in settings.entries.items():
            if key not in DYNAMIC:
                told = f"`{key}` is no part of `dynamic_position`{suggestion(str(key), DYNAMIC)}"
                self.reading.problems.error(told, value.at, Costs.NOTHING)
        problems = self.reading.problems
        given: dict[str, Located | None] = {}
        for name in DYNAMIC:
            said = settings.entries.get(name)
            given[name] = Located(self._with_values(str(said)), said.at) if said is not None else None
        return {
            "vertical_align": _align(given["initial_vertical_align"], VERTICAL, "top", settings.at, problems),
            "horizontal_align": _align(given["initial_horizontal_align"], HORIZONTAL, "left", settings.at, problems),
            **{name.removeprefix("initial_"): _whole(given[name], settings.at, problems) for name in DYNAMIC[2:6]},
            "surround": Located(
                is_true(given["surround"], "surround", problems) if given["surround"] is not None else False, settings.at
            ),
        }

    def _with_values(self, text: str) -> str:
        """Two rounds over the file's variables, then two over the queue's values."""
        variables = self.reading.variables
        for values in (variables, variables, self.values, self.values):
            for name, value in values.items():
                if f"<<{name}>>" in text:
                    text = text.replace(f"<<{name}>>", str(value))
        return text

    def _list(self, requested: Located | None) -> Located:
        """The list of places that is used."""
        if requested is not None and requested and requested.is_list:
            return requested
        if self.queue.is_mapping:
            found = self._named(requested) if requested is not None and requested else None
            found = found or next((value for key, value in self.queue.entries.items() if key != "settings"), None)
            if found is not None and found.is_list:
                return found
        elif self.queue.is_list:
            return self.queue
        hint = "a queue is a list of places, or a mapping of names to such lists"
        raise Refused(f"the queue `{self.name}` has no list of places", self.queue.at, hint)

    def _named(self, requested: Located) -> Located | None:
        name = self._with_values(str(requested))
        if name not in self.queue.entries:
            known = [str(key) for key in self.queue.entries if key != "settings"]
            told = f"the queue `{self.name}` has no position `{name}`{suggestion(name, known)}"
            raise Refused(told, requested.at, f"it has {', '.join(known)}" if known else None)
        found = self.queue.entries[name]
        return found or None

    def _places(self, listed: Located) -> tuple[Place, ...]:
        places: list[Place] = []
        problems = Problems()
        for place in listed.items:
            places.append(read_place(self._coordinates(place), problems))
            if self.reading.limit and len(places) >= self.reading.limit:
                break
        for problem in problems.found:
            if problem.costs is Costs.DEFINITION:
                raise Refused(f"queue `{self.name}`: {problem.message}", problem.where, problem.hint)
            self.reading.problems.warning(problem.message, problem.where, problem.costs, problem.hint)
        return tuple(places)

    def _coordinates(self, place: Located) -> dict[Scalar, Located]:
        """What a place says, and for the rest what the one before it did."""
        if place and not place.is_mapping:
            told = f"a place of the queue `{self.name}` should be a mapping, found {shown(place)}"
            if not isinstance(place.value, str | tuple):
                raise Refused(told, place.at)
            self.reading.problems.error(told, place.at, Costs.VALUE, "Kometa takes it for a blank place")
        for key, value in place.entries.items():
            if key not in COORDINATES:
                told = f"`{key}` is no part of a place{suggestion(str(key), COORDINATES)}"
                self.reading.problems.error(told, value.at, Costs.NOTHING)
        self.values |= {name: place.entries[name] for name in COORDINATES if name in place.entries}
        for name in COORDINATES:
            if self.values[name].value is None:
                hint = "give it in the place, in one before it, or in the queue's `settings: default`"
                raise Refused(f"a place of the queue `{self.name}` has no `{name}`", place.at, hint)
        return {name: self.values[name] for name in COORDINATES}


def _align(value: Located | None, options: tuple[str, ...], default: str, at: Location, problems: Problems) -> Located:
    if value is not None and isinstance(value.value, str) and value.value.lower() in options:
        return value
    if value is not None:
        told = f"{shown(value)} is none of {', '.join(options)}"
        problems.warning(told, value.at, Costs.VALUE, f"Kometa takes {default}")
    return Located(default, value.at if value is not None else at)


def _whole(value: Located | None, at: Location, problems: Problems) -> Located:
    if value is None:
        return Located(0, at)
    found = integer(value)
    if found is None:
        problems.warning(f"{shown(value)} is not a whole number", value.at, Costs.VALUE, "Kometa takes 0")
    return Located(found or 0, value.at)


def _dynamic_places(given: dict[str, Located], at: Location) -> Located:
    """The first place, and twenty more at growing distances; with `surround` in turns on both sides of it."""
    offsets = {axis: given[f"{axis}_offset"] for axis in ("vertical", "horizontal")}
    spacing = {axis: integer(given[f"{axis}_spacing"]) or 0 for axis in offsets}
    first: dict[Scalar, Located] = {name: given[name] for name in COORDINATES}
    places = [Located(first, at)]
    for place in range(_MOST_PLACES):
        factor = (place // 2 + 1) * (-1 if place % 2 else 1) if given["surround"] else place + 1
        moved: dict[Scalar, Located] = {
            f"{axis}_offset": Located((integer(offset) or 0) + factor * spacing[axis], offset.at)
            for axis, offset in offsets.items()
        }
        places.append(Located(moved, at))
    return Located(tuple(places), at)
