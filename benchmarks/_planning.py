"""A plan in a process of its own: `python -m benchmarks._planning CONFIG [KOMETA]` prints its figures as JSON.

CONFIG holds the address of a server. The first plan includes the time in which Python reads the program itself.
"""

import time

_BEGAN = time.perf_counter(), time.process_time()

import asyncio  # noqa: E402  the clock runs from here
import json  # noqa: E402
import sys  # noqa: E402
from dataclasses import asdict, dataclass  # noqa: E402
from datetime import UTC, datetime  # noqa: E402
from pathlib import Path  # noqa: E402

from halley.config import load_configuration  # noqa: E402
from halley.jobs.means import Means  # noqa: E402
from halley.jobs.planning import PlannedLibrary, open_planner  # noqa: E402
from halley.plex.client import PlexClient  # noqa: E402


@dataclass(frozen=True, slots=True)
class Planning:
    """Seconds on the clock and of a core: of the first plan in a process, and of the one after it. Peaks are in MB."""

    cold_s: float
    cold_core_s: float
    warm_s: float
    warm_core_s: float
    cold_peak_mb: float
    peak_mb: float
    posters: int


async def planned(config: Path, kometa: Path | None) -> PlannedLibrary:
    """The first library of the server, planned; no other site is asked."""
    configuration = load_configuration(config, {})
    async with PlexClient(configuration.plex.url, configuration.plex.token) as plex:
        settings = Means(kometa, offline=True)
        async with open_planner(configuration, plex, settings) as planner:
            section = (await plex.sections())[0]
            found = await planner.library(section, datetime.now(UTC))
    if len(found.decided.planned) != len(found.library.items):
        raise SystemExit(f"{len(found.decided.planned)} of {len(found.library.items)} planned: {found.decided.problems[:3]}")
    return found


def peak_mb() -> float:
    """The most that this process has held. What `getrusage` says begins with what the parent held."""
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


async def _counted(config: Path, kometa: Path | None) -> int:
    # Not the plan itself: Python 3.11 makes a text of what `asyncio.run` returns, which is larger than the library.
    return len((await planned(config, kometa)).decided.planned)


def _measured(config: Path, kometa: Path | None) -> Planning:
    posters = asyncio.run(_counted(config, kometa))
    clock, core = (time.perf_counter() - _BEGAN[0], time.process_time() - _BEGAN[1])
    cold_peak = peak_mb()
    again = time.perf_counter(), time.process_time()
    asyncio.run(_counted(config, kometa))
    warm, warm_core = time.perf_counter() - again[0], time.process_time() - again[1]
    return Planning(clock, core, warm, warm_core, cold_peak, peak_mb(), posters)


if __name__ == "__main__":
    print(json.dumps(asdict(_measured(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None))))
