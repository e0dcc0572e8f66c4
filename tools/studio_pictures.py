"""Makes docs/images/studio-*.webp: the studio over the demo, photographed in Chromium.

make test ARGS=--co    # once, for what the tests are made of
PYTHONPATH=. .venv/bin/python tools/studio_pictures.py
"""

import io
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright
from tests.needs import CHROMIUM_NAMES
from tests.support.studio_process import StudioProcess, running_studio

from halley.files import write_atomic

IMAGES = Path(__file__).resolve().parent.parent / "docs/images"
SIZE = (1280, 800)
PATIENCE_MS = 60_000
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--force-device-scale-factor=1"]


def main() -> int:
    with (
        tempfile.TemporaryDirectory() as folder,
        running_studio(Path(folder, "studio")) as studio,
        opened(studio, "dark") as page,
    ):
        walk(page, studio)
    return 0


def walk(page: Page, studio: StudioProcess) -> None:
    """The way of somebody new: the demo, a preview, its plan, one poster, an overlay, a configuration."""
    page.get_by_role("button", name="Try the demo").click()
    page.get_by_role("button", name="Preview everything").click()
    page.get_by_role("link", name="Read the plan").click()
    expect(page.get_by_role("gridcell").first.locator("img").first).to_be_visible()
    settled(page)
    keep(page, "plan")
    page.get_by_role("gridcell").nth(9).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("overlays/movies.yml, line")
    settled(page)
    keep(page, "compare")
    page.keyboard.press("Escape")
    page.goto(f"{studio.url}/overlays")
    page.get_by_role("link", name=re.compile("movies.yml")).click()
    expect(page.locator("canvas.paper[data-full=true]")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Bar backdrop")).click()
    settled(page)
    keep(page, "editor")
    page.get_by_role("link", name="As text").click()
    expect(page.locator(".cm-content")).to_be_visible()
    settled(page)
    keep(page, "configuration")


def settled(page: Page) -> None:
    """Pictures have come and nothing moves."""
    while not page.evaluate("[...document.images].every(one => one.complete)"):
        page.wait_for_timeout(100)
    page.wait_for_timeout(1500)


def keep(page: Page, name: str) -> None:
    """Keep what the page shows, small enough for a page that is read."""
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        written = io.BytesIO()
        picture.convert("RGB").save(written, "WEBP", quality=82, method=6)
    write_atomic(IMAGES / f"studio-{name}.webp", written.getvalue())


@contextmanager
def opened(studio: StudioProcess, theme: str) -> Iterator[Page]:
    program = next(found for name in CHROMIUM_NAMES if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        context = browser.new_context(viewport={"width": SIZE[0], "height": SIZE[1]}, color_scheme=theme)  # type: ignore[arg-type]
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        page.goto(studio.url)
        yield page
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
