"""Which steps of a plan a person leaves out: `choice.json` beside the plan, in the folder of its job.

{"excluded": [3, 4], "by_hand": [3]}     4 builds on 3, and is left out with it
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from halley.errors import ConfigError
from halley.files import write_atomic
from halley.studio.reading.errors import NotReadable
from halley.studio.reading.needs import Needs, with_dependants, with_needed

FILE = "choice.json"


@dataclass(frozen=True, slots=True)
class Left:
    """The steps that are left out, and those of them that a person named."""

    excluded: frozenset[int] = frozenset()
    by_hand: frozenset[int] = frozenset()

    def with_choice(self, exclude: Iterable[int], include: Iterable[int], needs: Needs) -> "Left":
        """What is left out after a choice. What is taken in brings what it builds on."""
        by_hand = (self.by_hand - with_needed(frozenset(include), needs)) | frozenset(exclude)
        return Left(with_dependants(by_hand, needs), by_hand)


def read_choice(job: Path) -> Left:
    """What was chosen of the plan of a job; nothing is left out where nobody chose. Raises NotReadable."""
    path = job / FILE
    try:
        row = json.loads(path.read_bytes())
        excluded = _numbers(row["excluded"])
        by_hand = _numbers(row.get("by_hand", row["excluded"]))
    except FileNotFoundError:
        return Left()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        told = f"{path} cannot be read: {getattr(problem, 'strerror', None) or 'it is damaged'}"
        raise NotReadable(told, hint="delete it, and choose again what is left out") from None
    return Left(excluded | by_hand, by_hand)


def write_choice(job: Path, left: Left) -> None:
    """Keep it. Raises ConfigError where the disk does not take it."""
    row = {"excluded": sorted(left.excluded), "by_hand": sorted(left.by_hand)}
    try:
        write_atomic(job / FILE, json.dumps(row, separators=(",", ":")))
    except OSError as problem:
        raise ConfigError(f"the choice cannot be kept in {job}: {problem.strerror}", hint="make room") from None


def _numbers(found: object) -> frozenset[int]:
    if not isinstance(found, list) or not all(isinstance(one, int) and not isinstance(one, bool) for one in found):
        raise ValueError("no list of numbers")
    return frozenset(found)
