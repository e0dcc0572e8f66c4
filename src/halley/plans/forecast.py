"""What carrying out a plan will cost: requests, uploads, room in Plex's store, and time."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from halley.changes.kinds import UploadImage
from halley.plans.model import Plan

CONNECTIONS = 16
_READ_AT_ONCE = 200
_PICTURE_S = 0.15
"""What Plex takes to store a picture, beyond the way there; seen on home servers, and no more than a rule of thumb."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Requests of all kinds, pictures sent, their bytes, those that Plex keeps besides what it has, and seconds."""

    requests: int
    uploads: int
    upload_bytes: int
    seconds: float


def forecast(plan: Plan, latency_s: float = 0.03) -> Forecast:
    """The cost of a plan on a server that takes `latency_s` to answer. Equal pictures are sent once an item."""
    pictures = {(one.key, one.kind, one.picture.sha256): one.picture for one in _uploads(plan)}
    things = {(one.of, one.number) for step in plan.steps for one in step.differences}
    bulk = 2 * (len(things) // _READ_AT_ONCE + 1)
    shelves = 2 * len({(key, kind) for key, kind, _ in pictures})
    requests = len(plan.steps) + bulk + shelves if plan.steps else 0
    waiting = requests * latency_s / CONNECTIONS
    return Forecast(
        requests,
        len(pictures),
        sum(one.size for one in pictures.values()),
        waiting + len(pictures) * _PICTURE_S / CONNECTIONS,
    )


def counts(plan: Plan) -> dict[str, Counter[str]]:
    """How many steps of each kind a plan has, by library; in the order in which it comes to them."""
    found: dict[str, Counter[str]] = {}
    for step in plan.steps:
        found.setdefault(step.library, Counter())[step.kind] += 1
    return found


def by_definition(plan: Plan) -> Counter[tuple[str, str]]:
    """How many steps each definition asked for, by its name and place; in the order in which the plan comes to them."""
    return Counter(one for step in plan.steps for one in step.origin.definitions)


def _uploads(plan: Plan) -> Iterable[UploadImage]:
    return (step.change for step in plan.steps if isinstance(step.change, UploadImage))
