"""Previews by Halley's own engine, as a user calls them: `--engine native`, and `auto` where there is no Kometa."""

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from halley.files import MemoryImages
from halley.plex.ids import RatingKey
from halley.plex.images import ImageKind
from halley.simulator import Simulator
from tests.builders import a_library, a_movie
from tests.support.previews import CONFIG, TOKEN, Desk, Ended, a_poster, desk

__all__ = ["desk"]

PLACE = "horizontal_align: left, vertical_align: top, horizontal_offset: 15, vertical_offset: 15"
TITLES = f"""\
overlays:
  Title:
    overlay: {{name: text(<<title>>), {PLACE}}}
    plex_all: true
  In 4K:
    overlay: {{name: text(4K), {PLACE.replace("left", "right")}}}
    plex_search: {{all: {{resolution: 4k}}}}
"""


async def native(desk: Desk, *words: str, engine: str = "native") -> Ended:
    return await desk.call("preview", "--config", desk.config, "--job", desk.job, "--engine", engine, *words)


def write_overlays(desk: Desk, text: str) -> None:
    (desk.config.parent / "overlays.yml").write_text(text)


def captured(desk: Desk) -> list[dict[str, object]]:
    """The Changes that the gateway put on record."""
    lines = (desk.job / "halley" / "changes.jsonl").read_text("utf-8").splitlines()
    return [change for line in lines for change in json.loads(line)["changes"]]


def lettered(data: bytes) -> bool:
    """Whether a poster that was of one colour has anything drawn on it."""
    with Image.open(io.BytesIO(data)) as picture:
        return len(picture.convert("RGB").getcolors(10**6) or []) > 20


@pytest.mark.parametrize("engine", ["native", "auto"])
async def test_each_target_is_drawn_and_the_server_stays_as_it_was(desk: Desk, engine: str) -> None:
    write_overlays(desk, TITLES)
    before = desk.server.digest()
    done = await native(desk, "--target", "Heat", "--target", "Ronin", engine=engine)

    assert done.status == 0, done
    assert desk.server.digest() == before
    assert {heard.method for heard in desk.server.requests} <= {"GET", "HEAD"}
    told = desk.summary
    assert (told["engine"], told["kometa_ran"], told["success"]) == ("native", False, True)
    assert told["changes"] == {"UploadImage": 2, "AddTags": 2}
    assert all(lettered((desk.job / "output" / name).read_bytes()) for name in told["output_files"])
    assert "drew Heat (1995): Title, In 4K" in (desk.job / "logs" / "kometa.log").read_text()
    assert "drew Ronin (1998): Title" in (desk.job / "logs" / "kometa.log").read_text()


async def test_a_whole_configuration_is_drawn_in_the_order_of_sort_titles(desk: Desk) -> None:
    write_overlays(desk, TITLES)
    done = await native(desk)
    assert done.status == 0, done
    drawn = [change["key"] for change in captured(desk) if change["change"] == "UploadImage"]
    assert drawn == [101, 102, 103, 201]


async def test_what_cannot_be_drawn_is_degraded_with_its_reason_and_the_rest_goes_on(tmp_path: Path) -> None:
    images = MemoryImages()
    library = a_library(
        a_movie("Heat", key=101, poster=images.put(a_poster(1))),
        a_movie("Nothing to See", key=102),
        a_movie("Drawn Before", key=103, poster=images.put(a_poster(3, marked=True))),
        a_movie("Scrambled", key=104, poster=images.put(b"no picture at all")),
    )
    async with Simulator(library, images, token=TOKEN) as server:
        here = Desk(tmp_path, server)
        here.config.parent.mkdir()
        folder = here.config.parent
        text = CONFIG.format(url=server.url, token=TOKEN, folder=folder).split("  TV Shows:")[0]
        here.config.write_text(text)
        write_overlays(here, TITLES)
        done = await native(here)

    assert done.status == 1, done
    outcomes = {one["title"]: (one["outcome"], one["reason"]) for one in here.summary["targets"]}
    assert outcomes["Heat"][0] == "captured"
    assert "no poster" in outcomes["Nothing to See"][1]
    assert "already carries an overlay" in outcomes["Drawn Before"][1]
    assert "cannot be" in outcomes["Scrambled"][1]
    assert {outcome for title, (outcome, _) in outcomes.items() if title != "Heat"} == {"degraded"}


@pytest.mark.parametrize(
    ("settings", "changes"),
    [("", {"UploadImage"}), ("    remove_overlays: true\n", {"UploadImage", "RemoveTags"})],
    ids=["drawn again", "taken away"],
)
async def test_of_a_labelled_item_the_backup_is_what_counts(tmp_path: Path, settings: str, changes: set[str]) -> None:
    images, original = MemoryImages(), a_poster(9)
    poster = images.put(a_poster(1, marked=True))
    library = a_library(a_movie("Heat", key=101, year=1995, labels=["Overlay"], poster=poster))
    async with Simulator(library, images, token=TOKEN) as server:
        here = Desk(tmp_path, server)
        originals = here.config.parent / "overlays" / "Movies Original Posters"
        originals.mkdir(parents=True)
        (originals / "101.jpg").write_bytes(original)
        text = CONFIG.format(url=server.url, token=TOKEN, folder=here.config.parent).split("  TV Shows:")[0]
        here.config.write_text(text.replace("  Movies:\n", f"  Movies:\n{settings}"))
        write_overlays(here, TITLES)
        done = await native(here)
        assert server.library.items[RatingKey(101)].shelf(ImageKind.POSTER).current is not None

    assert done.status == 0, done
    assert {str(change["change"]) for change in captured(here)} == changes
    uploaded = (here.job / "output" / here.summary["output_files"][0]).read_bytes()
    assert (uploaded == original) == bool(settings)


async def test_a_misspelled_attribute_is_told_with_its_place_and_a_guess(desk: Desk) -> None:
    write_overlays(desk, TITLES.replace("horizontal_offset: 15", "horizontal_ofset: 15", 1))
    await native(desk, "--target", "Heat")
    warnings = " ".join(desk.summary["warnings"])
    assert "overlays.yml:3:" in warnings
    assert "did you mean `horizontal_offset`?" in warnings


async def test_what_needs_real_kometa_is_said(desk: Desk) -> None:
    write_overlays(desk, TITLES)
    done = await native(desk, "--target", "Heat", "--everything")
    assert "collections, metadata, operations and playlists need real Kometa" in done.output


async def test_a_file_type_that_nobody_knows_is_named_and_the_usual_one_is_used(desk: Desk) -> None:
    write_overlays(desk, TITLES)
    desk.config.write_text(desk.config.read_text() + "settings:\n  overlay_artwork_filetype: gif\n")
    done = await native(desk, "--target", "Heat")
    assert done.status == 0, done
    assert desk.summary["output_files"] == ["heat_after.webp"]
    assert "`overlay_artwork_filetype: gif` is none of jpg, png, webp_lossy, webp_lossless" in done.output
