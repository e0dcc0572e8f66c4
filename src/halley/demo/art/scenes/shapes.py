"""Shapes that several scenes share: ridges, water, birds, trees, people, lettered light."""

import math
import random
from itertools import pairwise

from halley.demo.art.canvas import Canvas, Point, Points, placed

#: Someone standing, seen from behind, one unit high, feet at (0, 0).
PERSON = (
    (-0.07, 0), (-0.085, -0.42), (-0.13, -0.44), (-0.13, -0.78), (-0.05, -0.83), (-0.065, -0.9), (-0.05, -0.98), (0, -1),
    (0.05, -0.98), (0.065, -0.9), (0.05, -0.83), (0.13, -0.78), (0.13, -0.44), (0.085, -0.42), (0.07, 0), (0.015, 0),
    (0, -0.4), (-0.015, 0),
)  # fmt: skip


def ridge(canvas: Canvas, chance: random.Random, height: float, swing: float, rough: float = 0.5) -> list[Point]:
    """The skyline of a range about a height, as a closed shape down to the foot of the canvas.

    `swing` is how far it goes up and down, `rough` between 0 (rolling hills) and 1 (crags).
    """
    waves = [(chance.uniform(0, math.tau), octave, rough ** (octave * 0.9)) for octave in range(6)]
    total = sum(weight for _, _, weight in waves)
    points: list[Point] = []
    step = max(2.0, canvas.u * 4)
    count = int(canvas.w / step) + 2
    for place in range(count):
        x = place * step
        turn = x / (canvas.u * 1000) * math.tau * 0.62
        y = sum(weight * math.sin(phase + turn * 1.83**octave) for phase, octave, weight in waves) / total
        points.append((x, height - y * swing))
    return [*points, (canvas.w + step, canvas.h), (-step, canvas.h)]


def crags(canvas: Canvas, chance: random.Random, height: float, swing: float) -> list[Point]:
    """A jagged skyline by halving and shifting, closed at the foot of the canvas."""
    line = [chance.uniform(-0.5, 0.5) for _ in range(4)]
    size = 0.8
    while len(line) < 120:
        halved: list[float] = []
        for one, other in pairwise(line):
            halved += [one, (one + other) / 2 + chance.uniform(-size, size) / 2]
        line = [*halved, line[-1]]
        size *= 0.54
    step = canvas.w / (len(line) - 1)
    points = [(place * step, height - y * swing) for place, y in enumerate(line)]
    return [*points, (canvas.w, canvas.h), (0, canvas.h)]


def gulls(canvas: Canvas, chance: random.Random, box: tuple[float, float, float, float], look: tuple[int, str]) -> None:
    """Birds far away in a box (left, top, right, bottom): how many, and their colour."""
    count, colour = look
    for _ in range(count):
        x, y = chance.uniform(box[0], box[2]), chance.uniform(box[1], box[3])
        size = canvas.u * chance.uniform(10, 20)
        wings = [(-1, 0.25), (-0.55, -0.3), (0, 0.1), (0.55, -0.3), (1, 0.25)]
        canvas.line(placed(wings, (x, y), size), canvas.u * 3, colour)


def glitter(canvas: Canvas, chance: random.Random, top: float, across: tuple[float, float, str]) -> None:
    """Light on water below a height: short dashes, wider and sparser towards the foot. Middle, spread, colour."""
    middle, spread, colour = across
    y = top
    while y < canvas.h:
        depth = (y - top) / max(1, canvas.h - top)
        for _ in range(3):
            width = canvas.u * (14 + 70 * depth) * chance.uniform(0.4, 1.3)
            x = chance.gauss(middle, spread * (0.35 + 0.8 * depth))
            shown = 0.8 * max(0.0, 1 - depth * 1.5)
            canvas.box((x - width / 2, y, x + width / 2, y + canvas.u * (2 + 3 * depth)), colour, shown)
        y += canvas.u * (7 + 24 * depth)


def firs(canvas: Canvas, chance: random.Random, base: Points, look: tuple[float, str]) -> None:
    """Fir trees along a ridge line: their greatest height and their colour."""
    tall, colour = look
    x = -tall * 0.1
    skyline = [point for point in base if 0 <= point[0] <= canvas.w]
    while x < canvas.w + tall * 0.2:
        y = min(skyline, key=lambda point: abs(point[0] - x))[1] + tall * 0.12
        height = tall * chance.uniform(0.5, 1.0)
        for level in range(4):
            top, half = y - height * (1 - level * 0.2), height * (0.08 + 0.045 * level)
            canvas.fill([(x, top), (x + half, top + height * 0.36), (x - half, top + height * 0.36)], colour)
        canvas.box((x - height * 0.02, y - height * 0.1, x + height * 0.02, y + height * 0.05), colour)
        x += height * chance.uniform(0.16, 0.34)


def sunburst(canvas: Canvas, centre: Point, rays: int, look: tuple[str, float]) -> None:
    """Rays from a centre to beyond the edges: colour and opacity."""
    far = (canvas.w + canvas.h) * 1.2
    for ray in range(rays):
        one, other = (math.tau * (ray + side) / rays for side in (0.0, 0.5))
        a = (centre[0] + far * math.cos(one), centre[1] + far * math.sin(one))
        b = (centre[0] + far * math.cos(other), centre[1] + far * math.sin(other))
        canvas.fill([centre, a, b], look[0], look[1])
