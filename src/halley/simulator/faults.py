"""Faults that the simulator can be told to make, so that tests can see what clients do about them."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from halley.errors import ConfigError


class FaultKind(Enum):
    """What goes wrong with a request."""

    DROP = "drop"  #: the connection is closed without an answer
    ERROR = "500"  #: 500 Internal Server Error, and nothing is done
    SLOW = "slow"  #: the answer takes two seconds longer
    TRUNCATE = "truncate"  #: the answer breaks off half way
    STALE = "stale"  #: a picture is served as it was before the last upload


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that happens to a share of requests (`rate`, 0 to 1) whose path matches a regular expression."""

    kind: FaultKind
    rate: float = 1.0
    path: str = ""


def parse_fault(text: str) -> Fault:
    """A fault as the command line names it: `KIND=RATE` or `KIND=RATE:PATH`. Raises ConfigError for anything else."""
    word, _, rest = text.partition("=")
    rate, _, path = (rest or "1").partition(":")
    try:
        found = Fault(FaultKind(word), float(rate), path)
        re.compile(path)
    except (ValueError, re.error):
        kinds = ", ".join(kind.value for kind in FaultKind)
        raise ConfigError(f"`--fault {text}` is not KIND=RATE[:PATH]", hint=f"kinds are {kinds}; a rate is 0 to 1") from None
    if not 0 <= found.rate <= 1:
        raise ConfigError(f"`--fault {text}`: a rate is 0 to 1")
    return found


class Faults:
    """Decides which faults happen to a request, the same for the same seed and order of requests."""

    def __init__(self, faults: Sequence[Fault] = (), seed: int = 0) -> None:
        self.active = list(faults)
        self._chance = random.Random(seed)  # noqa: S311 - repeatable faults, no secret

    def of(self, path: str) -> frozenset[FaultKind]:
        """The faults that happen to this request."""
        return frozenset(
            fault.kind for fault in self.active if re.search(fault.path, path) and self._chance.random() < fault.rate
        )
