"""From the first run to a preview, to what is approved of it, to the server, and back: the demo's server is the witness."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.studio.conftest import Open, photograph
from tests.support.studio_process import StudioProcess, state_of

pytestmark = pytest.mark.needs("chromium", "pages")
WAIT_MS = 60_000


async def test_first_run_to_preview_to_approve_to_apply_to_undo(window: Open, studio: StudioProcess) -> None:
    page = await window()
    await expect(page.get_by_role("heading", name="Welcome to Halley")).to_be_visible()
    await photograph(page, "welcome")
    await page.get_by_role("button", name="Try the demo").click()
    await expect(page.get_by_text("24 films")).to_be_visible(timeout=WAIT_MS)
    await photograph(page, "welcome-demo")
    before = state_of(studio.plex())

    await page.get_by_role("button", name="Preview everything").click()
    await page.get_by_role("link", name="Read the plan").click(timeout=WAIT_MS)
    await expect(page.get_by_role("heading", name="Plan for Attic")).to_be_visible()
    grid = page.get_by_role("grid")
    await expect(grid.get_by_role("gridcell").first.locator("img").first).to_be_visible()
    await photograph(page, "plan")
    assert state_of(studio.plex()) == before, "a preview must not write"

    left_out = await leave_out_one(page)
    await page.get_by_role("button", name=re.compile(r"^Apply \d+ (of \d+ )?changes")).click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("all of it can be undone")
    await dialog.get_by_role("button", name="Apply", exact=True).click()
    await expect(page.locator(".frame-actions").get_by_role("button", name="Undo")).to_be_visible(timeout=WAIT_MS)
    await photograph(page, "plan-applied")

    after = state_of(studio.plex())
    labelled = {key for key in before if "Overlay" in after[key].labels}
    assert len(labelled) == 52
    assert all(before[key].poster != after[key].poster for key in labelled), "a badge is another picture"
    (kept,) = (key for key in before if before[key].title == left_out)
    assert after[kept] == before[kept], "what was left out stays as it was"

    await page.locator(".frame-actions").get_by_role("button", name="Undo").click()
    await page.get_by_role("dialog").get_by_role("button", name="Undo").click()
    await expect(page.locator(".frame-actions")).to_contain_text("Taken back", timeout=WAIT_MS)
    assert state_of(studio.plex()) == before

    await page.get_by_role("link", name="History").click()
    await expect(page.get_by_role("heading", name="History")).to_be_visible()
    await expect(page.get_by_role("heading", name="Undo on Attic")).to_be_visible()
    await expect(page.get_by_role("heading", name="Apply on Attic")).to_be_visible()
    await photograph(page, "history")


async def leave_out_one(page: Page) -> str:
    """Leave the second poster out, and return its title without the year."""
    tile = page.get_by_role("gridcell").nth(1)
    name = await tile.get_attribute("aria-label") or ""
    await tile.get_by_role("checkbox").click()
    await expect(page.get_by_role("button", name="Apply 104 of 106 changes")).to_be_visible()
    return re.split(r" \(\d{4}\)", name)[0]


async def test_a_studio_that_was_told_to_forget_its_last_configuration_begins_anew(
    window: Open, studio: StudioProcess
) -> None:
    page = await window("welcome")
    forget, demo = (page.get_by_role("button", name=name) for name in ("Forget Demo", "Try the demo"))
    await expect(forget.or_(demo)).to_be_visible()
    if await demo.is_visible():  # nobody went on the journey before
        await demo.click()
    await forget.click(timeout=WAIT_MS)
    await page.get_by_role("dialog").get_by_role("button", name="Forget it").click()
    await expect(demo).to_be_visible()
    await page.get_by_role("link", name="History").click()
    await expect(page.get_by_role("heading", name="History")).to_be_visible()
    await page.get_by_role("link", name="Halley, to the start").click()
    await expect(page.get_by_role("heading", name="Welcome to Halley")).to_be_visible()
