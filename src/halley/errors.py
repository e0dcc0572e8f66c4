"""The errors that a person sees, and the exit code each of them ends a command with.

    HalleyError 1 ─┬─ ConfigError   2  what the user wrote: configuration, flags, target names, job folders
                   ├─ PlexError     3  Unreachable, Unauthorised, BrokenAnswer
                   └─ EngineError   4  EngineMissing, SandboxError

Each carries one sentence, where known the place in the user's file, and what to do about it.
"""

from typing import ClassVar, Final

from halley.location import Location


class HalleyError(Exception):
    """Something went wrong that a person can understand and mend."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, where: Location | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message: Final = message
        self.where: Final = where
        self.hint: Final = hint

    def __str__(self) -> str:
        sentence = f"{self.where}: {self.message}" if self.where else self.message
        return f"{sentence}\n  hint: {self.hint}" if self.hint else sentence


class ConfigError(HalleyError):
    """What the user wrote cannot be used: a configuration, a flag, a target, a folder."""

    exit_code = 2


class PlexError(HalleyError):
    """The Plex server could not be used."""

    exit_code = 3


class Unreachable(PlexError):
    """No answer came from the server's address."""


class Unauthorised(PlexError):
    """The server refused the token."""


class BrokenAnswer(PlexError):
    """The server answered, but not with what Plex answers."""


class EngineError(HalleyError):
    """The engine could not do its work."""

    exit_code = 4


class EngineMissing(EngineError):
    """There is no Kometa where one was expected."""


class SandboxError(EngineError):
    """The sandbox that was demanded cannot be had on this machine."""
