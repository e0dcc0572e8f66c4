"""Writes web/src/api/types.ts: the models of halley.studio.wire, as TypeScript knows them.

`tools/api_types.py` writes the file, `--check` says whether it is current. Run it after a change to a model:

    .venv/bin/python tools/api_types.py
"""

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

TARGET = Path(__file__).resolve().parent.parent / "web/src/api/types.ts"
HEAD = """\
// What goes over the wire, made from halley.studio.wire by tools/api_types.py. Change it there, not here.
// `Input` beside a model: as a caller may send it, who may leave out what has a default.

"""
REFERENCE = "#/$defs/"
#: What callers send. Everything else is only ever answered, and then each of its fields is there.
SENT = {"NewConfiguration", "EditAsked", "RenderAsked", "NewJob", "Choice"}


def main(arguments: list[str]) -> int:
    text = typescript()
    if "--check" in arguments:
        if TARGET.read_text(encoding="utf-8") == text:
            return 0
        print("web/src/api/types.ts is not what the models say; run: .venv/bin/python tools/api_types.py", file=sys.stderr)
        return 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


def typescript() -> str:
    """The whole file."""
    found = list(models())
    _, schema = models_json_schema([(model, "serialization") for model in found], ref_template=REFERENCE + "{model}")
    shapes = schema.get("$defs", {})
    return HEAD + "\n".join(part for model in found for part in interfaces(model, shapes[model.__name__]))


def models() -> Iterator[type[BaseModel]]:
    """Every model of the wire, module by module, in the order in which they are written."""
    wire = importlib.import_module("halley.studio.wire")
    for module in sorted(pkgutil.iter_modules(wire.__path__), key=lambda each: each.name):
        name = f"{wire.__name__}.{module.name}"
        for value in vars(importlib.import_module(name)).values():
            is_model = isinstance(value, type) and issubclass(value, BaseModel) and value.__module__ == name
            # The base itself has no fields, and a page of something is written once, for anything.
            if is_model and value.model_fields and "[" not in value.__name__:
                yield value


def interfaces(model: type[BaseModel], shape: dict[str, Any]) -> Iterator[str]:
    parameters = [parameter.__name__ for parameter in getattr(model, "__parameters__", ())]
    generic = f"<{', '.join(parameters)}>" if parameters else ""
    lines = [*comment(shape.get("description", ""), ""), f"export interface {model.__name__}{generic} {{"]
    for name, field in shape["properties"].items():
        lines += comment(model.model_fields[name].description or "", "  ")
        lines.append(f"  {name}: {type_of(field, parameters)};")
    yield "\n".join([*lines, "}", ""])
    given = [name for name, field in model.model_fields.items() if not field.is_required()]
    if given and model.__name__ in SENT:
        names = " | ".join(f'"{name}"' for name in given)
        line = f"export type {model.__name__}Input = Omit<{model.__name__}, {names}> & Partial<{model.__name__}>;"
        yield line + "\n"


def comment(text: str, indent: str) -> list[str]:
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    if not lines:
        return []
    if len(lines) == 1:
        return [f"{indent}/** {lines[0]} */"]
    return [f"{indent}/**", *(f"{indent} * {line}" for line in lines), f"{indent} */"]


def type_of(schema: dict[str, Any], parameters: list[str]) -> str:
    """The TypeScript type of a JSON schema."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(REFERENCE)
    if "const" in schema:
        return literal(schema["const"])
    if "enum" in schema:
        return " | ".join(literal(each) for each in schema["enum"])
    for many in ("anyOf", "oneOf"):
        if many in schema:
            return " | ".join(dict.fromkeys(type_of(each, parameters) for each in schema[many]))
    if "allOf" in schema:
        return " & ".join(type_of(each, parameters) for each in schema["allOf"])
    return plain(schema, parameters)


def plain(schema: dict[str, Any], parameters: list[str]) -> str:
    match schema.get("type"):
        case "string":
            return "string"
        case "integer" | "number":
            return "number"
        case "boolean":
            return "boolean"
        case "null":
            return "null"
        case "array" if "prefixItems" in schema:
            return f"[{', '.join(type_of(each, parameters) for each in schema['prefixItems'])}]"
        case "array":
            inner = type_of(schema.get("items", {}), parameters)
            return f"({inner})[]" if " " in inner else f"{inner}[]"
        case "object":
            return f"Record<string, {type_of(schema.get('additionalProperties') or {}, parameters)}>"
    # What says nothing of itself is the parameter of a generic model.
    return parameters[0] if parameters else "unknown"


def literal(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
