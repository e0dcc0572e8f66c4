"""Template variables: where the files of defaults name them, and the control that fits each."""

from collections.abc import Iterator
from typing import Literal

from halley.location import Located
from halley.studio.reference.controls import CONTROLS
from halley.studio.wire.editor import Control

Told = dict[str, Located | None]
"""Variables with what they are as long as nobody gives them; None where they are nothing."""
_Kind = Literal["text", "number", "percent", "colour", "font", "align", "choice", "switch", "file"]
_OF_KOMETA = frozenset(
    {"key", "alt", "library_type", "library_name", "kind", "overlay_name", "mapping_name", "value", "default", "n"}
)
_TESTS = (".exists", ".not", ".gt", ".gte", ".lt", ".lte")


def told_by(root: Located) -> Told:
    """All that templates of a file, or what it gives to those of another, call a default or optional."""
    found: Told = {}
    for block in _blocks(root):
        defaults, optional = block.entries.get("default"), block.entries.get("optional")
        for key, value in (defaults.entries if defaults is not None and defaults.is_mapping else {}).items():
            found.setdefault(str(key), value)
        for one in optional.items if optional is not None and optional.is_list else ():
            found.setdefault(str(one), None)
    for given in _given(root):
        for key, value in given.entries.items():
            if not value.is_mapping and not value.is_list:
                found.setdefault(str(key), value)
    return found


def asked_about(root: Located) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Variables that conditions look at, with the values that make a difference."""
    found: dict[str, dict[str, None]] = {}
    for block in (*_blocks(root), *_queues(root)):
        conditionals = block.entries.get("conditionals")
        defined = set(map(str, conditionals.entries)) if conditionals is not None and conditionals.is_mapping else set()
        for one in conditionals.entries.values() if conditionals is not None and conditionals.is_mapping else ():
            conditions = one.entries.get("conditions") if one.is_mapping else None
            for condition in conditions.items if conditions is not None and conditions.is_list else ():
                for key, value in condition.entries.items() if condition.is_mapping else ():
                    name = _name(str(key))
                    if name not in _OF_KOMETA and name not in defined and "<<" not in name:
                        found.setdefault(name, {}).update(dict.fromkeys(_values(str(key), value)))
    yield from ((key, tuple(values)) for key, values in found.items())


def given_by(root: Located) -> frozenset[str]:
    """What the definitions of a file give their templates themselves, so that nobody else does."""
    found: set[str] = set()
    for one in root.entries["overlays"].entries.values():
        given = one.entries.get("variables")
        if given is not None and given.is_mapping:
            found |= {str(key) for key in given.entries}
    return frozenset(found - {one.key for one in CONTROLS})


def variable(key: str, value: Located | None, choices: tuple[str, ...] = ()) -> Control:
    """The control of a variable: that of the attribute of its name, or what its name and its value say."""
    shown = "" if value is None or value.value is None or value.is_mapping or value.is_list else str(value)
    default = "" if "<<" in shown else shown
    known = next((one for one in CONTROLS if one.key == key), None)
    if known is not None:
        return known.model_copy(update={"default": default, "applies_to": ()})
    kind = _kind(key, value, choices)
    own = choices if kind == "choice" else ()
    return Control(key=key, group="variables", control=kind, summary="", default=default, choices=own)


def _kind(key: str, value: Located | None, choices: tuple[str, ...]) -> _Kind:
    if (value is not None and isinstance(value.value, bool)) or key.startswith("use_") or {*choices} & {"true", "false"}:
        return "switch"
    attribute = next((one for one in CONTROLS if key.endswith(f"_{one.key}")), None)
    if attribute is not None:  # `rating1_back_color`
        return attribute.control if attribute.control in {"colour", "font", "number", "percent"} else "text"
    if choices:
        return "choice"
    return "number" if value is not None and isinstance(value.value, int | float) else "text"


def _blocks(root: Located) -> Iterator[Located]:
    templates = root.entries.get("templates")
    yield from templates.entries.values() if templates is not None and templates.is_mapping else ()
    yield from _given(root)


def _given(root: Located) -> Iterator[Located]:
    external = root.entries.get("external_templates")
    for one in (external.items if external.is_list else (external,)) if external is not None else ():
        if (given := one.entries.get("template_variables")) is not None:
            yield given


def _queues(root: Located) -> Iterator[Located]:
    queues = root.entries.get("queues")
    for one in queues.entries.values() if queues is not None and queues.is_mapping else ():
        settings = one.entries.get("settings") if one.is_mapping else None
        if settings is not None and settings.is_mapping:
            yield settings


def _name(key: str) -> str:
    return next((key.removesuffix(one) for one in _TESTS if key.endswith(one)), key)


def _values(key: str, value: Located) -> Iterator[str]:
    if key.endswith(".exists") or value.is_mapping:
        return
    for one in value.items if value.is_list else (value,):
        shown = "true" if one.value is True else "false" if one.value is False else str(one)
        if "<<" not in shown:
            yield shown
