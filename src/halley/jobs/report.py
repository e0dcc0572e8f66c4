"""`output/report.html`: one page that needs nothing else, neither a network nor a neighbouring file.

Pictures are inlined at the width of a screen; the files of full size lie beside the page in `output/` and `input/`. A page
has a bound: of many targets the first ones are shown with pictures, the others in a table.
"""

import base64
import hashlib
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from PIL import Image, UnidentifiedImageError

from halley.clock import iso
from halley.files import write_atomic
from halley.jobs.change_words import in_words
from halley.jobs.folder import JobFolder
from halley.jobs.shown_log import LogLine, shown_log
from halley.jobs.summary import Outcome, Summary, TargetResult

PICTURES_LIMIT = 16 * 1024 * 1024
CARDS_LIMIT = 500
"""Bytes of inlined pictures, and targets that have some; beyond either, targets are rows of a table."""
_WIDTHS = ((40, 640), (150, 480))
"""Up to so many targets, so wide (pixels); else the last resort."""
_NARROW = 320
_ROWS = 1000
_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class _Card:
    """One target as the page shows it; pictures are data addresses, empty where there is none."""

    target: TargetResult
    before: str
    after: str
    wide: bool

    @property
    def size(self) -> int:
        return len(self.before) + len(self.after)


def write_report(folder: JobFolder, summary: Summary) -> Path:
    """Write the report of a job that has ended and return its path. Raises OSError where it cannot be written."""
    cards, rows = _cards(folder, summary.targets)
    lines, cut = shown_log(folder.log)
    script = files("halley.jobs").joinpath("templates", "report.js").read_text(encoding="utf-8")
    page = page_called("report.html").render(
        summary=summary,
        when=iso(summary.timestamp),
        script=script,
        script_digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        cards=cards,
        rows=rows,
        outcomes={one.value: sum(1 for target in summary.targets if target.outcome is one) for one in Outcome},
        changes=list(in_words(summary.changes)),
        blocked=summary.blocked_write_attempts[:_ROWS],
        more_blocked=max(len(summary.blocked_write_attempts) - _ROWS, 0),
        captured=summary.captured_outputs[:_ROWS],
        more_captured=max(len(summary.captured_outputs) - _ROWS, 0),
        services=_services(summary.outside),
        log=lines,
        log_cut=cut,
        marked=_marked(lines),
    )
    write_atomic(folder.report, page)
    return folder.report


def page_called(name: str) -> Template:
    """A page of `templates/`; what is put into it is escaped."""
    environment = Environment(
        loader=PackageLoader("halley.jobs", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template(name)


def _cards(folder: JobFolder, targets: Sequence[TargetResult]) -> tuple[list[_Card], list[TargetResult]]:
    """The first targets with their pictures, as far as there is room, and the others."""
    width = next((width for most, width in _WIDTHS if len(targets) <= most), _NARROW)
    room, cards = PICTURES_LIMIT, list[_Card]()
    with ThreadPoolExecutor(4) as pool:  # Pillow lets go of the lock
        for start in range(0, min(len(targets), CARDS_LIMIT), _AT_ONCE):
            for card in pool.map(lambda one: _card(folder, one, width), targets[start : min(start + _AT_ONCE, CARDS_LIMIT)]):
                room -= card.size
                if room < 0:
                    return cards, list(targets[len(cards) :])
                cards.append(card)
    return cards, list(targets[len(cards) :])


def _card(folder: JobFolder, target: TargetResult, width: int) -> _Card:
    before, size = inlined(folder.input / target.before if target.before else None, width)
    after, other = inlined(folder.output / target.output if target.output else None, width)
    across, down = size or other or (2, 3)
    return _Card(target, before, after, wide=across > down)


def inlined(path: Path | None, width: int) -> tuple[str, tuple[int, int] | None]:
    """A picture as a data address, reduced to a width, and its own size."""
    if path is None:
        return "", None
    try:
        with Image.open(path) as picture:
            size = picture.size
            picture.draft("RGB", (width, width * 2))  # a JPEG is read at once at about the size that is wanted
            shown = picture.convert("RGB")
            shown.thumbnail((width, width * 2), Image.Resampling.LANCZOS, reducing_gap=2.0)
            written = io.BytesIO()
            shown.save(written, "JPEG", quality=85)
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError):
        return "", None
    return f"data:image/jpeg;base64,{base64.b64encode(written.getvalue()).decode()}", size


def _services(outside: Sequence[Mapping[str, object]]) -> list[tuple[str, str, str, int]]:
    """Host, what became of it, why, and how often: what was asked of other services, however many addresses it had."""
    found: Counter[tuple[str, str, str]] = Counter()
    for one in outside:
        count = one["count"]
        found[str(one["host"]), str(one["outcome"]), str(one["reason"])] += count if isinstance(count, int) else 1
    return [(host, outcome, reason, count) for (host, outcome, reason), count in sorted(found.items())]


def _marked(lines: Sequence[LogLine]) -> int:
    return sum(1 for line in lines if line.level in {"error", "critical"})
