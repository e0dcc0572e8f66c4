"""Runs whose pictures to draw on come from TMDb, and what they say where these cannot be had."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from halley.config import load_configuration
from halley.engines.native import is_labelled
from halley.errors import BrokenAnswer
from halley.files import MemoryImages
from halley.files.downloads import Downloads, DownloadSettings
from halley.jobs.means import Means
from halley.jobs.overlays_applied import ApplySettings, apply_overlays
from halley.jobs.pictures_abroad import PicturesAbroad
from halley.plex.ids import RatingKey
from halley.plex.images import ImageKind, Shelf
from halley.plex.reader import ServedPicture
from halley.simulator import Simulator
from tests.builders import a_library, a_movie
from tests.support.internet import TMDB, Internet, play
from tests.support.previews import a_poster
from tests.unit.jobs.test_native_runs import Told

HEAT, RONIN = RatingKey(101), RatingKey(102)
CONFIG = """\
plex: {url: "{url}", token: the-token}
{tmdb}
libraries:
  Movies:
    reset_overlays: tmdb
    {orders}
    overlay_files: [file: "{folder}/overlays.yml"]
"""
OVERLAYS = """\
overlays:
  Rating:
    overlay: {name: "text(<<audience_rating>>)", horizontal_offset: 5, vertical_offset: 5}
    plex_all: true
"""
AT_TMDB = "https://image.tmdb.org/t/p/original"
KEY = "tmdb: {apikey: demo}"


@dataclass
class Desk:
    """A server with films that carry overlays, and an internet."""

    server: Simulator
    internet: Internet
    folder: Path

    async def run(self, tmdb: str = KEY, orders: str = "", *, offline: bool = False) -> Told:
        words = {"{url}": self.server.url, "{tmdb}": tmdb, "{orders}": orders, "{folder}": str(self.folder)}
        (self.folder / "config.yml").write_text(reduce(lambda text, word: text.replace(*word), words.items(), CONFIG))
        (self.folder / "overlays.yml").write_text(OVERLAYS)
        configuration = load_configuration(self.folder / "config.yml", {})
        settings = ApplySettings(planner=Means(outside=self.internet.url, offline=offline))
        told = Told()
        await apply_overlays(configuration, ["Movies"], MemoryImages(), told, settings)
        return told

    def put_aside(self, key: RatingKey) -> bytes | None:
        path = self.folder / "overlays" / "Movies Original Posters" / f"{key}.jpg"
        return path.read_bytes() if path.is_file() else None


def of_sites(told: Told) -> list[str]:
    """Warnings that are not about Kometa's files, which are not here."""
    return [one for one in told.warnings if "Kometa" not in one]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    images = MemoryImages()
    library = a_library(
        *(
            a_movie(
                title, key=key, labels=["Overlay"], guids=[f"tmdb://{key}"], audience_rating=7.0,
                poster=images.put(a_poster(key, marked=True)),
            )
            for key, title in ((101, "Heat"), (102, "Ronin"))
        )
    )  # fmt: skip
    internet = Internet()
    for key in (101, 102):
        internet.film(key, poster_path=f"/{key}.jpg")
        internet.says(f"{AT_TMDB}/{key}.jpg", a_poster(key + 20), headers={"Content-Type": "image/jpeg"})
    async with play(internet), Simulator(library, images, token="the-token") as server:
        yield Desk(server, internet, tmp_path)


async def test_posters_of_tmdb_are_put_aside_and_drawn_on(desk: Desk) -> None:
    told = await desk.run()
    assert (told.reasons, of_sites(told)) == ({}, [])
    assert (desk.put_aside(HEAT), desk.put_aside(RONIN)) == (a_poster(121), a_poster(122))


async def test_what_tmdb_does_not_have_is_left_with_its_reason_and_no_warning(desk: Desk) -> None:
    desk.internet.answers.pop(f"{TMDB}/movie/101")
    desk.internet.answers.pop(f"{AT_TMDB}/102.jpg")
    told = await desk.run()
    assert told.reasons[HEAT] == "no poster without an overlay was found to go back to"
    assert "102.jpg: there is nothing at this address" in told.reasons[RONIN]
    assert of_sites(told) == []


@pytest.mark.parametrize(
    ("tmdb", "offline", "sentence"),
    [
        ("", False, "would come from TMDb, which is not configured: add `tmdb:`"),
        (KEY, True, "other sites were not asked, because Halley is to stay offline"),
    ],
    ids=["no key", "offline"],
)
async def test_where_tmdb_cannot_be_asked_one_warning_says_so(desk: Desk, tmdb: str, offline: bool, sentence: str) -> None:
    told = await desk.run(tmdb, offline=offline)
    assert set(told.reasons) == {HEAT, RONIN}
    (told_once,) = of_sites(told)
    assert sentence in told_once
    assert desk.internet.asked == []


async def test_for_restoring_tmdb_is_asked_where_plex_has_no_poster(desk: Desk) -> None:
    bare = desk.server.library.items[HEAT].with_shelf(ImageKind.POSTER, Shelf())
    desk.server.state.library = desk.server.library.with_item(bare)
    await desk.run(orders="remove_overlays: true")
    asked = [parse_qs(urlsplit(one.target).query) for one in desk.server.requests if one.method == "POST"]
    assert [one["url"] for one in asked] == [[f"{AT_TMDB}/101.jpg"]]
    assert not is_labelled(desk.server.library.items[RONIN])


async def test_a_picture_keeps_the_type_that_its_server_said(desk: Desk, tmp_path: Path) -> None:
    async def nobody() -> None:
        return None

    abroad = PicturesAbroad(nobody, Downloads(DownloadSettings(folder=tmp_path / "d", outside=desk.internet.url)), print)
    assert await abroad.picture(f"{AT_TMDB}/101.jpg") == ServedPicture(a_poster(121), "image/jpeg")
    with pytest.raises(BrokenAnswer, match="there is nothing at this address"):
        await abroad.picture(f"{AT_TMDB}/x.jpg")
