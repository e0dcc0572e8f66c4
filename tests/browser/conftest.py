"""A real browser: Debian's Chromium, driven by Playwright, and a desk whose preview it looks at."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from tests.needs import CHROMIUM_NAMES
from tests.support.previews import desk, play

__all__ = ["browser", "desk", "play"]
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    program = next(Path(found) for name in CHROMIUM_NAMES if (found := shutil.which(name)))
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=program, args=list(_FLAGS))
        yield running
        await running.close()
