"""What happens to long work when a page is reloaded, a studio ends, or the work itself fails."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.studio.conftest import Open, photograph
from tests.support.studio_process import StudioProcess, api, wait_for

pytestmark = pytest.mark.needs("chromium", "pages")
WAIT_MS = 60_000


async def test_a_reload_in_mid_job_finds_the_job_where_it_is(window: Open, studio: StudioProcess) -> None:
    page = await window()
    await page.get_by_role("button", name="Try the demo").click()
    await page.get_by_role("button", name="Preview everything").click(timeout=WAIT_MS)
    await expect(page.get_by_role("heading", name=re.compile("^Preview: "))).to_be_visible()
    address = page.url
    await page.reload()
    assert page.url == address
    await expect(page.get_by_role("progressbar").or_(page.get_by_role("link", name="Read the plan"))).to_be_visible()
    await expect(page.get_by_role("link", name="Read the plan")).to_be_visible(timeout=WAIT_MS)
    (job,) = api(studio).get(f"{studio.url}/api/v1/jobs").json()
    assert job["state"] == "finished", "a reload begins nothing anew"
    log = page.get_by_role("log")
    await expect(log).to_contain_text("106 steps, 53 things turn")  # it follows its end while it grows
    await page.reload()
    await expect(log).to_contain_text("Movies: 22 definitions")


async def test_a_job_that_fails_says_why_and_what_to_do(window: Open, studio: StudioProcess) -> None:
    broken = studio.folder / "away" / "config.yml"
    broken.parent.mkdir()
    text = studio.config.read_text()
    broken.write_text(re.sub(r"url: http://127\.0\.0\.1:\d+", "url: http://127.0.0.1:9", text))
    client = api(studio)
    added = client.post(f"{studio.url}/api/v1/configurations", json={"path": str(broken)}).json()
    page = await window("welcome")
    await expect(page.get_by_text("127.0.0.1:9").first).to_be_visible()
    await photograph(page, "welcome-unreachable")

    asked = {"kind": "plan", "configuration": added["id"], "engine": "native"}
    job = client.post(f"{studio.url}/api/v1/jobs", json=asked).json()["id"]
    await page.goto(f"{studio.url}/jobs/{job}")
    trouble = page.get_by_role("alert")
    await expect(trouble).to_contain_text("127.0.0.1:9", timeout=WAIT_MS)
    await expect(page.get_by_text("Failed").first).to_be_visible()
    await photograph(page, "job-failed")
    await page.get_by_role("link", name="Jobs").click()
    await expect(page.get_by_role("main").get_by_role("listitem").filter(has_text="Failed")).to_be_visible()


async def test_a_page_finds_its_studio_again_when_that_was_started_anew(window: Open, studio: StudioProcess) -> None:
    page = await window("jobs")
    await expect(page.get_by_role("heading", name="Jobs", exact=True)).to_be_visible()
    studio.stop()
    await expect(page.get_by_text("The studio does not answer")).to_be_visible(timeout=WAIT_MS)
    await photograph(page, "connection-lost")
    studio.again()
    await expect(page.get_by_text("The studio does not answer")).to_have_count(0, timeout=WAIT_MS)
    demo = next(one for one in api(studio).get(f"{studio.url}/api/v1/configurations").json() if one["is_demo"])
    asked = {"kind": "plan", "configuration": demo["id"], "engine": "native", "sample": 1}
    made = wait_for(lambda: (answer := api(studio).post(f"{studio.url}/api/v1/jobs", json=asked)).ok and answer.json())
    cards = page.get_by_role("main").get_by_role("listitem").filter(has_text=made["title"])
    await expect(cards.first).to_be_visible(timeout=WAIT_MS)
