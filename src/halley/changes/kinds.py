"""The Change vocabulary: every effect that anything can have on a Plex server, one frozen value each.

A Change says what should become true, in Plex's own terms. It can be read from the HTTP request that would perform it and
written as that request (`wire`), applied to a Library (`apply`), inverted given what stood there before (`invert`), and
put into words (`describe`). One request may hold several Changes (an edit of two fields); one Change is one request.

Kinds are closed: `Change` is their union, and every place that must know them all ends in `assert_never`.
"""

from dataclasses import dataclass

from halley.files import Picture
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.images import ImageKind
from halley.plex.tags import TagKind

Keys = tuple[RatingKey, ...]


@dataclass(frozen=True, slots=True)
class SetField:
    """Give a field of some items a value; empty text clears it. `locked` None leaves the lock alone.

    `PUT /library/sections/N/all?type=T&id=K,..&FIELD.value=X&FIELD.locked=1`. Without a section it is addressed to its one
    item: `PUT /playlists/K` for a playlist, `PUT /library/metadata/K` (which needs no type) for others.
    """

    section: SectionId | None
    type: ItemType | None
    keys: Keys
    field: str
    value: str
    locked: bool | None = True


@dataclass(frozen=True, slots=True)
class LockField:
    """Lock or unlock a field (or tag list, or picture: `thumb`) of some items, its value untouched.

    Empty `keys` means every item of that type in the section: python-plexapi's `lockAllField`. Without a section it is
    addressed to its one item, as in `SetField`.
    """

    section: SectionId | None
    type: ItemType | None
    keys: Keys
    field: str
    locked: bool


@dataclass(frozen=True, slots=True)
class AddTags:
    """Put tags on some items; those already there stay. `TAG[i].tag.tag=X`. A collection tag makes the collection."""

    section: SectionId
    type: ItemType
    keys: Keys
    kind: TagKind
    tags: tuple[str, ...]
    locked: bool | None = True


@dataclass(frozen=True, slots=True)
class RemoveTags:
    """Take tags off some items. `TAG[].tag.tag-=A,B`, each value encoded twice."""

    section: SectionId
    type: ItemType
    keys: Keys
    kind: TagKind
    tags: tuple[str, ...]
    locked: bool | None = True


@dataclass(frozen=True, slots=True)
class UploadImage:
    """Store a picture (or theme) with an item, show it, lock its field. `POST /library/metadata/K/posters`, raw body."""

    key: RatingKey
    kind: ImageKind
    picture: Picture


@dataclass(frozen=True, slots=True)
class FetchImage:
    """Have the server download a picture itself and show it. `POST /library/metadata/K/posters?url=`."""

    key: RatingKey
    kind: ImageKind
    url: str


@dataclass(frozen=True, slots=True)
class SelectImage:
    """Show another of the pictures that the server holds. `PUT /library/metadata/K/poster?url=NAME`."""

    key: RatingKey
    kind: ImageKind
    name: str


@dataclass(frozen=True, slots=True)
class DropImage:
    """Show none of the pictures. `DELETE /library/metadata/K/thumb`."""

    key: RatingKey
    kind: ImageKind


@dataclass(frozen=True, slots=True)
class CreateCollection:
    """Make a collection: of items (none is allowed), or smart, then `query` is its rule as stored, still encoded.

    `type` is the members' type. `POST /library/collections`.
    """

    section: SectionId
    type: ItemType
    title: str
    items: Keys = ()
    query: str | None = None


@dataclass(frozen=True, slots=True)
class AddToCollection:
    """Add items to a plain collection. `PUT /library/collections/K/items?uri=`."""

    key: RatingKey
    items: Keys


@dataclass(frozen=True, slots=True)
class RemoveFromCollection:
    """Take one item out of a plain collection. `DELETE /library/collections/K/items/I`."""

    key: RatingKey
    item: RatingKey


@dataclass(frozen=True, slots=True)
class MoveInCollection:
    """Put an item behind another one, or first. `PUT /library/collections/K/items/I/move[?after=J]`."""

    key: RatingKey
    item: RatingKey
    after: RatingKey | None = None


@dataclass(frozen=True, slots=True)
class SetSmartRule:
    """Replace the rule of a smart collection or playlist; `query` follows the `?` of its search path, still encoded."""

    key: RatingKey
    type: ItemType  #: COLLECTION or PLAYLIST
    path: str  #: `/library/sections/N/all`
    query: str


@dataclass(frozen=True, slots=True)
class SetPreferences:
    """Set advanced settings of an item or collection (mode, order, episode sorting). `PUT .../K/prefs?NAME=VALUE`."""

    key: RatingKey
    type: ItemType | None  #: what the path says: COLLECTION, or None for `/library/metadata/K`
    values: tuple[tuple[str, str], ...]  #: sorted by name


@dataclass(frozen=True, slots=True)
class CreatePlaylist:
    """Make a playlist of items, or smart with a search `path` and `query`. `medium` is video, audio or photo."""

    title: str
    medium: str
    items: Keys = ()
    path: str | None = None
    query: str | None = None


@dataclass(frozen=True, slots=True)
class AddToPlaylist:
    """Add items at the end of a plain playlist. `PUT /playlists/K/items?uri=`."""

    key: RatingKey
    items: Keys


@dataclass(frozen=True, slots=True)
class RemoveFromPlaylist:
    """Take one place out of a playlist; `entry` is its `playlistItemID`."""

    key: RatingKey
    entry: int


@dataclass(frozen=True, slots=True)
class MoveInPlaylist:
    """Put one place behind another one, or first; both are `playlistItemID`s."""

    key: RatingKey
    entry: int
    after: int | None = None


@dataclass(frozen=True, slots=True)
class ClearPlaylist:
    """Take everything out of a playlist. `DELETE /playlists/K/items`."""

    key: RatingKey


@dataclass(frozen=True, slots=True)
class DeleteItem:
    """Delete a collection or playlist, or a media item **with its files**. `DELETE /library/metadata/K` and kin.

    `type` is what the path says: COLLECTION, PLAYLIST, or None for `/library/metadata/K`.
    """

    key: RatingKey
    type: ItemType | None = None


@dataclass(frozen=True, slots=True)
class SetVisibility:
    """Where a collection's row is shown. `POST /hubs/sections/N/manage?metadataItemId=K&promotedTo...`."""

    section: SectionId
    key: RatingKey
    recommended: bool
    own_home: bool
    shared_home: bool


@dataclass(frozen=True, slots=True)
class EditHub:
    """Where an existing row is shown. `PUT /hubs/sections/N/manage/IDENTIFIER?promotedTo...`."""

    section: SectionId
    identifier: str
    recommended: bool
    own_home: bool
    shared_home: bool


@dataclass(frozen=True, slots=True)
class MoveHub:
    """Put a row behind another one, or first. `PUT /hubs/sections/N/manage/IDENTIFIER/move[?after=]`."""

    section: SectionId
    identifier: str
    after: str | None = None


@dataclass(frozen=True, slots=True)
class RemoveHub:
    """Take a collection's row away; None resets all rows of the section to the server's own."""

    section: SectionId
    identifier: str | None


@dataclass(frozen=True, slots=True)
class Rate:
    """The account's own rating, 0 to 10; None takes it away (`-1` on the wire). `PUT /:/rate`."""

    key: RatingKey
    rating: float | None


@dataclass(frozen=True, slots=True)
class MarkPlayed:
    """Mark an item, or everything below it, as watched or not. `GET /:/scrobble`, `/:/unscrobble`: reads that write."""

    key: RatingKey
    played: bool


@dataclass(frozen=True, slots=True)
class SetProgress:
    """The resume point, in milliseconds. `GET /:/progress`: a read that writes."""

    key: RatingKey
    offset_ms: int


@dataclass(frozen=True, slots=True)
class RefreshItem:
    """Ask the server to fetch metadata anew, some time later. `PUT /library/metadata/K/refresh`."""

    key: RatingKey


@dataclass(frozen=True, slots=True)
class AnalyzeItem:
    """Ask the server for one of its analysis jobs: `analyze`, `intro`, `credits`, `index`, `chapterThumbs`..."""

    key: RatingKey
    job: str = "analyze"


@dataclass(frozen=True, slots=True)
class SplitItem:
    """Split an item of several versions into items of one. Rating keys change."""

    key: RatingKey


@dataclass(frozen=True, slots=True)
class MergeItems:
    """Merge items into the first one. Rating keys vanish."""

    key: RatingKey
    others: Keys


@dataclass(frozen=True, slots=True)
class MatchItem:
    """Match an item to another identity, or to none (`guid` None: unmatch)."""

    key: RatingKey
    guid: str | None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class RefreshSection:
    """Scan a section (None: all), `force` with all its metadata, `path` only there. A GET that writes."""

    section: SectionId | None
    force: bool = False
    path: str | None = None


@dataclass(frozen=True, slots=True)
class SectionTask:
    """One of the jobs that a section can be asked for: `emptyTrash`, `analyze`."""

    section: SectionId
    task: str


@dataclass(frozen=True, slots=True)
class ServerTask:
    """One of the jobs that the server can be asked for: `clean/bundles`, `optimize`."""

    task: str


@dataclass(frozen=True, slots=True)
class SetSectionPreferences:
    """Set advanced settings of a section. `PUT /library/sections/N?agent=A&prefs[NAME]=VALUE`."""

    section: SectionId
    agent: str
    values: tuple[tuple[str, str], ...]  #: sorted by name


@dataclass(frozen=True, slots=True)
class SetServerPreferences:
    """Set settings of the server. `PUT /:/prefs?NAME=VALUE`."""

    values: tuple[tuple[str, str], ...]  #: sorted by name


# Families: kinds that are understood in the same place.
Edit = SetField | LockField | AddTags | RemoveTags
ImageChange = UploadImage | FetchImage | SelectImage | DropImage
CollectionChange = CreateCollection | AddToCollection | RemoveFromCollection | MoveInCollection
PlaylistChange = CreatePlaylist | AddToPlaylist | RemoveFromPlaylist | MoveInPlaylist | ClearPlaylist
HubChange = SetVisibility | EditHub | MoveHub | RemoveHub
AccountChange = Rate | MarkPlayed | SetProgress
PreferenceChange = SetPreferences | SetSectionPreferences | SetServerPreferences
IdentityChange = DeleteItem | SplitItem | MergeItems | MatchItem
Job = RefreshItem | AnalyzeItem | RefreshSection | SectionTask | ServerTask

Change = (
    Edit
    | ImageChange
    | CollectionChange
    | PlaylistChange
    | SetSmartRule
    | HubChange
    | AccountChange
    | PreferenceChange
    | IdentityChange
    | Job
)
