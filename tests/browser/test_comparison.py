"""The page of a comparison in a real browser: complete by itself, readable everywhere, its titles text."""

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Browser

from halley.jobs.comparison import DIFFERENT, Comparison, ItemCompared, OverlaysChosen
from halley.jobs.comparison_report import write_comparison_report
from halley.jobs.difference_pictures import PixelDifference, picture_of_difference
from halley.jobs.summary import Outcome, TargetResult
from halley.location import Location
from halley.overlays.model import OverlayId
from tests.browser.test_report import CONTRAST, opened
from tests.support.previews import a_poster

pytestmark = pytest.mark.needs("chromium")
SAME = PixelDifference(is_same_file=True)
OTHER = PixelDifference(differing=1234, total=1_500_000, largest=77, box=(30, 40, 230, 140))
LABELS = (frozenset({"+Overlay"}), frozenset({"+Overlay"}))


def an_item(number: int, pixels: PixelDifference, picture: str | None = None) -> ItemCompared:
    one = TargetResult(f"t{number}", f"<Film> & {number}", "movie", number, "Movies", Outcome.CAPTURED, "a.webp", "b.jpg")
    both = tuple(OverlayId(0, name) for name in ("Resolution 4K", "A name without any space in it" * 3))
    chosen = OverlaysChosen(both, both if pixels.is_same else both[:1])
    return ItemCompared(one, one, pixels, chosen, LABELS, picture)


@pytest.fixture
def page_file(tmp_path: Path) -> Path:
    """A comparison of which one item differs, with its picture."""
    with Image.open(io.BytesIO(a_poster(1, size=(1000, 1500)))) as picture:
        picture.putpixel((500, 500), (255, 255, 255))
        changed = io.BytesIO()
        picture.save(changed, "PNG")
    sheet = picture_of_difference(None, a_poster(1, size=(1000, 1500)), changed.getvalue())
    (tmp_path / "t0_difference.png").write_bytes(sheet)
    items = (an_item(0, OTHER, "t0_difference.png"), *(an_item(number, SAME) for number in range(1, 40)))
    lost = OverlayId(0, "A name without any space in it" * 3)
    places = {("Movies", lost): Location("/config/overlays.yml", 14, 3)}
    comparison = Comparison(
        items, exit_code=DIFFERENT, versions=("2.4.4", "0.1.0"), notes=("a note on something",), places=places
    )
    write_comparison_report(tmp_path / "report.html", comparison, has_jobs=True)
    return tmp_path / "report.html"


async def test_it_asks_for_nothing_and_shows_the_difference_with_words_for_it(browser: Browser, page_file: Path) -> None:
    page = await browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if not request.url.startswith("data:") else None)
    page.on("console", lambda message: asked.append(message.text))
    await page.goto(page_file.as_uri())
    assert asked == [page_file.as_uri()]
    (picture,) = await page.locator("img").all()
    assert await picture.evaluate("one => one.naturalWidth") > 1000
    assert await picture.get_attribute("alt") == (
        "<Film> & 0: before, drawn by Kometa, drawn by Halley, and where the two differ"
    )
    text = await page.inner_text("figcaption")
    assert text.startswith("<Film> & 0")
    assert "1,234 of 1,500,000 pixels differ, by 77 of 255 at most, at 30,40 in 200x100" in text
    assert "/config/overlays.yml:14" in text


async def test_from_the_table_one_comes_to_the_difference_and_to_the_picture(browser: Browser, page_file: Path) -> None:
    page = await opened(browser, page_file)
    await page.get_by_role("link", name="different").click()
    assert page.url.endswith("#t0")
    target = await page.locator("figure a").get_attribute("href")
    assert target is not None
    assert (page_file.parent / target).is_file()
    assert await page.locator("tbody tr").count() == 40
    assert await page.locator("th[scope=col]").count() == 5


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("width", [390, 1280])
async def test_it_fits_and_can_be_read(browser: Browser, page_file: Path, width: int, scheme: str) -> None:
    page = await opened(browser, page_file, viewport={"width": width, "height": 800}, color_scheme=scheme)
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    worst = await page.evaluate(CONTRAST)
    assert worst["ratio"] >= 4.5, worst
