"""Runs of our own engine that write: what is drawn again, what is put aside, what a run that was killed leaves behind."""

import io
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path

import pytest
from PIL import Image

from halley.changes import apply
from halley.changes.client import ChangeClient
from halley.changes.kinds import AddTags, Change, RemoveTags, UploadImage
from halley.config import load_configuration
from halley.engines.native import is_labelled
from halley.engines.native.changed import Redraw
from halley.errors import BrokenAnswer
from halley.files import MemoryImages, describe_picture
from halley.jobs.means import Means
from halley.jobs.native_run import RunOutcome
from halley.jobs.overlays_applied import ApplySettings, apply_overlays
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.images import ImageEntry, ImageKind, Shelf
from halley.plex.items import Item
from halley.plex.tags import TagKind
from halley.simulator import Simulator
from tests.builders import a_library, a_movie, a_season, a_show, an_episode
from tests.support.previews import a_poster

TOKEN = "the-token"
HEAT, RONIN, MATRIX = RatingKey(101), RatingKey(102), RatingKey(103)
CONFIG = """\
plex: {url: "{url}", token: "{token}"}
tmdb: {apikey: demo}
settings: {overlay_artwork_filetype: jpg, overlay_artwork_quality: 90, asset_directory: "{folder}/assets", cache: CACHE}
libraries:
  Movies:
    ORDERS
    overlay_files: [file: "{folder}/overlays.yml"]
  TV Shows:
    overlay_files: [file: "{folder}/shows.yml"]
"""
OVERLAYS = """\
queues:
  corner: [{horizontal_align: left, vertical_align: top, horizontal_offset: 10, vertical_offset: 10}]
overlays:
  Rating:
    overlay: {name: "text(<<audience_rating>>)", horizontal_offset: 500, vertical_offset: 500}
    plex_all: true
  Sharp:
    overlay: {name: sharp, file: "{folder}/sharp.png", queue: corner, weight: 10}
    plex_search: {all: {resolution: 4k}}
"""
SHOWS = "overlays: {Any: {overlay: {name: backdrop, back_color: '#123456'}, builder_level: season, plex_all: true}}"


@dataclass
class Told:
    """Hears a run."""

    lines: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    reasons: dict[RatingKey, str] = field(default_factory=dict)

    def line(self, text: str) -> None:
        self.lines.append(text)

    def warn(self, sentence: str) -> None:
        self.warnings.append(sentence)

    def expected(self, count: int) -> None:
        """Nothing is shown."""

    def left(self, item: Item, reason: str) -> None:
        self.reasons[item.key] = reason

    def drawn(self, item: Item) -> None:
        pass


@dataclass
class Desk:
    """A server, a configuration, and runs over the films on it."""

    server: Simulator
    folder: Path
    told: Told = field(default_factory=Told)
    heard: int = 0

    def write(self, overlays: str = OVERLAYS, orders: str = "", cache: str = "true") -> None:
        words = {"{url}": self.server.url, "{token}": TOKEN, "{folder}": str(self.folder), "ORDERS": orders, "CACHE": cache}
        for name, text in (("config.yml", CONFIG), ("overlays.yml", overlays), ("shows.yml", SHOWS)):
            (self.folder / name).write_text(reduce(lambda told, word: told.replace(*word), words.items(), text))

    async def run(
        self, redraw: Redraw = Redraw.AS_KOMETA, titles: tuple[str, ...] = ("Movies",), **words: str
    ) -> RunOutcome:
        if words:
            self.write(**words)
        self.told, self.heard = Told(), len(self.server.requests)
        settings = ApplySettings(redraw, Means(offline=True))
        configuration = load_configuration(self.folder / "config.yml", {})
        return await apply_overlays(configuration, titles, MemoryImages(), self.told, settings)

    async def drawn(self, redraw: Redraw = Redraw.AS_KOMETA, **words: str) -> list[RatingKey]:
        return (await self.run(redraw, **words)).drawn

    def item(self, key: RatingKey) -> Item:
        return self.server.library.items[key]

    def change(self, key: RatingKey, change: Callable[[Item], Item]) -> None:
        self.server.state.library = self.server.library.with_item(change(self.item(key)))

    def perform(self, change: Change, at: int = 2_000_000_000) -> None:
        self.server.state.library = apply(change, self.server.library, at)

    def select(self, key: RatingKey, poster: bytes) -> None:
        """A poster that somebody sets by hand."""
        self.perform(UploadImage(key, ImageKind.POSTER, self.server.state.images.put(poster)))

    def shown(self, key: RatingKey) -> bytes:
        current = self.item(key).shelf(ImageKind.POSTER).current
        assert current is not None
        assert current.picture is not None
        return self.server.state.images.get(current.picture.sha256)

    def original(self, key: RatingKey, ending: str = "jpg") -> Path:
        return self.folder / "overlays" / "Movies Original Posters" / f"{key}.{ending}"

    def requests(self) -> list[str]:
        return [f"{one.method} {one.target.partition('?')[0]}" for one in self.server.requests[self.heard :]]

    def put(self, name: str, data: bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path


def a_badge(red: int, size: int = 20) -> bytes:
    Image.new("RGBA", (size, size), (red, 0, 0, 255)).save(written := io.BytesIO(), "PNG")
    return written.getvalue()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    images = MemoryImages()
    posters = [images.put(a_poster(number)) for number in range(1, 5)]
    library = a_library(
        a_movie("Heat", key=101, resolution="4k", audience_rating=8.0, poster=posters[0], file="/m/Heat/h.mkv"),
        a_movie("Ronin", key=102, resolution="1080", audience_rating=7.0, poster=posters[1], file="/m/Ronin/r.mkv"),
        a_movie("The Matrix", key=103, resolution="1080", audience_rating=9.0, poster=posters[2], file="/m/Matrix/m.mkv"),
        a_show("Pier", a_season(1, an_episode("Low", key=203), key=202), key=201, poster=posters[3]),
    )
    async with Simulator(library, images, token=TOKEN) as server:
        here = Desk(server, tmp_path)
        here.put("sharp.png", a_badge(200))
        here.write()
        yield here


BOTH = pytest.mark.parametrize("redraw", list(Redraw), ids=lambda one: one.value)


@BOTH
async def test_a_second_run_costs_no_picture_and_no_request_for_an_item(desk: Desk, redraw: Redraw) -> None:
    assert await desk.drawn(redraw) == [HEAT, RONIN, MATRIX]
    before = desk.server.digest()
    done = await desk.run(redraw)
    assert (done.drawn, done.unchanged) == ([], 3)
    assert desk.server.digest() == before
    assert [one for one in desk.requests() if "thumb" in one or "poster" in one or not one.startswith("GET")] == []
    assert len([one for one in desk.requests() if one.startswith("GET /library/metadata/")]) == 1


@BOTH
async def test_a_killed_first_run_is_taken_up_where_it_ended(
    desk: Desk, redraw: Redraw, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after each write in turn: no poster is drawn upon, and in the end all is as after a run without a kill."""

    class Killed(BaseException):
        pass

    real, before = ChangeClient.perform, desk.server.state.library
    for last in range(1, 6):
        desk.server.state.library = before
        for name in ("halley", "overlays"):
            shutil.rmtree(desk.folder / name, ignore_errors=True)
        done: list[Change] = []

        async def perform(self: ChangeClient, change: Change, last: int = last, done: list[Change] = done) -> None:
            await real(self, change)
            done.append(change)
            if len(done) == last:
                raise Killed

        monkeypatch.setattr(ChangeClient, "perform", perform)
        with suppress(Killed):
            await desk.run(redraw)
        monkeypatch.setattr(ChangeClient, "perform", real)
        await desk.run(redraw)
        assert desk.told.reasons == {}
        assert all(is_labelled(desk.item(key)) for key in (HEAT, RONIN, MATRIX))
        assert await desk.drawn(redraw) == []
        assert [desk.original(key).read_bytes() for key in (HEAT, RONIN)] == [a_poster(1), a_poster(2)]
        for key in (HEAT, RONIN, MATRIX):
            names = {one.name for one in desk.item(key).shelf(ImageKind.POSTER).entries}
            assert len(names) == 2, "drawn upon a poster that was drawn before"


async def test_a_label_that_somebody_took_off_leaves_the_poster_to_hands(desk: Desk) -> None:
    await desk.run()
    desk.perform(RemoveTags(SectionId(1), ItemType.MOVIE, (HEAT,), TagKind.LABEL, ("Overlay",)))
    assert await desk.drawn() == []
    assert "already carries an overlay" in desk.told.reasons[HEAT]


def other_type(desk: Desk) -> None:
    told = (desk.folder / "config.yml").read_text()
    (desk.folder / "config.yml").write_text(told.replace("quality: 90", "quality: 80"))


NOTICED: tuple[tuple[str, bool, bool, Callable[[Desk], object]], ...] = (
    ("a rating", True, True, lambda desk: desk.change(HEAT, lambda item: item.with_attribute("audienceRating", "8.1"))),
    ("an overlay's picture of another size", True, True, lambda desk: desk.put("sharp.png", a_badge(200, 300))),
    ("an asset", True, True, lambda desk: desk.put("assets/Heat/poster.jpg", a_poster(20))),
    ("reapply_overlays", True, True, lambda desk: desk.write(orders="reapply_overlays: true")),
    ("reset_overlays", True, False, lambda desk: desk.write(orders="reset_overlays: plex")),
    ("no backup any more", True, False, lambda desk: desk.original(HEAT).unlink()),
    ("an overlay's picture of the same size", False, True, lambda desk: desk.put("sharp.png", a_badge(100))),
    ("a place of a queue", False, True, lambda desk: desk.write(OVERLAYS.replace("offset: 10}", "offset: 90}"))),
    ("a poster set by hand", False, True, lambda desk: desk.select(HEAT, a_poster(21))),
    ("another backup", False, True, lambda desk: desk.original(HEAT).write_bytes(a_poster(22))),
    ("the quality of posters", False, True, other_type),
    ("another label", False, False, lambda desk: desk.perform(
        AddTags(SectionId(1), ItemType.MOVIE, (HEAT,), TagKind.LABEL, ("Mine",)))),
    ("a rating that no text tells", False, False, lambda desk: desk.change(
        HEAT, lambda item: item.with_attribute("rating", "1.0"))),
)  # fmt: skip


@BOTH
@pytest.mark.parametrize("row", NOTICED, ids=lambda row: row[0])
async def test_what_kometa_notices_and_what_halley_notices(
    desk: Desk, redraw: Redraw, row: tuple[str, bool, bool, Callable[[Desk], object]]
) -> None:
    _, by_kometa, by_halley, change = row
    assert HEAT in await desk.drawn(redraw)
    change(desk)
    assert (HEAT in await desk.drawn(redraw)) == (by_kometa if redraw is Redraw.AS_KOMETA else by_halley)
    if redraw is Redraw.ON_ANY_CHANGE and "reapply" not in (desk.folder / "config.yml").read_text():
        assert await desk.drawn(redraw) == []


async def test_a_poster_set_by_hand_is_drawn_on_and_put_aside_where_halley_looks(desk: Desk) -> None:
    await desk.run(Redraw.ON_ANY_CHANGE)
    desk.select(HEAT, a_poster(21))
    await desk.run(Redraw.ON_ANY_CHANGE)
    assert desk.original(HEAT).read_bytes() == a_poster(21)
    drawn_on = [desk.shown(HEAT)]
    await desk.run(Redraw.ON_ANY_CHANGE, orders="reapply_overlays: true")
    assert [desk.shown(HEAT)] == drawn_on


async def test_a_poster_with_somebody_elses_overlay_is_replaced_from_the_backup(desk: Desk) -> None:
    await desk.run(Redraw.ON_ANY_CHANGE)
    ours = desk.shown(HEAT)
    desk.select(HEAT, a_poster(21, marked=True))
    assert await desk.drawn(Redraw.ON_ANY_CHANGE) == [HEAT]
    assert desk.shown(HEAT) == ours


@BOTH
async def test_backups_are_named_by_what_the_server_calls_the_picture(desk: Desk, redraw: Redraw) -> None:
    """And an old one under another ending stays with Kometa, and is the one that counts (spec, overlays 11.13)."""
    Image.open(io.BytesIO(a_poster(9))).save(written := io.BytesIO(), "WEBP", lossless=True)
    desk.select(HEAT, written.getvalue())
    old = desk.original(HEAT, "png")
    old.parent.mkdir(parents=True)
    old.write_bytes(a_badge(10))
    await desk.run(redraw)
    assert desk.original(HEAT, "webp").read_bytes() == written.getvalue()
    assert old.exists() == (redraw is Redraw.AS_KOMETA)
    assert not desk.original(HEAT).exists()


async def test_overlays_are_taken_off_with_the_backup_which_then_goes(desk: Desk) -> None:
    await desk.run()
    done = await desk.run(orders="remove_overlays: true")
    assert sorted(done.restored) == [HEAT, RONIN, MATRIX]
    assert [desk.shown(key) for key in (HEAT, RONIN)] == [a_poster(1), a_poster(2)]
    assert not any(is_labelled(desk.item(key)) for key in (HEAT, RONIN, MATRIX))
    assert list(desk.original(HEAT).parent.iterdir()) == []


async def test_without_a_backup_the_first_poster_without_an_overlay_comes_back(desk: Desk) -> None:
    await desk.run()
    shutil.rmtree(desk.original(HEAT).parent)
    await desk.run(orders="remove_overlays: true")
    assert [desk.shown(key) for key in (HEAT, RONIN)] == [a_poster(1), a_poster(2)]
    assert len(desk.item(HEAT).shelf(ImageKind.POSTER).entries) == 2, "nothing was uploaded for it"


async def test_a_run_without_an_overlay_file_leaves_all_as_it_is(desk: Desk) -> None:
    await desk.run()
    done = await desk.run(overlays="no: overlays")
    assert (done.drawn, done.restored) == ([], [])
    assert is_labelled(desk.item(HEAT))


async def test_without_a_cache_all_is_drawn_every_time_and_nothing_is_remembered(desk: Desk) -> None:
    desk.write(cache="false")
    assert await desk.drawn() == [HEAT, RONIN, MATRIX]
    assert await desk.drawn() == [HEAT, RONIN, MATRIX]
    assert not (desk.folder / "halley").exists()
    assert desk.original(HEAT).read_bytes() == a_poster(1)


async def test_backgrounds_of_assets_are_uploaded_once_also_where_nothing_is_drawn(desk: Desk) -> None:
    await desk.run()
    desk.put("assets/Heat/background.png", a_badge(1))
    desk.put("assets/Heat/logo.png", a_badge(2))
    assert await desk.drawn() == []
    assert {kind for kind in ImageKind if desk.item(HEAT).shelf(kind).entries} == {
        ImageKind.POSTER,
        ImageKind.ART,
        ImageKind.CLEAR_LOGO,
    }
    await desk.run()
    assert not any(one.startswith("POST") for one in desk.requests())
    desk.put("assets/Heat/background.png", a_badge(3))
    await desk.run()
    assert [one for one in desk.requests() if one.startswith("POST")] == [f"POST /library/metadata/{HEAT}/arts"]


async def test_a_season_is_found_its_backup_in_the_folder_of_its_own_library(desk: Desk) -> None:
    done = await desk.run(titles=("TV Shows",))
    assert done.drawn == [RatingKey(202)]
    assert (desk.folder / "overlays" / "TV Shows Original Posters" / "202.jpg").read_bytes() == a_poster(4)


async def test_what_is_left_to_kometa_is_said(desk: Desk) -> None:
    desk.write()
    told = (desk.folder / "config.yml").read_text().replace("settings: {", "settings: {create_asset_folders: true, ", 1)
    (desk.folder / "config.yml").write_text(told)
    await desk.run()
    assert "Movies: `create_asset_folders` is left to Kometa: asset folders are not made" in desk.told.warnings


async def test_a_damaged_memory_is_told_and_the_run_goes_on(desk: Desk) -> None:
    await desk.run()
    (desk.folder / "halley" / "config.drawn.db").write_bytes(b"nothing of use" * 100)
    assert await desk.drawn() == [HEAT, RONIN, MATRIX]
    assert any("was damaged" in one for one in desk.told.warnings)


async def test_an_upload_that_the_server_refuses_is_tried_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    real = ChangeClient.perform

    async def refusing(self: ChangeClient, change: Change) -> None:
        if isinstance(change, UploadImage) and change.key == RONIN:
            raise BrokenAnswer("POST was answered 400")
        await real(self, change)

    monkeypatch.setattr(ChangeClient, "perform", refusing)
    done = await desk.run()
    assert (done.drawn, done.left) == ([HEAT, MATRIX], [RONIN])
    monkeypatch.setattr(ChangeClient, "perform", real)
    assert await desk.drawn() == [RONIN]


# Where Plex has several posters of an item


def bare(name: str, number: int) -> Callable[[Desk], ImageEntry]:
    return lambda desk: ImageEntry(name, picture=desk.server.state.images.put(a_poster(number)))


def marked(number: int) -> Callable[[Desk], ImageEntry]:
    def made(desk: Desk) -> ImageEntry:
        data = a_poster(number, marked=True)
        name = f"upload://posters/{describe_picture(data).sha1}"
        return ImageEntry(name, picture=desk.server.state.images.put(data))

    return made


@pytest.mark.parametrize(
    ("entries", "comes_back"),
    [
        ([marked(11), bare("upload://posters/x", 12), bare("metadata://y", 13)], 12),
        ([marked(11), bare("metadata://y", 13)], 13),
        ([bare("metadata://y", 13), bare("upload://posters/x", 12)], 13),
        ([marked(11), marked(14)], 14),
    ],
    ids=["a bare upload", "the agent's", "the first one", "all are marked: the last"],
)
async def test_the_walk_over_plexs_own_posters(
    desk: Desk, entries: list[Callable[[Desk], ImageEntry]], comes_back: int
) -> None:
    """Spec, overlays 8.5, with its surprise: where all uploads are marked, the last one is set again (11.29)."""
    await desk.run()
    shutil.rmtree(desk.original(HEAT).parent)
    made = tuple(one(desk) for one in entries)
    desk.change(HEAT, lambda item: item.with_shelf(ImageKind.POSTER, Shelf(made, made[0].name)))
    await desk.run(orders="remove_overlays: true")
    is_marked = comes_back == 14
    assert desk.shown(HEAT) == a_poster(comes_back, marked=is_marked)


async def test_a_season_without_posters_gets_back_its_shows(desk: Desk) -> None:
    season = RatingKey(202)
    await desk.run(titles=("TV Shows",))
    shutil.rmtree(desk.folder / "overlays")
    desk.change(season, lambda item: item.with_shelf(ImageKind.POSTER, Shelf()))
    told = (desk.folder / "config.yml").read_text()
    (desk.folder / "config.yml").write_text(told.replace("  TV Shows:\n", "  TV Shows:\n    remove_overlays: true\n"))
    await desk.run(titles=("TV Shows",))
    assert desk.shown(season) == a_poster(4)


async def test_where_all_posters_are_drawn_on_a_labelled_item_is_left_to_hands(desk: Desk) -> None:
    await desk.run()
    desk.original(HEAT).unlink()
    entry = marked(11)(desk)
    desk.change(HEAT, lambda item: item.with_shelf(ImageKind.POSTER, Shelf((entry,), entry.name)))
    await desk.run()
    assert "carry overlays" in desk.told.reasons[HEAT]


# Labels of old


@BOTH
async def test_a_label_of_old_is_taken_off_and_its_backup_with_it(desk: Desk, redraw: Redraw) -> None:
    backup = desk.put(f"overlays/4K/{RONIN}.png", a_poster(30))
    desk.perform(AddTags(SectionId(1), ItemType.MOVIE, (RONIN,), TagKind.LABEL, ("4K Overlay",)))
    await desk.run(redraw)
    assert not backup.exists()
    assert desk.original(RONIN).read_bytes() == a_poster(30)
    # Kometa adds its label to those that it had read before, and so puts the old one back.
    assert desk.item(RONIN).has_tag(TagKind.LABEL, "4K Overlay") == (redraw is Redraw.AS_KOMETA)
    assert is_labelled(desk.item(RONIN))
