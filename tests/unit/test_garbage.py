"""Python looks for garbage again once the last one that wanted none of it is done."""

import gc
import subprocess
import sys

import pytest

from halley.garbage import made_for_good, without_collecting_garbage


def test_nothing_is_collected_inside_and_everything_after() -> None:
    with without_collecting_garbage():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_first_to_leave_does_not_wake_the_collector_for_the_others() -> None:
    with without_collecting_garbage():
        with without_collecting_garbage():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_fault_inside_wakes_the_collector() -> None:
    with pytest.raises(KeyError), without_collecting_garbage():
        raise KeyError
    assert gc.isenabled()


def test_who_collects_nothing_anyway_still_does_not() -> None:
    gc.disable()
    try:
        with without_collecting_garbage():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_is_made_for_good_is_searched_no_more_and_what_comes_after_is() -> None:
    try:
        with made_for_good():
            assert not gc.isenabled()
            kept = [[] for _ in range(1000)]
        assert gc.isenabled()
        assert gc.get_freeze_count() > len(kept)
        later: list[object] = []
        later.append(later)
        assert any(one is later for one in gc.get_objects())
        assert not any(one is kept for one in gc.get_objects())
    finally:
        gc.unfreeze()


PROGRAMS = [
    "import runpy; sys.argv = ['halley', 'plan', '--help']; runpy.run_module('halley.cli', run_name='__main__')",
    "import runpy; sys.argv = ['worker']; runpy.run_module('halley.studio.jobs', run_name='__main__')",
]


@pytest.mark.parametrize("program", PROGRAMS, ids=["a command", "a worker"])
def test_a_program_looks_for_no_garbage_in_all_that_it_imports(program: str) -> None:
    told = "atexit.register(lambda: print('looked', gc.get_stats()[2]['collections'], 'of', gc.get_freeze_count()))"
    done = subprocess.run(
        [sys.executable, "-c", f"import atexit, gc, sys; {told}; {program}"], capture_output=True, text=True, check=False
    )
    _, looked, _, frozen = done.stdout.splitlines()[-1].split()
    assert int(looked) == 0
    assert int(frozen) > 50_000
