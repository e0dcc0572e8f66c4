"""Our own engine equals real Kometa from run to run: the same items drawn again, the same ones left, the same originals.

Two equal servers: real Kometa runs on one with its cache, our engine on the other with its memory. After each step, what
both servers hold is the same, each picture of it to the byte; so is what was uploaded on the way, and what was put aside.
"""

import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from halley.changes import apply
from halley.changes.kinds import AddTags, Change, SelectImage
from halley.config import load_configuration
from halley.engines.native import is_labelled
from halley.files import MemoryImages
from halley.jobs.means import Means
from halley.jobs.native_run import RunOutcome
from halley.jobs.overlays_applied import ApplySettings, apply_overlays
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.images import ImageKind, Shelf
from halley.plex.items import Item
from halley.plex.library import Library
from halley.plex.tags import TagKind
from halley.simulator import Simulator
from tests.equality.library import equality_library, lay_out
from tests.support.kometa import Kometa, Outside, an_outside
from tests.support.previews import a_poster

TOKEN = "the-token-of-the-server"
CONFIG = """\
plex: {url: "{url}", token: "{token}", timeout: 60, clean_bundles: false, empty_trash: false, optimize: false}
tmdb: {apikey: demo, language: en}
settings: {cache: true, overlay_artwork_filetype: jpg, overlay_artwork_quality: 90, run_again_delay: 0}
libraries:
  Movies:
    settings: {asset_directory: {folder}/assets}
    ORDERS
    overlay_files:
      - file: {folder}/runs.yml
  Shows:
    ORDERS
    overlay_files:
      - file: {folder}/episodes.yml
"""
OVERLAYS = """\
queues:
  side:
    - {horizontal_align: left, vertical_align: top, horizontal_offset: 20, vertical_offset: TOP}
    - {vertical_offset: 160}
overlays:
  Badge:
    overlay: {name: badge, file: "{folder}/badge.png", horizontal_offset: OFFSET, vertical_offset: 700}
    plex_search: {all: {resolution: 4k}}
  Rating:
    overlay: {name: "text(<<audience_rating>>)", horizontal_offset: 600, vertical_offset: 600}
    plex_search: {all: {year.lt: 2000}}
  Runtime:
    overlay: {name: "text(<<runtime>> min)", horizontal_offset: 600, vertical_offset: 1300}
    plex_search: {all: {year.gte: SINCE}}
  Versions:
    overlay: {name: "text(<<versions>>)", horizontal_offset: 300, vertical_offset: 1300}
    plex_search: {all: {year: YEAR}}
  Early:
    overlay: {name: text(early), queue: side, weight: 10}
    plex_search: {all: {year.lt: 1995}}
  Late:
    overlay: {name: text(late), queue: side, weight: 20}
    plex_search: {all: {year.gte: SINCE}}
  Quiet:
    overlay: {name: text(quiet), horizontal_offset: 10, vertical_offset: 10}
    suppress_overlays: [Quiet, Rating, Early]
    plex_search: {all: {year: 1966}}
"""


QUAY, HAZE, PERIHELION, MOONS, FATHOM, KING, OSTROW, ORBIT, ZUGZWANG, CURTAIN, COAST, VEGA = map(RatingKey, range(101, 113))
SEASON = RatingKey(521)


@dataclass
class Side:
    """A server, the folder of what runs on it, and how many requests it had heard before the step."""

    server: Simulator
    folder: Path
    heard: int = 0

    @property
    def library(self) -> Library:
        return self.server.state.library

    def perform(self, change: Change) -> None:
        self.server.state.library = apply(change, self.library, 1_800_000_000)

    def held(self) -> dict[str, object]:
        """Labels, locks and pictures of every item; a picture's name tells its bytes."""
        return {
            f"{item.type.word} {key} {item.title}": (
                [tag.text for tag in item.tags_of(TagKind.LABEL)],
                sorted(item.locked),
                {
                    kind.one: (item.shelf(kind).selected, [one.name for one in item.shelf(kind).entries])
                    for kind in ImageKind
                },
            )
            for key, item in sorted(self.library.items.items())
        }

    def uploads(self) -> Counter[str]:
        """How many pictures the server was sent for an item, and which ones it was told to show, since the step began."""
        told: Counter[str] = Counter()
        for one in self.server.requests[self.heard :]:
            parts = urlsplit(one.target)
            if one.method not in {"POST", "PUT"} or not parts.path.startswith("/library/metadata/"):
                continue
            where = "/".join(parts.path.split("/")[3:5])
            shown = parse_qs(parts.query).get("url", [""])[0]
            # Kometa has the server fetch from itself what our engine tells it to show.
            name = parse_qs(urlsplit(shown).query).get("url", [shown])[0] if shown.startswith("http") else shown
            told[f"{where.replace('posters', 'poster')} {name}"] += 1
        return told

    def originals(self) -> dict[str, bytes]:
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted((self.folder / "overlays").glob("* Original Posters/*"))
        }


class Listening:
    """Hears a run of our engine."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.warnings: list[str] = []

    def line(self, text: str) -> None:
        self.lines.append(text)

    def warn(self, sentence: str) -> None:
        self.warnings.append(sentence)

    def expected(self, count: int) -> None:
        """Nothing is shown."""

    def left(self, item: Item, reason: str) -> None:
        self.lines.append(f"left {item.title}: {reason}")

    def drawn(self, item: Item) -> None:
        pass


@dataclass
class Twins:
    """Both sides, and how to let them run."""

    kometas: Side
    ours: Side
    kometa: Kometa
    outside: Outside
    files: dict[str, str] = field(default_factory=dict)
    outcome: RunOutcome = field(default_factory=RunOutcome)

    @property
    def both(self) -> tuple[Side, Side]:
        return (self.kometas, self.ours)

    def everywhere(self, deed: Callable[[Side], None]) -> None:
        for side in self.both:
            deed(side)

    async def run(self, orders: str = "", *, lost: RatingKey | None = None, **words: str) -> Counter[str]:
        """Let both run, hold that they end alike, and say what was uploaded.

        `lost` is a show's season whose original Kometa throws away and Halley keeps; here it goes, too, for what follows.
        """
        self.files |= words
        overlays = written(OVERLAYS, self.files)
        config = CONFIG.replace("ORDERS", orders)
        for side in self.both:
            side.heard = len(side.server.requests)
            (side.folder / "runs.yml").write_text(overlays.replace("{folder}", str(side.folder)))
        theirs = self.kometas
        ran = await self.kometa.run(theirs.folder, theirs.server.url, TOKEN, config, self.outside, is_gateway=False)
        assert ran.is_finished, ran.complaints
        self.outcome, listening = await ours(self.ours, config, self.kometa, self.outside)
        assert differences(self.ours.held(), self.kometas.held()) == [], listening.lines
        assert differences(self.ours.uploads(), self.kometas.uploads()) == [], listening.lines
        if lost is not None:
            (self.ours.folder / "overlays" / "Shows Original Posters" / f"{lost}.jpg").unlink()
        assert self.ours.originals() == self.kometas.originals()
        return self.ours.uploads()


def written(text: str, words: Mapping[str, str]) -> str:
    for word, value in words.items():
        text = text.replace(word, value)
    return text


def differences(ours: Mapping[str, object], kometas: Mapping[str, object]) -> list[tuple[str, object, object]]:
    """What is not the same: name, ours, Kometa's."""
    return [
        (name, ours.get(name), kometas.get(name))
        for name in sorted({*ours, *kometas})
        if ours.get(name) != kometas.get(name)
    ]


async def ours(side: Side, config: str, kometa: Kometa, outside: Outside) -> tuple[RunOutcome, Listening]:
    """A run of our engine in a folder."""
    for word, value in (("{url}", side.server.url), ("{token}", TOKEN), ("{folder}", str(side.folder))):
        config = config.replace(word, value)
    (side.folder / "config.yml").write_text(config)
    settings, listening = ApplySettings(planner=Means(kometa.home, outside=outside.url)), Listening()
    configuration = load_configuration(side.folder / "config.yml", {})
    done = await apply_overlays(configuration, ["Movies", "Shows"], MemoryImages(), listening, settings)
    return done, listening


def change_item(key: RatingKey, change: Callable[[Item], Item]) -> Callable[[Side], None]:
    def deed(side: Side) -> None:
        library = side.server.state.library
        side.server.state.library = library.with_item(change(library.items[key]))

    return deed


def in_4k(item: Item) -> Item:
    media = tuple(replace(one, attributes=one.attributes.set("videoResolution", "4k")) for one in item.media)
    return replace(item, media=media)


def first_poster(side: Side, key: RatingKey) -> str:
    return side.library.items[key].shelf(ImageKind.POSTER).entries[0].name


def put_asset(twins: Twins, name: str, number: int) -> None:
    for side in twins.both:
        item = side.library.items[FATHOM]
        folder = side.folder / "assets" / Path(item.media[0].parts[0].attributes["file"]).parent.name
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(a_poster(number))


def put_old_labels(side: Side) -> None:
    (show,) = [one.key for one in side.library.of(SectionId(2), ItemType.SHOW)][:1]
    side.perform(AddTags(SectionId(1), ItemType.MOVIE, (OSTROW,), TagKind.LABEL, ("4K Overlay",)))
    side.perform(AddTags(SectionId(2), ItemType.SHOW, (show,), TagKind.LABEL, ("Foo overlay",)))
    (side.folder / "overlays" / "4K").mkdir(parents=True)
    (side.folder / "overlays" / "4K" / f"{OSTROW}.png").write_bytes(a_poster(9))


def put_badge(twins: Twins, name: str) -> None:
    twins.everywhere(lambda side: shutil.copyfile(side.folder / name, side.folder / "badge.png") and None)


def drawn_items(uploads: Counter[str]) -> set[int]:
    return {int(name.split("/")[0]) for name in uploads}


@pytest.mark.kometa
async def test_one_run_after_the_other_ends_where_kometas_end(
    kometa_home: Path, kometa_python: Path, tmp_path: Path
) -> None:
    one, other = equality_library(), equality_library()
    async with (
        an_outside(one.library) as outside,
        Simulator(one.library, one.images, token=TOKEN) as first,
        Simulator(other.library, other.images, token=TOKEN) as second,
    ):
        sides = (Side(first, tmp_path / "kometa"), Side(second, tmp_path / "ours"))
        twins = Twins(*sides, Kometa(kometa_home, kometa_python), outside)
        twins.everywhere(lambda side: lay_out(side.folder))
        twins.everywhere(lambda side: (side.folder / "assets").mkdir(exist_ok=True))
        put_badge(twins, "poster.png")
        twins.everywhere(change_item(SEASON, lambda item: item.with_shelf(ImageKind.POSTER, Shelf())))
        assert len(await twins.run(OFFSET="500", YEAR="2021", SINCE="1995", TOP="20")) > 20

        # Nothing changed; the number of versions, and an item without overlays, are Kometa's reasons every time.
        # A season that had no poster of its own is kept in mind only once it has one.
        always = {ORBIT, CURTAIN}
        assert drawn_items(await twins.run()) == {SEASON} | always

        # Facts changed, some of which a text tells. A poster selected by hand is not noticed.
        twins.everywhere(change_item(QUAY, lambda item: item.with_attribute("audienceRating", "8.5")))
        twins.everywhere(change_item(COAST, lambda item: item.with_attribute("duration", "6000000")))
        twins.everywhere(change_item(KING, in_4k))
        twins.everywhere(change_item(HAZE, lambda item: item.with_attribute("audienceRating", "1.0")))
        twins.everywhere(lambda side: side.perform(SelectImage(MOONS, ImageKind.POSTER, first_poster(side, MOONS))))
        assert drawn_items(await twins.run()) == {QUAY, COAST, KING} | always

        # A badge is moved, and an overlay goes: one film has none left.
        in_4k_now = {QUAY, HAZE, PERIHELION, FATHOM, KING, ORBIT, VEGA}
        assert COAST in drawn_items(await twins.run(OFFSET="520", SINCE="2004", YEAR="1700"))
        assert not is_labelled(twins.ours.library.items[COAST])

        # A place of a queue is moved: Kometa redraws nothing. The number of versions is no longer drawn, but still compared.
        assert drawn_items(await twins.run(TOP="40")) == always
        put_badge(twins, "background.png")
        assert drawn_items(await twins.run()) == in_4k_now | always

        assert len(drawn_items(await twins.run("reapply_overlays: true"))) > 20
        # Of the season the server has only what was drawn: Kometa downloads it over the original, sees its mark, deletes it.
        await twins.run("reset_overlays: plex", lost=SEASON)
        # Posters and stills of TMDb; what has none there is drawn on its original, and is an error without one.
        before = twins.ours.originals()
        await twins.run("reset_overlays: tmdb")
        assert len([name for name, data in twins.ours.originals().items() if data != before.get(name)]) > 10

        # An asset appears, with a background; then it changes.
        put_asset(twins, "poster.jpg", 1)
        put_asset(twins, "background.jpg", 2)
        assert drawn_items(await twins.run()) == {FATHOM} | always
        assert drawn_items(await twins.run()) == always
        put_asset(twins, "poster.jpg", 3)
        assert drawn_items(await twins.run()) == {FATHOM} | always

        # A label of old: of a film with overlays, and of a show that has none.
        twins.everywhere(put_old_labels)
        await twins.run()
        await twins.run()

        await twins.run("remove_overlays: true")
        assert not any(map(is_labelled, twins.ours.library.items.values()))
        await twins.run()


@pytest.mark.kometa
async def test_who_comes_from_kometa_gets_what_kometa_would_have_done(
    kometa_home: Path, kometa_python: Path, tmp_path: Path
) -> None:
    """Our engine knows nothing yet, and reads what Kometa remembers."""
    loaded = equality_library()
    async with an_outside() as outside, Simulator(loaded.library, loaded.images, token=TOKEN) as server:
        side, kometa = Side(server, tmp_path), Kometa(kometa_home, kometa_python)
        lay_out(side.folder)
        shutil.copyfile(side.folder / "poster.png", side.folder / "badge.png")
        words = {"OFFSET": "500", "YEAR": "2021", "SINCE": "1995", "TOP": "20", "{folder}": str(side.folder)}
        (side.folder / "runs.yml").write_text(written(OVERLAYS, words))
        config = CONFIG.replace("ORDERS", "")
        ran = await kometa.run(side.folder, server.url, TOKEN, config, outside, is_gateway=False)
        assert ran.is_finished, ran.complaints

        change_item(QUAY, lambda item: item.with_attribute("audienceRating", "8.5"))(side)
        side.heard = len(server.requests)
        done, listening = await ours(side, config, kometa, outside)
        assert drawn_items(side.uploads()) == {QUAY, ORBIT, CURTAIN}, listening.lines
        assert (done.unchanged, done.left) == (26, [])
