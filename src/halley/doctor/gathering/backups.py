"""The newest backup of a configuration, and what is remembered of the last one and of the last drill."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

from halley.backup.naming import ENDING, Backup, backups_in
from halley.doctor.facts import Backups
from halley.errors import ConfigError

_NAME = re.compile(rf"(.+)-\d{{8}}-\d{{6}}{re.escape(ENDING)}")


def backups_of(config: Path, own: Path, folder: Path | None, now: datetime) -> Backups:
    """Backups in a folder: in it, or below it in those called as the configuration's folder, kometa or halley."""
    last, drill = _told(own / "last.json"), _told(own / "drill.json")
    problem = "" if last.get("ok", True) else str(last.get("problem", "it does not say why"))
    drill_problem = "" if drill.get("ok", True) else str(drill.get("problem", "it does not say why"))
    if folder is not None:
        found = _newest(folder, config.parent.name)
        age = (now - found.at.astimezone(UTC)).total_seconds() if found is not None else None
        return Backups(str(folder), found.path.name if found else "", age, problem, drill_problem)
    moment = _moment(last.get("at"))
    if moment is None or problem:
        return Backups("", "", None, problem, drill_problem) if problem or drill_problem or not last else Backups("")
    return Backups("", str(last.get("file", "")), (now - moment).total_seconds(), "", drill_problem)


def _newest(folder: Path, name: str) -> Backup | None:
    below = [folder / each for each in (name, "kometa", "halley")]
    found: list[Backup] = []
    try:
        for place in dict.fromkeys((folder, *below)):
            names = {match[1] for one in _files(place) if (match := _NAME.fullmatch(one))}
            found += [one for each in names for one in backups_in(place, each)]
    except ConfigError:
        return None
    return max(found, key=lambda one: one.at, default=None)


def _files(folder: Path) -> list[str]:
    try:
        return [one.name for one in folder.iterdir()]
    except OSError:
        return []


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
