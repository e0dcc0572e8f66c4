"""Where somebody is in the studio: addresses, the names of tabs, times, and what is asked again after it failed."""

import asyncio
import re
from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.studio.conftest import Open, photograph
from tests.support.studio_process import StudioProcess, api, wait_for

pytestmark = pytest.mark.needs("chromium", "pages")
WAIT_MS = 60_000


@pytest.fixture(scope="module")
def config(studio: StudioProcess) -> str:
    """The demo's configuration."""
    found: str = api(studio).post(f"{studio.url}/api/v1/configurations", json={"is_demo": True}).json()["id"]
    return found


def plan(studio: StudioProcess, config: str) -> dict[str, Any]:
    """A job that made a plan of one item."""
    client = api(studio)
    asked: dict[str, Any] = {"kind": "plan", "configuration": config, "sample": 1, "engine": "native"}
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
