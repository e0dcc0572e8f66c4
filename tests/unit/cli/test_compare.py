"""`halley compare`: two engines on the same items, and where they differ; Kometa is played, but for one test."""

import asyncio
import json
import re
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from halley.demo.configuration import write_demo_configuration
from halley.simulator import Simulator, load_library
from tests.support.drawn import drawn_library
from tests.support.kometa import an_outside
from tests.support.previews import TOKEN, Desk, Ended, ended, nothing_left_of, printed

Play = Callable[..., Path]
AT = "horizontal_align: left, vertical_align: top, horizontal_offset: 15, vertical_offset: 15"
OVERLAYS = f"""\
overlays:
  Title:
    overlay: {{name: text(<<title>>), {AT}}}
    plex_all: true
  In 4K:
    overlay: {{name: text(4K), {AT.replace("left", "right")}}}
    plex_search: {{all: {{resolution: 4k}}}}
  Old:
    overlay: {{name: text(Old), {AT.replace("top", "bottom")}}}
    plex_search: {{all: {{year.lt: 1999}}}}
"""
HEAT = "Overlay File (0) Title, Overlay File (0) In 4K, Overlay File (0) Old"
RONIN = "Overlay File (0) Title, Overlay File (0) Old"


@pytest.fixture
async def posters(desk: Desk) -> dict[int, Path]:
    """What our own engine draws on the films of the desk, by rating key."""
    (desk.config.parent / "overlays.yml").write_text(OVERLAYS)
    job = desk.folder / "drawn-before"
    done = await desk.call("preview", "--config", desk.config, "--job", job, "--engine", "native", "--library", "Movies")
    assert done.status == 0, done
    told = json.loads((job / "output" / "summary.json").read_text())
    return {one["rating_key"]: job / "output" / one["output"] for one in told["targets"]}


async def compared(desk: Desk, *words: str) -> Ended:
    own = ("--config", desk.config, "--job", desk.job, "--sandbox", "none", "--library", "Movies")
    return await desk.call("compare", *own, *words)


def item(told: dict[str, Any], title: str) -> dict[str, Any]:
    (found,) = [one for one in told["items"] if one["title"] == title]
    return dict(found)


def retouched(poster: Path, to: Path) -> Path:
    """The same poster, but for a corner of it; without loss, so that nothing else changes."""
    with Image.open(poster) as picture:
        changed = picture.convert("RGB")
    ImageDraw.Draw(changed).rectangle((600, 1000, 619, 1029), fill=(255, 0, 255))
    changed.save(to, "WEBP", lossless=True)
    return to


async def test_where_all_is_the_same_it_ends_with_0_and_the_server_is_as_it_was(
    desk: Desk, play: Play, posters: dict[int, Path]
) -> None:
    play(
        f"upload: 101 {posters[101]}",
        "say: (1/2) Heat",
        f"say:   Overlays Applied: {HEAT}",
        f"upload: 102 {posters[102]}",
        "say: (2/2) Ronin",
        f"say:   Overlays Applied: {RONIN}",
        "finish",
    )
    before = desk.server.digest()
    done = await compared(desk, "--target", "Heat", "--target", "Ronin")
    assert done.status == 0, done
    assert "2 items: 2 same file; 3 definitions chosen by both" in done.output
    assert "different" not in done.output
    assert desk.server.digest() == before
    assert {one.method for one in desk.server.requests} <= {"GET", "HEAD"}
    told = json.loads((desk.job / "output" / "comparison.json").read_text())
    assert (told["ok"], told["notes"]) == (True, [])
    assert item(told, "Heat (1995)")["chosen"]["both"] == ["Title", "In 4K", "Old"]
    assert "all 2 items are the same" in (desk.job / "output" / "report.html").read_text()


async def test_other_pixels_are_shown_in_a_picture_and_it_ends_with_1(
    desk: Desk, play: Play, posters: dict[int, Path], tmp_path: Path
) -> None:
    changed = retouched(posters[101], tmp_path / "changed.webp")
    play(f"upload: 101 {changed}", f"upload: 102 {posters[102]}", "finish")
    done = await compared(desk, "--target", "Heat", "--target", "Ronin", "--json")
    assert done.status == 1, done
    assert (done.told["counts"]["different"], done.told["counts"]["same file"]) == (1, 1)
    heat = item(done.told, "Heat (1995)")
    assert (heat["pixels"]["differing"], heat["pixels"]["box"]) == (600, [600, 1000, 620, 1030])
    assert item(done.told, "Ronin (1998)")["picture"] is None
    with Image.open(desk.job / "output" / heat["picture"]) as sheet:
        assert sheet.size == (4 * (1000 + 16) - 16, 1500 + 64)
        assert min(sheet.getpixel((3 * 1016 + 610, 64 + 1015))) >= 128
    assert done.told["notes"] == [
        "Kometa's log does not tell which overlays it chose: only pictures and labels were compared"
    ]


async def test_overlays_that_only_one_chose_are_named_with_their_places(
    desk: Desk, play: Play, posters: dict[int, Path]
) -> None:
    play(
        f"upload: 101 {posters[101]}",
        "say: (1/1) Heat",
        "say:   Overlays Applied: Overlay File (0) Title, Overlay File (0) In 4K, Overlay File (0) Gone",
        "finish",
    )
    done = await compared(desk, "--target", "Heat")
    assert done.status == 1, done
    assert "different: Heat (1995): only Kometa chose Gone; only Halley chose Old" in done.output
    told = json.loads((desk.job / "output" / "comparison.json").read_text())
    (only,) = item(told, "Heat (1995)")["chosen"]["only_halley"]
    assert (only["definition"], only["where"]["line"]) == ("Old", 8)


async def test_an_item_that_only_one_draws_is_a_difference(desk: Desk, play: Play, posters: dict[int, Path]) -> None:
    play(f"upload: 101 {posters[101]}", "finish")
    done = await compared(desk, "--target", "Heat", "--target", "Ronin")
    assert done.status == 1, done
    assert "different: Ronin (1998): only Halley draws it; Kometa: " in done.output
    assert "labels: Kometa none, Halley +Overlay" in done.output


async def test_a_cover_takes_the_fewest_items_that_try_every_definition(
    desk: Desk, play: Play, posters: dict[int, Path]
) -> None:
    play(f"upload: 101 {posters[101]}", "finish")
    done = await compared(desk, "--sample", "cover", "--json")
    assert done.status == 0, done
    assert [one["title"] for one in done.told["items"]] == ["Heat (1995)"], "it has all three of them"


async def test_a_kometa_that_is_missing_ends_with_4_and_says_so(desk: Desk) -> None:
    (desk.config.parent / "overlays.yml").write_text(OVERLAYS)
    done = await compared(desk, "--target", "Heat")
    assert done.status == 4, done
    assert "Kometa: there is no Kometa on this machine" in done.output
    assert "not compared: an engine failed" in (desk.job / "output" / "report.html").read_text()


async def test_a_kometa_that_crashes_ends_with_4(desk: Desk, play: Play, posters: dict[int, Path]) -> None:
    play(f"upload: 101 {posters[101]}", "crash")
    done = await compared(desk, "--target", "Heat", "--json")
    assert done.status == 4, done
    assert done.told["ok"] is False
    assert "the played Kometa crashes" in done.told["failure"][0]


async def test_ctrl_c_ends_with_130_and_the_server_is_as_it_was(desk: Desk, play: Play, tmp_path: Path) -> None:
    (desk.config.parent / "overlays.yml").write_text(OVERLAYS)
    play(f"fork: mark-{tmp_path}", "hang")
    before = desk.server.digest()
    own = ("--config", desk.config, "--job", desk.job, "--sandbox", "none", "--target", "Heat")
    process = await desk.start("compare", *own)
    await printed(process, desk.job / "kometa" / "logs" / "kometa.log", "hanging")
    process.send_signal(signal.SIGINT)
    done = await ended(process)
    assert done.status == 130, done
    assert "Kometa: the preview was cancelled" in done.output
    assert await nothing_left_of(f"mark-{tmp_path}") == []
    assert desk.server.digest() == before


@pytest.mark.parametrize("sample", ["0", "some", "-1"])
async def test_a_sample_is_a_number_or_cover(desk: Desk, sample: str) -> None:
    done = await compared(desk, "--sample", sample)
    assert done.status == 2
    assert "neither a number of 1 or more nor `cover`" in done.errors


async def test_a_folder_with_something_else_in_it_is_left_alone(desk: Desk, play: Play) -> None:
    play("finish")
    (desk.job).mkdir()
    (desk.job / "letter.txt").write_text("mine")
    done = await compared(desk, "--target", "Heat")
    assert done.status == 2
    assert "holds something else than a comparison" in done.errors
    assert [one.name for one in desk.job.iterdir()] == ["letter.txt"]


async def test_the_page_needs_nothing_else_and_names_every_picture(
    desk: Desk, play: Play, posters: dict[int, Path], tmp_path: Path
) -> None:
    play(f"upload: 101 {retouched(posters[101], tmp_path / 'changed.webp')}", "finish")
    await compared(desk, "--target", "Heat")
    page = (desk.job / "output" / "report.html").read_text()
    assert re.findall(r'src="(?!data:)', page) == []
    assert 'alt="Heat (1995): before, drawn by Kometa, drawn by Halley, and where the two differ"' in page
    assert all((desk.job / "output" / name).exists() for name in re.findall(r'<a href="([^"#]+)"', page))


@pytest.mark.kometa
async def test_real_kometa_and_halley_are_the_same_on_a_cover_of_the_demo(
    kometa_home: Path, kometa_python: Path, tmp_path: Path
) -> None:
    loaded = await asyncio.to_thread(lambda: load_library(drawn_library(tmp_path)))
    async with an_outside() as outside, Simulator(loaded.library, images=loaded.images, token=TOKEN) as server:
        config = write_demo_configuration(tmp_path / "config", server.url, TOKEN)
        here = Desk(tmp_path, server, {"HALLEY_KOMETA": str(kometa_home), "HALLEY_KOMETA_PYTHON": str(kometa_python)})
        before = server.digest()
        words = ("--config", config, "--job", here.job, "--sample", "cover", "--outside", outside.url)
        done = await here.call("compare", *words, "--sandbox", "none", "--json", patience_s=600)
        assert server.digest() == before
    assert done.status == 0, done
    told = done.told
    assert (told["counts"]["different"], told["notes"]) == (0, [])
    chosen = json.loads((here.job / "kometa" / "meta.json").read_text())["targets"]
    assert len(chosen) < 20 < told["definitions"]
    assert all(one["pixels"]["same_file"] for one in told["items"])
