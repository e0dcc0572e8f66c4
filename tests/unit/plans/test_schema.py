"""docs/reference/plan.schema.json: it is what the vocabulary says, real plans hold to it, and broken ones do not."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from halley.changes import Change
from halley.changes.kinds import DeleteItem
from halley.files import describe_picture
from halley.plans import Backup, Plan, Step, write_plan
from halley.plans.schema import plan_schema
from halley.plex.ids import RatingKey
from tests.strategies import KINDS, any_change
from tests.support.schema import Schema, faults
from tests.unit.plans.test_stored import EMPTY, plans

PUBLISHED = Path(__file__).parents[3] / "docs" / "reference" / "plan.schema.json"
BACKUP = Backup("Movies Original Posters/101.jpg", None, describe_picture(b"original"))
Row = dict[str, object]
once = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def published() -> Schema:
    return cast("Schema", json.loads(PUBLISHED.read_text("utf-8")))


def row_of(plan: Plan, folder: Path) -> Row:
    return cast("Row", json.loads(write_plan(plan, folder).read_text("utf-8")))


def test_the_schema_that_is_published_is_the_one_of_the_vocabulary() -> None:
    assert published() == plan_schema(), f"write `plan_schema()` to {PUBLISHED.name}"


@once
@given(plan=plans())
def test_every_plan_holds_to_it(plan: Plan, tmp_path: Path) -> None:
    assert list(faults(row_of(plan, tmp_path), published())) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_kind_of_change_holds_to_it(kind: type[Change], data: st.DataObject, tmp_path: Path) -> None:
    step = Step(1, data.draw(any_change(kind)), "a change", backups=(BACKUP,))
    plan = replace(EMPTY, steps=(step,), tags={2_000_000_001: ("label", "Coast")})
    assert list(faults(row_of(plan, tmp_path), published())) == []


def _newer(row: Row) -> None:
    row["version"] = 2


def _without_steps(row: Row) -> None:
    del row["steps"]


def _elsewhere(row: Row) -> None:
    _step(row)["backups"] = [{"path": "../config.yml", "before": None, "after": None}]


def _unknown(row: Row) -> None:
    _step(row)["change"] = {"change": "FormatDisk", "key": 1}


def _no_number(row: Row) -> None:
    _step(row)["number"] = 0


def _half_a_difference(row: Row) -> None:
    _step(row)["differences"] = [["item", 1, "summary", "Old"]]


def _step(row: Row) -> Row:
    return cast("list[Row]", row["steps"])[0]


@pytest.mark.parametrize("broken", [_newer, _without_steps, _elsewhere, _unknown, _no_number, _half_a_difference])
def test_what_is_no_plan_does_not(broken: Callable[[Row], None], tmp_path: Path) -> None:
    row = row_of(replace(EMPTY, steps=(Step(1, DeleteItem(RatingKey(101)), "a change"),)), tmp_path)
    assert list(faults(row, published())) == []
    broken(row)
    assert list(faults(row, published()))
