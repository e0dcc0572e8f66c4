"""When something is due, in the words of a `schedule` (spec, config-and-run 10). Arithmetic on a moment, nothing else.

Entries of a list, or of a text with commas, are joined by "or". A bad entry is told and does not count. What Kometa falls
over is told as such: it is a mistake here too, and the entry does not count.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import partial
from typing import Final

from halley.definitions.problems import Costs, Problems, shown, suggestion
from halley.location import Located, Location, Scalar

_WORDS: Final = "daily hourly weekly monthly yearly date range never non_existing all".split()
_DAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            "monday mon m",
            "tuesday tues tue tu t",
            "wednesday wed w",
            "thursday thurs thur thu th r",
            "friday fri f",
            "saturday sat s",
            "sunday sun su u",
        )
    )
    for name in names.split()
}
_INSIDE = re.compile(r"\(([^)]+)\)")
_INSIDE_ALL = re.compile(r"\[([^\]]+)\]")
_RANGE = re.compile(r"(1[0-2]|0?[1-9])/(3[01]|[12][0-9]|0?[1-9])-(1[0-2]|0?[1-9])/(3[01]|[12][0-9]|0?[1-9])$")
_LAST_OF_MONTH: Final = {4: 30, 6: 30, 9: 30, 11: 30, 2: 28}
_MOST_HOUR, _MOST_DAY, _MOST_MONTH = 23, 31, 12


class Due(Enum):
    """Whether something is due. Kometa's `--ignore-schedules` turns only a plain "no" into a "yes"."""

    YES = "due"  #: one of the entries holds
    NO = "not due"  #: none holds
    OUT_OF_RANGE = "out of its range"  #: none holds, and one of them is a range
    IF_MISSING = "due if missing"  #: only what does not exist yet is made; for overlays Kometa's run ends on it
    BROKEN = "broken"  #: Kometa's run ends on it


class _Mistake(Exception):
    """An entry that means nothing. Says why, and what to write."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


class _IfMissing(Exception):
    """`all[non_existing, ...]` of which another entry does not hold."""


class _Broken(_Mistake):
    """What Kometa refuses altogether."""


def read_schedule(value: Located, now: datetime, problems: Problems) -> Due:
    """Whether a schedule is due at a local time. Mistakes are told, each at its place."""
    if isinstance(value.value, str) and "all" in value.value:
        if not value.value.endswith("]") or value.value.count("all") > 1:
            problems.error(
                "each `all[...]` needs a line of its own", value.at, Costs.VALUE, "write a list; Kometa's run ends"
            )
            return Due.BROKEN
        texts = [(value, value.value.strip())]
    else:
        several = value.items if value.is_list else ()
        texts = [(one, str(one).strip()) for one in several] or [(value, one.strip()) for one in str(value).split(",")]
    found = []
    for one, text in texts:
        try:
            found.append(_entry(text, now, partial(_tell, problems, one.at)))
        except _IfMissing:
            return Due.IF_MISSING
        except _Mistake as mistake:
            problems.error(mistake.message, one.at, Costs.VALUE, mistake.hint)
            if isinstance(mistake, _Broken):
                return Due.BROKEN
    if any(is_due for is_due, _ in found):
        return Due.YES
    return Due.OUT_OF_RANGE if any(is_range for _, is_range in found) else Due.NO


def tell_schedules(
    library: Mapping[Scalar, Located], moved: Mapping[str, Located], now: datetime, problems: Problems
) -> str | None:
    """Why the overlays of a library are not due, as a sentence; None where they are. `moved` is from its file blocks."""
    whole = library.get("schedule")
    if "schedule" in library and not whole:
        problems.error("`schedule:` is blank", library["schedule"].at, Costs.VALUE, "Kometa runs the library always")
        whole = None
    names = (one for one in ("schedule_overlays", "schedule_overlay") if one in library)
    name = next(names, None)
    overlays = library[name] if name else moved.get("schedule_overlays")
    for what, schedule in (("the library is", whole), ("its overlays are", overlays)):
        if schedule is None or schedule.value is None:
            continue
        due = read_schedule(schedule, now, problems)
        if due is Due.IF_MISSING:
            told = "`non_existing` in `all[...]` is for collections, and Kometa's run ends on it"
            problems.error(told, schedule.at, Costs.VALUE, "take it out")
        if due is not Due.YES:
            return f"{what} not due now, by the schedule {shown(schedule)}"
    return None


def _tell(problems: Problems, at: Location, message: str, hint: str) -> None:
    problems.warning(message, at, Costs.VALUE, hint)


Warn = Callable[[str, str], None]


def _entry(text: str, now: datetime, warn: Warn) -> tuple[bool, bool]:
    """Whether an entry is due, and whether it is a range."""
    lowered = text.lower()
    if lowered.startswith("all"):
        return _is_all_due(lowered, now, warn), False
    if lowered.startswith(("day", "daily", "non_existing")):
        return True, False
    if lowered == "never":
        return False, False
    kind = next((one for one in _READERS if lowered.startswith(one)), None)
    if kind is None:
        word = re.split(r"[^a-z_]", lowered, maxsplit=1)[0]
        known = ", ".join(_WORDS)
        raise _Mistake(f"{shown(text)} is no schedule{suggestion(word, _WORDS)}", f"there are {known}")
    inside = _INSIDE.search(lowered)
    if inside is None:
        raise _Mistake(f"{shown(text)} has nothing in brackets", f"write for example `{_EXAMPLES[kind]}`")
    try:
        return _READERS[kind](inside[1], now, warn), kind == "range"
    except ValueError:
        raise _Mistake(f"{shown(text)} is no such time", f"write for example `{_EXAMPLES[kind]}`") from None


def _is_all_due(text: str, now: datetime, warn: Warn) -> bool:
    inside = _INSIDE_ALL.search(text)
    if inside is None:
        raise _Mistake(f"{shown(text)} has nothing in square brackets", f"write for example `{_EXAMPLES['all']}`")
    if "all" in inside[1]:
        raise _Broken("an `all[...]` cannot hold another one", "Kometa's run ends on it")
    entries = [one.strip() for one in inside[1].split(",")]
    found: list[bool] = []
    mistakes: list[_Mistake] = []
    for one in entries:
        try:
            found.append(_entry(one, now, warn)[0])
        except _Broken:
            raise
        except _Mistake as mistake:  # it does not hold, and the others are looked at all the same
            mistakes.append(mistake)
    is_due = not mistakes and all(found)
    if not is_due and any(one.startswith("non_existing") for one in entries):
        for each in mistakes:
            warn(each.message, each.hint or "")
        raise _IfMissing
    if mistakes:
        raise mistakes[0]
    return is_due


def _is_hour(inside: str, now: datetime, _warn: Warn) -> bool:
    start, *rest = map(int, inside.split("-"))
    end = rest[0] if rest else start
    if len(rest) > 1 or not (0 <= start <= _MOST_HOUR and 0 <= end <= _MOST_HOUR) or (rest and start == end):
        raise ValueError
    return start <= now.hour <= end if start <= end else now.hour >= start or now.hour <= end


def _is_weekday(inside: str, now: datetime, _warn: Warn) -> bool:
    names = inside.split("|")
    for name in names:
        if name not in _DAYS:
            raise _Mistake(
                f"{shown(name)} is no day of the week{suggestion(name, _DAYS)}", "write for example `weekly(friday)`"
            )
    return now.weekday() in {_DAYS[name] for name in names}


def _is_day_of_month(inside: str, now: datetime, warn: Warn) -> bool:
    last = monthrange(now.year, now.month)[1]
    if inside == "last":
        return now.day == last
    day = int(inside)
    if not 1 <= day <= _MOST_DAY:
        raise ValueError
    if day > last:
        warn(f"this month has no day {day}", "write `monthly(last)` for the last one")
    return now.day == day


def _is_date(inside: str, now: datetime, _warn: Warn) -> bool:
    """`MM/DD`, or `MM/DD/YYYY`; a day that the month does not have is its last one."""
    month, day, *year = map(int, inside.split("/"))
    if not 1 <= month <= _MOST_MONTH or day < 1:
        raise ValueError
    last = monthrange(now.year, now.month)[1]
    return now.month == month and (now.day == day or (now.day == last < day)) and (not year or now.year == year[0])


def _is_day_of_year(inside: str, now: datetime, warn: Warn) -> bool:
    return _is_date("/".join(inside.split("/")[:2]), now, warn)


def _is_that_date(inside: str, now: datetime, warn: Warn) -> bool:
    parts = inside.split("/")
    if len(parts) < len("MDY"):
        raise ValueError
    return _is_date("/".join(parts[:3]), now, warn)


def _is_in_range(inside: str, now: datetime, warn: Warn) -> bool:
    """Bad ranges are left out where there are good ones."""
    texts = inside.split("|")
    ranges = [_range(text) for text in texts]
    if not any(ranges):
        raise ValueError
    for text, found in zip(texts, ranges, strict=True):
        if found is None:
            warn(f"{shown(text)} is no range of days, and does not count", f"write for example `{_EXAMPLES['range']}`")
    today = _in_any_year(now.month, now.day)
    return any(_is_between(*ends, today) for ends in ranges if ends is not None)


def _range(text: str) -> tuple[date, date] | None:
    found = _RANGE.match(text)
    if found is None:
        return None
    first_month, first_day, last_month, last_day = map(int, found.groups())
    return _in_any_year(first_month, first_day), _in_any_year(last_month, last_day)


def _in_any_year(month: int, day: int) -> date:
    return date(2001, month, min(day, _LAST_OF_MONTH.get(month, _MOST_DAY)))


def _is_between(first: date, last: date, today: date) -> bool:
    return first <= today <= last if first <= last else today <= last or today >= first


_READERS: Final[Mapping[str, Callable[[str, datetime, Warn], bool]]] = {
    "hour": _is_hour,
    "week": _is_weekday,
    "month": _is_day_of_month,
    "year": _is_day_of_year,
    "date": _is_that_date,
    "range": _is_in_range,
}
_EXAMPLES: Final = {
    "hour": "hourly(17)` or `hourly(22-6)",
    "week": "weekly(friday)` or `weekly(friday|sunday)",
    "month": "monthly(1)` or `monthly(last)",
    "year": "yearly(12/24)",
    "date": "date(12/24/2026)",
    "range": "range(12/01-12/31)",
    "all": "all[weekly(friday), hourly(17)]",
}
