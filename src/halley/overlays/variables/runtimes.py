"""How long something plays: its own length, the mean of what is below it, or the sum."""

from halley.overlays.subject import Subject
from halley.overlays.variables.registry import (
    E,
    Facts,
    L,
    M,
    N,
    R,
    Raw,
    S,
    Unusable,
    Variable,
    levels,
    number,
    present,
    whole,
)
from halley.plex.ids import ItemType

MODIFIERS = {"": "whole minutes", "H": "whole hours", "M": "minutes past the hour"}
# python-plexapi knows no length of seasons, artists and albums, whatever the server says.
_WITH_A_LENGTH = levels(M, S, E)


def write(value: Raw, modifier: str) -> str:
    minutes = number(value) / 60000
    match modifier:
        case "H":
            return str(int(minutes // 60))
        case "M":
            return str(int(minutes % 60))
        case _:
            return str(int(minutes))


def _runtime(subject: Subject, facts: Facts, level: ItemType, modifier: str) -> Raw:
    own = subject.text("duration") if subject.item.type in _WITH_A_LENGTH else None
    if level in {M, E}:
        return whole(present(own, "runtime"))
    if own is not None and whole(own):
        return whole(own)
    below = list(subject.durations())
    if not below:
        raise Unusable("nothing below it has a length, so that there is no mean of them")
    return sum(below) / len(below)


def _total(subject: Subject, facts: Facts, level: ItemType, modifier: str) -> Raw:
    return sum(subject.durations())


RUNTIME = Variable(
    name="runtime",
    levels=levels(M, S, N, E, R, L),
    modifiers=MODIFIERS,
    read=_runtime,
    write=write,
    source="the item's `duration`, else the mean of its episodes or tracks",
)
TOTAL_RUNTIME = Variable(
    name="total_runtime",
    levels=levels(S, N, R, L),
    modifiers=MODIFIERS,
    read=_total,
    write=write,
    source="the sum of its episodes' or tracks' `duration`",
)
