"""Bad input: for each film what real Kometa makes of it, in a better sentence, and the run goes on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from halley.simulator import Simulator
from tests.equality.bad_input import CASES, bad_library, outcomes, write_bad_files
from tests.equality.engines import configuration, preview_with
from tests.support.kometa import an_outside
from tests.support.previews import TOKEN, Desk

EXPECTED = {case.name: case.outcome for case in CASES}


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk for a server of films each of which has something wrong with it."""
    loaded = bad_library()
    async with Simulator(loaded.library, loaded.images, token=TOKEN) as server:
        found = Desk(tmp_path, server)
        found.write_config(configuration({"Movies": [f"file: {write_bad_files(tmp_path)}"]}))
        yield found


async def test_our_engine_gives_each_film_its_outcome_and_says_why(desk: Desk) -> None:
    async with an_outside() as outside:
        native = await preview_with("native", desk, desk.job, "--outside", outside.url)

    assert outcomes(native.posters) == EXPECTED
    log = (desk.job / "logs" / "kometa.log").read_text("utf-8")
    silent = [case.name for case in CASES if case.says and not _tells(log, case.name, case.says)]
    assert silent == []
    assert "Traceback" not in log


@pytest.mark.kometa
async def test_it_is_the_outcome_of_real_kometa(desk: Desk, kometa_home: Path, kometa_python: Path) -> None:
    desk.environment = {"HALLEY_KOMETA": str(kometa_home), "HALLEY_KOMETA_PYTHON": str(kometa_python)}
    async with an_outside() as outside:
        kometa = await preview_with("kometa", desk, desk.folder / "job-kometa", "--outside", outside.url)
        native = await preview_with("native", desk, desk.job, "--outside", outside.url)

    assert outcomes(kometa.posters) == EXPECTED
    assert native.posters == kometa.posters


def _tells(log: str, name: str, words: str) -> bool:
    """Whether one line speaks of the case in these words."""
    return any(name in line and words in line for line in log.splitlines())
