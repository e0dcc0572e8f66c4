"""The values that went into an item's texts, compared with what the item says now (spec, overlays 8.3.2).

Every value that was ever kept for an item is compared, also of a variable that no text uses any more; the number of versions
is compared with the list of them, so that it always differs. Both as Kometa does (spec, overlays 11.6, 11.7).
"""

from collections.abc import Callable, Mapping

from halley.overlays.subject import Subject
from halley.plex.ids import ItemType

Kept = Mapping[str, str | None]
"""Values by variable, as texts. None is a value that could not be kept."""
_M, _S, _N, _E, _L = ItemType.MOVIE, ItemType.SHOW, ItemType.SEASON, ItemType.EPISODE, ItemType.ALBUM


class Unreadable(Exception):
    """A value that was kept is no number, on which Kometa fails the item."""


def text_change(kept: Kept, subject: Subject) -> str | None:
    """What of an item's values is another than the kept one, in a sentence; None where nothing is.

    Raises Unreadable.
    """
    for variable, before in kept.items():
        compared = _COMPARED.get(variable)
        if compared is None or before is None:
            continue
        kinds, differs = compared
        if subject.item.type in kinds and (found := differs(before, subject)) is not None:
            return f"{variable} was {before} and is {found}"
    return None


Differs = Callable[[str, Subject], str | None]
"""The value that stands there now where it is another one, None where it is the same or there is none."""


def _text(attribute: str) -> Differs:
    def differs(before: str, subject: Subject) -> str | None:
        now = subject.text(attribute)
        return now if now is not None and now != before else None

    return differs


def _rating(attribute: str) -> Differs:
    def differs(before: str, subject: Subject) -> str | None:
        now = subject.text(attribute)
        return now if now is not None and _as_float(now) != _as_float(before) else None

    return differs


def _as_float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")  # as python-plexapi reads it: never equal to anything


def _number(attribute: str, of_season: str | None = None) -> Differs:
    def differs(before: str, subject: Subject) -> str | None:
        now = subject.text(of_season if of_season and subject.item.type is _N else attribute)
        if now is None:
            return None
        try:
            return now if int(now) != int(before) else None
        except ValueError:
            raise Unreadable(f"the kept value `{before}` is no whole number") from None

    return differs


def _total(before: str, subject: Subject) -> str | None:
    now = sum(subject.durations())
    try:
        return str(now) if now != int(before) else None
    except ValueError:
        raise Unreadable(f"the kept value `{before}` is no whole number") from None


def _versions(before: str, subject: Subject) -> str:
    return f"a list of {len(subject.item.media)}"


_ANY = frozenset(ItemType)
_COMPARED: Mapping[str, tuple[frozenset[ItemType], Differs]] = {
    "title": (_ANY, _text("title")),
    "user_rating": (_ANY, _rating("userRating")),
    "critic_rating": (_ANY, _rating("rating")),
    "audience_rating": (_ANY, _rating("audienceRating")),
    # python-plexapi knows no length of seasons, artists and albums, and no original title of seasons
    "runtime": (frozenset({_M, _S, _E}), _number("duration")),
    "original_title": (frozenset({_M, _S}), _text("originalTitle")),
    "total_runtime": (_ANY, _total),
    "originally_available": (frozenset({_M, _S, _E, _L}), _text("originallyAvailableAt")),
    "content_rating": (frozenset({_M, _S, _E}), _text("contentRating")),
    "versions": (frozenset({_M, _E}), _versions),
    "season_number": (frozenset({_N, _E}), _number("parentIndex", of_season="index")),
    "episode_number": (frozenset({_E}), _number("index")),
    "episode_count": (frozenset({_S, _N}), _number("leafCount")),
    "edition": (frozenset({_M}), _text("editionTitle")),
    "season_title": (frozenset({_E}), _text("parentTitle")),
}
"""Variables that items have as an attribute under that name; all others are never compared."""
