"""Filters on words of a list: people, genres, labels, languages, resolutions, years."""

from collections.abc import Callable

from halley.plex.items import Item
from halley.plex.readings import streams
from halley.plex.tags import TagKind
from halley.selection.attributes.comparing import COUNTS
from halley.selection.attributes.kinds import Tags, Year
from halley.selection.attributes.registry import AL, ALL, AR, FILES, E, M, S, T, attribute
from halley.selection.problems import Crash
from halley.selection.view import Seen, View


def _tagged(kind: TagKind) -> Callable[[Item, View], Seen]:
    def read(item: Item, _: View) -> Seen:
        return tuple(tag.text for tag in item.tags_of(kind))

    return read


def _number_of(read: Callable[[Item, View], Seen]) -> Callable[[Item, View], Seen]:
    return lambda item, view: (len(read(item, view)),)


_COUNTED = {kind: _number_of(_tagged(kind)) for kind in TagKind}


@attribute("actor", Tags("actor"), {M, S, E}, count=_COUNTED[TagKind.ROLE])
def actor(item: Item, view: View) -> Seen:
    """The actors."""
    return _tagged(TagKind.ROLE)(item, view)


@attribute("director", Tags("director"), {M, E}, count=_COUNTED[TagKind.DIRECTOR])
def director(item: Item, view: View) -> Seen:
    """The directors."""
    return _tagged(TagKind.DIRECTOR)(item, view)


@attribute("producer", Tags("producer"), {M, E}, count=_COUNTED[TagKind.PRODUCER])
def producer(item: Item, view: View) -> Seen:
    """The producers."""
    return _tagged(TagKind.PRODUCER)(item, view)


@attribute("writer", Tags("writer"), {M, E}, count=_COUNTED[TagKind.WRITER])
def writer(item: Item, view: View) -> Seen:
    """The writers."""
    return _tagged(TagKind.WRITER)(item, view)


@attribute("country", Tags("country"), {M, AR}, count=_COUNTED[TagKind.COUNTRY])
def country(item: Item, view: View) -> Seen:
    """The countries."""
    return _tagged(TagKind.COUNTRY)(item, view)


@attribute("genre", Tags("genre"), {M, S, AR, AL}, count=_COUNTED[TagKind.GENRE])
def genre(item: Item, view: View) -> Seen:
    """The genres."""
    return _tagged(TagKind.GENRE)(item, view)


@attribute("label", Tags("label"), ALL, count=_COUNTED[TagKind.LABEL])
def label(item: Item, view: View) -> Seen:
    """The labels."""
    return _tagged(TagKind.LABEL)(item, view)


@attribute("collection", Tags("collection"), ALL, count=_COUNTED[TagKind.COLLECTION])
def collection(item: Item, view: View) -> Seen:
    """The collections that the item is in."""
    return _tagged(TagKind.COLLECTION)(item, view)


def _letters(name: str) -> Callable[[Item, View], Seen]:
    return lambda item, _: (len(item.attributes.get(name, "")),)


@attribute("content_rating", Tags("content_rating"), {M, S, E}, count=_letters("contentRating"))
def content_rating(item: Item, _: View) -> Seen:
    """The content rating. The counting forms count its letters, as in Kometa."""
    found = item.attributes.get("contentRating")
    return (found,) if found else ()


@attribute("network", Tags("network"), {S}, count=_letters("network"))
def network(_: Item, __: View) -> Seen:
    """A show's network. Kometa 2.4.4 falls over on the first show, and counts letters: search for it instead."""
    raise Crash("a filter on `network` makes Kometa itself fall over")


@attribute("resolution", Tags("resolution", crashes=COUNTS), FILES, is_part=True)
def resolution(item: Item, _: View) -> Seen:
    """The resolutions of the versions: `4k`, `1080`, `sd`."""
    found = (media.attributes.get("videoResolution") for media in item.media)
    return tuple(one for one in found if one)


def _spoken(item: Item, kind: int) -> Seen:
    names = (stream.attributes.get(name) for stream in streams(item, kind) for name in ("language", "languageCode"))
    return tuple(name for name in names if name)


@attribute("audio_language", Tags("audio_language"), FILES, is_part=True, count=lambda i, _: (len(list(streams(i, 2))),))
def audio_language(item: Item, _: View) -> Seen:
    """Name and code of three letters of each audio track's language. The counting forms count tracks."""
    return _spoken(item, 2)


@attribute(
    "subtitle_language", Tags("subtitle_language"), FILES, is_part=True, count=lambda i, _: (len(list(streams(i, 3))),)
)
def subtitle_language(item: Item, _: View) -> Seen:
    """Name and code of three letters of each subtitle's language. The counting forms count subtitles."""
    return _spoken(item, 3)


@attribute("year", Year(), FILES | {AL, T})
def year(item: Item, _: View) -> Seen:
    """The year."""
    return () if item.year is None else (item.year,)
