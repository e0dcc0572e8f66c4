"""Searches asked of the server itself: each distinct one once, its answer in the place of ours."""

from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

from halley.config import load_configuration
from halley.files import MemoryImages
from halley.jobs.means import Means
from halley.jobs.planning import PlannedLibrary, open_planner
from halley.jobs.searches import FilterPlace
from halley.plex.client import PlexClient
from halley.plex.ids import SectionId
from halley.secrets import Secret
from halley.simulator import Simulator
from tests.builders import a_library, a_movie
from tests.support.contrary import ContrarySimulator, refusing, without
from tests.support.previews import CONFIG, TOKEN, Desk

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
PLACE = "horizontal_offset: 0, vertical_offset: 0"
FOURS = f"""\
overlays:
  4K:
    overlay: {{name: text(4K), {PLACE}}}
    plex_search: {{all: {{resolution: 4k}}}}
  Also 4K:
    overlay: {{name: text(Also), {PLACE}}}
    plex_search: {{all: {{resolution: 4k}}}}
  Old:
    overlay: {{name: text(Old), {PLACE}}}
    plex_search: {{any: {{year.lt: 1996, title: Ronin}}, sort_by: year.desc}}
  Nothing:
    overlay: {{name: text(No), {PLACE}}}
    plex_search: {{all: {{genre: Unheard of}}}}
"""
SHELF = (
    a_movie("Heat", key=101, year=1995, resolution="4k"),
    a_movie("Ronin", key=102, year=1998, resolution="1080"),
    a_movie("The Matrix", key=103, year=1999, resolution="4k"),
)


def a_simulator() -> Simulator:
    return Simulator(a_library(*SHELF), MemoryImages(), token=TOKEN)


async def planned(folder: Path, server: Simulator, filters: FilterPlace) -> PlannedLibrary:
    here = Desk(folder, server)
    here.write_config(CONFIG.split("  TV Shows:")[0])
    (here.config.parent / "overlays.yml").write_text(FOURS)
    async with (
        PlexClient(server.url, Secret(TOKEN)) as reader,
        open_planner(load_configuration(here.config, {}), reader, Means(filters=filters)) as planner,
    ):
        (section,) = [one for one in await reader.sections() if one.id == SectionId(1)]
        return await planner.library(section, NOW)


def reached(found: PlannedLibrary) -> dict[str, list[str]]:
    return {one.item.title: [each.name for each in one.found_by] for one in found.decided.planned}


def searched(server: Simulator) -> list[str]:
    """The searches that the server heard, as opposed to the listings from which a library is read."""
    return [one.target for one in server.requests if "/sections/1/all" in one.target and "sort=" in one.target]


async def test_both_answer_the_same_and_only_one_of_them_asks(tmp_path: Path) -> None:
    found = {}
    for filters in get_args(FilterPlace):
        async with a_simulator() as server:
            found[filters] = reached(await planned(tmp_path, server, filters))
            assert len(searched(server)) == (2 if filters == "server" else 0)
    assert found["memory"] == found["server"]
    assert found["server"] == {"Heat": ["4K", "Also 4K", "Old"], "Ronin": ["Old"], "The Matrix": ["4K", "Also 4K"]}


async def test_what_the_server_answers_counts_where_it_is_asked(tmp_path: Path) -> None:
    async with ContrarySimulator(a_library(*SHELF), None, TOKEN, without("resolution", "4k")) as server:
        assert reached(await planned(tmp_path, server, "memory"))["Ronin"] == ["Old"]
        assert reached(await planned(tmp_path, server, "server"))["Ronin"] == ["4K", "Also 4K", "Old"]


async def test_a_search_that_the_server_refuses_finds_nothing_and_is_told(tmp_path: Path) -> None:
    async with ContrarySimulator(a_library(*SHELF), None, TOKEN, refusing("year<<")) as server:
        found = await planned(tmp_path, server, "server")
    assert reached(found) == {"Heat": ["4K", "Also 4K"], "The Matrix": ["4K", "Also 4K"]}
    assert any("the server refused the search: the Plex server answered 400" in one for one in found.decided.problems)
