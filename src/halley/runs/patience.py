"""Asking again where a server stumbles: 5xx, connections that drop, answers that break off, a restart."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from halley.errors import PlexError, Unauthorised
from halley.gateway.upstream import LISTING_LIMIT, Answer, ServerFault, Upstream

T = TypeVar("T")
_SERVER_ERROR = 500
_BUSY = frozenset({429, 503})
"""What a server answers that says when it wants to be asked again."""
LONGEST_WAIT_S = 120.0
"""However long it asks to be left alone."""


class Busy(ServerFault):
    """The server answered a read with a status that it may not answer a while later; `wait_s` is how long it asked for."""

    def __init__(self, status: int, path: str, wait_s: float) -> None:
        super().__init__(status, path)
        self.wait_s = wait_s


def wait_asked_for(status: int, retry_after: str, now: datetime | None = None) -> float:
    """The seconds that an answer asks to wait, in seconds or by a date; 0 where it does not, or nobody can read it."""
    text = retry_after.strip()
    if status not in _BUSY or not text:
        return 0.0
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_WAIT_S)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    seconds = (at.replace(tzinfo=at.tzinfo or UTC) - (now or datetime.now(UTC))).total_seconds()
    return min(max(seconds, 0.0), LONGEST_WAIT_S)


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
        return problem.status >= _SERVER_ERROR or problem.status in _BUSY
    return not isinstance(problem, Unauthorised)


class PatientUpstream(Upstream):
    """Reads from the real server, again where that may help."""

    patience: Patience = Patience()

    async def __aenter__(self) -> "PatientUpstream":
        await super().__aenter__()
        return self

    async def read(self, target: str, headers: tuple[tuple[str, str], ...] = (), *, limit: int = LISTING_LIMIT) -> Answer:
        """The whole answer to a GET; a status of 500 and more, and 429, is asked again. Raises PlexError."""

        async def once() -> Answer:
            answer = await super(PatientUpstream, self).read(target, headers, limit=limit)
            if answer.status >= _SERVER_ERROR or answer.status in _BUSY:
                told = next((value for name, value in answer.headers if name.lower() == "retry-after"), "")
                raise Busy(answer.status, target.partition("?")[0], wait_asked_for(answer.status, told))
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
            if isinstance(problem, Busy):
                pause = max(pause, problem.wait_s)  # noqa: PLW2901 - the pause that it asked for
        await asyncio.sleep(pause)
    return await ask()
