"""What every test may ask for: programs by name, real Kometa, and a steady Hypothesis.

A test that needs something which is not here is skipped by name, and the last lines of the run count such skips. Names in
`HALLEY_REQUIRE` (comma-separated) may not be missing: what needs them then fails instead.
"""

import gc
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import needs

# Thousands of tests are collected in each worker, and all of it stays: looking for garbage among it takes most of the time.
gc.disable()

# Tests share the machine with browsers and containers, so that no deadline is fair.
settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def pytest_runtest_setup(item: pytest.Item) -> None:
    for name in needed(item):
        reason = needs.absence(name)
        if reason is None:
            continue
        message = f"needs {name}: {reason}"
        if name in os.environ.get("HALLEY_REQUIRE", "").split(","):
            pytest.fail(f"{message}, and HALLEY_REQUIRE asks for it", pytrace=False)
        pytest.skip(message)


def needed(item: pytest.Item) -> Iterator[str]:
    if item.get_closest_marker("kometa"):
        yield "kometa"
    for marker in item.iter_markers("needs"):
        for name in marker.args:
            yield "bubblewrap" if name == "bwrap" else name


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    missing: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        # A skip's longrepr is (file, line, reason).
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if found := re.search(r"needs (\S+): ", reason):
            missing[found[1]] += 1
    if missing:
        terminalreporter.section("skipped for want of")
    for name, count in missing.most_common():
        tests = "test" if count == 1 else "tests"
        terminalreporter.write_line(f"{count} {tests} skipped: {name} missing ({needs.absence(name)})")


@pytest.fixture(scope="session")
def kometa_home() -> Path:
    """The folder of real Kometa. Mark the test `kometa`, and it is skipped where there is none."""
    return needs.kometa_home()


@pytest.fixture(scope="session")
def kometa_python() -> Path:
    """The Python that runs real Kometa."""
    return needs.kometa_python()
