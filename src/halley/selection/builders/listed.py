"""Lists of other sites: read from a definition here, fetched by somebody else before, looked up in the library here."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from halley.plex.ids import ItemType
from halley.plex.items import Item
from halley.selection.builders.registry import Builder, BuilderReading, Parse, Wanted, enter
from halley.selection.facts import ListAsked, Option
from halley.selection.problems import BadValue, NotAsked, NothingFound, Report, did_you_mean
from halley.selection.values import Value, mappings, shown
from halley.selection.view import View


def enter_list(names: str, source: str, levels: Iterable[ItemType], parse: Parse) -> None:
    """Enter a builder under all its names, the first of which is the one that it runs as."""
    first, *others = names.split()

    def find(wanted: Wanted, view: View, report: Report) -> list[Item]:
        asked = wanted if isinstance(wanted, ListAsked) else ListAsked(first, "")
        listed = view.facts.lists.get(asked)
        if listed is None:
            raise _missing(first, source, view, asked)
        found = {item.key: item for one in listed for item in view.by_id.get(one, ())}
        if not found:
            report.warning((), f"nothing of {source}'s list is in the library")
        return list(found.values())

    enter(Builder(first, f"What {source} lists.", frozenset(levels), parse, find, source), *others)


def _missing(name: str, source: str, view: View, asked: ListAsked) -> NotAsked | NothingFound:
    why = view.facts.unanswered.get(asked)
    sentence = f"the builder `{name}` needs {source}, {why.reason if why else 'which was not asked'}"
    return NotAsked(sentence) if why is None or why.ends_definition else NothingFound(sentence)


def asked_for(builder: str, value: str, options: Mapping[str, Option | None]) -> ListAsked:
    """What is asked for, with what was said of it; None was not said."""
    said = sorted((name, one) for name, one in options.items() if one is not None)
    return ListAsked(builder, value, tuple(said))


def whatever(builder: str) -> Parse:
    """How the value of a builder that nobody answers is read: as it stands."""

    def parse(value: Value, _: BuilderReading) -> Iterable[Wanted]:
        yield ListAsked(builder, shown(value))

    return parse


class Attributes:
    """One mapping of a builder, whose names are read in any case. What is wrong is told at the name that it is under."""

    def __init__(self, given: Mapping[str, Value], reading: BuilderReading) -> None:
        self._written = {str(name).lower(): str(name) for name in given}
        self._given = {str(name).lower(): inside for name, inside in given.items()}
        self._reading = reading

    def __contains__(self, name: str) -> bool:
        return name in self._given

    def __iter__(self) -> Iterator[str]:
        """The names in small letters, in the order of the definition."""
        return iter(self._given)

    def get(self, name: str) -> Value:
        """What is under a name; None where nothing is."""
        return self._given.get(name)

    def read(self, name: str, turn: Callable[[Value], Option]) -> Option | None:
        """What is under a name, read; None where it is not there, or is wrong, which is told."""
        if name not in self._given:
            return None
        try:
            return turn(self._given[name])
        except BadValue as problem:
            self.error(name, f"`{name}`: {problem.message}", problem.hint)
            return None

    def error(self, name: str, message: str, hint: str | None = None) -> None:
        """Say what is wrong with an attribute; the definition ends."""
        self._reading.report.error((*self._reading.path, self._written.get(name, name)), message, hint)

    def only(self, builder: str, known: Iterable[str]) -> None:
        """Warn of attributes that the builder does not read."""
        for name in self:
            if name not in known:
                self.unknown(name, builder, known, is_fatal=False)

    def unknown(self, name: str, builder: str, known: Iterable[str], *, is_fatal: bool) -> None:
        """Say that nobody reads an attribute."""
        message, hint = f"`{name}` is nothing that `{builder}` reads", did_you_mean(name, known)
        path = (*self._reading.path, self._written.get(name, name))
        (self._reading.report.error if is_fatal else self._reading.report.warning)(path, message, hint)


def attributes_of(value: Value, reading: BuilderReading) -> list[Attributes]:
    """The mapping or mappings of a builder."""
    return [Attributes(one, reading) for one in mappings(value)]
