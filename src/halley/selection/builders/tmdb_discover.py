"""`tmdb_discover`: what TMDb finds by facts of its own. Every field is a table's entry. Source: spec, sources 3.1."""

import re
from collections.abc import Callable, Iterable
from datetime import date

from halley.plex.ids import ItemType
from halley.selection.builders.listed import Attributes, asked_for, attributes_of, enter_list
from halley.selection.builders.registry import BuilderReading, M, S, Wanted
from halley.selection.facts import Option
from halley.selection.problems import BadValue, did_you_mean
from halley.selection.values import Value, day, truth, whole

LIMIT = 100
_FILMS = (
    "region with_cast with_crew with_people certification_country certification certification.lte certification.gte "
    "include_video year primary_release_year primary_release_date.gte primary_release_date.lte release_date.gte "
    "release_date.lte with_release_type with_title_translation with_origin_country"
).split()
_SHOWS = (
    "timezone screened_theatrically include_null_first_air_dates air_date.gte air_date.lte first_air_date.gte "
    "first_air_date.lte first_air_date_year with_networks with_status with_type with_name_translation"
).split()
_SORTS = {
    ItemType.MOVIE: "popularity revenue release_date primary_release_date title original_title vote_average vote_count",
    ItemType.SHOW: "popularity first_air_date name original_name vote_average vote_count",
}
_TEXTS = (
    "certification certification.lte certification.gte certification_country with_cast with_crew with_people with_companies "
    "without_companies with_networks with_genres without_genres with_release_type with_keywords without_keywords "
    "with_origin_country timezone with_watch_providers without_watch_providers with_overview_translation "
    "with_original_language with_watch_monetization_types with_title_translation with_name_translation"
).split()
_NEEDS = {
    "certification_country": ("certification", "certification.lte", "certification.gte"),
    **dict.fromkeys(("certification", "certification.lte", "certification.gte"), ("certification_country",)),
    "watch_region": ("with_watch_providers", "without_watch_providers", "with_watch_monetization_types"),
    "with_watch_monetization_types": ("watch_region",),
}
"""Fields that mean nothing without one of others."""

Turn = Callable[[Value], Option]


def _text(value: Value) -> str:
    """As it is sent: a list with commas, numbers as digits."""
    return ",".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)


def _bounded(minimum: int, maximum: int | None = None) -> Turn:
    return lambda value: whole(value, minimum=minimum, maximum=maximum)


def _average(value: Value) -> float:
    try:
        found = float(str(value))
    except ValueError:
        found = 0
    if not found >= 1:
        raise BadValue(f"`{value}` is not a number of 1 or more")
    return found


def _region(value: Value) -> str:
    found = str(value).upper()
    if not re.fullmatch("[A-Z]{2}", found):
        raise BadValue(f"`{value}` is no region", "write it as US")
    return found


def _sorted_by(library: ItemType) -> Turn:
    options = [f"{name}.{way}" for name in _SORTS[library].split() for way in ("asc", "desc")]

    def read(value: Value) -> str:
        if str(value).lower() not in options:
            raise BadValue(f"`{value}` is no order", did_you_mean(str(value), options) or f"there are {', '.join(options)}")
        return str(value)

    return read


def _dated(today: date) -> Turn:
    return lambda value: day("today" if value == "current" else value, today).isoformat()


def _fields(reading: BuilderReading) -> dict[str, Turn]:
    """How each field is read."""
    year = _bounded(1800, reading.now.year + 1)
    dates = ("primary_release_date", "release_date", "air_date", "first_air_date")
    either = (".gte", ".lte")
    return {
        "limit": _bounded(0),
        "region": _region,
        "sort_by": _sorted_by(reading.library),
        "watch_region": lambda value: str(value).upper(),
        "with_status": _bounded(0, 5),
        "with_type": _bounded(0, 6),
        **dict.fromkeys(_TEXTS, _text),
        **dict.fromkeys(("primary_release_year", "year", "first_air_date_year"), year),
        **dict.fromkeys(("include_adult", "include_video", "include_null_first_air_dates", "screened_theatrically"), truth),
        **{f"{name}{end}": _dated(reading.now.date()) for name in dates for end in either},
        **{f"{name}{end}": _bounded(1) for name in ("vote_count", "with_runtime") for end in either},
        **{f"vote_average{end}": _average for end in either},
    }


def parse(value: Value, reading: BuilderReading) -> Iterable[Wanted]:
    """One search or several; every field must be one that TMDb has for the library."""
    if reading.library not in _SORTS:
        raise BadValue(f"finds nothing for {reading.library.word}s")
    fields = _fields(reading)
    foreign = _SHOWS if reading.library is ItemType.MOVIE else _FILMS
    for given in attributes_of(value, reading):
        options: dict[str, Option | None] = {}
        for name in given:
            if given.get(name) is None:
                given.error(name, f"`{name}` is blank")
            elif name not in fields:
                given.unknown(name, "tmdb_discover", [one for one in fields if one not in foreign], is_fatal=True)
            elif name in foreign:
                other = "show" if reading.library is ItemType.MOVIE else "movie"
                given.error(name, f"`{name}` is for {other} libraries only")
            elif _is_meant(name, given):
                options[name] = given.read(name, fields[name])
        if reading.library is ItemType.MOVIE and "region" not in given:
            options["region"] = reading.region
        limit = options.pop("limit", None)
        if all(name == "limit" for name in given):
            raise BadValue("says nothing to search for", "add a field, such as `with_genres: 18`")
        yield asked_for("tmdb_discover", "", {**options, "limit": LIMIT if limit is None else limit})


def _is_meant(name: str, given: Attributes) -> bool:
    needed = _NEEDS.get(name, ())
    if not needed or any(one in given for one in needed):
        return True
    given.error(name, f"`{name}` means nothing without {' or '.join(f'`{one}`' for one in needed)}")
    return False


enter_list("tmdb_discover", "TMDb", (M, S), parse)
