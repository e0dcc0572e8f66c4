"""What holds for every run: apply then undo is identity, and there is nothing left to do after an apply."""

import asyncio
import re
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from immutables import Map

from halley.changes import CannotApply, Change, apply, irreversible, restorable
from halley.changes.kinds import FetchImage, IdentityChange, Job, SetPreferences
from halley.changes.restorable import Restorable, RestorableItem
from halley.files import MemoryImages
from halley.plex.ids import MADE_BY_USERS
from halley.plex.library import Library
from halley.plex.xml.settings import NAMES
from halley.runs.model import State
from tests.strategies import KINDS, PICTURES, changes, libraries
from tests.support.runs import a_bench, a_plan, with_bytes

NOW = 1_800_000_000
_SHA1 = re.compile("[0-9a-f]{40}$")
IMAGES = {one.sha256: f"picture {number}".encode() for number, one in enumerate(PICTURES)}
WAYS = [kind for kind in KINDS if kind not in (*Job.__args__, FetchImage)]  # type: ignore[attr-defined]
few = settings(
    max_examples=30,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


def drawn(data: st.DataObject, most: int = 8) -> tuple[Library, list[Change], MemoryImages]:
    """A library whose pictures have bytes, and Changes that make sense one after the other and have a way back."""
    images = MemoryImages()
    for one in IMAGES.values():
        images.put(one)
    library = first = with_bytes(data.draw(libraries()), images)
    found: list[Change] = []
    for _ in range(data.draw(st.integers(1, most))):
        kinds = data.draw(st.lists(st.sampled_from(WAYS), min_size=4, max_size=4))
        strategy = changes(library, *kinds)
        if strategy.is_empty:
            continue
        change = data.draw(strategy)
        try:
            after = apply(change, library, NOW)
        except CannotApply:
            continue
        if irreversible(change, library) is None and not _is_beyond_a_client(change, library):
            found.append(change)
            library = after
    return first, found, images


def _is_beyond_a_client(change: Change, library: Library) -> bool:
    if isinstance(change, SetPreferences) and any(not value for _, value in change.values):
        return True  # Plex writes no empty attribute, so that nobody can read it back
    if isinstance(change, SetPreferences):
        return any(name not in NAMES[library.items[change.key].type] for name, _ in change.values)
    if not isinstance(change, IdentityChange):
        return False
    item = library.items[change.key]
    # Of a list that is made again, a picture that was the server's own comes back as an upload: better than nothing.
    held = all(_SHA1.search(shelf.selected or "0" * 40) for shelf in item.images.values())
    return item.type not in MADE_BY_USERS or not held


def measure(library: Library) -> Restorable:
    """What a client can put back and read: the order of a collection shows only where it is sorted by hand."""
    whole = restorable(library)
    items = {name: tuple(map(_as_shown, found)) for name, found in whole.items.items()}
    return replace(whole, items=Map({name: tuple(sorted(found, key=repr)) for name, found in items.items()}))


def _as_shown(item: RestorableItem) -> RestorableItem:
    is_collection = dict(item.attributes).get("subtype") is not None
    return replace(item, held=tuple(sorted(item.held))) if is_collection else item


@few
@given(data=st.data())
def test_apply_then_undo_is_identity(data: st.DataObject) -> None:
    library, wanted, images = drawn(data)

    async def there_and_back() -> None:
        with tempfile.TemporaryDirectory() as folder:
            async with a_bench(library, Path(folder), images) as bench:
                for one in IMAGES.values():
                    bench.keep(one)
                done = await bench.apply(a_plan(library, wanted))
                assert [one for one in done.outcomes if not one.state.is_good] == []
                undone = await bench.undo(done.run)
                assert measure(bench.server.library) == measure(library), [
                    (one.words, one.state, one.reason) for one in undone.outcomes
                ]

    asyncio.run(there_and_back())


@few
@given(data=st.data())
def test_after_an_apply_nothing_is_left_to_do(data: st.DataObject) -> None:
    library, wanted, images = drawn(data, most=1)

    async def twice() -> None:
        with tempfile.TemporaryDirectory() as folder:
            async with a_bench(library, Path(folder), images) as bench:
                for one in IMAGES.values():
                    bench.keep(one)
                plan = a_plan(library, wanted)
                await bench.apply(plan)
                writes = bench.writes()
                again = await bench.apply(plan)
                # Where a collection is not sorted by hand, nobody can read whether a member was moved in it.
                unseen = [one for one in again.outcomes if one.state is State.ASKED]
                assert {one.state for one in again.outcomes} <= {State.ALREADY, State.ASKED}, again.outcomes
                assert len(bench.writes()) == len(writes) + len(unseen)

    asyncio.run(twice())
