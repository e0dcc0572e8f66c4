"""The pictures of plans over HTTP: whole, small, all of them in a ZIP, in a page of one file; and where their badges are."""

import hashlib
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.async_api import Browser

from halley.changes.kinds import UploadImage
from halley.files import DiskImages, Picture, describe_picture
from halley.plans import Identity, Origin, Plan, Source, Step, write_plan
from halley.plex.ids import RatingKey
from halley.plex.images import ImageKind
from halley.studio.reading.opened import OpenPlan, open_plan
from halley.studio.reading.packed import packed, report
from halley.studio.reading.pictures import Pictures
from halley.studio.reading.shapes import size_of
from tests.browser.conftest import browser
from tests.support.previews import a_poster
from tests.support.reading import Reading

__all__ = ["browser"]


def tiles(reading: Reading, job: str = "demo") -> list[dict]:
    return reading.get(f"/plans/{job}/posters")["rows"]


def of_uploads(*told: tuple[str, str, bytes], images: Path | None = None) -> Plan:
    """A plan that gives items of those libraries and titles pictures."""
    steps, titles = [], {}
    for number, (library, title, data) in enumerate(told, 1):
        picture = DiskImages(images).put(data) if images is not None else describe_picture(data)
        key = RatingKey(100 + number)
        titles[key] = title
        steps.append(Step(number, UploadImage(key, ImageKind.POSTER, picture), title, (), library, Origin(), "", picture))
    source = Source("config.yml", "ab" * 32, "native", "1")
    return Plan(Identity("m", "Attic", "1"), source, "2026-01-01T00:00:00Z", ("Movies",), tuple(steps), titles)


# --- one picture ---------------------------------------------------------------


def test_a_picture_is_what_lies_beside_the_plan_and_need_not_be_fetched_twice(reading: Reading) -> None:
    sha256 = tiles(reading)[0]["after"]["sha256"]
    answer = reading.ask.get(f"/plans/demo/images/{sha256}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert hashlib.sha256(answer.content).hexdigest() == sha256
    assert "immutable" in answer.headers["Cache-Control"]
    again = reading.ask.get(f"/plans/demo/images/{sha256}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    small = reading.ask.get(f"/plans/demo/images/{sha256}?width=100", headers={"If-None-Match": answer.headers["ETag"]})
    assert small.status_code == 200


def test_a_picture_is_made_as_small_as_it_is_shown(reading: Reading) -> None:
    sha256 = tiles(reading)[0]["after"]["sha256"]
    answer = reading.ask.get(f"/plans/demo/images/{sha256}", params={"width": 240})
    assert Image.open(io.BytesIO(answer.content)).size == (240, 360)
    assert len(answer.content) < 40_000
    for width in (15, 2001, "wide"):
        assert reading.ask.get(f"/plans/demo/images/{sha256}", params={"width": width}).status_code == 422


def test_only_pictures_of_the_plan_are_shown(reading: Reading) -> None:
    other = a_poster(99)
    name = describe_picture(other).sha256
    (reading.jobs / "demo" / "plan" / "images" / name).write_bytes(other)
    for one in (name, "0" * 64):
        assert reading.ask.get(f"/plans/demo/images/{one}").status_code == 404
    for one in ("../plan.json", "..%2fplan.json", "x", name.upper(), f"{name}%00"):
        assert reading.ask.get(f"/plans/demo/images/{one}").status_code in {404, 422}


def test_what_is_no_picture_or_gone_is_not_there(reading: Reading) -> None:
    theme = Picture("1" * 64, "2" * 40, 5, "audio/mpeg")
    torn = describe_picture(a_poster(5)[:200])
    gone = describe_picture(a_poster(6))
    plan = of_uploads(("Movies", "Heat", b""))
    steps = [replace(plan.steps[0], number=at, change=UploadImage(RatingKey(1), ImageKind.POSTER, one), shown_before=None)
             for at, one in enumerate((theme, torn, gone), 1)]  # fmt: skip
    reading.put_plan("torn-pictures", replace(plan, steps=tuple(steps)), a_poster(5)[:200])
    for picture in (theme, torn, gone):
        answer = reading.ask.get(f"/plans/torn-pictures/images/{picture.sha256}", params={"width": 100})
        assert answer.status_code == 404, answer.text


async def test_small_pictures_are_kept_as_long_as_there_is_room(tmp_path: Path) -> None:
    told = [("Movies", f"Film {number}", a_poster(number)) for number in range(8)]
    plan = of_uploads(*told, images=tmp_path / "job" / "plan" / "images")
    opened = _opened(plan, tmp_path / "job")
    names = [describe_picture(data).sha256 for _, _, data in told]
    first = await Pictures().small(opened, names[0], 100)
    pictures = Pictures(room=3 * len(first) + 500)
    for name in names:
        await pictures.small(opened, name, 100)
    held = [len(data) for data in pictures._small.values()]
    assert sum(held) == pictures._taken <= 3 * len(first) + 500
    assert list(pictures._small) == [(name, 100) for name in names[-len(held) :]]


@pytest.mark.parametrize(("form", "ending"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("GIF", "gif")])
def test_the_size_of_a_picture_is_read_from_its_first_bytes(form: str, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"picture.{ending}"
    Image.new("RGB", (300, 451), "red").save(path, form)
    assert size_of(path) == (300, 451)
    path.write_bytes(path.read_bytes()[:9])
    assert size_of(path) == (0, 0)


def test_the_sizes_of_other_forms_are_read_too(tmp_path: Path) -> None:
    path = tmp_path / "picture"
    Image.new("RGBA", (300, 451), "red").save(path, "WEBP", lossless=True)
    assert size_of(path) == (300, 451)
    Image.new("RGBA", (300, 451), (9, 9, 9, 9)).save(path, "WEBP", exif=b"Exif\0\0II*\0\x08\0\0\0\0\0")
    assert size_of(path) == (300, 451)
    Image.new("RGB", (300, 451), "red").save(path, "JPEG", progressive=True, comment=b"x" * 60_000)
    assert size_of(path) == (300, 451)
    for other in (b"", b"\xff\xd8\xff", b"\xff\xd8" + b"\0" * 90, b"RIFF1234WEBPVP9 " + b"\0" * 30, b"GIF8"):
        path.write_bytes(other)
        assert size_of(path) == (0, 0)
    assert size_of(tmp_path / "nothing") == (0, 0)


# --- all of them ---------------------------------------------------------------


def test_the_zip_holds_every_poster_before_and_after_by_readable_names(reading: Reading) -> None:
    answer = reading.ask.get("/plans/demo/posters.zip")
    assert answer.headers["Content-Type"] == "application/zip"
    assert "halley-demo-posters.zip" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as pack:
        assert pack.testzip() is None
        assert len(pack.namelist()) == 2 * 53
        for tile in tiles(reading):
            for when in ("before", "after"):
                title = " ".join(tile["title"].replace(":", " ").split())
                data = pack.read(f"{tile['library']}/{title} - {when}.jpg")
                assert hashlib.sha256(data).hexdigest() == tile[when]["sha256"]


def test_names_in_the_zip_are_such_as_every_system_takes(tmp_path: Path) -> None:
    told = [
        ("Movies", "Heat", a_poster(1)),
        ("Movies", "HEAT", a_poster(2)),
        ("../..", "../../etc/passwd", a_poster(3)),
        ("", "Con: a \\ b | c?\0", a_poster(4)),
        ("Filme", "Ä" * 300, a_poster(5)),
        ("Filme", " . ", a_poster(6)),
    ]
    plan = of_uploads(*told, images=tmp_path / "job" / "plan" / "images")
    with zipfile.ZipFile(io.BytesIO(b"".join(packed(_opened(plan, tmp_path / "job"))))) as pack:
        assert [name.removesuffix(" - after.jpg") for name in pack.namelist() if "after" in name] == [
            "Movies/Heat",
            "Movies/HEAT [102]",
            "untitled/etc passwd",
            "Server/Con a b c",
            f"Filme/{'Ä' * 90}",
            "Filme/untitled",
        ]


def test_the_zip_is_made_while_it_is_sent_and_what_is_gone_is_left_out(tmp_path: Path) -> None:
    told = [("Movies", f"Film {number}", a_poster(number)) for number in range(20)]
    folder = tmp_path / "job" / "plan" / "images"
    plan = of_uploads(*told, images=folder)
    (folder / describe_picture(told[3][2]).sha256).unlink()
    pieces = list(packed(_opened(plan, tmp_path / "job")))
    assert len(pieces) == 2 * 19 + 1
    assert max(map(len, pieces[:-1])) < max(len(data) for _, _, data in told) + 1000
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as pack:
        assert len(pack.namelist()) == 2 * 19


@pytest.mark.needs("chromium")
async def test_the_page_to_send_shows_everything_and_asks_for_nothing(
    reading: Reading, browser: Browser, tmp_path: Path
) -> None:
    answer = reading.ask.get("/plans/demo/report.html")
    assert "attachment" in answer.headers["Content-Disposition"]
    (tmp_path / "sent.html").write_bytes(answer.content)
    page = await browser.new_page()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text))
    await page.goto((tmp_path / "sent.html").as_uri())
    sizes = await page.eval_on_selector_all("article img", "all => all.map(one => one.naturalWidth)")
    assert sizes == [240] * 106
    await page.get_by_label("Text").fill("balloon")
    assert await page.locator("article:not([hidden]) h2").all_text_contents() == ["~ Balloon Season (2016)"]
    outside = [one for one in asked if not one.startswith(("data:", "file:"))]
    assert (outside, said) == ([], [])
    assert [one for one in asked if one.startswith("file:")] == [(tmp_path / "sent.html").as_uri()]
    assert str(reading.config.parent) not in answer.text
    await page.close()


def test_the_page_to_send_says_what_was_left_out(reading: Reading) -> None:
    reading.copy_plan("sent", "demo")
    first, second = tiles(reading)[:2]
    reading.ask.post("/plans/sent/choice", {"exclude": [*first["steps"], second["steps"][0]]})
    page = reading.ask.get("/plans/sent/report.html").text
    assert ">3 of them left out<" in page
    assert (page.count(">Left out<"), page.count(">Left out in part<")) == (1, 1)
    assert "eft out<" not in reading.ask.get("/plans/demo/report.html").text


def test_the_page_to_send_stays_small_enough(tmp_path: Path) -> None:
    told = [("Movies", f"Film {number}", a_poster(number % 40)) for number in range(600)]
    plan = of_uploads(*told, images=tmp_path / "job" / "plan" / "images")
    page = report(_opened(plan, tmp_path / "job"))
    assert len(page) < 20_000_000
    assert page.count("<article") == 600


# --- badges --------------------------------------------------------------------


def test_every_badge_of_a_poster_is_told_with_its_definition_and_its_place(reading: Reading) -> None:
    lines = (reading.config.parent / "overlays" / "movies.yml").read_text().splitlines()
    for tile in tiles(reading)[:6]:
        told = reading.get(f"/plans/demo/boxes/{tile['key']}")
        assert told["why"] == ""
        assert [one["definition"] for one in told["boxes"]] == tile["definitions"]
        assert [one["definition"] for one in told["origins"]] == tile["definitions"]
        for box in told["boxes"]:
            assert box["place"]["file"] == "overlays/movies.yml"
            assert re.match(rf"\s+{re.escape(box['definition'])}:", lines[box["place"]["line"] - 1])
            assert 0 <= box["left"] < box["left"] + box["width"] <= 1
            assert 0 <= box["top"] < box["top"] + box["height"] <= 1


def test_a_poster_differs_within_its_badges_and_nowhere_else(reading: Reading) -> None:
    chosen = [*tiles(reading)[:4], *(one for one in tiles(reading) if one["type"] in {"episode", "season"})][:10]
    for tile in chosen:
        before, after = (picture_of(reading, tile[when]["sha256"]) for when in ("before", "after"))
        differs = ImageChops.difference(before.resize(after.size), after)
        boxes = [pixels(box, after.size) for box in reading.get(f"/plans/demo/boxes/{tile['key']}")["boxes"]]
        assert boxes
        for box in boxes:
            assert differs.crop(box).getextrema()[1] > 40, (tile["title"], box)
        for left, top, right, bottom in boxes:
            differs.paste(0, (left - 8, top - 8, right + 8, bottom + 8))
        assert differs.getextrema()[1] < 48, tile["title"]


def picture_of(reading: Reading, sha256: str) -> Image.Image:
    return Image.open(io.BytesIO(reading.ask.get(f"/plans/demo/images/{sha256}").content)).convert("L")


def pixels(box: dict, size: tuple[int, int]) -> tuple[int, int, int, int]:
    width, height = size
    left, top = round(box["left"] * width), round(box["top"] * height)
    return left, top, left + round(box["width"] * width), top + round(box["height"] * height)


def test_badges_of_what_the_studio_does_not_know_are_told_with_the_reason(reading: Reading) -> None:
    plan = reading.plan("demo")
    key = tiles(reading)[0]["key"]
    reading.put_plan("elsewhere", replace(plan, source=replace(plan.source, configuration="/elsewhere/config.yml")))
    told = reading.get(f"/plans/elsewhere/boxes/{key}")
    assert (told["boxes"], "does not know the configuration" in told["why"]) == ([], True)
    assert told["origins"]
    bare = replace(plan, steps=tuple(replace(one, origin=Origin(request="POST /x")) for one in plan.steps))
    reading.put_plan("bare", bare)
    told = reading.get(f"/plans/bare/boxes/{key}")
    assert told["why"] == "the plan does not say which definitions drew this poster"
    assert told["origins"] == [{"definition": "", "places": [], "request": "POST /x"}]
    own = tuple(replace(one, origin=Origin("picture", "/pictures/heat.jpg")) for one in plan.steps)
    reading.put_plan("own", replace(plan, steps=own))
    told = reading.get(f"/plans/own/boxes/{key}")
    assert (told["boxes"], told["why"]) == ([], "no overlay drew this poster")
    assert reading.ask.get("/plans/demo/boxes/99999").status_code == 404
    assert reading.ask.get("/plans/demo/boxes/0").status_code == 422


def test_a_definition_that_moved_is_told_where_it_is_now_and_one_that_is_gone_is_named(reading: Reading) -> None:
    tile = next(one for one in tiles(reading) if {"Bar", "Running time"} <= set(one["definitions"]))
    at, path = f"/plans/demo/boxes/{tile['key']}", reading.config.parent / "overlays" / "movies.yml"
    before, text = reading.get(at), path.read_text()
    try:
        path.write_text(text.replace("overlays:\n", "overlays:\n\n\n", 1))
        moved = reading.get(at)
        assert moved["why"] == ""
        assert [one["place"]["line"] for one in moved["boxes"]] == [one["place"]["line"] + 2 for one in before["boxes"]]
        path.write_text(text.replace("\n  Running time:", "\n  Time that it runs:", 1))
        gone = reading.get(at)
    finally:
        path.write_text(text)
    names = [one for one in tile["definitions"] if one != "Running time"]
    assert [one["definition"] for one in gone["boxes"]] == names
    assert gone["why"] == "Running time is no longer where it was when the plan was made"
    assert reading.get(at) == before


def test_one_badge_asks_the_server_for_one_item_and_what_is_around_it(reading: Reading) -> None:
    server = reading.ask.demo.server
    assert server is not None
    for kind, most in (("movie", 2), ("episode", 5), ("season", 6), ("show", 12)):
        tile = [one for one in tiles(reading) if one["type"] == kind][-1]
        asked = len(server.requests)
        assert reading.get(f"/plans/demo/boxes/{tile['key']}")["boxes"]
        paths = [one.target for one in server.requests[asked:] if "/library/metadata/" in one.target]
        assert len(paths) <= most, paths
        assert not [one for one in server.requests[asked:] if one.target.partition("?")[0].endswith("/all")]


def _opened(plan: Plan, job: Path) -> OpenPlan:
    write_plan(plan, job / "plan")
    return open_plan("job", job)
