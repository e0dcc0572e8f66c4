"""A second run of our own engine with nothing changed: `python -m benchmarks.second_run [--movies N]` prints seconds.

The library and the eleven default files are those of `benchmarks.native`, the server takes 15 ms for an answer, and each run
is a process of its own: the time in which Python reads the program is in it. The first run remembers, uploads and labels as
ever, but does not draw (each poster is the same small picture), unless `--draw` is given: 2,000 posters take some minutes.
Beside it stands the number of requests for single items, which should be none: the run reads 200 at a time.
"""

import time

_BEGAN = time.perf_counter()

import argparse  # noqa: E402  the clock runs from here
import asyncio  # noqa: E402
import io  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402
import tempfile  # noqa: E402
from contextlib import contextmanager  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import TYPE_CHECKING  # noqa: E402
from unittest import mock  # noqa: E402

from halley.config import load_configuration  # noqa: E402
from halley.engines.native.changed import Redraw  # noqa: E402
from halley.files import DiskImages  # noqa: E402
from halley.jobs import native_run  # noqa: E402
from halley.jobs.means import Means  # noqa: E402
from halley.jobs.overlays_applied import ApplySettings, apply_overlays  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from halley.plex.items import Item


class Silent:
    """Hears a run and says nothing."""

    def line(self, text: str) -> None:
        pass

    def warn(self, sentence: str) -> None:
        pass

    def left(self, item: "Item", reason: str) -> None:
        print(f"left {item.title}: {reason}", file=sys.stderr)

    def drawn(self, item: "Item") -> None:
        pass


async def run(config: Path, redraw: Redraw) -> dict[str, float]:
    """One run; how many posters were drawn and left, and seconds since this process began."""
    kometa = os.environ.get("HALLEY_KOMETA")
    settings = ApplySettings(redraw, Means(Path(kometa) if kometa else None, offline=True))
    with tempfile.TemporaryDirectory(prefix="halley-bench-") as folder:
        images = DiskImages(Path(folder))
        done = await apply_overlays(load_configuration(config, {}), ["Movies"], images, Silent(), settings)
    seconds = time.perf_counter() - _BEGAN
    return {
        "drawn": len(done.drawn),
        "unchanged": done.unchanged,
        "left": len(done.left),
        "seconds": seconds,
        "core": time.process_time(),
    }


@contextmanager
def without_drawing() -> "Iterator[None]":
    """Every poster is the same small picture."""
    from PIL import Image  # noqa: PLC0415 - nothing of a second run needs it

    exif = Image.Exif()
    exif[0x04BC] = "overlay"
    Image.new("RGB", (10, 15)).save(written := io.BytesIO(), "JPEG", exif=exif)
    with mock.patch.object(native_run._LibraryRun, "_drawn", return_value=written.getvalue()):
        yield


async def child(config: Path, redraw: Redraw, *words: str) -> dict[str, float]:
    """A run in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.second_run", "--config", str(config), "--redraw", redraw.value, *words),
        stdout=asyncio.subprocess.PIPE,
    )
    printed, _ = await process.communicate()
    if process.returncode != 0:
        raise SystemExit("a run failed")
    found: dict[str, float] = json.loads(printed)
    return found


async def second_run(movies: int, redraw: Redraw, *, draws: bool) -> tuple[dict[str, float], dict[str, float], list[str]]:
    """A first run, and what the second one takes: both figures, and the requests of the second one."""
    from benchmarks.native import CONFIG, TOKEN, a_server  # noqa: PLC0415 - the runs themselves need none of it

    from halley.demo.many import many_movies  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="halley-bench-") as name:
        folder = Path(name)
        (folder / "run").mkdir()
        (folder / "poster.jpg").write_bytes(_a_poster())
        library = folder / "library.json"
        library.write_text(json.dumps(many_movies(movies, picture="poster.jpg")))
        config = folder / "run" / "config.yml"
        async with a_server(library, folder) as url:
            told = CONFIG.replace("{url}", url).replace("{token}", TOKEN).replace("cache: false", "cache: true")
            config.write_text(told)
            first = await child(config, redraw, *(() if draws else ("--without-drawing",)))
            before = len(await _requests(url, TOKEN))
            second = await child(config, redraw)
            heard = (await _requests(url, TOKEN))[before:]
    return first, second, heard


async def _requests(url: str, token: str) -> list[str]:
    import aiohttp  # noqa: PLC0415

    headers = {"X-Plex-Token": token}
    async with aiohttp.ClientSession(headers=headers) as session, session.get(f"{url}/_simulator/requests") as answer:
        return [f"{one['method']} {one['target']}" for one in await answer.json()]


def _a_poster() -> bytes:
    from PIL import Image  # noqa: PLC0415

    noise = Image.effect_noise((200, 300), 60).convert("RGB")
    noise.save(written := io.BytesIO(), "JPEG", quality=88)
    return written.getvalue()


def _is_of_one_item(request: str) -> bool:
    path = request.partition(" ")[2].partition("?")[0]
    return path.startswith("/library/metadata/") and "," not in path


COLUMNS = ("first s", "drawn", "second s", "core s", "drawn", "unchanged", "requests", "of one item")


async def measure(movies: int, *, draws: bool) -> None:
    print(f"{movies} movies, {'all posters drawn' if draws else 'the first run does not draw'}, {os.cpu_count()} cores")
    print(f"{'redraw':15}", *(f"{name:>11}" for name in COLUMNS))
    for redraw in Redraw:
        first, second, heard = await second_run(movies, redraw, draws=draws)
        seconds = (first["seconds"], first["drawn"], second["seconds"], second["core"], second["drawn"], second["unchanged"])
        figures = (*seconds, len(heard), sum(map(_is_of_one_item, heard)))
        print(
            f"{redraw.value:15}",
            *(f"{one:>11.2f}" if isinstance(one, float) else f"{one:>11}" for one in figures),
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--movies", type=int, default=200)
    parser.add_argument("--draw", action="store_true")
    parser.add_argument("--config", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--redraw", type=Redraw, default=Redraw.AS_KOMETA, help=argparse.SUPPRESS)
    parser.add_argument("--without-drawing", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.config is None:
        asyncio.run(measure(chosen.movies, draws=chosen.draw))
    elif chosen.without_drawing:
        with without_drawing():
            print(json.dumps(asyncio.run(run(chosen.config, chosen.redraw))))
    else:
        print(json.dumps(asyncio.run(run(chosen.config, chosen.redraw))))


if __name__ == "__main__":
    main()
