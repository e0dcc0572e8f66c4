"""The studio in a real browser: one studio over the demo for the tests of a module, a window for each test."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import browser
from tests.support.studio_process import StudioProcess, running_studio

__all__ = ["browser"]
#: Where pictures of the pages go, for somebody to look at.
PICTURES = Path(os.environ.get("HALLEY_PICTURES") or Path(__file__).parents[3] / "build" / "studio-pictures")
AXE = Path(__file__).parents[3] / "web" / "node_modules" / "axe-core" / "axe.min.js"
#: What a page that is refused something says of its own accord.
_EXPECTED = "Failed to load resource"
expect.set_options(timeout=20_000)  # two processors may have more to do than one page
Open = Callable[..., Awaitable[Page]]


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioProcess]:
    with running_studio(tmp_path_factory.mktemp("studio") / "state") as running:
        yield running


@pytest.fixture
async def window(browser: Browser, studio: StudioProcess) -> AsyncIterator[Open]:
    """Opens a page of the studio; at the end no page may have stumbled, or asked another host for anything."""
    stumbled: list[str] = []
    contexts: list[BrowserContext] = []

    async def opened(path: str = "", *, width: int = 1280, height: int = 800, theme: str = "dark") -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, reduced_motion="reduce"
        )
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: stumbled.append(str(error)))
        page.on(
            "console",
            lambda said: stumbled.append(said.text) if said.type == "error" and _EXPECTED not in said.text else None,
        )
        page.on(
            "request",
            lambda asked: stumbled.append(asked.url) if not asked.url.startswith((studio.url, "blob:", "data:")) else None,
        )
        await page.goto(f"{studio.url}/{path}")
        return page

    yield opened
    for context in contexts:
        await context.close()
    assert stumbled == []


async def photograph(page: Page, name: str) -> None:
    """Keep a picture of the page."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=PICTURES / f"{name}.png")


async def offences(page: Page) -> list[str]:
    """What axe-core finds on the page that is serious or worse, a line each."""
    # By the protocol, not as an element: the page forbids scripts of others.
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text())
    found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['help']}: {[node['target'] for node in one['nodes']][:4]}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]
