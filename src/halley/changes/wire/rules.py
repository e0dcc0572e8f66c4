"""What an entry of the table of writes is: methods, path, and who decodes it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from halley.changes.kinds import Change
from halley.changes.wire.asked import Asked
from halley.plex.images import ImageKind

Decoder = Callable[[Asked], tuple[Change, ...]]

JOBS = "analyze|intro|credits|addetect|voiceActivity|index|chapterThumbs"
_PLACEHOLDERS = {
    "section": r"[0-9]+",
    "key": r"[0-9]+",
    "item": r"[0-9]+",
    "entry": r"[0-9]+",
    "many": "|".join(kind.many for kind in ImageKind),
    "one": "|".join(kind.one for kind in ImageKind),
    "field": "|".join(kind.field for kind in ImageKind),
    "own": "collections|metadata",
    "job": JOBS,
    "hub": r"[^/]+",
}


@dataclass(frozen=True)
class Rule:
    """Requests of some methods (parted by spaces) to paths of one form, and what reads their Changes."""

    methods: str
    pattern: str
    decoder: Decoder
    takes_body: bool = False

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        pieces = re.split(r"\{(\w+)\}", self.pattern)
        return re.compile(
            "".join(
                f"(?P<{piece}>{_PLACEHOLDERS[piece]})" if place % 2 else re.escape(piece)
                for place, piece in enumerate(pieces)
            )
        )

    def parts(self, method: str, path: str) -> dict[str, str] | None:
        """What the placeholders took from a path; None where the rule is about other requests."""
        if method not in self.methods.split():
            return None
        found = self._compiled.fullmatch(path)
        return found.groupdict() if found else None
