"""Programs that play Kometa: what they print, and how they end, is a line of Python."""

import asyncio
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from halley.engines.kometa import Command, RunOutcome, run
from halley.secrets import Redactor, Secret

GOOD_RUN = "print('|  Starting Run  |'); print('|  Finished Run  |')"


@dataclass
class Stage:
    """A folder to play in, and what was heard."""

    folder: Path
    secrets: tuple[str, ...] = ()
    lines: list[str] = field(default_factory=list)
    on_line: Callable[[str], None] | None = None

    @property
    def log(self) -> Path:
        return self.folder / "kometa.log"

    async def play(
        self, program: str, *, time_limit_s: float = 30, grace_s: float = 5, kill: tuple[str, ...] | None = None
    ) -> RunOutcome:
        """Run a program as Kometa is run."""
        words = (sys.executable, "-u", "-c", program)
        command = Command(words, {"PATH": os.environ["PATH"]}, self.folder, kill)
        redactor = Redactor(map(Secret, self.secrets))
        return await run(command, self.log, redactor, time_limit_s=time_limit_s, on_line=self.heard, grace_s=grace_s)

    def heard(self, line: str) -> None:
        self.lines.append(line)
        if self.on_line is not None:
            self.on_line(line)

    def number_in(self, name: str) -> int:
        """A process id that a program wrote to a file."""
        return int((self.folder / name).read_text())


async def has_ended(pid: int, within_s: float = 5) -> bool:
    """Whether a process is gone, or dead and only not yet buried."""
    for _ in range(int(within_s / 0.02)):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        await asyncio.sleep(0.02)
    return False
