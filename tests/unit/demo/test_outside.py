"""The internet as the demo plays it."""

import json
from collections.abc import AsyncIterator
from xml.etree import ElementTree

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from halley.demo.outside import ORIGINAL_URL, outside_app, tmdb_configuration

Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    """A client of the played internet."""
    async with TestClient(TestServer(outside_app())) as client:
        yield client


def meant(url: str) -> dict[str, str]:
    return {ORIGINAL_URL: url}


async def test_tmdb_describes_itself_with_the_languages_and_countries_that_a_run_looks_for(client: Client) -> None:
    answer = await client.get("/anything", headers=meant("https://api.themoviedb.org/3/configuration?api_key=demo"))
    content = await answer.json()
    assert content == tmdb_configuration()
    assert {"US", "GB", "DE"} <= {country["iso_3166_1"] for country in content["countries"]}
    assert {"en", "de"} <= {language["iso_639_1"] for language in content["languages"]}


@pytest.mark.parametrize("branch", ["master", "develop", "nightly"])
async def test_the_version_of_every_branch_is_the_one_that_we_know(client: Client, branch: str) -> None:
    url = f"https://raw.githubusercontent.com/Kometa-Team/Kometa/{branch}/VERSION"
    assert await (await client.get("/", headers=meant(url))).text() == "2.4.4\n"


async def test_anime_ids_are_an_object_whose_keys_are_whole_numbers(client: Client) -> None:
    url = "https://raw.githubusercontent.com/Kometa-Team/Anime-IDs/master/anime_ids.json"
    content = json.loads(await (await client.get("/", headers=meant(url))).text())
    assert all(int(key) > 0 for key in content)


async def test_plex_tv_knows_the_account_and_shares_with_nobody(client: Client) -> None:
    account = await client.get("/", headers=meant("https://plex.tv/api/v2/user"))
    assert ElementTree.fromstring(await account.text()).tag == "user"
    users = await client.get("/", headers=meant("https://plex.tv/api/users/"))
    assert ElementTree.fromstring(await users.text()).get("size") == "0"


@pytest.mark.parametrize(
    "url",
    [
        "https://api.themoviedb.org/3/movie/1",
        "https://example.org/",
        "https://plex.tv/api/v2/pins",
        "https://evil.org/VERSION",
    ],
)
async def test_every_other_address_is_not_found(client: Client, url: str) -> None:
    assert (await client.get("/", headers=meant(url))).status == 404


async def test_without_the_header_the_path_decides(client: Client) -> None:
    assert (await client.get("/3/configuration")).status == 200


async def test_nothing_can_be_written_to_it(client: Client) -> None:
    assert (await client.post("/", headers=meant("https://discord.com/api/webhooks/1"))).status == 405
