"""Definitions over every attribute and modifier of searches and filters, and over every shape that they come in.

What is wrong on purpose is among them: it must find nothing in Kometa as here.
"""

from collections.abc import Iterator
from typing import Any

from halley.plex.ids import ItemType
from halley.selection.attributes import ATTRIBUTES as FILTERS
from halley.selection.attributes.comparing import COUNTS
from halley.selection.search.attributes import ATTRIBUTES as SEARCHES
from halley.selection.search.attributes import Kind
from halley.selection.search.sorts import SORTS

Definitions = dict[str, dict[str, Any]]

_WORDS: dict[str, list[Any]] = {
    "title": ["the"], "episode_title": ["a"], "studio": ["house"], "edition": ["cut"], "summary": ["the", "who"],
    "filepath": ["remux", "WEB"], "folder": ["lantern"], "audio_track_title": ["atmos", "english"],
    "subtitle_track_title": ["sdh"], "audio_codec": ["dca", "eac3"], "video_codec": ["hevc"], "video_profile": ["main"],
    "audio_profile": ["ma"], "show_title": ["moth"], "season_title": ["season 1"],
}  # fmt: skip
_EXACT = {
    "title": "slow orbit", "studio": "Lantern House", "edition": "Director's Cut", "episode_title": "Low Water",
    "show_title": "deep field", "season_title": "Season 2", "audio_codec": "DCA", "video_codec": "h264",
}  # fmt: skip
_TAGS: dict[str, list[Any]] = {
    "actor": ["Tova Lind", "sen amari"], "episode_actor": ["Tova Lind"], "audio_language": ["English"],
    "subtitle_language": ["en", "de"], "collection": ["Small Boats"], "content_rating": ["PG-13", "Not Rated"],
    "country": ["Norway", "Japan"], "director": ["Ines Aldane"], "genre": ["Drama", "science fiction"],
    "label": ["Favourite"], "season_label": ["Favourite"], "episode_label": ["Overlay"], "network": ["HBO", "Netflix"],
    "producer": ["Petra Vale"], "writer": ["Jon Harrow", "Karim Oulad"], "season_collection": ["Best of Both"],
    "episode_collection": ["Best of Both"], "resolution": ["4k", "720"],
}  # fmt: skip
_IN_SHOWS: dict[str, list[Any]] = {
    "actor": ["Nobody At All"], "audio_language": ["en", "Español"], "collection": ["Best of Both"],
    "content_rating": ["TV-14", "TV-MA"], "country": ["Norway"], "resolution": ["4k", "1080"], "genre": ["Drama"],
}  # fmt: skip
_REGEX = {
    "actor": "^T", "audio_language": "ish|nor", "subtitle_language": "^E", "collection": "B", "content_rating": r"^PG|\d",
    "country": "an", "director": "^[A-M]", "genre": "(?i)fiction|drama", "label": "(?i)overlay$", "producer": "Vale",
    "writer": "o", "resolution": "4|K", "studio": "^[L-S]", "edition": "Cut|Ext", "network": "B",
    "season_label": "F", "episode_label": "O",
}  # fmt: skip
_NUMBERS = {"plays": 1, "episode_plays": 1, "duration": 100, "channels": 6, "height": 1080, "width": 1920, "aspect": 2.39,
            "versions": 1, "stinger_rating": 1}  # fmt: skip


def _number(name: str) -> Any:
    return _NUMBERS.get(name, 1990 if name.endswith("year") else 7.1)


def _tags(name: str, library: ItemType) -> list[Any]:
    return _IN_SHOWS.get(name, _TAGS.get(name, ["x"])) if library is ItemType.SHOW else _TAGS.get(name, ["x"])


def _searched(name: str, modifier: str, kind: Kind, library: ItemType) -> Any:
    """A value for a search."""
    if modifier == ".regex":
        return _REGEX.get(name, "a")
    if kind in {Kind.TEXT, Kind.WORD}:
        return _EXACT.get(name, "x") if modifier in {".is", ".isnot"} else _WORDS[name]
    if kind in {Kind.TAG, Kind.RESOLUTION}:
        return _tags(name, library)
    if kind is Kind.DATE:
        return {".before": "2025-06-01", ".after": "01/15/2025"}.get(modifier, "28o" if "play" not in name else 500)
    if kind in {Kind.YEAR, Kind.DECADE}:
        return {"": [1987, 2019, "current_year-2"], ".not": "1987, 2024"}.get(modifier, 1990)
    if kind is Kind.FLAG:
        return True
    return modifier != ".rated" or True if modifier == ".rated" else _number(name)


def searches(library: ItemType, level: ItemType) -> Iterator[tuple[str, dict[str, Any]]]:
    """One definition for each attribute and modifier, those of the other kind of library included."""
    base = {} if level is library else {"builder_level": level.word}
    for name, entry in SEARCHES.items():
        if name.startswith(("artist", "album", "track")):
            continue
        for modifier in entry.kind.modifiers:
            value = _searched(name, modifier, entry.kind, library)
            yield f"search {name}{modifier}", {**base, "plex_search": {"all": {f"{name}{modifier}": value}}}
            if entry.kind is Kind.FLAG or modifier == ".rated":
                yield f"search {name}{modifier} false", {**base, "plex_search": {"all": {f"{name}{modifier}": False}}}
            elif isinstance(value, list) and len(value) > 1:
                yield f"search any {name}{modifier}", {**base, "plex_search": {"any": {f"{name}{modifier}": value}}}


def sorted_searches(library: ItemType, level: ItemType) -> Iterator[tuple[str, dict[str, Any]]]:
    """The first three by every order that has only one outcome."""
    base = {} if level is library else {"builder_level": level.word}
    for word in SORTS[level]:
        if word != "random":
            search = {"sort_by": [word, "title.asc"] if "title.asc" in SORTS[level] else word, "limit": 3}
            yield f"sort {word}", {**base, "plex_search": {**search, "all": {"plays.gte": 0}}}


def _filtered(name: str, modifier: str, library: ItemType) -> Any:
    """A value for a filter."""
    if modifier in COUNTS:
        return {"content_rating": 2, "audio_language": 1, "subtitle_language": 2}.get(name, 1)
    if modifier == ".regex":
        return {
            "release": r"0\d/",
            "added": r"0[1-6]/",
            "last_played": "1",
            "year": "19",
            "filepath": r"(?i)remux.*2160",
        }.get(name, _REGEX.get(name, "a"))
    if name in _TAGS:
        return _tags(name, library)
    if name in _WORDS:
        return _EXACT.get(name, _WORDS[name]) if modifier in {".is", ".isnot"} else _WORDS[name]
    if name in {"release", "added", "last_played"}:
        return {".before": "2025-06-01", ".after": "01/15/2025"}.get(modifier, 400)
    if name == "year" and modifier in {"", ".not"}:
        return [1987, 2019]
    return _number(name)


def filters(library: ItemType, level: ItemType) -> Iterator[tuple[str, dict[str, Any]]]:
    """One definition for each filter attribute and modifier that needs nobody outside, at one level."""
    base: dict[str, Any] = {"plex_all": True} if level is library else {"plex_all": True, "builder_level": level.word}
    for name, entry in FILTERS.items():
        if entry.source is not None or (level not in entry.levels and name not in {"genre", "edition", "folder"}):
            continue
        if name.startswith("has_"):
            for value in (True, False):
                yield f"filter {name} {value}".lower(), {**base, "filters": {name: value}}
        elif name == "history":
            for value in ("day", "month", 30, "year"):
                yield f"filter history {value}", {**base, "filters": {"history": value}}
        else:
            for modifier in entry.kind.modifiers:
                value = _filtered(name, modifier, library)
                yield f"filter {name}{modifier}", {**base, "filters": {f"{name}{modifier}": value}}


def _search(**given: Any) -> dict[str, Any]:
    return {"plex_search": given}


def _all(*filters: dict[str, Any], **given: Any) -> dict[str, Any]:
    return {"plex_all": True, "filters": filters[0] if len(filters) == 1 else list(filters), **given}


_SHAPES: Definitions = {
    "everything": {"plex_all": True},
    "everything, said no": {"plex_all": False},
    "everything, blank": {"plex_all": None},
    "no builder": {"filters": {"year": 1987}},
    "limit": {"plex_all": True, "limit": 5},
    "limit of nothing": {"plex_all": True, "limit": 0},
    "two builders": {"plex_search": [{"all": {"year": 1987}}, {"all": {"resolution": "4k"}}], "limit": 4},
    "builder that finds nothing": {"plex_search": [{"all": {"year": 1987}}, {"all": {"year": 1600}}]},
    "blank results ignored": {
        "plex_search": [{"all": {"year": 1987}}, {"all": {"year": 1600}}], "ignore_blank_results": True,
    },
    "unknown tag": _search(all={"genre": ["Drama", "Nonsense"]}),
    "unknown tag, ignored": {**_search(all={"genre": ["Drama", "Nonsense"]}), "ignore_blank_results": True},
    "unknown tag, not validated": _search(validate=False, any={"genre": ["Drama", "Nonsense"]}),
    "only unknown tags, not validated": _search(validate=False, any={"genre": ["Nonsense"]}),
    "unknown attribute, not validated": _search(validate=False, all={"gerne": "Drama", "year.gt": 1990}),
    "unknown attribute": _search(all={"gerne": "Drama"}),
    "blank attribute": _search(all={"genre": None}),
    "both bases": _search(all={"genre": "Drama"}, any={"year": 1987}),
    "loose": _search(genre="Drama", resolution=["4k", "1080"], **{"year.gte": 1980}),
    "loose with a plain year": _search(year="1987, 2024", **{"critic_rating.gt": 5}),
    "loose and": _search(**{"genre.and": ["Drama", "Mystery"]}),
    "loose with nonsense": _search(genre="Drama", gerne="x"),
    "loose with nothing": _search(gerne="x"),
    "nested": _search(all={"resolution": "4k", "any": {"genre": "Drama", "year.gt": 2015}}),
    "nested twice": _search(any={"year": 1987, "all": {"resolution": "1080", "any": {"genre": ["Drama", "Crime"]}}}),
    "list below all": _search(all={"any": [{"genre": "Drama", "year": 1987}, {"resolution": "4k", "hdr": True}]}),
    "list below any": _search(any={"all": [{"genre": "Drama", "hdr": True}, {"resolution": "1080", "year.lt": 1990}]}),
    "numbered groups": _search(all={"any#1": {"genre": "Drama"}, "any#2": {"resolution": "4k"}}),
    "numbered all is any": _search(all={"all#2": {"genre": "Drama", "resolution": "4k"}}),
    "aliases": _search(all={"genres": "Drama", "year.greater": 1980, "originally_available.gt": "1980-01-01"}),
    "capitals": _search(ALL={"GENRE": "drama", "Year.GT": 1980}),
    "several values in all": _search(all={"genre": ["Drama", "Mystery"]}),
    "several values in any": _search(any={"genre": ["Drama", "Mystery"]}),
    "comma in a text": _search(all={"title": "the, orbit"}),
    "comma in tags": _search(any={"genre": "Drama, Crime"}),
    "limit of a search": _search(all={"plays.gte": 0}, limit=2, sort_by="year.desc"),
    "limit all": _search(all={"plays.gte": 0}, limit="all"),
    "bad limit": _search(all={"plays.gte": 0}, limit=0),
    "bad sort": _search(all={"plays.gte": 0}, sort_by="year"),
    "bad number": _search(all={"critic_rating.gt": 11}),
    "bad date": _search(all={"added.before": "yesterday"}),
    "today": _search(all={"added.before": "today"}),
    "days": _search(all={"added": "100w"}),
    "years": _search(all={"added.not": "2y"}),
    "zero is a value": _search(all={"plays.gt": 0}),
    "rated": _search(all={"user_rating.rated": False}),
    "quotes and ampersands": _search(all={"title": "o'&=?"}),
    "an accent": _search(all={"title": "é"}),
    "filters and": _all({"year.gt": 1980, "resolution": "4k"}),
    "filters or": _all({"year": 1987}, {"resolution.not": "4k", "audience_rating.gte": 8}),
    "filters under another name": {"plex_all": True, "filter": {"year": 1987}},
    "filters blank": {"plex_all": True, "filters": None},
    "filters no mapping": {"plex_all": True, "filters": "year"},
    "filter unknown": _all({"yaer": 1987}),
    "filter unknown, not validated": _all({"validate": False, "yaer": 1987}),
    "filter half unknown, not validated": _all({"validate": False, "yaer": 1987, "resolution": "4k"}),
    "filter of an unknown tag": _all({"genre": "Nonsense"}),
    "filter of an unknown tag, not validated": _all({"validate": False, "genre": "Nonsense"}),
    "filter not an unknown tag, not validated": _all({"validate": False, "genre.not": "Nonsense"}),
    "filter of an expression that matches nothing": _all({"genre.regex": "^zzz"}),
    "filter of a broken expression": _all({"filepath.regex": "["}),
    "filter of some broken expressions": _all({"validate": False, "filepath.regex": ["[", "Remux"]}),
    "filter of several expressions": _all({"filepath.regex": ["(?i)bluray", "HDTV"]}),
    "filter of studio by expression": _all({"studio.regex": ["^L", "zzz"]}),
    "filter of a director who only acts": _all({"director": "Tova Lind"}),
    "filter not a director who only acts": _all({"director.not": "Tova Lind"}),
    "search of a director who only acts": _search(all={"director": "Tova Lind"}),
    "filter with blanks": _all({"genre": ["Drama "]}),
    "filter in other case": _all({"genre": "DRAMA"}),
    "filter of an edition": _all({"has_edition": "yes"}),
    "filter of numbers as text": _all({"audience_rating.gte": "8"}),
    "filter of a fraction of minutes": _all({"duration.gt": 99.5}),
    "filter by max_age": _all({"max_age": 9000}),
    "filter of this year": _all({"year": "current_year-2"}),
    "filter of years until now": _all({"year.lt": "current_year-30"}),
    "filter of the wrong form": _all({"hdr": True}),
    "filter blank": _all({"title": None}),
    "search after a filter that rejects": {
        "plex_search": [{"all": {"resolution": "4k"}}, {"all": {"year.gt": 1900}}], "filters": {"audio_codec": "truehd"},
    },
}  # fmt: skip

_OF_SHOWS: Definitions = {
    "seasons, counted": _all({"seasons": {"count": 1, "user_rating.gt": 0}}),
    "episodes, counted": _all({"episodes": {"count": 2, "plays.gt": 0}}),
    "episodes, percentage": _all({"episodes": {"percentage": 60, "resolution": "4K"}}),
    "episodes, percentage of tags": _all({"episodes": {"percentage": 20, "label": "Favourite"}}),
    "episodes, both": _all({"episodes": {"percentage": 20, "count": 1, "plays.gt": 0}}),
    "episodes, none": _all({"episodes": {}}),
    "episodes, too large a percentage": _all({"episodes": {"percentage": 120, "height.gte": 1080}}),
    "episodes, something unknown": _all({"episodes": {"percentage": 20, "colour": "red"}}),
    "episodes, of a level above": _all({"episodes": {"network": "HBO"}}),
    "episodes, within episodes": _all({"episodes": {"episodes": {"height": 1}}}),
    "episodes, nothing asked": _all({"episodes": {"percentage": 10}}),
    "default percent": {"plex_all": True, "default_percent": 90, "filters": {"height.gte": 1080}},
    "default percent too late": {"plex_all": True, "filters": {"height.gte": 1080}, "default_percent": 90},
    "level unknown": {"plex_all": True, "builder_level": "chapter"},
    "level show": {"plex_all": True, "builder_level": "show"},
    "level by another name": {"plex_all": True, "overlay_level": "season"},
    "level season, half of it": _all({"height.gte": 1080}, builder_level="season"),
    "level season, episodes": _all({"episodes": {"count": 1, "plays.gt": 0}}, builder_level="season"),
    "level season, seasons": _all({"seasons": {"count": 1, "plays.gt": 0}}, builder_level="season"),
    "pilots": {"plex_pilots": True, "builder_level": "episode"},
    "pilots of shows": {"plex_pilots": True},
    "ids at episodes": {"imdb_id": "tt99000501", "builder_level": "episode"},
    "loose episodes": _search(network=["HBO", "Netflix"], episode_year=[2019, 2021, 2022]),
    "rows of one episode": _search(all={"episode_plays.gt": 1, "episode_progress": True}),
    "rows of any episode": _search(any={"episode_plays.gt": 1, "network": "HBO"}),
    "film attribute": _search(all={"decade": 1990}),
    "minutes that pass by mistake": _search(all={"duration.lte": 60}),
    "edition that passes by mistake": _search(all={"edition": "cut"}),
}
_OF_FILMS: Definitions = {
    "ids at imdb": {"imdb_id": ["tt99000101", "tt99000103"]},
    "ids at imdb, with nothing there": {"imdb_id": "tt99000101, tt1"},
    "ids that are none": {"imdb_id": "99000101"},
    "level in a film library": {"plex_all": True, "builder_level": "season"},
    "pilots of films": {"plex_pilots": True},
    "show builder": {"tvdb_show": 5},
    "search in a definition": {"genre": "Drama"},
    "misspelled builder": {"plex_serch": {"all": {"year": 1987}}},
    "show attribute": _search(all={"network": "HBO"}),
    "show attribute by expression": _search(all={"network.regex": "H"}),
    "filter of shows": _all({"network": "HBO"}),
}


def of_films() -> Definitions:
    """All definitions for the movies."""
    level = ItemType.MOVIE
    found = dict([*searches(level, level), *sorted_searches(level, level), *filters(level, level)])
    return {**found, **_SHAPES, **_OF_FILMS}


def of_shows(level: ItemType) -> Definitions:
    """All definitions for the shows, at one level."""
    found = dict([*searches(ItemType.SHOW, level), *sorted_searches(ItemType.SHOW, level), *filters(ItemType.SHOW, level)])
    extra = _OF_SHOWS if level is ItemType.SHOW else {}
    return {
        f"{level.word} {name}" if level is not ItemType.SHOW else name: given for name, given in {**found, **extra}.items()
    }


__all__ = ["Definitions", "of_films", "of_shows"]
