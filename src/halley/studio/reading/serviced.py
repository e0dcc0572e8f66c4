"""What the studio knows of a service that it is part of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Serviced:
    """Whether there is one, when it runs next, and when the last backup was made."""

    is_service: bool = False
    next_run: str = ""
    backup: str = ""


def not_served() -> Serviced:
    """A studio that runs by itself."""
    return Serviced()
