"""What belongs to the account: rating, played, progress. Source: spec, plex-api 7.2."""

import math
from typing import assert_never

from halley.changes.kinds import AccountChange, Change, MarkPlayed, Rate, SetProgress
from halley.changes.wire.asked import LIBRARY_IDENTIFIER, Asked, NotAWrite
from halley.changes.wire.rules import Rule
from halley.plex.ids import RatingKey
from halley.plex.requests import PlexRequest


def _rated(request: Asked) -> tuple[Change, ...]:
    key, text = _key(request), request.text("rating")
    try:
        rating = float(text)
    except ValueError:
        raise NotAWrite(f"rating={text[:60]!r} is no number") from None
    if rating == -1:
        return (Rate(key, None),)
    if not 0 <= rating <= 10 or math.isnan(rating):
        raise NotAWrite(f"rating={text[:60]!r} is not between 0 and 10")
    return (Rate(key, rating),)


def _played(request: Asked) -> tuple[Change, ...]:
    return (MarkPlayed(_key(request), played=True),)


def _unplayed(request: Asked) -> tuple[Change, ...]:
    return (MarkPlayed(_key(request), played=False),)


def _progressed(request: Asked) -> tuple[Change, ...]:
    # Another state than `stopped` reports a playback that goes on.
    request.expect("state", "stopped")
    return (SetProgress(_key(request), request.number("time")),)


def _key(request: Asked) -> RatingKey:
    request.expect("identifier", LIBRARY_IDENTIFIER)
    return RatingKey(request.number("key"))


RULES = (
    Rule("GET PUT", "/:/rate", _rated),
    Rule("GET PUT", "/:/scrobble", _played),
    Rule("GET PUT", "/:/unscrobble", _unplayed),
    Rule("GET PUT", "/:/progress", _progressed),
)


def encode(change: AccountChange) -> PlexRequest:
    """The request of one change to an account's own view of an item."""
    named = (("key", str(change.key)), ("identifier", LIBRARY_IDENTIFIER))
    match change:
        case Rate(rating=rating):
            return PlexRequest("PUT", "/:/rate", (*named, ("rating", "-1" if rating is None else repr(float(rating)))))
        case MarkPlayed(played=played):
            return PlexRequest("GET", "/:/scrobble" if played else "/:/unscrobble", named)
        case SetProgress(offset_ms=offset_ms):
            return PlexRequest("GET", "/:/progress", (*named, ("time", str(offset_ms)), ("state", "stopped")))
        case _:
            assert_never(change)
