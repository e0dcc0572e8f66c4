"""Filters on what other sites say. The facts are handed in; what was not asked for is a problem of the definition.

Values are as the sites write them (`Returning Series`); Kometa's own words for them are made here.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from halley.plex.items import Item
from halley.selection import values
from halley.selection.attributes.comparing import COUNTS, Holds, Wanted, falling_over
from halley.selection.attributes.kinds import Kind, Moment, Number, Reading, Text, Unknown, Words, Year
from halley.selection.attributes.registry import M, S, attribute
from halley.selection.facts import Fact, Keyword
from halley.selection.problems import BadValue, Crash, NotAsked
from halley.selection.values import Value
from halley.selection.view import Scalar, Seen, View

STATUS = {
    "Returning Series": "returning", "Planned": "planned", "In Production": "production", "Ended": "ended",
    "Canceled": "canceled", "Pilot": "pilot",
}  # fmt: skip
TYPES = {
    "Documentary": "documentary", "News": "news", "Miniseries": "miniseries", "Reality": "reality", "Scripted": "scripted",
    "Talk Show": "talk_show", "Video": "video",
}  # fmt: skip


def fact(name: str, source: str, item: Item, view: View) -> Fact:
    """What the site says of the item. Raises NotAsked, or Unknown."""
    known = view.facts.of_items.get(name)
    if known is None:
        unanswered = view.facts.unanswered.get(name)
        raise NotAsked(f"the filter `{name}` needs {source}, {unanswered.reason if unanswered else 'which was not asked'}")
    if item.key not in known:
        raise Unknown
    return known[item.key]


def _seen(value: Fact) -> Seen:
    if value is None:
        return ()
    if isinstance(value, tuple):
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return (datetime(value.year, value.month, value.day),)  # noqa: DTZ001  as on the wall
    return (value,)


def _enter(
    name: str, kind: Kind, levels: str, source: str, says: str, turn: Callable[[Scalar], Scalar] | None = None
) -> None:
    def read(item: Item, view: View) -> Seen:
        found = _seen(fact(name, source, item, view))
        return tuple(turn(one) for one in found) if turn else found

    read.__doc__ = says
    attribute(name, kind, {"m": {M}, "s": {S}, "ms": {M, S}}[levels], source=source)(read)


def _word_of(name: str, words: dict[str, str]) -> Callable[[Scalar], Scalar]:
    def turn(value: Scalar) -> Scalar:
        if str(value) not in words:
            raise Crash(f"TMDb says {value!r} of {name}, on which Kometa itself falls over")
        return words[str(value)]

    return turn


_BARE = ("", ".not")
_enter("tmdb_vote_count", Number(is_whole=True, ignored=_BARE), "ms", "TMDb", "How many voted at TMDb.")
_enter("tmdb_vote_average", Number(is_whole=False, maximum=10, ignored=_BARE), "ms", "TMDb", "TMDb's average vote.")
_enter("tmdb_title", Text(), "ms", "TMDb", "The title at TMDb.")
_enter("tmdb_genre", Words(), "ms", "TMDb", "The genres at TMDb, exact in case.")
_enter("tmdb_keyword", Words(str.lower), "ms", "TMDb", "The keywords at TMDb, in lower case.")
_enter("original_language", Words(str.lower, is_one_word=True), "ms", "TMDb", "The original language: `en`.")
_enter("origin_country", Words(str.upper), "s", "TMDb", "The countries that it comes from: `US`.")
_enter("first_episode_aired", Moment(), "s", "TMDb", "When its first episode was shown.")
_enter("last_episode_aired", Moment(), "s", "TMDb", "When its latest episode was shown.")
_enter(
    "tmdb_status", Words(options=frozenset(STATUS.values()), is_one_word=True), "s", "TMDb", "What becomes of the show.",
    _word_of("a status", STATUS),
)  # fmt: skip
_enter(
    "tmdb_type", Words(options=frozenset(TYPES.values()), is_one_word=True), "s", "TMDb", "What kind of show it is.",
    _word_of("a type", TYPES),
)  # fmt: skip
_enter("tvdb_title", Text(), "s", "TVDb", "The title at TVDb.")
_enter("tvdb_status", Text(), "s", "TVDb", "What becomes of the show, as TVDb puts it.")
_enter("tvdb_genre", Words(), "s", "TVDb", "The genres at TVDb, exact in case.")


_enter("tmdb_year", Year(ignored=_BARE), "ms", "TMDb", "The year at TMDb.")


class MomentOrNever(Moment):
    """A date; none at all will do as well."""

    def test(self, modifier: str, wanted: Wanted, view: View) -> Holds:
        holds = super().test(modifier, wanted, view)
        return lambda seen: not seen or holds(seen)


_enter(
    "last_episode_aired_or_never",
    MomentOrNever(),
    "s",
    "TMDb",
    "When its latest episode was shown; also holds where none was.",
)


class Keywords(Kind):
    """Keywords that enough people found fitting; without a mapping any number will do.

    The share is compared as a number from 0 to 1, so that `minimum_percentage: 1` means everybody (spec, collections 10.3).
    """

    @property
    def modifiers(self) -> tuple[str, ...]:
        return ("", ".not", ".regex", *COUNTS)

    def read(self, modifier: str, value: Value, reading: Reading) -> Wanted:
        if modifier == ".regex":
            return reading.expressions(value)
        if modifier in COUNTS:
            return (str(value),)
        if not isinstance(value, Mapping):
            return (0, 0, 0, *(word.lower() for word in values.texts(value)))
        known = {str(key).lower(): inside for key, inside in value.items()}
        if values.is_blank(known.get("keyword")):
            raise BadValue("needs a `keyword`")
        limits = [
            values.whole(known.get(name, 0), minimum=0, maximum=100 if name == "minimum_percentage" else None)
            for name in ("minimum_votes", "minimum_relevant", "minimum_percentage")
        ]
        return (*limits, *(word.lower() for word in values.texts(known["keyword"])))

    def test(self, modifier: str, wanted: Wanted, view: View) -> Holds:
        if modifier not in _BARE:
            return falling_over(f"`imdb_keyword{modifier}` makes Kometa itself fall over")
        votes, relevant, share = (int(str(one)) for one in wanted[:3])
        words = frozenset(map(str, wanted[3:]))

        def has(seen: Seen) -> bool:
            return any(
                isinstance(one, Keyword)
                and one.text in words
                and one.relevant >= relevant
                and one.votes >= votes
                and (one.votes == 0 or one.relevant / one.votes >= share)
                for one in seen
            )

        return has if not modifier else lambda seen: not has(seen)


_enter("imdb_keyword", Keywords(), "ms", "IMDb", "The keywords at IMDb.")
