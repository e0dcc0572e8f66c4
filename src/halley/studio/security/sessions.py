"""Who is signed in: known by digests on the disk, so that a restart signs nobody out and a copy of the file nobody in."""

import hashlib
import hmac
import json
import re
import secrets
import threading
import time
from collections.abc import Callable
from pathlib import Path

from halley.errors import ConfigError
from halley.files import make_folder, write_atomic

LASTS_S = 30 * 24 * 3600
_MOST = 200
_FORM = re.compile(r"[A-Za-z0-9_-]{43}")


class Sessions:
    """Sessions below a folder. `stamp` is of the password: with another one, all that were signed in are so no longer."""

    def __init__(self, folder: Path, stamp: str, clock: Callable[[], float] = time.time) -> None:
        self._file, self._stamp, self._clock = folder / "sessions.json", stamp, clock
        self._lock = threading.Lock()
        self._key = _key(folder)
        self._open = self._read()

    def new(self) -> str:
        """The id of somebody who is not signed in. Nothing is kept of it."""
        return secrets.token_urlsafe(32)

    def begin(self) -> str:
        """The id of somebody who signed in just now."""
        identity = self.new()
        with self._lock:
            self._open[_digest(identity)] = self._clock() + LASTS_S
            while len(self._open) > _MOST:
                del self._open[min(self._open, key=lambda each: self._open[each])]
            self._write()
        return identity

    def end(self, identity: str) -> None:
        """They signed out."""
        with self._lock:
            if self._open.pop(_digest(identity), None) is not None:
                self._write()

    def is_open(self, identity: str) -> bool:
        """Whether they are signed in."""
        return self._open.get(_digest(identity), 0) > self._clock()

    def token(self, identity: str) -> str:
        """The word against forged requests that belongs to an id. Nobody can find it out from the id."""
        return hmac.new(self._key, f"csrf {identity}".encode(), "sha256").hexdigest()

    def is_token(self, identity: str, token: str) -> bool:
        """Whether that is the word of that id."""
        return hmac.compare_digest(self.token(identity).encode(), token.encode("utf-8", "replace"))

    def _read(self) -> dict[str, float]:
        try:
            told = json.loads(self._file.read_text("utf-8"))
            if told["format"] != 1 or told["stamp"] != self._stamp:
                return {}
            now = self._clock()
            return {str(name): float(until) for name, until in told["sessions"].items() if float(until) > now}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def _write(self) -> None:
        now = self._clock()
        kept = {name: until for name, until in self._open.items() if until > now}
        text = json.dumps({"format": 1, "stamp": self._stamp, "sessions": kept})
        write_atomic(self._file, text, mode=0o600)


def is_session_id(text: str) -> bool:
    """Whether a cookie can be one of ours."""
    return _FORM.fullmatch(text) is not None


def _digest(identity: str) -> str:
    return hashlib.sha256(identity.encode()).hexdigest()


def _key(folder: Path) -> bytes:
    file = folder / "session.key"
    try:
        known = bytes.fromhex(file.read_text("utf-8"))
        if len(known) == 32:
            return known
    except (OSError, ValueError):
        pass
    made = secrets.token_bytes(32)
    try:
        make_folder(folder)
        write_atomic(file, made.hex(), mode=0o600)
    except OSError as problem:
        raise ConfigError(
            f"{folder} cannot be written: {problem.strerror}", hint="name another folder with `--folder`"
        ) from None
    return made
