"""Steps into waves: those of one wave touch nothing in common and are done at once; order is kept where it matters.

Steps are taken in windows, so that a run of ten thousand goes through the plan from its beginning to its end and holds only
a part of it; within a window a step stands one wave behind the last one that it has anything to do with.
"""

from collections.abc import Iterable, Iterator, Sequence

from halley.changes import Change
from halley.changes.kinds import (
    AddTags,
    CreateCollection,
    CreatePlaylist,
    HubChange,
    IdentityChange,
    Job,
    LockField,
    PlaylistChange,
    RemoveTags,
    SetField,
    SetSectionPreferences,
    SetServerPreferences,
)
from halley.plans import Step
from halley.plex.ids import ItemType
from halley.plex.tags import TagKind
from halley.runs.numbers import named, shadow_tags

WINDOW = 600
"""Steps that are looked at together."""
WIDEST = 200
"""Steps of one wave: as many are on record as begun while they are done."""
_Thing = tuple[str, object]
_EVERYTHING: _Thing = ("everything", None)


def waves(steps: Sequence[Step], window: int = WINDOW, widest: int = WIDEST) -> Iterator[tuple[Step, ...]]:
    """The waves of a plan, in order; each step stands in exactly one."""
    for start in range(0, len(steps), window):
        for level in _levels(steps[start : start + window]):
            for first in range(0, len(level), widest):
                yield tuple(level[first : first + widest])


def _levels(steps: Iterable[Step]) -> list[list[Step]]:
    found: list[list[Step]] = []
    last: dict[_Thing, int] = {}  # the level of the last step that had to do with a thing
    floor = -1  # the level of the last step that had to do with everything
    for step in steps:
        things = frozenset(touches(step))
        if _EVERYTHING in things:
            level = floor = len(found)
        else:
            level = max([floor, *(last.get(one, -1) for one in things)]) + 1
        if level == len(found):
            found.append([])
        found[level].append(step)
        last.update(dict.fromkeys(things, level))
    return found


def touches(step: Step) -> Iterator[_Thing]:
    """What a step has to do with: items, sections' rows, the list of playlists, names of collections."""
    yield from (("item", one) for one in named(step.change))
    yield from ((one.of, one.number) for one in step.differences)
    yield from _beyond(step.change)
    if shadow_tags(step.change):
        yield _EVERYTHING  # its rule names a tag that some step before it makes


def _beyond(change: Change) -> Iterator[_Thing]:
    match change:
        case CreateCollection(section=section, title=title):
            yield ("name", (section, title.casefold()))
        case AddTags(kind=TagKind.COLLECTION) | RemoveTags(kind=TagKind.COLLECTION):
            yield from (("name", (change.section, title.casefold())) for title in change.tags)
        case SetField(type=ItemType.COLLECTION, field="title"):
            yield _EVERYTHING  # a renamed tag is renamed wherever it stands
        case LockField(keys=()):
            yield _EVERYTHING
        case _ if isinstance(change, PlaylistChange):
            yield ("playlists", None) if isinstance(change, CreatePlaylist) else ("item", change.key)
        case _ if isinstance(change, HubChange | SetSectionPreferences):
            yield ("section", change.section)
        case SetServerPreferences():
            yield ("server", 0)
        case _ if isinstance(change, IdentityChange | Job):
            yield _EVERYTHING  # what it will touch is the server's own affair
        case _:
            pass
