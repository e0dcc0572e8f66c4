"""A definition with its attributes resolved becomes a typed one, in Kometa's order (spec, overlays 1.4): whatever skips a
definition hides what is wrong further down.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from halley.definitions import words
from halley.definitions.attributes import number, texts
from halley.definitions.conditions import is_true
from halley.definitions.files import Files
from halley.definitions.overlay import ATTRIBUTES, read_overlay
from halley.definitions.problems import Costs, Problems, shown, suggestion
from halley.location import Located, Location
from halley.overlays.model import Overlay, OverlayId

_TRUTHS = ("true", "false")


@dataclass(frozen=True, slots=True)
class LibraryKind:
    """What a definition is read for. `type` is `movie`, `show` or `artist`.

    `services` are the sections of config.yml that are there; None where nobody knows.
    """

    type: str
    services: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A builder and what it is given, as it was written: what it means is for `selection` to say."""

    name: str
    value: Located


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A definition that runs.

    `attributes` are all it has once its templates are resolved. `filters` is a mapping, or a list of them of which one has
    to hold. `limit` is 0 where there is none. `options` are `cache_builders`, `tmdb_region` and `default_percent`.
    `collection` is the name by which Kometa looks for a collection; `only_run_on_create` skips where it finds one.
    """

    id: OverlayId
    where: Location
    attributes: Mapping[str, Located]
    level: str
    overlay: Overlay
    suppress: tuple[OverlayId, ...]
    builders: tuple[Call, ...]
    filters: Located | None
    options: Mapping[str, Located]
    limit: int = 0
    ignores_blank_results: bool = False
    collection: str | None = None
    only_run_on_create: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    """A definition that is not for this library, or was turned off. `why` ends a sentence."""

    id: OverlayId
    where: Location
    why: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A definition that cannot run: its items lose its overlay. Why is among the problems of its file.

    `attributes` are all it has, as far as its templates could be resolved.
    """

    id: OverlayId
    where: Location
    attributes: Mapping[str, Located] = field(default_factory=dict, compare=False, repr=False)


Outcome = Definition | Skipped | Failed


def read_definition(
    identity: OverlayId,
    at: Location,
    attributes: Mapping[str, Located],
    library: LibraryKind,
    queues: Collection[str],
    files: Files,
    problems: Problems,
) -> Outcome:
    """What comes of a definition. All that is wrong with it is among the problems."""
    reading = _Reading({name.lower(): value for name, value in attributes.items()}, library, problems)
    name = reading.name()
    limit = reading.limit()
    only_new = reading.truth("only_run_on_create")
    if problems.costs_definition:  # Kometa stops here, and never asks whether the definition runs at all
        reading.read_attributes(attributes, reading.level())
        return Failed(identity, at, attributes)
    if why := reading.reason_to_skip():
        return Skipped(identity, at, why)
    level = reading.level()
    suppress = reading.suppressed(identity.file)
    overlay = read_overlay(reading.given.get("overlay"), Located(identity.name, at), queues, files, problems)
    reading.read_attributes(attributes, level)
    if overlay is None or problems.costs_definition:
        return Failed(identity, at, attributes)
    return Definition(
        id=identity,
        where=at,
        attributes=attributes,
        level=level,
        overlay=overlay,
        suppress=suppress,
        builders=tuple(reading.builders),
        filters=reading.filters,
        options=reading.options,
        limit=limit,
        ignores_blank_results=reading.truth("ignore_blank_results"),
        collection=name,
        only_run_on_create=only_new,
    )


class _Reading:
    """One definition while it is read. `given` has its attributes by their names in lower case."""

    def __init__(self, given: Mapping[str, Located], library: LibraryKind, problems: Problems) -> None:
        self.given = given
        self.builders: list[Call] = []
        self.filters: Located | None = None
        self.options: dict[str, Located] = {}
        self._library = library
        self._problems = problems

    def name(self) -> str | None:
        value = self.given.get("name")
        if value is not None and not value:
            self._hard("`name:` is blank", value, "take it out: only the mapping name counts")
        return str(value) if value is not None else None

    def limit(self) -> int:
        value = self.given.get("limit")
        return (number(value, "limit", 1, self._problems) or 0) if value is not None else 0

    def truth(self, name: str) -> bool:
        value = self.given.get(name)
        return is_true(value, name, self._problems) if value is not None else False

    def reason_to_skip(self) -> str | None:
        """Why the definition is not for this library, after `run_definition`."""
        name = "run_definition" if "run_definition" in self.given else "allowed_library_types"
        value = self.given.get(name)
        if value is None:
            return None
        if value.value is None:
            return f"`{name}` is blank"
        options = (*_TRUTHS, *words.LEVELS)
        for one in texts(value):
            said = one.lower()
            if said not in options:
                self._hard(f"`{one}` is none of {', '.join(options)}{suggestion(said, options)}", value)
                return None
            if said == "false":
                return f"`{name}` is false"
            if said not in {"true", self._library.type}:
                return f"`{name}` is {said}, and this is a {self._library.type} library"
        return None

    def level(self) -> str:
        levels = words.LEVELS[self._library.type]
        names = ("builder_level", "collection_level", "overlay_level")
        value = next((self.given[name] for name in names if name in self.given), None)
        if not value or self._library.type == "movie":
            return levels[0]
        if not isinstance(value.value, str) or value.value.lower() not in levels:
            told = f"{shown(value)} is no level of a {self._library.type} library{suggestion(str(value), levels)}"
            self._hard(told, value, f"it has {', '.join(levels)}")
            return levels[0]
        return value.value.lower()

    def suppressed(self, file: int) -> tuple[OverlayId, ...]:
        value = self.given.get("suppress_overlays")
        if value is None:
            return ()
        if not value:
            self._problems.error("`suppress_overlays:` is blank", value.at, Costs.VALUE, "list mapping names of this file")
            return ()
        return tuple(OverlayId(file, one) for one in texts(value))

    def read_attributes(self, attributes: Mapping[str, Located], level: str) -> None:
        """Sort the attributes into builders, filters and options; whatever has no place is a problem."""
        for written, value in attributes.items():
            name = written.lower().rpartition(".")[0] or written.lower()  # a modifier means nothing here, and passes
            name = words.ALIASES.get(name, name)
            if written.lower() in words.OWN - {"filters"} or name in (words.OWN | words.WITHOUT_EFFECT) - {"filters"}:
                continue
            self._read_attribute(written, name, value, level)
        if not self.builders and not self._problems.costs_definition:
            at = next((one.at for one in attributes.values()), None)
            hint = "add `plex_all: true`, `plex_search:` or another builder"
            if at is not None:
                self._problems.error("the definition chooses no items: it has no builder", at, Costs.DEFINITION, hint)

    def _read_attribute(self, written: str, name: str, value: Located, level: str) -> None:
        if value.value is None and name not in words.NULL_IS_A_VALUE:
            if name in words.BUILDERS:
                self._hard(f"`{written}:` is blank", value)
            else:
                self._problems.warning(f"`{written}:` is blank", value.at, Costs.VALUE, "give it a value, or take it out")
        elif name not in words.KNOWN:
            told = f"`{written}` is no attribute of an overlay definition"
            self._hard(f"{told}{suggestion(name, words.KNOWN | words.ALIASES.keys())}", value, self._misplaced(name))
        elif refusal := self._refusal(name, level):
            self._hard(f"`{written}` {refusal}", value)
        elif name in words.BUILDERS:
            self.builders.append(Call(name, value))
        elif name == "filters":
            self._read_filters(value)
        else:
            self.options[name] = value

    def _refusal(self, name: str, level: str) -> str | None:
        """Why a word has no place here, as the end of a sentence."""
        library, services = self._library.type, self._library.services
        missing = (section for part, section in words.SERVICES if part in name and services is not None)
        for section in missing:
            if services is not None and section not in services:
                return f"needs `{section}:` in config.yml"
        refusals = (
            (library == "movie" and name in words.SHOWS_ONLY, "is for show libraries only"),
            (library == "show" and name in words.MOVIES_ONLY, "is for movie libraries only"),
            (library == "artist" and name not in words.IN_MUSIC, "is not for music libraries"),
            (level != "episode" and name in words.EPISODES_ONLY, "needs `builder_level: episode`"),
            (level != words.LEVELS[library][0] and name not in words.BELOW_TOP_LEVEL, f"is not for {level} level"),
        )
        return next((why for is_so, why in refusals if is_so), None)

    def _read_filters(self, value: Located) -> None:
        for one in value.items if value.is_list else (value,):
            if not one.is_mapping:
                hint = "write `attribute: value` below it"
                self._hard(f"filters should be a mapping, or a list of them, found {shown(one)}", one, hint)
        self.filters = value

    def _misplaced(self, name: str) -> str | None:
        return "it belongs below `overlay:`" if name in ATTRIBUTES else None

    def _hard(self, message: str, value: Located, hint: str | None = None) -> None:
        self._problems.error(message, value.at, Costs.DEFINITION, hint)
