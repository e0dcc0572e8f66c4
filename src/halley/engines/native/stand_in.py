"""Fonts for machines without Kometa: our own stand in for those that Kometa brings along, and are named as such."""

from dataclasses import dataclass, field
from pathlib import Path

from halley.definitions.files import LocalFiles

FONTS = Path(__file__).parent / "fonts"
_BOLD = ("bold", "black", "heavy")


@dataclass(frozen=True, slots=True)
class StandIn(LocalFiles):
    """The disk, with Inter in place of any font of `fonts/` that is not there. `used` names those that were replaced."""

    used: set[str] = field(default_factory=set, compare=False)

    def font(self, name: str) -> str | None:
        """A font of the user or of the system, else one of ours where Kometa would have had one."""
        # Explicit, because `super()` without arguments does not work in a class with slots.
        found = LocalFiles.font(self, name)
        if found is not None or not name.startswith("fonts/"):
            return found
        self.used.add(name.removeprefix("fonts/"))
        return str(FONTS / ("Inter-Bold.otf" if any(word in name.lower() for word in _BOLD) else "Inter-Medium.otf"))
