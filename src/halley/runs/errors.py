"""What stops a run."""

from halley.errors import HalleyError


class JournalError(HalleyError):
    """The journal cannot be written or read: nothing is done that would not be on record."""


class RunError(HalleyError):
    """A run cannot be begun, resumed or taken back."""


class GuardPassed(HalleyError):
    """A guard stops a run; it takes a word to go past it."""
