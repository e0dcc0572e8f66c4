"""Times of the day: how they are written, and at which moments they come, changes of the clock included.

A time that a change of the clock leaves out comes at the moment at which the old clock would have shown it; one that comes
twice counts the first time.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from halley.errors import ConfigError

DEFAULT = "05:00"
_TIME = re.compile(r"(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?")
_HINT = "write hours and minutes, several with a bar between them: KOMETA_TIMES=06:00|18:00"


def parse_times(text: str, name: str = "KOMETA_TIMES") -> tuple[time, ...]:
    """The times in a text, in order, each once. Raises ConfigError for what is none."""
    parts = text.split("|") if "|" in text else text.split(",")
    found = set()
    for part in (one.strip() for one in parts):
        if not part:
            raise ConfigError(f"{name} is {text!r}, where a time is missing", hint=_HINT)
        match = _TIME.fullmatch(part)
        hour, minute, second = (int(one) for one in match.groups("0")) if match is not None else (24, 0, 0)
        try:
            found.add(time(hour, minute, second))
        except ValueError:
            raise ConfigError(f"{name} is {text!r}, and {part!r} is no time between 00:00 and 23:59", hint=_HINT) from None
    return tuple(sorted(found))


def in_words(times: Iterable[time]) -> str:
    """The times as they are written: `06:00|18:00`."""
    return "|".join(f"{one:%H:%M}" + (f":{one:%S}" if one.second else "") for one in times)


def next_after(moment: datetime, times: Iterable[time], zone: ZoneInfo) -> datetime:
    """The first moment after that one at which one of the times comes."""
    return min(one for one in _around(moment, times, zone) if one > moment)


def last_until(moment: datetime, times: Iterable[time], zone: ZoneInfo) -> datetime:
    """The last moment until that one, itself included, at which one of the times came."""
    return max(one for one in _around(moment, times, zone) if one <= moment)


def _around(moment: datetime, times: Iterable[time], zone: ZoneInfo) -> Iterator[datetime]:
    today, every = moment.astimezone(zone).date(), tuple(times)
    for days in range(-2, 3):  # a time that was left out may come on the day after; zones have skipped whole days
        yield from (_moment(today + timedelta(days), one, zone) for one in every)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """When that time comes on that day. `fold` is 0: the first of two, and by the old clock where there is none."""
    return datetime.combine(day, at, zone).astimezone(UTC).astimezone(zone)
