"""The newest backup of a configuration, and what is remembered of the last one and of the last drill."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from halley.backup.naming import ENDING, Backup, backups_in
from halley.doctor.facts import Backups
from halley.errors import ConfigError

_NAME = re.compile(rf"(.+)-\d{{8}}-\d{{6}}{re.escape(ENDING)}")


def backups_of(config: Path, own: Path, folder: Path | None, now: datetime) -> Backups:
    """Backups in a folder, or below it in one called by its service.

    The service is what the last backup was called by, or the configuration's folder; where neither has one, any in the
    folder counts, and what is called kometa or halley below it.
    """
    last, drill = _told(own / "last.json"), _told(own / "drill.json")
    problem = "" if last.get("ok", True) else str(last.get("problem", "it does not say why"))
    drill_problem = "" if drill.get("ok", True) else str(drill.get("problem", "it does not say why"))
    if folder is not None:
        called = _NAME.fullmatch(str(last.get("file", "")))
        try:
            found = _newest(folder, [*([called[1]] if called else []), config.parent.name])
        except (ConfigError, OSError) as unread:
            why = unread.message if isinstance(unread, ConfigError) else f"{folder} cannot be read: {unread.strerror}"
            return Backups(str(folder), "", None, problem, drill_problem, why)
        age = (now - found.at.astimezone(UTC)).total_seconds() if found is not None else None
        return Backups(str(folder), found.path.name if found else "", age, problem, drill_problem)
    moment = _moment(last.get("at"))
    if moment is None or problem:
        return Backups("", "", None, problem, drill_problem) if problem or drill_problem or not last else Backups("")
    return Backups("", str(last.get("file", "")), (now - moment).total_seconds(), "", drill_problem)


def _newest(folder: Path, services: Sequence[str]) -> Backup | None:
    """Raises ConfigError or OSError."""
    for each in dict.fromkeys(services):
        if found := [*backups_in(folder, each), *backups_in(folder / each, each)]:
            return max(found, key=lambda one: one.at)
    found = [one for each in ("kometa", "halley") for one in backups_in(folder / each, each)]
    found += [one for each in _services_in(folder) for one in backups_in(folder, each)]
    return max(found, key=lambda one: one.at, default=None)


def _services_in(folder: Path) -> set[str]:
    try:
        return {match[1] for one in folder.iterdir() if (match := _NAME.fullmatch(one.name))}
    except FileNotFoundError:
        return set()


def _told(path: Path) -> dict[str, object]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _moment(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
