"""Which steps of a plan are meant: by number, kind, library, definition or item, as `--only` and `--exclude` name them.

12   3-9   UploadImage   library:Movies   definition:4K   item:101
"""

import fnmatch
import re
from collections.abc import Iterable, Sequence
from typing import get_args

from halley.changes.kinds import Change
from halley.errors import ConfigError
from halley.plans import Step
from halley.runs.numbers import named

KINDS = frozenset(kind.__name__ for kind in get_args(Change))
"""The names of all kinds of Change."""
_RANGE = re.compile(r"(\d+)(?:-(\d+))?")


def chosen(steps: Iterable[Step], only: Sequence[str] = (), exclude: Sequence[str] = ()) -> frozenset[int]:
    """The numbers of the steps that are meant. Raises ConfigError for a word that means nothing."""
    every = list(steps)
    for word in (*only, *exclude):
        _check(word)
    return frozenset(
        one.number
        for one in every
        if (not only or any(_means(word, one) for word in only)) and not any(_means(word, one) for word in exclude)
    )


def _check(word: str) -> None:
    field, colon, _ = word.partition(":")
    is_known = field in {"library", "definition", "item"} if colon else _RANGE.fullmatch(word) or word in KINDS
    if not is_known:
        raise ConfigError(
            f"`{word}` names no steps",
            hint="write a number, `3-9`, a kind (`UploadImage`), `library:NAME`, `definition:NAME` or `item:KEY`",
        )


def _means(word: str, step: Step) -> bool:
    numbers = _RANGE.fullmatch(word)
    if numbers:
        return int(numbers[1]) <= step.number <= int(numbers[2] or numbers[1])
    field, _, value = word.partition(":")
    match field:
        case "library":
            return step.library == value
        case "definition":
            return fnmatch.fnmatchcase(step.origin.definition, value)
        case "item":
            return value.isdecimal() and int(value) in {*named(step.change), *_differing(step)}
        case _:
            return step.kind == word


def _differing(step: Step) -> set[int]:
    return {one.number for one in step.differences if one.of == "item"}
