"""Where somebody is in the studio: addresses, the names of tabs, times, and what is asked again after it failed."""

import asyncio
import json
import re
from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.studio.conftest import Open, photograph
from tests.support.studio_process import StudioProcess, api, wait_for

pytestmark = pytest.mark.needs("chromium", "pages")
WAIT_MS = 60_000
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft 映画の長い題名 الفيلم الطويل"


@pytest.fixture(scope="module")
def config(studio: StudioProcess) -> str:
    """The demo's configuration."""
    found: str = api(studio).post(f"{studio.url}/api/v1/configurations", json={"is_demo": True}).json()["id"]
    return found


def plan(studio: StudioProcess, config: str, sample: int = 1) -> dict[str, Any]:
    """A job that made a plan of so many items."""
    client = api(studio)
    asked: dict[str, Any] = {"kind": "plan", "configuration": config, "sample": sample, "engine": "native"}
    job: dict[str, Any] = client.post(f"{studio.url}/api/v1/jobs", json=asked).json()

    def ended() -> bool:
        job.update(client.get(f"{studio.url}/api/v1/jobs/{job['id']}").json())
        return job["state"] not in {"waiting", "running"}

    wait_for(ended)
    assert job["state"] == "finished", job
    return job


async def follow(page: Page, href: str) -> None:
    """Go where a link leads, as the studio's own links do: without loading the page anew."""
    await page.evaluate(
        """href => {
          const link = document.body.appendChild(Object.assign(document.createElement("a"), {href}));
          link.click();
          link.remove();
        }""",
        href,
    )


async def test_an_address_that_nobody_can_decode_leads_to_a_page_that_says_so(window: Open) -> None:
    page = await window("jobs/%ZZ")
    await expect(page.get_by_role("heading", name="This job is not there")).to_be_visible()
    await page.get_by_role("link", name="All jobs").click()
    await expect(page.get_by_role("heading", name="Jobs", exact=True)).to_be_visible()


async def test_a_tab_is_named_after_what_it_shows(window: Open, studio: StudioProcess, config: str) -> None:
    job = plan(studio, config)
    page = await window(f"jobs/{job['id']}")
    await expect(page).to_have_title(re.compile(r"^Preview: .+ · Halley$"))
    await follow(page, f"plans/{job['id']}")
    await expect(page).to_have_title("Plan for Attic · Halley")
    await follow(page, f"config/{config}/config.yml")
    await expect(page).to_have_title("config.yml · Halley")
    await follow(page, f"overlays/{config}/overlays%2Fmovies.yml")
    await expect(page).to_have_title("overlays/movies.yml · Halley")
    await follow(page, "nowhere/at/all")
    await expect(page).to_have_title("No such page · Halley")


async def test_how_long_ago_something_was_goes_on_while_nobody_does_anything(
    window: Open, studio: StudioProcess, config: str
) -> None:
    plan(studio, config)
    page = await window("nowhere")
    await page.clock.install()
    await follow(page, "jobs")
    since = page.get_by_role("main").get_by_role("listitem").first.locator("time")
    await expect(since).to_be_visible()
    await page.reload()
    await expect(since).to_be_visible()
    await page.clock.fast_forward("30:00")
    await expect(since).to_have_text(re.compile(r"^began 3\d min ago$"))


async def test_a_job_that_the_list_of_before_did_not_have_is_not_said_to_be_gone(
    window: Open, studio: StudioProcess, config: str
) -> None:
    page = await window("nowhere")
    await page.route("**/api/v1/events**", lambda route: route.abort())  # or the stream may tell of it before the list does
    await follow(page, "jobs")
    await expect(page.get_by_role("heading", name="Jobs", exact=True)).to_be_visible()
    await follow(page, "reference")
    await expect(page.get_by_role("heading", name="Reference")).to_be_visible()
    job = plan(studio, config)
    asked, may_answer = asyncio.Event(), asyncio.Event()

    async def slowly(route: Route) -> None:
        asked.set()
        await may_answer.wait()
        await route.continue_()

    await page.route("**/api/v1/jobs", slowly)
    await follow(page, f"jobs/{job['id']}")
    await asked.wait()
    await expect(page.get_by_role("heading", name="Job", exact=True)).to_be_visible()
    await expect(page.get_by_text("Asking for the job")).to_be_visible()
    assert await page.get_by_text("This job is not there").count() == 0
    may_answer.set()
    await expect(page.get_by_role("heading", name=job["title"])).to_be_visible()


async def test_asking_again_for_posters_takes_away_nothing_that_was_written(window: Open, config: str) -> None:
    page = await window("nowhere")
    items = "**/api/v1/configurations/*/items**"
    await page.route(items, lambda route: route.fulfill(status=500, json={"title": "No", "status": 500}))
    await follow(page, f"overlays/{config}/overlays%2Fmovies.yml")
    trouble = page.get_by_role("alert")
    await expect(trouble).to_be_visible()
    await page.get_by_role("tab", name="YAML").click()
    text = page.locator(".cm-content").first
    await text.click()
    await page.keyboard.press("Control+Home")
    await page.keyboard.type("# written meanwhile\n")
    await expect(page.get_by_text("not saved")).to_be_visible()
    await page.unroute(items)
    await trouble.get_by_role("button", name="Try again").click()
    await expect(page.locator(".paper[data-full]").first).to_be_visible(timeout=WAIT_MS)
    await expect(trouble).to_have_count(0)
    await expect(text).to_contain_text("# written meanwhile")


async def test_steps_by_library_fit_a_phone(window: Open, studio: StudioProcess, config: str) -> None:
    job = plan(studio, config)
    page = await window(f"plans/{job['id']}?tab=overview", width=360, height=800)
    steps = page.get_by_role("main").locator("section", has_text="Steps by library")
    await expect(steps).to_contain_text("pictures uploaded")
    await photograph(page, "overview-360")
    wide = await page.evaluate(
        """[...document.querySelectorAll("[role=tabpanel], [role=tabpanel] *")]
          .filter((one) => one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1)
          .map((one) => one.className)"""
    )
    assert wide == []


async def test_a_small_window_leaves_the_room_to_the_poster_that_is_worked_on(window: Open, config: str) -> None:
    page = await window(f"overlays/{config}/overlays%2Fmovies.yml", width=1024, height=768)
    paper = page.locator(".paper[data-full]").first
    await expect(paper).to_be_visible(timeout=WAIT_MS)
    await photograph(page, "overlay-editor-1024")
    box = await paper.bounding_box()
    assert box is not None
    assert box["width"] > 300
    await expect(page.get_by_role("link", name="Configuration")).to_be_visible()
    await expect(page.get_by_role("tab", name="Defaults")).to_be_in_viewport(ratio=1)


async def test_a_dialog_that_asks_for_something_begins_where_it_is_said(window: Open, config: str) -> None:
    page = await window(f"overlays/{config}/overlays%2Fmovies.yml")
    await expect(page.locator(".paper[data-full]").first).to_be_visible(timeout=WAIT_MS)
    await page.keyboard.press("p")
    await expect(page.get_by_role("dialog").get_by_role("searchbox")).to_be_focused()
    await page.keyboard.press("Escape")
    await page.keyboard.press("a")
    await expect(page.get_by_role("dialog").get_by_role("radio", name="Text")).to_be_focused()
    await page.keyboard.press("Escape")
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog").get_by_role("button", name="Close")).to_be_focused()


async def test_a_plan_that_is_still_on_its_way_is_not_said_to_have_failed(
    window: Open, studio: StudioProcess, config: str
) -> None:
    job = plan(studio, config)
    page = await window("nowhere")
    may_answer = asyncio.Event()

    async def slowly(route: Route) -> None:
        await may_answer.wait()
        await route.continue_()

    told = json.dumps({"kind": "job", "id": job["id"], "job": job, "lines": []})
    await page.route(
        "**/api/v1/events**", lambda route: route.fulfill(content_type="text/event-stream", body=f"data: {told}\n\n")
    )
    await page.route(f"**/api/v1/plans/{job['id']}", slowly)
    async with page.expect_event("requestfinished", lambda request: "/api/v1/events" in request.url):
        await follow(page, f"plans/{job['id']}")
    await page.evaluate("new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then)))")
    await expect(page.get_by_text("Reading the plan")).to_be_visible()
    assert await page.get_by_text("No plan came of this").count() == 0
    may_answer.set()
    await expect(page.get_by_role("heading", name="Plan for Attic")).to_be_visible()


async def test_the_back_button_leads_to_the_place_that_was_left(window: Open, studio: StudioProcess, config: str) -> None:
    job = plan(studio, config, sample=12)
    page = await window(f"plans/{job['id']}", width=390, height=600)
    grid = page.get_by_role("grid")
    await expect(grid.get_by_role("gridcell").first).to_be_visible()
    await grid.evaluate("grid => grid.scrollTop = 700")
    await page.get_by_role("link", name="System").click()
    await expect(page.get_by_role("heading", name="Health of Demo")).to_be_visible()
    await expect(page.get_by_role("heading", name="Studio", exact=True)).to_be_visible()
    await page.locator(".frame-body").evaluate("body => body.scrollTop = 150")
    await page.get_by_role("link", name="Jobs").click()
    await expect(page.get_by_role("heading", name="Jobs", exact=True)).to_be_visible()
    assert await page.locator(".frame-body").evaluate("body => body.scrollTop") == 0
    await page.go_back()
    await page.wait_for_function("() => document.querySelector('.frame-body')?.scrollTop === 150")
    await page.go_back()
    await page.wait_for_function("() => document.querySelector('[role=grid]')?.scrollTop === 700")
    assert await page.evaluate("document.activeElement?.tagName") == "MAIN"


@pytest.mark.parametrize("width", [390, 1440])
async def test_names_of_any_length_and_script_stay_within_the_window(
    window: Open, studio: StudioProcess, config: str, width: int
) -> None:
    job = plan(studio, config)
    page = await window("nowhere", width=width, height=844)

    async def renamed(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(response=answer, json=with_long_names(await answer.json()))

    for path in (
        "jobs",
        "plans/*",
        "plans/*/posters?**",
        "plans/*/things?**",
        "configurations",
        "configurations/*/libraries",
        "runs?**",
    ):
        await page.route(f"**/api/v1/{path}", renamed)
    for path in (f"plans/{job['id']}", "jobs/new", "jobs", f"jobs/{job['id']}", f"config/{config}/config.yml", "system"):
        await follow(page, path)
        await expect(page.get_by_role("main").get_by_text(LONG).first).to_be_visible()
        await photograph(page, f"long-names-{path.split('/')[0]}-{width}")
        outside = await page.evaluate(
            """[...document.querySelectorAll("main, main *")]
              .filter((one) => one.clientWidth > 1 && one.getBoundingClientRect().right > innerWidth + 1)
              .filter((one) => !one.closest(".virtual-list, .cm-editor, .cautions"))
              .map((one) => `${one.tagName} ${one.className}`)"""
        )
        assert (path, outside) == (path, [])


def with_long_names(found: Any, of: str = "") -> Any:
    """An answer of the API as it would be of a server whose people like long names."""
    if isinstance(found, dict):
        return {key: with_long_names(value, key) for key, value in found.items()}
    if isinstance(found, list):
        return [with_long_names(one, of) for one in found]
    return f"{LONG} {found}" if of in {"title", "name", "server"} and isinstance(found, str) else found


async def test_a_phone_held_across_shows_whole_posters(window: Open, studio: StudioProcess, config: str) -> None:
    job = plan(studio, config, sample=6)
    page = await window(f"plans/{job['id']}", width=844, height=390)
    poster = page.locator(".poster-frame").first
    await expect(poster).to_be_visible()
    await page.locator(".frame").evaluate("frame => frame.scrollTop = frame.scrollHeight")
    await photograph(page, "plan-across")
    grid, whole = await page.get_by_role("grid").bounding_box(), await poster.bounding_box()
    assert grid is not None
    assert whole is not None
    assert grid["height"] > whole["height"]


async def test_the_back_button_closes_what_lies_over_a_plan(window: Open, studio: StudioProcess, config: str) -> None:
    job = plan(studio, config, sample=3)
    page = await window(f"plans/{job['id']}", width=390, height=844)
    over = page.get_by_role("dialog")
    poster = page.get_by_role("gridcell").nth(1)
    await poster.get_by_role("button", name="full screen").click()
    await expect(over).to_be_visible()
    await over.get_by_role("button", name="Next poster").click()
    await page.go_back()
    await expect(over).to_have_count(0)
    await expect(page.get_by_role("gridcell").nth(2)).to_be_focused()
    await page.get_by_role("tab", name="Metadata").click()
    await page.get_by_role("region", name="What turns").get_by_role("listitem").first.get_by_role("button").first.click()
    await expect(over).to_be_visible()
    await over.get_by_role("button", name="Close").evaluate("button => { button.click(); button.click() }")
    await expect(over).to_have_count(0)
    await expect(page).to_have_url(re.compile("tab=items$"))


async def test_a_poster_that_the_address_names_closes_to_its_plan(window: Open, studio: StudioProcess, config: str) -> None:
    job = plan(studio, config)
    (row,) = api(studio).get(f"{studio.url}/api/v1/plans/{job['id']}/posters").json()["rows"]
    page = await window(f"plans/{job['id']}?item={row['key']}")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page).to_have_url(re.compile(f"plans/{job['id']}$"))


async def test_a_page_that_only_listens_asks_for_the_password_once_its_session_is_over(window: Open) -> None:
    page = await window("nowhere")
    await page.route("**/api/v1/events**", lambda route: route.fulfill(status=401))
    await follow(page, "jobs")
    await expect(page.get_by_label("Password")).to_be_visible()


async def test_posters_that_were_left_are_let_go_of_whether_they_had_come_or_not(
    window: Open, studio: StudioProcess, config: str
) -> None:
    job = plan(studio, config, sample=6)
    page = await window("nowhere")
    tools = await page.context.new_cdp_session(page)
    await tools.send("Performance.enable")

    async def nodes() -> int:
        await follow(page, "nowhere")
        await expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()
        for _ in range(3):
            await tools.send("HeapProfiler.collectGarbage")
        return next(
            one["value"] for one in (await tools.send("Performance.getMetrics"))["metrics"] if one["name"] == "Nodes"
        )

    async def visit(shows: str) -> None:
        await follow(page, f"plans/{job['id']}")
        await expect(page.locator(shows).first).to_be_visible()

    images = re.compile(f"/api/v1/plans/{job['id']}/images/")
    never, given_up = asyncio.Event(), asyncio.Event()
    page.on("requestfailed", lambda request: given_up.set())
    await page.route(images, lambda route: never.wait())
    await visit(".picture-waits")
    before = await nodes()
    for _ in range(3):
        async with page.expect_request(images):
            await visit(".picture-waits")
        await follow(page, "nowhere")
    assert await nodes() < before + 300
    await given_up.wait()
    never.set()
    await page.unroute(images)
    for _ in range(3):
        await visit(".picture-there")
        await follow(page, "nowhere")
    assert await nodes() < before + 300
