"""The day on which something first came out."""

import re
from datetime import datetime

from halley.overlays.subject import Subject
from halley.overlays.variables.registry import E, Facts, L, M, Missing, Raw, S, Unusable, Variable, levels, present
from halley.plex.ids import ItemType

OPEN = "["
MODIFIERS = {"": "as `2003-12-07`", OPEN: "`<<originally_available[%d.%m.%Y]>>`, in the words of strftime"}
ISO = "%Y-%m-%d"
# Greedy as Kometa's: from the first bracket to the last, so that two of them in a text melt into one.
_PATTERN = re.compile(r"<<originally_available\[(.+)]>>")


def write(value: Raw, modifier: str) -> str:
    if not isinstance(value, datetime):
        raise Unusable(f"`{value}` is no date")
    return value.strftime(modifier or ISO)


def format_in(text: str) -> str:
    """The format between the brackets. Raises Unusable where they do not close."""
    found = _PATTERN.search(text)
    if found is None:
        raise Unusable("the brackets of `<<originally_available[` do not close")
    return found[1]


def with_date(text: str, written: str) -> str:
    """The text with the date in place of the variable. Raises Unusable for backslashes that mean nothing.

    Kometa puts it in by a regular expression, in whose replacements backslashes have a meaning.
    """
    try:
        return _PATTERN.sub(written, text)
    except (re.error, IndexError) as error:
        raise Unusable(f"`{written}` cannot be put in: {error}") from None


def _read(subject: Subject, facts: Facts, level: ItemType, modifier: str) -> Raw:
    day = present(subject.text("originallyAvailableAt"), "originally_available")
    try:
        return datetime.strptime(day, ISO)  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        raise Missing(f"its `originallyAvailableAt` is no day: {day}") from None


ORIGINALLY_AVAILABLE = Variable(
    name="originally_available",
    levels=levels(M, S, E, L),
    modifiers=MODIFIERS,
    read=_read,
    write=write,
    source="the item's `originallyAvailableAt`",
)
