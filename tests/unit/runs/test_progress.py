"""How far a run is, told while it goes on."""

import asyncio
from pathlib import Path

from halley.changes.kinds import AddTags
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.tags import TagKind
from tests.builders import a_library, a_movie
from tests.support.runs import a_bench, a_plan


def test_every_answer_is_told_even_where_all_steps_are_of_one_wave(tmp_path: Path) -> None:
    keys = range(101, 131)
    library = a_library(*(a_movie(f"Film {key}", key=key) for key in keys))
    wanted = [AddTags(SectionId(1), ItemType.MOVIE, (RatingKey(key),), TagKind.LABEL, (f"New {key}",)) for key in keys]
    told: list[tuple[str, int, int]] = []

    async def applied() -> None:
        async with a_bench(library, tmp_path) as bench:
            await bench.apply(a_plan(library, wanted), progress=lambda *words: told.append(words))

    asyncio.run(applied())
    counts = [(done, total) for stage, done, total in told if stage == "applying"]
    assert sorted(set(counts)) == [(done, 30) for done in range(31)]
    assert counts == sorted(counts)
