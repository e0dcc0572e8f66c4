"""An overlay is edited by hand and by keys: text and picture change together, and the picture is the engine's own."""

import base64
import io
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import Locator, Page, expect
from ruamel.yaml import YAML

from tests.browser.studio.conftest import Open, offences, photograph
from tests.support.studio_process import StudioProcess, api

pytestmark = pytest.mark.needs("chromium", "pages")
MOVIES = "overlays/movies.yml"
PATIENCE_MS = 20_000


async def editor_of(window: Open, studio: StudioProcess) -> Page:
    """The editor of the films' overlays, with its first picture in full."""
    page = await window(f"overlays/{configuration(studio)}/{MOVIES}")
    await drawn(page)
    return page


def configuration(studio: StudioProcess) -> str:
    client = api(studio)
    known = client.get(f"{studio.url}/api/v1/configurations").json()
    if not known:
        known = [client.post(f"{studio.url}/api/v1/configurations", json={"is_demo": True}).json()]
    return known[0]["id"]


async def drawn(page: Page) -> None:
    await expect(page.locator("canvas.paper[data-full=true]")).to_be_visible(timeout=PATIENCE_MS)


async def pixels(page: Page) -> bytes:
    """What the canvas holds."""
    address = await page.locator("canvas.paper").evaluate("canvas => canvas.toDataURL('image/png')")
    return Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))).convert("RGB").tobytes()


def on_poster(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=re.compile("^Poster of")).get_by_role("button", name=re.compile(f"^{name},"))


async def the_text(page: Page) -> str:
    """The whole text of the side where it can be written."""
    await page.get_by_role("tab", name="YAML").click()
    await expect(page.locator(".cm-content")).to_be_visible()
    # Only what is near is in the document; the editor's own state has all of it.
    text = await page.locator(".cm-content").evaluate(
        "one => one.cmTile?.view?.state.doc.toString() ?? one.cmView.view.state.doc.toString()"
    )
    assert isinstance(text, str)
    return text


def overlay_in(text: str, name: str) -> dict[str, Any]:
    found = YAML(typ="safe").load(text)["overlays"][name]["overlay"]
    assert isinstance(found, dict)
    return found


def as_the_engine_draws(studio: StudioProcess, page: Page, text: str) -> bytes:
    client, identity = api(studio), configuration(studio)
    item = int(re.search(r"item=(\d+)", page.url)[1])
    body = {"configuration": identity, "file": MOVIES, "item": item, "text": text, "format": "png"}
    answer = client.post(f"{studio.url}/api/v1/render", json=body)
    assert answer.status_code == 200, answer.text
    return Image.open(io.BytesIO(answer.content)).convert("RGB").tobytes()


async def test_dragging_an_overlay_changes_text_and_picture_and_nothing_else(window: Open, studio: StudioProcess) -> None:
    page = await editor_of(window, studio)
    file = studio.config.parent / MOVIES
    saved, picture = file.read_text(), await pixels(page)
    before = overlay_in(saved, "Bar")

    bar = on_poster(page, "Bar")
    box = await bar.bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] / 2)
    await page.mouse.down()
    for step in range(1, 12):
        await page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] / 2 - 11 * step)
    await photograph(page, "editor-dragging")
    await page.mouse.up()
    await drawn(page)

    text = await the_text(page)
    after = overlay_in(text, "Bar")
    assert after["vertical_offset"] > before["vertical_offset"] + 50
    assert {**after, "vertical_offset": 0} == {**before, "vertical_offset": 0}
    changed = [pair for pair in zip(saved.split("\n"), text.split("\n"), strict=True) if pair[0] != pair[1]]
    assert len(changed) == 1, "comments, order and all other lines stay"
    moved = await pixels(page)
    assert moved != picture
    assert moved == as_the_engine_draws(studio, page, text), "the picture is the engine's own"
    assert file.read_text() == saved, "nothing is saved yet"

    await page.keyboard.press("Escape")
    await page.get_by_role("button", name=re.compile("^Undo")).click()
    await expect(page.get_by_role("button", name="Save")).to_be_disabled()
    await drawn(page)
    wait = await the_text(page)
    assert wait == saved


async def test_arrow_keys_move_an_overlay_and_control_s_saves_it(window: Open, studio: StudioProcess) -> None:
    page = await editor_of(window, studio)
    file = studio.config.parent / MOVIES
    saved, picture = file.read_text(), await pixels(page)
    before = overlay_in(saved, "Running time")

    await on_poster(page, "Running time").focus()
    await page.keyboard.press("Shift+ArrowUp")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_text("not saved")).to_be_visible()
    await drawn(page)
    await page.keyboard.press("Control+s")
    await expect(page.get_by_text("not saved")).to_have_count(0, timeout=PATIENCE_MS)

    text = file.read_text()
    after = overlay_in(text, "Running time")
    assert abs(after["vertical_offset"] - before["vertical_offset"]) == 11
    assert abs(after["horizontal_offset"] - before["horizontal_offset"]) == 1
    assert await the_text(page) == text
    assert await pixels(page) != picture
    assert await pixels(page) == as_the_engine_draws(studio, page, text)
    kept = api(studio).get(f"{studio.url}/api/v1/configurations/{configuration(studio)}/versions/{MOVIES}").json()
    assert kept, "what was there before is kept as a version"


async def test_a_picture_that_is_sent_becomes_an_overlay(window: Open, studio: StudioProcess, tmp_path: Path) -> None:
    page = await editor_of(window, studio)
    Image.new("RGBA", (180, 90), (40, 200, 90, 200)).save(tmp_path / "My ribbon (new).png")
    (tmp_path / "no picture.png").write_bytes(b"nothing")

    await page.get_by_role("button", name="Add", exact=True).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("radio", name=re.compile("^Picture")).check()
    await dialog.get_by_label("Picture to send").set_input_files(tmp_path / "no picture.png")
    await expect(dialog.get_by_role("alert")).to_contain_text("the picture was not taken")
    await dialog.get_by_label("Picture to send").set_input_files(tmp_path / "My ribbon (new).png")
    await expect(dialog.get_by_role("radio", name="My ribbon new")).to_be_checked()
    await photograph(page, "editor-picture")
    assert await offences(page) == []
    await dialog.get_by_role("button", name="Add New picture").click()
    await expect(on_poster(page, "New picture")).to_have_accessible_name(re.compile("at 60 and 60, 180 by 90"))
    assert overlay_in(await the_text(page), "New picture")["name"] == "My ribbon new"
    assert (studio.config.parent / "overlays" / "My ribbon new.png").is_file()
