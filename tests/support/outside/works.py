"""What the sites know: the films and shows of a library, by their ids there, each with facts that follow from its place."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from halley.plex.ids import ItemType, RatingKey
from halley.plex.items import Item
from halley.plex.library import Library


@dataclass(frozen=True, slots=True)
class Episode:
    """An episode by its numbers, and its id at IMDb."""

    season: int
    number: int
    title: str
    imdb: str


@dataclass(frozen=True, slots=True)
class Work:
    """A film or show. An id is 0 or empty where the library does not have it; `place` counts from 0 among its kind."""

    place: int
    is_movie: bool
    title: str
    year: int
    tmdb: int
    tvdb: int
    imdb: str
    episodes: tuple[Episode, ...] = ()

    @property
    def name(self) -> str:
        """What tells it from all others."""
        return f"{'movie' if self.is_movie else 'show'} {self.title} {self.year}"

    @property
    def slug(self) -> str:
        """A part of an address."""
        return "-".join("".join(letter if letter.isalnum() else " " for letter in self.title.lower()).split())


#: A film that every site has, whatever the library holds: clients ask for it to see whether their key is taken.
KNOWN = Work(0, True, "A Known Film", 1980, 1891, 0, "tt0080684")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All films and shows, in the order of their rating keys. What the library has no TMDb id of gets one here."""

    movies: tuple[Work, ...]
    shows: tuple[Work, ...]

    @classmethod
    def of(cls, library: Library) -> Self:
        """Those of a library."""

        def works(kind: ItemType) -> tuple[Work, ...]:
            items = sorted((one for one in library.items.values() if one.type is kind), key=lambda one: one.key)
            return tuple(_work(library, item, place) for place, item in enumerate(items))

        return cls(works(ItemType.MOVIE), works(ItemType.SHOW))

    def __iter__(self) -> Iterator[Work]:
        return iter((*self.movies, *self.shows))

    def kind(self, *, is_movie: bool) -> tuple[Work, ...]:
        """The films, or the shows."""
        return self.movies if is_movie else self.shows


def _work(library: Library, item: Item, place: int) -> Work:
    ids = _ids(item)
    episodes = tuple(
        Episode(library.items[RatingKey(one.parent or 0)].index or 0, one.index or 0, one.title, _ids(one).get("imdb", ""))
        for one in library.leaves(item.key)
        if item.type is ItemType.SHOW
    )
    return Work(
        place,
        item.type is ItemType.MOVIE,
        item.title,
        item.year or 0,
        int(ids.get("tmdb", 90_000_000 + item.key)),
        int(ids.get("tvdb", 0)),
        ids.get("imdb", ""),
        episodes,
    )


def _ids(item: Item) -> Mapping[str, str]:
    return {name: value for name, _, value in (guid.partition("://") for guid in item.guids)}


def number(*words: object, below: int) -> int:
    """A whole number that follows from the words."""
    digest = hashlib.sha256(" ".join(map(str, words)).encode()).digest()
    return int.from_bytes(digest[:8]) % below


def share(name: str, works: Sequence[Work], one_in: int) -> list[Work]:
    """The part of the works that a list of that name holds: every so manieth, beginning somewhere; best rated first."""
    first = number(name, below=max(1, min(one_in, len(works))))
    return sorted(works[first::one_in], key=lambda work: (-score(name, work, 100), work.place))


def score(whose: str, work: Work, most: int) -> int:
    """What somebody gives a work, 1 to `most`."""
    return 1 + number(whose, work.name, below=most)
