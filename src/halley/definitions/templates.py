"""A template call becomes attributes (spec, files-and-templates 4 to 8). The order of the steps is part of the language:

1. the built-in variables beside those of the call; a null makes a variable optional;
2. the layers: call, external, definition, file. The first value stays, but a file's replaces;
3. defaults, whose names and values may refer to variables;
4. optional names, which have neither a value nor a default nor a conditional;
5. conditionals, from first to last, each seeing those before it;
6. sort names, names that hold references, and a URL-encoded twin for everything;
7. substitution (substitution.py).
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from urllib.parse import quote

from halley.definitions.conditions import decide
from halley.definitions.problems import Problems, Refused, shown, suggestion
from halley.definitions.substitution import Substitution
from halley.definitions.variables import Table, replaced
from halley.location import Located, Location, Scalar

SPECIAL = frozenset({"default", "optional", "conditionals", "move_collection_prefix", "move_prefix"})
"""What a template says about itself; everything else is an attribute of the definition that calls it."""
_LAYERED = frozenset({"default", "conditionals"})
_REFERENCE = re.compile(r"<<(.+)>>")
_LONGEST_NAME = 10_000
_NAME = "overlay_name"
_SORT = "overlay_sort"


@dataclass(frozen=True, slots=True)
class Template:
    """A template and the variables that the `external_templates` block of its file gives it."""

    name: str
    body: Located
    external: Mapping[Scalar, Located] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every template may know: the library's name, its type (`movie`, `show`, `artist`, `video`), the day."""

    library: str
    type: str
    today: date


@dataclass(frozen=True, slots=True)
class Caller:
    """The definition that calls: its mapping name, its attributes, its `name:` if it has one, its `variables:`."""

    mapping_name: Scalar
    body: Located
    name: Located | None
    variables: Mapping[Scalar, Located]


def call_template(
    template: Template,
    call: Located,
    caller: Caller,
    file_variables: Mapping[Scalar, Located],
    surroundings: Surroundings,
    taken: Collection[str],
    problems: Problems,
) -> Iterator[tuple[str, Located]]:
    """The attributes that one call yields, without those that the definition has or that are `taken`. Raises Refused."""
    working = _Call(template, call, caller, problems)
    working.know(surroundings)
    working.read_layers(file_variables)
    working.read_defaults()
    working.read_optional()
    working.decide_conditionals()
    working.add_names()
    substitution = Substitution(*working.finished(), problems)
    for key, value in template.body.entries.items():
        if str(key).lower() == "template":
            told = f"the template `{template.name}` calls a template, which nobody follows"
            problems.warning(told, value.at, hint="name both templates in the definition, as a list")
        if key not in caller.body.entries and key not in SPECIAL:
            yield from substitution.attribute(key, value, taken)


class _Call:
    """The variables of one call while they are gathered."""

    def __init__(self, template: Template, call: Located, caller: Caller, problems: Problems) -> None:
        self._template = template
        self._call = call
        self._caller = caller
        self._problems = problems
        self._variables = Table()
        self._added = Table()
        self._defaults = Table()
        self._optional: list[str] = [str(name) for name, value in call.entries.items() if value.value is None]
        self._given = {name: value for name, value in call.entries.items() if value.value is not None}
        self._said_defaults = dict(_mapping(template.body, "default", f"the template `{template.name}`"))
        self._conditionals = dict(_mapping(template.body, "conditionals", f"the template `{template.name}`"))

    def know(self, around: Surroundings) -> None:
        """Add what is built in; it replaces what the call gives under those names."""
        caller, where = self._caller, self._call.at
        name = caller.name or self._template.body.entries.get("name")
        built_in: dict[str, Scalar] = {
            _NAME: str(name if name is not None else caller.mapping_name),
            "mapping_name": caller.mapping_name,
            "current_year": around.today.year,
            "current_month": around.today.month,
            "current_day": around.today.day,
            "library_type": around.type.lower(),
            "library_typeU": around.type.capitalize(),
            "library_name": around.library,
        }
        self._given |= {key: Located(value, where) for key, value in built_in.items()}

    def read_layers(self, file_variables: Mapping[Scalar, Located]) -> None:
        """Read call, external, definition and file, in that order; a file's values replace and stand first."""
        call_variables = Table(self._given)
        conditionals: dict[Scalar, Located] = {}
        layers = (
            ("the call", self._given),
            ("the external template's variables", self._template.external),
            ("the definition's variables", self._caller.variables),
            ("the file's variables", file_variables),
        )
        for words, layer in layers:
            for key, value in layer.items():
                if key == "conditionals":
                    conditionals |= _filled(value, "conditionals", words)
                elif key == "default":
                    self._said_defaults |= _filled(value, "default", words)
                else:
                    name = _name(key, value.at, call_variables)
                    self._take(name, value, self._variables if layer is file_variables else self._added)
        for name, value in self._added.entries():
            if name not in self._variables:
                self._variables[name] = value
        self._conditionals |= {name: value for name, value in conditionals.items() if name not in self._variables}
        self._know_key_name()

    def read_defaults(self) -> None:
        """Keep the defaults of what has no value and no conditional, each with its encoded twin."""
        known: dict[Scalar, Located] = {}
        for key, value in self._said_defaults.items():
            if key not in self._variables:
                name = _name(key, value.at, self._variables)
                known[name] = replaced(value, self._variables)
        others = Table(known)
        for key, value in known.items():
            name = _name(key, value.at, others)
            if name in self._optional or name in self._variables or name in self._conditionals:
                continue
            self._defaults[name] = value
            self._defaults[f"{name}_encoded"] = _encoded_default(name, value)

    def read_optional(self) -> None:
        """Note the names that may be missing, each with its encoded twin."""
        optional = self._template.body.entries.get("optional")
        if optional is None:
            return
        if not optional:
            raise Refused("`optional:` is blank", optional.at, "list names of variables, or take it out")
        for one in _listed(optional, "optional"):
            name = _name(one.scalar, one.at, self._variables)
            if name not in self._defaults and name not in self._conditionals:
                self._optional += [str(name), f"{name}_encoded"]

    def decide_conditionals(self) -> None:
        """Let each conditional that no variable overrides become a variable, or an optional name."""
        for key, conditional in self._conditionals.items():
            name = _name(key, conditional.at, self._variables, self._defaults)
            if name in self._variables:
                if not conditional.is_mapping:
                    raise Refused(f"the conditional `{key}` should hold `conditions:`", conditional.at)
                continue
            decided = decide(conditional, str(key), self._variables, self._defaults, self._problems)
            if decided.value is not None:
                self._variables[name] = decided.value
                self._variables[f"{name}_encoded"] = _encoded(decided.value)
            else:
                # Where a condition holds with a null, the twin stays what it is: a name that nobody knows.
                self._optional += [str(name)] if decided.has_held else [str(name), f"{name}_encoded"]

    def add_names(self) -> None:
        """Add sort names, copies under resolved names, and the encoded twins of all."""
        variables = self._variables
        self._add_sort_names()
        for name, value in variables.entries():
            if not isinstance(name, str):
                raise Refused(f"a variable is called {shown(name)}, which is no text", value.at, "put it in quotes")
            resolved = _inside_name(name, value.at, variables, self._defaults)
            if resolved != name and resolved not in variables:
                variables[resolved] = value
        for name, value in variables.entries():
            variables[f"{name}_encoded"] = _encoded(value)

    def finished(self) -> tuple[Table, Table, frozenset[str]]:
        """Variables, defaults and optional names; none is two of them."""
        defaults = Table({name: value for name, value in self._defaults.entries() if name not in self._variables})
        names = (_inside_name(name, self._call.at, self._variables, defaults) for name in self._optional)
        return (
            self._variables,
            defaults,
            frozenset(name for name in names if name not in self._variables and name not in defaults),
        )

    def _take(self, name: Scalar, value: Located, into: Table) -> None:
        """Let a layer tell a value. A null takes away what was told before."""
        if value.value is None:
            self._optional.append(str(name))
            self._variables.discard(name)
            self._added.discard(name)
        elif into is self._variables or name not in into:
            into[name] = value

    def _know_key_name(self) -> None:
        key_name = self._variables.get("key_name")
        if key_name is None:
            return
        first = str(key_name).upper()[:1]
        if not first:
            raise Refused("`key_name` is empty", key_name.at)
        self._variables["original_key_name"] = key_name
        self._variables["key_name_first_letter"] = Located(first if first.isalpha() else "#", key_name.at)

    def _add_sort_names(self) -> None:
        body = self._template.body.entries
        moved = next((body[key] for key in ("move_prefix", "move_collection_prefix") if key in body), None)
        sort: dict[str, Located | None] = {_NAME: None, "mapping_name": None}
        if moved is not None and not moved:
            raise Refused("`move_prefix:` is blank", moved.at, "list prefixes such as `The, A, An`, or take it out")
        for one in _listed(moved, "move_prefix") if moved is not None else ():
            for name, found in sort.items():
                value = self._variables.get(name)
                if value is None or not isinstance(value.value, str):
                    raise Refused(f"`move_prefix` needs a text, and `{name}` is {shown(value)}", one.at)
                if found is None and value.value.startswith(f"{one} "):
                    sort[name] = Located(f"{value.value[len(str(one)) :].strip()}, {one}", value.at)
        for name, target in ((_NAME, _SORT), ("mapping_name", "mapping_sort")):
            found = sort[name] or self._variables.get(name)
            if found is None:
                raise Refused(f"`{name}` was taken away", self._call.at, f"do not set `{name}` to null")
            self._variables[target] = found


def _mapping(body: Located, key: str, words: str) -> Mapping[Scalar, Located]:
    value = body.entries.get(key)
    return {} if value is None else _filled(value, key, words)


def _filled(value: Located, key: str, words: str) -> Mapping[Scalar, Located]:
    if not value:
        raise Refused(f"`{key}:` of {words} is blank", value.at, "put names and values below it, or take it out")
    if not value.is_mapping:
        raise Refused(f"`{key}:` of {words} should be a mapping, found {shown(value)}", value.at)
    return value.entries


def _listed(value: Located, key: str) -> Iterator[Located]:
    """A list, or a text with commas, as texts without blanks around them."""
    if value.is_mapping:
        raise Refused(f"`{key}:` should be a list, found a mapping", value.at)
    if value.is_list:
        yield from (Located(str(one).strip(), one.at) for one in value.items)
        return
    yield from (Located(one.strip(), value.at) for one in str(value).split(","))


def _name(written: Scalar, at: Location, *tables: Table) -> Scalar:
    """What becomes of a name. A list or a mapping can be none."""
    if not isinstance(written, str) or "<<" not in written:
        return written
    found = replaced(Located(written, at), *tables)
    if found.is_list or found.is_mapping:
        raise Refused(f"{shown(found)} cannot be the name of a variable", found.at)
    return found.scalar


def _inside_name(name: str, at: Location, *tables: Table) -> str:
    if not ("<<" in name and ">>" in name):
        return name
    for table in tables:
        position = -1
        while (found := table.following(position, name)) is not None:
            position, key, value = found
            name = name.replace(f"<<{key}>>", str(value))
            if len(name) > _LONGEST_NAME:
                raise Refused("the name of a variable grows without end", at)
    return name


_quoted = lru_cache(maxsize=8192)(quote)


def _encoded(value: Located) -> Located:
    return Located(_quoted(str(value)), value.at)


def _encoded_default(name: Scalar, value: Located) -> Located:
    if "<<" not in str(value):
        return _encoded(value)
    if not isinstance(value.value, str):
        hint = "write each value of the list where it is used"
        raise Refused(f"the default `{name}` is a list or mapping that refers to another default", value.at, hint)
    return Located(_REFERENCE.sub(r"<<\1_encoded>>", value.value), value.at)


def unknown_template(name: str, templates: Mapping[str, Template], where: Location) -> Refused:
    """The refusal of a call to a template that is not there."""
    hint = f"there are {', '.join(list(templates)[:12])}" if templates else "the file has no `templates:`"
    return Refused(f"there is no template `{name}`{suggestion(name, templates)}", where, hint)
