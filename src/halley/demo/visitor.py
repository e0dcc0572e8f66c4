"""A careless tool, as the demo sends one through a gateway: it renames, labels, uploads, deletes, and never looks back."""

from dataclasses import dataclass

import aiohttp
import yarl

from halley.files import MemoryImages
from halley.gateway.gateway import GatewaySettings, open_gateway
from halley.plex.ids import ItemType
from halley.plex.xml.read import read_container
from halley.secrets import Secret


@dataclass(frozen=True, slots=True)
class Visit:
    """One thing that the tool tried: in words, and whether it was told that it had happened."""

    words: str
    answered: bool


async def visit(url: str, token: str) -> tuple[Visit, ...]:
    """What a careless tool tried on the first film of a server, through a gateway, and what it was told.

    Raises PlexError where the server cannot be read.
    """
    async with open_gateway(GatewaySettings(url, Secret(token)), MemoryImages()) as gateway:
        port = await gateway.listener.on_tcp("127.0.0.1", 0)
        headers = {"X-Plex-Token": gateway.token.reveal()}
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}", headers=headers) as session:
            key, section = await _first_film(session)
            edit = f"/library/sections/{section}/all?type={ItemType.MOVIE.number}&id={key}"
            tries = (
                ("rename a film", "PUT", f"{edit}&title.value=Oops&title.locked=1"),
                ("label it", "PUT", f"{edit}&label%5B0%5D.tag.tag=Oops&label.locked=1"),
                ("put it into a new collection", "PUT", f"{edit}&collection%5B0%5D.tag.tag=Oops&collection.locked=0"),
                ("mark it as watched, by a GET", "GET", f"/:/scrobble?key={key}&identifier=com.plexapp.plugins.library"),
                ("delete it with its files", "DELETE", f"/library/metadata/{key}"),
                ("delete the whole library", "DELETE", f"/library/sections/{section}"),
            )
            found: list[Visit] = []
            for words, method, target in tries:
                async with session.request(method, yarl.URL(target, encoded=True)) as response:
                    found.append(Visit(words, response.status == 200))
            return tuple(found)


async def _first_film(session: aiohttp.ClientSession) -> tuple[str, str]:
    async with session.get("/library/sections") as response:
        sections = read_container(await response.read()).elements
    section = next(one.attributes["key"] for one in sections if one.attributes.get("type") == ItemType.MOVIE.word)
    async with session.get(f"/library/sections/{section}/all", params={"type": "1", "limit": "1"}) as response:
        return read_container(await response.read()).elements[0].attributes["ratingKey"], section
