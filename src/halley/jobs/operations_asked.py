"""Which operations of a library can have asked for a Change: by its kind, its field, and what it is done to.

Source: spec, metadata-and-operations 5 to 10 (Kometa 2.4.4).
"""

from collections.abc import Mapping
from typing import Final

from halley.changes import Change
from halley.changes.kinds import (
    AddTags,
    DeleteItem,
    FetchImage,
    LockField,
    Rate,
    RemoveTags,
    SelectImage,
    SetField,
    SetPreferences,
    SplitItem,
    UploadImage,
)
from halley.plex.ids import ItemType
from halley.plex.images import ImageKind
from halley.plex.tags import TagKind

_OVERLAY: Final = "Overlay"
_PARENTAL: Final = ("Nudity:", "Violence:", "Profanity:", "Alcohol:", "Frightening:")
_OF_ASSETS: Final = ("assets_for_all", "assets_for_all_collections")
_OF_IMAGES: Final[Mapping[ImageKind, tuple[str, ...]]] = {
    ImageKind.POSTER: ("mass_poster_update", *_OF_ASSETS),
    ImageKind.ART: ("mass_background_update", *_OF_ASSETS),
}
_OF_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "audienceRating": ("mass_audience_rating_update",),
    "rating": ("mass_critic_rating_update",),
    "userRating": ("mass_user_rating_update",),
    "genre": ("mass_genre_update", "genre_mapper"),
    "contentRating": ("mass_content_rating_update", "content_rating_mapper"),
    "originalTitle": ("mass_original_title_update",),
    "studio": ("mass_studio_update",),
    "originallyAvailableAt": ("mass_originally_available_update",),
    "addedAt": ("mass_added_at_update",),
    "label": ("mass_imdb_parental_labels",),
    "thumb": ("mass_poster_update",),
    "art": ("mass_background_update",),
    "title": ("remove_title_parentheses",),
}
_OF_EPISODES: Final[Mapping[str, tuple[str, ...]]] = {
    "audienceRating": ("mass_episode_audience_rating_update",),
    "rating": ("mass_episode_critic_rating_update",),
    "userRating": ("mass_episode_user_rating_update",),
    "thumb": ("mass_poster_update",),
    "art": ("mass_background_update",),
}
_OF_KINDS: Final[Mapping[type, tuple[str, ...]]] = {
    Rate: _OF_FIELDS["userRating"],
    SplitItem: ("split_duplicates",),
}


def operations_for(change: Change) -> tuple[str, ...]:
    """The operations that bring about such a Change, by their names in a configuration."""
    match change:
        case SetField() | LockField():
            return _of_field(change)
        case AddTags() | RemoveTags():
            return _of_tags(change)
        case UploadImage(kind=kind) | FetchImage(kind=kind) | SelectImage(kind=kind):
            return _OF_IMAGES.get(kind, _OF_ASSETS)
        case DeleteItem(type=ItemType.COLLECTION):
            return ("delete_collections",)
        case SetPreferences(type=ItemType.COLLECTION):
            return ("mass_collection_mode",)
        case _:
            return _OF_KINDS.get(type(change), ())


def _of_field(change: SetField | LockField) -> tuple[str, ...]:
    if change.type is ItemType.TRACK:
        return ("update_blank_track_titles",) if change.field == "title" else ()
    return (_OF_EPISODES if change.type is ItemType.EPISODE else _OF_FIELDS).get(change.field, ())


def _of_tags(change: AddTags | RemoveTags) -> tuple[str, ...]:
    if change.kind is TagKind.GENRE:
        return _OF_FIELDS["genre"]
    if change.kind is not TagKind.LABEL:
        return ()
    if isinstance(change, RemoveTags) and _OVERLAY in change.tags:
        return _OF_IMAGES[ImageKind.POSTER]
    return _OF_FIELDS["label"] if all(tag.startswith(_PARENTAL) for tag in change.tags) else ()
