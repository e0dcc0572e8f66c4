"""What is missing on a machine is skipped by name and counted, and may be forbidden to be missing."""

import pytest

from tests.house.source import ROOT

pytest_plugins = ["pytester"]

CASES = """
import pytest

@pytest.mark.needs("no-such-program")
def test_one(): raise AssertionError("ran without what it needs")

@pytest.mark.needs("sh", "no-such-program")
def test_two(): raise AssertionError("ran without what it needs")

@pytest.mark.needs("sh")
def test_three(): pass

@pytest.mark.kometa
def test_four(kometa_home): raise AssertionError("ran without what it needs")
"""
SETTINGS = """
[pytest]
addopts = --strict-markers -p no:cacheprovider -p no:schemathesis -p no:hypothesispytest
asyncio_default_fixture_loop_scope = function
markers =
    kometa: needs Kometa
    needs(program): needs a program
"""


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.delenv("HALLEY_KOMETA", raising=False)
    monkeypatch.delenv("HALLEY_REQUIRE", raising=False)
    pytester.makeini(SETTINGS)
    pytester.makeconftest("from tests.conftest import *")
    pytester.makepyfile(CASES)
    return pytester


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "in workers"])
def test_what_is_missing_is_counted_by_name(project: pytest.Pytester, workers: tuple[str, ...]) -> None:
    result = project.runpytest_subprocess(*workers)
    result.assert_outcomes(passed=1, skipped=3)
    result.stdout.fnmatch_lines(["2 tests skipped: no-such-program missing (not installed)"])
    result.stdout.fnmatch_lines(["1 test skipped: kometa missing (HALLEY_KOMETA is not set)"])


def test_what_is_required_may_not_be_skipped(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALLEY_REQUIRE", "podman,no-such-program")
    result = project.runpytest_subprocess()
    result.assert_outcomes(passed=1, skipped=1, errors=2)
    result.stdout.fnmatch_lines(["*needs no-such-program: not installed, and HALLEY_REQUIRE asks for it"])


def test_a_folder_that_holds_no_kometa_is_named(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALLEY_KOMETA", str(project.path))
    result = project.runpytest_subprocess()
    result.stdout.fnmatch_lines([f"1 test skipped: kometa missing (HALLEY_KOMETA={project.path} holds no kometa.py)"])
