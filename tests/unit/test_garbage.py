"""Python looks for garbage again once the last one that wanted none of it is done."""

import gc

import pytest

from halley.garbage import without_collecting_garbage


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
