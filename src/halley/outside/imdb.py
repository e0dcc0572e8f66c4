"""IMDb: charts and awards. Source: spec, sources 4, 4.2, 10.4.

Awards come from files of Kometa's project, parsed once and kept for as long as the site says that they are the same; events
that it has no file for are read from IMDb's pages, one year at a time.
"""

import asyncio
import json
import re
from collections.abc import Mapping
from hashlib import sha256

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from halley.outside.answers import Json, at, below, mapping
from halley.outside.awards import Event, choose, chosen_years, edition_in, years_in
from halley.outside.charts import CHARTS
from halley.outside.client import OutsideClient
from halley.outside.failures import Garbled, NoAnswer, NotKnown, SourceFailed, Turned
from halley.outside.kept import Kept
from halley.outside.store import Shelf
from halley.selection import ExternalId, ListAsked

GRAPH = "https://api.graphql.imdb.com/"
SITE = "https://www.imdb.com"
AWARDS = "https://raw.githubusercontent.com/Kometa-Team/IMDb-Awards/master"
_YEAR = 365
_PARSED = Shelf("imdb award file", 5 * _YEAR, is_spread=False)  # asked for in every run; see `_yaml`
_BROWSER = {
    "Accept-Language": "en-US,en;q=0.5",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 Firefox/147.0",
}
_MOST_VALUES = 2_000_000
_NEXT_DATA = re.compile(r"<script[^>]*\bid=[\"']__NEXT_DATA__[\"'][^>]*>(.*?)</script>", re.DOTALL)
_TITLE = re.compile(r'"(tt\d+)"')


class Imdb:
    """IMDb's lists as one run asks for them. Everything raises SourceFailed."""

    def __init__(self, client: OutsideClient, kept: Kept) -> None:
        self._client, self._kept = client, kept

    async def chart(self, name: str) -> tuple[ExternalId, ...]:
        """A chart in its order; where the query does not answer, from the chart's page, repetitions included."""
        chart = CHARTS[name]
        try:
            found = chart.titles_in((await self._client.post(GRAPH, {"query": chart.query})).json())
        except SourceFailed:
            found = []
        if not found:
            page = await self._client.get(f"{SITE}/{chart.page}", headers=_BROWSER)
            found = _TITLE.findall(next_data_in(page.text))
        return tuple(ExternalId("imdb", one) for one in found)

    async def award(self, asked: ListAsked) -> tuple[tuple[ExternalId, ...], tuple[str, ...]]:
        """Nominees or winners in the order of years, awards and categories, and sentences on filters that nobody knows."""
        event, files = asked.value, mapping(await self._yaml("event_validation.yml"), "the list of IMDb's events")
        told = below(files.get(event), "years")
        years = tuple(str(one) for one in (told if isinstance(told, list) else []) if isinstance(one, str | int))
        has_file = event in files
        if not has_file:
            years = tuple(years_in(await self._props(f"event/{event}")))
        if not years:
            raise Turned(f"which knows no event {event}")
        wanted = chosen_years(asked, years)
        if not has_file and (asked.option("years") in {"all", "latest"} or len(wanted) > 1):
            raise Turned(f"which can be asked for a single year of {event} only, because Kometa has no file of it")
        editions = await (self._file_editions(event, wanted) if has_file else self._page_editions(event, wanted))
        chosen = choose(asked, editions)
        return tuple(ExternalId("imdb", one) for one in chosen.titles), chosen.warnings

    async def _file_editions(self, event: str, years: tuple[str, ...]) -> tuple[Event, ...]:
        found = mapping(await self._yaml(f"events/{event}.yml"), f"the file of {event}")
        missing = [one for one in years if one not in found]
        if missing:
            raise Garbled(f"but the file of {event} lacks {', '.join(missing)}")
        return tuple(mapping(found[one], f"the file of {event}") for one in years)

    async def _page_editions(self, event: str, years: tuple[str, ...]) -> tuple[Event, ...]:
        slugs = [one.replace("-", "/") if "-" in one else f"{one}/1" for one in years]
        return tuple([edition_in(await self._props(f"event/{event}/{slug}/")) for slug in slugs])

    async def _props(self, path: str) -> Json:
        """The data that a page of IMDb is made of."""

        async def ask() -> Json:
            page = await self._client.get(f"{SITE}/{path}", {}, _BROWSER)
            if page.status == 404:
                raise NotKnown(f"which has no page {path}")
            return at(_loaded(next_data_in(page.text)), ["props", "pageProps"], "IMDb's page")

        return await self._kept.get("imdb page", path, ask)

    async def _yaml(self, name: str) -> Json:
        """A file of awards. It is asked for in every run, as Kometa does, but read again only where it has changed."""

        async def ask() -> Json:
            before = self._kept.store.get(_PARSED, name)
            tag = below(before, "tag")
            answer = await self._client.get(
                f"{AWARDS}/{name}", headers={"If-None-Match": tag} if isinstance(tag, str) and tag else {}
            )
            if answer.status == 304 and before is not None:
                return below(before, "content")
            if answer.status != 200:
                raise NoAnswer(f"but {answer.asked} answered {answer.status}")
            digest = sha256(answer.body).hexdigest()
            if below(before, "digest") == digest:
                return below(before, "content")
            content = await asyncio.to_thread(read_yaml, answer.body, answer.asked)
            kept: Json = {"tag": answer.headers.get("ETag", ""), "digest": digest, "content": content}
            self._kept.store.put(_PARSED, name, kept)
            return content

        return await self._kept.get("imdb award file", name, ask)


def next_data_in(page: str) -> str:
    """The data within a page of IMDb."""
    found = _NEXT_DATA.search(page)
    if found is None:
        raise Garbled("but its page is not what it should be: it may take Halley for a robot")
    return found[1]


def _loaded(text: str) -> Json:
    try:
        found: Json = json.loads(text)
    except (ValueError, RecursionError):
        raise Garbled("but the data of IMDb's page cannot be read") from None
    return found


def read_yaml(content: bytes, asked: str) -> Json:
    """A YAML file as JSON has it: every key a text. Raises Garbled."""
    try:
        return _plain(YAML(typ="safe", pure=True).load(content), [_MOST_VALUES])
    except (YAMLError, ValueError, RecursionError):
        raise Garbled(f"but {asked} is no YAML that can be read") from None


def _plain(value: object, left: list[int]) -> Json:
    """The value as JSON has it. `left` is how many values there may still be: aliases make many of few."""
    left[0] -= 1
    if left[0] < 0:
        raise ValueError("too many values")
    if isinstance(value, Mapping):
        return {str(key): _plain(inside, left) for key, inside in value.items()}
    if isinstance(value, list):
        return [_plain(one, left) for one in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
