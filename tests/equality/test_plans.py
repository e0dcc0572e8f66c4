"""A plan that is carried out ends where Kometa directly ends; taken back, it ends where it began.

Kometa runs straight against one simulator. Before others, equal ones, an engine each makes a plan of the same configuration,
which must not change them, and the plan is carried out; all must hold the same then, picture bytes included, and so must the
folders of originals. Another plan has nothing to do. Undone, they hold what they held. A case of several steps is as many
plans and as many runs, of which the last is taken back first.
"""

from pathlib import Path

import pytest

from halley.changes.kinds import CreateCollection, UploadImage
from halley.jobs.engine import EngineName
from halley.sandbox.box import Wish
from tests.equality.library import equality_library
from tests.equality.sides import Planner, a_side, engines, sides
from tests.equality.test_kometa import MATRIX, Case
from tests.support.kometa import Kometa, an_outside

pytestmark = pytest.mark.kometa
OF_OVERLAYS = frozenset(case.name for case in MATRIX if case.name.startswith("overlays"))
UNSETTLED = frozenset({"everything-at-once"})
"""Its metadata give a genre of which a second run of Kometa makes one more collection."""
WITHOUT_EFFECT = frozenset({"again"})
"""Steps that draw once more what stands there already: the plan sees that it is the same."""
PASSED = {"tidy": ("deletions-share",)}
"""Steps that a guard holds up: nearly all collections go."""
LEFT = {
    "collections": ("Movies > collection_files",),
    "collections-that-change": ("Movies > collection_files",),
    "collections-of-shows": ("Shows > collection_files",),
    "metadata": ("Movies > metadata_files", "Shows > metadata_files"),
    "pictures": ("Movies > metadata_files",),
    "operations": ("Movies > operations",),
    "operations-that-tidy": ("Movies > collection_files",),
    "tidy": ("Movies > operations",),
    "playlists": ("playlist_files",),
    "playlists-that-change": ("playlist_files",),
    "everything-at-once": (
        *("Movies > collection_files", "Movies > metadata_files", "Shows > metadata_files"),
        "playlist_files",
    ),
}
"""What of each step our own engine leaves to Kometa."""
DRAWING = OF_OVERLAYS | {"fewer", "again", "everything-at-once"}
"""Steps with overlays to be drawn on the library as it is at first."""
DEADLY = """\
import os, pathlib, runpy, sys
import requests

sent, posters = requests.Session.send, 0

def send(session, request, **words):
    global posters
    answer = sent(session, request, **words)
    posters += request.method == "POST" and "/posters" in request.url
    if posters == {uploads}:
        os._exit(3)
    return answer

requests.Session.send = send
sys.argv = sys.argv[1:]
sys.path[0] = str(pathlib.Path(sys.argv[0]).parent)
runpy.run_path(sys.argv[0], run_name="__main__")
"""
SMART_LABELS = Case(
    "smart-labels",
    frozenset({"AddTags", "CreateCollection"}),
    movies="collection_files:\n  - file: {folder}/smart_labels.yml",
)


@pytest.fixture(scope="module")
def kometa(request: pytest.FixtureRequest) -> Kometa:
    return Kometa(request.getfixturevalue("kometa_home"), request.getfixturevalue("kometa_python"))


@pytest.mark.parametrize("case", [one for one in MATRIX if one.name not in UNSETTLED], ids=lambda case: case.name)
async def test_a_plan_ends_where_kometa_ends_and_is_taken_back(case: Case, kometa: Kometa, tmp_path: Path) -> None:
    names: tuple[EngineName, ...] = ("kometa", "native") if case.name in OF_OVERLAYS else ("kometa",)
    planners = engines(kometa, *names)
    async with an_outside() as outside, sides(tmp_path, outside, equality_library, kometa, planners) as all_sides:
        first = all_sides.held()
        for step in case.steps:
            await all_sides.there(step.config(), passed=PASSED.get(step.name, ()))
            is_empty = step.name in WITHOUT_EFFECT
            assert {side.plans[-1].is_empty for side in all_sides.planned.values()} == {is_empty}
        await all_sides.is_settled(case.steps[-1].config())
        assert all_sides.held() != first
        await all_sides.back(first)


@pytest.mark.parametrize("case", MATRIX, ids=lambda case: case.name)
async def test_a_plan_of_our_own_engine_names_all_that_it_leaves_to_kometa(
    case: Case, kometa: Kometa, tmp_path: Path
) -> None:
    async with an_outside() as outside, a_side(tmp_path, outside, equality_library, Planner("native", kometa)) as side:
        for step in case.steps:
            await side.plan(step.config())
            left = LEFT.get(step.name, LEFT.get(case.name, ()))
            assert side.plans[-1].unsupported == tuple(f"{one}: it needs real Kometa" for one in left)
            assert {one.kind for one in side.plans[-1].steps} <= {"UploadImage", "SelectImage", "AddTags", "RemoveTags"}
            assert side.plans[-1].is_empty == (step.name not in DRAWING)


async def test_of_everything_at_once_our_own_engine_plans_what_kometa_does_with_overlays_alone(
    kometa: Kometa, tmp_path: Path
) -> None:
    (case,) = (one for one in MATRIX if one.name == "everything-at-once")
    async with (
        an_outside() as outside,
        sides(tmp_path, outside, equality_library, kometa, engines(kometa, "native")) as all_sides,
    ):
        first = all_sides.held()
        await all_sides.there(case.config(), "--overlays-only")
        await all_sides.is_settled(case.config())
        await all_sides.back(first)


async def test_a_second_plan_holds_what_a_second_run_of_kometa_changes_and_nothing_else(
    kometa: Kometa, tmp_path: Path
) -> None:
    """The metadata give a genre, of which the next run makes one more collection."""
    (case,) = (one for one in MATRIX if one.name in UNSETTLED)
    async with (
        an_outside() as outside,
        sides(tmp_path, outside, equality_library, kometa, engines(kometa, "kometa")) as all_sides,
    ):
        first = all_sides.held()
        await all_sides.there(case.config())
        before = all_sides.direct.held().library.items
        await all_sides.there(case.config())
        after = all_sides.direct.held().library.items
        (added,) = (name for name in after if before.get(name) != after[name])
        assert added == "collection 'Made Up Genre Films' of section 1"
        assert set(before) == set(after) - {added}
        plan = all_sides.planned["kometa"].plans[-1]
        assert {plan.titles[one.number] for step in plan.steps for one in step.differences} == {"Made Up Genre Films"}  # type: ignore[index]
        assert [one.kind for one in plan.steps] == ["CreateCollection", "AddTags"]
        await all_sides.is_settled(case.config())
        await all_sides.back(first)


async def test_whoever_is_at_hand_plans_and_all_end_where_kometa_ends(kometa: Kometa, tmp_path: Path) -> None:
    """Kometa where there is one; ours where its Python is missing; both where it dies over its work."""
    (case,) = (one for one in MATRIX if one.name == "overlays-taken-away")
    dying = a_python_that_dies(tmp_path, kometa.python, uploads=5)
    pythons = {"kometa": kometa.python, "native": tmp_path / "no-python", "kometa, then native": dying}
    planners = [Planner("auto", Kometa(kometa.home, python), name=name) for name, python in pythons.items()]
    async with an_outside() as outside, sides(tmp_path / "sides", outside, equality_library, kometa, planners) as all_sides:
        first = all_sides.held()
        for step in case.steps:
            await all_sides.there(step.config())
            assert {name: side.plans[-1].source.engine for name, side in all_sides.planned.items()} == {
                name: name for name in pythons
            }
        await all_sides.is_settled(case.steps[-1].config())
        await all_sides.back(first)


@pytest.mark.parametrize(
    "sandbox",
    [
        pytest.param("bubblewrap", marks=pytest.mark.needs("bubblewrap")),
        pytest.param("container", marks=pytest.mark.needs("podman")),
    ],
)
async def test_a_plan_that_kometa_makes_in_a_sandbox_ends_where_it_ends_outside(
    sandbox: Wish, kometa: Kometa, tmp_path: Path
) -> None:
    (case,) = (one for one in MATRIX if one.name == "everything-at-once")
    planners = (Planner("kometa", kometa, sandbox, name=sandbox),)
    async with an_outside() as outside, sides(tmp_path, outside, equality_library, kometa, planners) as all_sides:
        first = all_sides.held()
        await all_sides.there(case.config())
        assert all_sides.held() != first
        await all_sides.back(first)


def a_python_that_dies(folder: Path, python: Path, uploads: int) -> Path:
    """A Python in which a program is dead once the server took that many posters from it, before it can do any more."""
    deadly = folder / "deadly.py"
    deadly.write_text(DEADLY.format(uploads=uploads), "utf-8")
    program = folder / "python"
    program.write_text(f'#!/bin/sh\n[ "$1" = -u ] || exec {python} "$@"\nshift\nexec {python} -u {deadly} "$@"\n', "utf-8")
    program.chmod(0o755)
    return program


async def test_rules_of_smart_collections_name_labels_that_the_plan_makes(kometa: Kometa, tmp_path: Path) -> None:
    async with (
        an_outside() as outside,
        sides(tmp_path, outside, equality_library, kometa, engines(kometa, "kometa")) as all_sides,
    ):
        first = all_sides.held()
        await all_sides.there(SMART_LABELS.config())
        await all_sides.is_settled(SMART_LABELS.config())
        (plan,) = all_sides.planned["kometa"].plans
        assert {("label", "Of Old"), ("label", "Of Late")} <= set(plan.tags.values())
        asked = [one.change.query or "" for one in plan.steps if isinstance(one.change, CreateCollection)]
        assert len(asked) == 2
        assert all(any(str(number) in query for number in plan.tags) for query in asked)
        await all_sides.back(first)


async def test_a_plan_of_kometas_names_the_definitions_that_draw_and_what_is_not_in_it(
    kometa: Kometa, tmp_path: Path
) -> None:
    case = Case(
        "few",
        frozenset(),
        movies="overlay_files:\n  - file: {folder}/few.yml\nradarr: {url: http://127.0.0.1:1, token: abc}",
    )
    async with an_outside() as outside, a_side(tmp_path, outside, equality_library, Planner("kometa", kometa)) as side:
        await side.plan(case.config())
    (plan,) = side.plans
    drawn = [one for one in plan.steps if isinstance(one.change, UploadImage)]
    assert drawn
    assert all(one.origin.definition for one in drawn)
    assert plan.unsupported == ("Movies > radarr: it has to do with more than the server",)
