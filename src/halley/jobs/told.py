"""Who a run of our own engine speaks to: one makes its Changes come true, one hears how it goes."""

from typing import Protocol

from halley.changes import Change
from halley.plex.items import Item


class Writer(Protocol):
    """Makes Changes come true, or takes them down."""

    async def perform(self, change: Change) -> None:
        """Make it so. Raises Unreachable or BrokenAnswer where the server did not."""
        ...


class Told(Protocol):
    """Hears how a run goes."""

    def line(self, text: str) -> None:
        """A line of the log."""

    def warn(self, sentence: str) -> None:
        """Something that a reader of the summary should know."""

    def expected(self, count: int) -> None:
        """So many items more will be looked at, to be drawn."""

    def left(self, item: Item, reason: str) -> None:
        """An item that stays as it is, because it cannot be drawn."""

    def drawn(self, item: Item) -> None:
        """An item that has been drawn."""
