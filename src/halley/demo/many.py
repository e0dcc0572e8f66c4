"""Libraries of any size for benchmarks and tests, in the same format as the demo library and without its pictures."""

import hashlib
import random
from typing import Final

from halley.demo.told import Attributes, Json
from halley.demo.versions import file_words, media_of

_HOW: Final = "Amber Borrowed Crooked Distant Electric Forgotten Glass Hollow Idle Jagged Kindred Last Midnight".split()
_WHAT: Final = "Anchor Bridge Compass Dune Engine Feather Garden Horizon Island Junction Ledger Mirror Orchard".split()
_WHERE: Final = "at Dawn|below Zero|in Transit|of Salt|on Tuesday|past Midnight|under Glass|without Maps".split("|")
_GENRES: Final = "Action Comedy Crime Drama Fantasy Horror Mystery Romance Thriller Western".split()
_RATINGS: Final = ("G", "PG", "PG-13", "R", "NR")
_COUNTRIES: Final = ("Canada", "France", "Germany", "Japan", "Norway", "United Kingdom")

#: One of these each, in the proportions of a well-kept collection.
_VERSIONS: Final[tuple[Attributes, ...]] = (
    {
        "video": "4k dv 2.39 61000",
        "audio": ["en truehd 7.1 atmos", "fr eac3 5.1"],
        "subs": ["en", "fr forced"],
        "source": "Remux",
    },
    {"video": "4k hdr10 1.85 24000", "audio": ["en eac3 5.1 atmos"], "subs": ["en sdh", "de"], "source": "WEB-DL"},
    {"video": "1080 sdr 2.39 22000", "audio": ["en dca 5.1 ma"], "subs": ["en"], "source": "BluRay"},
    {"video": "1080 sdr 1.85 9000", "audio": ["ja aac 2.0"], "subs": ["en", "ja"], "source": "WEB-DL"},
    {"video": "720 sdr 1.78 4500", "audio": ["de ac3 5.1"], "subs": [], "source": "HDTV"},
    {"video": "480 sdr 1.33 2200", "audio": ["en mp3 2.0"], "subs": [], "source": "DVD"},
)


def many_movies(count: int, seed: int = 2061, *, picture: str | None = None) -> Attributes:
    """A library of one section with that many movies; the same count and seed give the same library.

    Rating keys run from 1001. `picture` is a path that all of them share as their poster, relative to the file.
    """
    chance = random.Random(seed)  # noqa: S311 - a repeatable draw of titles, no secret
    return {
        "server": {"name": "Attic", "version": "1.43.0.10162-b67a664ab"},
        "sections": [
            {
                "id": 1, "title": "Movies", "type": "movie", "location": "/data/movies",
                "items": [_movie(1001 + place, chance, picture) for place in range(count)],
            }
        ],
    }  # fmt: skip


def many_episodes(shows: int, seasons: int, episodes: int, seed: int = 2061) -> Attributes:
    """A library of one section with that many shows, seasons in each and episodes in each season, without pictures.

    Rating keys run from 100001.
    """
    chance = random.Random(seed)  # noqa: S311 - as above
    keys = iter(range(100_001, 100_001 + shows * (1 + seasons * (1 + episodes))))
    items: list[Json] = []
    for place in range(shows):
        show = _named("show", next(keys), chance, place)
        show["seasons"] = [
            {
                "ratingKey": next(keys), "title": f"Season {season}", "index": season,
                "episodes": [_episode(next(keys), index, chance) for index in range(1, episodes + 1)],
            }
            for season in range(1, seasons + 1)
        ]  # fmt: skip
        items.append(show)
    return {
        "server": {"name": "Attic", "version": "1.43.0.10162-b67a664ab"},
        "sections": [{"id": 1, "title": "Shows", "type": "show", "location": "/data/tv", "items": items}],
    }


def _named(kind: str, key: int, chance: random.Random, place: int) -> Attributes:
    title = f"{chance.choice(_HOW)} {chance.choice(_WHAT)} {chance.choice(_WHERE)} {place + 1}"
    year = chance.randint(1930, 2025)
    ids: list[Json] = [f"imdb://tt98{key:06}", f"tmdb://{98_000_000 + key}"]
    if kind == "show":
        ids.append(f"tvdb://{98_000_000 + key}")
    return {
        "ratingKey": key, "title": title, "year": year, "contentRating": chance.choice(_RATINGS),
        "summary": f"{title}, as it was told.", "guids": ids,
        "guid": f"plex://{kind}/{hashlib.sha256(f'{kind} {key}'.encode()).hexdigest()[:24]}",
        "audienceRating": chance.randint(30, 95) / 10, "audienceRatingImage": "themoviedb://image.rating",
        "originallyAvailableAt": f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
        "addedAt": 1_650_000_000 + chance.randint(0, 90_000_000),
        "genres": list(chance.sample(_GENRES, chance.randint(1, 3))), "countries": [chance.choice(_COUNTRIES)],
    }  # fmt: skip


def _movie(key: int, chance: random.Random, picture: str | None) -> Attributes:
    movie = _named("movie", key, chance, key - 1001)
    minutes = chance.randint(70, 180)
    version = chance.choice(_VERSIONS)
    name = f"{movie['title']} ({movie['year']})"
    movie["duration"] = minutes * 60_000
    movie["rating"] = chance.randint(20, 98) / 10
    movie["directors"] = [f"Director {chance.randint(1, 200)}"]
    movie["media"] = [media_of(version, f"/data/movies/{name}/{name} [{file_words(version)}].mkv", minutes)]
    if picture is not None:
        movie["images"] = {"poster": picture}
    return movie


def _episode(key: int, index: int, chance: random.Random) -> Attributes:
    minutes = chance.randint(20, 60)
    version = chance.choice(_VERSIONS)
    return {
        "ratingKey": key, "title": f"Episode {index}", "index": index, "duration": minutes * 60_000,
        "guid": f"plex://episode/{hashlib.sha256(f'episode {key}'.encode()).hexdigest()[:24]}",
        "guids": [f"tvdb://{98_000_000 + key}"],
        "media": [media_of(version, f"/data/tv/{key}.mkv", minutes)],
    }  # fmt: skip
