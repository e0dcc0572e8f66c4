"""What Kometa's log says of a run. Exit status 0 says nothing: only the log does (spec, kometa-in-practice)."""

import re
from dataclasses import dataclass, field

_DECORATION = re.compile(r"^\[[^\]]*\]\s+\[[^\]]*\]\s+\[(?P<level>[A-Z]+)\]\s*\|?(?P<text>.*?)\|?\s*$")
_LEVELS = frozenset({"ERROR", "CRITICAL"})
_SUMMARIES = ("Critical Summary", "Error Summary", "Overlay Errors Summary")
_MOST = 200


@dataclass(slots=True)
class LogReader:
    """Reads lines as they come, and remembers what they tell of the run."""

    started: bool = False
    finished: bool = False
    errors: list[str] = field(default_factory=list)
    criticals: list[str] = field(default_factory=list)
    _in_trace: bool = False

    def read(self, line: str) -> None:
        """Take one line."""
        found = _DECORATION.match(line)
        level = found["level"] if found else ""
        text = (found["text"] if found else line).strip().strip("|").strip()
        if "Starting" in text and "Run" in text:
            self.started = True
        if "Finished" in text and "Run" in text:
            self.finished = True
        if text.startswith("Traceback (most recent call last)"):
            self._in_trace = True
        elif (
            self._in_trace
            and text
            and not line.startswith((" ", "\t", "|  "))
            and re.match(r"[\w.]+(Error|Exception|Failed)\b", text)
        ):
            self._note(self.criticals, text)
            self._in_trace = False
        if level == "CRITICAL":
            self._note(self.criticals, text)
        elif level == "ERROR":
            self._note(self.errors, text)

    @staticmethod
    def _note(held: list[str], text: str) -> None:
        if text and text not in held and len(held) < _MOST and not text.startswith(_SUMMARIES):
            held.append(text)

    @property
    def failure(self) -> str:
        """One sentence for why the run did not succeed by its own words; empty where it did."""
        if self.criticals:
            return f"Kometa stopped: {self.criticals[-1]}"
        if not self.started:
            return "Kometa never began its run"
        return "" if self.finished else "Kometa did not finish its run"
