"""Passwords and keys, kept as argon2 hashes only."""

import hashlib
import hmac
import json
import secrets
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from halley.errors import ConfigError
from halley.files import make_folder, write_atomic
from halley.secrets import Secret

_HASHER = PasswordHasher()
_LONGEST = 1024


class Kept:
    """A password or key of which only the hash is known. What was right once is found right again without argon2's work."""

    __slots__ = ("_hash", "_right", "_salt")

    def __init__(self, hashed: str) -> None:
        self._hash = hashed
        self._salt = secrets.token_bytes(32)
        self._right: bytes | None = None

    def __repr__(self) -> str:
        return "Kept(•••)"

    @property
    def stamp(self) -> str:
        """Changes with the password. It tells nothing about it."""
        return hashlib.sha256(f"stamp {self._hash}".encode()).hexdigest()[:16]

    def is_seen(self, text: str) -> bool:
        """Whether this was found right before: cheap."""
        return self._right is not None and hmac.compare_digest(self._right, self._digest(text))

    def is_right(self, text: str) -> bool:
        """Whether this is it: costs some 50 ms and 64 MiB."""
        if len(text) > _LONGEST or not _is_hash_of(self._hash, text):
            return False
        self._right = self._digest(text)
        return True

    def _digest(self, text: str) -> bytes:
        return hmac.digest(self._salt, text.encode("utf-8", "replace"), "sha256")


def kept(folder: Path, name: str, given: Secret) -> Kept:
    """A password or key that was given, plain or as an argon2 hash. Raises ConfigError.

    The hash of a plain one lies in `<folder>/<name>.json`, so that the same password has the same hash after a restart.
    """
    text = given.reveal()
    if text.startswith("$argon2"):
        return Kept(_checked(text))
    file = folder / f"{name}.json"
    known = _known(file)
    if known is not None and _is_hash_of(known, text):
        return Kept(known)
    hashed = _HASHER.hash(text)
    try:
        make_folder(folder)
        write_atomic(file, json.dumps({"format": 1, "argon2": hashed}), mode=0o600)
    except OSError as problem:
        raise ConfigError(
            f"{folder} cannot be written: {problem.strerror}", hint="name another folder with `--folder`"
        ) from None
    return Kept(hashed)


def _known(file: Path) -> str | None:
    try:
        return str(json.loads(file.read_text("utf-8"))["argon2"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _checked(text: str) -> str:
    try:
        _HASHER.check_needs_rehash(text)
    except InvalidHashError:
        raise ConfigError(
            "the password begins like an argon2 hash but is none",
            hint="give a whole hash (`$argon2id$v=19$…`) or a plain password",
        ) from None
    return text


def _is_hash_of(hashed: str, text: str) -> bool:
    try:
        return _HASHER.verify(hashed, text.encode("utf-8", "replace"))
    except (VerificationError, InvalidHashError):
        return False
