"""Numbers that can be written as digits, padded, or as English words."""

from collections.abc import Callable

from num2words import num2words  # type: ignore[import-untyped]

from halley.overlays.subject import Subject
from halley.overlays.variables.registry import E, Facts, M, N, Raw, S, Variable, levels, number, present, whole
from halley.plex.ids import ItemType

MODIFIERS = {
    "": "in digits",
    "W": "in words: `three`",
    "WU": "in words, in capitals: `THREE`",
    "WL": "in words, in small letters: `three`",
    "0": "at least two digits: `03`",
    "00": "at least three digits: `003`",
}


def write(value: Raw, modifier: str) -> str:
    count = int(number(value))
    match modifier:
        case "W":
            return _in_words(count)
        case "WU":
            return _in_words(count).upper()
        case "WL":
            return _in_words(count).lower()
        case "0":
            return f"{count:02}"
        case "00":
            return f"{count:03}"
        case _:
            return str(value)


def _in_words(count: int) -> str:
    return str(num2words(count))


def _counted(name: str, kinds: frozenset[ItemType], attribute: Callable[[ItemType], str], source: str) -> Variable:
    def read(subject: Subject, facts: Facts, level: ItemType, modifier: str) -> Raw:
        return whole(present(subject.text(attribute(subject.item.type)), name))

    return Variable(name=name, levels=kinds, modifiers=MODIFIERS, read=read, write=write, source=source)


def _versions(subject: Subject, facts: Facts, level: ItemType, modifier: str) -> Raw:
    return len(subject.item.media)


VERSIONS = Variable(
    name="versions", levels=levels(M, E), modifiers=MODIFIERS, read=_versions, write=write, source="how many media it has"
)
SEASON_NUMBER = _counted(
    "season_number",
    levels(N, E),
    lambda kind: "index" if kind is N else "parentIndex",
    "the season's `index`",
)
EPISODE_COUNT = _counted("episode_count", levels(S, N), lambda _: "leafCount", "the item's `leafCount`")
EPISODE_NUMBER = _counted("episode_number", levels(E), lambda _: "index", "the item's `index`")
