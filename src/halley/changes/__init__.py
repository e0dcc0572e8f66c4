"""Every effect on a Plex server as a value: kinds, wire form, application, inversion, words."""

from halley.changes.apply import CannotApply, apply, apply_all
from halley.changes.describe import describe
from halley.changes.invert import invert, irreversible
from halley.changes.kinds import Change
from halley.changes.restorable import restorable
from halley.changes.wire import NotAWrite, decode, encode

__all__ = [
    "CannotApply",
    "Change",
    "NotAWrite",
    "apply",
    "apply_all",
    "decode",
    "describe",
    "encode",
    "invert",
    "irreversible",
    "restorable",
]
