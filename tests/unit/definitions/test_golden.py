"""What real Kometa made of our cases, recorded once, is what Halley makes of them."""

import json
import shutil
from pathlib import Path

import pytest

from tests.house.source import ROOT
from tests.unit.definitions.told import comparable, differences, job_of, told

CASES = sorted((ROOT / "tests" / "cases" / "definitions").glob("*.yml"))
FONT = ROOT / "tests" / "fonts" / "InterLatin.ttf"
GOLDEN = json.loads((ROOT / "tests" / "golden" / "templates.json").read_text("utf-8"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """As much of a Kometa as the cases ask for: a font of the usual name."""
    (tmp_path / "fonts").mkdir()
    shutil.copy(FONT, tmp_path / "fonts" / "Roboto-Medium.ttf")
    return tmp_path


def test_every_case_was_recorded() -> None:
    assert set(GOLDEN["cases"]) == {case.stem for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_case_comes_out_as_kometa_recorded_it(case: Path, home: Path) -> None:
    recorded = [comparable(one) for one in GOLDEN["cases"][case.stem]]
    assert not list(differences(recorded, told(job_of(case), home)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_attributes_come_in_the_order_in_which_kometa_has_them(case: Path, home: Path) -> None:
    recorded = [comparable(one) for one in GOLDEN["cases"][case.stem]]
    for kometa, halley in zip(recorded, told(job_of(case), home), strict=True):
        for (_, one), (_, other) in zip(kometa.get("definitions", []), halley.get("definitions", []), strict=True):
            assert [key for key, _ in one.get("attributes", [])] == [key for key, _ in other.get("attributes", [])]
