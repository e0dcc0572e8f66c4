"""Files with texts in place of some of them: what somebody writes is read as if it were saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from halley.definitions.files import LocalFiles, Opened
from halley.engines.native.stand_in import StandIn


@dataclass(frozen=True, slots=True)
class Drafts(StandIn):
    """The disk, with `texts` in place of what lies at their paths. A file that is not there yet can be read, too."""

    texts: Mapping[Path, str] = field(default_factory=dict, compare=False, repr=False)

    def find(self, path: str) -> Path | None:
        """The file that a path means; a draft is there also before it is saved."""
        drafted = self._drafted(path)
        return drafted if drafted is not None else StandIn.find(self, path)

    def _drafted(self, path: str) -> Path | None:
        resolved = LocalFiles._resolved(self, path)
        return resolved if resolved in self.texts else None

    def _either_ending(self, path: Path) -> Path:
        return path if path in self.texts else LocalFiles._either_ending(self, path)

    def _read(self, path: Path, name: str) -> Opened:
        text = self.texts.get(path)
        if text is None:
            return LocalFiles._read(self, path, name)
        return Opened(str(path), text)
