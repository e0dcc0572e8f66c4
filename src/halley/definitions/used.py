"""Variables that a user gives and nobody uses: most often a name with a letter too few."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from halley.definitions.problems import Costs, Problems, suggestion
from halley.definitions.templates import Template
from halley.location import Located, Scalar

_ALWAYS: Final = frozenset({"language", "position", "overlay_limit", "default", "conditionals"})
_MODIFIERS = (".exists", ".notdefault", ".not")
_REFERENCE = re.compile(r"<<((?:[^<>]|<<[^<>]*>>)+)>>")
_INNER = re.compile(r"<<[^<>]*>>")
_SUM = re.compile(r"[+-]\d+$")
_LONGEST = 80


@dataclass(frozen=True)
class Names:
    """Everything in some documents that is, or may be, the name of a variable: keys, listed names, what is referred to."""

    documents: tuple[Located, ...]

    @cached_property
    def plain(self) -> frozenset[str]:
        """Names as they stand."""
        return frozenset(name for name in self._all if "<<" not in name)

    @cached_property
    def _all(self) -> frozenset[str]:
        return frozenset(name for document in self.documents for name in _names(document)) | _ALWAYS

    @cached_property
    def _composed(self) -> Sequence[re.Pattern[str]]:
        """Names with a reference in them, such as `use_<<key>>`."""
        composed = (name for name in self._all if "<<" in name and _INNER.sub("", name).strip("_"))
        return [re.compile(".+".join(map(re.escape, _INNER.split(name)))) for name in composed]

    def refers_to(self, name: str) -> bool:
        """Whether `<<name>>` stands somewhere."""
        return any(name in _REFERENCE.findall(text) for document in self.documents for text in _texts(document))

    def has(self, name: str) -> bool:
        """Whether the name stands somewhere, composed names included."""
        return name in self.plain or name.startswith("position_") or any(one.fullmatch(name) for one in self._composed)


@dataclass(frozen=True, slots=True)
class Given:
    """Variables of a file block, and the names in each of its files; None for one that was not read."""

    variables: Mapping[Scalar, Located]
    names: tuple[Names | None, ...]


def tell_unused(given: Given, problems: Problems) -> None:
    """Note each variable of a block whose name stands nowhere in its files."""
    for name, value, meant in unused(given):
        files = "file" if len(given.names) == 1 else "files"
        if meant:
            problems.error(f"nothing in the {files} uses the variable `{name}`{meant}", value.at, Costs.NOTHING)
        else:
            problems.warning(f"nothing in the {files} uses the variable `{name}`", value.at, Costs.NOTHING, "take it out")


def unused(given: Given) -> Iterator[tuple[str, Located, str]]:
    """The variables that no file uses, each with the one that was probably meant. None where a file was not read."""
    read = [one for one in given.names if one is not None]
    if len(read) < len(given.names) or not read:
        return
    for key, value in given.variables.items():
        name = str(key)
        if not any(one.has(name) for one in read):
            yield name, value, suggestion(name, frozenset().union(*(one.plain for one in read)))


def tell_unused_in_calls(
    definitions: Mapping[Scalar, Located],
    templates: Mapping[Scalar, Template],
    variables: Mapping[Scalar, Located],
    problems: Problems,
) -> None:
    """Note each variable of a call that is nearly one that the template has, and that nothing else refers to."""
    known = {name: Names((one.body,)) for name, one in templates.items() if one.body.is_mapping}
    for mapping_name, definition in definitions.items():
        own = Problems(str(mapping_name))
        for call in _calls(definition):
            name = call.entries.get("name")
            if name is None or name.is_list or name.is_mapping or name.scalar not in known:
                continue
            around = Names((*call.entries.values(), *variables.values(), *definition.entries.values()))
            _tell_unused_in_call(call, known[name.scalar], around, own)
        problems.found.extend(own.found)


def _calls(definition: Located) -> Iterator[Located]:
    for key, value in definition.entries.items():
        if str(key).lower() == "template":
            yield from (one for one in (value.items if value.is_list else (value,)) if one.is_mapping)


def _tell_unused_in_call(call: Located, template: Names, around: Names, problems: Problems) -> None:
    for key, value in call.entries.items():
        name = str(key)
        if name == "name" or template.has(name) or around.refers_to(name):
            continue
        if meant := suggestion(name, template.plain - {str(one) for one in call.entries}):
            problems.error(f"the template does not use the variable `{name}`{meant}", value.at, Costs.NOTHING)


def _names(value: Located) -> Iterator[str]:
    for key, one in value.entries.items():
        yield from _of_text(str(key))
        yield from _names(one)
    for one in value.items:
        yield from _names(one)
    if isinstance(value.value, str):
        yield from _of_text(value.value)


def _texts(value: Located) -> Iterator[str]:
    for key, one in value.entries.items():
        yield str(key)
        yield from _texts(one)
    for one in value.items:
        yield from _texts(one)
    if isinstance(value.value, str):
        yield value.value


def _of_text(text: str) -> Iterator[str]:
    for modifier in _MODIFIERS:
        text = text.removesuffix(modifier)
    if len(text) < _LONGEST:
        yield from (one.strip() for one in text.split(","))
    yield from (_SUM.sub("", one) for one in _REFERENCE.findall(text))
