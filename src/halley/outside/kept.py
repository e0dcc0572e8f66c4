"""Each thing is asked once: in a run by nobody twice, and not at all while the store has a good answer."""

import asyncio
from collections.abc import Awaitable, Callable

from halley.outside.answers import Json
from halley.outside.failures import SourceFailed
from halley.outside.store import AnswerStore, Shelf


class Kept:
    """Answers of this run, and those of earlier ones. A failure is remembered for this run, and is not stored."""

    def __init__(self, store: AnswerStore) -> None:
        self.store = store
        self._run: dict[tuple[str, str], asyncio.Future[Json]] = {}

    async def get(self, shelf: Shelf | str, key: str, ask: Callable[[], Awaitable[Json]]) -> Json:
        """The answer to a question; who asks while it is underway waits with the others. A bare name is not stored.

        Raises SourceFailed.
        """
        name = shelf if isinstance(shelf, str) else shelf.name
        underway = self._run.get((name, key))
        if underway is not None:
            return await asyncio.shield(underway)
        found = self.store.get(shelf, key) if isinstance(shelf, Shelf) else None
        answer = self._run[(name, key)] = asyncio.get_running_loop().create_future()
        if found is not None:
            answer.set_result(found)
            return found
        try:
            found = await ask()
        except SourceFailed as failed:
            answer.set_exception(failed)
            answer.exception()  # nobody else may be waiting for it
            raise
        except BaseException:
            self._run.pop((name, key))
            answer.cancel()
            raise
        answer.set_result(found)
        if isinstance(shelf, Shelf):
            self.store.put(shelf, key, found)
        return found
