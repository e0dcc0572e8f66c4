"""What a Change does to a Library. A write is interpreted here and nowhere else: simulator and gateway both come here."""

from halley.changes.apply import account, edits, hubs, identity, images, lists, preferences
from halley.changes.apply.refusal import CannotApply, known
from halley.changes.kinds import (
    AccountChange,
    AnalyzeItem,
    Change,
    CollectionChange,
    Edit,
    HubChange,
    IdentityChange,
    ImageChange,
    Job,
    PlaylistChange,
    PreferenceChange,
    RefreshItem,
    RefreshSection,
    SectionTask,
    SetSmartRule,
)
from halley.plex.library import Library

__all__ = ["CannotApply", "apply", "apply_all"]


def apply(change: Change, library: Library, at: int) -> Library:
    """The library after a Change made `at` (epoch seconds).

    What the Change makes gets the library's `next_key`, `next_tag` and `next_entry`. Raises CannotApply with the HTTP
    status that the server would answer.
    """
    if isinstance(change, Edit):
        return edits.apply(change, library, at)
    if isinstance(change, ImageChange):
        return images.apply(change, library, at)
    if isinstance(change, CollectionChange | PlaylistChange | SetSmartRule):
        return lists.apply(change, library, at)
    if isinstance(change, HubChange):
        return hubs.apply(change, library)
    if isinstance(change, AccountChange):
        return account.apply(change, library, at)
    if isinstance(change, PreferenceChange):
        return preferences.apply(change, library)
    if isinstance(change, IdentityChange):
        return identity.apply(change, library, at)
    return _asked_for(change, library)


def apply_all(changes: tuple[Change, ...], library: Library, at: int) -> Library:
    """The library after several Changes, in order."""
    for change in changes:
        library = apply(change, library, at)
    return library


def _asked_for(change: Job, library: Library) -> Library:
    """Jobs happen some time later, or never; what they would change is not known (spec, plex-api 16.4)."""
    match change:
        case RefreshItem(key=key) | AnalyzeItem(key=key):
            known(library, key)
        case RefreshSection(section=int() as section) | SectionTask(section=section):
            if section not in library.sections:
                raise CannotApply(404, f"there is no section {section}")
        case _:
            pass
    return library
