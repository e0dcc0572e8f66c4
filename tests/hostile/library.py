"""The library that hostile engines find: small, with one of everything that they try to change."""

from halley.plex.library import Library
from tests.builders import a_collection, a_library, a_movie, a_playlist, a_season, a_show, an_episode


def hostile_library() -> Library:
    """Movies 101 to 103 in section 1, a show in section 2, collection 900, playlist 950."""
    return a_library(
        a_movie("Heat", key=101, year=1995, genres=["Drama", "Crime"], labels=["Keep"], summary="Cops and robbers."),
        a_movie("Ronin", key=102, year=1998, genres=["Action"], versions=[{"resolution": "4k"}, {"resolution": "1080"}]),
        a_movie("Spartan", key=103, year=2004),
        a_show("Pier Nine", a_season(1, an_episode("Low Tide", key=212), key=211), key=210),
        a_collection("Men at Work", "Heat", "Ronin", key=900, sort="custom"),
        a_playlist("Rainy days", "Heat", key=950),
    )
