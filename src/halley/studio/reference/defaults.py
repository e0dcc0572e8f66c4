"""Default overlay files, and the template variables that each takes, as its templates say it themselves."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from halley.definitions.problems import Problems
from halley.definitions.reading import read_yaml
from halley.engines.native.stand_in import DEFAULTS
from halley.location import Located
from halley.studio.reference.controls import CONTROLS
from halley.studio.reference.variables import Told, asked_about, given_by, told_by, variable
from halley.studio.wire.editor import Control, DefaultOverlay

_LEVELS = ("movie", "show", "season", "episode")
_NAME = re.compile(r"(?!.*\dof\d)[a-z][a-z0-9_]*")
"""A name that a person gives; what is calculated for a place (`across_1of3`) is none."""
_INNER = re.compile(r"(usual|fixed|final|is)_.*|bundled|only_for|bottom_offset|overlay_level|also|pmm|suppress_overlays")
"""What the templates tell each other."""
_NUMBERED = re.compile(r"\b([a-z_]+)<<n>>(_[a-z_]+)?\b")
_PER_KEY = re.compile(r"(?<![/\w])([a-z_]+)_<<key>>")
_NUMBERS = ("1", "2", "3")
_SHARED = "templates"
_OFFSETS = ("horizontal_offset", "vertical_offset")


@cache
def default_overlays(folder: Path = DEFAULTS) -> tuple[DefaultOverlay, ...]:
    """All default files of a folder, by name; the file of templates that they share is none itself."""
    shared = _read(folder / f"{_SHARED}.yml")
    paths = [path for path in sorted(folder.glob("*.yml")) if path.stem not in {_SHARED, "separator"}]
    return tuple(one for path in paths if (one := _overlay(path, shared)) is not None)


def _read(path: Path) -> tuple[str, Located | None]:
    text = path.read_text("utf-8") if path.is_file() else ""
    return text, read_yaml(text, path.name, Problems()) if text else None


def _overlay(path: Path, shared: tuple[str, Located | None]) -> DefaultOverlay | None:
    text, root = _read(path)
    if root is None or "overlays" not in root.entries:
        return None
    sources = [(text, root), *([shared] if _is_badge(root) else [])]
    told: Told = {}
    for _, one in sources:
        told = {**told_by(one), **told} if one is not None else told
    inner = given_by(root)
    found = {
        key: _control(key, value, told, ())
        for key, value in told.items()
        if _NAME.fullmatch(key) and not _INNER.fullmatch(key) and key not in inner
    }
    for key, choices in asked_about(root):
        if key not in inner and _NAME.fullmatch(key) and not _INNER.fullmatch(key):
            known = found.get(key)
            found[key] = variable(key, None, choices) if known is None else _with_choices(known, choices)
    for before, after in _NUMBERED.findall(text):  # `rating<<n>>_image`: one for each place
        for number in _NUMBERS:
            found.setdefault(f"{before}{number}{after}", variable(f"{before}{number}{after}", None))
    keys = tuple(dict.fromkeys(_keys(root)))
    if len(sources) > 1:  # the shared template reckons these, unless somebody gives them
        for key in (*_OFFSETS, *(("use_all",) if keys else ())):
            found.setdefault(key, _control(key, None, told, ()))
    if "use_all" in found:
        found["use_all"] = found["use_all"].model_copy(update={"default": "true"})
    per_key = {one for each, _ in sources for one in _PER_KEY.findall(each) if not _INNER.fullmatch(one)} if keys else set()
    return DefaultOverlay(
        name=path.stem,
        summary=_summary(text),
        levels=tuple(one for one in _LEVELS if re.search(rf"\b{one}\b", text)),
        variables=tuple(sorted(found.values(), key=_order)),
        keys=keys,
        per_key=tuple(sorted(per_key - {"use"})),
    )


def _is_badge(root: Located) -> bool:
    """Whether a file draws by the shared template."""
    external = root.entries.get("external_templates")
    blocks = (external.items if external.is_list else (external,)) if external is not None else ()
    return any(str(one.entries.get("default")) == _SHARED for one in blocks)


def _keys(root: Located) -> Iterator[str]:
    for one in root.entries["overlays"].entries.values():
        given = one.entries.get("variables")
        key = given.entries.get("key") if given is not None and given.is_mapping else None
        if key is not None:
            yield str(key)


def _control(key: str, value: Located | None, told: Told, choices: tuple[str, ...]) -> Control:
    """The control of a variable; what stands in for a place says where it is as long as nobody says otherwise."""
    if key.startswith(("horizontal_", "vertical_")):
        places = (told.get(f"usual_{key}"), told.get(f"fixed_{key}"), value)
        return variable(key, next((one for one in places if one is not None), None), choices)
    return variable(key, value, choices)


def _with_choices(control: Control, choices: tuple[str, ...]) -> Control:
    if control.choices or not choices or control.control != "text":
        return control
    every = tuple(dict.fromkeys((*((control.default,) if control.default else ()), *choices)))
    return control.model_copy(update={"choices": every, "control": "choice"})


def _order(control: Control) -> tuple[int, int]:
    """What is a file's own first, then what an overlay has, in the order of its controls."""
    order = [one.key for one in CONTROLS]
    return (1, order.index(control.key)) if control.key in order else (0, 0)


def _summary(text: str) -> str:
    """The first sentence of the comment with which a file begins."""
    lines = []
    for line in text.split("\n"):
        if not line.startswith("#") or not line.strip("# "):
            break
        lines.append(line.lstrip("# "))
    return " ".join(lines).split(". ")[0].rstrip(".")
