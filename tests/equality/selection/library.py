"""The library that definitions choose from: the demo library, with what its owner, its agents and its disks left on it."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from halley.demo.facts import demo_library
from halley.plex.library import Library
from halley.simulator import load_library

Row = dict[str, object]
_DAY = 86_400
_2025 = 1_735_732_800


def selection_library() -> Library:
    """24 movies and 6 shows without pictures, in which every attribute has several values and is missing somewhere."""
    told = cast("Row", json.loads(json.dumps(demo_library())))
    movies, shows = _rows(told, "sections")
    for place, movie in enumerate(_rows(movies, "items")):
        _lived_in(movie, place)
        _as_film(movie, place)
    originals = _rows(shows, "items")
    shows["items"] = [*originals, *(_copy(show, place) for place, show in enumerate(originals))]
    for place, show in enumerate(_rows(shows, "items")):
        _as_show(show, place)
    _without_pictures(told)
    with TemporaryDirectory() as folder:
        file = Path(folder, "library.json")
        file.write_text(json.dumps(told), encoding="utf-8")
        return load_library(file).library


def _lived_in(item: Row, place: int) -> None:
    """Ratings, plays and labels of an owner, spread by the item's place."""
    if place % 2 == 0:
        item["userRating"] = place % 10 + 0.5
    if place % 3:
        item |= {"viewCount": place % 3, "lastViewedAt": _2025 + place * 20 * _DAY}
    labels = {0: ["Overlay"], 1: ["Favourite", "4K Overlay"], 2: ["Favourite"]}
    item["labels"] = labels.get(place % 5, [])


def _as_film(movie: Row, place: int) -> None:
    if place % 4 == 0:
        movie["producers"] = ["Petra Vale", "Ines Aldane"] if place % 8 == 0 else ["Petra Vale"]
    if place % 6 == 1:
        movie["writers"] = [*cast("list[str]", movie["writers"]), "Jon Harrow"]
    if place % 9 == 4:
        movie["viewOffset"] = 1_200_000
    if place % 7 == 3:
        del movie["rating"], movie["originallyAvailableAt"]
    if place % 11 == 5:
        del movie["year"], movie["duration"], movie["studio"]
    if place == 7:
        movie |= {"guid": "local://107", "guids": []}
    if place == 8:
        movie["deletedAt"] = _2025
    if place % 10 == 6:
        movie["contentRating"] = "Not Rated"
    if place % 12 == 2:
        movie["editionTitle"] = "Director's Cut"


def _copy(show: Row, place: int) -> Row:
    """The show again as another one, some of whose files are of another kind."""
    copy = cast("Row", json.loads(json.dumps(show)))
    copy |= {
        "title": f"{show['title']} Revisited",
        "year": cast("int", show["year"]) + 3,
        "guids": [f"tvdb://{7000 + place}"],
    }
    episodes = [episode for season in _rows(copy, "seasons") for episode in _rows(season, "episodes")]
    for one in (copy, *_rows(copy, "seasons"), *episodes):
        one |= {"ratingKey": cast("int", one["ratingKey"]) + 5000, "guid": f"plex://x/{one['ratingKey']}"}
    for number, episode in enumerate(episodes):
        for media in _rows(episode, "media") if number % 3 == place else []:
            media |= {"videoResolution": "720", "height": 720, "width": 1280, "audioChannels": 2, "audioCodec": "aac"}
            for stream in (stream for part in _rows(media, "parts") for stream in _rows(part, "streams")):
                if stream["streamType"] == 2:
                    stream |= {"language": "Español", "languageCode": "spa", "languageTag": ("es-ES", "es-MX")[number % 2]}
    return copy


def _as_show(show: Row, place: int) -> None:
    _lived_in(show, place)
    show["network"] = ("HBO", "BBC One", "Netflix")[place % 3]
    if place % 2:
        show["collections"] = ["Best of Both"]
    count = 0
    for number, season in enumerate(_rows(show, "seasons")):
        _lived_in(season, place + number)
        for episode in _rows(season, "episodes"):
            _lived_in(episode, place + count)
            if count % 4 == 1:
                episode["viewOffset"] = 60_000
            if count % 5 == 3:
                episode |= {"directors": ["Lena Ford"], "writers": ["Jon Harrow"], "rating": 6.5}
            count += 1


def _without_pictures(value: object) -> None:
    """Nothing is drawn where there is no picture, which makes a run of Kometa short; what it found is told before."""
    if isinstance(value, list):
        for one in value:
            _without_pictures(one)
    elif isinstance(value, dict):
        value.pop("images", None)
        for one in value.values():
            _without_pictures(one)


def _rows(row: Row, name: str) -> list[Row]:
    return cast("list[Row]", row.get(name, []))
