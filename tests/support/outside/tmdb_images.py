"""image.tmdb.org: a small picture for every path that the played TMDb names, each another one."""

from aiohttp import web

from tests.support.outside.asked import Asked
from tests.support.outside.works import Catalogue, number
from tests.support.previews import a_poster


def answer(asked: Asked, _: Catalogue) -> web.Response | None:
    """The picture at a path, in the size that its kind has."""
    if asked.path[:3] != ("t", "p", "original") or len(asked.path) != 4:
        return web.Response(status=404)
    size = (160, 90) if "still" in asked.path[3] else (100, 150)
    picture = a_poster(number("picture", asked.path[3], below=250), size=size)
    return web.Response(body=picture, headers={"Content-Type": "image/jpeg"})
