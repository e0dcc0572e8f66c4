"""Who tells what the service has to tell. How it gets to people is not its business."""

from collections.abc import Iterable
from typing import Protocol

from halley.notices import Kind, Notice, Telling, Trouble


class Notices(Protocol):
    """Who tells it. It raises nothing: a notice that does not get through ends no run."""

    async def tell(self, notice: Telling) -> None:
        """Tell it."""
        ...

    async def standing(self, group: str, troubles: Iterable[Trouble]) -> None:
        """Tell of what is wrong now in a group, once each, and of what is right again."""
        ...


class Silent:
    """Tells nobody."""

    async def tell(self, notice: Telling) -> None:
        """Tell nobody."""

    async def standing(self, group: str, troubles: Iterable[Trouble]) -> None:
        """Tell nobody."""


__all__ = ["Kind", "Notice", "Notices", "Silent"]
