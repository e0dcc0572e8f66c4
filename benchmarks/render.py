"""How long drawing takes: `python -m benchmarks.render` prints a live poster's milliseconds, and drawing beside bare Pillow.

- live: one poster with eight overlays on a base that is known, one text another each time, as a JPEG for the screen.
- full: posters with eight overlays each, every base another, to the file that Kometa would upload; against decoding and
  encoding the same files with nothing in between. Both sides by turns in one process, the best of several rounds each.
"""

import argparse
import io
import os
import platform
import random
import resource
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, dataclass, replace
from functools import partial
from pathlib import Path

from PIL import Image
from tests.golden.pixels_pictures import DEJAVU, picture_bytes

from halley.overlays.composition import Composition, Layer
from halley.overlays.geometry import PORTRAIT
from halley.overlays.model import Addon, Back, Box, Kind, PictureFile, Pixels, Place, Placement, TextStyle
from halley.render import Filetype, Pictures, Renderer, encode

SCREEN_QUALITY = 85
_DARK = Back((0, 0, 0, 153), radius=30)
_LARGE = TextStyle(str(DEJAVU), 55, colour=(255, 255, 255, 255))


@dataclass(frozen=True, slots=True)
class Full:
    """Seconds for all posters: on the clock, and of the processor, which other programs disturb less."""

    bare: float
    bare_work: float
    drawn: float
    drawn_work: float


def composition(chance: random.Random) -> Composition:
    """Eight overlays as the default files draw them: badges with and without a picture, a ribbon, ratings, flags."""
    rating = f"{chance.randrange(100)}%"
    boxes = (
        ("left", 15, "top", 15, None),
        ("center", 0, "top", 15, None),
        ("right", 15, "bottom", 30, f"Runtime: {chance.randrange(1, 4)}h {chance.randrange(60)}m"),
        ("left", 15, "bottom", 30, chance.choice(["REMUX", "BLU-RAY", "WEB"])),
        ("center", 0, "bottom", 150, chance.choice(["1.78", "2.35"])),
    )
    layers = [_badge(*box) for box in boxes]
    rated = Place(Placement("left", Pixels(30)), Placement("center", Pixels(0)))
    back = Back((0, 0, 0, 153), radius=30, padding=15)
    layers.append(
        Layer(
            kind=Kind.TEXT,
            place=rated,
            back=back,
            box=Box(160, 160),
            text=rating,
            style=replace(_LARGE, size=63),
            picture=PictureFile(Path("disc")),
            addon=Addon("top", 15),
        )
    )
    for place, language in enumerate(("EN", "DE")):
        at = Place(Placement("left", Pixels(15)), Placement("top", Pixels(223 + 61 * place)))
        flag = Layer(
            kind=Kind.TEXT,
            place=at,
            back=replace(_DARK, radius=26),
            box=Box(190, -1, "left"),
            text=language,
            style=replace(_LARGE, size=50),
            picture=PictureFile(Path("dot")),
            addon=Addon("left", 10),
        )
        layers.append(flag)
    return Composition(PORTRAIT, tuple(layers))


def _badge(horizontal: str, x: int, vertical: str, y: int, text: str | None) -> Layer:
    place = Place(Placement(horizontal, Pixels(x)), Placement(vertical, Pixels(y)))
    if text is None:
        return Layer(kind=Kind.IMAGE, place=place, back=_DARK, box=Box(305, 105), picture=PictureFile(Path("badge")))
    width = 600 if len(text) > 9 else 305
    return Layer(kind=Kind.TEXT, place=place, back=_DARK, box=Box(width, 105), text=text, style=_LARGE)


def bases(count: int, size: tuple[int, int]) -> list[bytes]:
    """Posters as JPEG files, with grain: pictures that compress about as badly as photographs."""
    chance = random.Random(3)
    return [_base(chance, size) for _ in range(count)]


def _base(chance: random.Random, size: tuple[int, int]) -> bytes:
    small = Image.frombytes("RGB", (12, 18), chance.randbytes(12 * 18 * 3)).resize(size, Image.Resampling.BICUBIC)
    grain = Image.effect_noise(size, 24).convert("RGB")
    written = io.BytesIO()
    Image.blend(small, grain, 0.25).save(written, "JPEG", quality=88)
    return written.getvalue()


def new_renderer() -> Renderer:
    return Renderer(Pictures(lambda source: picture_bytes(source.path.name)))


def live(rounds: int = 60) -> tuple[float, float]:
    """Milliseconds of the first poster on a base, and the median of those that follow."""
    renderer, chance, base = new_renderer(), random.Random(1), bases(1, (1000, 1500))[0]
    renderer.draw(composition(chance), bases(2, (1000, 1500))[1])
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        encode(renderer.draw(composition(chance), base, keep_base=True), Filetype.JPG, SCREEN_QUALITY)
        times.append((time.perf_counter() - started) * 1000)
    return times[0], statistics.median(times[1:])


def full(files: list[bytes], filetype: Filetype, workers: int, rounds: int) -> Full:
    """Bare Pillow and drawing by turns, the best of several rounds each."""
    chance = random.Random(2)
    told = [composition(chance) for _ in files]
    best = Full(*(float("inf"),) * 4)
    for _ in range(rounds):
        bare = _timed(lambda _, data: bare_pillow(data, filetype), told, files, workers)
        drawn = _timed(partial(draw_and_encode, new_renderer(), filetype), told, files, workers)
        best = Full(*map(min, astuple(best), (*bare, *drawn)))
    return best


def bare_pillow(data: bytes, filetype: Filetype) -> None:
    """Decode and encode, and nothing in between."""
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        options = {"quality": 90} if filetype.has_quality else {}
        image.save(io.BytesIO(), filetype.pillow, **options)


def draw_and_encode(renderer: Renderer, filetype: Filetype, told: Composition, data: bytes) -> None:
    encode(renderer.draw(told, data), filetype)


def _timed(
    work: Callable[[Composition, bytes], object], told: list[Composition], files: list[bytes], workers: int
) -> tuple[float, float]:
    """Seconds on the clock and of the processor."""
    started, worked = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(workers) as pool:
        for done in [pool.submit(work, one, data) for one, data in zip(told, files, strict=True)]:
            done.result()
    return time.perf_counter() - started, time.process_time() - worked


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posters", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    first, median = live()
    print(f"live poster, 8 overlays, JPEG: {median:.1f} ms at the median, {first:.1f} ms the first on its base")
    files = bases(asked.posters, (1000, 1500))
    for filetype in (Filetype.WEBP_LOSSY, Filetype.JPG):
        for workers in (1, os.cpu_count() or 1):
            took = full(files, filetype, workers, asked.rounds)
            print(
                f"{len(files)} posters to {filetype.word}, {workers} threads: {took.drawn:.2f} s "
                f"({took.drawn / len(files) * 1000:.1f} ms each), bare Pillow {took.bare:.2f} s, "
                f"ratio {took.drawn / took.bare:.3f} on the clock, {took.drawn_work / took.bare_work:.3f} of processor time"
            )
    print(f"largest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
