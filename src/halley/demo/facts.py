"""The demo library's facts, read from `films.yml` and written out as a `halley library`.

Everything the file does not say follows from what it says: rating keys count up from 101, ids of other sites lie far
above any real one, so that no look-up can hit a real film, and dates come from the year and the place in the list.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import files
from typing import Final

from ruamel.yaml import YAML

from halley.demo.told import Attributes, Json, listed, mapping, mappings, number, whole
from halley.demo.versions import file_words, media_of

FIRST_MOVIE: Final = 101
FIRST_SHOW: Final = 501
MOVIES_AT: Final = "/data/movies"
SHOWS_AT: Final = "/data/tv"

#: Words of the file that go to the library under the same name.
PLAIN: Final = ("title", "year", "contentRating", "studio", "tagline", "summary")


def facts() -> Attributes:
    """The content of `films.yml`, its order kept."""
    loaded: Attributes = YAML(typ="safe").load(files("halley.demo").joinpath("films.yml").read_bytes())
    return loaded


def slug(title: str) -> str:
    """A title as a file name: `The 23:40 to Ostrow` is `the-23-40-to-ostrow`."""
    cleaned = title.replace("'", "").replace("&", "and")
    return "-".join("".join(letter if letter.isalnum() else " " for letter in cleaned).lower().split())


def demo_library() -> Attributes:
    """The whole demo library in the format that the simulator loads; pictures are named, not made."""
    told = facts()
    movies = [_movie(film, FIRST_MOVIE + place) for place, film in enumerate(mappings(told, "movies"))]
    shows = [_show(show, FIRST_SHOW + 100 * place) for place, show in enumerate(mappings(told, "shows"))]
    keys = {str(item["title"]): item["ratingKey"] for item in (*movies, *shows)}
    return {
        "server": told["server"],
        "sections": [
            {"id": 1, "title": "Movies", "type": "movie", "location": MOVIES_AT, "items": list(movies)},
            {"id": 2, "title": "Shows", "type": "show", "location": SHOWS_AT, "items": list(shows)},
        ],
        "collections": [
            {
                **group,
                "collectionMode": 0,
                "collectionSort": 2,
                "items": [keys[str(title)] for title in listed(group, "items")],
            }
            for group in mappings(told, "collections")
        ],
        "playlists": [
            {**group, "type": "video", "items": [keys[str(title)] for title in listed(group, "items")]}
            for group in mappings(told, "playlists")
        ],
    }


def _movie(film: Mapping[str, Json], key: int) -> Attributes:
    title, year, minutes = str(film["title"]), whole(film, "year"), whole(film, "minutes")
    edition = film.get("edition")
    name = f"{_file_title(title)} ({year})" + (f" {{edition-{edition}}}" if edition else "")
    movie: Attributes = {"ratingKey": key, **{word: film[word] for word in PLAIN}, **_identity("movie", key, title)}
    movie |= {
        "duration": minutes * 60_000,
        "originallyAvailableAt": f"{year}-{1 + key % 12:02}-{1 + key * 7 % 28:02}",
        "addedAt": _epoch(2024, key),
        **_ratings(number(film, "critics"), number(film, "audience")),
        "genres": film["genres"], "countries": [film["country"]], "directors": [film["director"]],
        "writers": [film["director"]], "roles": _roles(film),
        "images": {"poster": f"images/{slug(title)}.jpg", "art": f"images/{slug(title)}-art.jpg"},
    }  # fmt: skip
    if edition:
        movie["editionTitle"] = edition
    movie["media"] = [
        media_of(version, f"{MOVIES_AT}/{name}/{name} [{file_words(version)}].mkv", minutes)
        for version in mappings(film, "versions")
    ]
    return movie


def _show(show: Mapping[str, Json], key: int) -> Attributes:
    title, folder = str(show["title"]), f"{SHOWS_AT}/{_file_title(str(show['title']))} ({show['year']})"
    seasons: list[Json] = []
    for place, season in enumerate(mappings(show, "seasons"), start=1):
        episodes: list[Json] = []
        for index, episode in enumerate(mappings(season, "episodes"), start=1):
            code = f"S{place:02}E{index:02}"
            told = {**episode, "year": season["year"], "contentRating": show["contentRating"]}
            file = f"{folder}/Season {place:02}/{_file_title(title)} - {code} [{file_words(mapping(show, 'version'))}].mkv"
            entry = _episode(told, key + place * 20 + index, (title, code))
            episodes.append(
                entry | {"index": index, "media": [media_of(mapping(show, "version"), file, whole(episode, "minutes"))]}
            )
        seasons.append(
            {
                "ratingKey": key + place * 20, "title": f"Season {place}", "index": place,
                **_identity("season", key + place * 20, f"{title} {place}"),
                "images": {"poster": f"images/{slug(title)}-s{place:02}.jpg"}, "episodes": episodes,
            }
        )  # fmt: skip
    entry = {"ratingKey": key, **{word: show[word] for word in PLAIN if word in show}, **_identity("show", key, title)}
    return entry | {
        "originallyAvailableAt": f"{show['year']}-09-{key % 28 + 1:02}", "addedAt": _epoch(2024, key),
        "duration": 50 * 60_000,
        "audienceRating": show["audience"], "audienceRatingImage": "themoviedb://image.rating",
        "ratings": [{"image": "themoviedb://image.rating", "value": show["audience"], "type": "audience"}],
        "genres": show["genres"], "countries": [show["country"]], "roles": _roles(show), "locations": [folder],
        "images": {"poster": f"images/{slug(title)}.jpg", "art": f"images/{slug(title)}-art.jpg"}, "seasons": seasons,
    }  # fmt: skip


def _episode(told: Mapping[str, Json], key: int, place: tuple[str, str]) -> Attributes:
    show, code = place
    return {
        "ratingKey": key, "title": told["title"], "year": told["year"], "contentRating": told["contentRating"],
        **_identity("episode", key, f"{show} {code}"), "duration": whole(told, "minutes") * 60_000,
        "summary": f"{code} of {show}.", "audienceRating": told["audience"],
        "audienceRatingImage": "themoviedb://image.rating",
        "originallyAvailableAt": f"{told['year']}-10-{key % 28 + 1:02}", "addedAt": _epoch(2024, key),
        "images": {"poster": f"images/{slug(show)}-{code.lower()}.jpg"},
    }  # fmt: skip


def _identity(kind: str, key: int, title: str) -> Attributes:
    """An agent's guid of its 24 hex digits, and ids at other sites that belong to nobody."""
    digits = hashlib.sha256(f"{kind} {title}".encode()).hexdigest()[:24]
    ids: list[Json] = [f"imdb://tt99{key:06}", f"tmdb://{99_000_000 + key}"]
    if kind != "movie":
        ids.append(f"tvdb://{99_000_000 + key}")
    return {"guid": f"plex://{kind}/{digits}", "guids": ids}


def _ratings(critics: float, audience: float) -> Attributes:
    critic = "rottentomatoes://image.rating." + ("ripe" if critics >= 6 else "rotten")
    crowd = "rottentomatoes://image.rating." + ("upright" if audience >= 6 else "spilled")
    return {
        "rating": critics, "ratingImage": critic, "audienceRating": audience, "audienceRatingImage": crowd,
        "ratings": [
            {"image": "imdb://image.rating", "value": round(audience - 0.3, 1), "type": "audience"},
            {"image": "themoviedb://image.rating", "value": round((critics + audience) / 2, 1), "type": "audience"},
            {"image": critic, "value": critics, "type": "critic"},
            {"image": crowd, "value": audience, "type": "audience"},
        ],
    }  # fmt: skip


def _roles(told: Mapping[str, Json]) -> list[Json]:
    return [{"tag": person["name"], "role": person["role"]} for person in mappings(told, "cast")]


def _file_title(title: str) -> str:
    return title.replace(":", "-")


def _epoch(year: int, key: int) -> int:
    return int(datetime(year, 1 + key % 12, 1 + key * 7 % 28, 12, tzinfo=UTC).timestamp())
