"""Changes in words: one line for a person, naming items by their titles where a library is at hand."""

from collections.abc import Mapping
from typing import assert_never
from urllib.parse import unquote_plus, urlsplit

from halley.changes.kinds import (
    AccountChange,
    AddTags,
    AddToCollection,
    AddToPlaylist,
    AnalyzeItem,
    Change,
    ClearPlaylist,
    CollectionChange,
    CreateCollection,
    CreatePlaylist,
    DeleteItem,
    DropImage,
    Edit,
    EditHub,
    FetchImage,
    HubChange,
    IdentityChange,
    ImageChange,
    Job,
    Keys,
    LockField,
    MarkPlayed,
    MatchItem,
    MergeItems,
    MoveHub,
    MoveInCollection,
    MoveInPlaylist,
    PlaylistChange,
    PreferenceChange,
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
from halley.plex.ids import MADE_BY_USERS, ItemType, RatingKey, SectionId
from halley.plex.images import ImageKind
from halley.plex.items import Item
from halley.plex.library import Library

_IMAGES = {
    ImageKind.POSTER: "poster",
    ImageKind.ART: "background",
    ImageKind.CLEAR_LOGO: "logo",
    ImageKind.SQUARE_ART: "square art",
    ImageKind.THEME: "theme",
}
_LONGEST = 60  #: characters of a value that are shown
_NAMED = 3  #: items of one Change that are named, the rest is counted


def describe(change: Change, library: Library | None) -> str:
    """What a Change does, in one line: "label Overlay added to Heat (1995)". Items the library lacks go by their keys."""
    speaker = _Speaker(library)
    if isinstance(change, Edit):
        return speaker.edit(change)
    if isinstance(change, ImageChange):
        return speaker.image(change)
    if isinstance(change, CollectionChange | PlaylistChange | SetSmartRule):
        return speaker.in_list(change)
    if isinstance(change, HubChange):
        return speaker.row(change)
    if isinstance(change, AccountChange):
        return speaker.account(change)
    if isinstance(change, PreferenceChange):
        return speaker.preference(change)
    if isinstance(change, IdentityChange):
        return speaker.identity(change)
    return speaker.job(change)


def title_of(item: Item, library: Library) -> str:
    """An item as a person would call it: `Heat (1995)`, `Pier Nine S01E02 Low Tide`; collections by their title alone."""
    return item.title if item.type in MADE_BY_USERS else _Speaker(library).name(item)


class _Speaker:
    """Says Changes about one library."""

    def __init__(self, library: Library | None) -> None:
        self._items: Mapping[RatingKey, Item] = library.items if library else {}
        self._library = library

    # --- families ------------------------------------------------------------------------------------------------------

    def edit(self, change: Edit) -> str:
        whom = self._all(change.keys) if change.keys else f"every {_word(change.type)} of {self._section(change.section)}"
        match change:
            case SetField(field=name, value=value):
                return f"{name} of {whom} set to {_short(value)}" if value else f"{name} of {whom} cleared"
            case LockField(field=name, locked=locked):
                return f"{name} of {whom} {'locked' if locked else 'unlocked'}"
            case AddTags(kind=kind, tags=tags):
                return f"{kind.word} {', '.join(tags)} added to {whom}"
            case RemoveTags(kind=kind, tags=tags):
                return f"{kind.word} {', '.join(tags)} removed from {whom}"
            case _:
                assert_never(change)

    def image(self, change: ImageChange) -> str:
        what = f"{_IMAGES[change.kind]} of {self._one(change.key)}"
        match change:
            case UploadImage(picture=picture):
                return f"{what} replaced by an uploaded one ({picture.media_type}, {picture.size:,} bytes)"
            case FetchImage(url=url):
                return f"{what} replaced by one from {urlsplit(url).hostname or _short(url)}"
            case SelectImage(name=name):
                return f"{what} replaced by another one of the server's ({_short(name)})"
            case DropImage():
                return f"{what} dropped"
            case _:
                assert_never(change)

    def in_list(self, change: CollectionChange | PlaylistChange | SetSmartRule) -> str:
        if isinstance(change, SetSmartRule):
            return f"rule of {self._one(change.key)} set to {_short(unquote_plus(change.query))}"
        return self._collection(change) if isinstance(change, CollectionChange) else self._playlist(change)

    def _collection(self, change: CollectionChange) -> str:
        match change:
            case CreateCollection(title=title, query=query, items=items, section=section):
                filled = f"of {self._all(items)}" if items else "with nothing in it"
                kind = f"smart collection {title!r}" if query is not None else f"collection {title!r} {filled}"
                return f"{kind} made in {self._section(section)}"
            case AddToCollection(key=key, items=items):
                return f"{self._all(items)} added to {self._one(key)}"
            case RemoveFromCollection(key=key, item=item):
                return f"{self._one(item)} removed from {self._one(key)}"
            case MoveInCollection(key=key, item=item, after=after):
                return f"{self._one(item)} moved {self._place(after)} in {self._one(key)}"
            case _:
                assert_never(change)

    def _playlist(self, change: PlaylistChange) -> str:
        match change:
            case CreatePlaylist(title=title, items=items, path=path):
                kind = f"smart playlist {title!r}" if path is not None else f"playlist {title!r} of {self._all(items)}"
                return f"{kind} made"
            case AddToPlaylist(key=key, items=items):
                return f"{self._all(items)} added to {self._one(key)}"
            case RemoveFromPlaylist(key=key, entry=entry):
                return f"{self._entry(key, entry)} removed from {self._one(key)}"
            case MoveInPlaylist(key=key, entry=entry, after=after):
                place = "to the front" if after is None else f"behind {self._entry(key, after)}"
                return f"{self._entry(key, entry)} moved {place} in {self._one(key)}"
            case ClearPlaylist(key=key):
                return f"everything removed from {self._one(key)}"
            case _:
                assert_never(change)

    def row(self, change: HubChange) -> str:
        where = self._section(change.section)
        match change:
            case SetVisibility(key=key):
                return f"row of {self._one(key)} {_shown(change)}"
            case EditHub(section=section, identifier=identifier):
                return f"row {self._hub(section, identifier)} {_shown(change)}"
            case MoveHub(section=section, identifier=identifier, after=after):
                place = "to the front" if after is None else f"behind {self._hub(section, after)}"
                return f"row {self._hub(section, identifier)} moved {place} in {where}"
            case RemoveHub(section=section, identifier=identifier):
                if identifier is None:
                    return f"rows of {where} reset to the server's own"
                return f"row {self._hub(section, identifier)} removed from {where}"
            case _:
                assert_never(change)

    def account(self, change: AccountChange) -> str:
        whom = self._one(change.key)
        match change:
            case Rate(rating=rating):
                return f"own rating of {whom} taken away" if rating is None else f"{whom} rated {rating:g}"
            case MarkPlayed(played=played):
                return f"{whom} marked as {'watched' if played else 'unwatched'}"
            case SetProgress(offset_ms=offset_ms):
                minutes, seconds = divmod(offset_ms // 1000, 60)
                return f"resume point of {whom} set to {minutes}:{seconds:02}"
            case _:
                assert_never(change)

    def preference(self, change: PreferenceChange) -> str:
        values = ", ".join(f"{name} = {_short(value)}" for name, value in change.values)
        match change:
            case SetPreferences(key=key):
                return f"settings of {self._one(key)}: {values}"
            case SetSectionPreferences(section=section):
                return f"settings of {self._section(section)}: {values}"
            case SetServerPreferences():
                return f"settings of the server: {values}"
            case _:
                assert_never(change)

    def identity(self, change: IdentityChange) -> str:
        whom = self._one(change.key)
        match change:
            case DeleteItem(key=key, type=kind):
                item = self._items.get(key)
                kind = item.type if item else kind
                files = "" if kind in {ItemType.COLLECTION, ItemType.PLAYLIST} else " with its files"
                return f"{whom} deleted{files}"
            case SplitItem():
                return f"{whom} split into one item for each version"
            case MergeItems(others=others):
                return f"{self._all(others)} merged into {whom}"
            case MatchItem(guid=guid, name=name):
                return f"{whom} unmatched" if guid is None else f"{whom} matched to {name or guid}"
            case _:
                assert_never(change)

    def job(self, change: Job) -> str:
        match change:
            case RefreshItem(key=key):
                return f"metadata of {self._one(key)} to be fetched anew"
            case AnalyzeItem(key=key, job=job):
                return f"{self._one(key)} to be analysed ({job})"
            case RefreshSection(section=section, force=force, path=path):
                where = self._section(section) if section is not None else "every library"
                below = f" below {path}" if path else ""
                return f"{where}{below} to be scanned{' with all its metadata' if force else ''}"
            case SectionTask(section=section, task=task):
                return f"{task} to be run on {self._section(section)}"
            case ServerTask(task=task):
                return f"{task} to be run on the server"
            case _:
                assert_never(change)

    # --- names ---------------------------------------------------------------------------------------------------------

    def _one(self, key: RatingKey) -> str:
        item = self._items.get(key)
        return self.name(item) if item is not None else f"item {key}"

    def _all(self, keys: Keys) -> str:
        if len(keys) > _NAMED + 1:
            return f"{', '.join(self._one(key) for key in keys[:_NAMED])} and {len(keys) - _NAMED} more"
        names = [self._one(key) for key in keys]
        return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else "nothing"

    def name(self, item: Item) -> str:
        if item.type in {ItemType.COLLECTION, ItemType.PLAYLIST}:
            return f"{item.type.word} {item.title!r}"
        above = self._items.get(item.parent) if item.parent is not None else None
        if above is not None and item.type is ItemType.EPISODE and None not in (above.index, item.index):
            show = self._items.get(above.parent) if above.parent is not None else None
            return f"{show.title if show else above.title} S{above.index:02}E{item.index:02} {item.title}"
        if above is not None:
            return f"{self.name(above)}: {item.title}"
        return f"{item.title} ({item.year})" if item.year else item.title

    def _place(self, after: RatingKey | None) -> str:
        return "to the front" if after is None else f"behind {self._one(after)}"

    def _section(self, number: SectionId | None) -> str:
        section = self._library.sections.get(number) if self._library and number is not None else None
        return section.title if section is not None else f"library {number}"

    def _hub(self, number: SectionId, identifier: str) -> str:
        hubs = self._library.hubs.get(number, ()) if self._library else ()
        return next((repr(hub.title) for hub in hubs if hub.identifier == identifier and hub.title), identifier)

    def _entry(self, key: RatingKey, entry: int) -> str:
        held = self._library.entries.get(key, ()) if self._library else ()
        return next((self._one(one.item) for one in held if one.id == entry), f"place {entry}")


def _short(value: str) -> str:
    flat = " ".join(value.split())
    return repr(flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…")


def _word(kind: ItemType | None) -> str:
    return kind.word if kind else "item"


def _shown(change: SetVisibility | EditHub) -> str:
    where = {"recommended": change.recommended, "home": change.own_home, "friends' home": change.shared_home}
    on = [name for name, is_on in where.items() if is_on]
    return f"shown on {', '.join(on)}" if on else "shown nowhere"
