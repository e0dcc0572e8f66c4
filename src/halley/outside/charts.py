"""IMDb's charts: what is asked for each, where the ids lie in the answer, and on which page they stand else.

Source: spec, sources 4.
"""

from dataclasses import dataclass

from halley.outside.answers import Json, at, listing

_ANSWER = "IMDb's answer"


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: a question, the way to its rows and from a row to the id, and a page of the site."""

    query: str
    rows: tuple[str, ...]
    inside: tuple[str, ...]
    page: str

    def titles_in(self, answer: Json) -> list[str]:
        """The ids in an answer. Raises Garbled where a row has none: the whole then counts for nothing."""
        rows = listing(at(answer, ("data", *self.rows), _ANSWER), _ANSWER)
        return [str(at(one, self.inside, _ANSWER)) for one in rows]


def _titles(kind: str, first: int, page: str) -> Chart:
    query = f"{{ chartTitles(chart: {{ chartType: {kind} }}, first: {first}) {{ edges {{ node {{ id }} }} total }} }}"
    return Chart(query, ("chartTitles", "edges"), ("node", "id"), page)


def _trends(kind: str, first: int, page: str) -> Chart:
    wanted = f"first: {first}, input: {{ topTrendingSetPredefined: {kind} }}"
    query = f"{{ topTrendingSetsPredefined({wanted}) {{ edges {{ node {{ item {{ ... on Title {{ id }} }} }} }} }} }}"
    return Chart(query, ("topTrendingSetsPredefined", "edges"), ("node", "item", "id"), page)


CHARTS = {
    "top_movies": _titles("TOP_RATED_MOVIES", 250, "chart/top"),
    "top_shows": _titles("TOP_RATED_TV_SHOWS", 250, "chart/toptv"),
    "popular_movies": _titles("MOST_POPULAR_MOVIES", 100, "chart/moviemeter"),
    "popular_shows": _titles("MOST_POPULAR_TV_SHOWS", 100, "chart/tvmeter"),
    "lowest_rated": _titles("LOWEST_RATED_MOVIES", 100, "chart/bottom"),
    "top_english": _titles("TOP_RATED_ENGLISH_MOVIES", 250, "chart/top-english-movies"),
    "top_indian": _titles("TOP_RATED_INDIAN_MOVIES", 250, "india/top-rated-indian-movies"),
    "top_tamil": _titles("TOP_RATED_TAMIL_MOVIES", 250, "india/top-rated-tamil-movies"),
    "top_telugu": _titles("TOP_RATED_TELUGU_MOVIES", 250, "india/top-rated-telugu-movies"),
    "top_malayalam": _titles("TOP_RATED_MALAYALAM_MOVIES", 250, "india/top-rated-malayalam-movies"),
    "trending_india": _trends("INDIA_TITLE_TRENDS_UPCOMING", 50, "india/upcoming"),
    "trending_tamil": _trends("INDIA_TITLE_TRENDS_RELEASED_TAMIL", 200, "india/tamil"),
    "trending_telugu": _trends("INDIA_TITLE_TRENDS_RELEASED_TELUGU", 200, "india/telugu"),
    "box_office": Chart(
        "{ boxOfficeWeekendChart(limit: 50) { entries { title { id } } } }",
        ("boxOfficeWeekendChart", "entries"),
        ("title", "id"),
        "chart/boxoffice",
    ),
}
