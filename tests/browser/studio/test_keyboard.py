"""The whole journey by keyboard alone: no test here ever moves a pointer."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.studio.conftest import Open, photograph
from tests.support.studio_process import StudioProcess, state_of

pytestmark = pytest.mark.needs("chromium", "pages")
WAIT_MS = 60_000
#: What has the focus, by its role and name as a screen reader says them.
_FOCUSED = """() => {
  const at = document.activeElement;
  const label = at.labels?.[0]?.innerText;
  const name = at.getAttribute('aria-label') || label || at.innerText || at.title || '';
  return name.trim().replace(/\\s+/g, ' ');
}"""


async def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press Tab until what is called so has the focus, which must be seen to have it."""
    passed = []
    for _ in range(120):
        await page.keyboard.press(key)
        focused = await page.evaluate(_FOCUSED)
        if re.search(name, focused):
            outline = await page.evaluate(
                "getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).boxShadow"
            )
            assert outline != "nonenone", f"nobody sees that {focused!r} has the focus"
            return
        passed.append(focused[:40])
    raise AssertionError(f"Tab never comes to {name!r}, only to {passed}")


async def test_everything_from_the_first_run_to_undo_can_be_done_by_keyboard(window: Open, studio: StudioProcess) -> None:
    page = await window()
    await expect(page.get_by_role("heading", name="Welcome to Halley")).to_be_visible()
    await tab_to(page, "^Try the demo$")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("24 films")).to_be_visible(timeout=WAIT_MS)
    before = state_of(studio.plex())
    await tab_to(page, "^Preview everything$")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("link", name="Read the plan")).to_be_visible(timeout=WAIT_MS)
    await tab_to(page, "^Read the plan$")
    await page.keyboard.press("Enter")

    # A poster is looked at and left out from the grid, and from the full screen.
    await expect(page.get_by_role("gridcell").first).to_be_visible()
    await tab_to(page, r"^A Fern for Matilda")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("x")
    await expect(page.get_by_role("button", name="Apply 104 of 106 changes")).to_be_visible()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Enter")
    compare = page.get_by_role("dialog")
    await expect(compare).to_contain_text("Blue Hour at Minton Row")
    await expect(compare).to_contain_text("overlays/movies.yml, line")
    await page.keyboard.press("ArrowRight")
    await expect(compare).to_contain_text("Cactus Motel")
    await page.keyboard.press("+")
    await page.keyboard.press("0")
    await page.keyboard.press("x")
    await page.keyboard.press("Escape")
    await expect(compare).to_have_count(0)
    await expect(page.get_by_role("button", name="Apply 102 of 106 changes")).to_be_visible()

    await tab_to(page, "^Apply 102 of 106 changes$")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await tab_to(page, "^Apply$")
    await page.keyboard.press("Enter")
    bar = page.locator(".frame-actions")
    await expect(bar.get_by_role("button", name="Undo")).to_be_visible(timeout=WAIT_MS)
    assert sum("Overlay" in one.labels for one in state_of(studio.plex()).values()) == 51
    await expect(page.locator(".toast")).to_have_count(0)  # a message about what was left out has an Undo of its own
    await tab_to(page, "^Undo$")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog", name="Take it back?")).to_be_visible()
    await tab_to(page, "^Undo$")
    await page.keyboard.press("Enter")
    await expect(bar).to_contain_text("Taken back", timeout=WAIT_MS)
    assert state_of(studio.plex()) == before


async def test_keys_are_told_and_lead_anywhere(window: Open) -> None:
    page = await window("jobs")
    await expect(page.get_by_role("heading", name="Jobs", exact=True)).to_be_visible()
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog", name="Keys")).to_contain_text("go anywhere")
    await photograph(page, "keys")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Control+k")
    await expect(page.get_by_role("combobox", name="Go to")).to_be_focused()
    await page.keyboard.type("hist")
    await expect(page.get_by_role("option").first).to_contain_text("History")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="History")).to_be_visible()
    await tab_to(page, "^Skip to the page$", "Shift+Tab")
