"""Default overlay files, and the template variables that each takes, as its templates say it themselves."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from halley.definitions.problems import Problems
from halley.definitions.reading import read_yaml
from halley.engines.native.stand_in import DEFAULTS
from halley.location import Located
from halley.studio.reference.controls import CONTROLS
from halley.studio.wire.editor import Control, DefaultOverlay

_LEVELS = ("movie", "show", "season", "episode")
_NAME = re.compile(r"(?!.*\dof\d)[a-z][a-z0-9_]*")
"""A name that a person gives; what is calculated for a place (`across_1of3`) is none."""
_NUMBERED = re.compile(r"\b([a-z_]+)<<n>>(_[a-z_]+)?\b")
_NUMBERS = ("1", "2", "3")
_Kind = Literal["text", "number", "percent", "colour", "font", "align", "choice", "switch", "file"]


@cache
def default_overlays(folder: Path = DEFAULTS) -> tuple[DefaultOverlay, ...]:
    """All default files of a folder, by name; the file of templates that they share is none itself."""
    paths = [path for path in sorted(folder.glob("*.yml")) if path.stem not in {"templates", "separator"}]
    return tuple(one for path in paths if (one := _overlay(path)) is not None)


def _overlay(path: Path) -> DefaultOverlay | None:
    text = path.read_text("utf-8")
    root = read_yaml(text, path.name, Problems())
    if root is None or "overlays" not in root.entries:
        return None
    found: dict[str, Control] = {}
    for defaults, optional in _variables(root):
        for key, value in defaults.items():
            if _NAME.fullmatch(key):
                found.setdefault(key, _control(key, value))
        for key in optional:
            if _NAME.fullmatch(key):
                found.setdefault(key, _control(key, None))
    for before, after in _NUMBERED.findall(text):  # `rating<<n>>_image`: one for each place
        for number in _NUMBERS:
            found.setdefault(f"{before}{number}{after}", _control(f"{before}{number}{after}", None))
    levels = tuple(one for one in _LEVELS if re.search(rf"\b{one}\b", text))
    return DefaultOverlay(name=path.stem, summary=_summary(text), levels=levels, variables=tuple(found.values()))


def _variables(root: Located) -> Iterator[tuple[Mapping[str, Located], tuple[str, ...]]]:
    """Variables with defaults, and names of those without: of all templates, and what is given to those of other files."""
    templates = root.entries.get("templates")
    blocks = list(templates.entries.values()) if templates is not None else []
    external = root.entries.get("external_templates")
    for one in (external.items if external.is_list else (external,)) if external is not None else ():
        if (given := one.entries.get("template_variables")) is not None:
            blocks.append(given)
            plain = {str(key): value for key, value in given.entries.items() if not value.is_mapping and not value.is_list}
            yield plain, ()
    for block in blocks:
        defaults, optional = block.entries.get("default"), block.entries.get("optional")
        yield (
            {str(key): value for key, value in defaults.entries.items()} if defaults is not None else {},
            tuple(str(one) for one in optional.items) if optional is not None else (),
        )


def _control(key: str, value: Located | None) -> Control:
    shown = "" if value is None or value.value is None or value.is_mapping or value.is_list else str(value)
    known = next((one for one in CONTROLS if one.key == key), None)
    default = "" if "<<" in shown else shown
    if known is not None:
        return known.model_copy(update={"default": default, "group": known.group})
    return Control(key=key, group="variables", control=_kind(key, value), summary="", default=default)


def _kind(key: str, value: Located | None) -> _Kind:
    if (value is not None and isinstance(value.value, bool)) or key.startswith("use_"):
        return "switch"
    if key.endswith("color"):
        return "colour"
    if key.endswith("font"):
        return "font"
    return "number" if value is not None and isinstance(value.value, int | float) else "text"


def _summary(text: str) -> str:
    """The first sentence of the comment with which a file begins."""
    lines = []
    for line in text.split("\n"):
        if not line.startswith("#") or not line.strip("# "):
            break
        lines.append(line.lstrip("# "))
    return " ".join(lines).split(". ")[0].rstrip(".")
