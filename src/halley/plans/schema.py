"""The JSON Schema of `plan.json`, made from the vocabulary itself; docs/reference/plan.schema.json is what comes of it."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Union, get_args, get_origin, get_type_hints

from halley.changes import Change
from halley.files import Picture
from halley.plans.stored import BACKUP_PATH, VERSION
from halley.plex.ids import ItemType
from halley.plex.images import ImageKind
from halley.plex.tags import TagKind

Schema = dict[str, object]
_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_PLAIN: dict[object, Schema] = {
    str: _TEXT,
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    float: {"type": "number"},
    Picture: {"$ref": "#/$defs/picture"},
    ItemType: {"enum": [one.word for one in ItemType]},
    TagKind: {"enum": [one.word for one in TagKind]},
    ImageKind: {"enum": [one.many for one in ImageKind]},
}


def plan_schema() -> Schema:
    """The schema of a plan of this version."""
    kinds = sorted(get_args(Change), key=lambda kind: kind.__name__)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"halley-plan-{VERSION}",
        "title": "A plan of Halley",
        "description": "What an engine would change on a Plex server, in its order. plan-file.md tells what each key means.",
        **_object(
            {
                "version": {"const": VERSION},
                "server": _object(dict.fromkeys(("machine_id", "name", "version"), _TEXT)),
                "source": _object(dict.fromkeys(("configuration", "digest", "engine", "engine_version"), _TEXT)),
                "read_at": {**_TEXT, "format": "date-time"},
                "libraries": _list(_TEXT),
                "titles": {"type": "object", "propertyNames": {"pattern": "^[0-9]+$"}, "additionalProperties": _TEXT},
                "tags": {
                    "type": "object",
                    "propertyNames": {"pattern": "^[0-9]+$"},
                    "additionalProperties": _row(_TEXT, _TEXT),
                },
                "unsupported": _list(_TEXT),
                "warnings": _list(_TEXT),
                "steps": _list({"$ref": "#/$defs/step"}),
            }
        ),
        "$defs": {
            "step": _step(),
            "picture": _picture(),
            "difference": _difference(),
            "change": {"oneOf": [{"$ref": f"#/$defs/{kind.__name__}"} for kind in kinds]},
            **{kind.__name__: _change(kind) for kind in kinds},
        },
    }


def _step() -> Schema:
    none_or_picture: Schema = {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/picture"}]}
    path: Schema = {**_TEXT, "pattern": f"^{BACKUP_PATH}$"}
    return _object(
        {
            "number": {"type": "integer", "minimum": 1},
            "change": {"$ref": "#/$defs/change"},
            "words": _TEXT,
            "library": _TEXT,
            "differences": _list({"$ref": "#/$defs/difference"}),
            "origin": _object(dict.fromkeys(("definition", "where", "request"), _TEXT), required=()),
            "irreversible": _TEXT,
            "shown_before": none_or_picture,
            "backups": _list(_object({"path": path, "before": none_or_picture, "after": none_or_picture})),
        }
    )


def _picture() -> Schema:
    return _object(
        {
            "sha256": {**_TEXT, "pattern": "^[0-9a-f]{64}$"},
            "sha1": {**_TEXT, "pattern": "^[0-9a-f]{40}$"},
            "size": _COUNT,
            "media_type": _TEXT,
        }
    )


def _difference() -> Schema:
    """Five values: of what, its number, the aspect, what stands there, what will."""
    scalars = ["null", "string", "number", "boolean"]
    inner: Schema = {"type": [*scalars, "array"]}
    value: Schema = {"type": [*scalars, "array"], "items": inner}
    return _row({"enum": ["item", "section", "server"]}, {"type": "integer"}, _TEXT, value, value)


def _change(kind: type) -> Schema:
    hints = get_type_hints(kind)
    found: dict[str, Schema] = {"change": {"const": kind.__name__}, **{name: _typed(hint) for name, hint in hints.items()}}
    return _object(found, required=["change", *(one.name for one in fields(kind) if one.default is MISSING)])


def _typed(hint: object) -> Schema:
    if get_origin(hint) in {Union, types.UnionType}:
        return {"anyOf": [{"type": "null"}, *(_typed(one) for one in get_args(hint) if one is not type(None))]}
    if get_origin(hint) is tuple:
        inner = get_args(hint)
        return _list(_typed(inner[0])) if inner[-1] is Ellipsis else _row(*map(_typed, inner))
    return _PLAIN[getattr(hint, "__supertype__", hint)]


def _object(properties: Mapping[str, Schema], required: list[str] | tuple[str, ...] | None = None) -> Schema:
    needed = list(properties) if required is None else list(required)
    return {"type": "object", "properties": dict(properties), "required": needed, "additionalProperties": False}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _row(*items: Schema) -> Schema:
    return {"type": "array", "prefixItems": list(items), "minItems": len(items), "maxItems": len(items)}
