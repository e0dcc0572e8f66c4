"""Backups in words."""

from datetime import timedelta

from halley.backup.manifest import Totals


def bytes_told(size: int) -> str:
    """`812 B`, `4.2 MB`."""
    if size < 1000:
        return f"{size} B"
    number = float(size)
    for unit in ("kB", "MB", "GB"):
        number /= 1000
        if number < 999.95:
            return f"{number:.1f} {unit}"
    return f"{number / 1000:.1f} TB"


def totals_told(totals: Totals) -> str:
    """`12 files, 4.2 MB`."""
    return f"{totals.files:,} {'file' if totals.files == 1 else 'files'}, {bytes_told(totals.size)}"


def age(passed: timedelta) -> str:
    """`4 minutes old`; what lies in the future is `just made`."""
    seconds = int(passed.total_seconds())
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= length * (2 if unit == "day" else 1):
            count = seconds // length
            return f"{count} {unit}{'' if count == 1 else 's'} old"
    return "just made"
