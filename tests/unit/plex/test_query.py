"""The grammar: what a query string means, whoever wrote it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halley.plex.ids import ItemType
from halley.plex.query import (
    EVERYTHING,
    NOTHING,
    AllOf,
    AnyOf,
    Condition,
    Direction,
    Operator,
    Search,
    SortKey,
    Term,
    parse_search,
)
from halley.plex.requests import parse_query

MOVIE, SHOW, EPISODE = ItemType.MOVIE, ItemType.SHOW, ItemType.EPISODE


def parsed(raw: str, section: ItemType = MOVIE) -> Search:
    return parse_search(parse_query(raw), section)


def term(field: str, operator: Operator = Operator.IS, *values: str, level: ItemType = MOVIE) -> Term:
    return Term(level, field, operator, values)


GENRE_5, GENRE_9 = term("genre", Operator.IS, "5"), term("genre", Operator.IS, "9")
AFTER_2000 = term("year", Operator.MORE, "2000")
UNWATCHED = term("unwatched", Operator.IS, "1")


@pytest.mark.parametrize(
    ("raw", "operator"),
    [
        pytest.param("year=1", Operator.IS, id="is"),
        pytest.param("year!=1", Operator.IS_NOT, id="is not"),
        pytest.param("year%3D=1", Operator.EXACTLY, id="exactly"),
        pytest.param("year!%3D=1", Operator.NOT_EXACTLY, id="not exactly"),
        pytest.param("year%3E%3E=1", Operator.MORE, id="more"),
        pytest.param("year>>=1", Operator.MORE, id="more, not encoded"),
        pytest.param("year%3C%3C=1", Operator.LESS, id="less"),
        pytest.param("year%3E=1", Operator.AT_LEAST, id="at least"),
        pytest.param("year%3C=1", Operator.AT_MOST, id="at most"),
    ],
)
def test_an_operator_is_the_end_of_the_name(raw: str, operator: Operator) -> None:
    assert parsed(raw).where == term("year", operator, "1")


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        pytest.param("genre=5&genre=9", AllOf((GENRE_5, GENRE_9)), id="the same twice is AND"),
        pytest.param("genre=5&and=1&genre=9", AllOf((GENRE_5, GENRE_9)), id="and=1 says what holds anyway"),
        pytest.param("genre=5&or=1&genre=9", AnyOf((GENRE_5, GENRE_9)), id="or"),
        pytest.param(
            "genre=5&year>>=2000&or=1&genre=9", AnyOf((AllOf((GENRE_5, AFTER_2000)), GENRE_9)), id="AND binds tighter"
        ),
        pytest.param(
            "includeGuids=1&limit=5&sort=movie.addedAt%3Adesc&push=1&genre=5&and=1&push=1&year%3E%3E=2000&or=1"
            "&unwatched=1&pop=1&pop=1",
            AllOf((GENRE_5, AnyOf((AFTER_2000, UNWATCHED)))),
            id="as python-plexapi writes it",
        ),
        pytest.param(
            "type=1&limit=20&sort=titleSort&push=1&genre=5&or=1&genre=9&pop=1&and=1&year%3E%3E=2000",
            AllOf((AnyOf((GENRE_5, GENRE_9)), AFTER_2000)),
            id="as Kometa writes it",
        ),
        pytest.param("push=1&genre=5&or=1&push=1&pop=1&pop=1", GENRE_5, id="an empty group is nothing"),
        pytest.param("pop=1&pop=1&genre=5&push=1", GENRE_5, id="brackets that do not match"),
        pytest.param("", EVERYTHING, id="nothing asked"),
    ],
)
def test_terms_are_joined_as_written(raw: str, where: Condition) -> None:
    assert parsed(raw).where == where


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("nonsense=1", id="no field"),
        pytest.param("nowhere.title=x", id="no level"),
        pytest.param("episode.title=x", id="a level that movies do not have"),
        pytest.param("genre>>=5", id="an operator that tags do not know"),
        pytest.param("title>>=5", id="an operator that texts do not know"),
        pytest.param("year!!=5", id="no operator"),
        pytest.param("includeGuids=1&X=2&=3&=&&", id="other parameters"),
        pytest.param("having=1&group=nonsense", id="raw SQL"),
    ],
)
def test_what_makes_no_sense_is_ignored(raw: str) -> None:
    assert parsed(raw).where == EVERYTHING
    assert parsed(f"{raw}&or=1&genre=5").where == GENRE_5


def test_an_ignored_alternative_does_not_make_the_others_a_conjunction() -> None:
    assert parsed("push=1&genre=5&or=1&nonsense=1&or=1&genre=9&pop=1").where == AnyOf((GENRE_5, GENRE_9))


@pytest.mark.parametrize(
    ("value", "values"),
    [
        pytest.param("5,9", ("5", "9", "5,9"), id="a comma separates"),
        pytest.param("The Good, the Bad", ("The Good, the Bad",), id="a comma in a title does not"),
        pytest.param("", ("",), id="empty"),
    ],
)
def test_a_comma_means_or(value: str, values: tuple[str, ...]) -> None:
    found = parse_search((("title", value),), MOVIE).where
    assert isinstance(found, Term)
    assert found.values == values


@pytest.mark.parametrize(
    ("raw", "section", "level", "field"),
    [
        pytest.param("title=x", SHOW, SHOW, "title", id="unscoped is the result's own"),
        pytest.param("type=4&title=x", SHOW, EPISODE, "title", id="of the type asked for"),
        pytest.param("type=4&show.title=x", SHOW, SHOW, "title", id="scoped above"),
        pytest.param("type=2&episode.resolution=4k", SHOW, EPISODE, "resolution", id="scoped below"),
        pytest.param("type=2&resolution=4k", SHOW, EPISODE, "resolution", id="what only those below have"),
        pytest.param("type=4&network=x", SHOW, SHOW, "network", id="what only those above have"),
        pytest.param("type=18&collection.label=x", MOVIE, ItemType.COLLECTION, "label", id="collections"),
        pytest.param("type=4&sourceType=2&title=x", SHOW, SHOW, "title", id="sourceType moves what is unscoped"),
        pytest.param("artist.id=7&type=9", ItemType.ARTIST, ItemType.ARTIST, "id", id="an artist's albums"),
    ],
)
def test_a_field_belongs_to_a_level(raw: str, section: ItemType, level: ItemType, field: str) -> None:
    found = parsed(raw, section).where
    assert isinstance(found, Term)
    assert (found.level, found.field) == (level, field)


def test_the_type_is_the_sections_own_unless_the_query_says_otherwise() -> None:
    assert (parsed("", SHOW).type, parsed("", SHOW).typed) == (SHOW, False)
    assert (parsed("type=4", SHOW).type, parsed("type=4", SHOW).typed) == (EPISODE, True)
    assert parsed("type=1,4", SHOW).type is MOVIE


@pytest.mark.parametrize("raw", ["type=5", "type=rubbish", "type=-1", "type=99999999999999999999999"])
def test_a_type_without_items_finds_nothing(raw: str) -> None:
    assert parsed(raw).where == NOTHING


@pytest.mark.parametrize(
    ("raw", "sort"),
    [
        pytest.param("sort=year", (SortKey(MOVIE, "year"),), id="plain"),
        pytest.param("sort=year%3Adesc", (SortKey(MOVIE, "year", Direction.DESCENDING),), id="Kometa's"),
        pytest.param("sort=movie.year%3Adesc", (SortKey(MOVIE, "year", Direction.DESCENDING),), id="python-plexapi's"),
        pytest.param(
            "sort=rating%3AnullsLast%2CtitleSort%3Aasc",
            (SortKey(MOVIE, "rating", Direction.NULLS_LAST), SortKey(MOVIE, "titleSort")),
            id="several",
        ),
        pytest.param("sort=nonsense%3Adesc", (), id="unknown is the default order"),
        pytest.param("sort=,,%3A,", (), id="rubbish"),
        pytest.param("sort=random", (SortKey(MOVIE, "random"),), id="random"),
    ],
)
def test_a_sort_is_a_list_of_keys(raw: str, sort: tuple[SortKey, ...]) -> None:
    assert parsed(raw).sort == sort


def test_a_compound_sort_that_python_plexapi_scoped_once_more_is_understood() -> None:
    found = parsed("type=3&sort=season.show.titleSort,index%3Aasc", SHOW).sort
    assert found == (SortKey(SHOW, "titleSort"), SortKey(ItemType.SEASON, "index"))


@pytest.mark.parametrize(
    ("raw", "limit"), [("limit=5", 5), ("limit=0", None), ("limit=-1", None), ("limit=x", None), ("", None)]
)
def test_a_limit_is_a_number_of_1_or_more(raw: str, limit: int | None) -> None:
    assert parsed(raw).limit == limit


@pytest.mark.parametrize(
    ("raw", "section", "fields"),
    [
        pytest.param("genre=5&sort=year", MOVIE, {"genre", "year"}, id="where and sort"),
        pytest.param(
            "push=1&decade=1990&or=1&unmatched=1&pop=1",
            MOVIE,
            {"decade", "year", "unmatched", "guid"},
            id="what they look at",
        ),
        pytest.param("sort=titleSort", MOVIE, {"titleSort", "title"}, id="titles"),
        pytest.param("type=2&episode.title=x", SHOW, {"episode.title"}, id="another level's are scoped"),
        pytest.param("type=2&show.title=x", SHOW, {"title"}, id="the own level's are not"),
        pytest.param("year!=5&audienceRating>>=7", MOVIE, {"year", "audienceRating"}, id="operators left out"),
    ],
)
def test_the_fields_of_a_search_are_all_that_decides_it(raw: str, section: ItemType, fields: set[str]) -> None:
    assert parsed(raw, section).fields == fields


def test_a_search_for_unwatched_shows_looks_at_their_episodes() -> None:
    assert "episode.viewCount" in parsed("type=2&unwatchedLeaves=1", SHOW).fields


NAMES = st.one_of(
    st.sampled_from(
        ["title", "year", "genre", "show.title", "type", "sort", "limit", "push", "pop", "or", "and", "addedAt>>", "id"]
    ),
    st.text(),
)
VALUES = st.one_of(
    st.just("1"), st.text(), st.integers().map(str), st.sampled_from(["-30d", "4k", "year:desc", "2000-01-01"])
)


@given(st.lists(st.tuples(NAMES, VALUES)), st.sampled_from(list(ItemType)))
def test_parsing_never_raises(query: list[tuple[str, str]], section: ItemType) -> None:
    parse_search(tuple(query), section)


@given(st.text())
def test_parsing_never_raises_on_any_text(raw: str) -> None:
    parse_search(parse_query(raw), MOVIE)


def test_ten_thousand_brackets_are_no_danger() -> None:
    raw = "push=1&genre=5&or=1&" * 10_000 + "genre=9" + "&pop=1" * 10_000
    found = parsed(raw).where
    assert isinstance(found, AnyOf)
    assert hash(found) == hash(parsed(raw).where)
