"""Plans of the other configurations of the equality tests: default files, music, downloads, and runs one after the other.

As in `test_plans`: Kometa runs directly against one server, both engines plan before equal ones, and what is carried out
must end where Kometa ends, pictures and originals included; another plan has nothing to do; taken back, all is as it was.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from halley.changes import apply
from halley.changes.kinds import SelectImage
from halley.plex.ids import RatingKey
from halley.plex.images import ImageKind, Shelf
from halley.plex.items import Item
from halley.simulator import LoadedLibrary
from tests.equality import test_downloads as downloads
from tests.equality import test_native as native
from tests.equality import test_runs as runs
from tests.equality.engines import configuration
from tests.equality.library import equality_library
from tests.equality.music import music_library
from tests.equality.sides import Side, Sides, engines, sides
from tests.equality.test_defaults import ALL_DEFAULTS, OUTSIDE, VARIED
from tests.equality.wide import wide_library
from tests.support.kometa import Kometa, an_outside

pytestmark = pytest.mark.kometa
BOTH = ("kometa", "native")
FOLDER = "{folder}"


@pytest.fixture(scope="module")
def kometa(request: pytest.FixtureRequest) -> Kometa:
    return Kometa(request.getfixturevalue("kometa_home"), request.getfixturevalue("kometa_python"))


async def there_and_back(all_sides: Sides, config: str, least: int) -> None:
    """Plan, apply, plan again, and undo; at least so many posters must have been drawn."""
    first = all_sides.held()
    await all_sides.there(config)
    for side in all_sides.planned.values():
        assert sum(one.kind == "UploadImage" for one in side.plans[-1].steps) >= least
    await all_sides.is_settled(config)
    await all_sides.back(first)


@pytest.mark.parametrize("case", native.CASES, ids=lambda case: case.name.replace(" ", "-"))
async def test_overlay_files_are_planned_by_both_engines(case: native.Case, kometa: Kometa, tmp_path: Path) -> None:
    config = case.config("{url}", Path(FOLDER)).replace(native.TOKEN, "{token}")
    async with (
        an_outside() as outside,
        sides(tmp_path, outside, equality_library, kometa, engines(kometa, *BOTH)) as all_sides,
    ):
        await there_and_back(all_sides, config, 4)


@pytest.mark.parametrize(
    ("files", "least"),
    [
        pytest.param(ALL_DEFAULTS, 85, id="all-of-them"),
        pytest.param(VARIED, 90, id="with-template-variables"),
        pytest.param(OUTSIDE, 90, id="ratings-and-filters-of-other-sites"),
    ],
)
async def test_default_files_are_planned_by_both_engines(
    files: dict[str, list[str]], least: int, kometa: Kometa, tmp_path: Path
) -> None:
    config = configuration(files).replace("{files}", FOLDER)
    async with (
        an_outside(wide_library().library) as outside,
        sides(tmp_path, outside, wide_library, kometa, engines(kometa, *BOTH)) as all_sides,
    ):
        await there_and_back(all_sides, config, least)


async def test_music_is_planned_by_both_engines(kometa: Kometa, tmp_path: Path) -> None:
    config = configuration({"Music": ["file: {folder}/music.yml"]})
    async with an_outside() as outside, sides(tmp_path, outside, music_library, kometa, engines(kometa, *BOTH)) as all_sides:
        await there_and_back(all_sides, config, 4)


async def test_what_lies_at_addresses_is_planned_by_both_engines(kometa: Kometa, tmp_path: Path) -> None:
    config = downloads.CONFIG.replace("TV Shows", "Shows")
    async with (
        an_outside(internet=downloads.Shelves()) as outside,
        sides(tmp_path, outside, equality_library, kometa, engines(kometa, *BOTH)) as all_sides,
    ):
        all_sides.everywhere(lambda side: (side.folder / "own.yml").write_text(downloads.OWN, "utf-8"))
        await there_and_back(all_sides, config, 12)


def without_poster(library: Callable[[], LoadedLibrary]) -> Callable[[], LoadedLibrary]:
    """The library with a season that shows no picture of its own."""

    def made() -> LoadedLibrary:
        loaded = library()
        season = loaded.library.items[runs.SEASON].with_shelf(ImageKind.POSTER, Shelf())
        return LoadedLibrary(loaded.library.with_item(season), loaded.images)

    return made


class Following:
    """Runs that follow one another: the same words and files everywhere, as in `test_runs`, without Kometa's memory.

    A plan remembers nothing: it draws whatever a run of Kometa without its cache draws.
    """

    def __init__(self, all_sides: Sides) -> None:
        self._sides = all_sides
        self._words = {"OFFSET": "500", "YEAR": "2021", "SINCE": "1995", "TOP": "20"}
        self.badge("poster.png")

    def badge(self, name: str) -> None:
        """Let the picture of the badge be that one."""
        self._sides.everywhere(lambda side: (side.folder / "badge.png").write_bytes((side.folder / name).read_bytes()))

    async def run(self, orders: str = "", **words: str) -> str:
        """Plan and apply a step everywhere, and hold that all end alike; the configuration of it."""
        self._words |= words
        for side in self._sides.all:
            text = runs.written(runs.OVERLAYS, {**self._words, FOLDER: str(side.folder)})
            (side.folder / "runs.yml").write_text(text, "utf-8")
        config = runs.CONFIG.replace("ORDERS", orders).replace("cache: true", "cache: false")
        await self._sides.there(config)
        return config

    def person(self, key: RatingKey, change: Callable[[Item], Item]) -> None:
        """Somebody changes an item on every server."""

        def deed(side: Side) -> None:
            library = side.server.state.library
            side.server.state.library = library.with_item(change(library.items[key]))

        self._sides.everywhere(deed)

    def selects_first(self, key: RatingKey) -> None:
        """Somebody chooses an item's first poster on every server."""

        def deed(side: Side) -> None:
            library = side.server.state.library
            first = library.items[key].shelf(ImageKind.POSTER).entries[0].name
            side.server.state.library = apply(SelectImage(key, ImageKind.POSTER, first), library, 1_800_000_000)

        self._sides.everywhere(deed)


async def test_runs_that_follow_one_another_are_planned_and_all_taken_back(kometa: Kometa, tmp_path: Path) -> None:
    library = without_poster(equality_library)
    async with an_outside() as outside, sides(tmp_path, outside, library, kometa, engines(kometa, *BOTH)) as all_sides:
        first, following = all_sides.held(), Following(all_sides)
        await following.run()
        await following.run(OFFSET="520", SINCE="2004", YEAR="1700")
        await following.run(TOP="40")
        following.badge("background.png")
        await following.run()
        await all_sides.is_settled(await following.run("reapply_overlays: true"))
        config = await following.run("remove_overlays: true")
        await all_sides.is_settled(config)
        assert {len(side.runs) for side in all_sides.planned.values()} == {6}
        await all_sides.back(first)


async def test_what_a_person_changes_between_runs_is_planned_on(kometa: Kometa, tmp_path: Path) -> None:
    async with (
        an_outside() as outside,
        sides(tmp_path, outside, equality_library, kometa, engines(kometa, *BOTH)) as all_sides,
    ):
        following = Following(all_sides)
        await following.run()
        following.person(runs.QUAY, lambda item: item.with_attribute("audienceRating", "8.5"))
        following.person(runs.COAST, lambda item: item.with_attribute("duration", "6000000"))
        following.person(runs.KING, runs.in_4k)
        following.selects_first(runs.MOONS)
        for side in all_sides.planned.values():
            side.runs.clear()
        before = all_sides.held()
        await all_sides.is_settled(await following.run())
        assert all_sides.held() != before
        await all_sides.back(before)
