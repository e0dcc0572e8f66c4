"""What a job left for a person to take away. A name is looked up among these; it is never a path."""

import re
from pathlib import Path

from halley.jobs.plan_page import PLAN_PAGE
from halley.plans import PLAN_FILE
from halley.studio.desk.errors import NotThere
from halley.studio.jobs.record import JobRecord
from halley.studio.wire.jobs import Artefact

_PICTURE = re.compile(r"[0-9a-f]{64}")
_FILES = (
    ("plan.json", f"plan/{PLAN_FILE}", "application/json"),
    ("plan.html", f"plan/{PLAN_PAGE}", "text/html"),
    ("report.json", "report.json", "application/json"),
    ("engine.log", "plan/run/logs/kometa.log", "text/plain"),
    ("log.jsonl", "log.jsonl", "application/jsonl"),
)


def artefacts(record: JobRecord) -> tuple[Artefact, ...]:
    """Those that are there."""
    return tuple(
        Artefact(name=name, size=path.stat().st_size, type=kind)
        for name, where, kind in _FILES
        if (path := record.root / where).is_file()
    )


def artefact_called(record: JobRecord, name: str) -> tuple[Path, Artefact]:
    """Where one lies. Raises NotThere."""
    found = next((one for one in artefacts(record) if one.name == name), None)
    if found is None:
        raise NotThere(f"job {record.id} left no {name[:60]!r}")
    return next(record.root / where for one, where, _ in _FILES if one == name), found
