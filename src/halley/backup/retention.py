"""Which backups stay: the newest of each of the last days, weeks and months that have one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from halley.backup.naming import Backup


@dataclass(frozen=True, slots=True)
class Keep:
    """How many days, weeks (from Monday) and months are kept; days without a backup do not count."""

    daily: int = 7
    weekly: int = 4
    monthly: int = 6


@dataclass(frozen=True, slots=True)
class Judged:
    """A backup and why it stays; without a reason it goes."""

    backup: Backup
    reasons: tuple[str, ...]


def judge(backups: Sequence[Backup], keep: Keep) -> list[Judged]:
    """Each backup, newest first. The newest one stays whatever `keep` says."""
    newest_first = sorted(backups, key=lambda one: (one.at, one.path.name), reverse=True)
    rules: list[tuple[str, int, Callable[[Backup], object]]] = [
        ("daily", keep.daily, lambda one: one.at.date()),
        ("weekly", keep.weekly, lambda one: tuple(one.at.isocalendar())[:2]),
        ("monthly", keep.monthly, lambda one: (one.at.year, one.at.month)),
    ]
    reasons: dict[Backup, list[str]] = {one: [] for one in newest_first}
    for word, count, period_of in rules:
        first_of: dict[object, Backup] = {}
        for one in newest_first:
            first_of.setdefault(period_of(one), one)
        for one in list(first_of.values())[:count]:
            reasons[one].append(word)
    if newest_first:
        reasons[newest_first[0]].insert(0, "newest")
    return [Judged(one, tuple(why)) for one, why in reasons.items()]
