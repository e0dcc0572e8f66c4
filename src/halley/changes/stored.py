"""Changes as JSON values, for files that outlive the process, and back.

Each is an object of its kind's name (`"change": "AddTags"`) and its fields; enumerations are written as Plex's words.
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from typing import Union, get_args, get_origin, get_type_hints

from halley.changes.kinds import Change
from halley.files import Picture, picture_of
from halley.plex.ids import ItemType
from halley.plex.images import ImageKind
from halley.plex.tags import TagKind

_KINDS: dict[str, Callable[..., Change]] = {kind.__name__: kind for kind in get_args(Change)}


def to_json(change: Change) -> dict[str, object]:
    """The Change as an object of JSON values."""
    return {"change": type(change).__name__} | {one.name: _plain(getattr(change, one.name)) for one in fields(change)}


def from_json(row: Mapping[str, object]) -> Change:
    """The Change of such an object. Raises ValueError where it is none that this version knows."""
    kind = _KINDS.get(str(row.get("change")))
    if kind is None:
        raise ValueError(f"{row.get('change')!r} is no kind of change")
    hints = _hints(kind)
    unknown = set(row) - set(hints) - {"change"}
    if unknown:
        raise ValueError(f"{row['change']} has no {min(unknown)!r}")
    try:
        return kind(**{name: _typed(row[name], hints[name]) for name in hints if name in row})
    except (TypeError, KeyError, ValueError) as problem:
        raise ValueError(f"{row['change']}: {problem}") from None


@cache
def _hints(kind: Callable[..., Change]) -> dict[str, object]:
    return dict(get_type_hints(kind))


def _plain(value: object) -> object:
    match value:
        case ItemType() | TagKind():
            return value.word
        case ImageKind():
            return value.many
        case Picture():
            return {one.name: getattr(value, one.name) for one in fields(value)}
        case tuple():
            return [_plain(one) for one in value]
        case _:
            return value


def _typed(value: object, hint: object) -> object:
    if get_origin(hint) in {Union, types.UnionType}:
        if value is None:
            return None
        return _typed(value, next(one for one in get_args(hint) if one is not type(None)))
    if get_origin(hint) is tuple:
        if not isinstance(value, list | tuple):
            raise ValueError(f"expected a list, found {value!r}")
        inner = get_args(hint)
        kinds = [inner[0]] * len(value) if inner[-1] is Ellipsis else list(inner)
        return tuple(_typed(one, kind) for one, kind in zip(value, kinds, strict=True))
    if hint is ItemType:
        return ItemType.of_word(str(value))
    if hint is TagKind:
        return TagKind.of_word(str(value))
    if hint is ImageKind:
        return next(one for one in ImageKind if one.many == value)
    if hint is Picture and isinstance(value, Mapping):
        return picture_of(value)
    return _scalar(value, hint)


def _scalar(value: object, hint: object) -> object:
    plain = getattr(hint, "__supertype__", hint)  # RatingKey and SectionId are ints
    if plain is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if isinstance(plain, type) and type(value) is plain:
        return value
    raise ValueError(f"expected {plain}, found {value!r}")
