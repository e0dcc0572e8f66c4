"""The law of copy on write: a server behind the gateway looks, after any writes, like a server that really took them.

Two equal servers hear the same random Changes, one directly and one (which must not change) through the gateway; then every
list, search, detail and shelf of both is read and compared. (Settings are not: random ones are none of any server's.)
"""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from unittest.mock import patch
from urllib.parse import quote

import aiohttp
import yarl
from hypothesis import given, settings
from hypothesis import strategies as st

from halley.changes import Change, encode, kinds
from halley.files import MemoryImages
from halley.plex.ids import SHADOW_KEYS, ItemType, RatingKey
from halley.plex.images import ImageKind
from halley.plex.items import Element, Item
from halley.plex.library import Library, Section
from halley.plex.tags import TagKind
from halley.plex.xml.parsing import parse
from halley.simulator import Simulator
from tests.hostile.attempts import PNG
from tests.strategies import KINDS, PICTURES, changes, libraries
from tests.unit.gateway.standing import TOKEN, Standing, standing

_LAGGING = frozenset({"childCount", "leafCount", "duration", "composite"})
"""What real servers count on smart lists some time later (spec, plex-api 18)."""
_SHARE = 5
"""One in so many reads is compared, each time others: there are hundreds, which cost most of a test's time."""
SENT = tuple(kind for kind in KINDS if kind is not kinds.FetchImage)
"""All but one: the server that takes the writes would fetch the picture from the internet."""
_NOW = SimpleNamespace(time=lambda: 1_900_000_000, perf_counter=time.perf_counter)
"""The clock of both servers, which therefore stamp alike."""
_BYTES = {picture.sha256: PNG + picture.sha1.encode() for picture in PICTURES}
"""What is uploaded in place of the pictures of the strategies, which are none to a server."""


@settings(max_examples=20)
@given(st.data())
def test_the_gateway_looks_like_a_server_that_took_the_writes(data: st.DataObject) -> None:
    with patch("halley.gateway.writes.time", _NOW), patch("halley.simulator.server.time", _NOW):
        asyncio.run(_law(data))


async def _law(data: st.DataObject) -> None:
    library = data.draw(libraries())
    # What is made on either side gets the same numbers.
    direct = replace(library, next_key=RatingKey(SHADOW_KEYS), next_tag=SHADOW_KEYS, next_entry=SHADOW_KEYS)
    async with (
        Simulator(direct, standing_pictures(), token=TOKEN) as taking,
        standing(library, images=standing_pictures()) as here,
        aiohttp.ClientSession() as client,
    ):
        before = here.server.digest()
        sides = Sides(taking, here, client)
        for _ in range(data.draw(st.integers(1, 4))):
            await sides.write(data.draw(changes(taking.library, *SENT)))
        some = data.draw(st.integers(0, _SHARE - 1))
        for target in list(targets(taking.library))[some::_SHARE]:
            there, seen = await sides.read(target)
            assert seen == there, f"{target}: {_difference(there, seen)}"
        assert here.server.digest() == before
        assert not here.gateway.ledger.faults


def standing_pictures() -> MemoryImages:
    """The bytes of the pictures that are on the shelves of random libraries."""
    images = MemoryImages()
    for number in range(len(PICTURES)):
        images.put(f"picture {number}".encode())
    return images


class Sides:
    """The server that takes the writes, and the one that stands behind the gateway."""

    def __init__(self, taking: Simulator, here: Standing, client: aiohttp.ClientSession) -> None:
        self._client = client
        self._ways = ((taking.url, TOKEN), (here.url, here.gateway.token.reveal()))
        self._machine = taking.library.server.machine_id

    async def write(self, change: Change) -> None:
        request = encode(change, self._machine)
        body = _BYTES[request.body.sha256] if request.body else None
        status = [(await self._ask(way, request.method, request.target, body))[0] for way in self._ways]
        assert status[0] == status[1], (change, status)

    async def read(self, target: str) -> tuple[object, object]:
        """What the two sides answer, in comparable form."""
        there, seen = [await self._ask(way, "GET", target, None) for way in self._ways]
        return _comparable(*there), _comparable(*seen)

    async def _ask(self, way: tuple[str, str], method: str, target: str, body: bytes | None) -> tuple[int, bytes]:
        url, token = way
        address = yarl.URL(url + target, encoded=True)
        async with self._client.request(method, address, data=body, headers={"X-Plex-Token": token}) as answer:
            return answer.status, await answer.read()


SEARCHES = "", "&includeGuids=1", "&sort=titleSort:desc", "&sort=updatedAt", "&unwatched=1", "&userRating>>=5"
TAGS = TagKind.LABEL, TagKind.GENRE, TagKind.COLLECTION


def targets(library: Library) -> Iterator[str]:
    """Every read that the writes may have changed, by what the server then holds."""
    for section in library.sections.values():
        yield from _of_section(section, library)
    for item in library.items.values():
        yield from _of_item(item)
    yield "/library/metadata/" + ",".join(str(item.key) for item in library.items.values())
    yield "/playlists"


def _of_section(section: Section, library: Library) -> Iterator[str]:
    home = f"/library/sections/{section.id}"
    for kind in (*section.levels, ItemType.COLLECTION):
        yield from (f"{home}/all?type={kind.number}{quote(query, safe='&=')}" for query in SEARCHES)
        yield from (f"{home}/{tags.word}?type={kind.number}" for tags in TAGS)
    for tag in (tag for tag in library.tags.values() if tag.kind in TAGS):
        yield from (f"{home}/all?{tag.kind.word}{sign}={tag.id}" for sign in ("", "!"))
    yield from (f"{home}/collections", f"/hubs/sections/{section.id}/manage")


def _of_item(item: Item) -> Iterator[str]:
    if item.type is ItemType.PLAYLIST:
        yield from (f"/playlists/{item.key}", f"/playlists/{item.key}/items")
        return
    home = f"/library/metadata/{item.key}"
    yield from (home, f"{home}?includePreferences=1")
    yield from (f"{home}/{kind.many}" for kind in ImageKind)
    if item.type.child is not None or item.type is ItemType.COLLECTION:
        yield f"{home}/children"


def _difference(there: object, seen: object) -> str:
    """Where two answers part first."""
    if not isinstance(there, tuple | list) or not isinstance(seen, tuple | list) or len(there) != len(seen):
        return f"{there!r:.600} is seen as {seen!r:.600}"
    return next(_difference(one, other) for one, other in zip(there, seen, strict=True) if one != other)


def _comparable(status: int, body: bytes) -> object:
    return (status, _plain(parse(body))) if status == 200 else status


def _plain(element: Element) -> object:
    told = dict(element.attributes)
    if element.name == "MediaContainer":
        told = {name: text for name, text in told.items() if name in {"size", "totalSize"}}
    if element.attributes.get("smart") == "1":
        told = {name: text for name, text in told.items() if name not in _LAGGING}
    children = sorted(
        element.children, key=lambda one: (one.name == "Image", one.name == "Image" and one.attributes["type"])
    )
    return element.name, told, [_plain(child) for child in children]
