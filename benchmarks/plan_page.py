"""How long a browser takes to open the page of a plan of 10,000 changes, and to narrow it.

    python benchmarks/plan_page.py [CHANGES]

Needs Chromium. Each round is a new page; the first one is thrown away. Prints medians.
"""

import asyncio
import shutil
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import perf_counter

from playwright.async_api import Browser, async_playwright
from tests.needs import CHROMIUM_NAMES

from halley.changes.differences import Difference
from halley.changes.kinds import AddTags, SetField
from halley.jobs.plan_page import write_plan_page
from halley.plans import Identity, Origin, Plan, Source, Step
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.tags import TagKind

_ROUNDS = 4
_SHOWN = "form output"


def a_plan(changes: int) -> Plan:
    """A label and a summary for each movie."""
    steps: list[Step] = []
    for key in (RatingKey(number) for number in range(1, changes // 2 + 1)):
        origin = Origin("4K", "overlays.yml:3:5", f"PUT /library/sections/1/all?id={key}")
        label = AddTags(SectionId(1), ItemType.MOVIE, (key,), TagKind.LABEL, ("Overlay",))
        summary = SetField(SectionId(1), ItemType.MOVIE, (key,), "summary", f"What happens in film {key}")
        turns = (
            Difference("item", key, "label", (), ("Overlay",)),
            Difference("item", key, "summary", "Old", f"What happens in film {key}"),
        )
        for change, turn in zip((label, summary), turns, strict=True):
            steps.append(Step(len(steps) + 1, change, f"{turn.aspect} of Film {key}", (turn,), "Movies", origin))
    titles = {RatingKey(number): f"Film {number}" for number in range(1, changes // 2 + 1)}
    server, source = Identity("b1946ac9", "Attic", "1.41.0"), Source("config.yml", "ab" * 32, "native", "0.1.0")
    return Plan(server, source, "2026-01-01T00:00:00Z", ("Movies",), tuple(steps), titles)


async def one_round(browser: Browser, page_file: Path) -> tuple[float, float, float]:
    """Seconds to open the page, to narrow it to one thing, and to widen it again."""
    page = await browser.new_page()
    times = [perf_counter()]
    await page.goto(page_file.as_uri())
    await page.locator(_SHOWN).inner_text()
    times.append(perf_counter())
    for text in ("film 4321", ""):
        await page.locator("input[name=text]").fill(text)
        await page.locator(_SHOWN).inner_text()
        await page.screenshot()  # waits until it is painted
        times.append(perf_counter())
    await page.close()
    opened, narrowed, widened = (after - before for before, after in pairwise(times))
    return opened, narrowed, widened


async def measured(changes: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        page_file = write_plan_page(a_plan(changes), Path(folder))
        async with async_playwright() as playwright:
            program = next((found for name in CHROMIUM_NAMES if (found := shutil.which(name))), None)
            if program is None:
                sys.exit("there is no Chromium here")
            browser = await playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
            rounds = [await one_round(browser, page_file) for _ in range(_ROUNDS)][1:]
            await browser.close()
    for name, seconds in zip(("open", "narrow to one", "widen to all"), zip(*rounds, strict=True), strict=True):
        print(f"{name:<14} {median(seconds):6.2f} s")


if __name__ == "__main__":
    asyncio.run(measured(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
