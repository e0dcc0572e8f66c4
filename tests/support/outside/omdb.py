"""www.omdbapi.com: the ratings of a title by its id at IMDb."""

from aiohttp import web

from tests.support.outside.asked import Asked
from tests.support.outside.works import KNOWN, Catalogue, score


def answer(asked: Asked, catalogue: Catalogue) -> web.Response | None:
    """What OMDb says of `i=tt...`; some films have no Metascore."""
    found = [one for one in (*catalogue, KNOWN) if one.imdb and one.imdb == asked.query.get("i")]
    if not found:
        return web.json_response({"Response": "False", "Error": "Error getting data."})
    work = found[0]
    metascore = "N/A" if work.place % 5 == 4 else str(score("omdb metascore", work, 100))
    return web.json_response(
        {
            "Title": work.title, "Year": str(work.year), "Rated": "PG", "Released": f"03 Feb {work.year}",
            "Genre": "Drama, Mystery", "imdbRating": f"{score('omdb imdb', work, 100) / 10:.1f}", "imdbVotes": "1,234",
            "Metascore": metascore, "imdbID": work.imdb, "Type": "movie" if work.is_movie else "series",
            "Ratings": [
                {"Source": "Internet Movie Database", "Value": "7.0/10"},
                {"Source": "Rotten Tomatoes", "Value": f"{score('omdb tomatoes', work, 100)}%"},
            ],
            "Response": "True",
        }
    )  # fmt: skip
