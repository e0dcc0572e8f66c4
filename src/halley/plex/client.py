"""Reading from a Plex server over HTTP. It can only ask: whatever leaves here is a GET.

Answers are read whole, in pages of 1,000 and batches of 200, a few at a time. The token travels in a header and is in no
message; redirects are not followed, or it would travel to wherever they lead.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
import yarl

from halley.errors import BrokenAnswer, ConfigError, Unauthorised, Unreachable
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.images import ImageKind, Shelf
from halley.plex.items import Item
from halley.plex.library import Section, Server
from halley.plex.reader import ServedPicture
from halley.plex.requests import Query, encode_query
from halley.plex.xml.read import (
    Container,
    is_item,
    is_section,
    read_container,
    read_item,
    read_section,
    read_server,
    read_shelf,
)
from halley.secrets import Secret

PAGE = 1000
BATCH = 200
"""Rating keys in one request; 200 is what is used in the wild (spec, plex-api 19.5)."""
XML_LIMIT = 128 * 1024 * 1024
"""Bytes of XML in one answer; 200 details are some 4 MB."""
IMAGE_LIMIT = 32 * 1024 * 1024
"""Bytes of one picture; Plex itself takes about 10 MB."""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes
    media_type: str


class PlexClient:
    """Reads from one Plex server (a `PlexReader`). Use as an async context manager.

    `url` as a person writes it (`http://192.168.1.2:32400`, also with a path behind a proxy); `connections` at a time;
    `timeout_s` is how long the server may be silent. Raises ConfigError for a text that is no address.
    """

    def __init__(
        self, url: str, token: Secret, *, verify_ssl: bool = True, timeout_s: float = 60, connections: int = 4
    ) -> None:
        self._base = _address(url)
        self._shown = str(self._base.with_user(None))  # a password in an address is never shown
        self._token, self._verify_ssl = token, verify_ssl
        self._timeout = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=timeout_s)
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> "PlexClient":
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self._connections, ssl=self._verify_ssl),
            timeout=self._timeout,
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def server(self) -> Server:
        """Who the server is; also the question whether there is one and whether it takes the token."""
        return read_server((await self._asked("/")).body)

    async def sections(self) -> tuple[Section, ...]:
        """The libraries of films, shows and music; of photos none."""
        found = await self._container("/library/sections")
        return tuple(read_section(one) for one in found.elements if is_section(one))

    async def items(self, keys: Sequence[RatingKey]) -> tuple[Item, ...]:
        """Items with all their details, in the order of `keys`; those that the server does not have are left out."""
        wanted = list(dict.fromkeys(keys))
        batches = [wanted[start : start + BATCH] for start in range(0, len(wanted), BATCH)]
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self._details(batch)) for batch in batches]
        except BaseExceptionGroup as failed:  # one fault is enough to say; the others are mostly the same
            raise failed.exceptions[0] from None
        found = {item.key: item for task in tasks for item in task.result()}
        return tuple(found[key] for key in keys if key in found)

    async def _details(self, keys: Iterable[RatingKey]) -> tuple[Item, ...]:
        # `skipRefresh` keeps the server from looking for changed files while it answers (spec, plex-api 5).
        answer = await self._asked(f"/library/metadata/{','.join(map(str, keys))}?skipRefresh=1", missing=True)
        return _items(read_container(answer.body), None) if answer.status == 200 else ()

    async def listing(self, section: SectionId, kind: ItemType, query: Query = ()) -> AsyncIterator[Item]:
        """The items of a type in a section that answer to `query`, as listings show them, fetched as they are consumed."""
        asked = encode_query((("type", str(kind.number)), ("includeGuids", "1"), *query))
        async for item in self._pages(f"/library/sections/{section}/all?{asked}", section):
            yield item

    async def collections(self, section: SectionId) -> tuple[Item, ...]:
        """The collections of a section, as listings show them."""
        return tuple([item async for item in self.listing(section, ItemType.COLLECTION)])

    async def children(self, key: RatingKey) -> tuple[Item, ...]:
        """What stands below an item, or in a collection, in order, as listings show it; nothing where the item is gone."""
        return tuple([item async for item in self._pages(f"/library/metadata/{key}/children?includeGuids=1", None)])

    async def shelf(self, key: RatingKey, kind: ImageKind) -> Shelf:
        """The pictures of one kind that an item has; empty where the item or the kind is unknown to the server."""
        answer = await self._asked(f"/library/metadata/{key}/{kind.many}", missing=True)
        return read_shelf(read_container(answer.body).elements) if answer.status == 200 else Shelf()

    async def image(self, path: str) -> bytes:
        """The bytes of a picture of the server. Raises BrokenAnswer where it has none there, or one above 32 MiB."""
        return (await self.picture(path)).data

    async def picture(self, path: str) -> ServedPicture:
        """A picture of the server, and what it says of it. Raises BrokenAnswer as `image`."""
        if not path.startswith("/"):
            raise ValueError("only the server's own pictures are fetched with its token")
        answer = await self._asked(path, limit=IMAGE_LIMIT)
        return ServedPicture(answer.body, answer.media_type)

    async def _pages(self, target: str, section: SectionId | None) -> AsyncIterator[Item]:
        """Items of a list, page by page. A server that ignores paging gives everything at once (spec, plex-api 1.7)."""
        start = 0
        while True:
            answer = await self._asked(target, missing=True, page=(start, PAGE))
            if answer.status != 200:
                return
            found = read_container(answer.body)
            for item in _items(found, section):
                yield item
            start += len(found.elements)
            if not found.elements or start >= (found.number("totalSize") or found.number("size") or 0):
                return

    async def _container(self, target: str) -> Container:
        return read_container((await self._asked(target)).body)

    async def _asked(
        self, target: str, *, missing: bool = False, page: tuple[int, int] | None = None, limit: int = XML_LIMIT
    ) -> _Answer:
        """A whole answer. Raises PlexError for other statuses than 200 (and 404 where `missing` is an answer too)."""
        async with self._open(target, page) as response:
            path = target.partition("?")[0]
            body = bytearray()
            async for chunk in response.content.iter_chunked(256 * 1024):
                body += chunk
                if len(body) > limit:
                    raise BrokenAnswer(f"the answer of {self._shown}{path} is larger than {limit // 1024**2} MiB")
            self._judge(response.status, path, missing=missing)
            return _Answer(response.status, bytes(body), response.headers.get("Content-Type", ""))

    def _judge(self, status: int, path: str, *, missing: bool) -> None:
        place = f"{self._shown}{path}"
        if status in {401, 498}:
            raise Unauthorised(f"the Plex server refused its token ({status} on {place})", hint="check `plex: token:`")
        if status == 403:
            raise Unauthorised(
                f"the Plex server does not let this token read {place} (403)", hint="use the token of the server's owner"
            )
        if 300 <= status < 400:
            raise BrokenAnswer(
                f"{place} leads elsewhere ({status})", hint="`plex: url:` must be the address of the server itself"
            )
        if status != 200 and not (missing and status == 404):
            hint = "the server may be starting; try again in a minute" if status in {502, 503, 504} else None
            raise BrokenAnswer(f"the Plex server answered {status} to {place}", hint=hint)

    @asynccontextmanager
    async def _open(self, target: str, page: tuple[int, int] | None) -> AsyncIterator[aiohttp.ClientResponse]:
        """An answer whose body is still to come. Whatever goes wrong on the way, the body's included, is a PlexError."""
        if self._session is None:
            raise RuntimeError("the client is not open")
        headers = {"X-Plex-Token": self._token.reveal(), "X-Plex-Product": "Halley", "Accept": "*/*"}
        if page is not None:
            headers |= {"X-Plex-Container-Start": str(page[0]), "X-Plex-Container-Size": str(page[1])}
        address = yarl.URL(f"{str(self._base).rstrip('/')}{target}", encoded=True)
        path = target.partition("?")[0]
        try:
            async with self._session.get(address, headers=headers, allow_redirects=False) as response:
                yield response
        except TimeoutError:
            raise Unreachable(
                f"the Plex server at {self._shown} did not answer {path} in time", hint="is it busy, or asleep?"
            ) from None
        except aiohttp.ClientConnectorCertificateError:
            raise Unreachable(
                f"the certificate of {self._shown} cannot be verified",
                hint="`verify_ssl: false` in the plex section accepts it",
            ) from None
        except (aiohttp.ClientPayloadError, aiohttp.ClientResponseError, aiohttp.ServerDisconnectedError) as problem:
            raise BrokenAnswer(f"the answer of {self._shown}{path} broke off ({type(problem).__name__})") from None
        except (aiohttp.ClientError, OSError) as problem:
            raise Unreachable(
                f"the Plex server at {self._shown} cannot be reached ({type(problem).__name__})",
                hint="check `plex: url:` and that the server is running",
            ) from None


def _address(url: str) -> yarl.URL:
    try:
        found = yarl.URL(url.strip())
    except ValueError:
        found = yarl.URL()
    if found.scheme not in {"http", "https"} or not found.host or found.query_string:
        raise ConfigError("the address of the Plex server is no http address", hint="write it as http://192.168.1.2:32400")
    return yarl.URL(str(found.with_fragment(None)).rstrip("/"))


def _items(found: Container, section: SectionId | None) -> tuple[Item, ...]:
    """The items of an answer; their section is said by each of them, or by the container."""
    home = found.number("librarySectionID")
    where = section if section is not None or home is None else SectionId(home)
    return tuple(read_item(one, where) for one in found.elements if is_item(one))
