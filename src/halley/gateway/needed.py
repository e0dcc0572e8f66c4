"""What a write needs to be applied to: the items it names, their tags, members and neighbours."""

from typing import assert_never

from halley.changes import Change
from halley.changes.kinds import (
    AddTags,
    AddToCollection,
    AddToPlaylist,
    AnalyzeItem,
    ClearPlaylist,
    CreateCollection,
    CreatePlaylist,
    DeleteItem,
    DropImage,
    EditHub,
    FetchImage,
    LockField,
    MarkPlayed,
    MatchItem,
    MergeItems,
    MoveHub,
    MoveInCollection,
    MoveInPlaylist,
    Rate,
    RefreshItem,
    RefreshSection,
    RemoveFromCollection,
    RemoveFromPlaylist,
    RemoveHub,
    RemoveTags,
    SectionTask,
    SelectImage,
    ServerTask,
    SetField,
    SetPreferences,
    SetProgress,
    SetSectionPreferences,
    SetServerPreferences,
    SetSmartRule,
    SetVisibility,
    SplitItem,
    UploadImage,
)
from halley.gateway.loading import Loader
from halley.plex.ids import ItemType
from halley.plex.tags import TagKind


async def bring_in(change: Change, loader: Loader) -> None:  # noqa: C901, PLR0912 - one flat table of what each kind needs
    """Bring in what applying this Change will look at."""
    match change:
        case AddTags(section=section, keys=keys, kind=tags) | RemoveTags(section=section, keys=keys, kind=tags):
            await loader.items(keys)
            await loader.tags(tags, change.tags)
            if tags is TagKind.COLLECTION:
                await loader.collections(section)
                for title in change.tags:
                    await loader.members_of_collection_called(section, title)
        case SetField(section=section, type=ItemType.COLLECTION, keys=keys) if section is not None:
            await loader.items(keys)
            await loader.collections(section)
            for key in keys if change.field == "title" else ():
                await loader.members(key)
        case SetField(section=None, keys=keys) | LockField(section=None, keys=keys):
            for key in keys:
                await loader.item_or_playlist(key)
        case ClearPlaylist() | RemoveFromPlaylist() | MoveInPlaylist():
            await loader.playlists()
        case SetField(keys=keys):
            await loader.items(keys)
        case LockField(section=section, type=kind, keys=()) if section is not None and kind is not None:
            await loader.items(await loader.all_keys(section, kind))
        case LockField(keys=keys):
            await loader.items(keys)
        case CreateCollection(section=section, title=title, items=items):
            await loader.collections(section)
            await loader.tags(TagKind.COLLECTION, (title,))
            await loader.items(items)
        case AddToCollection(key=key, items=items):
            await loader.items((key, *items))
            await loader.members(key)
        case RemoveFromCollection(key=key) | MoveInCollection(key=key):
            await loader.items((key,))
            await loader.members(key)
        case CreatePlaylist(items=items):
            await loader.playlists()
            await loader.items(items)
        case AddToPlaylist(items=items):
            await loader.playlists()
            await loader.items(items)
        case SetSmartRule(type=ItemType.PLAYLIST):
            await loader.playlists()
        case DeleteItem(key=key):
            await loader.deleted(key, change.type)
        case SetVisibility(section=section, key=key):
            await loader.items((key,))
            await loader.hubs(section)
        case EditHub(section=section) | MoveHub(section=section) | RemoveHub(section=section):
            await loader.hubs(section)
        case MarkPlayed(key=key):
            await loader.above(key)
            await loader.items(await loader.below(key))
        case MergeItems(key=key, others=others):
            await loader.items((key,))
            for other in others:
                await loader.deleted(other, None)
        case (
            UploadImage(key=key)
            | FetchImage(key=key)
            | SelectImage(key=key)
            | DropImage(key=key)
            | SetSmartRule(key=key)
            | SetPreferences(key=key)
            | Rate(key=key)
            | SetProgress(key=key)
            | RefreshItem(key=key)
            | AnalyzeItem(key=key)
            | SplitItem(key=key)
            | MatchItem(key=key)
        ):
            await loader.item_or_playlist(key)
        case RefreshSection() | SectionTask() | ServerTask() | SetSectionPreferences() | SetServerPreferences():
            pass
        case _:
            assert_never(change)
