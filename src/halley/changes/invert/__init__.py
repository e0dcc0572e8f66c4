"""The way back from a Change, given what stood there.

The Change is let happen to the library it is about, and the difference is walked back. What that way cannot restore,
because no client of Plex can, is listed in `restorable`; Changes that have no way back at all say so (`irreversible`).
"""

from halley.changes.apply import CannotApply, apply
from halley.changes.apply.preferences import preference
from halley.changes.invert.hubs import restore_all_rows, restore_rows
from halley.changes.invert.items import restore_item, restore_tags
from halley.changes.invert.lists import delete_made, make_again, restore_members, restore_places
from halley.changes.invert.undoing import Undoing
from halley.changes.kinds import (
    Change,
    DeleteItem,
    Job,
    MatchItem,
    MergeItems,
    PreferenceChange,
    RemoveHub,
    SetPreferences,
    SetSectionPreferences,
    SetServerPreferences,
    SplitItem,
)
from halley.changes.touched import touched
from halley.plex.ids import MADE_BY_USERS, RatingKey
from halley.plex.library import Library
from halley.plex.tags import TagKind

__all__ = ["invert", "irreversible"]


def invert(change: Change, before: Library) -> tuple[Change, ...]:
    """Changes that, made in order after `change`, restore what a client can restore; () where nothing can be, or need be.

    What the change will have made is named by the keys that `apply` gives out, beginning at `before.next_key`; what has to
    be made again is named by those that follow. `before` must hold what the change touches, the pictures that are shown
    included. Bytes that only the server holds die with the collection or playlist that showed them.
    """
    if irreversible(change, before) is not None:
        return ()
    try:
        undoing = Undoing(before, apply(change, before, 0))
    except CannotApply:
        return ()
    after = undoing.now
    differing = [key for key in touched(change, before, after) if before.items.get(key) is not after.items.get(key)]
    for key in differing:
        if key not in before.items:
            delete_made(undoing, key)
    for key in differing:
        if key not in after.items:
            make_again(undoing, before.items[key])
    _walk_back(undoing, [key for key in differing if key in before.items and key in after.items])
    _settings(undoing)
    if isinstance(change, RemoveHub) and change.identifier is None:
        restore_all_rows(undoing, change.section)
    return tuple(undoing.steps)


def irreversible(change: Change, before: Library | None = None) -> str | None:
    """Why a Change cannot be taken back, in a sentence; None where it can. Some answers depend on what stood there."""
    match change:
        case DeleteItem(key=key, type=kind):
            item = before.items.get(key) if before is not None else None
            if (item.type if item is not None else kind) not in MADE_BY_USERS:
                return "Deleting a media item deletes its files."
        case SplitItem() | MergeItems():
            return "Splitting and merging change rating keys, and Plex forgets what belonged together."
        case MatchItem():
            return "A match replaces all metadata that is not locked, some time later."
        case SetPreferences() | SetSectionPreferences() | SetServerPreferences() if before is not None:
            unknown = _without_former_value(change, before)
            if unknown:
                return f"What {unknown[0]} stood at is not known: the server leaves its defaults out."
        case _ if isinstance(change, Job):
            return "The server does this work some time later, and keeps no record of what it replaced."
        case _:
            pass
    return None


def _without_former_value(change: PreferenceChange, before: Library) -> list[str]:
    match change:
        case SetPreferences(key=key):
            item = before.items.get(key)
            return [name for name, _ in change.values if item is not None and preference(item, name) is None]
        case SetSectionPreferences(section=number):
            section = before.sections.get(number)
            return [name for name, _ in change.values if section is not None and name not in section.preferences]
        case SetServerPreferences():
            return [name for name, _ in change.values if name not in before.preferences]


def _walk_back(undoing: Undoing, touched: list[RatingKey]) -> None:
    before = undoing.before
    for key in touched:
        restore_item(undoing, before.items[key])
    _lists(undoing)
    for key in touched:
        # Tags of collections that have no members of their own: smart ones, and those that are not at hand.
        restore_tags(undoing, before.items[key], TagKind.COLLECTION)
    for section in sorted(before.sections):
        if before.hubs.get(section) != undoing.now.hubs.get(section):
            restore_rows(undoing, section)


def _lists(undoing: Undoing) -> None:
    before = undoing.before
    if before.members is not undoing.now.members:
        for key in sorted(before.members):
            if before.members[key] != undoing.now.members.get(undoing.key(key)):
                restore_members(undoing, key)
    if before.entries is not undoing.now.entries:
        for key in sorted(before.entries):
            if before.entries[key] != undoing.now.entries.get(key) and key not in undoing.made:
                restore_places(undoing, key)


def _settings(undoing: Undoing) -> None:
    before, now = undoing.before, undoing.now
    stood = {name: value for name, value in before.preferences.items() if now.preferences.get(name) != value}
    if stood:
        undoing.do(SetServerPreferences(tuple(sorted(stood.items()))))
    for number in sorted(before.sections):
        section, now_section = before.sections[number], now.sections[number]
        if section is now_section:
            continue
        values = {name: value for name, value in section.preferences.items() if now_section.preferences.get(name) != value}
        if values:
            agent = section.attributes.get("agent", "")
            undoing.do(SetSectionPreferences(number, agent, tuple(sorted(values.items()))))
