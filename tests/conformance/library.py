"""The server that the conformance tests begin with: movies, two shows, an artist, lists, and pictures with bytes."""

import io
from functools import cache

from immutables import Map
from PIL import Image

from halley.files import MemoryImages, Picture, describe_picture
from halley.plex.images import ImageEntry, ImageKind, Shelf
from halley.plex.items import Element, Rating
from halley.plex.library import Library
from tests.builders import (
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

CHAPTERS = (
    Element("Chapter", Map({"id": "1", "index": "1", "tag": "Opening", "startTimeOffset": "0", "endTimeOffset": "60000"})),
    Element(
        "Marker",
        Map({"id": "2", "type": "credits", "final": "1", "startTimeOffset": "90000", "endTimeOffset": "99000"}),
        (Element("Attributes", Map({"id": "3", "version": "4"})),),
    ),
)


@cache
def a_png(shade: int) -> bytes:
    """A small picture; each shade another one."""
    written = io.BytesIO()
    Image.new("RGB", (60, 90), (shade, 90, 140)).save(written, "PNG")
    return written.getvalue()


@cache
def its_images() -> MemoryImages:
    images = MemoryImages()
    for shade in range(4):
        images.put(a_png(shade))
    return images


def _poster(shade: int) -> tuple[str, Picture]:
    picture = describe_picture(a_png(shade))
    return f"metadata://posters/agent_{picture.sha1}", picture


def shelf(*shades: int) -> Shelf:
    entries = tuple(ImageEntry(name, "local", picture) for name, picture in map(_poster, shades))
    return Shelf(entries, entries[0].name)


@cache
def a_server() -> Library:
    return a_library(
        a_movie(
            "Heat",
            year=1995,
            content_rating="R",
            studio="Regency",
            released="1995-12-15",
            resolution="4k",
            dovi=True,
            audio=["en", "de"],
            subtitles=["en"],
            genres=["Crime", "Drama"],
            directors=["Michael Mann"],
            writers=["Michael Mann"],
            actors=["Al Pacino", "Robert De Niro"],
            countries=["United States"],
            labels=["Kept"],
            locked=["title"],
            guids=["imdb://tt0113277", "tmdb://949"],
            ratings=[
                Rating("imdb://image.rating", "8.3", "audience"),
                Rating("rottentomatoes://image.rating.ripe", "8.8", "critic"),
            ],
            audience_rating=8.3,
            rating=8.8,
            duration=10_200_000,
            images={ImageKind.POSTER: shelf(0, 1), ImageKind.CLEAR_LOGO: shelf(2)},
            summary="A crew & a cop.",
        ),
        a_movie(
            "Alien",
            year=1979,
            content_rating="R",
            genres=["Horror"],
            plays=3,
            user_rating=9,
            resolution="1080",
            studio="Brandywine",
            released="1979-05-25",
            added="2020-01-01",
            images={ImageKind.POSTER: shelf(1)},
        ),
        a_movie(
            "The Harbor Lights",
            year=2006,
            content_rating="PG",
            genres=["Drama"],
            plays=1,
            resolution="720",
            audio=["fr"],
            released="2006-03-03",
            added="2021-06-01",
        ),
        a_movie(
            "Amélie ☃",
            year=2001,
            genres=["Comedy", "Romance"],
            resolution="1080",
            audio=["fr"],
            subtitles=["en"],
            released="2001-04-25",
            progress=600_000,
        ),
        a_movie(
            "Ronin",
            year=1998,
            content_rating="R",
            genres=["Action", "Crime"],
            resolution="1080",
            versions=[{"resolution": "1080"}, {"resolution": "4k", "hdr": True}],
            released="1998-09-25",
            edition="Extended",
        ),
        a_movie(
            "1917",
            year=2019,
            content_rating="R",
            genres=["Drama", "War"],
            resolution="4k",
            hdr=True,
            released="2019-12-25",
            labels=["Kept", "New, one"],
        ),
        a_show(
            "Pier Nine",
            a_season(
                1, an_episode("Low Tide", released="2014-01-01", plays=1), an_episode("High Tide", released="2014-01-08")
            ),
            a_season(2, an_episode("Ebb", resolution="4k", released="2015-01-01"), index=2),
            year=2014,
            genres=["Drama"],
            locations=["/data/tv/Pier Nine"],
            images={ImageKind.POSTER: shelf(2)},
        ),
        a_show(
            "Quiet", a_season(1, an_episode("Pilot", released="2020-05-05")), year=2020, genres=["Comedy"], labels=["Kept"]
        ),
        an_artist(
            "The Tides",
            an_album("Surf", a_track("Foam"), a_track("Spray"), year=1999, genres=["Rock"]),
            an_album("Swell", a_track("Roll"), year=2003, genres=["Jazz"]),
            genres=["Rock"],
        ),
        a_collection("Mann", "Heat", labels=["Kometa"], sort="custom"),
        a_playlist("Rainy Days", "Heat", "Alien", "Ronin"),
    )


MOVIES = 6
