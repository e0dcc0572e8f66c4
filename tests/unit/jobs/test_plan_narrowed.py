"""Plans of some items: as a person names them, so many, or the fewest that exercise every definition; and how far one is."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from halley.changes.kinds import UploadImage
from halley.errors import ConfigError
from halley.files import MemoryImages
from halley.jobs.engine import EngineName
from halley.jobs.means import Means
from halley.jobs.plan import PlanSettings, make_plan
from halley.plans import Plan
from halley.simulator import Simulator
from tests.builders import a_library, a_movie
from tests.support.previews import TOKEN, a_poster

CONFIG = """\
plex: {{url: "{url}", token: "{token}"}}
tmdb: {{apikey: demo}}
libraries:
  Movies:
    overlay_files: [{{file: "{folder}/overlays.yml"}}]
    collection_files: [{{file: "{folder}/collections.yml"}}]
"""
OVERLAYS = """\
overlays:
  4K:
    overlay: {name: text(4K), horizontal_offset: 15, horizontal_align: left, vertical_offset: 15, vertical_align: top}
    plex_search: {all: {resolution: 4K}}
  Late:
    overlay: {name: text(late), horizontal_offset: 15, horizontal_align: right, vertical_offset: 15, vertical_align: top}
    plex_search: {all: {year.gte: 1999}}
"""


@dataclass
class Bench:
    """A configuration over four films, and what was heard of progress."""

    folder: Path
    heard: list[tuple[str, int, int]] = field(default_factory=list)

    async def planned(self, engine: EngineName = "native", **narrowed: Any) -> Plan:
        means = Means(environment={"HOME": str(self.folder)}, offline=True)
        settings = PlanSettings(self.folder / "config.yml", engine=engine, means=means, **narrowed)
        return await make_plan(settings, self.folder / "plan", lambda *told: self.heard.append(told))


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    images = MemoryImages()
    films = [("Heat", 1995, "4k"), ("Ronin", 1998, "1080"), ("The Matrix", 1999, "1080"), ("Coast", 2001, "1080")]
    library = a_library(
        *(
            a_movie(title, key=number, year=year, resolution=resolution, poster=images.put(a_poster(number)))
            for number, (title, year, resolution) in enumerate(films, 101)
        )
    )
    async with Simulator(library, images, token=TOKEN) as server:
        (tmp_path / "config.yml").write_text(CONFIG.format(url=server.url, token=TOKEN, folder=tmp_path))
        (tmp_path / "overlays.yml").write_text(OVERLAYS)
        (tmp_path / "collections.yml").write_text("collections:\n  All:\n    plex_all: true\n    sync_mode: sync\n")
        yield Bench(tmp_path)


def posters(plan: Plan) -> set[int]:
    return {int(one.change.key) for one in plan.steps if isinstance(one.change, UploadImage)}


async def test_a_plan_of_named_items_is_about_these_alone(bench: Bench) -> None:
    plan = await bench.planned(items=("Heat (1995)", "104"))
    assert posters(plan) == {101, 104}


async def test_a_plan_of_a_sample_is_about_so_many(bench: Bench) -> None:
    plan = await bench.planned(sample=2)
    assert len(posters(plan)) <= 2
    assert any("about 2 items only" in one for one in plan.warnings)


async def test_a_plan_that_covers_every_definition_takes_few_items(bench: Bench) -> None:
    plan = await bench.planned(covers=True)
    assert posters(plan) in ({101, 103}, {101, 104})


async def test_a_narrowed_plan_is_overlays_alone(bench: Bench) -> None:
    """In a collection that is kept in step, all that the engine does not see would count as gone."""
    plan = await bench.planned(items=("Heat",))
    assert {one.kind for one in plan.steps} == {"UploadImage", "AddTags"}
    assert any("overlays alone" in one for one in plan.warnings)


async def test_an_item_that_is_not_there_is_told_and_nothing_is_planned(bench: Bench) -> None:
    with pytest.raises(ConfigError, match=r"did you mean .Heat"):
        await bench.planned(items=("Haet",))
    assert not (bench.folder / "plan" / "plan.json").exists()


async def test_it_is_told_how_many_posters_there_are_of_how_many(bench: Bench) -> None:
    await bench.planned()
    assert [one for one in bench.heard if one[0] == "posters"] == [("posters", count, 3) for count in (1, 2, 3)]


async def test_that_there_is_no_kometa_is_said_once_with_what_to_do(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("halley.engines.kometa.find._USUAL", ())
    plan = await bench.planned("auto", overlays_only=True)
    (told,) = [one for one in plan.warnings if "no Kometa" in one or "--kometa" in one or "not here" in one]
    assert told.startswith("there is no Kometa on this machine; Halley's own engine drew instead (point `--kometa`")
