"""What became of a step, by what was read back: exact, different or failed."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from halley.changes.apply.preferences import preference
from halley.changes.differences import Difference, Value, aspects
from halley.changes.kinds import AddToPlaylist, CreatePlaylist, FetchImage, MoveInCollection
from halley.changes.restorable import restorable_rows
from halley.plex.ids import MADE_BY_USERS, SHADOW_KEYS, ItemType, RatingKey, SectionId
from halley.plex.library import Library, PlaylistEntry
from halley.runs.drift import met
from halley.runs.model import Intent, Outcome, State
from halley.runs.numbers import places_made_by, translated_differences

_WORDS = frozenset(kind.word for kind in MADE_BY_USERS)


def judged(intent: Intent, library: Library, places: Collection[int] = ()) -> Outcome:
    """The verdict over a step from the library that was read after it. `places` in playlists are known to be others'."""
    if isinstance(intent.change, AddToPlaylist) and intent.held is not None:
        return _judged_addition(intent, intent.change, library, places)
    made = found_made(intent, library)
    wanted = translated_differences(intent.differences, made)
    left = tuple(replace(one, after=actual(one, library)) for one in wanted)
    if isinstance(intent.change, MoveInCollection) and not is_sorted_by_hand(intent.change.key, library):
        reason = "its place shows only where the collection is sorted by hand"
        return Outcome(intent.number, State.ASKED, intent.words, reason, left, library=intent.library)
    unmet = tuple(_is_unmet(intent, one, stands.after, library) for one, stands in zip(wanted, left, strict=True))
    outcome = Outcome(
        intent.number,
        _state(unmet, left),
        intent.words,
        left=left,
        made=made,
        places=_places(intent, library, made),
        library=intent.library,
    )
    if outcome.state is State.EXACT:
        return outcome
    missing = [one for one, is_unmet in zip(zip(wanted, left, strict=True), unmet, strict=True) if is_unmet]
    return replace(outcome, reason="; ".join(_reason(*one) for one in missing[:3]))


def _judged_addition(intent: Intent, change: AddToPlaylist, library: Library, places: Collection[int]) -> Outcome:
    """A playlist may hold an item many times: what counts are places that did not stand there before."""
    left = tuple(replace(one, after=actual(one, library)) for one in intent.differences)
    new = new_places(intent, library, places)
    first = intent.first_place - len(change.items)
    found: dict[int, int] = {}
    for number, item in enumerate(change.items, first):
        place = next((one for one in new if one.item == item and one.id not in found.values()), None)
        if place is not None:
            found[number] = place.id
    state = State.EXACT if len(found) == len(change.items) else State.DIFFERENT if found else State.FAILED
    reason = "" if state is State.EXACT else f"{len(found)} of {len(change.items)} came into the playlist"
    return Outcome(intent.number, state, intent.words, reason, left, places=found, library=intent.library)


def new_places(intent: Intent, library: Library, places: Collection[int]) -> tuple[PlaylistEntry, ...]:
    """The places of a playlist that a step adds to which stood there neither before nor are others'."""
    before = {*(intent.held or ()), *places}
    key = RatingKey(getattr(intent.change, "key", 0))
    return tuple(one for one in library.entries.get(key, ()) if one.id not in before)


def _state(unmet: tuple[bool, ...], left: tuple[Difference, ...]) -> State:
    if not unmet:
        return State.ASKED
    if not any(unmet):
        return State.EXACT
    if all(_equal(stands.before, stands.after) for stands in left):
        return State.FAILED
    return State.DIFFERENT


def is_sorted_by_hand(key: RatingKey, library: Library) -> bool:
    """Whether a collection shows the order that it was given; else it is the server's, by date or title."""
    item = library.items.get(key)
    return item is not None and preference(item, "collectionSort") == "2"


def _is_unmet(intent: Intent, one: Difference, stands: Value, library: Library) -> bool:
    if isinstance(intent.change, FetchImage) and one.aspect == intent.change.kind.many:
        # The server names a picture that it fetched by its content, which nobody knows beforehand.
        return stands is None or stands == one.before
    item = library.items.get(RatingKey(one.number)) if one.of == "item" else None
    in_order = item is None or item.type is not ItemType.COLLECTION or is_sorted_by_hand(item.key, library)
    return not met(one, stands, in_order=in_order)


def _equal(one: Value, other: Value) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return list(one) == list(other)
    return (one or None) == (other or None)


def actual(one: Difference, library: Library) -> Value:
    """What an aspect is in a library."""
    if one.of == "item":
        return aspects(RatingKey(one.number), library).get(one.aspect)
    name = one.aspect.removeprefix("setting ")
    if one.of == "server":
        return library.preferences.get(name)
    if one.aspect == "rows":
        return restorable_rows(library, SectionId(one.number)) or None
    section = library.sections.get(SectionId(one.number))
    return section.preferences.get(name) if section is not None else None


def found_made(intent: Intent, library: Library) -> dict[int, int]:
    """What the server calls what a step was to make: the newest list of that title that did not stand there before."""
    new = {one.number: one for one in intent.differences if _is_new_list(one)}
    titles = {one.number: one.after for one in intent.differences if one.number in new and one.aspect == "title"}
    found: dict[int, int] = {}
    for number, title in titles.items():
        kind = ItemType.of_word(str(new[number].after))
        section = getattr(intent.change, "section", None)
        called = [
            item.key
            for item in library.items.values()
            if item.type is kind
            and item.section == section
            and item.key < SHADOW_KEYS
            and item.key not in intent.standing
            and item.title.casefold() == str(title).casefold()
        ]
        if called:
            found[number] = max(called)
    return found


def _is_new_list(one: Difference) -> bool:
    return one.of == "item" and one.aspect == "type" and one.before is None and one.after in _WORDS


def _places(intent: Intent, library: Library, made: Mapping[int, int]) -> dict[int, int]:
    """What the server calls the places that a step made: the last ones of the playlist."""
    count = places_made_by(intent.change)
    if not count:
        return {}
    key = (
        next(iter(made.values()), None) if isinstance(intent.change, CreatePlaylist) else getattr(intent.change, "key", None)
    )
    held = library.entries.get(RatingKey(key), ()) if key is not None else ()
    first = intent.first_place - count  # the number after the last one is what stands on record
    return {first + place: entry.id for place, entry in enumerate(held[-count:])} if len(held) >= count else {}


def _reason(wanted: Difference, left: Difference) -> str:
    return f"{wanted.aspect} was to become {_shown(wanted.after)} and is {_shown(left.after)}"


def _shown(value: Value) -> str:
    text = "empty" if value is None else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
