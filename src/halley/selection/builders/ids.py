"""Items named by their ids at other sites, found by their guids. Nobody outside is asked. Source: spec, collections 11."""

import re
from collections.abc import Callable, Iterable

from halley.plex.items import Item
from halley.selection.builders.registry import Builder, BuilderReading, M, Parse, S, Wanted, enter
from halley.selection.facts import ExternalId
from halley.selection.problems import BadValue, Report
from halley.selection.values import Value, texts
from halley.selection.view import View

_NUMBER = re.compile(r"\d+")


def by_id(site: str) -> Callable[[Wanted, View, Report], list[Item]]:
    """How items of a site's id are found; that there is none is no failure of the builder."""

    def find(wanted: Wanted, view: View, report: Report) -> list[Item]:
        found = view.by_id.get(ExternalId(site, str(wanted)), ())
        if not found:
            report.warning((), f"nothing in the library has the {site} id {wanted}")
        return list(found)

    return find


def _imdb(value: Value, _: BuilderReading) -> Iterable[Wanted]:
    for one in texts(value):
        if not one.startswith("tt"):
            raise BadValue(f"`{one}` is no id of IMDb", "they begin with tt, as in tt0113277")
        yield one


def numbers(site: str) -> Parse:
    """Ids that are numbers; the first digits of a text are meant, so that an address of the site will often do."""

    def parse(value: Value, reading: BuilderReading) -> Iterable[Wanted]:
        found = [(one, _NUMBER.search(one)) for one in texts(value)]
        for one, number in found:
            if number is None:
                reading.report.warning(reading.path, f"`{one}` holds no id of {site}")
            else:
                yield number.group()
        if not any(number for _, number in found):
            raise BadValue(f"there is no id of {site} in it")

    return parse


def _tvdb(value: Value, _: BuilderReading) -> Iterable[Wanted]:
    for one in texts(value):
        if not one.isdecimal():
            raise BadValue(f"`{one}` is no number", "Halley does not ask TVDb what an address stands for; write the id")
        yield one


enter(Builder("imdb_id", "Films or shows by their ids at IMDb.", frozenset({M, S}), _imdb, by_id("imdb")))
enter(
    Builder("tmdb_movie", "Films by their ids at TMDb.", frozenset({M}), numbers("TMDb"), by_id("tmdb")),
    "tmdb_movie_details",
)
enter(
    Builder("tmdb_show", "Shows by their ids at TMDb.", frozenset({S}), numbers("TMDb"), by_id("tmdb")), "tmdb_show_details"
)
enter(Builder("tvdb_show", "Shows by their ids at TVDb.", frozenset({S}), _tvdb, by_id("tvdb")), "tvdb_show_details")
