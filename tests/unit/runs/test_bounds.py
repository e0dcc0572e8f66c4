"""The guards of a run that nobody planned: request by request."""

import asyncio
from dataclasses import dataclass, field

import pytest

from halley.changes import Change, apply
from halley.changes.differences import differences
from halley.changes.kinds import AddToCollection, DeleteItem, RemoveFromCollection
from halley.errors import Unreachable
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.library import Library
from halley.runs.bounds import Bounds
from halley.runs.errors import GuardPassed
from halley.runs.guards import Limits
from halley.runs.model import Intent
from halley.runs.requested import Requested
from tests.builders import a_collection, a_library, a_movie, the

NAMES = [f"Pier {number:02}" for number in range(10)]


@dataclass
class Engine:
    """Asks for one thing after the other; what its bounds allow is done."""

    library: Library
    limits: Limits = field(default_factory=Limits)
    passed: tuple[str, ...] = ()
    made: set[int] = field(default_factory=set)
    asked: list[SectionId] = field(default_factory=list)
    fails: bool = False
    number: int = 0

    def __post_init__(self) -> None:
        self.bounds = Bounds(self.limits, self.passed, tuple(self.library.sections.values()), self.count, self.made)

    async def count(self, section: SectionId) -> int:
        self.asked.append(section)
        if self.fails:
            raise Unreachable("nobody answers")
        return len(list(self.library.collections(section)))

    def asks(self, *changes: Change) -> None:
        """One request. Raises GuardPassed."""
        library, intents = self.library, []
        for change in changes:
            after = apply(change, library, 0)
            self.number += 1
            told = differences(change, library, after)
            intents.append(Intent(self.number, change, change, "", told, library="Movies"))
            library = after
        asyncio.run(self.bounds.allow(Requested(changes, intents, [], self.library, library)))
        self.library = library


def a_shore(collections: int = 0) -> Library:
    """Coast holds all ten movies but the last; others hold one each."""
    others = [a_collection(f"Tide {number}", NAMES[0]) for number in range(collections)]
    return a_library(*(a_movie(one) for one in NAMES), a_collection("Coast", *NAMES[:9]), *others)


def coast(library: Library) -> RatingKey:
    return the(library, "Coast").key


def test_members_are_counted_against_what_stood_there_when_the_run_first_touched_it() -> None:
    engine = Engine(a_shore())
    movies = [the(engine.library, one).key for one in NAMES]
    engine.asks(AddToCollection(coast(engine.library), (movies[9],)))  # which does not make room for more
    for key in movies[:4]:
        engine.asks(RemoveFromCollection(coast(engine.library), key))
    with pytest.raises(GuardPassed, match="5 of the 9 items of Coast would leave it"):
        engine.asks(RemoveFromCollection(coast(engine.library), movies[4]))
    engine.asks(RemoveFromCollection(coast(engine.library), movies[9]))  # which was not there
    engine.asks(AddToCollection(coast(engine.library), (movies[0],)))
    engine.asks(RemoveFromCollection(coast(engine.library), movies[4]))  # for another one came back


def test_a_request_that_takes_nothing_out_is_never_held_up_by_what_others_took() -> None:
    engine = Engine(a_shore())
    movies = [the(engine.library, one).key for one in NAMES]
    engine.asks(RemoveFromCollection(coast(engine.library), movies[0]))
    for key in movies[1:8]:  # somebody else
        engine.library = apply(RemoveFromCollection(coast(engine.library), key), engine.library, 0)
    engine.asks(AddToCollection(coast(engine.library), (movies[0],)))


def test_one_request_of_many_changes_is_allowed_or_not_as_a_whole() -> None:
    engine = Engine(a_shore())
    movies = [the(engine.library, one).key for one in NAMES]
    with pytest.raises(GuardPassed):
        engine.asks(*(RemoveFromCollection(coast(engine.library), key) for key in movies[:5]))
    assert engine.bounds.spent.writes == 0
    engine.asks(*(RemoveFromCollection(coast(engine.library), key) for key in movies[:4]))
    assert engine.bounds.spent.writes == 4


def test_a_library_is_asked_for_its_collections_once_and_only_where_there_is_a_deletion() -> None:
    engine = Engine(a_shore(collections=11))
    keys = [the(engine.library, f"Tide {number}").key for number in range(4)]
    engine.asks(RemoveFromCollection(coast(engine.library), the(engine.library, NAMES[0]).key))
    assert engine.asked == []
    for key in keys[:3]:
        engine.asks(DeleteItem(key, ItemType.COLLECTION))
    with pytest.raises(GuardPassed, match="4 of the 12 collections of Movies would be deleted"):
        engine.asks(DeleteItem(keys[3], ItemType.COLLECTION))
    assert engine.asked == [SectionId(1)]


def test_what_is_asked_for_again_is_deleted_once() -> None:
    engine = Engine(a_shore(collections=5))
    key = the(engine.library, "Tide 0").key
    for _ in range(5):
        before = engine.library
        engine.asks(DeleteItem(key, ItemType.COLLECTION))
        engine.library = before  # the server failed


def test_a_deletion_waits_for_a_server_that_can_be_asked() -> None:
    engine = Engine(a_shore(collections=2), fails=True)
    with pytest.raises(Unreachable):
        engine.asks(DeleteItem(coast(engine.library), ItemType.COLLECTION))
    assert engine.bounds.spent.deletions == 0


def test_what_the_run_made_counts_neither_in_shares_nor_among_the_deletions() -> None:
    engine = Engine(a_shore(), Limits(deletions=0))
    engine.made.add(coast(engine.library))
    for one in NAMES[:8]:
        engine.asks(RemoveFromCollection(coast(engine.library), the(engine.library, one).key))
    engine.asks(DeleteItem(coast(engine.library), ItemType.COLLECTION))
    assert (engine.asked, engine.bounds.spent.deletions) == ([], 0)


def test_what_a_guard_says_names_it_and_what_goes_past_it() -> None:
    movies = [RatingKey(101 + place) for place in range(9)]
    engine = Engine(a_shore(), Limits(writes=1))
    engine.asks(RemoveFromCollection(coast(engine.library), movies[0]))
    with pytest.raises(GuardPassed) as stopped:
        engine.asks(RemoveFromCollection(coast(engine.library), movies[1]))
    assert str(stopped.value) == (
        "the run stopped at its budget of 1 writes\n"
        "  hint: `--override writes` goes past it, `--limit writes=N` sets another"
    )
    Engine(a_shore(), Limits(writes=1), passed=("writes", "collection-share")).asks(
        *(RemoveFromCollection(coast(engine.library), key) for key in movies)
    )
