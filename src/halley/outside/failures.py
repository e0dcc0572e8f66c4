"""How a source can fail to answer. Each says in `reason` what can follow `the builder X needs IMDb,`, with no secret in it.

`is_crash` tells what Kometa does: a failure that it knows costs one value or one builder, one that it does not know ends the
definition or leaves the item undrawn (spec, overlays 6.5, collections 9.3).
"""

from typing import ClassVar


class SourceFailed(Exception):
    """A source did not answer as hoped."""

    is_crash: ClassVar[bool] = False

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotConfigured(SourceFailed):
    """config.yml does not say how to ask it."""


class Turned(SourceFailed):
    """It refuses to say: a wrong key, a private list, an answer that says no."""


class NotKnown(Turned):
    """It was asked, and does not know the thing."""


class Troubled(Turned):
    """It only said that something is broken there (5xx), or that it was asked too much (429)."""


class LimitReached(SourceFailed):
    """It will say no more today."""


class NoAnswer(SourceFailed):
    """It could not be reached."""

    is_crash = True


class Garbled(SourceFailed):
    """It answered something that is not what it answers."""

    is_crash = True
