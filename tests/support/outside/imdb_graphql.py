"""api.graphql.imdb.com: charts. Other questions get an answer without data, as an unknown query does."""

import json
import re

from aiohttp import web

from tests.support.outside.asked import Asked
from tests.support.outside.works import Catalogue, share

_CHART = re.compile(r"chartType:\s*(\w+)")
_TREND = re.compile(r"topTrendingSetPredefined:\s*(\w+)")


def answer(asked: Asked, catalogue: Catalogue) -> web.Response | None:
    """The ids of a chart."""
    try:
        query = str(json.loads(asked.body)["query"])
    except (ValueError, KeyError, TypeError):
        return web.json_response({"errors": [{"message": "no query"}]}, status=400)

    def ids(name: str) -> list[str]:
        works = catalogue.kind(is_movie="TV_SHOWS" not in name)
        return [one.imdb for one in share(name, works, 3) if one.imdb]

    if chart := _CHART.search(query):
        edges: list[object] = [{"node": {"id": one}} for one in ids(chart[1])]
        return web.json_response({"data": {"chartTitles": {"edges": edges, "total": len(edges)}}})
    if "boxOfficeWeekendChart" in query:
        entries = [{"title": {"id": one}} for one in ids("box office")]
        return web.json_response({"data": {"boxOfficeWeekendChart": {"entries": entries}}})
    if trend := _TREND.search(query):
        edges = [{"node": {"item": {"id": one}}} for one in ids(trend[1])]
        return web.json_response({"data": {"topTrendingSetsPredefined": {"edges": edges}}})
    return web.json_response({"errors": [{"message": "an unknown question", "extensions": {"code": "UNKNOWN"}}]})
