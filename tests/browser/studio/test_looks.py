"""Every page in dark and light, on a desk and on a phone: whole, readable for everybody, and kept as a picture."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.browser.studio.conftest import Open, offences, photograph
from tests.support.studio_process import StudioProcess, api, running_studio, wait_for

pytestmark = pytest.mark.needs("chromium", "pages")
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
WAIT_MS = 60_000
PASSWORD = "correct horse battery"
#: Two frames later no picture is on its way.
_SETTLED = """() => new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(() =>
  then(![...document.images].some((one) => one.src && !one.complete)))))"""
Step = Callable[[Page], Awaitable[Any]]


class Made(NamedTuple):
    """What there is to look at: the demo, a job that made a plan, and a run that carried out another."""

    config: str
    plan: str
    run: str


@dataclass(frozen=True, slots=True)
class Look:
    """A page: where it is, what shows that it is there, and what opens a dialog on it."""

    name: str
    path: str
    shows: str
    steps: tuple[Step, ...] = ()


def press(role: Any, name: str) -> Step:
    """Click on what has a role and a name that begins so."""
    return lambda page: page.get_by_role(role, name=re.compile(f"^{name}")).first.click()


def key(*names: str) -> Step:
    """Press keys, where no field has the focus."""

    async def pressed(page: Page) -> None:
        for name in names:
            await page.keyboard.press(name)

    return pressed


def sees(selector: str) -> Step:
    """Wait until there is something."""
    return lambda page: expect(page.locator(selector).first).to_be_visible(timeout=WAIT_MS)


async def open_poster(page: Page) -> None:
    await page.get_by_role("gridcell").first.focus()
    await page.keyboard.press("Enter")


OVERLAYS = "overlays/{config}/overlays%2Fmovies.yml"
POSTER, PAPER = "[role=gridcell] .picture-there", ".paper[data-full]"
DIALOG = sees("[role=dialog], dialog[open]")
PAGES = {
    "jobs": (
        Look("welcome", "welcome", "h1", (sees("text=all 2 libraries"),)),
        Look("jobs", "jobs", ".job-card"),
        Look("new-preview", "jobs/new", "form, fieldset"),
        Look("job", "jobs/{plan}", "[role=log], .log"),
        Look("keys", "jobs", "h1", (key("?"), DIALOG)),
        Look("palette", "jobs", "h1", (key("Control+k"), DIALOG)),
    ),
    "plan": (
        Look("plan-posters", "plans/{plan}", POSTER),
        Look("plan-items", "plans/{plan}?tab=items", "[role=tabpanel] .picture-there"),
        Look("plan-overview", "plans/{plan}?tab=overview", "[role=tabpanel] table"),
        Look("plan-compare", "plans/{plan}", POSTER, (open_poster, DIALOG)),
        Look("plan-apply", "plans/{plan}", POSTER, (press("button", "Apply"), DIALOG)),
    ),
    "overlays": (
        Look("overlays", "overlays", ".file-list"),
        Look("overlay-editor", f"{OVERLAYS}?overlay=Content%20rating", PAPER, (sees(".right-side input"),)),
        Look("overlay-defaults", OVERLAYS, PAPER, (press("tab", "Defaults"), sees("[role=tabpanel] >> text=variables"))),
        Look("overlay-add", OVERLAYS, PAPER, (press("button", "Add$"), DIALOG)),
        Look("overlay-posters", OVERLAYS, PAPER, (key("p"), DIALOG)),
    ),
    "configuration": (
        Look("config", "config/{config}/config.yml", ".cm-content"),
        Look("reference", "reference?q=weight", ".reference-word"),
    ),
    "history": (
        Look("history", "history", ".run-row"),
        Look("run", "history/{run}", ".step-row"),
        Look("system", "system", ".finding"),
        Look("not-found", "nowhere/at/all", "h1, h2"),
    ),
}


@pytest.fixture(scope="module")
def made(studio: StudioProcess) -> Made:
    ask = api(studio)
    address = f"{studio.url}/api/v1"

    def done(job: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = job

        def ended() -> bool:
            found.update(ask.get(f"{address}/jobs/{job['id']}").json())
            return found["state"] not in {"waiting", "running"}

        wait_for(ended)
        assert found["state"] == "finished", found
        return found

    config = ask.post(f"{address}/configurations", json={"is_demo": True}).json()["id"]
    few = done(ask.post(f"{address}/jobs", json={"kind": "plan", "configuration": config, "sample": 3}).json())
    applied = done(ask.post(f"{address}/jobs", json={"kind": "apply", "plan": few["id"]}).json())
    plan = done(ask.post(f"{address}/jobs", json={"kind": "plan", "configuration": config}).json())
    return Made(config, plan["id"], applied["run"])


@pytest.mark.parametrize("part", PAGES)
async def test_pages_fit_and_can_be_read_in_dark_and_light_on_desk_and_phone(
    part: str, window: Open, studio: StudioProcess, made: Made
) -> None:
    wrong: list[str] = []
    page = await window()
    for look in PAGES[part]:
        await page.set_viewport_size(DESK)
        await page.goto(f"{studio.url}/{look.path.format(**made._asdict())}")
        await expect(page.locator(look.shows).first).to_be_visible(timeout=WAIT_MS)
        for step in look.steps:
            await step(page)
        wrong += [f"{look.name}, {one}" for one in await what_is_wrong(page, look.name)]
    assert wrong == []


@pytest.mark.parametrize("room", [DESK, PHONE], ids=["desk", "phone"])
async def test_messages_cover_nothing_that_is_to_be_pressed(window: Open, made: Made, room: ViewportSize) -> None:
    page = await window(f"plans/{made.plan}", **room)
    await page.get_by_role("gridcell").first.get_by_role("checkbox").click(timeout=WAIT_MS)
    message = page.get_by_role("region", name="Messages").get_by_role("status")
    await expect(message).to_be_visible()
    await photograph(page, f"message-{room['width']}")
    said, foot = await message.bounding_box(), await page.locator(".frame-actions").bounding_box()
    assert said is not None
    assert foot is not None
    assert said["y"] + said["height"] <= foot["y"]
    await page.get_by_role("gridcell").first.get_by_role("checkbox").click()


async def test_the_page_that_asks_for_a_password_is_as_good(browser: Browser, tmp_path: Path) -> None:
    with running_studio(tmp_path / "state", environment={"HALLEY_STUDIO_PASSWORD": PASSWORD}) as studio:
        page = await browser.new_page(viewport=DESK, reduced_motion="reduce")
        await page.goto(studio.url)
        await page.get_by_label("Password").fill("another one")
        await page.get_by_role("button", name="Sign in").click()
        await expect(page.get_by_role("alert")).to_be_visible()
        assert await what_is_wrong(page, "sign-in") == []
        await page.get_by_label("Password").fill(PASSWORD)
        await page.get_by_role("button", name="Sign in").click()
        await expect(page.get_by_role("heading", name="Welcome to Halley")).to_be_visible()


async def what_is_wrong(page: Page, name: str) -> list[str]:
    """What is wrong with a page in any look, a line each; a picture is kept of each."""
    found: list[str] = []
    async for look in looks(page):
        await photograph(page, f"{name}-{look}")
        found += [f"{look}: {one}" for one in await offences(page)]
        wide, room = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        if wide > room:
            found.append(f"{look}: it is {wide} pixels wide, where {room} are seen")
    return found


async def looks(page: Page) -> AsyncIterator[str]:
    """Have the page look in every way, and say in which it does."""
    for size, room in (("desk", DESK), ("phone", PHONE)):
        await page.set_viewport_size(room)
        for theme in ("dark", "light"):
            await page.emulate_media(color_scheme=theme)
            await page.wait_for_function(_SETTLED)
            yield f"{size}-{theme}"
