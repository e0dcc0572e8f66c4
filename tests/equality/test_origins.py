"""Plans of real Kometa say where each Change comes from: the definition that asked for it, with its place in its file."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from halley.changes.kinds import AddTags, CreateCollection, DeleteItem, UploadImage
from halley.jobs.means import Means
from halley.jobs.plan import PlanSettings, make_plan
from halley.plans import Plan, Step
from halley.simulator import Simulator
from tests.equality.library import equality_library, lay_out
from tests.support.kometa import an_outside

pytestmark = pytest.mark.kometa
TOKEN = "the-real-token-of-the-server"
CONFIG = """\
plex: {{url: "{url}", token: "{token}", timeout: 60, clean_bundles: false, empty_trash: false, optimize: false}}
tmdb: {{apikey: demo, language: en}}
settings: {{cache: false, overlay_artwork_filetype: jpg, run_again_delay: 0}}
libraries:
"""
ALL = """\
  Movies:
    collection_files:
      - file: collections.yml
      - folder: more
    metadata_files:
      - file: metadata.yml
    overlay_files:
      - default: resolution
      - file: few.yml
    settings: {asset_directory: assets, asset_folders: false}
    operations:
      assets_for_all: true
      genre_mapper: {Adventure: Travel}
      mass_audience_rating_update: plex_tmdb
      delete_collections: {configured: false}
  Series:
    library_name: Shows
    metadata_files:
      - file: show.yml
    overlay_files:
      - file: episodes.yml
playlist_files:
  - file: playlists.yml
"""
SAME_NAME = """\
collections:
  Of This Century:
    plex_search: {all: {year.gte: 2020}}
"""


async def planned(folder: Path, libraries: str, kometa: Path, python: Path) -> Plan:
    """The plan of a configuration for the library of the equality tests, by real Kometa; the folder has the cases' files."""
    loaded = equality_library()
    async with (
        an_outside(loaded.library) as outside,
        Simulator(loaded.library, loaded.images, token=TOKEN) as server,
    ):
        config = folder / "config.yml"
        config.write_text(CONFIG.format(url=server.url, token=TOKEN) + libraries, "utf-8")
        means = Means(kometa, {}, kometa_python=python, sandbox="none", outside=outside.url)
        return await make_plan(PlanSettings(config, engine="kometa", means=means), folder / "plan", lambda *_: None)


def origins(steps: Iterable[Step], folder: Path) -> set[tuple[str, str]]:
    """The definitions of steps, with their places below the folder."""
    return {(name, where.replace(f"{folder}/", "")) for step in steps for name, where in step.origin.definitions}


def about(plan: Plan, word: str) -> list[Step]:
    found = [step for step in plan.steps if word in step.words]
    assert found, word
    return found


def line_of(file: Path, text: str) -> str:
    """The place of a key, as an editor finds it."""
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if line.strip().removesuffix(":") == text or line.strip().startswith(f"{text}: "):
            return f"{number}:{len(line) - len(line.lstrip()) + 1}"
    raise AssertionError(text)


async def test_each_step_names_the_definition_that_asked_for_it_with_its_place(
    kometa_home: Path, kometa_python: Path, tmp_path: Path
) -> None:
    lay_out(tmp_path)
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "again.yml").write_text(SAME_NAME.replace("Of This Century", "Of Late Years"), "utf-8")
    plan = await planned(tmp_path, ALL, kometa_home, kometa_python)
    assert [step.words for step in plan.steps if not step.origin.definition] == []
    assert all(step.origin.request for step in plan.steps)

    def placed(name: str, file: str, key: str = "") -> tuple[str, str]:
        return name, f"{file}:{line_of(tmp_path / file, key or name)}"

    assert origins(about(plan, "summary of collection 'Of This Century'"), tmp_path) == {
        placed("Of This Century", "collections.yml")
    }
    assert origins(about(plan, "'Of Late Years'"), tmp_path) == {placed("Of Late Years", "more/again.yml")}
    # What a definition does to its items is its own, too.
    assert origins(about(plan, "Chosen By Hand added to Slow Orbit"), tmp_path) == {placed("By Hand", "collections.yml")}
    made = [one for one in plan.steps if isinstance(one.change, CreateCollection) and one.change.title.endswith(" Films")]
    assert len(made) > 3
    assert origins(made, tmp_path) == {placed("Genres", "collections.yml")}
    assert origins(about(plan, "tagline of Ninth Quay"), tmp_path) == {placed("first", "metadata.yml")}
    assert origins(about(plan, "North, Truly"), tmp_path) >= {placed("The Cartographers", "show.yml")}
    assert origins(about(plan, "playlist 'Watch in Order'"), tmp_path) == {placed("Watch in Order", "playlists.yml")}
    assert origins(about(plan, "Travel added"), tmp_path) == {
        placed("operations > genre_mapper", "config.yml", "genre_mapper")
    }
    deleted = [step for step in plan.steps if isinstance(step.change, DeleteItem)]
    assert origins(deleted, tmp_path) == {placed("operations > delete_collections", "config.yml", "delete_collections")}
    rated = origins(about(plan, "audienceRating of Second Curtain"), tmp_path)
    assert rated == {placed("operations > mass_audience_rating_update", "config.yml", "mass_audience_rating_update")}


async def test_pictures_come_from_overlay_definitions_and_from_files_of_the_users(
    kometa_home: Path, kometa_python: Path, tmp_path: Path
) -> None:
    lay_out(tmp_path)
    plan = await planned(tmp_path, ALL, kometa_home, kometa_python)
    uploads = [step for step in plan.steps if isinstance(step.change, UploadImage)]
    asset = f"assets/{next((tmp_path / 'assets').iterdir()).name}"
    own = [step for step in uploads if ("picture", asset) in origins([step], tmp_path)]
    assert [step.words.partition(" replaced")[0] for step in own] == ["poster of Ninth Quay (1987)"]
    assert ("operations > assets_for_all", f"config.yml:{line_of(tmp_path / 'config.yml', 'assets_for_all')}") in origins(
        own, tmp_path
    )
    drawn = [step for step in uploads if step not in own]
    places = {where.partition(":")[0] for _, where in origins(drawn, tmp_path)}
    assert places == {"config.yml", "few.yml", "episodes.yml"}
    named = {where for _, where in origins(drawn, tmp_path) if where.startswith("config.yml")}
    assert named == {f"config.yml:{line_of(tmp_path / 'config.yml', '- default')[:-1]}9: default: resolution"}
    runtime = {place for place in origins(drawn, tmp_path) if place[0] == "Runtime"}
    assert runtime == {("Runtime", f"few.yml:{line_of(tmp_path / 'few.yml', 'Runtime')}")}
    labelled = [step for step in plan.steps if isinstance(step.change, AddTags) and "Overlay" in step.change.tags]
    assert all(step.origin.definition for step in labelled)


async def test_of_two_files_with_one_name_steps_name_the_one_that_kometa_took(
    kometa_home: Path, kometa_python: Path, tmp_path: Path
) -> None:
    lay_out(tmp_path)
    (tmp_path / "again.yml").write_text(SAME_NAME, "utf-8")
    libraries = "  Movies:\n    collection_files:\n      - file: again.yml\n      - file: collections.yml\n"
    plan = await planned(tmp_path, libraries, kometa_home, kometa_python)
    assert origins(about(plan, "'Of This Century'"), tmp_path) == {("Of This Century", "again.yml:2:3")}
    assert origins(about(plan, "'Newest First'"), tmp_path) == {
        ("Newest First", f"collections.yml:{line_of(tmp_path / 'collections.yml', 'Newest First')}")
    }
