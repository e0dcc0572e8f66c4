"""Filters on dates, and on days that come back every year."""

from datetime import date, datetime, timedelta

from halley.plex.items import Item
from halley.plex.readings import as_number
from halley.selection import values
from halley.selection.attributes.comparing import Holds, Wanted
from halley.selection.attributes.kinds import Kind, Moment, Reading
from halley.selection.attributes.registry import AL, ALL, E, M, S, attribute
from halley.selection.problems import BadValue
from halley.selection.values import Value
from halley.selection.view import Seen, View


def released(item: Item) -> Seen:
    """Midnight of the day on which it came out."""
    try:
        day = date.fromisoformat(item.attributes.get("originallyAvailableAt", "")[:10])
    except ValueError:
        return ()
    return (datetime(day.year, day.month, day.day),)  # noqa: DTZ001  as on the wall


@attribute("release", Moment(), {M, S, E, AL})
def release(item: Item, _: View) -> Seen:
    """The day on which it came out."""
    return released(item)


def _moment(item: Item, name: str, view: View) -> Seen:
    epoch = as_number(item.attributes.get(name))
    try:
        return () if epoch is None else (view.local(epoch),)
    except (OverflowError, OSError, ValueError):  # no clock shows that
        return ()


@attribute("added", Moment(), ALL)
def added(item: Item, view: View) -> Seen:
    """When it was added to the library."""
    return _moment(item, "addedAt", view)


@attribute("last_played", Moment(), ALL)
def last_played(item: Item, view: View) -> Seen:
    """When it was last played."""
    return _moment(item, "lastViewedAt", view)


class Anniversary(Kind):
    """`day`, `month`, or so many days: whether the day of release comes back now."""

    def read(self, modifier: str, value: Value, reading: Reading) -> Wanted:
        if str(value).lower() in {"day", "month"}:
            return (str(value).lower(),)
        try:
            return (values.whole(value, maximum=30),)
        except BadValue:
            raise BadValue(f"`{value}` is neither `day` nor `month` nor a number from 1 to 30") from None

    def test(self, modifier: str, wanted: Wanted, view: View) -> Holds:
        (only,) = wanted
        now = view.wall
        if only == "month":
            return lambda seen: any(isinstance(one, datetime) and one.month == now.month for one in seen)
        back = 1 if only == "day" else int(str(only))
        days = {(now - timedelta(days=one)).strftime("%m-%d") for one in range(back)}
        return lambda seen: any(isinstance(one, datetime) and one.strftime("%m-%d") in days for one in seen)


@attribute("history", Anniversary(), {M, S, E, AL})
def history(item: Item, _: View) -> Seen:
    """The day on which it came out, whatever the year."""
    return released(item)
