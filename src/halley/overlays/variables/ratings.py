"""Ratings: the item's own three, those that Plex lists beside them, and those of outside sources."""

from halley.overlays.subject import Subject
from halley.overlays.variables.registry import (
    E,
    Facts,
    L,
    M,
    Missing,
    N,
    R,
    Raw,
    Refused,
    S,
    Unusable,
    Variable,
    levels,
    number,
    present,
)
from halley.plex.ids import ItemType

MODIFIERS = {
    "": "as it is: `8.0`; with one decimal where it is not the item's own",
    "%": "times ten, cut to a whole number, no sign: `80`",
    "#": "one decimal, unless it is 0: `8`",
    "/": "half of it with one decimal: `4.0`",
}
MNSE = levels(M, S, N, E)


def write_own(value: Raw, modifier: str) -> str:
    return str(value) if not modifier else _modified(number(value), modifier)


def write_outside(value: Raw, modifier: str) -> str:
    return _modified(number(value), modifier)


def _modified(value: float, modifier: str) -> str:
    match modifier:
        case "%":
            return str(int(value * 10))
        case "#":
            return f"{value:.1f}".removesuffix(".0")
        case "/":
            return f"{value / 2:.1f}"
        case _:
            return f"{value:.1f}"


def _own(name: str, attribute: str, kinds: frozenset[ItemType]) -> Variable:
    def read(subject: Subject, facts: Facts, level: ItemType, modifier: str) -> Raw:
        return _as_float(present(subject.text(attribute), name))

    return Variable(
        name=name, levels=kinds, modifiers=MODIFIERS, read=read, write=write_own, source=f"the item's own `{attribute}`"
    )


def _as_float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")  # as python-plexapi reads it; it is then written as `nan`, or cannot be


def _outside(name: str, whose: str, kinds: frozenset[ItemType] = MNSE) -> Variable:
    def read(subject: Subject, facts: Facts, level: ItemType, modifier: str) -> Raw:
        found = facts.get(name)
        if isinstance(found, Refused):
            raise (Unusable if found.fails_item else Missing)(found.reason)
        if not found:
            raise Missing(f"{whose} knows no `{name}` of it")
        return found

    return Variable(name=name, levels=kinds, modifiers=MODIFIERS, read=read, write=write_outside, source=f"outside: {whose}")


def _never(subject: Subject, facts: Facts, level: ItemType, modifier: str) -> Raw:
    raise Missing("Kometa never finds an `anidb_rating`")


def _listed(name: str, beginning: str, *, is_tomato: bool | None = None) -> Variable:
    """One of the ratings that Plex lists, known by its picture; of Rotten Tomatoes' two, the tomato or the other one."""

    def read(subject: Subject, facts: Facts, level: ItemType, modifier: str) -> Raw:
        found = None
        for image, value in _ratings(subject):
            if image.startswith(beginning) and is_tomato in {None, image.endswith(("ripe", "rotten"))}:
                found = value  # the last of a kind counts
        if not found:
            raise Missing(f"Plex lists no rating of `{beginning}` for it")
        return found

    return Variable(
        name=name,
        levels=MNSE,
        modifiers=MODIFIERS,
        read=read,
        write=write_outside,
        source=f"the item's `{beginning}` rating",
    )


def _ratings(subject: Subject) -> list[tuple[str, float | None]]:
    """Pictures and values. Raises Unusable for a rating without a picture, on which Kometa fails the item."""
    found: list[tuple[str, float | None]] = [(one.image, _as_float(one.value)) for one in subject.item.ratings]
    for element in subject.item.others:
        if element.name == "Rating":
            if "image" not in element.attributes:
                raise Unusable("Plex lists a rating without a picture for it")
            value = element.attributes.get("value")
            found.append((element.attributes["image"], None if value is None else _as_float(value)))
    return found


USER = _own("user_rating", "userRating", levels(M, S, N, E, R, L))
CRITIC = _own("critic_rating", "rating", levels(M, S, E, L))
AUDIENCE = _own("audience_rating", "audienceRating", levels(M, S, E))
TRAKT_USER = _outside("trakt_user_rating", "Trakt", levels(M, S, N))
COMMON = (
    _outside("imdb_rating", "IMDb"),
    *(
        _outside(f"mdb_{name}", "MDBList")
        for name in (
            "average_rating", "imdb_rating", "letterboxd_rating", "metacritic_rating", "metacriticuser_rating", "rating",
            "tmdb_rating", "tomatoes_rating", "tomatoesaudience_rating", "trakt_rating", "myanimelist_rating",
        )
    ),
    _outside("omdb_rating", "OMDb"),
    _outside("omdb_imdb_rating", "OMDb"),
    _outside("tmdb_rating", "TMDb"),
    _outside("omdb_metascore_rating", "OMDb"),
    _outside("omdb_tomatoes_rating", "OMDb"),
    _listed("plex_imdb_rating", "imdb://"),
    _listed("plex_tmdb_rating", "themoviedb://"),
    _listed("plex_tomatoes_rating", "rottentomatoes://", is_tomato=True),
    _listed("plex_tomatoesaudience_rating", "rottentomatoes://", is_tomato=False),
    _outside("trakt_rating", "Trakt"),
)  # fmt: skip
ANIME = (
    _outside("anidb_average_rating", "AniDB", levels(M, S)),
    Variable(
        name="anidb_rating", levels=levels(M, S), modifiers=MODIFIERS, read=_never, write=write_outside, source="nowhere"
    ),
    _outside("anidb_score_rating", "AniDB", levels(M, S)),
    _outside("mal_rating", "MyAnimeList", levels(M, S)),
)
