"""`imdb_chart`: IMDb's charts, by name. Source: spec, sources 4."""

from collections.abc import Iterable

from halley.plex.ids import ItemType
from halley.selection.builders.listed import enter_list
from halley.selection.builders.registry import BuilderReading, M, S, Wanted
from halley.selection.facts import ListAsked
from halley.selection.problems import BadValue, did_you_mean
from halley.selection.values import Value, texts

CHARTS = {
    ItemType.MOVIE: (
        "box_office", "popular_movies", "top_movies", "top_english", "lowest_rated", "top_indian", "top_tamil", "top_telugu",
        "top_malayalam", "trending_india", "trending_tamil", "trending_telugu",
    ),
    ItemType.SHOW: ("popular_shows", "top_shows", "trending_india"),
}  # fmt: skip


def parse(value: Value, reading: BuilderReading) -> Iterable[Wanted]:
    """One chart or several."""
    charts = CHARTS.get(reading.library, ())
    for one in texts(value):
        if one not in charts:
            hint = did_you_mean(one, charts) or f"there are {', '.join(charts)}"
            raise BadValue(f"`{one}` is no chart for {reading.library.word}s", hint)
        yield ListAsked("imdb_chart", one)


enter_list("imdb_chart", "IMDb", (M, S), parse)
