"""What Kometa's output says of a run. Exit status 0 says nothing: only the log does (spec, config-and-run 4 and 5).

What it prints has no levels: `| message padded |`. So errors are guessed by their first words while they come (`Overlay
Error: ...`), and known from the tables at the end, `Error Summary` and `Critical Summary`, which hold each message once. A
traceback is printed for many a problem that ends one definition only: what it says counts when nothing follows it.
"""

import re
from dataclasses import dataclass, field

_MARK = re.compile(r"^(?P<what>Starting|Finished) (?:\S+ )?Run$")
_SUMMARY = re.compile(r"^=+ (?P<kind>Critical|Error|Warning|Overlay Errors|Convert) Summary =+$")
_ROW = re.compile(r"^(?P<count>\d+) \| (?P<message>.+)$")
_BAR = re.compile(r"^(?P<sign>[^\w\s])(?P=sign){20,}$")
_IN_FILE = re.compile(r"^\[[^\]]*\]\s+\[[^\]]*\]\s+\[(?P<level>[A-Z]+)\s*\]\s*(?P<rest>.*)$")
_ERROR = re.compile(r"^[A-Z][\w.]*(?: [A-Z]?[\w.]*){0,3} Error: ")
_EXCEPTION = re.compile(
    r"^[A-Za-z_][\w.]*(?:Error|Exception|Failed|Exit|Interrupt|Unauthorized|BadRequest|NotFound)(?:: .*)?$"
)
_MOST = 200
_LONGEST = 500


@dataclass(slots=True)
class LogReader:
    """Reads lines as they come, and remembers what they tell of the run."""

    started: bool = False
    finished: bool = False
    errors: list[str] = field(default_factory=list)
    criticals: list[str] = field(default_factory=list)
    exception: str = ""
    _summary: str = ""
    _in_trace: bool = False
    _has_table: bool = False

    def read(self, line: str) -> None:
        """Take one line."""
        if not line or line.isspace():
            return
        in_file = _IN_FILE.match(line)
        level, line = (in_file["level"], in_file["rest"]) if in_file else ("", line)
        is_framed = line.startswith("|")
        text = line.rstrip().removeprefix("|").removesuffix("|").rstrip()
        indent, text = len(text) - len(text.lstrip()), text.strip()
        if mark := _MARK.match(text):
            self._read_mark(mark["what"])
        elif summary := _SUMMARY.match(text):
            self._summary = summary["kind"]
            if self._summary == "Error":
                self.errors, self._has_table = [], True
        elif _BAR.match(text):
            self._summary = ""
        elif self._summary:
            self._read_summary(text)
        elif not self._read_trace(text, indent - is_framed):
            if level == "CRITICAL":
                self._note(self.criticals, text)
            elif level == "ERROR" or _ERROR.match(text):
                self._note(self.errors, text)

    def _read_mark(self, what: str) -> None:
        self._summary = ""
        self.started = self.started or what == "Starting"
        if what == "Finished":
            self.finished = True
            if not self._has_table:
                self.errors = []

    def _read_summary(self, text: str) -> None:
        row = _ROW.match(text)
        held = {"Critical": self.criticals, "Error": self.errors}.get(self._summary)
        if row and held is not None:
            self._note(held, row["message"])

    def _read_trace(self, text: str, indent: int) -> bool:
        """Whether the line belongs to a traceback."""
        if text.startswith("Traceback (most recent call last)"):
            self._in_trace = True
        elif self._in_trace and indent <= 0:
            self._in_trace = False
            if _EXCEPTION.match(text):
                self.exception = text[:_LONGEST]
            else:
                return False
        return self._in_trace or text == self.exception

    @staticmethod
    def _note(held: list[str], text: str) -> None:
        text = text[:_LONGEST]
        if text and text not in held and len(held) < _MOST:
            held.append(text)

    @property
    def failure(self) -> str:
        """One sentence for why the run did not succeed by its own words; empty where it did."""
        if self.criticals:
            others = [one for one in self.errors if one not in self.criticals]
            why = f" ({others[-1]})" if others else ""
            return f"Kometa stopped: {self.criticals[-1]}{why}"
        last = self.exception or (self.errors[-1] if self.errors else "")
        why = f": {last}" if last else ""
        if not self.started:
            return f"Kometa never began its run{why}"
        return "" if self.finished else f"Kometa did not finish its run{why}"
