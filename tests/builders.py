"""Small libraries for tests, said in one breath.

    library = a_library(
        a_movie("Heat", year=1995, resolution="1080", labels=["x"]),
        a_show("Pier Nine", a_season(1, an_episode("Low Tide", resolution="4k"))),
        a_collection("Coast", "Heat", sort="custom"),
        a_playlist("Rainy days", "Heat", "Low Tide"),
    )
    heat = the(library, "Heat")

Rating keys count up from 101 in the order of mention (parents before children), unless `key=` says otherwise. Movies live
in section 1, shows in 2, music in 3, unless `section=` says otherwise. What a word does is listed in `a_movie`; any other
keyword is an attribute in Plex's spelling (`summary="..."`). A collection that items name by `collections=[...]` is made.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from immutables import Map

from halley.files import Picture
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.images import ImageEntry, ImageKind, Shelf
from halley.plex.items import Item, Media, Part, Stream
from halley.plex.library import Library, PlaylistEntry, Section, Server
from halley.plex.tags import Tag, TagKind

MACHINE = "b1946ac92492d2347c6235b4d2611184"
FIRST_KEY = 101
ADDED = 1_700_000_000

_SECTIONS = {
    ItemType.MOVIE: (SectionId(1), "Movies"),
    ItemType.SHOW: (SectionId(2), "TV Shows"),
    ItemType.ARTIST: (SectionId(3), "Music"),
}
_AGENTS = {
    ItemType.MOVIE: ("tv.plex.agents.movie", "Plex Movie"),
    ItemType.SHOW: ("tv.plex.agents.series", "Plex TV Series"),
    ItemType.ARTIST: ("tv.plex.agents.music", "Plex Music"),
}
_TAGS = {
    "genres": TagKind.GENRE,
    "collections": TagKind.COLLECTION,
    "directors": TagKind.DIRECTOR,
    "writers": TagKind.WRITER,
    "actors": TagKind.ROLE,
    "producers": TagKind.PRODUCER,
    "countries": TagKind.COUNTRY,
    "labels": TagKind.LABEL,
    "moods": TagKind.MOOD,
    "styles": TagKind.STYLE,
    "formats": TagKind.FORMAT,
    "subformats": TagKind.SUBFORMAT,
    "similar": TagKind.SIMILAR,
}
_ATTRIBUTES = {
    "year": "year",
    "studio": "studio",
    "network": "network",
    "content_rating": "contentRating",
    "rating": "rating",
    "audience_rating": "audienceRating",
    "user_rating": "userRating",
    "plays": "viewCount",
    "progress": "viewOffset",
    "duration": "duration",
    "added": "addedAt",
    "updated": "updatedAt",
    "viewed": "lastViewedAt",
    "released": "originallyAvailableAt",
    "guid": "guid",
    "edition": "editionTitle",
    "title_sort": "titleSort",
    "original_title": "originalTitle",
    "index": "index",
}
_TIMES = {"added", "updated", "viewed"}
_LANGUAGES = {"en": ("English", "eng"), "de": ("German", "deu"), "fr": ("French", "fra"), "es": ("Spanish", "spa")}
_HEIGHTS = {"4k": 2160, "1080": 1080, "720": 720, "576": 576, "480": 480, "sd": 360}
_HAS_FILES = {ItemType.MOVIE, ItemType.EPISODE, ItemType.TRACK}


@dataclass(frozen=True)
class Draft:
    """An item before it has a rating key: what a builder was told."""

    type: ItemType
    title: str
    words: Mapping[str, Any]
    below: tuple["Draft", ...] = ()
    members: tuple[str | int, ...] = ()


def a_movie(title: str, **words: Any) -> Draft:
    """A movie. Words, all optional:

    year, studio, network, content_rating, rating, audience_rating, user_rating, plays, progress and duration (both ms),
    released ("1995-12-15"), added, updated, viewed (epoch or "YYYY-MM-DD"), guid, edition, title_sort, original_title,
    genres, collections, directors, writers, actors, producers, countries, labels, moods, styles (lists of text),
    guids (["imdb://tt1"]), ratings ([Rating(...)]), locked (["title"]), images ({ImageKind.POSTER: Shelf(...)}),
    poster (a Picture or a name on the shelf), preferences, locations, key, section;
    of the file: resolution ("4k"), hdr, dovi, audio and subtitles (["en", "pt-BR"]), bitrate, size, file,
    versions ([{"resolution": "4k"}, {"resolution": "1080"}]), media (the Media themselves).
    """
    return Draft(ItemType.MOVIE, title, words)


def a_show(title: str, *seasons: Draft, **words: Any) -> Draft:
    """A show and its seasons."""
    return Draft(ItemType.SHOW, title, words, seasons)


def a_season(number: int, *episodes: Draft, **words: Any) -> Draft:
    """A season and its episodes, which are numbered from 1 where they do not say."""
    title = words.pop("title", f"Season {number}" if number else "Specials")
    return Draft(ItemType.SEASON, title, {"index": number, **words}, _numbered(episodes))


def an_episode(title: str, **words: Any) -> Draft:
    """An episode; words as for `a_movie`, and `index`."""
    return Draft(ItemType.EPISODE, title, words)


def an_artist(title: str, *albums: Draft, **words: Any) -> Draft:
    """An artist and the albums."""
    return Draft(ItemType.ARTIST, title, words, albums)


def an_album(title: str, *tracks: Draft, **words: Any) -> Draft:
    """An album and its tracks, numbered from 1 where they do not say."""
    return Draft(ItemType.ALBUM, title, words, _numbered(tracks))


def _numbered(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    return tuple(
        one if "index" in one.words else replace(one, words={**one.words, "index": place})
        for place, one in enumerate(drafts, 1)
    )


def a_track(title: str, **words: Any) -> Draft:
    """A track."""
    return Draft(ItemType.TRACK, title, words)


def a_collection(title: str, *members: str | int, **words: Any) -> Draft:
    """A collection of the items of those titles or keys, in that order. More words: sort ("release", "title", "custom"),
    rule (a smart one's query, `type=1&genre=5`), of (the members' ItemType, else that of the first member)."""
    return Draft(ItemType.COLLECTION, title, words, members=members)


def a_playlist(title: str, *members: str | int, **words: Any) -> Draft:
    """A playlist of the items of those titles or keys. More words: rule (a smart one's query), medium ("video")."""
    return Draft(ItemType.PLAYLIST, title, words, members=members)


def a_section(number: int, title: str, kind: ItemType = ItemType.MOVIE, **attributes: str) -> Section:
    """A section as today's agents make it; attributes in Plex's spelling replace the usual ones."""
    agent, scanner = _AGENTS[kind]
    usual = {
        "agent": agent,
        "scanner": scanner,
        "language": "en-US",
        "uuid": f"00000000-0000-4000-8000-{number:012d}",
        "createdAt": str(ADDED - 1000),
        "updatedAt": str(ADDED),
        "scannedAt": str(ADDED),
    }
    return Section(
        SectionId(number), title, kind, Map({**usual, **attributes}), (f"/data/{title.lower().replace(' ', '-')}",)
    )


def a_library(*drafts: Draft, sections: Iterable[Section] = ()) -> Library:
    """The library of those items. Sections are made as they are needed; `sections` adds some or replaces the usual ones."""
    library = Library(Server(MACHINE, Map({"friendlyName": "Testplex", "version": "1.41.9.9961-46083195d"})))
    library = replace(library, next_key=RatingKey(FIRST_KEY))
    for section in sections:
        library = replace(library, sections=library.sections.set(section.id, section))
    for draft in drafts:
        if draft.type not in {ItemType.COLLECTION, ItemType.PLAYLIST}:
            library = _with_draft(library, draft, None, _section(draft))
    for draft in drafts:
        if draft.type is ItemType.COLLECTION:
            library = _with_collection(library, draft)
        elif draft.type is ItemType.PLAYLIST:
            library = _with_playlist(library, draft)
    return _with_tagged_collections(library)


def the(library: Library, title: str, kind: ItemType | None = None) -> Item:
    """The one item of that title (and type). Fails where there is none, or are several."""
    found = [item for item in library.items.values() if item.title == title and kind in {None, item.type}]
    assert len(found) == 1, f"{len(found)} items are called {title!r}"
    return found[0]


def titles(items: Iterable[Item]) -> list[str]:
    """The titles, in order."""
    return [item.title for item in items]


def tag_id(library: Library, kind: TagKind, text: str) -> int:
    """The id that filters name that tag by."""
    return library.tags[(kind, text.casefold())].id


def a_shelf(*names: str, selected: str | None = None) -> Shelf:
    """Pictures of those names; the first is shown unless `selected` says otherwise."""
    return Shelf(tuple(ImageEntry(name) for name in names), selected or (names[0] if names else None))


def _section(draft: Draft) -> Section:
    number, title = _SECTIONS[draft.type]
    wanted = draft.words.get("section", number)
    return a_section(wanted, title if wanted == number else f"{title} {wanted}", draft.type)


def _with_draft(library: Library, draft: Draft, parent: RatingKey | None, section: Section) -> Library:
    if section.id not in library.sections:
        library = replace(library, sections=library.sections.set(section.id, section))
    key = RatingKey(draft.words.get("key", library.next_key))
    library, tags = _tags(library, draft.words)
    library = library.with_new_items([_item(draft, key, section.id, parent, tags)])
    for child in draft.below:
        library = _with_draft(library, child, key, section)
    return library


def _tags(library: Library, words: Mapping[str, Any]) -> tuple[Library, Map[TagKind, tuple[Tag, ...]]]:
    found: dict[TagKind, tuple[Tag, ...]] = {}
    for word, kind in _TAGS.items():
        tags = []
        for text in _many(words.get(word, ())):
            library, tag = library.tagged(kind, text)
            tags.append(tag)
        if tags:
            found[kind] = tuple(tags)
    return library, Map(found)


def _item(
    draft: Draft, key: RatingKey, section: SectionId | None, parent: RatingKey | None, tags: Map[TagKind, tuple[Tag, ...]]
) -> Item:
    words = draft.words
    return Item(
        key=key,
        type=draft.type,
        section=section,
        attributes=Map(_attributes(draft, key)),
        parent=parent,
        tags=tags,
        guids=tuple(_many(words.get("guids", ()))),
        ratings=tuple(words.get("ratings", ())),
        media=_media(draft, key),
        images=_images(words),
        locked=frozenset(_many(words.get("locked", ()))),
        locations=tuple(_many(words.get("locations", ()))),
        preferences=Map(words.get("preferences", {})),
    )


_SPECIAL = set("guids ratings images poster locked locations preferences key section media versions".split())
_OF_FILES = {"resolution", "hdr", "dovi", "audio", "subtitles", "bitrate", "size", "file"}
_OF_LISTS = {"sort", "rule", "of", "medium"}


def _attributes(draft: Draft, key: RatingKey) -> dict[str, str]:
    found = {"title": draft.title, "addedAt": str(ADDED + key), "updatedAt": str(ADDED + key)}
    if draft.type not in {ItemType.COLLECTION, ItemType.PLAYLIST}:
        found["guid"] = f"plex://{draft.type.word}/{key:024x}"
    for word, value in draft.words.items():
        if word in _SPECIAL or word in _OF_FILES or word in _OF_LISTS or word in _TAGS or value is None:
            continue
        text = str(_epoch(value)) if word in _TIMES else str(value)
        found[_ATTRIBUTES.get(word, word)] = text
    return {
        name: text
        for name, text in found.items()
        if text != "" and not (text == "0" and name in {"viewCount", "viewOffset"})
    }


def _epoch(value: int | str) -> int:
    if isinstance(value, int):
        return value
    return int(datetime.fromisoformat(value).replace(tzinfo=UTC).timestamp())


def _many(value: str | Iterable[str]) -> Sequence[str]:
    return [value] if isinstance(value, str) else list(value)


def _images(words: Mapping[str, Any]) -> Map[ImageKind, Shelf]:
    shelves = dict(words.get("images", {}))
    match words.get("poster"):
        case Picture() as picture:
            name = f"upload://posters/{picture.sha1}"
            shelves[ImageKind.POSTER] = Shelf((ImageEntry(name, picture=picture),), name)
        case str(name):
            shelves[ImageKind.POSTER] = a_shelf(name)
    return Map(shelves)


def _media(draft: Draft, key: RatingKey) -> tuple[Media, ...]:
    words = draft.words
    if "media" in words:
        return tuple(words["media"])
    if draft.type not in _HAS_FILES:
        return ()
    versions = words.get("versions") or [{}]
    return tuple(a_version(key * 10 + place, draft, {**words, **one}) for place, one in enumerate(versions))


def a_version(number: int, draft: Draft, words: Mapping[str, Any]) -> Media:
    """One Media with one file; its streams follow from the words."""
    resolution = str(words.get("resolution", "1080"))
    bitrate, duration = str(words.get("bitrate", 8000)), str(words.get("duration", 6_000_000))
    height = _HEIGHTS.get(resolution, 360)
    common = {"id": str(number), "duration": duration, "bitrate": bitrate, "container": "mkv"}
    attributes = {**common, "audioChannels": "6", "audioCodec": "eac3"}
    if draft.type is not ItemType.TRACK:
        attributes |= {
            "width": str(height * 16 // 9),
            "height": str(height),
            "videoResolution": resolution,
            "videoCodec": "hevc",
        }
    file = words.get("file", f"/data/{draft.title}/{draft.title} {number}.mkv")
    part = {
        "id": str(number + 100_000),
        "key": f"/library/parts/{number + 100_000}/{ADDED}/file.mkv",
        "duration": duration,
        "file": file,
        "size": str(words.get("size", 4_000_000_000)),
        "container": "mkv",
    }
    return Media(Map(attributes), (Part(Map(part), _streams(number, draft, words, height)),))


def _streams(number: int, draft: Draft, words: Mapping[str, Any], height: int) -> tuple[Stream, ...]:
    found: list[dict[str, str]] = []
    if draft.type is not ItemType.TRACK:
        video = {"streamType": "1", "codec": "hevc", "height": str(height), "displayTitle": f"{height}p"}
        if words.get("hdr") or words.get("dovi"):
            video["colorTrc"] = "smpte2084"
        if words.get("dovi"):
            video["DOVIPresent"] = "1"
        found.append(video)
    for kind, word, codec in (("2", "audio", "eac3"), ("3", "subtitles", "srt")):
        for tag in _many(words.get(word, ["en"] if word == "audio" else [])):
            language, code = _LANGUAGES.get(tag.split("-")[0], (tag, tag))
            found.append(
                {"streamType": kind, "codec": codec, "language": language, "languageTag": tag, "languageCode": code}
            )
    return tuple(
        Stream(Map({"id": str(number * 10 + place), "index": str(place), **stream})) for place, stream in enumerate(found)
    )


def _found(library: Library, member: str | int) -> Item:
    if isinstance(member, int):
        return library.items[RatingKey(member)]
    return next(item for item in library.items.values() if item.title == member and item.type is not ItemType.COLLECTION)


_ORDERS = {"release": "0", "title": "1", "custom": "2"}


def _with_collection(library: Library, draft: Draft) -> Library:
    members = [_found(library, member) for member in draft.members]
    kind = draft.words.get("of") or (members[0].type if members else ItemType.MOVIE)
    usual = next((one.section for one in members), None) or _SECTIONS[kind if kind in _SECTIONS else ItemType.MOVIE][0]
    section = SectionId(draft.words.get("section", usual))
    if section not in library.sections:
        made = a_section(section, "Movies", kind if kind in _SECTIONS else ItemType.MOVIE)
        library = replace(library, sections=library.sections.set(section, made))
    library, tag = library.tagged(TagKind.COLLECTION, draft.title)
    rule = draft.words.get("rule")
    extra = {"subtype": kind.word, "index": str(tag.id), **_smart(section, rule)}
    if "sort" in draft.words:
        extra["collectionSort"] = _ORDERS[draft.words["sort"]]
    library, tags = _tags(library, draft.words)
    key = RatingKey(draft.words.get("key", library.next_key))
    item = _item(replace(draft, words={"guid": f"collection://{key}", **draft.words, **extra}), key, section, None, tags)
    library = library.with_new_items([item])
    if rule is None:
        library = replace(library, members=library.members.set(key, tuple(one.key for one in members)))
        for one in members:
            if not one.has_tag(TagKind.COLLECTION, draft.title):
                library = library.with_item(one.with_tags(TagKind.COLLECTION, (*one.tags_of(TagKind.COLLECTION), tag)))
    return library


def _smart(section: SectionId, rule: str | None) -> dict[str, str]:
    if rule is None:
        return {}
    path = f"/library/sections/{section}/all"
    return {"smart": "1", "content": f"server://{MACHINE}/com.plexapp.plugins.library{path}?{rule}"}


def _with_playlist(library: Library, draft: Draft) -> Library:
    members = [_found(library, member) for member in draft.members]
    rule = draft.words.get("rule")
    extra = {"playlistType": draft.words.get("medium", "video"), "smart": "0"}
    if rule is not None:
        section = library.sections[SectionId(draft.words.get("section", 1))]
        directory = quote(f"/library/sections/{section.id}/all?{rule}", safe="")
        extra |= {"smart": "1", "content": f"library://{section.attributes['uuid']}/directory/{directory}"}
    key = RatingKey(draft.words.get("key", library.next_key))
    words = {word: value for word, value in draft.words.items() if word != "section"}
    item = _item(
        replace(draft, words={"guid": f"com.plexapp.agents.none://{key}", **words, **extra}), key, None, None, Map()
    )
    library = library.with_new_items([item])
    first = library.next_entry
    entries = tuple(PlaylistEntry(first + place, one.key) for place, one in enumerate(members))
    return replace(library, entries=library.entries.set(key, entries), next_entry=first + len(entries))


def _with_tagged_collections(library: Library) -> Library:
    """Plain collections that items name by a tag, made or completed: in Plex the tag is the membership."""
    wanted: dict[tuple[SectionId, str], list[RatingKey]] = {}
    for item in sorted(library.items.values(), key=lambda one: one.key):
        for tag in item.tags_of(TagKind.COLLECTION):
            if item.section is not None and item.type is not ItemType.COLLECTION:
                wanted.setdefault((item.section, tag.text), []).append(item.key)
    for (section, title), keys in wanted.items():
        known = library.collection_called(section, title)
        if known is None:
            of = library.items[keys[0]].type
            library = _with_collection(library, a_collection(title, *keys, section=section, of=of))
        elif not known.is_smart:
            held = library.members.get(known.key, ())
            joined = (*held, *(key for key in keys if key not in held))
            library = replace(library, members=library.members.set(known.key, joined))
    return library
