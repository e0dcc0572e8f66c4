"""The doctor: what stands between a configuration and a good run, seen, explained, and mended where that is safe."""

from halley.doctor.examination import Asked, examine, gathered
from halley.doctor.facts import Answer, Facts
from halley.doctor.finding import ORDER, Check, Finding, Severity, worst
from halley.doctor.mending import mend
from halley.doctor.registry import CHECKS, judged

__all__ = [
    "CHECKS",
    "ORDER",
    "Answer",
    "Asked",
    "Check",
    "Facts",
    "Finding",
    "Severity",
    "examine",
    "gathered",
    "judged",
    "mend",
    "worst",
]
