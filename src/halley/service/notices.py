"""What the service has others told. How it gets to them is not its business."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

Kind = Literal["finished", "failed", "approval", "recovered", "configuration"]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth telling: how a run ended, a plan that waits, a configuration that cannot be used."""

    kind: Kind
    title: str
    text: str
    link: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    picture: Path | None = None


class Notices(Protocol):
    """Who tells it. It raises nothing: a notice that does not get through ends no run."""

    async def tell(self, notice: Notice) -> None:
        """Tell it."""
        ...


class Silent:
    """Tells nobody."""

    async def tell(self, notice: Notice) -> None:
        """Tell nobody."""
