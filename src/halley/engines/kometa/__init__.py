"""Real Kometa as an engine: found, given a configuration of its own, run, and its log read."""

from halley.engines.kometa.find import KometaHome, find_kometa, find_script
from halley.engines.kometa.generate import Generated, PreviewRequest, PreviewTarget, generate
from halley.engines.kometa.log import LogReader
from halley.engines.kometa.run import Command, RunOutcome, run

__all__ = [
    "Command",
    "Generated",
    "KometaHome",
    "LogReader",
    "PreviewRequest",
    "PreviewTarget",
    "RunOutcome",
    "find_kometa",
    "find_script",
    "generate",
    "run",
]
