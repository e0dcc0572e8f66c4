"""What a run is told, and what it says of each step."""

from dataclasses import dataclass, field
from enum import Enum

from halley.changes import Change
from halley.changes.differences import Difference
from halley.files import Picture
from halley.plex.images import ImageKind


class State(Enum):
    """What became of a step."""

    BEGUN = "begun"  #: on record, perhaps sent, not read back: only a run that was killed leaves it
    EXACT = "exact"  #: done, read back, and as it was to be
    ALREADY = "already"  #: it stood so before; nothing was sent
    ASKED = "asked"  #: a job that the server does some time later; it took the request
    DIFFERENT = "different"  #: something happened, but not what was to
    FAILED = "failed"  #: nothing of it happened
    REFUSED = "refused"  #: not sent: what stands there is not what the plan saw
    SKIPPED = "skipped"  #: not sent: it was left out, or what it builds on was

    @property
    def is_good(self) -> bool:
        """Whether it stands as the plan wanted."""
        return self in {State.EXACT, State.ALREADY, State.ASKED}


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that was shown before a step: where, its name on the shelf, and its bytes where they could be kept."""

    key: int
    kind: ImageKind
    name: str
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class BackStep:
    """One Change on the way back, and what it makes different."""

    change: Change
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Intent:
    """A step as it is about to be done, in the server's numbers: what goes on record before it is sent.

    `change` is the plan's, `sent` what performs it (a picture that the server holds is selected, not uploaded).
    `differences` is what it will make of what stands there; `back` the way back, whose numbers from `first_key` and
    `first_place` on are of what that way makes. `standing` are the lists of the same title, so that a new one is known;
    `gone` are the places in playlists that it takes away, in the order in which the way back makes them again. `held` are
    the places of the playlist that it adds to, so that a new one is known though the same item stands there already.
    """

    number: int
    change: Change
    sent: Change
    words: str
    differences: tuple[Difference, ...] = ()
    back: tuple[BackStep, ...] = ()
    irreversible: str = ""
    library: str = ""
    first_key: int = 0
    first_place: int = 0
    shown: tuple[Shown, ...] = ()
    standing: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()
    held: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a step. `left` is what stood there afterwards; `made` what the server calls what was made."""

    number: int
    state: State
    words: str
    reason: str = ""
    left: tuple[Difference, ...] = ()
    made: dict[int, int] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)
    library: str = ""
