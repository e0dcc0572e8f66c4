"""One studio over the demo for all tests of a module."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.drawn import drawn_library
from tests.support.reading import Reading, reading_studio
from tests.support.studio import Asking, editing_studio


@dataclass(frozen=True)
class Open:
    """The API, the demo's configuration in it, and the folder of that configuration."""

    ask: Asking
    id: str
    folder: Path

    @property
    def at(self) -> str:
        return f"/configurations/{self.id}"

    def token(self) -> str:
        line = next(one for one in (self.folder / "config.yml").read_text().splitlines() if "token:" in one)
        return line.partition(":")[2].strip()


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    folder = tmp_path_factory.mktemp("studio")
    (folder / "demo").mkdir()
    drawn_library(folder / "demo")
    with editing_studio(folder) as ask:
        answer = ask.post("/configurations", {"is_demo": True})
        assert answer.status_code == 201, answer.text
        yield Open(ask, answer.json()["id"], folder / "demo" / "config")


@pytest.fixture(scope="session")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reading]:
    """The routes for plans and runs; the job `demo` has a plan of the demo. Runs of it are undone by who makes them."""
    with reading_studio(tmp_path_factory.mktemp("reading")) as open_one:
        open_one.make_plan("demo")
        yield open_one
