"""Items: whatever has a rating key, from a movie to a playlist.

Plex describes an item by some sixty attributes whose spelling is Plex's (`contentRating`, `audienceRating`). They are kept
as Plex writes them, text by name, and read through typed properties and the registry in `fields`: so an attribute that
Halley has never heard of survives every way through the house, and an edit of any field is one rule instead of sixty.
"""

from dataclasses import dataclass, field, replace

from immutables import Map

from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.images import NO_IMAGES, ImageKind, Shelf
from halley.plex.tags import Tag, TagKind


@dataclass(frozen=True, slots=True)
class Element:
    """An XML element that Halley passes on without looking inside (chapters, markers, colours)."""

    name: str
    attributes: Map[str, str] = Map()
    children: "tuple[Element, ...]" = ()


@dataclass(frozen=True, slots=True)
class Stream:
    """One video, audio, subtitle or lyrics stream. Attributes in Plex's spelling (spec, plex-api 5.3)."""

    attributes: Map[str, str]

    @property
    def type(self) -> int:
        """1 video, 2 audio, 3 subtitle, 4 lyrics."""
        return int(self.attributes.get("streamType", "0"))


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a version."""

    attributes: Map[str, str]
    streams: tuple[Stream, ...] = ()
    others: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True)
class Media:
    """One version of an item; several make a duplicate."""

    attributes: Map[str, str]
    parts: tuple[Part, ...] = ()
    others: tuple[Element, ...] = ()

    @property
    def streams(self) -> tuple[Stream, ...]:
        """The streams of all files."""
        return tuple(stream for part in self.parts for stream in part.streams)


@dataclass(frozen=True, slots=True)
class Rating:
    """One rating: whose (`imdb://image.rating`), how much (0 to 10, text as served), `audience` or `critic`."""

    image: str
    value: str
    type: str


@dataclass(frozen=True, slots=True)
class Item:
    """A movie, show, season, episode, artist, album, track, clip, collection or playlist.

    `attributes` holds every scalar except `ratingKey`, `key`, `type`, `librarySection*`, image paths (`thumb`, `art`...)
    and what follows from the hierarchy (`parentTitle`, `grandparentThumb`...), which are written from the model.
    `tags` keeps each kind in the server's order. `locked` holds field names as edits spell them (`title`, `thumb`, `label`).
    """

    key: RatingKey
    type: ItemType
    section: SectionId | None  #: playlists have none
    attributes: Map[str, str]
    parent: RatingKey | None = None
    tags: Map[TagKind, tuple[Tag, ...]] = Map()
    guids: tuple[str, ...] = ()
    ratings: tuple[Rating, ...] = ()
    media: tuple[Media, ...] = ()
    images: Map[ImageKind, Shelf] = Map()
    locked: frozenset[str] = frozenset()
    locations: tuple[str, ...] = ()  #: folders of shows and artists
    preferences: Map[str, str] = field(default_factory=Map)  #: advanced settings that differ from the default
    others: tuple[Element, ...] = ()

    @property
    def title(self) -> str:
        return self.attributes.get("title", "")

    @property
    def year(self) -> int | None:
        return self.number("year")

    @property
    def index(self) -> int | None:
        """Number of a season, episode or track; the tag id of a collection."""
        return self.number("index")

    @property
    def updated_at(self) -> int:
        """Epoch seconds; image paths end in it."""
        return self.number("updatedAt") or 0

    @property
    def is_smart(self) -> bool:
        """Whether a collection's or playlist's members are computed from `content`."""
        return self.attributes.get("smart") == "1"

    def number(self, name: str) -> int | None:
        """An attribute as a whole number, None where it is absent or no number."""
        try:
            return int(self.attributes[name])
        except (KeyError, ValueError):
            return None

    def tags_of(self, kind: TagKind) -> tuple[Tag, ...]:
        return self.tags.get(kind, ())

    def shelf(self, kind: ImageKind) -> Shelf:
        return self.images.get(kind, NO_IMAGES)

    def has_tag(self, kind: TagKind, text: str) -> bool:
        """Whether a tag of that text, case aside, is on the item."""
        folded = text.casefold()
        return any(tag.text.casefold() == folded for tag in self.tags_of(kind))

    def with_attribute(self, name: str, value: str | None) -> "Item":
        """The item with that attribute; None or empty text takes it away, as Plex leaves empty ones out."""
        if value:
            return replace(self, attributes=self.attributes.set(name, value))
        return replace(self, attributes=self.attributes.delete(name)) if name in self.attributes else self

    def with_tags(self, kind: TagKind, tags: tuple[Tag, ...]) -> "Item":
        if tags:
            return replace(self, tags=self.tags.set(kind, tags))
        return replace(self, tags=self.tags.delete(kind)) if kind in self.tags else self

    def with_shelf(self, kind: ImageKind, shelf: Shelf) -> "Item":
        return replace(self, images=self.images.set(kind, shelf))

    def with_lock(self, name: str, *, locked: bool) -> "Item":
        return replace(self, locked=self.locked | {name} if locked else self.locked - {name})
