"""Asking again where a server stumbles: 5xx, connections that drop, answers that break off, a restart."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from halley.errors import PlexError, Unauthorised
from halley.gateway.upstream import LISTING_LIMIT, Answer, ServerFault, Upstream

T = TypeVar("T")
_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class Patience:
    """How often something is tried, and how long is waited in between: each time twice as long, up to `longest_s`."""

    tries: int = 7
    first_s: float = 0.2
    longest_s: float = 10

    def pauses(self) -> Iterator[float]:
        """The pauses between the tries."""
        for number in range(self.tries - 1):
            yield min(self.first_s * 2**number, self.longest_s)


def is_passing(problem: PlexError) -> bool:
    """Whether asking again may help."""
    if isinstance(problem, ServerFault):
        return problem.status >= _SERVER_ERROR
    return not isinstance(problem, Unauthorised)


class PatientUpstream(Upstream):
    """Reads from the real server, again where that may help."""

    patience: Patience = Patience()

    async def __aenter__(self) -> "PatientUpstream":
        await super().__aenter__()
        return self

    async def read(self, target: str, headers: tuple[tuple[str, str], ...] = (), *, limit: int = LISTING_LIMIT) -> Answer:
        """The whole answer to a GET; a status of 500 and more is asked again. Raises PlexError."""

        async def once() -> Answer:
            answer = await super(PatientUpstream, self).read(target, headers, limit=limit)
            if answer.status >= _SERVER_ERROR:
                raise ServerFault(answer.status, target.partition("?")[0])
            return answer

        return await patiently(once, self.patience)


async def patiently(ask: Callable[[], Awaitable[T]], patience: Patience) -> T:
    """What is asked for, tried again as long as that may help. Raises the last PlexError."""
    for pause in patience.pauses():
        try:
            return await ask()
        except PlexError as problem:
            if not is_passing(problem):
                raise
        await asyncio.sleep(pause)
    return await ask()
