"""What tests of backups have at hand."""

from pathlib import Path

import pytest

from tests.support.backups import Pair, a_pair


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """A key that backups are sealed for."""
    return a_pair(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder in which all of a test lies."""
    return tmp_path
