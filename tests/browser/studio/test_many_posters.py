"""A plan of 5,000 posters in a real browser: scrolled from end to end, narrowed, and never more at hand than is near."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.async_api import CDPSession, Page, Request, expect

from tests.browser.studio.conftest import Open, photograph
from tests.support.many_posters import put_many_posters
from tests.support.studio_process import StudioProcess, running_studio

pytestmark = pytest.mark.needs("chromium", "pages")
POSTERS = 5_000
TILES = ".poster-tile"
#: Every picture that is wanted is there.
_SETTLED = "() => [...document.images].every((one) => one.complete)"
_PICTURE = re.compile(r"/images/[0-9a-f]{64}")


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioProcess]:
    folder = tmp_path_factory.mktemp("many") / "state"
    put_many_posters(folder / "jobs" / "many", POSTERS)
    with running_studio(folder) as running:
        yield running


class Watched:
    """A page, and what it costs: requests for pictures, nodes, memory, and the work of its one thread."""

    def __init__(self, page: Page, protocol: CDPSession) -> None:
        self.page, self.protocol = page, protocol
        self.pictures: set[str] = set()
        page.on("request", self._heard)

    def _heard(self, request: Request) -> None:
        if _PICTURE.search(request.url):
            self.pictures.add(request.url)

    async def costs(self) -> dict[str, float]:
        found = await self.protocol.send("Performance.getMetrics")
        return {one["name"]: one["value"] for one in found["metrics"]}


async def watched(window: Open, studio: StudioProcess) -> Watched:
    page = await window("system")
    protocol = await page.context.new_cdp_session(page)
    # Work, not time that passed: the machine may have other things to do.
    await protocol.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})
    await protocol.send("Performance.enable")
    found = Watched(page, protocol)
    await page.goto(f"{studio.url}/plans/many")
    await expect(page.locator(f"{TILES} img").first).to_be_visible(timeout=60_000)
    return found


async def test_only_what_is_near_the_screen_is_asked_for_and_kept(window: Open, studio: StudioProcess) -> None:
    seen = await watched(window, studio)
    page = seen.page
    await page.wait_for_function(_SETTLED, timeout=60_000)
    assert 0 < len(seen.pictures) < 150
    assert await page.locator(TILES).count() < 120
    before = await seen.costs()
    box = await page.locator(TILES).first.bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + 20, box["y"] + 20)
    for _ in range(60):
        await page.mouse.wheel(0, 20_000)
        await page.wait_for_timeout(30)
    await expect(page.get_by_text("Film 5000 (").first).to_be_visible()
    assert await page.locator(TILES).count() < 120
    await page.wait_for_function(_SETTLED, timeout=60_000)
    assert len(seen.pictures) < 1_500, "what flew past was not looked at"
    after = await seen.costs()
    assert after["Nodes"] < before["Nodes"] * 3 + 5_000
    assert after["JSHeapUsedSize"] < before["JSHeapUsedSize"] + 60_000_000
    await photograph(page, "plan-5000-end")


async def test_scrolling_leaves_time_for_fifty_frames_a_second(window: Open, studio: StudioProcess) -> None:
    seen = await watched(window, studio)
    page = seen.page
    box = await page.locator(TILES).first.bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + 20, box["y"] + 20)
    await page.evaluate(
        "() => { globalThis.frames = 0; const next = () => { globalThis.frames += 1; requestAnimationFrame(next) }; next() }"
    )
    before, frames = await seen.costs(), await page.evaluate("globalThis.frames")
    for _ in range(150):
        await page.mouse.wheel(0, 240)
        await page.evaluate("() => new Promise(requestAnimationFrame)")
    after, shown = await seen.costs(), await page.evaluate("globalThis.frames") - frames
    work_ms = (after["TaskDuration"] - before["TaskDuration"]) / shown * 1000
    print(f"{shown} frames, {work_ms:.1f} ms of work each, {len(seen.pictures)} pictures")
    assert work_ms < 20


async def test_five_thousand_are_narrowed_while_somebody_types(window: Open, studio: StudioProcess) -> None:
    seen = await watched(window, studio)
    page = seen.page
    field = page.get_by_role("searchbox").first
    began = time.monotonic()
    await field.fill("Film 4711")
    await expect(page.locator(TILES)).to_have_count(1)
    assert time.monotonic() - began < 10
    await expect(page.get_by_text("Film 4711 (").first).to_be_visible()
