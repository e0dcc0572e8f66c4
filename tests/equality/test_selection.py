"""The same items as real Kometa, definition by definition and in the same order; the same questions to a server.

The record (tests/golden/selection.json) is real Kometa's, made by tools/record_selection.py, so that this runs anywhere;
where Kometa is at hand, it is asked again.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tools.record_selection import GOLDEN, definitions_digest

from halley.location import Location
from halley.plex.ids import ItemType, SectionId
from halley.selection import View, parse_selection, select
from tests.equality.selection.choosing import halley_asks, halley_chooses
from tests.equality.selection.defaults import kometa_defaults
from tests.equality.selection.library import selection_library
from tests.equality.selection.running import all_definitions, kometa_chooses
from tests.support.kometa import Kometa


@pytest.fixture(scope="module")
def recorded() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return found


def differences(ours: dict[str, dict[str, list[int]]], real: dict[str, dict[str, list[int]]]) -> list[str]:
    return [
        f"{file}: {name}: {keys} where Kometa has {real[file].get(name)}"
        for file, chosen in ours.items()
        for name, keys in chosen.items()
        if keys != real[file].get(name)
    ]


def test_the_record_is_of_these_definitions(recorded: dict[str, Any]) -> None:
    assert recorded["definitions"] == definitions_digest(), "record anew: tools/record_selection.py"


def test_most_definitions_find_something(recorded: dict[str, Any]) -> None:
    found = [name for chosen in recorded["chosen"].values() for name, keys in chosen.items() if keys]
    assert len(found) > 1000


def test_every_definition_chooses_the_items_that_real_kometa_chose(recorded: dict[str, Any]) -> None:
    ours = halley_chooses(selection_library(), all_definitions(), datetime.fromisoformat(recorded["now"]))
    assert differences(ours, recorded["chosen"]) == []


def test_searches_ask_a_server_what_real_kometa_asked(recorded: dict[str, Any]) -> None:
    good, every = halley_asks(selection_library(), all_definitions(), datetime.fromisoformat(recorded["now"]))
    assert sorted(good - set(recorded["asked"])) == []
    assert sorted(set(recorded["asked"]) - every) == []


@pytest.mark.kometa
async def test_real_kometa_chooses_the_same_items_now(tmp_path: Path, kometa_home: Path, kometa_python: Path) -> None:
    run = await kometa_chooses(Kometa(kometa_home, kometa_python), tmp_path / "run")
    ours = halley_chooses(selection_library(), all_definitions(), run.now)
    assert differences(ours, run.chosen) == []
    assert sorted(halley_asks(selection_library(), all_definitions(), run.now)[0] - set(run.asked)) == []


@pytest.mark.kometa
async def test_definitions_of_its_default_files_choose_what_real_kometa_chose(
    tmp_path: Path, kometa_home: Path, kometa_python: Path
) -> None:
    library, now, told = await kometa_defaults(Kometa(kometa_home, kometa_python), tmp_path / "run")
    views = {ItemType.MOVIE: View(library, SectionId(1), now), ItemType.SHOW: View(library, SectionId(2), now)}
    compared = [one for one in told if {"plex_search", "plex_all"} & one.given.keys()]
    assert len(compared) > 200
    assert sum(bool(one.chosen) for one in compared) > 40
    different = []
    for one in compared:
        selection, _ = parse_selection(one.given, one.library, Location(one.name), now)
        ours = [] if selection is None else list(select(selection, views[one.library]).keys)
        if ours != one.chosen:
            different.append(f"{one.name}: {one.given}: {ours} where Kometa has {one.chosen}")
    assert different == []
