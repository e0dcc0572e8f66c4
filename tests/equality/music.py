"""The music that both engines draw on: artists with and without pictures of their own, albums, tracks."""

from halley.files import MemoryImages
from halley.plex.library import Library
from halley.simulator import LoadedLibrary
from tests.builders import a_library, a_track, an_album, an_artist
from tests.support.previews import a_poster

_MINUTE = 60_000


def music_library() -> LoadedLibrary:
    """Three artists, five albums; one artist and one album have no picture, one album no date, one track no length."""
    images = MemoryImages()
    number = iter(range(1, 100))

    def picture(size: tuple[int, int] = (90, 90)) -> dict[str, object]:
        return {"poster": images.put(a_poster(next(number), size=size))}

    library: Library = a_library(
        an_artist(
            "The Tide Tables",
            an_album(
                "Neap", a_track("Low Water", duration=3 * _MINUTE + 5_000), a_track("Slack", duration=4 * _MINUTE),
                released="1998-03-14", rating=7.4, user_rating=8.0, year=1998, genres=["Folk"],
                studio="Lantern House", **picture(),
            ),
            an_album(
                "Spring", a_track("High Water", duration=2 * _MINUTE), a_track("Ebb", duration=0), year=2003,
                released="2003-10-01", genres=["Folk", "Rock"], **picture((120, 60)),
            ),
            genres=["Folk"], user_rating=9.0, countries=["Norway"], title_sort="Tide Tables", **picture(),
        ),
        an_artist(
            "Brass & Ember",
            an_album("One Take", a_track("Take One", duration=11 * _MINUTE), rating=9.1, released="1971-06-30", **picture()),
            an_album("No Cover", a_track("Bare", duration=_MINUTE), user_rating=2.0, year=1972),
            genres=["Jazz"], countries=["France"], **picture((60, 120)),
        ),
        an_artist("Nobody's Face", an_album("Undated", a_track("Once", duration=_MINUTE), **picture()), genres=["Jazz"]),
    )  # fmt: skip
    return LoadedLibrary(library, images)
