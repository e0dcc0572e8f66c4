"""The internet, played on loopback for the demo and the tests: as little of it as a Kometa run asks for.

A request arrives with the address that was really meant in the header `X-Halley-Original-URL`; without that header its own
path is taken to be on any host. Whatever is not listed here is answered 404. What Kometa needs: spec, Kometa in practice.
"""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

from halley.demo.told import Attributes

ORIGINAL_URL: Final = "X-Halley-Original-URL"

_COUNTRIES: Final = {
    "AU": "Australia", "BR": "Brazil", "CA": "Canada", "CN": "China", "DE": "Germany", "DK": "Denmark", "ES": "Spain",
    "FI": "Finland", "FR": "France", "GB": "United Kingdom", "IE": "Ireland", "IT": "Italy", "JP": "Japan",
    "KR": "South Korea", "MX": "Mexico", "NL": "Netherlands", "NO": "Norway", "NZ": "New Zealand", "PL": "Poland",
    "PT": "Portugal", "SE": "Sweden", "US": "United States of America",
}  # fmt: skip
_LANGUAGES: Final = {
    "da": "Danish", "de": "German", "en": "English", "es": "Spanish", "fi": "Finnish", "fr": "French", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "sv": "Swedish",
    "zh": "Mandarin",
}  # fmt: skip

_USER: Final = (
    '<user id="1" uuid="d0d0d0d0d0d0d0d0" username="demo" title="demo" email="demo@example.org" friendlyName="demo" thumb=""'
    ' authToken="" hasPassword="1" restricted="0" home="0" guest="0" locale="en" scrobbleTypes="">'
    '<subscription active="0" status="Inactive" plan=""/><profile autoSelectAudio="1" defaultAudioLanguage="en"'
    ' defaultSubtitleLanguage="en" autoSelectSubtitle="0" defaultSubtitleAccessibility="0" defaultSubtitleForced="0"/>'
    "<entitlements/><roles/></user>"
)


def tmdb_configuration() -> Attributes:
    """TMDb's `/3/configuration` with all that a client appends to it; a run stops where its language is not listed."""
    return {
        "images": {
            "base_url": "http://image.tmdb.org/t/p/", "secure_base_url": "https://image.tmdb.org/t/p/",
            "backdrop_sizes": ["w300", "original"], "logo_sizes": ["w45", "original"], "poster_sizes": ["w92", "original"],
            "profile_sizes": ["w45", "original"], "still_sizes": ["w92", "original"],
        },
        "change_keys": ["images", "title"],
        "countries": [{"iso_3166_1": code, "english_name": name, "native_name": name} for code, name in _COUNTRIES.items()],
        "jobs": [{"department": "Directing", "jobs": ["Director"]}, {"department": "Writing", "jobs": ["Writer"]}],
        "languages": [{"iso_639_1": code, "english_name": name, "name": name} for code, name in _LANGUAGES.items()],
        "primary_translations": ["de-DE", "en-GB", "en-US", "es-ES", "fr-FR", "ja-JP", "pt-BR"],
        "timezones": [{"iso_3166_1": "US", "zones": ["America/New_York"]}, {"iso_3166_1": "GB", "zones": ["Europe/London"]}],
    }  # fmt: skip


def _json(content: Callable[[], Attributes]) -> web.Response:
    return web.json_response(content(), dumps=lambda value: json.dumps(value, ensure_ascii=False))


def _xml(content: str) -> web.Response:
    return web.Response(text=f'<?xml version="1.0" encoding="UTF-8"?>\n{content}', content_type="application/xml")


def answer(url: str) -> web.Response:
    """What the internet says at an address."""
    parts = urlsplit(url)
    host, path = parts.hostname or "", parts.path
    if path == "/3/configuration" and host in {"api.themoviedb.org", "api.tmdb.org", ""}:
        return _json(tmdb_configuration)
    if host in {"raw.githubusercontent.com", ""}:
        if path.endswith("/VERSION"):
            return web.Response(text="2.4.4\n")
        if path.endswith("/anime_ids.json"):
            return web.json_response({"1": {"tvdb_id": 99_999_999, "tvdb_season": 1, "tvdb_epoffset": 0}})
    if host in {"plex.tv", ""}:
        if path == "/api/v2/user":
            return _xml(_USER)
        if path == "/api/users/":
            return _xml('<MediaContainer friendlyName="myPlex" identifier="com.plexapp.plugins.myplex" size="0"/>')
    return web.json_response({"error": "nothing here", "url": url}, status=404)


def outside_app() -> web.Application:
    """A server that answers every address of the internet, most of them with 404."""

    async def any_address(request: web.Request) -> web.Response:
        if request.method not in {"GET", "HEAD"}:
            return web.json_response({"error": "the demo's internet is read only"}, status=405)
        return answer(request.headers.get(ORIGINAL_URL, str(request.rel_url)))

    app = web.Application()
    app.router.add_route("*", "/{address:.*}", any_address)
    return app


@asynccontextmanager
async def demo_internet() -> AsyncIterator[str]:
    """The demo's internet on a free loopback port; yields its address."""
    runner = web.AppRunner(outside_app())
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
