"""Overlays edited in a real browser, by mouse, by keyboard and as text: picture, boxes and YAML always say the same."""

import asyncio
import re
import statistics
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Dialog, Locator, Page, expect

from tests.browser.studio.conftest import Open, offences, photograph
from tests.support.studio_process import StudioProcess, api, wait_for

pytestmark = pytest.mark.needs("chromium", "pages")
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1680, "height": 950}
WAIT_MS = 60_000
#: The median between a hand's movement and its picture. Generous: machines that test do other things, too.
SLOWEST_MS = 400
_MEASURE = """() => {
  window.frames_ms = [];
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (one.name === 'halley frame') window.frames_ms.push(one.duration);
  }).observe({entryTypes: ['measure']});
}"""


@pytest.fixture(scope="module")
def configuration(studio: StudioProcess) -> str:
    answer = api(studio).post(f"{studio.url}/api/v1/configurations", json={"is_demo": True})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


@pytest.fixture
async def opened(window: Open, configuration: str, studio: StudioProcess) -> AsyncIterator[Open]:
    """Opens a file of the demo in the overlay editor; the files are as they were when the test is over."""
    paths = [studio.config, *(studio.config.parent / "overlays").glob("*.yml")]
    before = {path: path.read_text() for path in paths}

    async def found(file: str = "movies.yml", **more: object) -> Page:
        page = await window(f"overlays/{configuration}/overlays/{file}", **more)
        await expect(page.locator("canvas[data-full=true]")).to_be_visible(timeout=WAIT_MS)
        return page

    yield found
    for path, text in before.items():
        path.write_text(text)


def on_disk(studio: StudioProcess) -> str:
    return (studio.config.parent / "overlays" / "movies.yml").read_text()


def frame(page: Page, layer: str) -> Locator:
    return page.locator(f'[data-layer="{layer}"]')


def told(layer: str, box: str) -> re.Pattern[str]:
    """How a frame names itself, as a screen reader says it."""
    return re.compile(f"^{layer}, .*at {box}")


async def drag(page: Page, at: Locator, by: tuple[float, float], steps: int = 12) -> None:
    box = await at.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await page.mouse.move(x, y)
    await page.mouse.down()
    for step in range(1, steps + 1):
        await page.mouse.move(x + by[0] * step / steps, y + by[1] * step / steps)
        await page.wait_for_timeout(20)


async def test_a_layer_that_is_dragged_moves_in_picture_box_and_text_and_is_saved(
    opened: Open, studio: StudioProcess
) -> None:
    page = await opened(**WIDE)
    before = on_disk(studio)
    await expect(frame(page, "Running time")).to_have_accessible_name(told("Running time", "66 and 1409"))
    await page.keyboard.down("Alt")  # no snapping, so that the place is exactly the hand's
    await drag(page, frame(page, "Running time"), (120, -200))
    await page.mouse.up()
    await page.keyboard.up("Alt")
    text = page.get_by_role("textbox", name="Text of overlays/movies.yml")
    moved = re.compile(r"^Running time, .*at (?!66 and 1409)(\d+) and (\d+)")
    await expect(frame(page, "Running time")).to_have_accessible_name(moved)
    name = await frame(page, "Running time").get_attribute("aria-label") or ""
    (left, top) = map(int, re.findall(r"at (\d+) and (\d+)", name)[0])
    await expect(text).to_contain_text(f"horizontal_offset: {left}")
    await expect(page.get_by_role("button", name="Undo: move Running time")).to_be_visible()
    await photograph(page, "overlays-dragged")

    await page.keyboard.press("Control+s")
    await expect(page.get_by_text("not saved")).to_have_count(0)
    lines = zip(before.split("\n"), on_disk(studio).split("\n"), strict=True)
    changed = [pair for pair in lines if pair[0] != pair[1]]
    assert changed == [
        ("      horizontal_offset: 66", f"      horizontal_offset: {left}"),
        ("      vertical_offset: 30", f"      vertical_offset: {30 + 1409 - top}"),
    ]


async def test_keys_move_and_resize_by_pixels_and_a_run_of_them_is_one_step(opened: Open) -> None:
    page = await opened(**WIDE)
    bar = frame(page, "Bar")
    for name in ("Audience good", "Audience number", "Bar"):  # from the undermost upwards
        await page.keyboard.press("]")
        await expect(frame(page, name)).to_be_focused()
    await expect(bar).to_have_attribute("aria-pressed", "true")
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowUp"):
        await page.keyboard.press(key)
    await expect(bar).to_have_accessible_name(told("Bar", "32 and 1372"))
    text = page.get_by_role("textbox", name="Text of overlays/movies.yml")
    await expect(text).to_contain_text("vertical_offset: 40")
    await page.keyboard.press("Alt+Shift+ArrowLeft")
    await expect(text).to_contain_text("back_width: 930")
    await page.keyboard.press("Control+z")
    await expect(text).to_contain_text("back_width: 940")
    await page.keyboard.press("Control+z")
    await expect(bar).to_have_accessible_name(told("Bar", "30 and 1382"))
    await expect(page.get_by_text("not saved")).to_have_count(0)
    await page.keyboard.press("Control+Shift+Z")
    await expect(bar).to_have_accessible_name(told("Bar", "32 and 1372"))


async def test_a_template_is_changed_for_all_that_it_draws_once_somebody_says_so(opened: Open) -> None:
    page = await opened(**WIDE)
    ring = frame(page, "Audience good")
    await ring.focus()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_text("Audience good stays: its attributes come from a template.")).to_be_visible()
    await page.get_by_role("button", name="Change it for all of them").click()
    await ring.focus()
    await page.keyboard.press("Shift+ArrowDown")
    await expect(ring).to_have_accessible_name(told("Audience good", "822 and 40"))
    await page.keyboard.press("Control+s")
    await expect(page.get_by_text("not saved")).to_have_count(0)
    text = page.get_by_role("textbox", name="Text of overlays/movies.yml")
    await page.get_by_role("button", name=re.compile("^Go to the template")).click()
    await expect(text).to_contain_text("vertical_offset: 40")


async def test_a_handle_pulls_one_side_and_leaves_the_other(opened: Open) -> None:
    page = await opened(**WIDE)
    await frame(page, "Bar").focus()
    await expect(page.locator(".handle")).to_have_count(8)
    await drag(page, page.locator('.handle[data-x="1"][data-y="0"]'), (-90, 0))
    await page.mouse.up()
    narrower = re.compile(r"^Bar, .*at 30 and 1382, (?!941)\d+ by 89")
    await expect(frame(page, "Bar")).to_have_accessible_name(narrower)
    await expect(page.get_by_role("button", name="Undo: resize Bar")).to_be_visible()
    width = int(re.findall(r", (\d+) by", await frame(page, "Bar").get_attribute("aria-label") or "")[0]) - 1
    text = page.get_by_role("textbox", name="Text of overlays/movies.yml")
    await expect(text).to_contain_text(f"back_width: {width}")


async def test_what_is_typed_is_drawn_what_is_wrong_is_marked_in_place_and_the_cursor_chooses(opened: Open) -> None:
    page = await opened(**WIDE)
    await frame(page, "Content rating").focus()
    line = page.locator(".cm-line", has_text="back_radius: 14")
    await line.click()
    await page.keyboard.press("End")
    await page.keyboard.type("x")
    await expect(page.locator(".cm-lintRange-error")).to_have_count(1)
    await expect(page.locator(".text-state")).to_contain_text("1 error")
    await expect(frame(page, "Content rating")).to_have_count(0)
    await photograph(page, "overlays-invalid")
    await page.keyboard.press("Backspace")
    await expect(frame(page, "Content rating")).to_have_count(1)
    await expect(page.locator(".text-state")).to_contain_text("valid")
    await page.keyboard.insert_text(": [")  # no YAML at all: the last picture stays
    await expect(page.get_by_text("as it could last be read")).to_be_visible()
    await expect(frame(page, "Bar")).to_have_count(1)
    for _ in ": [":
        await page.keyboard.press("Backspace")
    await expect(page.locator(".text-state")).to_contain_text("valid")
    await page.locator(".cm-line", has_text=re.compile("^  Bar:")).click()
    await expect(frame(page, "Bar")).to_have_attribute("aria-pressed", "true")


async def test_properties_variables_queues_and_new_overlays_write_the_text(opened: Open) -> None:
    page = await opened()
    await frame(page, "Content rating").focus()
    size = page.get_by_role("spinbutton", name="Font size")
    await size.fill("50")
    await size.press("Enter")
    await page.get_by_role("radio", name="bottom, right").click()
    await page.get_by_role("tab", name="Variables").click()
    await page.get_by_role("button", name=re.compile("<<runtimeH>>")).click()
    await page.get_by_role("tab", name="Queues").click()
    await page.get_by_role("button", name="Mono: heavier").click()
    await page.get_by_role("button", name="Add", exact=True).click()
    await page.get_by_label("Name").fill("Mine")
    await page.get_by_role("button", name="Add Mine").click()
    await expect(frame(page, "Mine")).to_have_attribute("aria-pressed", "true")
    await page.get_by_role("tab", name="YAML").click()
    text = page.get_by_role("textbox", name="Text of overlays/movies.yml")
    await expect(text).to_contain_text("Mine:")
    for written in ("font_size: 50", "text(<<content_rating>><<runtimeH>>)", "picture: mono, weight: 25", "Mine:"):
        assert written in await whole_text(page), written


async def whole_text(page: Page) -> str:
    """The text as the page would save it; the editor itself only shows what is in sight."""
    async with page.expect_request(lambda asked: asked.url.endswith("/render/layers")) as asked:
        await page.get_by_label("All overlays").click()
    return str((await asked.value).post_data_json["text"])


async def test_several_posters_of_different_kinds_stand_side_by_side(opened: Open) -> None:
    page = await opened("shows.yml")
    strip = page.get_by_role("list", name="Posters")
    await expect(strip.get_by_role("button", name=re.compile("^First Light.*Deep Field, season 1"))).to_be_visible()
    await strip.get_by_role("button", name=re.compile("^First Light")).click()
    await expect(page.get_by_role("group", name=re.compile("^Poster of First Light"))).to_be_visible()
    await expect(frame(page, "Episode number")).to_have_count(1)
    await expect(page.locator("canvas.paper[width='1920']")).to_be_visible()
    await page.get_by_role("button", name="More posters").click()
    await page.get_by_label("Search posters by title").fill("moth")
    await page.get_by_role("button", name=re.compile("^Moth & Lantern")).click()
    await page.get_by_role("button", name="Done").click()
    await expect(page.get_by_role("group", name=re.compile("^Poster of Moth & Lantern"))).to_be_visible()
    await photograph(page, "overlays-posters")


async def test_a_default_goes_into_the_configuration_with_its_variables(opened: Open, studio: StudioProcess) -> None:
    page = await opened()
    await page.get_by_role("tab", name="Defaults").click()
    await page.get_by_role("button", name=re.compile("^ribbon")).click()
    form = page.get_by_role("dialog")
    await form.get_by_label("Style", exact=True).select_option("red")
    await form.get_by_role("button", name="Put it into Movies").click()
    await expect(form.get_by_label("Difference")).to_contain_text("- default: ribbon")
    await photograph(page, "overlays-default")
    await form.get_by_role("button", name="Save config.yml").click()
    await expect(form).to_have_count(0)
    block = "      - default: ribbon\n        template_variables:\n          style: red\n  Shows:"
    assert wait_for(lambda: block in studio.config.read_text(), 10)


async def test_work_that_is_not_saved_is_asked_about_and_nobody_is_written_over(opened: Open, studio: StudioProcess) -> None:
    page = await opened()
    path = studio.config.parent / "overlays" / "movies.yml"
    path.write_text(path.read_text() + "# somebody else\n")
    await frame(page, "Bar").focus()
    await page.keyboard.press("ArrowUp")
    await expect(page.get_by_text("not saved")).to_be_visible()
    stayed = asyncio.Event()

    async def stay(dialog: Dialog) -> None:
        await dialog.dismiss()
        stayed.set()

    page.on("dialog", stay)
    await page.get_by_role("link", name="History").click()
    await asyncio.wait_for(stayed.wait(), 30)
    await expect(frame(page, "Bar")).to_have_count(1)
    await page.keyboard.press("Control+s")
    conflict = page.get_by_role("dialog", name="The file was changed meanwhile")
    await expect(conflict).to_contain_text("# somebody else", timeout=WAIT_MS)
    await conflict.get_by_role("button", name="Save mine over it").click()
    await expect(page.get_by_text("not saved")).to_have_count(0)
    assert "vertical_offset: 31" in on_disk(studio)
    assert "somebody else" not in on_disk(studio)


async def test_a_reload_loses_nothing_and_a_link_leads_to_an_overlay_on_an_item(opened: Open) -> None:
    page = await opened(**WIDE)
    await frame(page, "Bar").focus()
    await page.keyboard.press("Shift+ArrowUp")
    await expect(page.get_by_role("button", name="Undo: move Bar")).to_be_visible()
    await expect(page).to_have_url(re.compile(r"\?item=\d+&overlay=Bar$"))
    page.on("dialog", lambda dialog: dialog.accept())
    await page.reload()
    await expect(page.get_by_text("What you had not saved is back")).to_be_visible(timeout=WAIT_MS)
    await expect(frame(page, "Bar")).to_have_accessible_name(told("Bar", "30 and 1372"))
    await expect(frame(page, "Bar")).to_have_attribute("aria-pressed", "true")
    await page.keyboard.press("Control+z")
    await expect(page.get_by_text("not saved")).to_have_count(0)


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desk", "phone"])
async def test_every_panel_is_whole_in_both_themes_and_on_a_phone(opened: Open, theme: str, size: dict[str, int]) -> None:
    page = await opened(theme=theme, **size)
    kind = "phone" if size is PHONE else "desk"
    await page.locator(".layer-name", has_text="Running time").click()
    tabs = ["Layers", "Properties", "Variables", "Queues", "Defaults"]
    for tab in tabs:
        await page.get_by_role("tab", name=tab, exact=True).click()
        await expect(page.get_by_role("tab", name=tab, exact=True)).to_have_attribute("aria-selected", "true")
        await page.wait_for_timeout(400)
        assert await offences(page) == [], tab
        await photograph(page, f"overlays-{tab.lower()}-{kind}-{theme}")
    wider = await page.evaluate(
        "[document.scrollingElement.scrollWidth - innerWidth, document.scrollingElement.scrollHeight - innerHeight]"
    )
    assert wider == [0, 0], "the page is larger than the window"


async def test_the_picture_follows_the_hand(opened: Open) -> None:
    page = await opened()
    await page.evaluate(_MEASURE)
    await drag(page, frame(page, "Running time"), (60, -250), steps=60)
    await page.mouse.up()
    await expect(page.locator("canvas[data-full=true]")).to_be_visible(timeout=WAIT_MS)
    frames = await page.evaluate("window.frames_ms")
    assert len(frames) >= 5
    assert statistics.median(frames) < SLOWEST_MS
