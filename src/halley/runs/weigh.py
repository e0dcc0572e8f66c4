"""What a step would do now: what it makes different, whether it may, what performs it, and the way back. Nothing is sent."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import get_args

from halley.changes import CannotApply, Change, apply, invert, irreversible
from halley.changes.differences import Difference, differences
from halley.changes.kinds import (
    AddToPlaylist,
    CreateCollection,
    CreatePlaylist,
    DeleteItem,
    Job,
    MoveInCollection,
    RemoveFromCollection,
    RemoveFromPlaylist,
    RemoveHub,
    SelectImage,
    SetSmartRule,
    UploadImage,
)
from halley.files import Picture
from halley.plans import Step
from halley.plex.ids import SHADOW_KEYS, ItemType, RatingKey
from halley.plex.images import ImageKind
from halley.plex.items import Item
from halley.plex.library import Library
from halley.plex.tags import TagKind
from halley.runs.drift import drifted, met
from halley.runs.judge import actual, is_sorted_by_hand
from halley.runs.model import BackStep, Intent, Outcome, State
from halley.runs.numbers import Numbers, Unknown, made_by, places_made_by, translated, translated_differences

JOBS = get_args(Job)
_COLLECTION = TagKind.COLLECTION
_BACK = SHADOW_KEYS + 50_000_000
"""Numbers from here on are of what a way back makes."""
ROOM = 10_000
_PATHS = frozenset({*(kind.field for kind in ImageKind), "composite"})
PictureOf = Callable[[str], Picture | None]


def first_numbers(step: Step, first_place: int) -> tuple[int, int]:
    """The first rating key and the first place that a step, or its way back, gives out."""
    made = made_by(step)
    own = _BACK + step.number * ROOM
    return made[0] if made else own, first_place if places_made_by(step.change) else own


def weigh(
    step: Step,
    first: tuple[int, int],
    numbers: Numbers,
    library: Library,
    stored: PictureOf,
    forced: Collection[str] = (),
) -> Intent | Outcome:
    """What the step would do to the library that stands there; an Outcome where nothing is to be sent.

    `stored` says which picture of a SHA-1 is in the store. `forced` are kinds that may overwrite what the plan did not see.
    """
    try:
        change = translated(step.change, numbers)
    except Unknown:
        return _outcome(step, State.SKIPPED, "what it builds on was not made, or left out")
    start = replace(library, next_key=RatingKey(first[0]), next_entry=first[1])
    try:
        after = apply(change, start, 0)
    except CannotApply as problem:
        return _impossible(step, change, problem, library)
    twin = _twin(step, change, library) if step.differences else None
    if twin is not None:
        return replace(_outcome(step, State.ALREADY, ""), made=dict.fromkeys(made_by(step)[:1], twin))
    fresh = told(change, start, after)
    planned = translated_differences(step.differences, numbers.keys)
    stands_so = bool(planned) and all(met(one, actual(one, library)) for one in planned if one.aspect not in _PATHS)
    if isinstance(change, AddToPlaylist):
        stands_so = _holds_it_already(change, planned, first[1], numbers, library)
    # Where the server sorts, what stands there says nothing of the order that a move is about.
    unseen = isinstance(change, MoveInCollection) and not is_sorted_by_hand(change.key, library)
    if unseen:
        pass
    elif (stands_so and step.kind not in forced) or (not fresh and not isinstance(change, JOBS)):
        return _outcome(step, State.ALREADY, "")
    reasons = drifted(planned, fresh) if not unseen else ()
    if reasons and step.kind not in forced:
        return _outcome(step, State.REFUSED, "; ".join(reasons))
    back, no_way = way_back(change, start, after)
    return Intent(
        step.number,
        change,
        as_sent(change, library, stored),
        step.words,
        fresh,
        back,
        no_way,
        step.library,
        after.next_key,
        after.next_entry,
        standing=tuple(one.key for one in lists_called(change, library)),
        gone=_places_gone(start, after),
        held=_places_held(change, library),
    )


def told(change: Change, before: Library, after: Library) -> tuple[Difference, ...]:
    """What a Change makes different, paths of pictures aside: those follow the pictures."""
    return tuple(one for one in differences(change, before, after) if one.aspect not in _PATHS)


def way_back(change: Change, before: Library, after: Library) -> tuple[tuple[BackStep, ...], str]:
    """The Changes that take a Change back, each with what it makes different; or why there is no such way."""
    found = []
    try:
        for one in invert(change, before):
            now = apply(one, after, 0)
            found.append(BackStep(one, told(one, after, now)))
            after = now
    except CannotApply as problem:
        return (), f"The way back is not known: {problem}."
    return tuple(found), irreversible(change, before) or ""


def as_sent(change: Change, library: Library, stored: PictureOf) -> Change:
    """What performs a Change of a picture: one that the server holds is selected, one that it lost is brought again."""
    if isinstance(change, UploadImage):
        name = f"upload://{change.kind.upload_folder}/{change.picture.sha1}"
        held = library.items[change.key].shelf(change.kind).entry(name)
        return SelectImage(change.key, change.kind, name) if held is not None else change
    if isinstance(change, SelectImage) and library.items[change.key].shelf(change.kind).entry(change.name) is None:
        picture = stored(change.name)
        return UploadImage(change.key, change.kind, picture) if picture is not None else change
    return change


def lists_called(change: Change, library: Library) -> tuple[Item, ...]:
    """The collections or playlists that have the title which a Change makes one of."""
    match change:
        case CreateCollection(section=section, title=title):
            return tuple(one for one in library.collections(section) if one.title.casefold() == title.casefold())
        case CreatePlaylist(title=title):
            every = (one for one in library.items.values() if one.type is ItemType.PLAYLIST)
            return tuple(one for one in every if one.title.casefold() == title.casefold())
        case _:
            return ()


def _twin(step: Step, change: Change, library: Library) -> int | None:
    """The playlist that stands there already just as a step makes it: Plex would take a second one of the same title."""
    if not isinstance(change, CreatePlaylist) or not made_by(step):
        return None
    for one in lists_called(change, library):
        held = tuple(entry.item for entry in library.entries.get(one.key, ()))
        smart = SetSmartRule(one.key, one.type, change.path, change.query or "") if change.path is not None else None
        same = held == change.items if smart is None else one.is_smart and not _would_differ(smart, library)
        if same and one.is_smart is (smart is not None):
            return one.key
    return None


def _places_held(change: Change, library: Library) -> tuple[int, ...] | None:
    return tuple(one.id for one in library.entries.get(change.key, ())) if isinstance(change, AddToPlaylist) else None


def _holds_it_already(
    change: AddToPlaylist, planned: Sequence[Difference], first_place: int, numbers: Numbers, library: Library
) -> bool:
    """Whether a playlist, which may hold an item many times, holds what a step adds by other hands than this run's."""
    wanted = Counter(item for one in planned if isinstance(one.after, tuple) for item in one.after)
    own = {place: number for number, place in numbers.places.items()}
    held = library.entries.get(change.key, ())
    others = Counter(one.item for one in held if one.id not in own)
    before = Counter(one.item for one in held if own.get(one.id, first_place) < first_place)
    return bool(wanted) and all(others[item] >= wanted[item] - before[item] for item in change.items)


def _places_gone(before: Library, after: Library) -> tuple[int, ...]:
    if before.entries is after.entries:
        return ()
    stand = {entry.id for places in after.entries.values() for entry in places}
    return tuple(entry.id for key in sorted(before.entries) for entry in before.entries[key] if entry.id not in stand)


def _impossible(step: Step, change: Change, problem: CannotApply, library: Library) -> Outcome:
    """What becomes of a step that the server would refuse: perhaps it stands as it is to be."""
    gone = isinstance(change, DeleteItem | RemoveFromCollection | RemoveFromPlaylist | RemoveHub)
    if gone and problem.status == 404:
        return _outcome(step, State.ALREADY, str(problem))
    if isinstance(change, CreateCollection) and (found := lists_called(change, library)):
        if _is_what_was_asked_for(change, found[0], library):
            made = made_by(step)
            mapped: Mapping[int, int] = {made[0]: found[0].key} if made else {}
            return replace(_outcome(step, State.ALREADY, str(problem)), made=dict(mapped))
        return _outcome(step, State.REFUSED, f"{problem}, which is not what the plan makes")
    return _outcome(step, State.REFUSED, str(problem))


def _is_what_was_asked_for(change: CreateCollection, found: Item, library: Library) -> bool:
    if found.is_smart is not (change.query is not None):
        return False
    if change.query is not None:
        path = f"/library/sections/{change.section}/all"
        return not _would_differ(SetSmartRule(found.key, found.type, path, change.query), library)
    titled = all(library.items[key].has_tag(_COLLECTION, found.title) for key in change.items)
    return titled and found.attributes.get("subtype", change.type.word) == change.type.word


def _would_differ(change: Change, library: Library) -> bool:
    try:
        return bool(told(change, library, apply(change, library, 0)))
    except CannotApply:
        return True


def _outcome(step: Step, state: State, reason: str) -> Outcome:
    return Outcome(step.number, state, step.words, reason, library=step.library)
