"""What turns of a thing, in texts for reading and in the terminal's own words."""

from collections.abc import Mapping

from halley.changes.differences import Value
from halley.plans.net import Turn
from halley.plans.words import is_picture, line, name_of, pictured
from halley.plex.ids import RatingKey
from halley.studio.wire.plans import Turn as Shown

_LONGEST = 4000
_MOST = 100
Titles = Mapping[RatingKey, str]


def shown_turn(turn: Turn, titles: Titles) -> Shown:
    """A turn as a page shows it."""
    return Shown(
        aspect=name_of(turn.aspect),
        before=_text(turn.aspect, turn.before, titles),
        after=_text(turn.aspect, turn.after, titles),
        steps=turn.steps,
        line=line(turn),
    )


def called(number: int, titles: Titles) -> str:
    """What an item is called: its title, else its rating key."""
    return titles.get(RatingKey(number)) or f"item {number}"


def _text(aspect: str, value: Value, titles: Titles) -> str:
    if value is None:
        return ""
    if is_picture(aspect):
        return pictured(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        told = [_one(one, titles) for one in value[:_MOST]]
        return ", ".join(told) + (f", and {len(value) - _MOST} more" if len(value) > _MOST else "")
    return str(value)[:_LONGEST]


def _one(one: object, titles: Titles) -> str:
    if isinstance(one, int):
        return called(one, titles)
    return str(one[0]) if isinstance(one, tuple) and one else str(one)[:_LONGEST]
