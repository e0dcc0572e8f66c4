"""`output/report.html` in a real browser: complete by itself, moved by mouse, finger and keys, readable everywhere."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from halley.jobs.folder import JobFolder
from halley.jobs.report import CARDS_LIMIT, PICTURES_LIMIT, write_report
from halley.jobs.summary import BlockedWrite, Outcome, State, Summary, TargetResult
from tests.support.previews import Desk, a_poster

Play = Callable[..., Path]
pytestmark = pytest.mark.needs("chromium")
MOMENT = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)


@pytest.fixture
async def report(desk: Desk, play: Play) -> Path:
    """The report of a preview that drew all but one, with an error in its log."""
    play("error: Overlay Error: a font is missing", "overlays", "send: DELETE /library/metadata/101", "finish")
    done = await desk.preview()
    assert done.status == 0, done.errors
    return desk.job / "output" / "report.html"


def a_job(folder: Path, targets: int, outcome: Outcome = Outcome.CAPTURED) -> tuple[JobFolder, Summary]:
    """A job that has ended, with so many targets."""
    job = JobFolder(folder)
    with job.opened():
        before, after = a_poster(1, size=(1000, 1500)), a_poster(2, size=(1000, 1500))
        results = []
        for number in range(targets):
            names = (f"t{number}.jpg", f"t{number}_after.jpg")
            for place, data in ((job.input / names[0], before), (job.output / names[1], after)):
                place.write_bytes(data)
            results.append(
                TargetResult(f"t{number}", f"<Film> & {number}", "movie", number, "Movies", outcome, names[1], names[0])
            )
    return job, Summary(MOMENT, success=True, state=State.FINISHED, targets=tuple(results))


async def opened(browser: Browser, report: Path, **options: object) -> Page:
    page = await browser.new_page(**options)  # type: ignore[arg-type]
    await page.goto(report.as_uri())
    return page


async def place_of_line(page: Page) -> float:
    """Where the line of the first pair stands: percent from the left."""
    value = await page.eval_on_selector(".pair", "pair => getComputedStyle(pair).getPropertyValue('--at')")
    return float(str(value).strip().rstrip("%"))


async def test_it_asks_for_nothing_and_nothing_goes_wrong(browser: Browser, report: Path) -> None:
    page = await browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if not request.url.startswith("data:") else None)
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    await page.goto(report.as_uri())
    assert asked == [report.as_uri()]
    assert said == []


async def test_every_picture_is_there(browser: Browser, report: Path) -> None:
    page = await opened(browser, report)
    widths = await page.eval_on_selector_all("img", "all => all.map(one => one.naturalWidth)")
    assert len(widths) == 14
    assert all(widths)


async def test_a_mouse_moves_the_line(browser: Browser, report: Path) -> None:
    page = await opened(browser, report)
    box = await page.locator(".pair").first.bounding_box()
    assert box
    await page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 50)
    await page.mouse.down()
    await page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + 60)
    assert await place_of_line(page) == pytest.approx(20, abs=1)
    await page.mouse.up()
    await page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + 60)
    assert await place_of_line(page) == pytest.approx(20, abs=1)


async def test_a_finger_moves_the_line_and_still_scrolls_the_page(browser: Browser, report: Path) -> None:
    context = await browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = await context.new_page()
    await page.goto(report.as_uri())
    await page.locator(".pair").first.scroll_into_view_if_needed()
    box = await page.locator(".pair").first.bounding_box()
    assert box
    fingers = await context.new_cdp_session(page)

    async def swipe(*points: tuple[float, float]) -> None:
        for number, (x, y) in enumerate(points):
            kind = "touchMove" if number else "touchStart"
            await fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        await fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    left, middle = box["x"], box["y"] + box["height"] / 2
    await swipe(*((left + box["width"] * part / 10, middle) for part in range(5, 9)))
    assert await place_of_line(page) == pytest.approx(80, abs=2)
    before = await page.evaluate("scrollY")
    await swipe(*((left + 100, middle - 25 * step) for step in range(12)))
    async with asyncio.timeout(30):
        while await page.evaluate("scrollY") <= before + 100:
            await asyncio.sleep(0.02)


async def test_keys_move_the_line(browser: Browser, report: Path) -> None:
    page = await opened(browser, report)
    await page.locator(".pair input").first.focus()
    await page.keyboard.press("End")
    assert await place_of_line(page) == 100
    await page.keyboard.press("Home")
    assert await place_of_line(page) == 0
    await page.keyboard.press("ArrowRight")
    assert 0 < await place_of_line(page) <= 10


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("width", [390, 1280])
async def test_it_fits_and_can_be_read(browser: Browser, report: Path, width: int, scheme: str) -> None:
    page = await opened(browser, report, viewport={"width": width, "height": 800}, color_scheme=scheme)
    await page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    # Contrast of every text with what is behind it, as WCAG reckons it; 4.5 is its bound for text of this size.
    worst = await page.evaluate(CONTRAST)
    assert worst["ratio"] >= 4.5, worst


#: The text with the least contrast to its background.
CONTRAST = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (colour.startsWith("rgb(")) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  let worst = { ratio: 21 };
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim()) continue;
    const [one, two] = [getComputedStyle(node).color, ground(node)].map((colour) => light(parts(colour)));
    const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    if (ratio < worst.ratio) worst = { ratio, text: walker.currentNode.textContent.slice(0, 60) };
  }
  return worst;
}"""


async def test_nothing_lies_over_the_pictures_but_the_line(browser: Browser, report: Path) -> None:
    page = await opened(browser, report)
    texts = await page.eval_on_selector_all(".pair", "all => all.map(one => one.textContent.trim())")
    assert set(texts) == {""}
    ends = await page.locator(".ends").first.bounding_box()
    pair = await page.locator(".pair").first.bounding_box()
    assert ends
    assert pair
    assert ends["y"] >= pair["y"] + pair["height"] - 1


async def test_it_says_in_words_what_was_kept_from_happening_and_what_stood(browser: Browser, report: Path) -> None:
    page = await opened(browser, report)
    text = await page.inner_text("main")
    for said in (
        "7 captured",
        "Without Halley: 7 pictures uploaded, 7 labels and other tags added, 1 item deleted.",
        "label Overlay added to Heat (1995)",
        "sandbox (none) · did not stand",
        "gateway · stood",
        "no sandbox stood around the engine",
        "Nothing outside was asked.",
        "Overlay Error: a font is missing",
    ):
        assert said in text, text
    assert "UploadImage" not in text


async def test_errors_are_marked_in_the_log(browser: Browser, report: Path) -> None:
    page = await opened(browser, report)
    await page.locator("summary", has_text="errors").click()
    marked = await page.locator("pre .error").all_inner_texts()
    assert any("Overlay Error: a font is missing" in line for line in marked)
    assert not any("drew Heat" in line for line in marked)


async def test_a_degraded_picture_is_called_so_where_it_is_shown(browser: Browser, desk: Desk, play: Play) -> None:
    play("crash")
    await desk.preview("--target", "Heat")
    page = await opened(browser, desk.job / "output" / "report.html")
    assert "degraded: a plain badge, not drawn by an engine" in await page.inner_text("figcaption")
    assert await page.locator("details[open] pre .error, details[open] pre .critical").count() > 0


async def test_titles_are_text_and_never_markup(browser: Browser, tmp_path: Path) -> None:
    job, summary = a_job(tmp_path / "job", 1)
    page = await opened(browser, write_report(job, summary))
    assert await page.inner_text("figcaption strong") == "<Film> & 0"


async def test_five_thousand_targets_make_a_page_that_can_be_opened(browser: Browser, tmp_path: Path) -> None:
    job, summary = a_job(tmp_path / "job", 12)
    many = [*summary.targets] + [
        TargetResult(f"m{n}", f"Film {n}", "movie", n, "Movies", Outcome.CAPTURED, "t1_after.jpg", "t1.jpg")
        for n in range(5000 - 12)
    ]
    blocked = tuple(BlockedWrite("PUT", f"http://plex/{n}", "2026-11-24T15:30:00Z") for n in range(10_000))
    told = Summary(MOMENT, success=True, state=State.FINISHED, targets=tuple(many), blocked_write_attempts=blocked)
    path = write_report(job, told)
    assert path.stat().st_size < PICTURES_LIMIT + 8 * 1024 * 1024
    page = await opened(browser, path)
    shown = await page.locator("figure").count()
    listed = await page.locator("tr[id]").count()
    assert shown + listed == 5000
    assert 100 < shown <= CARDS_LIMIT
    assert "and 9000 more, in summary.json" in await page.inner_text("main")
