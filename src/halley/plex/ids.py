"""Identities on one Plex server, and the kinds of thing that have one."""

from enum import Enum
from typing import NewType

RatingKey = NewType("RatingKey", int)
SectionId = NewType("SectionId", int)

SHADOW_KEYS = 2_000_000_000
"""Rating keys and tag ids from here on were given out by the gateway; no real server has counted that far."""


class ItemType(Enum):
    """The kinds of item, with Plex's type number and the XML element of each. Source: spec, plex-api 4.1."""

    MOVIE = ("movie", 1, "Video")
    SHOW = ("show", 2, "Directory")
    SEASON = ("season", 3, "Directory")
    EPISODE = ("episode", 4, "Video")
    ARTIST = ("artist", 8, "Directory")
    ALBUM = ("album", 9, "Directory")
    TRACK = ("track", 10, "Track")
    CLIP = ("clip", 12, "Video")
    PLAYLIST = ("playlist", 15, "Playlist")
    COLLECTION = ("collection", 18, "Directory")

    def __init__(self, word: str, number: int, element: str) -> None:
        self.word = word  #: Plex's own name: `movie`
        self.number = number  #: `type=1` in queries
        self.element = element  #: the XML element that it is written as

    @classmethod
    def of_word(cls, word: str) -> "ItemType":
        """The type that Plex calls `word`. Raises KeyError for words that Halley does not know."""
        return _BY_WORD[word]

    @classmethod
    def of_number(cls, number: int) -> "ItemType":
        """The type of that number. Raises KeyError for numbers that Halley does not know."""
        return _BY_NUMBER[number]

    @property
    def parent(self) -> "ItemType | None":
        """The level above: a season's is the show."""
        return _PARENTS.get(self)

    @property
    def child(self) -> "ItemType | None":
        """The level below: a show's is the season."""
        return next((low for low, high in _PARENTS.items() if high is self), None)


_BY_WORD = {kind.word: kind for kind in ItemType}
_BY_NUMBER = {kind.number: kind for kind in ItemType}
_PARENTS = {
    ItemType.SEASON: ItemType.SHOW,
    ItemType.EPISODE: ItemType.SEASON,
    ItemType.ALBUM: ItemType.ARTIST,
    ItemType.TRACK: ItemType.ALBUM,
}


MADE_BY_USERS = frozenset({ItemType.COLLECTION, ItemType.PLAYLIST})
"""What people and tools make on the server; all else comes from files."""
