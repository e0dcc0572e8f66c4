"""Which operations bring about which Changes."""

import pytest

from halley.changes import Change
from halley.changes.kinds import (
    AddTags,
    DeleteItem,
    LockField,
    Rate,
    RefreshItem,
    RemoveTags,
    SelectImage,
    SetField,
    SetPreferences,
    SplitItem,
    UploadImage,
)
from halley.files import describe_picture
from halley.jobs.operations_asked import operations_for
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.images import ImageKind
from halley.plex.tags import TagKind

KEY, MOVIES = RatingKey(101), SectionId(1)
RATING = "audienceRating"


def field(kind: ItemType, name: str) -> SetField:
    return SetField(MOVIES, kind, (KEY,), name, "x")


def labels(*tags: str) -> AddTags:
    return AddTags(MOVIES, ItemType.MOVIE, (KEY,), TagKind.LABEL, tags)


@pytest.mark.parametrize(
    ("change", "operations"),
    [
        (field(ItemType.MOVIE, RATING), {"mass_audience_rating_update"}),
        (field(ItemType.EPISODE, RATING), {"mass_episode_audience_rating_update"}),
        (field(ItemType.MOVIE, "contentRating"), {"mass_content_rating_update", "content_rating_mapper"}),
        (field(ItemType.MOVIE, "title"), {"remove_title_parentheses"}),
        (field(ItemType.TRACK, "title"), {"update_blank_track_titles"}),
        (field(ItemType.MOVIE, "summary"), set()),
        (LockField(MOVIES, ItemType.MOVIE, (KEY,), "thumb", True), {"mass_poster_update"}),
        (labels("Nudity:Mild", "Violence:None"), {"mass_imdb_parental_labels"}),
        (labels("Nudity:Mild", "By Hand"), set()),
        (
            RemoveTags(MOVIES, ItemType.MOVIE, (KEY,), TagKind.LABEL, ("Overlay",)),
            {"mass_poster_update", "assets_for_all", "assets_for_all_collections"},
        ),
        (
            UploadImage(KEY, ImageKind.ART, describe_picture(b"art")),
            {"mass_background_update", "assets_for_all", "assets_for_all_collections"},
        ),
        (SelectImage(KEY, ImageKind.CLEAR_LOGO, "logo"), {"assets_for_all", "assets_for_all_collections"}),
        (DeleteItem(KEY, ItemType.COLLECTION), {"delete_collections"}),
        (DeleteItem(KEY), set()),
        (SetPreferences(KEY, ItemType.COLLECTION, (("collectionMode", "1"),)), {"mass_collection_mode"}),
        (Rate(KEY, 7.5), {"mass_user_rating_update"}),
        (SplitItem(KEY), {"split_duplicates"}),
        (RefreshItem(KEY), set()),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, set) else "",
)
def test_the_operations_that_bring_about_a_change(change: Change, operations: set[str]) -> None:
    assert set(operations_for(change)) == operations
