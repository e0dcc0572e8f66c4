"""What became of a step, by what was read back: exact, different or failed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from halley.changes.differences import Difference, Value, aspects
from halley.changes.kinds import CreatePlaylist, FetchImage
from halley.changes.restorable import restorable_rows
from halley.plex.ids import MADE_BY_USERS, SHADOW_KEYS, ItemType, RatingKey, SectionId
from halley.plex.library import Library
from halley.runs.drift import met
from halley.runs.model import Intent, Outcome, State
from halley.runs.numbers import places_made_by, translated_differences

_WORDS = frozenset(kind.word for kind in MADE_BY_USERS)


def judged(intent: Intent, library: Library) -> Outcome:
    """The verdict over a step from the library that was read after it."""
    made = found_made(intent, library)
    wanted = translated_differences(intent.differences, made)
    left = tuple(replace(one, after=actual(one, library)) for one in wanted)
    outcome = Outcome(
        intent.number,
        _state(intent, wanted, left),
        intent.words,
        left=left,
        made=made,
        places=_places(intent, library, made),
        library=intent.library,
    )
    return outcome if outcome.state is State.EXACT else replace(outcome, reason=_reason(wanted, left))


def _state(intent: Intent, wanted: tuple[Difference, ...], left: tuple[Difference, ...]) -> State:
    if not wanted:
        return State.ASKED
    if all(_is_met(intent, one, stands.after) for one, stands in zip(wanted, left, strict=True)):
        return State.EXACT
    if all(_equal(stands.before, stands.after) for stands in left):
        return State.FAILED
    return State.DIFFERENT


def _is_met(intent: Intent, one: Difference, stands: Value) -> bool:
    if isinstance(intent.change, FetchImage) and one.aspect == intent.change.kind.many:
        # The server names a picture that it fetched by its content, which nobody knows beforehand.
        return stands is not None and stands != one.before
    return met(one, stands)


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


def _reason(wanted: Iterable[Difference], left: Iterable[Difference]) -> str:
    unmet = [
        f"{one.aspect} was to become {_shown(one.after)} and is {_shown(stands.after)}"
        for one, stands in zip(wanted, left, strict=True)
        if not met(one, stands.after)
    ]
    return "; ".join(unmet[:3])


def _shown(value: Value) -> str:
    text = "empty" if value is None else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
