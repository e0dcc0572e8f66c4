"""`halley render`: one item in a picture, each badge with its place in the files, the server as it was."""

import io
import re

import pytest
from PIL import Image

from halley.plex.images import NO_IMAGES, ImageKind
from tests.builders import the
from tests.support.previews import Desk, Ended

AT = "horizontal_align: left, vertical_align: top, horizontal_offset: 15, vertical_offset: 15"
OVERLAYS = f"""\
queues:
  bar:
    - {{horizontal_align: left, vertical_align: bottom, horizontal_offset: 15, vertical_offset: 15}}
overlays:
  Title:
    overlay: {{name: text(<<title>>), {AT}}}
    plex_search: {{all: {{resolution: 4k, year.lt: 1999}}}}
  In 4K:
    overlay: {{name: text(4K), {AT.replace("left", "right")}}}
    suppress_overlays: [Sharp]
    plex_search: {{all: {{resolution: 4k}}}}
  Sharp:
    overlay: {{name: text(Sharp), {AT}}}
    plex_search: {{all: {{resolution: 4k}}}}
  Edition:
    overlay: {{name: text(<<edition>>), {AT}}}
    plex_search: {{all: {{resolution: 4k}}}}
  First:
    overlay: {{name: text(1st), queue: bar, weight: 20}}
    plex_search: {{all: {{resolution: 4k}}}}
  Second:
    overlay: {{name: text(2nd), queue: bar, weight: 10}}
    plex_search: {{all: {{resolution: 4k}}}}
  Episodes:
    overlay: {{name: text(<<title>>), {AT}}}
    builder_level: episode
    plex_search: {{all: {{episode_title: Tide}}}}
"""


def write_overlays(desk: Desk, text: str = OVERLAYS) -> None:
    (desk.config.parent / "overlays.yml").write_text(text)


async def rendered(desk: Desk, item: str, *words: str) -> Ended:
    return await desk.call("render", "--config", "config/config.yml", "--item", item, *words)


async def test_an_item_is_drawn_and_each_badge_says_where_it_comes_from(desk: Desk) -> None:
    write_overlays(desk)
    before = desk.server.digest()
    done = await rendered(desk, "Heat (1995)", "-o", "out.png")

    assert done.status == 0, done
    assert done.output.splitlines()[0] == "Heat (1995) in Movies, rating key 101: 3 badges"
    assert '  Title: "Heat"  config/overlays.yml:5:3' in done.output
    assert '  In 4K: "4K"  config/overlays.yml:8:3' in done.output
    assert "  Sharp: suppressed by `In 4K`  config/overlays.yml:12:3" in done.output
    assert "  Edition: it has no `edition`  config/overlays.yml:15:3" in done.output
    assert "  Second: place 2 of a queue of 1, `bar`  config/overlays.yml:21:3" in done.output
    assert re.search(r"written to out\.png: png, 1000x1500, [\d,]+ bytes", done.output)
    with Image.open(desk.folder / "out.png") as picture:
        assert (picture.format, picture.size, picture.getexif()[0x04BC]) == ("PNG", (1000, 1500), "overlay")
    assert desk.server.digest() == before
    assert {one.method for one in desk.server.requests} == {"GET"}


async def test_it_is_the_picture_that_a_preview_shows(desk: Desk) -> None:
    write_overlays(desk)
    await desk.call("preview", "--config", desk.config, "--job", desk.job, "--engine", "native", "--target", "Heat")
    done = await rendered(desk, "Heat")
    assert done.status == 0, done
    assert (desk.folder / "heat.webp").read_bytes() == (desk.job / "output" / "heat_after.webp").read_bytes()


@pytest.mark.parametrize(
    ("setting", "words", "name", "form"),
    [
        ("jpg", (), "heat.jpg", "JPEG"),
        ("webp_lossless", ("-o", "a.webp"), "a.webp", "WEBP"),
        ("webp_lossless", ("-o", "a.JPG"), "a.JPG", "JPEG"),
        ("png", ("-o", "without"), "without", "PNG"),
    ],
    ids=["the configuration's", "of one ending", "of another ending", "without an ending"],
)
async def test_the_ending_says_how_it_is_written(
    desk: Desk, setting: str, words: tuple[str, ...], name: str, form: str
) -> None:
    write_overlays(desk)
    desk.config.write_text(desk.config.read_text() + f"settings:\n  overlay_artwork_filetype: {setting}\n")
    done = await rendered(desk, "101", *words, "--json")
    assert done.status == 0, done
    with Image.open(io.BytesIO((desk.folder / name).read_bytes())) as picture:
        assert picture.format == form
    if form == "WEBP":
        assert done.told["filetype"] == "webp_lossless"


async def test_an_episode_is_named_by_its_number(desk: Desk) -> None:
    write_overlays(desk)
    done = await rendered(desk, "Pier Nine S01E02", "--json")
    assert done.status == 0, done
    assert done.told["item"]["title"] == "Pier Nine · Season 1 · High Tide"
    assert (done.told["width"], done.told["height"]) == (1920, 1080)
    assert [(one["definition"], one["text"]) for one in done.told["badges"]] == [("Episodes", "High Tide")]


async def test_json_has_each_badge_and_what_was_left_out(desk: Desk) -> None:
    write_overlays(desk)
    told = (await rendered(desk, "Heat", "--json")).told
    assert [(one["definition"], one["text"], one["queue"], one["where"]["line"]) for one in told["badges"]] == [
        ("Title", "Heat", None, 5),
        ("In 4K", "4K", None, 8),
        ("First", "1st", "bar", 18),
    ]
    assert [(one["definition"], one["became"]) for one in told["left_out"]] == [
        ("Sharp", "suppressed"),
        ("Edition", "left out"),
        ("Second", "out of places"),
    ]


async def test_a_title_that_is_nearly_right_is_suggested(desk: Desk) -> None:
    done = await rendered(desk, "Haet")
    assert done.status == 2
    assert "there is no 'Haet' in Movies, TV Shows, did you mean 'Heat (1995)'?" in done.errors


async def test_several_items_are_one_too_many(desk: Desk) -> None:
    done = await rendered(desk, "label:Keep")
    assert done.status == 2
    assert "names 2 items" in done.errors


async def test_an_item_that_no_definition_means_ends_with_1_and_says_whom_to_ask(desk: Desk) -> None:
    write_overlays(desk)
    done = await rendered(desk, "Ronin", "-o", "out.png")
    assert done.status == 1
    assert "no definition of Movies means Ronin (1998)" in done.errors
    assert 'halley why --item "Ronin"' in done.errors
    assert not (desk.folder / "out.png").exists()


async def test_an_item_without_a_poster_ends_with_1(desk: Desk) -> None:
    write_overlays(desk)
    bare = the(desk.server.library, "Heat")
    desk.server.state.library = desk.server.library.with_item(bare.with_shelf(ImageKind.POSTER, NO_IMAGES))
    done = await rendered(desk, "Heat")
    assert done.status == 1
    assert "Heat (1995) cannot be drawn: it has no poster" in done.errors


async def test_a_type_that_nobody_writes_is_refused_before_anything_is_asked(desk: Desk) -> None:
    done = await rendered(desk, "Heat", "-o", "out.gif")
    assert done.status == 2
    assert "a picture cannot be written as `.gif`" in done.errors
    assert desk.server.requests == []


async def test_a_folder_that_is_not_there_is_told(desk: Desk) -> None:
    write_overlays(desk)
    done = await rendered(desk, "Heat", "-o", "nowhere/out.png")
    assert done.status == 2
    assert "nowhere/out.png cannot be written" in done.errors


async def test_the_server_can_be_asked_what_definitions_search_for(desk: Desk) -> None:
    write_overlays(desk)
    done = await rendered(desk, "Heat", "--filters", "server", "--json")
    assert done.status == 0, done
    assert [one["definition"] for one in done.told["badges"]] == ["Title", "In 4K", "First"]
    assert [one for one in desk.server.requests if "sort=titleSort" in one.target and "year%3C%3C" in one.target]
