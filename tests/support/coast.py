"""A library and a plan that a run is tried on: pictures, labels, fields, a collection that is made, filled and sorted, one
that is deleted, and a playlist. Nothing in it is done twice, so that a request that is seen twice is one too many.
"""

from halley.changes import Change
from halley.changes.kinds import (
    AddTags,
    AddToCollection,
    AddToPlaylist,
    CreateCollection,
    CreatePlaylist,
    DeleteItem,
    MoveInCollection,
    SetField,
    SetPreferences,
    SetVisibility,
    UploadImage,
)
from halley.files import MemoryImages, describe_picture
from halley.plans import Plan
from halley.plex.ids import SHADOW_KEYS, ItemType, RatingKey, SectionId
from halley.plex.images import ImageEntry, ImageKind, Shelf
from halley.plex.library import Library
from halley.plex.tags import TagKind
from tests.builders import a_collection, a_library, a_movie, a_playlist
from tests.support.runs import a_plan, with_bytes

MOVIES = SectionId(1)
KIND = ItemType.MOVIE


def poster(number: int) -> bytes:
    """The picture that the plan gives the movie of that number."""
    return b"\x89PNG\r\n\x1a\n" + f"poster {number}".encode() * 40


def a_coast(movies: int = 12) -> tuple[Library, MemoryImages]:
    """Movies with posters of their own, a plain collection and a playlist."""
    images = MemoryImages()
    named = [f"Pier {number}" for number in range(movies)]
    shelf = {ImageKind.POSTER: Shelf((ImageEntry("metadata://posters/agent"),), "metadata://posters/agent")}
    drafts = [a_movie(one, year=1990 + place, images=shelf, summary="Old") for place, one in enumerate(named)]
    old = a_collection("Old coast", *named[:3], labels=["Kept"], preferences={"collectionSort": "2"})
    library = a_library(*drafts, old, a_playlist("Rainy days", *named[:2]))
    return with_bytes(library, images), images


def wanted(library: Library) -> list[Change]:
    """The Changes of the plan."""
    movies = [one.key for one in library.of(MOVIES, KIND)]
    old = next(one.key for one in library.collections(MOVIES))
    rainy = next(one.key for one in library.playlists())
    new = RatingKey(SHADOW_KEYS)
    found: list[Change] = []
    for place, key in enumerate(movies):
        found.append(AddTags(MOVIES, KIND, (key,), TagKind.LABEL, ("Overlay",)))
        found.append(UploadImage(key, ImageKind.POSTER, describe_picture(poster(place))))
        found.append(SetField(MOVIES, KIND, (key,), "summary", f"New {place}"))
    found += [
        CreateCollection(MOVIES, KIND, "Coast", tuple(movies[:2])),
        SetPreferences(new, ItemType.COLLECTION, (("collectionSort", "2"),)),
        AddToCollection(new, (movies[2],)),
        AddToCollection(new, (movies[3],)),
        MoveInCollection(new, movies[3], None),
        MoveInCollection(new, movies[2], movies[3]),
        SetVisibility(MOVIES, new, recommended=True, own_home=False, shared_home=False),
        UploadImage(new, ImageKind.POSTER, describe_picture(poster(99))),
        DeleteItem(old, ItemType.COLLECTION),
        CreatePlaylist("Sunny days", "video", (movies[0],)),
        AddToPlaylist(rainy, (movies[4],)),
        AddToPlaylist(rainy, (movies[4],)),
    ]
    return found


def the_plan(library: Library) -> Plan:
    """The plan of them."""
    return a_plan(library, wanted(library))


def pictures(movies: int = 12) -> list[bytes]:
    """All pictures that the plan uploads."""
    return [poster(place) for place in (*range(movies), 99)]
