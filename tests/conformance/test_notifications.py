"""The stream of notifications, as python-plexapi's listener opens it. Source: spec, plex-api 14."""

import asyncio

import aiohttp
import pytest
from plexapi.alert import AlertListener

from tests.conformance.conftest import Served


def address(served: Served) -> str:
    """Where the listener of python-plexapi connects to."""
    listener = AlertListener(served.plex)
    return served.plex.url(listener.key, includeToken=True).replace("http", "ws")


async def open_and_ask(where: str) -> bool:
    async with aiohttp.ClientSession() as session, session.ws_connect(where) as socket:
        await socket.ping()
        with pytest.raises(TimeoutError):
            await socket.receive(timeout=0.1)
        return not socket.closed


def test_a_listener_is_let_in_and_nothing_happens(served: Served) -> None:
    assert asyncio.run(open_and_ask(address(served)))


def test_a_listener_without_a_token_is_not(served: Served) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError, match="401"):
        asyncio.run(open_and_ask(address(served).split("?")[0]))


def test_what_is_no_listener_is_refused(served: Served) -> None:
    answer = served.plex._session.get(served.plex.url("/:/websockets/notifications", includeToken=True), timeout=5)
    assert answer.status_code == 400
