"""Many questions at a time, but not all of them at once."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

Heard = Callable[[int, int], None]
"""Is told how many are done, and of how many."""
T = TypeVar("T")
R = TypeVar("R")

AT_ONCE = 32
"""Questions underway; each site's pace bounds further what is asked of it."""


async def each(things: Iterable[T], ask: Callable[[T], Awaitable[R]], heard: Heard | None = None) -> list[R]:
    """The answers, in the order of the things. `heard` is told how many there are, and of how many.

    The first failure ends the others, and is raised as it is.
    """
    wanted = list(things)
    answers: dict[int, R] = {}
    rest = iter(enumerate(wanted))

    async def work() -> None:
        for place, one in rest:
            answers[place] = await ask(one)
            if heard is not None:
                heard(len(answers), len(wanted))

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(min(AT_ONCE, len(wanted))):
                group.create_task(work())
    except BaseExceptionGroup as failed:
        raise failed.exceptions[0] from None
    return [answers[place] for place in range(len(wanted))]
