"""Tags: genres, labels, collections, people, and the other lists of words that items carry."""

from dataclasses import dataclass
from enum import Enum

from immutables import Map


class TagKind(Enum):
    """The kinds of tag: name in queries and edits, XML element, and Plex's `tagType` number.

    Source: spec, plex-api 7.1, 12. `SIMILAR` has no number of its own in search results that matter here.
    """

    GENRE = ("genre", "Genre", 1)
    COLLECTION = ("collection", "Collection", 2)
    DIRECTOR = ("director", "Director", 4)
    WRITER = ("writer", "Writer", 5)
    ROLE = ("actor", "Role", 6)
    PRODUCER = ("producer", "Producer", 7)
    COUNTRY = ("country", "Country", 8)
    LABEL = ("label", "Label", 11)
    MOOD = ("mood", "Mood", 300)
    STYLE = ("style", "Style", 301)
    FORMAT = ("format", "Format", 302)
    SUBFORMAT = ("subformat", "Subformat", 303)
    SIMILAR = ("similar", "Similar", 305)

    def __init__(self, word: str, element: str, number: int) -> None:
        self.word = word  #: as in `genre[0].tag.tag=` and `genre=5`
        self.element = element  #: as in `<Genre tag="Drama"/>`
        self.number = number  #: `tagType`

    @classmethod
    def of_word(cls, word: str) -> "TagKind":
        """The kind that queries call `word`. Raises KeyError for other words."""
        return _BY_WORD[word]


_BY_WORD = {kind.word: kind for kind in TagKind}
BY_ELEMENT = {kind.element: kind for kind in TagKind}


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag as the server spells it. Tags of one kind with the same text, case aside, are one tag server-wide.

    `id` is what filters name (`genre=231`); `attributes` are the rest that came with it (`role`, `thumb`, `tagKey`).
    """

    kind: TagKind
    text: str
    id: int
    attributes: Map[str, str] = Map()

    @property
    def identity(self) -> tuple[TagKind, str]:
        """What makes two tags the same: kind and case-folded text."""
        return self.kind, self.text.casefold()
