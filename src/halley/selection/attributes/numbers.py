"""Filters on numbers: ratings, plays, minutes, sizes of the picture."""

from halley.plex.items import Item
from halley.plex.readings import as_number
from halley.selection.attributes.kinds import Number
from halley.selection.attributes.registry import AL, ALL, FILES, E, M, S, T, attribute
from halley.selection.view import Seen, View


def _rating(item: Item, name: str) -> Seen:
    found = as_number(item.attributes.get(name))
    return () if found is None else (found,)


@attribute("user_rating", Number(is_whole=False, maximum=10), ALL)
def user_rating(item: Item, _: View) -> Seen:
    """The owner's rating, 0 to 10."""
    return _rating(item, "userRating")


@attribute("critic_rating", Number(is_whole=False, maximum=10), {M, S, E, AL})
def critic_rating(item: Item, _: View) -> Seen:
    """The critics' rating, 0 to 10."""
    return _rating(item, "rating")


@attribute("audience_rating", Number(is_whole=False, maximum=10), {M, S, E})
def audience_rating(item: Item, _: View) -> Seen:
    """The audience's rating, 0 to 10."""
    return _rating(item, "audienceRating")


@attribute("plays", Number(is_whole=True), ALL)
def plays(item: Item, _: View) -> Seen:
    """How often it was played; 0 for never."""
    return (item.number("viewCount") or 0,)


@attribute("duration", Number(is_whole=False), {M, S, E, T})
def duration(item: Item, _: View) -> Seen:
    """Minutes, with their fraction."""
    found = item.number("duration")
    return () if found is None else (found / 60_000,)


def _largest(item: Item, name: str) -> Seen:
    found = [as_number(media.attributes.get(name)) for media in item.media]
    return (max((one for one in found if one is not None), default=0),)


@attribute("channels", Number(is_whole=True), FILES, is_part=True)
def channels(item: Item, _: View) -> Seen:
    """Audio channels of the version that has most; 0 where it is unknown."""
    return _largest(item, "audioChannels")


@attribute("height", Number(is_whole=True), FILES, is_part=True)
def height(item: Item, _: View) -> Seen:
    """Height of the largest version in pixels; 0 where it is unknown."""
    return _largest(item, "height")


@attribute("width", Number(is_whole=True), FILES, is_part=True)
def width(item: Item, _: View) -> Seen:
    """Width of the largest version in pixels; 0 where it is unknown."""
    return _largest(item, "width")


@attribute("aspect", Number(is_whole=False, maximum=10), FILES, is_part=True)
def aspect(item: Item, _: View) -> Seen:
    """Width by height of the widest version; 0 where it is unknown."""
    return _largest(item, "aspectRatio")


@attribute("versions", Number(is_whole=True), ALL, is_part=True, refused="Kometa 2.4.4 refuses every value of it")
def versions(item: Item, _: View) -> Seen:
    """How many versions there are."""
    return (len(item.media),)


@attribute(
    "stinger_rating", Number(is_whole=True), {M}, refused="Kometa 2.4.4 refuses every value of it", source="Mediastinger"
)
def stinger_rating(_: Item, __: View) -> Seen:
    """What is thought of the scene after the credits."""
    return ()
