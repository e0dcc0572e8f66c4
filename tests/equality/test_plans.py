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
from tests.equality.library import equality_library
from tests.equality.sides import a_side, sides
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
SMART_LABELS = Case(
    "smart-labels",
    frozenset({"AddTags", "CreateCollection"}),
    movies="collection_files:\n  - file: {folder}/smart_labels.yml",
)


@pytest.fixture(scope="module")
def kometa(request: pytest.FixtureRequest) -> Kometa:
    return Kometa(request.getfixturevalue("kometa_home"), request.getfixturevalue("kometa_python"))


@pytest.mark.parametrize("case", MATRIX, ids=lambda case: case.name)
async def test_a_plan_ends_where_kometa_ends_and_is_taken_back(case: Case, kometa: Kometa, tmp_path: Path) -> None:
    engines: tuple[EngineName, ...] = ("kometa", "native") if case.name in OF_OVERLAYS else ("kometa",)
    async with an_outside() as outside, sides(tmp_path, outside, equality_library, kometa, engines) as all_sides:
        first = all_sides.held()
        for step in case.steps:
            await all_sides.there(step.config(), passed=PASSED.get(step.name, ()))
            is_empty = step.name in WITHOUT_EFFECT
            assert {side.plans[-1].is_empty for side in all_sides.planned.values()} == {is_empty}
        if case.name not in UNSETTLED:
            await all_sides.is_settled(case.steps[-1].config())
        assert all_sides.held() != first
        await all_sides.back(first)


async def test_rules_of_smart_collections_name_labels_that_the_plan_makes(kometa: Kometa, tmp_path: Path) -> None:
    async with an_outside() as outside, sides(tmp_path, outside, equality_library, kometa, ("kometa",)) as all_sides:
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
    async with an_outside() as outside, a_side(tmp_path / "planned", outside, equality_library) as side:
        await side.plan(case.config(), kometa)
    (plan,) = side.plans
    drawn = [one for one in plan.steps if isinstance(one.change, UploadImage)]
    assert drawn
    assert all(one.origin.definition for one in drawn)
    assert plan.unsupported == ("Movies > radarr: it has to do with more than the server",)
