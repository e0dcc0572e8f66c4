"""A check against a JSON Schema, of the words that ours use; any other word is an error, lest it be taken for held."""

import re
from collections.abc import Iterator
from typing import cast

Schema = dict[str, object]
_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "null": type(None),
}
_WORDS = {
    *("$schema", "$id", "$defs", "$ref", "title", "description", "format", "type", "properties", "required"),
    *("additionalProperties", "propertyNames", "items", "prefixItems", "minItems", "maxItems", "anyOf", "oneOf"),
    *("enum", "const", "pattern", "minimum"),
}


def faults(value: object, schema: Schema, root: Schema | None = None, at: str = "$") -> Iterator[str]:
    """What is wrong with a value, a line each with its place."""
    root = schema if root is None else root
    assert not set(schema) - _WORDS, set(schema) - _WORDS
    if "$ref" in schema:
        named = cast("dict[str, Schema]", root["$defs"])[str(schema["$ref"]).removeprefix("#/$defs/")]
        yield from faults(value, named, root, at)
    for word, most in (("anyOf", 99), ("oneOf", 1)):
        if word in schema:
            fitting = [one for one in cast("list[Schema]", schema[word]) if not list(faults(value, one, root, at))]
            if not 1 <= len(fitting) <= most:
                yield f"{at}: {len(fitting)} of {word} fit {value!r}"
    yield from _faults_of_itself(value, schema, at)
    if isinstance(value, dict):
        yield from _faults_of_object(value, schema, root, at)
    if isinstance(value, list):
        yield from _faults_of_list(value, schema, root, at)


def _faults_of_itself(value: object, schema: Schema, at: str) -> Iterator[str]:
    if "type" in schema and not _is_of(value, schema["type"]):
        yield f"{at}: {value!r} is no {schema['type']}"
    if "const" in schema and value != schema["const"]:
        yield f"{at}: {value!r} is not {schema['const']!r}"
    if "enum" in schema and value not in cast("list[object]", schema["enum"]):
        yield f"{at}: {value!r} is none of {schema['enum']}"
    if "pattern" in schema and isinstance(value, str) and not re.search(str(schema["pattern"]), value):
        yield f"{at}: {value!r} is not like {schema['pattern']}"
    if "minimum" in schema and isinstance(value, int | float) and value < cast("int", schema["minimum"]):
        yield f"{at}: {value!r} is below {schema['minimum']}"


def _faults_of_object(value: dict[str, object], schema: Schema, root: Schema, at: str) -> Iterator[str]:
    known = cast("dict[str, Schema]", schema.get("properties", {}))
    others = schema.get("additionalProperties", True)
    yield from (f"{at}: {name} is missing" for name in cast("list[str]", schema.get("required", [])) if name not in value)
    for name, one in value.items():
        if "propertyNames" in schema:
            yield from faults(name, cast("Schema", schema["propertyNames"]), root, f"{at}.{name}")
        if name in known:
            yield from faults(one, known[name], root, f"{at}.{name}")
        elif isinstance(others, dict):
            yield from faults(one, others, root, f"{at}.{name}")
        elif not others:
            yield f"{at}: {name} is not known"


def _faults_of_list(value: list[object], schema: Schema, root: Schema, at: str) -> Iterator[str]:
    first = cast("list[Schema]", schema.get("prefixItems", []))
    if not cast("int", schema.get("minItems", 0)) <= len(value) <= cast("int", schema.get("maxItems", len(value))):
        yield f"{at}: it has {len(value)} values"
    for place, one in enumerate(value):
        if place < len(first):
            yield from faults(one, first[place], root, f"{at}[{place}]")
        elif "items" in schema:
            yield from faults(one, cast("Schema", schema["items"]), root, f"{at}[{place}]")


def _is_of(value: object, named: object) -> bool:
    names = named if isinstance(named, list) else [named]
    if isinstance(value, bool):
        return "boolean" in names
    return any(isinstance(value, _TYPES[name]) for name in names)
