"""What people are told without asking: how a run ended, a plan that waits, what went wrong, and that it is right again."""

from halley.notices.herald import Herald, herald_of
from halley.notices.notice import Kind, Notice, Telling
from halley.notices.throttle import MEMORY
from halley.notices.troubles import Trouble, troubles_of_backups, troubles_of_doctor

__all__ = [
    "MEMORY",
    "Herald",
    "Kind",
    "Notice",
    "Telling",
    "Trouble",
    "herald_of",
    "troubles_of_backups",
    "troubles_of_doctor",
]
