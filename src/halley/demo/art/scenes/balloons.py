"""Hot-air balloons over a patchwork of fields."""

import math
import random

from halley.demo.art.canvas import Canvas, Point, mix, placed
from halley.demo.art.palette import Palette
from halley.demo.art.scenes.shapes import ridge


def balloons(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (0.75, ink.low), (1, ink.light)])
    canvas.disc((w * 0.2, h * 0.26), 90 * u, ink.light)
    for _ in range(4):
        x, y, size = chance.uniform(0, w), chance.uniform(0.3, 0.6) * h, chance.uniform(80, 130) * u
        canvas.box((x - size * 1.6, y, x + size * 1.6, y + size * 0.34), ink.light, 0.6, 20 * u)
        canvas.box((x - size * 0.7, y - size * 0.3, x + size * 1.1, y), ink.light, 0.6, 20 * u)
    canvas.fill(ridge(canvas, chance, h * 0.64, 50 * u, 0.5), mix(ink.high, ink.far, 0.55))
    for layer in range(4):
        y = h * (0.69 + 0.065 * layer)
        hill = ridge(canvas, chance, y, 44 * u, 0.3)
        canvas.fill(hill, mix(ink.far, ink.near, layer / 3.4) if layer % 2 else mix(ink.low, "#e8c14e", 0.55 + 0.1 * layer))
        for row in range(1, 9):
            shifted = [(x, v + row * (15 + 5 * layer) * u) for x, v in hill[:-2]]
            canvas.line(shifted, 3 * u, ink.near, 0.13)
    fleet = (
        ((0.63, 0.37), 205, (ink.accent, ink.light)),
        ((0.24, 0.47), 108, ("#f0b429", ink.near)),
        ((0.87, 0.55), 70, (ink.near, ink.light)),
        ((0.46, 0.62), 46, (ink.accent, "#f0b429")),
    )
    for (x, y), size, stripes in fleet:
        _balloon(canvas, (w * x, h * y), size * u, stripes)


def _balloon(canvas: Canvas, at: Point, size: float, stripes: tuple[str, str]) -> None:
    x, y = at
    profile = [
        (
            math.sin(math.radians(a)) * (1 if a < 90 else 1 - ((a - 90) / 90) ** 2 * 0.22),
            -math.cos(math.radians(a)) * (1 if a < 90 else 1.16),
        )
        for a in range(0, 171, 6)
    ]
    for gore in range(9, -1, -1):
        width = math.cos(math.radians(gore * 10 + 0)) if gore else 1.0
        inner = [(px * width, py) for px, py in profile]
        colour = stripes[gore % 2]
        canvas.fill(placed(inner, at, size) + placed(list(reversed(inner)), at, size, mirrored=True), colour)
        if width < 0.15:
            break
    for gore in range(9):
        width = math.cos(math.radians(10 + gore * 10))
        inner = [(px * width, py) for px, py in profile]
        canvas.fill(
            placed(inner, at, size) + placed(list(reversed(inner)), at, size, mirrored=True), stripes[(gore + 1) % 2]
        )
    shadow = [(px, py) for px, py in profile] + [(px * 0.55, py) for px, py in reversed(profile)]
    canvas.fill(placed(shadow, at, size), "#12242c", 0.2)
    for side in (-1, 1):
        canvas.line(
            [(x + side * size * 0.16, y + size * 1.12), (x + side * size * 0.12, y + size * 1.42)],
            max(1.5, size * 0.018),
            "#3a2a22",
        )
    canvas.box((x - size * 0.15, y + size * 1.4, x + size * 0.15, y + size * 1.62), "#6b4429", 1, size * 0.03)
    canvas.box((x - size * 0.17, y + size * 1.38, x + size * 0.17, y + size * 1.44), "#3a2a22", 1, size * 0.02)
