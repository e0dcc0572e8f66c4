"""What requests mean, in the words that python-plexapi and Kometa use."""

import pytest

from halley.changes import NotAWrite, decode, encode
from halley.changes.kinds import (
    AddTags,
    AddToCollection,
    AnalyzeItem,
    Change,
    CreateCollection,
    CreatePlaylist,
    DeleteItem,
    DropImage,
    EditHub,
    FetchImage,
    LockField,
    MarkPlayed,
    MatchItem,
    MoveHub,
    MoveInCollection,
    MoveInPlaylist,
    Rate,
    RefreshSection,
    RemoveTags,
    SelectImage,
    ServerTask,
    SetField,
    SetPreferences,
    SetProgress,
    SetSectionPreferences,
    SetServerPreferences,
    SetSmartRule,
    SetVisibility,
    UploadImage,
)
from halley.files import Picture, describe_picture
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.images import ImageKind
from halley.plex.requests import PlexRequest, parse_query, split_target
from halley.plex.tags import TagKind
from tests.builders import MACHINE

MOVIES = SectionId(1)
PNG = describe_picture(b"\x89PNG\r\n\x1a\nposter")
URI = f"server%3A%2F%2F{MACHINE}%2Fcom.plexapp.plugins.library%2Flibrary"
RULE = f"{URI}%2Fsections%2F1%2Fall"


def k(*numbers: int) -> tuple[RatingKey, ...]:
    return tuple(RatingKey(number) for number in numbers)


def asked(line: str, body: Picture | None = None) -> PlexRequest:
    """`PUT /path?query` as the gateway hands it over."""
    method, _, target = line.partition(" ")
    path, query = split_target(target)
    return PlexRequest(method, path, parse_query(query), body=body)


def said(request: PlexRequest) -> str:
    return f"{request.method} {request.target}"


# Each line as python-plexapi or Kometa sends it, byte for byte: decoding and encoding must both agree with it.
SENT: dict[str, tuple[Change, ...]] = {
    "PUT /library/sections/1/all?id=101&title.locked=1&title.value=A%20%26%20B%20%2F%20%C3%BC&type=1": (
        SetField(MOVIES, ItemType.MOVIE, k(101), "title", "A & B / ü"),
    ),
    "PUT /library/sections/1/all?id=101&summary.locked=1&summary.value=&type=1": (
        SetField(MOVIES, ItemType.MOVIE, k(101), "summary", ""),
    ),
    "PUT /library/sections/1/all?id=101&label.locked=1&label%5B0%5D.tag.tag=Old&label%5B1%5D.tag.tag=Y%20z&type=1": (
        AddTags(MOVIES, ItemType.MOVIE, k(101), TagKind.LABEL, ("Old", "Y z")),
    ),
    "PUT /library/sections/1/all?id=101&label.locked=1&label%5B%5D.tag.tag-=Old%2Ca%252Cb%2526c&type=1": (
        RemoveTags(MOVIES, ItemType.MOVIE, k(101), TagKind.LABEL, ("Old", "a,b&c")),
    ),
    "PUT /library/sections/1/all?collection.locked=0&collection%5B0%5D.tag.tag=My%20Coll&id=101%2C102&type=1": (
        AddTags(MOVIES, ItemType.MOVIE, k(101, 102), TagKind.COLLECTION, ("My Coll",), locked=False),
    ),
    "PUT /library/sections/1/all?collection.locked=0&collection%5B%5D.tag.tag-=My%2520Coll&id=101%2C102&type=1": (
        RemoveTags(MOVIES, ItemType.MOVIE, k(101, 102), TagKind.COLLECTION, ("My Coll",), locked=False),
    ),
    "PUT /library/sections/1/all?id=101&thumb.locked=1&type=1": (
        LockField(MOVIES, ItemType.MOVIE, k(101), "thumb", locked=True),
    ),
    "PUT /library/sections/1/all?title.locked=1&type=1": (LockField(MOVIES, ItemType.MOVIE, (), "title", locked=True),),
    "PUT /library/sections/1/all?id=900&titleSort.locked=1&titleSort.value=%21010&type=18": (
        SetField(MOVIES, ItemType.COLLECTION, k(900), "titleSort", "!010"),
    ),
    "PUT /playlists/70?title.locked=1&title.value=z%20%26%20y": (
        SetField(None, ItemType.PLAYLIST, k(70), "title", "z & y"),
    ),
    "PUT /playlists/70?summary=rain": (SetField(None, ItemType.PLAYLIST, k(70), "summary", "rain", locked=None),),
    "PUT /playlists/70?thumb.locked=0": (LockField(None, ItemType.PLAYLIST, k(70), "thumb", locked=False),),
    "PUT /library/metadata/101?title.value=x": (SetField(None, None, k(101), "title", "x", locked=None),),
    "POST /library/metadata/101/arts?url=http%3A%2F%2Fx%2Fy%20z.jpg": (
        FetchImage(RatingKey(101), ImageKind.ART, "http://x/y z.jpg"),
    ),
    "PUT /library/metadata/101/poster?url=upload%3A%2F%2Fposters%2Fab": (
        SelectImage(RatingKey(101), ImageKind.POSTER, "upload://posters/ab"),
    ),
    "DELETE /library/metadata/101/thumb": (DropImage(RatingKey(101), ImageKind.POSTER),),
    "DELETE /library/metadata/101/squareArt": (DropImage(RatingKey(101), ImageKind.SQUARE_ART),),
    f"POST /library/collections?sectionId=1&smart=0&title=New%20%26%20co&type=1&uri={URI}%2Fmetadata%2F101%2C102": (
        CreateCollection(MOVIES, ItemType.MOVIE, "New & co", k(101, 102)),
    ),
    f"POST /library/collections?sectionId=1&smart=0&title=Blank&type=1&uri={URI}%2Fmetadata": (
        CreateCollection(MOVIES, ItemType.MOVIE, "Blank"),
    ),
    "POST /library/collections?sectionId=1&smart=1&title=S&type=1"
    f"&uri={URI}%2Fsections%2F1%2Fall%3Ftype%3D1%26title%253D%3DA%2520b": (
        CreateCollection(MOVIES, ItemType.MOVIE, "S", query="type=1&title%3D=A%20b"),
    ),
    f"PUT /library/collections/900/items?uri={URI}%2Fmetadata%2F103": (AddToCollection(RatingKey(900), k(103)),),
    f"PUT /library/collections/900/items?uri={URI}%2Fsections%2F1%2Fall%3Ftype%3D1": (
        SetSmartRule(RatingKey(900), ItemType.COLLECTION, "/library/sections/1/all", "type=1"),
    ),
    "PUT /library/collections/900/items/103/move?after=101": (
        MoveInCollection(RatingKey(900), RatingKey(103), RatingKey(101)),
    ),
    "PUT /library/collections/900/prefs?collectionSort=2": (
        SetPreferences(RatingKey(900), ItemType.COLLECTION, (("collectionSort", "2"),)),
    ),
    "PUT /library/metadata/500/prefs?episodeSort=1": (SetPreferences(RatingKey(500), None, (("episodeSort", "1"),)),),
    f"POST /playlists?smart=0&title=X%20y&type=video&uri={URI}%2Fmetadata%2F1%2C2": (
        CreatePlaylist("X y", "video", k(1, 2)),
    ),
    "PUT /playlists/70/items/5/move": (MoveInPlaylist(RatingKey(70), 5),),
    "DELETE /playlists/70": (DeleteItem(RatingKey(70), ItemType.PLAYLIST),),
    "POST /hubs/sections/1/manage?metadataItemId=900&promotedToRecommended=1&promotedToOwnHome=0&promotedToSharedHome=1": (
        SetVisibility(MOVIES, RatingKey(900), recommended=True, own_home=False, shared_home=True),
    ),
    "PUT /hubs/sections/1/manage/movie.genre?promotedToRecommended=0&promotedToOwnHome=0&promotedToSharedHome=0": (
        EditHub(MOVIES, "movie.genre", recommended=False, own_home=False, shared_home=False),
    ),
    "PUT /hubs/sections/1/manage/custom.collection.1.900/move?after=movie.genre": (
        MoveHub(MOVIES, "custom.collection.1.900", "movie.genre"),
    ),
    "PUT /:/rate?key=101&identifier=com.plexapp.plugins.library&rating=7.5": (Rate(RatingKey(101), 7.5),),
    "PUT /:/rate?key=101&identifier=com.plexapp.plugins.library&rating=-1": (Rate(RatingKey(101), None),),
    "GET /:/scrobble?key=101&identifier=com.plexapp.plugins.library": (MarkPlayed(RatingKey(101), played=True),),
    "GET /:/progress?key=101&identifier=com.plexapp.plugins.library&time=120000&state=stopped": (
        SetProgress(RatingKey(101), 120000),
    ),
    "PUT /library/metadata/101/chapterThumbs": (AnalyzeItem(RatingKey(101), "chapterThumbs"),),
    "PUT /library/metadata/101/match?guid=plex%3A%2F%2Fmovie%2F5d&name=Heat": (
        MatchItem(RatingKey(101), "plex://movie/5d", "Heat"),
    ),
    "GET /library/sections/1/refresh?force=1": (RefreshSection(MOVIES, force=True),),
    "GET /library/sections/all/refresh": (RefreshSection(None),),
    "PUT /library/clean/bundles?async=1": (ServerTask("clean/bundles"),),
    "PUT /library/sections/1?agent=tv.plex.agents.movie&prefs%5BcollectionMode%5D=1": (
        SetSectionPreferences(MOVIES, "tv.plex.agents.movie", (("collectionMode", "1"),)),
    ),
    "PUT /:/prefs?CinemaTrailersPrerollID=%2Fa%3Bb": (SetServerPreferences((("CinemaTrailersPrerollID", "/a;b"),)),),
}


@pytest.mark.parametrize(("line", "changes"), SENT.items(), ids=SENT)
def test_a_request_of_python_plexapi_is_understood(line: str, changes: tuple[Change, ...]) -> None:
    assert decode(asked(line)) == changes


@pytest.mark.parametrize(("line", "changes"), SENT.items(), ids=SENT)
def test_a_change_is_sent_as_python_plexapi_would_send_it(line: str, changes: tuple[Change, ...]) -> None:
    assert [said(encode(change, MACHINE)) for change in changes] == [line]


def test_one_request_may_hold_several_changes() -> None:
    line = (
        "PUT /library/sections/1/all?contentRating.locked=1&contentRating.value=R&genre%5B0%5D.tag.tag=G"
        "&genre%5B%5D.tag.tag-=Old%2520one&genre.locked=1&id=101%2C102&title.value=T&thumb.locked=0&type=1"
    )
    where = (MOVIES, ItemType.MOVIE, k(101, 102))
    assert decode(asked(line)) == (
        SetField(*where, "contentRating", "R"),
        SetField(*where, "title", "T", locked=None),
        AddTags(*where, TagKind.GENRE, ("G",)),
        RemoveTags(*where, TagKind.GENRE, ("Old one",)),
        LockField(*where, "thumb", locked=False),
    )


def test_tags_are_added_in_the_order_of_their_numbers() -> None:
    line = "PUT /library/sections/1/all?id=1&type=1&genre[10].tag.tag=c&genre[2].tag.tag=b&genre[0].tag.tag=a"
    assert decode(asked(line)) == (AddTags(MOVIES, ItemType.MOVIE, k(1), TagKind.GENRE, ("a", "b", "c"), locked=None),)


def test_the_artist_that_comes_with_an_albums_title_is_a_change_of_its_own() -> None:
    line = "PUT /library/sections/3/all?artist.id.value=700&id=710&title.locked=1&title.value=N&type=9"
    where = (SectionId(3), ItemType.ALBUM, k(710))
    assert decode(asked(line)) == (
        SetField(*where, "artist.id", "700", locked=None),
        SetField(*where, "title", "N"),
    )


@pytest.mark.parametrize("kind", ImageKind, ids=lambda kind: kind.many)
def test_an_upload_names_the_bytes_by_their_digest(kind: ImageKind) -> None:
    request = asked(f"POST /library/metadata/101/{kind.many}", PNG)
    assert decode(request) == (UploadImage(RatingKey(101), kind, PNG),)
    assert encode(UploadImage(RatingKey(101), kind, PNG), MACHINE) == request


@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.parametrize("path", ["/:/scrobble", "/:/unscrobble"])
def test_marking_works_by_both_methods(method: str, path: str) -> None:
    line = f"{method} {path}?key=101&identifier=com.plexapp.plugins.library"
    assert decode(asked(line)) == (MarkPlayed(RatingKey(101), played=path == "/:/scrobble"),)


def test_a_collection_answers_to_both_of_its_paths_when_it_is_deleted() -> None:
    assert decode(asked("DELETE /library/collections/900")) == (DeleteItem(RatingKey(900), ItemType.COLLECTION),)
    assert decode(asked("DELETE /library/metadata/900")) == (DeleteItem(RatingKey(900)),)


NOT_UNDERSTOOD = {
    "an edit without id is one of the whole section": "PUT /library/sections/1/all?type=1&title.value=x",
    "an edit of tags without id": "PUT /library/sections/1/all?type=1&genre[0].tag.tag=x&genre.locked=1",
    "an edit with an empty id": "PUT /library/sections/1/all?type=1&id=&title.locked=1",
    "an edit without type": "PUT /library/sections/1/all?id=1&title.value=x",
    "an edit of photos": "PUT /library/sections/1/all?id=1&type=13&title.value=x",
    "an edit that selects by a filter as well": "PUT /library/sections/1/all?id=1&type=1&title.value=x&year=1999",
    "an edit of nothing": "PUT /library/sections/1/all?id=1&type=1",
    "a field that is unknown": "PUT /library/sections/1/all?id=1&type=1&guid.value=x",
    "a lock that is unknown": "PUT /library/sections/1/all?id=1&type=1&media.locked=1",
    "a lock that is neither 0 nor 1": "PUT /library/sections/1/all?id=1&type=1&title.locked=yes",
    "a field given twice": "PUT /library/sections/1/all?id=1&type=1&title.value=a&title.value=b",
    "removal of all tags": "PUT /library/sections/1/all?id=1&type=1&genre[].tag=",
    "an empty tag": "PUT /library/sections/1/all?id=1&type=1&genre[0].tag.tag=",
    "a role's text": "PUT /library/sections/1/all?id=1&type=1&actor[0].tag.tag=A&actor[0].tagging.text=Captain",
    "a tag both added and removed": "PUT /library/sections/1/all?id=1&type=1&genre[0].tag.tag=A&genre[].tag.tag-=a",
    "an album that moves by title": "PUT /library/sections/3/all?id=1&type=9&artist.title.value=B",
    "tags past the section": "PUT /library/metadata/1?genre[0].tag.tag=A",
    "an upload of nothing": "POST /library/metadata/1/posters",
    "an empty selection": "PUT /library/metadata/1/poster?url=",
    "a collection of another section": f"POST /library/collections?sectionId=2&smart=1&title=S&type=1&uri={RULE}",
    "a plain collection with a rule": f"POST /library/collections?sectionId=1&smart=0&title=S&type=1&uri={RULE}",
    "a uri of another form": "PUT /library/collections/1/items?uri=library%3A%2F%2Fx%2Fitem%2F1",
    "a row without all its flags": "POST /hubs/sections/1/manage?metadataItemId=9&promotedToOwnHome=1",
    "a rating out of range": "PUT /:/rate?key=1&rating=11",
    "a rating that is none": "PUT /:/rate?key=1&rating=nan",
    "a playback that goes on": "GET /:/progress?key=1&time=5&state=playing",
    "a key of another plug-in": "GET /:/scrobble?key=1&identifier=com.plexapp.plugins.iphoto",
    "a forced refresh": "PUT /library/metadata/1/refresh?force=1",
    "a section renamed": "PUT /library/sections/1?agent=a&name=Films",
    "a section's deletion": "DELETE /library/sections/1",
    "a version's deletion": "DELETE /library/metadata/1/media/2",
    "a cancelled scan": "DELETE /library/sections/1/refresh",
    "a read": "GET /library/metadata/1",
    "a token": "GET /security/token?type=delegation&scope=all",
    "a timeline": "GET /:/timeline?ratingKey=1&time=5&state=stopped",
}


@pytest.mark.parametrize("line", NOT_UNDERSTOOD.values(), ids=NOT_UNDERSTOOD)
def test_what_is_not_understood_in_full_is_no_write(line: str) -> None:
    with pytest.raises(NotAWrite):
        decode(asked(line))


def test_a_body_where_plex_takes_none_is_no_write() -> None:
    with pytest.raises(NotAWrite, match="body"):
        decode(asked("PUT /library/sections/1/all?id=1&type=1&title.value=x", PNG))


def test_an_upload_has_a_body_or_a_url_not_both() -> None:
    with pytest.raises(NotAWrite, match="either"):
        decode(asked("POST /library/metadata/1/posters?url=http%3A%2F%2Fx", PNG))


def test_an_edit_of_no_items_is_never_sent() -> None:
    with pytest.raises(ValueError, match="all items"):
        encode(SetField(MOVIES, ItemType.MOVIE, (), "title", "x"), MACHINE)
