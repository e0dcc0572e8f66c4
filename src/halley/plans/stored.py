"""`plan.json` and back. The format is described in docs/reference/plan-file.md and by plan.schema.json.

A later version reads what an earlier one wrote: `version` grows only when the meaning of something changes.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from halley.changes.differences import Difference, Value
from halley.changes.stored import from_json, to_json
from halley.errors import ConfigError
from halley.files import Picture, make_folder, picture_of, write_atomic
from halley.plans.model import Backup, Identity, Origin, Plan, Source, Step
from halley.plex.ids import RatingKey

PLAN_FILE = "plan.json"
VERSION = 1
BACKUP_PATH = r"(?!\.)[^/\\\x00]+/[0-9]{1,18}\.(?:png|jpg|webp)"
"""A folder of originals, and a picture by its item's rating key: a plan puts no other file anywhere."""
_HINT = "make the plan anew with `halley plan`"


class Damaged(Exception):
    """A row says what no plan says; why, in words."""


def write_plan(plan: Plan, folder: Path) -> Path:
    """Write `plan.json` into a folder, whole or not at all. Raises OSError."""
    make_folder(folder)
    path = folder / PLAN_FILE
    write_atomic(path, json.dumps(_plan_row(plan), ensure_ascii=False, separators=(",", ":")).encode())
    return path


def read_plan(folder: Path) -> Plan:
    """The plan in a folder (or in a file). Raises ConfigError in one sentence where it cannot be used."""
    path = folder / PLAN_FILE if folder.is_dir() else folder
    try:
        row = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise ConfigError(f"there is no plan at {path}", hint=_HINT) from None
    except OSError as problem:
        raise ConfigError(f"the plan {path} cannot be read: {problem.strerror}") from None
    except ValueError:  # no JSON, or no UTF-8
        raise ConfigError(f"{path} is no plan, or only a part of one", hint=_HINT) from None
    if not isinstance(row, dict) or not isinstance(row.get("version"), int):
        raise ConfigError(f"{path} is no plan: it has no `version`", hint=_HINT)
    if row["version"] > VERSION:
        raise ConfigError(
            f"{path} was written by a newer Halley (version {row['version']} of the format, this one knows {VERSION})",
            hint="update Halley, or make the plan anew",
        )
    try:
        return _plan(row)
    except (Damaged, KeyError, TypeError, ValueError) as problem:
        raise ConfigError(f"{path} is damaged: {_why(problem)}", hint=_HINT) from None


def _why(problem: Exception) -> str:
    return f"{problem} is missing" if isinstance(problem, KeyError) else str(problem)


def _plan_row(plan: Plan) -> dict[str, object]:
    return {
        "version": VERSION,
        "server": asdict(plan.server),
        "source": asdict(plan.source),
        "read_at": plan.read_at,
        "libraries": plan.libraries,
        "titles": {str(key): title for key, title in plan.titles.items()},
        "tags": {str(number): told for number, told in plan.tags.items()},
        "unsupported": plan.unsupported,
        "warnings": plan.warnings,
        "steps": [_step_row(step) for step in plan.steps],
    }


def _step_row(step: Step) -> dict[str, object]:
    return {
        "number": step.number,
        "change": to_json(step.change),
        "words": step.words,
        "library": step.library,
        "differences": [[one.of, one.number, one.aspect, one.before, one.after] for one in step.differences],
        "origin": {name: value for name, value in asdict(step.origin).items() if value},
        "irreversible": step.irreversible,
        "shown_before": asdict(step.shown_before) if step.shown_before else None,
        "backups": [asdict(one) for one in step.backups],
    }


def _plan(row: Mapping[str, object]) -> Plan:
    return Plan(
        Identity(**_texts(row["server"])),
        Source(**_texts(row["source"])),
        _text(row["read_at"]),
        _lines(row["libraries"]),
        tuple(_step(one, number) for number, one in enumerate(_list(row["steps"]), 1)),
        {RatingKey(int(key)): title for key, title in _texts(row["titles"]).items()},
        _lines(row["unsupported"]),
        _lines(row["warnings"]),
        {int(number): _pair(told) for number, told in _mapping(row.get("tags", {})).items()},
    )


def _step(found: object, place: int) -> Step:
    row = _mapping(found)
    if row.get("number") != place or isinstance(row["number"], bool):
        raise Damaged(f"step {place}: its number is {row.get('number')!r}")
    try:
        before = row["shown_before"]
        return Step(
            place,
            from_json(_mapping(row["change"])),
            _text(row["words"]),
            tuple(difference_of(one) for one in _list(row["differences"])),
            _text(row["library"]),
            Origin(**_texts(row["origin"])),
            _text(row["irreversible"]),
            _picture(before),
            tuple(_backup(_mapping(one)) for one in _list(row.get("backups", []))),
        )
    except (Damaged, KeyError, TypeError, ValueError) as problem:
        raise Damaged(f"step {place}: {_why(problem)}") from None


def _picture(found: object) -> Picture | None:
    return None if found is None else picture_of(_mapping(found))


def _backup(row: Mapping[str, object]) -> Backup:
    path = _text(row["path"])
    if not re.fullmatch(BACKUP_PATH, path):
        raise Damaged(f"{path!r} is no backup of a poster")
    return Backup(path, _picture(row["before"]), _picture(row["after"]))


def difference_of(row: object) -> Difference:
    """A difference of its five JSON values. Raises Damaged."""
    of, number, aspect, before, after = _list(row)
    if not isinstance(number, int) or not isinstance(of, str) or not isinstance(aspect, str):
        raise Damaged(f"{row!r} is no difference")
    return Difference(of, number, aspect, _value(before), _value(after))


def _value(found: object) -> Value:
    if isinstance(found, list):
        return tuple(_value(one) for one in found)  # type: ignore[return-value]
    if found is None or isinstance(found, str | int | float | bool):
        return found
    raise Damaged(f"{found!r} is no value of an aspect")


def _text(found: object) -> str:
    if not isinstance(found, str):
        raise Damaged(f"expected a text, found {found!r}")
    return found


def _texts(found: object) -> dict[str, str]:
    return {name: _text(value) for name, value in _mapping(found).items()}


def _mapping(found: object) -> dict[str, object]:
    if not isinstance(found, dict):
        raise Damaged(f"expected an object, found {found!r}")
    return found


def _list(found: object) -> list[object]:
    if not isinstance(found, list):
        raise Damaged(f"expected a list, found {found!r}")
    return found


def _pair(found: object) -> tuple[str, str]:
    kind, text = _lines(found)
    return kind, text


def _lines(found: object) -> tuple[str, ...]:
    return tuple(_text(one) for one in _list(found))
