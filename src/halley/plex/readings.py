"""How the value that a search field looks at is read from an item. Arithmetic only; `fields` gives these their names."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import isfinite
from urllib.parse import unquote

from halley.plex.ids import ItemType
from halley.plex.items import Item, Stream
from halley.plex.library import Library
from halley.plex.tags import TagKind


@dataclass(frozen=True, slots=True)
class Text:
    """Free text: contained, begun with, ended with, compared; case aside."""

    read: Callable[[Item], str | None]


@dataclass(frozen=True, slots=True)
class Words:
    """A few words out of a list (`PG-13`, `4k`, `en`), all in lower case, each with the spellings that a query may use."""

    read: Callable[[Item], Iterable[str]]
    spelled: Callable[[str], Iterable[str]]  #: the lower-case words that a query's value stands for


@dataclass(frozen=True, slots=True)
class Number:
    """A number, None where there is none. `none_is` is the value by which queries mean "none" (-1 for ratings)."""

    read: Callable[[Item, Library], float | None]
    none_is: float | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """Epoch seconds; a plain day is its midnight in UTC."""

    read: Callable[[Item], float | None]


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""

    read: Callable[[Item, Library], bool]


@dataclass(frozen=True, slots=True)
class Tagged:
    """The tags of one kind; named by id or text."""

    kind: TagKind


@dataclass(frozen=True, slots=True)
class Chance:
    """Nothing at all: only to be sorted by, in a new order each time."""


Reading = Text | Words | Number | Moment | Flag | Tagged | Chance


def text(name: str) -> Text:
    """An attribute as text."""
    return Text(lambda item: item.attributes.get(name))


def word(name: str) -> Words:
    """An attribute as the one word of a list. Choice keys are percent-encoded, and may come back so."""

    def read(item: Item) -> Iterable[str]:
        value = item.attributes.get(name)
        return (value.casefold(),) if value else ()

    return Words(read, plain_spellings)


def number(name: str) -> Number:
    """An attribute as a number."""
    return Number(lambda item, _: as_number(item.attributes.get(name)))


def rating(name: str) -> Number:
    """A rating of 0 to 10; `-1` asks for items without one."""
    return Number(lambda item, _: as_number(item.attributes.get(name)), none_is=-1)


def counter(name: str) -> Number:
    """A number that Plex leaves out when it is zero."""
    return Number(lambda item, _: as_number(item.attributes.get(name)) or 0)


def moment(name: str) -> Moment:
    """An attribute in epoch seconds."""
    return Moment(lambda item: as_number(item.attributes.get(name)))


def as_number(value: str | None) -> float | None:
    """Text as a finite number, None for no text and text that is none."""
    if value is None:
        return None
    try:
        found = float(value)
    except ValueError:
        return None
    return found if isfinite(found) else None


@lru_cache(maxsize=65536)
def midnight(day: str | None) -> float | None:
    """Epoch seconds at which `YYYY-MM-DD` begins in UTC; None for other text."""
    try:
        return (date.fromisoformat(day[:10]).toordinal() - _EPOCH) * 86400.0 if day else None
    except ValueError:
        return None


_EPOCH = date(1970, 1, 1).toordinal()


def plain_spellings(value: str) -> Iterable[str]:
    """The value itself, and what it is once decoded: keys of choices are percent-encoded."""
    return (value.casefold(), unquote(value).casefold()) if "%" in value else (value.casefold(),)


def resolution_spellings(value: str) -> Iterable[str]:
    """`1080p` is the title of `1080`."""
    folded = value.casefold()
    return (folded[:-1] if folded.endswith("p") and folded[:-1].isdigit() else folded,)


def decade(item: Item, _: Library) -> float | None:
    """The first year of the decade."""
    year = as_number(item.attributes.get("year"))
    return None if year is None else year // 10 * 10


def sort_title(item: Item) -> str:
    """What the item is sorted by: its sort title, else its title without a leading article.

    Source: spec, plex-api 4.5. Plex leaves `titleSort` out when it is the title.
    """
    return item.attributes.get("titleSort") or without_article(item.attributes.get("title", ""))


ARTICLES = ("the ", "das ", "der ", "a ", "an ", "el ", "la ")


@lru_cache(maxsize=65536)
def without_article(title: str) -> str:
    """The title without its leading article, unless nothing else would be left."""
    lowered = title.lower()
    return next((title[len(one) :].lstrip() or title for one in ARTICLES if lowered.startswith(one)), title)


def streams(item: Item, kind: int) -> Iterator[Stream]:
    """All streams of a kind (1 video, 2 audio, 3 subtitle), of all versions."""
    wanted = str(kind)
    for media in item.media:
        for part in media.parts:
            for stream in part.streams:
                if stream.attributes.get("streamType") == wanted:
                    yield stream


def resolutions(item: Item) -> Iterable[str]:
    """`4k`, `1080`, `sd`... of all versions."""
    return [media.attributes.get("videoResolution", "").casefold() for media in item.media]


def languages(kind: int) -> Callable[[Item], Iterable[str]]:
    """The languages of the streams of a kind, by tag (`pt-br`), by the tag without its region, by code, and by name."""

    def read(item: Item) -> Iterable[str]:
        found: set[str] = set()
        for stream in streams(item, kind):
            found |= _spoken(stream)
        return found

    return read


def _spoken(stream: Stream) -> set[str]:
    tag = stream.attributes.get("languageTag", "").casefold()
    names = {tag, tag.partition("-")[0]}
    names |= {stream.attributes.get(name, "").casefold() for name in ("languageCode", "language")}
    return names - {""}


def is_hdr(item: Item, _: Library) -> bool:
    """PQ, HLG or Dolby Vision. Source: spec, plex-api 5.3."""
    return any(
        stream.attributes.get("colorTrc") in {"smpte2084", "arib-std-b67"} or stream.attributes.get("DOVIPresent") == "1"
        for stream in streams(item, 1)
    )


def is_dovi(item: Item, _: Library) -> bool:
    return any(stream.attributes.get("DOVIPresent") == "1" for stream in streams(item, 1))


def media_number(name: str) -> Number:
    """The largest value of an attribute of the versions."""

    def read(item: Item, _: Library) -> float | None:
        found = [as_number(media.attributes.get(name)) for media in item.media]
        return max((one for one in found if one is not None), default=None)

    return Number(read)


def media_size(item: Item, _: Library) -> float | None:
    """Bytes of the largest version."""
    found = [sum(as_number(part.attributes.get("size")) or 0 for part in media.parts) for media in item.media]
    return max(found, default=None)


def is_unmatched(item: Item, _: Library) -> bool:
    """Whether no agent knows the item. Source: spec, plex-api 5.2."""
    guid = item.attributes.get("guid", "local://")
    return guid.startswith(("local://", "com.plexapp.agents.none://"))


def is_played(item: Item) -> bool:
    return (as_number(item.attributes.get("viewCount")) or 0) > 0


def _leaves(item: Item, library: Library) -> list[Item] | None:
    """The episodes or tracks below; None where the library does not hold them all: a shadow holds what was touched."""
    leaves = [leaf for leaf in library.leaves(item.key) if leaf is not item] if item.key in library.children else []
    said = as_number(item.attributes.get("leafCount"))
    return leaves if said is None or len(leaves) >= said else None


def unplayed_leaves(item: Item, library: Library) -> float:
    """How many episodes or tracks below were never played: counted where all are known, else as the server said."""
    leaves = _leaves(item, library)
    if leaves is not None:
        return sum(not is_played(leaf) for leaf in leaves)
    return (item.number("leafCount") or 0) - (item.number("viewedLeafCount") or 0)


def has_unplayed_leaves(item: Item, library: Library) -> bool:
    return unplayed_leaves(item, library) > 0


def is_unplayed(item: Item, library: Library) -> bool:
    """Never played; a show, season or album: none of what is below it."""
    if item.type not in HOLDERS or not (leaves := _leaves(item, library)):
        return not is_played(item) and not item.number("viewedLeafCount")
    return not any(is_played(leaf) for leaf in leaves)


def is_in_progress(item: Item, library: Library) -> bool:
    """Begun and not finished; a show or season: something below it."""
    if item.type in HOLDERS:
        return any(_is_begun(leaf) for leaf in library.leaves(item.key)) if item.key in library.children else False
    return _is_begun(item)


def _is_begun(item: Item) -> bool:
    return (as_number(item.attributes.get("viewOffset")) or 0) > 0


HOLDERS = frozenset({ItemType.SHOW, ItemType.SEASON, ItemType.ARTIST, ItemType.ALBUM})
