"""Who may come in: by password and session, by API key, or anybody where neither was set."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import ClassVar

from halley.errors import HalleyError
from halley.studio.security.attempts import Attempts
from halley.studio.security.passwords import Kept
from halley.studio.security.sessions import Sessions, is_session_id


class NotSignedIn(HalleyError):
    """Nobody known is asking."""

    status: ClassVar[int] = 401


class TooOften(HalleyError):
    """Somebody was wrong too often."""

    status: ClassVar[int] = 429

    def __init__(self, wait_s: int) -> None:
        super().__init__("There were too many wrong passwords", hint=f"try again in {wait_s} seconds")
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. `session` is the id in their cookie, empty where there is none; a key is no session."""

    session: str
    is_open: bool
    has_key: bool = False


@dataclass(slots=True)
class Door:
    """Knows the password and the key, as far as there are any, and who came in by them."""

    sessions: Sessions
    password: Kept | None = None
    key: Kept | None = None
    attempts: Attempts = field(default_factory=Attempts)
    _listening: dict[str, set[asyncio.Event]] = field(default_factory=dict)
    _checking: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))

    @property
    def is_locked(self) -> bool:
        """Whether somebody has to sign in."""
        return self.password is not None or self.key is not None

    def by_session(self, cookie: str) -> Caller:
        """Who has that cookie."""
        session = cookie if is_session_id(cookie) else ""
        return Caller(session, not self.is_locked or bool(session and self.sessions.is_open(session)))

    async def by_key(self, key: str, address: str) -> Caller:
        """Who has that key. Raises NotSignedIn, TooOften."""
        # Keys are long, so that the cheap look is no oracle for who guesses; passwords may not be.
        is_seen = self.key is not None and self.key.is_seen(key)
        if self.key is None or not (is_seen or await self._is_right(self.key, key, address)):
            raise NotSignedIn("This is not the API key of this studio", hint="it is what HALLEY_API_KEY was set to")
        return Caller("", is_open=True, has_key=True)

    async def sign_in(self, password: str, address: str) -> str:
        """The id of a new session. Where there is a key only, it is the password, too. Raises NotSignedIn, TooOften."""
        wanted = self.password or self.key
        if wanted is not None and not await self._is_right(wanted, password, address):
            raise NotSignedIn("This is not the password", hint="it is what HALLEY_STUDIO_PASSWORD was set to")
        return await asyncio.to_thread(self.sessions.begin)

    async def sign_out(self, session: str) -> None:
        """End a session, and what it listens to."""
        await asyncio.to_thread(self.sessions.end, session)
        for one in self._listening.get(session, ()):
            one.set()

    @contextmanager
    def listening(self, session: str) -> Iterator[asyncio.Event]:
        """An event that comes when that session is signed out."""
        left = asyncio.Event()
        mine = self._listening.setdefault(session, set())
        mine.add(left)
        try:
            yield left
        finally:
            mine.discard(left)
            if not mine:
                self._listening.pop(session, None)

    async def _is_right(self, wanted: Kept, text: str, address: str) -> bool:
        wait_s = self.attempts.wait_s(address)
        if wait_s:
            raise TooOften(wait_s)
        self.attempts.begin(address)
        async with self._checking:
            is_right = await asyncio.to_thread(wanted.is_right, text)
        if is_right:
            self.attempts.succeeded(address)
        return is_right
