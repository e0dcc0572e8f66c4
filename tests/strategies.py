"""Random libraries and random Changes, for laws instead of examples.

    @given(st.data())
    def test_a_law(data):
        library = data.draw(libraries())
        change = data.draw(changes(library))          # about things that are there
        other = data.draw(any_change())               # about anything, for the wire

`KINDS` has one entry for each kind of Change; a test holds it complete.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from immutables import Map

from halley.changes import kinds
from halley.changes.apply.preferences import DEFAULTS
from halley.changes.kinds import Change, Keys
from halley.changes.wire.edits import ALBUM_ARTIST, FIELDS, LOCKABLE
from halley.files import Picture, describe_picture
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.images import ImageEntry, ImageKind, Shelf
from halley.plex.library import Hub, Library, Section
from halley.plex.tags import TagKind
from tests.builders import (
    Draft,
    a_collection,
    a_library,
    a_movie,
    a_playlist,
    a_season,
    a_show,
    a_track,
    an_album,
    an_artist,
    an_episode,
)

T = TypeVar("T")
LISTS = frozenset({ItemType.COLLECTION, ItemType.PLAYLIST})
PICTURES = tuple(describe_picture(f"picture {number}".encode()) for number in range(4))

_TITLES = ["Heat", "The Harbor Lights", "Ärger & Söhne", "100% a,b+c", "Low Tide/High", "Pier = Nine?"]
_TAGS = ["Drama", "neo noir", "a,b&c", "Ö", "100% %2C"]
_TAGGED = ["Coast", "in Coll, x"]
_LOCKS = ["title", "summary", "label", "genre", "collection", "thumb", "art", "userRating"]
_STANDING = ["metadata://posters/agent_1", "media://1/a.bundle/thumb1.jpg", "https://images.example/1.jpg"]
_PREFERENCES = {"server": ["FriendlyName", "ButlerStartHour"], "section": ["collectionMode", "ratingsSource"]}


# --- libraries -----------------------------------------------------------------------------------------------------------


def libraries() -> SearchStrategy[Library]:
    """Movies in two sections, a show, an artist; plain and smart collections and playlists, rows, settings.

    One number is drawn for the whole library, since thousands of small draws would cost most of a test's time; small
    numbers are small libraries.
    """
    return st.integers(0, 9_999).map(library_of)


@cache
def library_of(number: int) -> Library:
    """The random library of that number; always the same."""
    return _Dice(number).library()


class _Dice:
    """Rolls one library; the number on it says how much there is of everything."""

    def __init__(self, number: int) -> None:
        self._random = Random(number)
        self._much = min(1.0, 0.1 + number / 50)
        self._named = 0

    def often(self) -> bool:
        return self._random.random() < self._much

    def one(self, *values: T) -> T:
        return self._random.choice(values)

    def some(self, values: Sequence[T], most: int) -> list[T]:
        found = [value for value in values if self.often()]
        return self._random.sample(found, min(len(found), self._random.randint(0, most)))

    def title(self) -> str:
        self._named += 1
        return f"{self.one(*_TITLES)} {self._named}"

    def shelf(self) -> Shelf:
        entries = [ImageEntry(name) for name in self.some(_STANDING, 2)]
        entries += [ImageEntry(f"upload://posters/{one.sha1}", picture=one) for one in self.some(PICTURES, 2)]
        return Shelf(tuple(entries), self.one(None, *(one.name for one in entries)))

    def words(self) -> dict[str, object]:
        found: dict[str, object] = {
            "summary": self.one("", "A man.", "Two\nlines"),
            "labels": self.some(_TAGS, 3),
            "locked": self.some(_LOCKS, 3),
            "images": {kind: self.shelf() for kind in self.some(list(ImageKind), 2)},
        }
        return found

    def media_words(self) -> dict[str, object]:
        seen = {"plays": self.one(0, 1, 3), "progress": self.one(0, 60_000), "user_rating": self.one(None, "7.5", "10")}
        return {**self.words(), **seen, "genres": self.some(_TAGS, 3), "year": self.one(None, 1995, 2004)}

    def library(self) -> Library:
        movies = [self.movie() for _ in range(self._random.randint(1, 1 + round(3 * self._much)))]
        episodes = [an_episode(self.title(), **self.media_words()) for _ in range(self._random.randint(1, 3))]
        words = self.media_words()
        show = a_show(self.title(), a_season(1, *episodes), collections=self.some(_TAGGED, 2), **words)
        track = a_track(self.title(), **self.media_words())
        artist = an_artist(self.title(), an_album(self.title(), track), **self.words())
        library = a_library(*movies, show, artist, *self.collections(movies), *self.playlists([*movies, *episodes]))
        for section in library.sections.values():
            library = self.with_settings(library, section)
        return replace(library, preferences=self.settings("server"))

    def movie(self) -> Draft:
        return a_movie(self.title(), collections=self.some(_TAGGED, 2), section=self.one(1, 1, 4), **self.media_words())

    def collections(self, movies: list[Draft]) -> Iterator[Draft]:
        section = movies[0].words["section"]
        here = [movie.title for movie in movies if movie.words["section"] == section]
        told = {"section": section, "of": ItemType.MOVIE}
        for name in self.some(["Best", "The Best, again"], 2):
            preferences = self.one({}, {"collectionMode": "2"}, {"collectionSort": "2"})
            members = self._random.sample(here, self._random.randint(0, len(here)))
            yield a_collection(name, *members, preferences=preferences, **told, **self.words())
        if self.often():
            yield a_collection("Clever", rule="type=1&sort=year&genre=1", **told, **self.words())

    def playlists(self, playable: list[Draft]) -> Iterator[Draft]:
        for name in self.some(["Rainy days", "Run & ride"], 2):
            members = [self.one(*playable).title for _ in range(self._random.randint(0, 4))]
            yield a_playlist(name, *members, **{**self.words(), "labels": []})
        if self.often():
            yield a_playlist("Fresh", rule="type=1&sort=addedAt%3Adesc", section=playable[0].words["section"])

    def with_settings(self, library: Library, section: Section) -> Library:
        hubs = [Hub(f"{section.type.word}.{name}", name, self.often()) for name in ("recentlyadded", "genre")]
        for one in library.collections(section.id):
            if self.often():
                identifier = f"custom.collection.{section.id}.{one.key}"
                hubs.append(Hub(identifier, one.title, own_home=self.often(), deletable=True))
        self._random.shuffle(hubs)
        return replace(
            library,
            sections=library.sections.set(section.id, replace(section, preferences=self.settings("section"))),
            hubs=library.hubs.set(section.id, tuple(hubs)),
        )

    def settings(self, whose: str) -> Map[str, str]:
        return Map({name: self.one("0", "1", "x") for name in self.some(_PREFERENCES[whose], 2)})


# --- what Changes may name -----------------------------------------------------------------------------------------------

_ANY_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
_SOME_TEXT = _ANY_TEXT.filter(bool)
_ANY_NUMBER = st.integers(1, 2_100_000_000)
_QUERIES = st.sampled_from(["type=1&title%3D=A%20b", "type=1&label=5&limit=10", ""])


@dataclass(frozen=True)
class Pool:
    """Where strategies take what they name from; nothing() where there is none of it."""

    where: SearchStrategy[tuple[SectionId, ItemType, Keys]]  #: of one section and type
    everywhere: SearchStrategy[tuple[SectionId, ItemType]]
    anything: SearchStrategy[RatingKey]
    items: SearchStrategy[RatingKey]  #: media, of any type
    playlists: SearchStrategy[RatingKey]
    collections: SearchStrategy[tuple[SectionId, RatingKey]]
    memberships: SearchStrategy[tuple[RatingKey, Keys]]  #: a plain collection and its members, one or more
    places: SearchStrategy[tuple[RatingKey, list[int]]]  #: a plain playlist and its places, one or more
    plain_playlists: SearchStrategy[RatingKey]
    plain_collections: SearchStrategy[RatingKey]
    smart: SearchStrategy[tuple[RatingKey, ItemType]]
    rows: SearchStrategy[tuple[SectionId, list[str]]]
    sections: SearchStrategy[SectionId]
    texts: SearchStrategy[str]
    tags: SearchStrategy[str]
    names: SearchStrategy[str]  #: of settings


def _keys_of(keys: SearchStrategy[RatingKey]) -> SearchStrategy[Keys]:
    return st.lists(keys, min_size=1, max_size=3, unique=True).map(tuple)


def _anything_goes() -> Pool:
    keys, sections = _ANY_NUMBER.map(RatingKey), st.integers(1, 99).map(SectionId)
    types = st.sampled_from([kind for kind in ItemType if kind is not ItemType.PLAYLIST])
    identifiers = st.from_regex(r"[a-z]{2,9}\.[a-z]{2,9}(\.[0-9]{1,3}){0,2}", fullmatch=True)
    return Pool(
        where=st.tuples(sections, types, _keys_of(keys)),
        everywhere=st.tuples(sections, types),
        anything=keys,
        items=keys,
        playlists=keys,
        collections=st.tuples(sections, keys),
        memberships=st.tuples(keys, _keys_of(keys)),
        places=st.tuples(keys, st.lists(_ANY_NUMBER, min_size=1, max_size=3)),
        plain_playlists=keys,
        plain_collections=keys,
        smart=st.tuples(keys, st.sampled_from(sorted(LISTS, key=str))),
        rows=st.tuples(sections, st.lists(identifiers, min_size=1, max_size=3)),
        sections=sections,
        texts=_ANY_TEXT,
        tags=_SOME_TEXT,
        names=st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,8}", fullmatch=True),
    )


ANYTHING = _anything_goes()


def _one_of(values: Iterable[object]) -> SearchStrategy:
    found = list(values)
    return st.sampled_from(found) if found else st.nothing()


def pool_of(library: Library) -> Pool:
    """What is there in a library."""
    items = sorted(library.items.values(), key=lambda item: item.key)
    held = [(where, keys) for where, keys in library.index.items() if keys]
    lists = [item for item in items if item.type in LISTS]
    return Pool(
        where=_one_of(held).flatmap(lambda one: st.tuples(*map(st.just, one[0]), _keys_of(st.sampled_from(one[1])))),
        everywhere=_one_of(where for where, _ in held),
        anything=_one_of(item.key for item in items),
        items=_one_of(item.key for item in items if item.type not in LISTS),
        playlists=_one_of(item.key for item in library.playlists()),
        collections=_one_of((item.section, item.key) for item in lists if item.type is ItemType.COLLECTION),
        memberships=_one_of((key, members) for key, members in library.members.items() if members),
        places=_one_of((key, [one.id for one in places]) for key, places in library.entries.items() if places),
        plain_playlists=_one_of(item.key for item in library.playlists() if not item.is_smart),
        plain_collections=_one_of(library.members),
        smart=_one_of((item.key, item.type) for item in lists if item.is_smart),
        rows=_one_of((section, [hub.identifier for hub in hubs]) for section, hubs in library.hubs.items() if hubs),
        sections=_one_of(library.sections),
        texts=st.sampled_from(["", "A new text", "ü & %2C"]),
        tags=st.sampled_from([*_TAGS, *map(str.upper, _TAGS), *_TAGGED, "Clever", "NEW", "brand new"]),
        names=st.sampled_from(sorted({*_PREFERENCES["server"], *_PREFERENCES["section"]})),
    )


# --- kinds ---------------------------------------------------------------------------------------------------------------

_FLAG = st.booleans()
_LOCK = st.sampled_from([None, True, False])


def _addressed(pool: Pool) -> SearchStrategy[tuple[SectionId | None, ItemType | None, Keys]]:
    alone = st.tuples(st.none(), st.none(), st.tuples(pool.anything))
    playlist = st.tuples(st.none(), st.just(ItemType.PLAYLIST), st.tuples(pool.playlists))
    return st.one_of(pool.where, pool.where, alone, playlist)


def _set_field(pool: Pool) -> SearchStrategy[Change]:
    values = st.one_of(pool.texts, st.sampled_from(["7.5", "10", "2001-02-03"]))
    names = st.sampled_from(["title", "summary", "userRating", *sorted(FIELDS)])
    plain = st.builds(
        lambda where, name, value, lock: kinds.SetField(*where, name, value, lock), _addressed(pool), names, values, _LOCK
    )
    album = st.builds(lambda where, key: kinds.SetField(*where, ALBUM_ARTIST, str(key), None), pool.where, pool.anything)
    return st.one_of(plain, plain, album)


def _lock_field(pool: Pool) -> SearchStrategy[Change]:
    names = st.sampled_from(sorted(LOCKABLE))
    some = st.builds(lambda where, name, lock: kinds.LockField(*where, name, lock), _addressed(pool), names, _FLAG)
    every = st.builds(lambda where, name, lock: kinds.LockField(*where, (), name, lock), pool.everywhere, names, _FLAG)
    return st.one_of(some, every)


def _tags(kind: type[kinds.AddTags] | type[kinds.RemoveTags]) -> Callable[[Pool], SearchStrategy[Change]]:
    tag_kinds = st.sampled_from([TagKind.LABEL, TagKind.GENRE, TagKind.COLLECTION, *TagKind])

    def strategy(pool: Pool) -> SearchStrategy[Change]:
        texts = st.lists(pool.tags, min_size=1, max_size=3).map(tuple)
        return st.builds(lambda where, tag, text, lock: kind(*where, tag, text, lock), pool.where, tag_kinds, texts, _LOCK)

    return strategy


def _image(kind: Callable[..., Change], *more: SearchStrategy) -> Callable[[Pool], SearchStrategy[Change]]:
    return lambda pool: st.builds(kind, pool.anything, st.sampled_from(ImageKind), *more)


def _urls() -> SearchStrategy[str]:
    inner = "http://127.0.0.1:32400/library/metadata/101/file?url=metadata%3A%2F%2Fposters%2Fagent_1"
    return st.sampled_from(["http://x/y z.jpg", "https://images.example/1.jpg", inner])


def _stored() -> SearchStrategy[str]:
    return st.sampled_from(["metadata://posters/agent_1", f"upload://posters/{PICTURES[0].sha1}"])


def pictures() -> SearchStrategy[Picture]:
    """One of a few pictures."""
    return st.sampled_from(PICTURES)


def _create_collection(pool: Pool) -> SearchStrategy[Change]:
    titles = st.one_of(pool.tags, st.just("Coast"))
    plain = st.builds(lambda where, title: kinds.CreateCollection(where[0], where[1], title, where[2]), pool.where, titles)
    empty = st.builds(lambda where, title: kinds.CreateCollection(*where, title), pool.everywhere, titles)
    smart = st.builds(
        lambda where, title, query: kinds.CreateCollection(*where, title, query=query), pool.everywhere, titles, _QUERIES
    )
    return st.one_of(plain, empty, smart)


def _member(kind: Callable[[RatingKey, RatingKey], Change]) -> Callable[[Pool], SearchStrategy[Change]]:
    return lambda pool: pool.memberships.flatmap(lambda one: st.builds(kind, st.just(one[0]), st.sampled_from(one[1])))


def _move_in_collection(pool: Pool) -> SearchStrategy[Change]:
    return pool.memberships.flatmap(
        lambda one: st.builds(
            kinds.MoveInCollection, st.just(one[0]), st.sampled_from(one[1]), st.none() | st.sampled_from(one[1])
        )
    )


def _paths(pool: Pool) -> SearchStrategy[str]:
    return pool.sections.map(lambda section: f"/library/sections/{section}/all")


def _smart_rule(pool: Pool) -> SearchStrategy[Change]:
    return st.builds(
        lambda one, path, query: kinds.SetSmartRule(one[0], one[1], path, query), pool.smart, _paths(pool), _QUERIES
    )


def _preferences(pool: Pool) -> SearchStrategy[Change]:
    def values(names: SearchStrategy[str]) -> SearchStrategy[tuple[tuple[str, str], ...]]:
        chosen = st.dictionaries(names, st.sampled_from(["-1", "0", "1", "2", ""]), min_size=1, max_size=2)
        return chosen.map(lambda found: tuple(sorted(found.items())))

    lists = st.sampled_from(["collectionMode", "collectionSort"])
    of_collections = st.builds(
        lambda one, told: kinds.SetPreferences(one[1], ItemType.COLLECTION, told), pool.collections, values(lists)
    )
    of_items = st.builds(kinds.SetPreferences, pool.items, st.none(), values(st.sampled_from(sorted(DEFAULTS))))
    return st.one_of(of_collections, of_items)


def _settings(pool: Pool) -> SearchStrategy[tuple[tuple[str, str], ...]]:
    return st.dictionaries(pool.names, pool.texts, min_size=1, max_size=2).map(lambda found: tuple(sorted(found.items())))


def _create_playlist(pool: Pool) -> SearchStrategy[Change]:
    titles, media = pool.tags, st.sampled_from(["video", "audio"])
    plain = st.builds(kinds.CreatePlaylist, titles, media, _keys_of(pool.items))
    smart = st.builds(
        lambda title, medium, path, query: kinds.CreatePlaylist(title, medium, path=path, query=query),
        titles,
        media,
        _paths(pool),
        _QUERIES,
    )
    return st.one_of(plain, smart)


def _place(kind: Callable[[RatingKey, int], Change]) -> Callable[[Pool], SearchStrategy[Change]]:
    return lambda pool: pool.places.flatmap(lambda one: st.builds(kind, st.just(one[0]), st.sampled_from(one[1])))


def _move_in_playlist(pool: Pool) -> SearchStrategy[Change]:
    return pool.places.flatmap(
        lambda one: st.builds(
            kinds.MoveInPlaylist, st.just(one[0]), st.sampled_from(one[1]), st.none() | st.sampled_from(one[1])
        )
    )


def _delete(pool: Pool) -> SearchStrategy[Change]:
    collections = st.builds(lambda one: kinds.DeleteItem(one[1], ItemType.COLLECTION), pool.collections)
    playlists = st.builds(kinds.DeleteItem, pool.playlists, st.just(ItemType.PLAYLIST))
    return st.one_of(collections, collections, playlists, st.builds(kinds.DeleteItem, pool.anything))


def _visibility(pool: Pool) -> SearchStrategy[Change]:
    return st.builds(lambda one, *flags: kinds.SetVisibility(*one, *flags), pool.collections, _FLAG, _FLAG, _FLAG)


def _edit_hub(pool: Pool) -> SearchStrategy[Change]:
    return pool.rows.flatmap(
        lambda one: st.builds(kinds.EditHub, st.just(one[0]), st.sampled_from(one[1]), _FLAG, _FLAG, _FLAG)
    )


def _move_hub(pool: Pool) -> SearchStrategy[Change]:
    return pool.rows.flatmap(
        lambda one: st.builds(kinds.MoveHub, st.just(one[0]), st.sampled_from(one[1]), st.none() | st.sampled_from(one[1]))
    )


def _remove_hub(pool: Pool) -> SearchStrategy[Change]:
    return pool.rows.flatmap(lambda one: st.builds(kinds.RemoveHub, st.just(one[0]), st.sampled_from(one[1]) | st.none()))


def _match(pool: Pool) -> SearchStrategy[Change]:
    found = st.builds(kinds.MatchItem, pool.items, st.just("plex://movie/5d"), st.none() | pool.texts)
    return st.one_of(found, st.builds(kinds.MatchItem, pool.items, st.none()))


KINDS: dict[type[Change], Callable[[Pool], SearchStrategy[Change]]] = {
    kinds.SetField: _set_field,
    kinds.LockField: _lock_field,
    kinds.AddTags: _tags(kinds.AddTags),
    kinds.RemoveTags: _tags(kinds.RemoveTags),
    kinds.UploadImage: _image(kinds.UploadImage, pictures()),
    kinds.FetchImage: _image(kinds.FetchImage, _urls()),
    kinds.SelectImage: _image(kinds.SelectImage, _stored()),
    kinds.DropImage: _image(kinds.DropImage),
    kinds.CreateCollection: _create_collection,
    kinds.AddToCollection: lambda pool: st.builds(
        kinds.AddToCollection, pool.plain_collections, _keys_of(pool.items) | st.just(())
    ),
    kinds.RemoveFromCollection: _member(kinds.RemoveFromCollection),
    kinds.MoveInCollection: _move_in_collection,
    kinds.SetSmartRule: _smart_rule,
    kinds.SetPreferences: _preferences,
    kinds.CreatePlaylist: _create_playlist,
    kinds.AddToPlaylist: lambda pool: st.builds(kinds.AddToPlaylist, pool.plain_playlists, _keys_of(pool.items)),
    kinds.RemoveFromPlaylist: _place(kinds.RemoveFromPlaylist),
    kinds.MoveInPlaylist: _move_in_playlist,
    kinds.ClearPlaylist: lambda pool: st.builds(kinds.ClearPlaylist, pool.plain_playlists),
    kinds.DeleteItem: _delete,
    kinds.SetVisibility: _visibility,
    kinds.EditHub: _edit_hub,
    kinds.MoveHub: _move_hub,
    kinds.RemoveHub: _remove_hub,
    kinds.Rate: lambda pool: st.builds(kinds.Rate, pool.items, st.none() | st.floats(0, 10)),
    kinds.MarkPlayed: lambda pool: st.builds(kinds.MarkPlayed, pool.items, _FLAG),
    kinds.SetProgress: lambda pool: st.builds(kinds.SetProgress, pool.items, st.sampled_from([0, 1000, 60_000])),
    kinds.RefreshItem: lambda pool: st.builds(kinds.RefreshItem, pool.anything),
    kinds.AnalyzeItem: lambda pool: st.builds(kinds.AnalyzeItem, pool.items, st.sampled_from(["analyze", "index"])),
    kinds.SplitItem: lambda pool: st.builds(kinds.SplitItem, pool.items),
    kinds.MergeItems: lambda pool: pool.where.map(lambda one: kinds.MergeItems(one[2][0], one[2][1:] or one[2])),
    kinds.MatchItem: _match,
    kinds.RefreshSection: lambda pool: st.builds(
        kinds.RefreshSection, st.none() | pool.sections, _FLAG, st.none() | pool.texts.filter(bool)
    ),
    kinds.SectionTask: lambda pool: st.builds(kinds.SectionTask, pool.sections, st.sampled_from(["emptyTrash", "analyze"])),
    kinds.ServerTask: lambda pool: st.builds(kinds.ServerTask, st.sampled_from(["clean/bundles", "optimize"])),
    kinds.SetSectionPreferences: lambda pool: st.builds(
        kinds.SetSectionPreferences, pool.sections, pool.texts, _settings(pool)
    ),
    kinds.SetServerPreferences: lambda pool: st.builds(kinds.SetServerPreferences, _settings(pool)),
}


def any_change(*of: type[Change]) -> SearchStrategy[Change]:
    """A Change of those kinds (all, if none is named), about things that need not exist."""
    return st.one_of(*(KINDS[kind](ANYTHING) for kind in of or KINDS))


def changes(library: Library, *of: type[Change]) -> SearchStrategy[Change]:
    """A Change of those kinds about things that are in the library; nothing() where it has none to name."""
    pool = pool_of(library)
    return st.one_of(*(KINDS[kind](pool) for kind in of or KINDS))
