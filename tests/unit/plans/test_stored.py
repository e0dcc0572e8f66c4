"""A plan survives its file, and what is no plan is named in one sentence."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from halley.changes import CannotApply, apply, describe
from halley.changes.differences import differences
from halley.errors import ConfigError
from halley.files import describe_picture
from halley.plans import PLAN_FILE, VERSION, Identity, Origin, Plan, Source, Step, read_plan, write_plan
from halley.plex.ids import RatingKey
from tests.strategies import changes, libraries

SERVER = Identity("b1946ac9", "Attic", "1.41.0")
SOURCE = Source("config.yml", "ab" * 32, "native", "0.1.0")
EMPTY = Plan(SERVER, SOURCE, "2026-01-01T00:00:00Z")


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Plans of random Changes on random libraries."""
    library = draw(libraries())
    steps: list[Step] = []
    for _ in range(draw(st.integers(0, 3))):
        change = draw(changes(library))
        try:
            after = apply(change, library, 1_800_000_000)
        except CannotApply:
            continue
        steps.append(
            Step(
                len(steps) + 1,
                change,
                describe(change, library),
                differences(change, library, after),
                "Movies",
                Origin("Badge", "overlays.yml:3:5"),
                draw(st.sampled_from(["", "it deletes files"])),
                draw(st.sampled_from([None, describe_picture(b"before")])),
            )
        )
        library = after
    titles = {key: item.title for key, item in library.items.items()}
    return Plan(SERVER, SOURCE, "2026-01-01T00:00:00Z", ("Movies",), tuple(steps), titles, ("tmdb_list",), ("a warning",))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=plans())
def test_a_plan_survives_its_file(plan: Plan, tmp_path: Path) -> None:
    write_plan(plan, tmp_path)
    assert read_plan(tmp_path) == plan


def test_a_plan_is_read_by_its_file_as_well_as_by_its_folder(tmp_path: Path) -> None:
    assert read_plan(write_plan(EMPTY, tmp_path)) == EMPTY


def damaged(tmp_path: Path, **changed: object) -> Path:
    path = write_plan(EMPTY, tmp_path)
    path.write_text(json.dumps({**json.loads(path.read_text()), **changed}))
    return path


A_STEP: dict[str, object] = {
    "number": 1,
    "change": {"change": "Rate", "key": 1, "rating": 5.0},
    "words": "rates it",
    "library": "",
    "differences": [],
    "origin": {},
    "irreversible": "",
    "shown_before": None,
}
OF_A_PICTURE = {"sha256": "../../etc/passwd", "sha1": "a" * 40, "size": 1, "media_type": "image/png"}
UPLOAD = {"change": "UploadImage", "key": 1, "kind": "posters", "picture": OF_A_PICTURE}
BAD = {
    "a list of steps that is none": ({"steps": 5}, "expected a list"),
    "a step that is none": ({"steps": [5]}, "expected an object"),
    "a step out of order": ({"steps": [{**A_STEP, "number": 2}]}, "step 1: its number is 2"),
    "a step without a change": ({"steps": [{k: v for k, v in A_STEP.items() if k != "change"}]}, "'change' is missing"),
    "an unknown change": ({"steps": [{**A_STEP, "change": {"change": "Explode"}}]}, "'Explode' is no kind of change"),
    "a picture outside the folder": ({"steps": [{**A_STEP, "change": UPLOAD}]}, "is no picture"),
    "a difference of two": ({"steps": [{**A_STEP, "differences": [["item", 1]]}]}, "step 1"),
    "a server that is none": ({"server": {"machine_id": 5}}, "expected a text"),
    "a server with more to it": ({"server": {"machine_id": "a", "name": "b", "version": "c", "token": "d"}}, "token"),
    "titles of nothing": ({"titles": {"x": "Heat"}}, "invalid literal"),
}


@pytest.mark.parametrize(("changed", "said"), BAD.values(), ids=BAD)
def test_what_is_damaged_is_named(changed: dict[str, object], said: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is damaged") as caught:
        read_plan(damaged(tmp_path, **changed))
    assert said in str(caught.value)
    assert caught.value.hint


def test_a_plan_of_a_newer_version_asks_for_a_newer_halley(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="newer Halley"):
        read_plan(damaged(tmp_path, version=VERSION + 1))


@pytest.mark.parametrize("cut", [0, 1, 40, -1])
def test_half_a_plan_is_no_plan(cut: int, tmp_path: Path) -> None:
    path = write_plan(EMPTY, tmp_path)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(ConfigError, match="only a part of one"):
        read_plan(tmp_path)


def test_where_there_is_no_plan_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no plan"):
        read_plan(tmp_path / "nowhere")
    (tmp_path / PLAN_FILE).mkdir()
    with pytest.raises(ConfigError, match="cannot be read"):
        read_plan(tmp_path)


def test_titles_stand_by_rating_key(tmp_path: Path) -> None:
    plan = Plan(SERVER, SOURCE, "2026-01-01T00:00:00Z", titles={RatingKey(7): "Heat"})
    write_plan(plan, tmp_path)
    assert read_plan(tmp_path).titles == {7: "Heat"}
