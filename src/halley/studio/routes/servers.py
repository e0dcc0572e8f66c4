"""The Plex server behind a configuration: what it is, its libraries, its items and their pictures. It is only read."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from halley.doctor import Answer
from halley.errors import BrokenAnswer, ConfigError, HalleyError, PlexError
from halley.jobs.artwork import shown_poster
from halley.plex.ids import RatingKey
from halley.plex.items import Item as PlexItem
from halley.render import CannotDraw
from halley.studio.desk.errors import NotThere
from halley.studio.drawing.catalogue import Looked, shown, values_of
from halley.studio.drawing.frames import thumbnail
from halley.studio.drawing.shelf import Shelf
from halley.studio.reading.health import of_answer
from halley.studio.routes.answers import etag, is_known, problems, unchanged
from halley.studio.routes.furnished import GivenCatalogue, GivenDesk, GivenShelf
from halley.studio.wire.base import Page
from halley.studio.wire.servers import Item, Library, Server, VariableValue

router = APIRouter(prefix="/configurations/{identity}", tags=["servers"])
_DECODING = asyncio.Semaphore(2)
Key = Annotated[int, Path(ge=1, le=2**53)]


@router.get("/server", responses=problems(404, 422))
async def server(identity: str, shelf: GivenShelf, desk: GivenDesk) -> Server:
    """The server, and what stands between it and the configuration. It may be out of reach: the findings say why."""
    desk.known(identity)
    url = ""
    try:
        configuration, reader = await shelf.connection(identity)
        url = configuration.plex.url
        found = await reader.server()
        sections = await reader.sections()
    except (ConfigError, PlexError) as problem:
        return Server(url=url, name="", version="", machine_id="", findings=of_answer(Answer(problem=problem), None))
    findings = of_answer(Answer(found, sections), configuration)
    version = found.attributes.get("version", "")
    return Server(url=url, name=found.name, version=version, machine_id=found.machine_id, findings=findings)


@router.get("/libraries", responses=problems(404, 422, 502))
async def libraries(identity: str, shelf: GivenShelf, catalogue: GivenCatalogue) -> list[Library]:
    """The server's libraries with the number of their items."""
    configuration, reader = await shelf.connection(identity)
    titles = {one.title for one in configuration.libraries}
    rows = []
    for one in await reader.sections():
        page = await catalogue.page(identity, Looked(one.title), 0, 1)
        configured = one.title in titles
        rows.append(Library(id=int(one.id), title=one.title, type=one.type.word, count=page.total, is_configured=configured))
    return rows


@router.get("/items", responses=problems(404, 422, 502))
async def items(
    identity: str,
    catalogue: GivenCatalogue,
    library: Annotated[str, Query(max_length=500)] = "",
    q: Annotated[str, Query(max_length=200)] = "",
    kind: Annotated[str, Query(alias="type", pattern="^(|movie|show|season|episode|artist|album|track)$")] = "",
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[Item]:
    """Items whose title holds `q`, those that begin with it first. `library` as the configuration or Plex calls it."""
    return await catalogue.page(identity, Looked(library, q, kind), offset, limit)


@router.get("/items/{key}", responses=problems(404, 422, 502))
async def item(identity: str, key: Key, shelf: GivenShelf) -> Item:
    """One item."""
    found, library = await _found(shelf, identity, key)
    return shown(found, library)


@router.get(
    "/items/{key}/thumb",
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}}, "description": "The picture."}, **problems(304, 404, 422, 502)},
)
async def thumb(
    identity: str, key: Key, request: Request, shelf: GivenShelf, width: Annotated[int, Query(ge=16, le=1000)] = 300
) -> Response:
    """The poster that an item shows, as a JPEG no wider than `width`."""
    found, _ = await _found(shelf, identity, key)
    path = shown_poster(found)
    if path is None:
        raise NotThere(f"{found.title} has no poster")
    tag = etag(f"{identity} {path} {width}")
    if is_known(request, tag):
        return unchanged(tag)
    _, reader = await shelf.connection(identity)
    try:
        data = await reader.image(path)
        async with _DECODING:
            small = await asyncio.to_thread(thumbnail, data, width)
    except (BrokenAnswer, CannotDraw) as problem:
        told = problem.message if isinstance(problem, HalleyError) else str(problem)
        raise NotThere(f"the poster of {found.title} cannot be shown: {told}") from None
    return Response(small, media_type="image/jpeg", headers={"ETag": tag, "Cache-Control": "private, max-age=600"})


@router.get("/items/{key}/variables", responses=problems(404, 422, 502))
async def variables(identity: str, key: Key, shelf: GivenShelf) -> list[VariableValue]:
    """Every text variable of the item's level, and what it says of the item. What other sites say is not asked for."""
    library = await shelf.library_of(identity, RatingKey(key))
    return await asyncio.to_thread(values_of, library, RatingKey(key))


async def _found(shelf: Shelf, identity: str, key: int) -> tuple[PlexItem, str]:
    _, reader = await shelf.connection(identity)
    found = next(iter(await reader.items([RatingKey(key)])), None)
    if found is None:
        raise NotThere(f"the server has no item {key}")
    sections = {one.id: one.title for one in await reader.sections()}
    return found, sections.get(found.section, "") if found.section is not None else ""
