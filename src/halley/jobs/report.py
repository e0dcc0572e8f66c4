"""`output/report.html`: one page that needs nothing else, neither a network nor a neighbouring file.

Pictures are inlined at the width of a screen; the files of full size lie beside the page in `output/` and `input/`.
"""

import base64
import html
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from PIL import Image, UnidentifiedImageError

from halley.clock import iso
from halley.files import write_atomic
from halley.jobs.folder import JobFolder
from halley.jobs.summary import Outcome, Summary, TargetResult

_SHOWN_WIDTH = 640
_LOG_LINES = 3000
_ROWS = 2000


@dataclass(frozen=True, slots=True)
class _Card:
    """One target as the page shows it; pictures are data addresses, empty where there is none."""

    target: TargetResult
    before: str
    after: str
    wide: bool


def write_report(folder: JobFolder, summary: Summary) -> Path:
    """Write the report of a finished job and return its path."""
    cards = [_card(folder, one) for one in summary.targets]
    page = (
        _environment()
        .get_template("report.html")
        .render(
            summary=summary,
            when=iso(summary.timestamp),
            cards=cards,
            outcomes={one.value: sum(1 for card in cards if card.target.outcome is one) for one in Outcome},
            blocked=summary.blocked_write_attempts[:_ROWS],
            more_blocked=max(len(summary.blocked_write_attempts) - _ROWS, 0),
            log=tuple(_log(folder.log)),
        )
    )
    write_atomic(folder.report, page)
    return folder.report


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("halley.jobs", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["level"] = _level
    return environment


def _card(folder: JobFolder, target: TargetResult) -> _Card:
    before, size = _inlined(folder.input / target.before if target.before else None)
    after, other = _inlined(folder.output / target.output if target.output else None)
    width, height = size or other or (2, 3)
    return _Card(target, before, after, wide=width > height)


def _inlined(path: Path | None) -> tuple[str, tuple[int, int] | None]:
    """A picture as a data address, reduced to the width of a screen, and its own size."""
    if path is None:
        return "", None
    try:
        with Image.open(path) as picture:
            size = picture.size
            shown = picture.convert("RGB")
            shown.thumbnail((_SHOWN_WIDTH, _SHOWN_WIDTH * 2), Image.Resampling.LANCZOS)
            written = io.BytesIO()
            shown.save(written, "JPEG", quality=88)
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError):
        return "", None
    return f"data:image/jpeg;base64,{base64.b64encode(written.getvalue()).decode()}", size


def _log(path: Path) -> Iterable[str]:
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ()
    return lines[-_LOG_LINES:]


def _level(line: str) -> str:
    """The class under which a log line is coloured."""
    found: Mapping[str, str] = {"[CRITICAL]": "critical", "[ERROR]": "error", "[WARNING]": "warning"}
    return next((name for mark, name in found.items() if mark in html.unescape(line)), "")
