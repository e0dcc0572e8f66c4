"""The service's log: to standard output and `logs/halley.log`, for people or as JSON, without secrets.

`Run ID` and `Finished ID` mark where a run begins and ends, so that `journalctl` and `podman logs` can be searched for them.
"""

import json
import logging
import sys
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from logging.handlers import RotatingFileHandler
from pathlib import Path

from halley.gateway.ledger import without_tokens
from halley.secrets import Redactor
from halley.service.settings import LogStyle

LOG = logging.getLogger("halley.service")
FILE = "halley.log"
_LARGEST, _KEPT = 5 * 1024 * 1024, 9
_LEVELS = {"WARNING": "WARN", "CRITICAL": "ERROR"}


class Veil:
    """Keeps secrets out of lines. `hide` adds those of a configuration as they become known."""

    def __init__(self) -> None:
        self._redactor = Redactor(())

    def hide(self, redactor: Redactor) -> None:
        """Keep these out, too, from now on."""
        self._redactor = Redactor((*self._redactor.secrets, *redactor.secrets))

    def __call__(self, text: str) -> str:
        return without_tokens(self._redactor(text))


class Lines(logging.Formatter):
    """`2026-01-15 06:00:00 INFO  words`, or a line of JSON, its moment in UTC."""

    def __init__(self, style: LogStyle, veil: Callable[[str], str], zone: tzinfo | None = None) -> None:
        super().__init__()
        self._is_json, self._veil, self._zone = style == "json", veil, zone

    def format(self, record: logging.LogRecord) -> str:
        """A line, or some; one a record where it is JSON."""
        at, level = datetime.fromtimestamp(record.created, UTC), _LEVELS.get(record.levelname, record.levelname)
        text = record.getMessage()
        if record.exc_info:
            text = f"{text}\n{self.formatException(record.exc_info)}"
        text = self._veil(text)
        if self._is_json:
            row = {"at": f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z", "level": level.lower(), "text": text}
            if run := getattr(record, "run", ""):
                row["run"] = run
            return json.dumps(row, ensure_ascii=False)
        head = f"{at.astimezone(self._zone):%Y-%m-%d %H:%M:%S} {level:<5} "
        return "\n".join(f"{head}{line}" for line in text.splitlines() or [""])


def begin_log(folder: Path, style: LogStyle, veil: Veil, *, is_verbose: bool, zone: tzinfo | None = None) -> None:
    """Log to standard output, and to a file in a folder where that can be written; times are those of a zone."""
    root = logging.getLogger()
    root.setLevel(logging.WARNING)
    LOG.setLevel(logging.DEBUG if is_verbose else logging.INFO)
    for name in ("apscheduler", "uvicorn", "asyncio"):
        logging.getLogger(name).setLevel(logging.ERROR)
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stdout)]
    problem: OSError | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handlers.append(RotatingFileHandler(folder / FILE, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8"))
    except OSError as found:
        problem = found
    for one in handlers:
        one.setFormatter(Lines(style, veil, zone))
    root.handlers[:] = handlers
    logging.raiseExceptions = False  # a disk that is full ends no service
    if problem is not None:
        LOG.warning("%s cannot be written (%s): there is no log but this one", folder / FILE, problem.strerror)
