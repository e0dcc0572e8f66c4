"""When Python looks for garbage: not while a million objects come to be that all stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class _Collector:
    """Python's collector, which all threads share: it sleeps until the last of them is done."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._inside = 0
        self._was_enabled = True

    def sleep(self) -> None:
        with self._lock:
            if self._inside == 0:
                self._was_enabled = gc.isenabled()
                gc.disable()
            self._inside += 1

    def wake(self) -> None:
        with self._lock:
            self._inside -= 1
            if self._inside == 0 and self._was_enabled:
                gc.freeze()  # to the permanent generation and from there to the oldest: the next collection is a small one
                gc.unfreeze()
                gc.enable()


_collector = _Collector()


@contextmanager
def without_collecting_garbage() -> Iterator[None]:
    """Looking through a large library for garbage takes as long as reading it. Several threads may be inside at a time."""
    _collector.sleep()
    try:
        yield
    finally:
        _collector.wake()


@contextmanager
def made_for_good() -> Iterator[None]:
    """What is made here stays until the process ends, as modules do: nobody looks for garbage among it, and Python does not
    search it once more as it ends. A command that imports a thousand modules takes two thirds of the time so. For the
    beginning of a process, when it has one thread.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()
