"""How engines get at what they need, and what keeps real Kometa in: the same for previews, plans, runs and comparisons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from halley.jobs.searches import FilterPlace
from halley.sandbox.box import Wish as BoxWish


@dataclass(frozen=True, slots=True)
class Means:
    """What an engine may use. `environment` is the one that Halley was started in.

    `filters` says who answers searches of our own engine; Kometa always asks the server. `outside` is a server that stands
    in for the internet; `offline` asks nobody there. `hosts` are those that Kometa may read besides the usual ones. All
    from `kometa_python` on is about real Kometa alone.
    """

    kometa: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    filters: FilterPlace = "memory"
    outside: str | None = None
    offline: bool = False
    kometa_python: Path | None = None
    sandbox: BoxWish = "auto"
    image: str | None = None
    hosts: tuple[str, ...] = ()
    time_limit_s: int = 6 * 3600
