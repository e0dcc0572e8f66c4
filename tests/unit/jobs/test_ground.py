"""Pictures from elsewhere: TMDb, and addresses among Plex's own (spec, overlays 8.4, 8.5)."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from halley.engines.native.grounds import Ground, Source
from halley.engines.native.orders import Provider
from halley.errors import BrokenAnswer
from halley.jobs.assets import Shelves
from halley.jobs.ground import Below, Grounds, NoGround, Offered
from halley.plex.client import PlexClient
from halley.plex.ids import RatingKey
from halley.plex.images import ImageEntry, ImageKind, Shelf
from halley.plex.items import Item
from halley.plex.reader import ServedPicture
from halley.secrets import Secret
from halley.simulator import Simulator
from tests.builders import a_library, a_movie
from tests.support.previews import a_poster

HEAT = RatingKey(101)
AT_TMDB, AT_PLEX = "https://image.tmdb.org/t/p/original/x.jpg", "https://metadata-static.plex.tv/y.jpg"


@dataclass
class Abroad:
    """Pictures by address."""

    pictures: dict[str, ServedPicture]
    address: str | None = AT_TMDB
    asked: list[str] = field(default_factory=list)
    is_open: bool = True

    async def poster_address(self, item: Item, above: tuple[Item, ...]) -> str | None:
        return self.address

    async def picture(self, address: str) -> ServedPicture:
        self.asked.append(address)
        if address not in self.pictures:
            raise BrokenAnswer(f"there is nothing at {address}")
        return self.pictures[address]


def abroad(**words: str | None) -> Abroad:
    return Abroad(
        {AT_TMDB: ServedPicture(a_poster(31), "image/jpeg"), AT_PLEX: ServedPicture(a_poster(32), "image/jpeg")}, **words
    )


async def below(folder: Path, elsewhere: Abroad | None, *providers: Provider, shelf: Shelf | None = None) -> Below:
    library = a_library(a_movie("Heat", key=101, labels=["Overlay"], images={ImageKind.POSTER: shelf or Shelf()}))
    async with Simulator(library, token="t") as server, PlexClient(server.url, Secret("t")) as plex:
        grounds = Grounds(plex, library, Shelves((), folder), elsewhere=elsewhere)
        return await grounds.below(library.items[HEAT], Ground(Source.PROVIDED, providers))


async def test_tmdb_is_asked_where_plex_has_nothing(tmp_path: Path) -> None:
    found = await below(tmp_path, abroad(), Provider.PLEX, Provider.TMDB)
    assert found == Below(a_poster(31), "image/jpeg")


async def test_the_first_address_of_plexs_own_is_taken(tmp_path: Path) -> None:
    shelf = Shelf((ImageEntry(AT_PLEX), ImageEntry(AT_TMDB)))
    assert await below(tmp_path, abroad(), Provider.PLEX, shelf=shelf) == Below(a_poster(32), "image/jpeg")


async def test_where_nobody_may_be_asked_addresses_are_passed_over(tmp_path: Path) -> None:
    with pytest.raises(NoGround, match="no poster without an overlay"):
        await below(tmp_path, None, Provider.PLEX, Provider.TMDB, shelf=Shelf((ImageEntry(AT_PLEX),)))


async def test_where_no_provider_has_anything_the_backup_counts(tmp_path: Path) -> None:
    (tmp_path / "101.jpg").write_bytes(b"backup")
    assert await below(tmp_path, abroad(address=None), Provider.TMDB) == Below(b"backup", None)


@pytest.mark.parametrize(
    ("picture", "told"),
    [
        (None, "there is nothing at"),
        (ServedPicture(a_poster(1, marked=True), "image/jpeg"), "carry overlays"),
        (ServedPicture(b"<html>", "text/html"), "text/html"),
    ],
    ids=["gone", "marked", "a page"],
)
async def test_what_came_from_elsewhere_is_judged_as_all_is(
    tmp_path: Path, picture: ServedPicture | None, told: str
) -> None:
    elsewhere = Abroad({AT_TMDB: picture} if picture else {})
    with pytest.raises(NoGround, match=told):
        await below(tmp_path, elsewhere, Provider.TMDB)


async def test_for_restoring_an_address_is_left_to_the_server(tmp_path: Path) -> None:
    shelf = Shelf((ImageEntry(AT_PLEX),))
    library = a_library(a_movie("Heat", key=101, labels=["Overlay"], images={ImageKind.POSTER: shelf}))
    async with Simulator(library, token="t") as server, PlexClient(server.url, Secret("t")) as plex:
        found = await Grounds(plex, library, Shelves((), tmp_path)).for_restoring(library.items[HEAT])
    assert found == Offered(HEAT, AT_PLEX)
    assert isinstance(found, Offered)
    assert found.is_address
