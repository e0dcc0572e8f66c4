"""Receivers, a clock that stands still, and a herald between them."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from halley.notices import Herald, herald_of
from halley.notices.client import Manners
from tests.unit.notices.receivers import Receivers, receiving

QUICK = Manners(try_s=5, pause_s=0.05, whole_s=20, longest_pause_s=0.1)


@dataclass
class Still:
    """A clock that is moved by hand."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 1, 15, 6, 0, tzinfo=UTC))

    def now(self) -> datetime:
        return self.moment

    def pass_(self, **by: float) -> None:
        self.moment += timedelta(**by)


@pytest.fixture
async def receivers() -> AsyncIterator[Receivers]:
    async with receiving() as found:
        yield found


@pytest.fixture
def clock() -> Still:
    return Still()


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config" / "config.yml"


@pytest.fixture
def herald(config: Path, clock: Still) -> Callable[..., Herald]:
    """Makes a herald of the text of a configuration, and an environment."""

    def made(text: str = "", environment: Mapping[str, str] | None = None, manners: Manners = QUICK) -> Herald:
        config.parent.mkdir(exist_ok=True)
        config.write_text(text or "libraries: {}\n", "utf-8")
        found = herald_of(config, environment or {}, config.parent / "halley" / "service")
        found.clock, found.manners = clock, manners
        return found

    return made


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "poster.png"
    Image.effect_noise((1000, 1500), 80).convert("RGB").save(path)
    return path
