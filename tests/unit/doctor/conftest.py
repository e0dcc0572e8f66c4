"""The house that most tests begin with."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.doctor.house import Door, House, three_films


@pytest.fixture
async def plex() -> AsyncIterator[Door]:
    """A server of three films without overlays."""
    async with Door(*three_films()) as server:
        yield server


@pytest.fixture
def house(tmp_path: Path, plex: Door) -> House:
    """A house in which everything is well."""
    return House.at(tmp_path, plex.url)
