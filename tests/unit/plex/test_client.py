"""The client: what it asks, what it makes of answers, and what it says where none can be used."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from halley.errors import BrokenAnswer, ConfigError, PlexError, Unauthorised, Unreachable
from halley.plex import client as client_module
from halley.plex.client import PlexClient
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.images import ImageKind
from halley.plex.library import Library
from halley.plex.reader import PlexReader
from halley.plex.tags import TagKind
from halley.plex.xml.write import CONTENT_TYPE, container, detail, image_list, listing, root, section_directory
from halley.secrets import Secret
from tests.builders import a_collection, a_library, a_movie, a_season, a_shelf, a_show, an_episode, the, titles

TOKEN = "very-secret-token"


class TinyPlex:
    """A server of one library that writes down what it is asked."""

    def __init__(self, library: Library, *, ignores_paging: bool = False) -> None:
        self.library, self.ignores_paging = library, ignores_paging
        self.asked: list[str] = []
        self.sections = [section_directory(one) for one in library.sections.values()]
        self.busy = self.most_busy = 0

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path_qs)
        self.busy += 1
        self.most_busy = max(self.busy, self.most_busy)
        await asyncio.sleep(0.01)
        self.busy -= 1
        if request.headers.get("X-Plex-Token") != TOKEN:
            return web.Response(status=401, text="<html/>")
        match request.path.strip("/").split("/"):
            case [""]:
                return xml(root(self.library))
            case ["library", "sections"]:
                return xml(container({"size": len(self.sections)}, self.sections))
            case ["library", "sections", number, "all"]:
                kind = ItemType.of_number(int(request.query["type"]))
                return self.page(
                    request, [listing(one, self.library) for one in self.library.of(SectionId(int(number)), kind)]
                )
            case ["library", "metadata", keys]:
                found = [self.library.items.get(RatingKey(int(key))) for key in keys.split(",")]
                bodies = [detail(one, self.library) for one in found if one is not None]
                return xml(container({"size": len(bodies)}, bodies)) if bodies else web.Response(status=404, text="<html/>")
            case ["library", "metadata", key, "children"]:
                pseudo = '<Directory leafCount="1" key="/library/metadata/1/allLeaves" title="All episodes"/>'
                below = [listing(one, self.library) for one in self.library.below(RatingKey(int(key)))]
                return self.page(request, [pseudo, *below])
            case ["library", "metadata", key, "posters"] if int(key) in self.library.items:
                return xml(container({"size": 1}, image_list(self.library.items[RatingKey(int(key))], ImageKind.POSTER)))
            case ["library", "metadata", _, "thumb", "1"]:
                return web.Response(body=b"\xff\xd8\xff" + bytes(2000), content_type="image/jpeg")
        return web.Response(status=404, text="<html/>")

    def page(self, request: web.Request, bodies: list[str]) -> web.Response:
        start = int(request.headers.get("X-Plex-Container-Start", 0))
        size = int(request.headers.get("X-Plex-Container-Size", len(bodies)))
        if self.ignores_paging:
            return xml(container({"size": len(bodies), "librarySectionID": 2}, bodies))
        part = bodies[start : start + size]
        return xml(container({"size": len(part), "totalSize": len(bodies), "offset": start, "librarySectionID": 2}, part))


def xml(body: bytes) -> web.Response:
    return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE})


Answerer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def asking(answer: Answerer, *, token: str = TOKEN, timeout_s: float = 5, path: str = "") -> AsyncIterator[PlexClient]:
    """A client of a server on loopback that answers so."""
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        async with PlexClient(f"http://127.0.0.1:{port}{path}", Secret(token), timeout_s=timeout_s) as client:
            yield client
    finally:
        await runner.cleanup()


@pytest.fixture
def plex() -> TinyPlex:
    return TinyPlex(
        a_library(
            a_movie("Heat", labels=["Favourites"], images={ImageKind.POSTER: a_shelf("upload://posters/1")}),
            *(a_movie(f"Film {number}") for number in range(4)),
            a_show("Pier Nine", a_season(1, an_episode("Low Tide"))),
            a_collection("Crimes", "Heat"),
        )
    )


async def test_it_is_a_reader(plex: TinyPlex) -> None:
    async with asking(plex.answer) as client:
        reader: PlexReader = client
        assert (await reader.server()).name == "Testplex"


async def test_sections_are_those_of_films_shows_and_music(plex: TinyPlex) -> None:
    plex.sections.append('<Directory key="9" type="photo" title="Pictures"/>')
    async with asking(plex.answer) as client:
        assert [(one.title, one.type) for one in await client.sections()] == [
            ("Movies", ItemType.MOVIE),
            ("TV Shows", ItemType.SHOW),
        ]


async def test_items_come_with_details_in_the_order_asked_and_missing_ones_are_left_out(
    plex: TinyPlex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "BATCH", 2)
    keys = [RatingKey(number) for number in (105, 999, 101, 103, 888, 777, 104)]
    async with asking(plex.answer) as client:
        found = await client.items(keys)
    assert [one.key for one in found] == [105, 101, 103, 104]
    assert found[1].has_tag(TagKind.LABEL, "Favourites")
    assert found[1].section == 1
    assert len(plex.asked) == 4
    assert all(one.endswith("?skipRefresh=1") for one in plex.asked)


async def test_no_items_cost_no_request(plex: TinyPlex) -> None:
    async with asking(plex.answer) as client:
        assert await client.items([]) == ()
    assert plex.asked == []


async def test_batches_are_fetched_a_few_at_a_time(plex: TinyPlex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "BATCH", 1)
    async with asking(plex.answer) as client:
        await client.items([RatingKey(number) for number in range(101, 121)])
    assert 1 < plex.most_busy <= 4


@pytest.mark.parametrize("ignores_paging", [False, True], ids=["pages", "ignores paging"])
async def test_a_listing_is_read_to_its_end(plex: TinyPlex, monkeypatch: pytest.MonkeyPatch, ignores_paging: bool) -> None:
    monkeypatch.setattr(client_module, "PAGE", 2)
    plex.ignores_paging = ignores_paging
    async with asking(plex.answer) as client:
        found = [one async for one in client.listing(SectionId(1), ItemType.MOVIE, (("label", "A & b"),))]
    assert titles(found) == ["Heat", "Film 0", "Film 1", "Film 2", "Film 3"]
    assert {one.section for one in found} == {1}
    assert len(plex.asked) == (1 if ignores_paging else 3)
    assert plex.asked[0] == "/library/sections/1/all?type=1&includeGuids=1&label=A%20%26%20b"


async def test_collections_are_a_listing_too(plex: TinyPlex) -> None:
    async with asking(plex.answer) as client:
        assert titles(await client.collections(SectionId(1))) == ["Crimes"]


async def test_children_are_items_of_the_containers_section_and_all_episodes_is_none(plex: TinyPlex) -> None:
    async with asking(plex.answer) as client:
        found = await client.children(the(plex.library, "Pier Nine").key)
    assert titles(found) == ["Season 1"]
    assert found[0].section == 2
    assert found[0].parent == the(plex.library, "Pier Nine").key


async def test_a_shelf_is_read_and_empty_where_the_server_has_none(plex: TinyPlex) -> None:
    async with asking(plex.answer) as client:
        assert (await client.shelf(RatingKey(101), ImageKind.POSTER)).selected == "upload://posters/1"
        assert (await client.shelf(RatingKey(101), ImageKind.SQUARE_ART)).entries == ()


async def test_pictures_come_as_they_are(plex: TinyPlex) -> None:
    async with asking(plex.answer) as client:
        assert len(await client.image("/library/metadata/101/thumb/1")) == 2003


async def test_a_picture_beyond_all_measure_is_not_read(plex: TinyPlex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "IMAGE_LIMIT", 1000)
    async with asking(plex.answer) as client:
        with pytest.raises(BrokenAnswer, match="/library/metadata/101/thumb/1 is larger than"):
            await client.image("/library/metadata/101/thumb/1")


async def test_the_token_goes_to_the_server_only(plex: TinyPlex) -> None:
    async with asking(plex.answer) as client:
        with pytest.raises(ValueError, match="own pictures"):
            await client.image("https://image.example.org/x.jpg")


async def test_the_address_may_have_a_path(plex: TinyPlex) -> None:
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        return xml(root(plex.library))

    async with asking(answer, path="/plex/") as client:
        await client.server()
    assert asked == ["/plex/"]


# --- when it goes wrong --------------------------------------------------------------------------------------------------


async def test_a_refused_token_is_said_without_the_token(plex: TinyPlex) -> None:
    async with asking(plex.answer, token="another-secret") as client:
        with pytest.raises(Unauthorised, match=r"refused its token \(401 on http://127.0.0.1:\d+/\)") as caught:
            await client.server()
    assert "secret" not in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (403, Unauthorised, "does not let this token read"),
        (498, Unauthorised, "refused its token"),
        (302, BrokenAnswer, "leads elsewhere"),
        (500, BrokenAnswer, "answered 500"),
        (503, BrokenAnswer, "may be starting"),
        (404, BrokenAnswer, "answered 404"),
    ],
)
async def test_other_statuses_have_their_sentence(status: int, error: type[PlexError], words: str) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status, headers={"Location": "http://127.0.0.1:9/"} if status == 302 else {})

    async with asking(answer) as client:
        with pytest.raises(error) as caught:
            await client.sections()
    assert words in str(caught.value)


async def test_one_fault_of_many_batches_is_one_plain_error(plex: TinyPlex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "BATCH", 1)
    async with asking(plex.answer, token="wrong") as client:
        with pytest.raises(Unauthorised):
            await client.items([RatingKey(101), RatingKey(102)])


async def test_a_server_that_is_not_there_is_unreachable() -> None:
    async with PlexClient("http://127.0.0.1:9", Secret(TOKEN)) as client:
        with pytest.raises(Unreachable, match=r"at http://127.0.0.1:9/? cannot be reached"):
            await client.server()


async def test_a_server_that_falls_silent_is_unreachable() -> None:
    async def answer(_: web.Request) -> web.Response:
        await asyncio.sleep(3)
        return web.Response()

    async with asking(answer, timeout_s=0.1) as client:
        with pytest.raises(Unreachable, match="in time"):
            await client.server()


async def test_an_answer_that_breaks_off_is_a_broken_one() -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b"<MediaContainer")
        assert request.transport is not None
        request.transport.close()
        return response

    async with asking(answer) as client:
        with pytest.raises(BrokenAnswer, match="broke off"):
            await client.server()


async def test_a_page_of_something_else_is_a_broken_answer() -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(text="<html><body>router login<br></body></html>", content_type="text/html")

    async with asking(answer) as client:
        with pytest.raises(BrokenAnswer):
            await client.server()


async def test_a_server_that_speaks_no_tls_is_unreachable_by_https() -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response()

    async with asking(answer) as plain:
        address = str(plain._base).replace("http://", "https://")
        async with PlexClient(address, Secret(TOKEN)) as client:
            with pytest.raises(Unreachable):
                await client.server()


@pytest.mark.parametrize(
    "url", ["", "plex", "ftp://plex:32400", "http://", "http://plex:32400/?X-Plex-Token=abc", "http://[::1"]
)
def test_a_text_that_is_no_address_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(ConfigError) as caught:
        PlexClient(url, Secret(TOKEN))
    assert "abc" not in str(caught.value)


async def test_a_password_in_an_address_is_never_shown() -> None:
    async with PlexClient("http://me:hidden@127.0.0.1:9", Secret(TOKEN)) as client:
        with pytest.raises(Unreachable) as caught:
            await client.server()
    assert "hidden" not in str(caught.value)


async def test_a_client_that_is_not_open_says_so() -> None:
    with pytest.raises(RuntimeError):
        await PlexClient("http://127.0.0.1:9", Secret(TOKEN)).server()
