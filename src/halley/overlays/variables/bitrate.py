"""The bitrate of an item's media."""

from halley.overlays.subject import Subject
from halley.overlays.variables.registry import E, Facts, M, Raw, Unusable, Variable, levels, whole
from halley.plex.ids import ItemType
from halley.plex.items import Media

MODIFIERS = {"": "of the first medium", "H": "the highest", "L": "the lowest"}


def write(value: Raw, modifier: str) -> str:
    """The number. Of no medium at all it is the word None, which `L` writes small."""
    return str(value).lower() if modifier == "L" else str(value)


def _read(subject: Subject, facts: Facts, level: ItemType, modifier: str) -> Raw:
    media = subject.item.media if modifier else subject.item.media[:1]
    rates = [_of(medium) for medium in media]
    if not rates:
        return None
    return min(rates) if modifier == "L" else max(rates)


def _of(medium: Media) -> int:
    rate = medium.attributes.get("bitrate")
    if rate is None:
        raise Unusable("one of its media has no bitrate")
    return whole(rate)


BITRATE = Variable(
    name="bitrate", levels=levels(M, E), modifiers=MODIFIERS, read=_read, write=write, source="the bitrate of its media"
)
