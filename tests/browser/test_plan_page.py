"""`plan.html` in a real browser: 5,000 things narrowed by what they are and come from, by mouse and keys, readable."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from halley.changes.differences import Difference
from halley.changes.kinds import AddTags, DeleteItem, SetField, UploadImage
from halley.files import DiskImages
from halley.jobs.plan_page import write_plan_page
from halley.plans import Identity, Origin, Plan, Source, Step
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.images import ImageKind
from halley.plex.tags import TagKind
from tests.browser.test_report import CONTRAST, opened
from tests.support.previews import a_poster

pytestmark = pytest.mark.needs("chromium")
SERVER = Identity("b1946ac9", "Attic", "1.41.0")
SOURCE = Source("config.yml", "ab" * 32, "native", "0.1.0")
MOVIES, GONE = 4998, RatingKey(90_001)


def a_plan(folder: Path, movies: int) -> Plan:
    """Posters and labels of movies, a show's summary, and a collection that goes for good."""
    images = DiskImages(folder / "images")
    before, after = images.put(a_poster(1)), images.put(a_poster(2))
    steps: list[Step] = []
    for key in (RatingKey(number) for number in range(1, movies + 1)):
        origin = Origin("4K; HDR", "overlays.yml:3:5; overlays.yml:9:5", f"POST /library/metadata/{key}/posters")
        change = UploadImage(key, ImageKind.POSTER, after)
        turn = Difference("item", key, "posters", before.sha1, after.sha1)
        steps.append(Step(len(steps) + 1, change, f"poster of Film {key}", (turn,), "Movies", origin, "", before))
        label = AddTags(SectionId(1), ItemType.MOVIE, (key,), TagKind.LABEL, ("Overlay",))
        told = Difference("item", key, "label", (), ("Overlay",))
        steps.append(Step(len(steps) + 1, label, f"label of Film {key}", (told,), "Movies", origin))
    show, gone = RatingKey(90_000), GONE
    summary = SetField(SectionId(2), ItemType.SHOW, (show,), "summary", "<b>New</b> & better")
    turn = Difference("item", show, "summary", "Old", "<b>New</b> & better")
    steps.append(Step(len(steps) + 1, summary, "summary", (turn,), "Shows", Origin(request="PUT /library/sections/2/all")))
    lost = Difference("item", gone, "type", "collection", None)
    reason = "its picture is out of reach"
    steps.append(Step(len(steps) + 1, DeleteItem(gone), "collection goes", (lost,), "Movies", Origin(), reason))
    titles = {RatingKey(key): f"Film {key}" for key in range(1, movies + 1)} | {show: "<Moons> & Tides", gone: "Coast"}
    titles[RatingKey(3)] = "Quarry"
    unsupported = ("Movies > operations: it needs real Kometa",)
    return Plan(SERVER, SOURCE, "2026-01-01T00:00:00Z", ("Movies", "Shows"), tuple(steps), titles, unsupported)


@pytest.fixture
def page_file(tmp_path: Path) -> Path:
    return write_plan_page(a_plan(tmp_path, 6), tmp_path)


async def shown(page: Page) -> list[str]:
    """The headings that can be seen."""
    return await page.eval_on_selector_all("article:not([hidden]) h2", "all => all.map(one => one.textContent)")


async def test_it_asks_for_nothing_but_its_pictures_and_each_is_there(browser: Browser, page_file: Path) -> None:
    page = await browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    await page.goto(page_file.as_uri())
    await page.evaluate("Promise.all([...document.images].map(one => one.decode()))")
    assert await page.evaluate("[...document.images].every(one => one.complete && one.naturalWidth)")
    assert await page.locator("img").count() == 12
    assert set(asked) == {page_file.as_uri()} | {path.as_uri() for path in (page_file.parent / "images").iterdir()}
    assert said == []


async def test_it_says_what_turns_where_it_comes_from_and_what_is_not_in_it(browser: Browser, page_file: Path) -> None:
    page = await opened(browser, page_file)
    text = await page.inner_text("main")
    for said in (
        "1 removed",
        "Movies: 6 pictures uploaded, 6 labels and other tags added, 1 item deleted.",
        "Not in this plan: Movies > operations: it needs real Kometa",
        '~ summary "Old" -> "<b>New</b> & better"',
        "~ <Moons> & Tides",
        "Movies · steps 1, 2 · 4K (overlays.yml:3:5), HDR (overlays.yml:9:5)",
        "PUT /library/sections/2/all",
        "Cannot be undone: its picture is out of reach",
    ):
        assert said in text, text


async def test_five_thousand_things_are_narrowed_by_library_kind_and_text(browser: Browser, tmp_path: Path) -> None:
    page = await opened(browser, write_plan_page(a_plan(tmp_path, MOVIES), tmp_path))
    count = page.locator("form output")
    assert await count.inner_text() == "all 5000 shown"
    await page.get_by_label("Library").select_option("Shows")
    assert await shown(page) == ["~ <Moons> & Tides"]
    await page.get_by_role("button", name="Show all").click()
    await expect(count).to_have_text("all 5000 shown")
    await page.get_by_label("Kind").select_option("items deleted")
    assert await shown(page) == ['- collection "Coast"']
    await page.get_by_label("Kind").select_option("all")
    await page.get_by_label("Text").fill("HDR quarry")
    assert await shown(page) == ["~ Quarry"]
    await page.get_by_label("Text").fill("film hdr")
    assert await count.inner_text() == f"{MOVIES - 1} of 5000 shown"
    await page.get_by_label("Text").fill("")
    await page.get_by_label("only what cannot be undone").check()
    assert await shown(page) == ['- collection "Coast"']


async def test_things_are_narrowed_by_the_definition_that_asked_for_them(browser: Browser, tmp_path: Path) -> None:
    plan = a_plan(tmp_path, 3)
    steps = [replace(step, origin=Origin("Old", "old.yml:2:3")) if step.library == "Shows" else step for step in plan.steps]
    page = await opened(browser, write_plan_page(replace(plan, steps=tuple(steps)), tmp_path))
    definition = page.get_by_label("Definition")
    names = ["all", "4K (overlays.yml:3:5)", "HDR (overlays.yml:9:5)", "Old (old.yml:2:3)"]
    assert await definition.locator("option").all_inner_texts() == names
    await definition.select_option(names[3])
    assert await shown(page) == ["~ <Moons> & Tides"]
    await definition.select_option(names[2])
    assert await shown(page) == ["~ Film 1", "~ Film 2", "~ Quarry"]
    await definition.select_option("all")
    await expect(page.locator("form output")).to_have_text("all 5 shown")


async def test_a_page_of_a_plan_without_definitions_asks_for_none(browser: Browser, tmp_path: Path) -> None:
    plan = a_plan(tmp_path, 1)
    steps = tuple(replace(step, origin=Origin(request="PUT /")) for step in plan.steps)
    page = await opened(browser, write_plan_page(replace(plan, steps=steps), tmp_path))
    assert await page.get_by_label("Definition").count() == 0
    await page.get_by_label("Library").select_option("Shows")
    assert await shown(page) == ["~ <Moons> & Tides"]


async def test_keys_are_enough(browser: Browser, page_file: Path) -> None:
    page = await opened(browser, page_file)
    await page.keyboard.press("/")
    await page.keyboard.type("moons")
    assert await shown(page) == ["~ <Moons> & Tides"]
    names = []
    for _ in range(5):
        await page.keyboard.press("Tab")
        names.append(await page.evaluate("document.activeElement.name || document.activeElement.textContent"))
    assert names == ["library", "kind", "definition", "lasting", "Show all"]
    await page.keyboard.press("Enter")
    # Not `wait_for_function`: it asks again by `eval`, which the page's own policy forbids.
    await expect(page.locator("article:not([hidden])")).to_have_count(8)


async def test_without_a_script_everything_is_shown(browser: Browser, page_file: Path) -> None:
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(page_file.as_uri())
    assert await page.locator("article").count() == 8
    assert await page.locator("form").is_hidden()


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("width", [390, 1280])
async def test_it_fits_and_can_be_read(browser: Browser, page_file: Path, width: int, scheme: str) -> None:
    page = await opened(browser, page_file, viewport={"width": width, "height": 800}, color_scheme=scheme)
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    worst = await page.evaluate(CONTRAST)
    assert worst["ratio"] >= 4.5, worst
