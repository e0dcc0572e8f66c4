"""Variables that a file block gives and nothing in its file uses: most often a name with a letter too few."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from halley.definitions.problems import Costs, Problems, suggestion
from halley.location import Located, Scalar

_ALWAYS: Final = frozenset({"language", "position", "overlay_limit", "default", "conditionals"})
_MODIFIERS = (".exists", ".notdefault", ".not")
_REFERENCE = re.compile(r"<<((?:[^<>]|<<[^<>]*>>)+)>>")
_INNER = re.compile(r"<<[^<>]*>>")
_SUM = re.compile(r"[+-]\d+$")


def tell_unused(given: Mapping[Scalar, Located], documents: Iterable[Located], problems: Problems) -> None:
    """Note each variable of a block whose name stands nowhere in the documents, composed names included."""
    names = {name for document in documents for name in _names(document)} | _ALWAYS
    composed = [re.compile(_pattern(name)) for name in names if "<<" in name and _INNER.sub("", name).strip("_")]
    plain = {name for name in names if "<<" not in name}
    for key, value in given.items():
        name = str(key)
        if name in plain or name.startswith("position_") or any(one.fullmatch(name) for one in composed):
            continue
        if meant := suggestion(name, plain):
            problems.error(f"nothing in the file uses the variable `{name}`{meant}", value.at, Costs.NOTHING)
        else:
            problems.warning(f"nothing in the file uses the variable `{name}`", value.at, Costs.NOTHING, "take it out")


def _pattern(name: str) -> str:
    return ".+".join(map(re.escape, _INNER.split(name)))


def _names(value: Located) -> Iterator[str]:
    """Everything in a document that is, or may be, the name of a variable: keys, listed names, what is referred to."""
    for key, one in value.entries.items():
        yield from _of_text(str(key))
        yield from _names(one)
    for one in value.items:
        yield from _names(one)
    if isinstance(value.value, str):
        yield from _of_text(value.value)


def _of_text(text: str) -> Iterator[str]:
    for modifier in _MODIFIERS:
        text = text.removesuffix(modifier)
    if len(text) < 80:
        yield from (one.strip() for one in text.split(","))
    yield from (_SUM.sub("", one) for one in _REFERENCE.findall(text))
