"""datasets.imdbws.com: the ratings, genres and episodes of all titles, as compressed tables."""

import gzip
from collections.abc import Iterable

from aiohttp import web

from tests.support.outside.asked import Asked
from tests.support.outside.works import Catalogue, number

_HEADS = {
    "ratings": "tconst averageRating numVotes",
    "basics": "tconst titleType primaryTitle originalTitle isAdult startYear endYear runtimeMinutes genres",
    "episode": "tconst parentTconst seasonNumber episodeNumber",
}


def rating(imdb: str) -> str:
    """What IMDb's users give a title; every seventh has none."""
    return "" if number("imdb none", imdb, below=7) == 0 else f"{1 + number('imdb', imdb, below=90) / 10:.1f}"


def answer(asked: Asked, catalogue: Catalogue) -> web.Response | None:
    """A table by the name of its file, `title.ratings.tsv.gz`."""
    kind = asked.path[-1].split(".")[1] if asked.path and asked.path[-1].startswith("title.") else ""
    if kind not in _HEADS:
        return None
    rows = [tuple(_HEADS[kind].split()), *(row for row in _rows(kind, catalogue) if row[0])]
    table = "".join("\t".join(row) + "\n" for row in rows)
    return web.Response(body=gzip.compress(table.encode(), mtime=0), content_type="application/gzip")


def _rows(kind: str, catalogue: Catalogue) -> Iterable[tuple[str, ...]]:
    for work in catalogue:
        episodes = [one for one in work.episodes if one.imdb]
        if kind == "ratings":
            yield from ((one, rating(one), "1000") for one in (work.imdb, *(one.imdb for one in episodes)) if rating(one))
        elif kind == "basics":
            word = "movie" if work.is_movie else "tvSeries"
            yield (work.imdb, word, work.title, work.title, "0", str(work.year), "\\N", "100", "Drama,Mystery")
        else:
            yield from ((one.imdb, work.imdb, str(one.season), str(one.number)) for one in episodes)
