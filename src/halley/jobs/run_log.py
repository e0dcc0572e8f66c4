"""What is heard of a run of our own engine: the lines of its log, and what whoever asked for it should know."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from halley.plex.ids import RatingKey
from halley.plex.items import Item
from halley.secrets import Redactor


@dataclass(slots=True)
class RunLog:
    """Listens to one run. `captured` hears how many posters there are; `reasons` say why items stay as they are."""

    log: Path
    redactor: Redactor
    captured: Callable[[int], None]
    warnings: list[str] = field(default_factory=list)
    reasons: dict[RatingKey, str] = field(default_factory=dict)
    count: int = 0
    expecting: Callable[[int], None] = lambda count: None

    def expected(self, count: int) -> None:
        """So many items more will be looked at, to be drawn."""
        self.expecting(count)

    def left(self, item: Item, reason: str) -> None:
        """An item that stays as it is."""
        self.reasons[item.key] = reason
        self.line(f"left {item.title} as it is: {reason}")

    def drawn(self, item: Item) -> None:
        """An item that has been drawn."""
        self.count += 1
        self.captured(self.count)

    def warn(self, sentence: str) -> None:
        """Something that whoever asked for the run should know; each once."""
        if sentence not in self.warnings:
            self.warnings.append(sentence)
            self.line(sentence)

    def line(self, text: str) -> None:
        """A line of the log."""
        with self.log.open("a", encoding="utf-8") as log:
            log.write(self.redactor(text) + "\n")
