"""The configuration edited in a real browser: completed, checked in place, compared, saved, and taken back."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from tests.browser.studio.conftest import Open, offences, photograph
from tests.support.studio_process import StudioProcess, api

pytestmark = pytest.mark.needs("chromium", "pages")
PHONE = {"width": 390, "height": 844}
LAST = "Control+End"
WORDS_MS = 20_000
"""How long the words of the reference may take when they are asked for the first time."""


@pytest.fixture(scope="module")
def configuration(studio: StudioProcess) -> str:
    answer = api(studio).post(f"{studio.url}/api/v1/configurations", json={"is_demo": True})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


@pytest.fixture
async def movies(window: Open, configuration: str, studio: StudioProcess) -> AsyncIterator[Page]:
    """The page of the overlays on films; the file is as it was when the test is over."""
    path = studio.config.parent / "overlays" / "movies.yml"
    before = path.read_text()
    page = await window(f"config/{configuration}/overlays/movies.yml")
    await expect(editor(page)).to_be_visible()
    yield page
    path.write_text(before)


def editor(page: Page):
    return page.get_by_role("textbox", name="Text of overlays/movies.yml")


def text_on_disk(studio: StudioProcess) -> str:
    return (studio.config.parent / "overlays" / "movies.yml").read_text()


async def write_at_end(page: Page, text: str) -> None:
    await editor(page).focus()
    await page.keyboard.press(LAST)
    await page.keyboard.type(text)


async def take_first(page: Page) -> None:
    """Take the offer that is chosen; one that appeared this moment is not taken, lest a line's end take it by chance."""
    await page.wait_for_timeout(200)
    await page.keyboard.press("Enter")


async def test_completion_knows_the_place_and_what_it_offers_is_written(movies: Page) -> None:
    await write_at_end(movies, "  Mine:\n")
    await movies.keyboard.press("Control+Space")
    offers = movies.get_by_role("listbox")
    await expect(offers.get_by_role("option", name=re.compile("^plex_all"))).to_be_visible(timeout=WORDS_MS)
    await movies.keyboard.type("overl")
    await expect(offers.get_by_role("option").first).to_have_text(re.compile("^overlay"))
    await photograph(movies, "config-completion")
    await take_first(movies)
    await movies.keyboard.type("name: text(<<runti")
    await expect(offers.get_by_role("option").first).to_contain_text("<<runtime>>")
    await take_first(movies)
    lines = movies.locator(".cm-line")
    await expect(lines.get_by_text("name: text(<<runtime>>)")).to_have_count(1)
    await expect(lines.filter(has_text=re.compile("^    overlay:$")).last).to_be_visible()


async def test_a_key_is_explained_where_a_pointer_rests_on_it_and_leads_to_the_reference(movies: Page) -> None:
    await movies.locator(".cm-line").get_by_text("queues", exact=True).hover()
    card = movies.locator(".word-card")
    await expect(card).to_contain_text("Places that overlays take one after the other")
    await card.get_by_role("link", name="In the reference").click()
    await expect(movies.get_by_role("heading", name="Reference", exact=True)).to_be_visible()
    await expect(movies.get_by_text("Places that overlays take one after the other")).to_be_visible()
    await photograph(movies, "reference")
    assert await offences(movies) == []


async def test_what_is_wrong_is_told_in_place_and_reached_by_keyboard(movies: Page) -> None:
    await write_at_end(movies, "  Mine:\noverlay:\nname: text(x)\nnonsense: 1\n")
    problems = movies.get_by_role("region", name="Problems in overlays/movies.yml")
    await expect(problems).to_contain_text("nonsense is no attribute of an overlay")
    await expect(movies.locator(".cm-lintRange-error").first).to_be_visible()
    await photograph(movies, "config-problems")
    assert await offences(movies) == []
    await movies.keyboard.press("Control+Home")
    await movies.keyboard.press("F8")
    await expect(movies.locator(".editor-foot")).to_contain_text(re.compile("Mine"))


async def test_a_change_is_compared_saved_by_keyboard_and_taken_back(movies: Page, studio: StudioProcess) -> None:
    before = text_on_disk(studio)
    await editor(movies).focus()
    await movies.keyboard.press("Control+Home")
    await movies.keyboard.type("# written in the studio\n")
    await movies.get_by_role("tab", name="Unsaved changes").click()
    await expect(movies.get_by_role("region", name="Unsaved changes")).to_contain_text("# written in the studio")
    await photograph(movies, "config-difference")
    assert await offences(movies) == []
    await movies.get_by_role("tab", name="Text").click()
    await editor(movies).focus()
    for _ in range(2):  # the letters, and the line before them
        await movies.keyboard.press("Control+z")
    await expect(movies.get_by_text("Unsaved", exact=True)).to_have_count(0)
    for _ in range(2):
        await movies.keyboard.press("Control+y")
    await movies.keyboard.press("Control+s")
    await expect(movies.get_by_text("is saved").first).to_be_visible()
    assert text_on_disk(studio) == f"# written in the studio\n{before}"

    await movies.get_by_role("tab", name="Versions").click()
    await expect(movies.get_by_role("region", name="What changed since this version")).to_contain_text("written in")
    await photograph(movies, "config-versions")
    assert await offences(movies) == []
    await movies.get_by_role("button", name="Take back").click()
    await movies.get_by_role("button", name="Save", exact=True).click()
    await expect(movies.get_by_text("Unsaved", exact=True)).to_have_count(0)
    assert text_on_disk(studio) == before


async def test_nobody_saves_over_what_somebody_else_wrote_without_seeing_it(movies: Page, studio: StudioProcess) -> None:
    path = studio.config.parent / "overlays" / "movies.yml"
    await editor(movies).focus()
    await movies.keyboard.press("Control+Home")
    await movies.keyboard.type("# mine\n")
    path.write_text(f"{path.read_text()}\n# theirs\n")
    await movies.keyboard.press("Control+s")
    dialog = movies.get_by_role("dialog", name="overlays/movies.yml was changed meanwhile")
    await expect(dialog.get_by_role("region", name="What they changed")).to_contain_text("# theirs")
    await photograph(movies, "config-conflict")
    assert await offences(movies) == []
    await dialog.get_by_role("button", name="Drop mine, take theirs").click()
    await expect(movies.locator(".cm-content")).not_to_contain_text("# mine")
    assert path.read_text().endswith("# theirs\n")


async def test_a_secret_is_a_mark_that_stays_and_its_text_never_comes_to_the_browser(
    window: Open, configuration: str, studio: StudioProcess
) -> None:
    token = re.search(r"token: (\w+)", studio.config.read_text())
    assert token is not None
    page = await window(f"config/{configuration}/config.yml")
    await page.locator(".cm-secret").first.hover()
    await expect(page.locator(".word-card")).to_contain_text("It stays on the studio's machine")
    assert token[1] not in await page.content()
    await page.get_by_role("textbox", name="Text of config.yml").focus()
    await page.keyboard.press(LAST)
    await page.keyboard.type("# seen\n")
    await page.keyboard.press("Control+s")
    await expect(page.get_by_text("is saved").first).to_be_visible()
    assert f"token: {token[1]}" in studio.config.read_text()


async def test_unsaved_work_waits_while_another_file_is_looked_at_and_is_asked_about_when_left(movies: Page) -> None:
    await editor(movies).focus()
    await movies.keyboard.press("Control+Home")
    await movies.keyboard.type("# waits\n")
    await movies.get_by_role("link", name=re.compile("shows.yml")).click()
    await expect(movies.get_by_role("heading", name="overlays/shows.yml")).to_be_visible()
    await expect(movies.get_by_role("link", name=re.compile("unsaved: .*movies.yml"))).to_be_visible()
    await movies.get_by_role("link", name="System").click()
    dialog = movies.get_by_role("dialog", name="Leave without saving?")
    await expect(dialog).to_contain_text("overlays/movies.yml")
    await dialog.get_by_role("button", name="Stay").click()
    await movies.get_by_role("link", name=re.compile("movies.yml")).click()
    await expect(movies.locator(".cm-content")).to_contain_text("# waits")


async def test_the_editor_is_left_by_keyboard_and_a_line_is_opened_by_its_address(
    movies: Page, configuration: str, studio: StudioProcess
) -> None:
    await editor(movies).focus()
    await movies.keyboard.press("Escape")
    await movies.keyboard.press("Tab")
    assert not await movies.evaluate("document.activeElement.classList.contains('cm-content')")
    await movies.goto(f"{studio.url}/config/{configuration}/overlays/movies.yml?line=60")
    await expect(movies.locator(".editor-place")).to_have_text("60:1")


@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_it_fits_a_phone_in_both_themes(window: Open, configuration: str, theme: str) -> None:
    page = await window(f"config/{configuration}/overlays/movies.yml", theme=theme, **PHONE)
    await expect(page.locator(".cm-content")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    await expect(page.get_by_role("combobox", name="File")).to_be_visible()
    await expect(page.get_by_role("button", name="Save", exact=True)).to_be_in_viewport()
    await photograph(page, f"config-editor-phone-{theme}")
    assert await offences(page) == []
    await page.get_by_role("combobox", name="File").select_option("config.yml")
    await expect(page.get_by_role("textbox", name="Text of config.yml")).to_be_visible()
    assert await offences(page) == []
