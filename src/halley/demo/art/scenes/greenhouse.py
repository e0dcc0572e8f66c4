"""Ferns and palms pressing against the glass, one red bloom open."""

import math
import random

from halley.demo.art.canvas import Canvas, Point, arc, curve, mix, placed, turned
from halley.demo.art.palette import Palette


def greenhouse(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (1, ink.low)])
    centre, radius = (w * 0.5, h * 0.5), 420 * u
    canvas.fill([*arc(centre, radius, 180, 360), (centre[0] + radius, h), (centre[0] - radius, h)], ink.light)
    for place in range(-3, 4):
        x = centre[0] + place * radius / 3.5
        y = centre[1] - math.sqrt(max(0.0, 1 - (place / 3.5) ** 2)) * radius
        canvas.line([(x, y), (x, h)], 5 * u, ink.high)
    for place in range(4):
        canvas.line(
            [(centre[0] - radius, centre[1] + place * 170 * u), (centre[0] + radius, centre[1] + place * 170 * u)],
            5 * u,
            ink.high,
        )
    canvas.line(arc(centre, radius * 0.55, 180, 360), 5 * u, ink.high)
    canvas.line(
        [(centre[0] - radius, h), (centre[0] - radius, centre[1]), *arc(centre, radius, 180, 360), (centre[0] + radius, h)],
        13 * u,
        mix(ink.high, ink.accent, 0.35),
    )
    root = (w * 0.5, h * 0.86)
    for place in range(9):
        lean = -78 + 19.5 * place
        colour = mix(ink.far, ink.near, chance.uniform(0.0, 0.5))
        _frond(canvas, root, (lean, u * chance.uniform(520, 640) * (1 - abs(lean) / 330)), colour)
    for side in (-1, 1):
        for place in range(3):
            at = (w / 2 + side * (w * 0.5 + 10 * u), h * (0.66 + 0.13 * place))
            _leaf(
                canvas,
                at,
                (side * -(44 + 22 * place), 330 * u),
                (ink.near if place % 2 else mix(ink.far, ink.near, 0.55), ink.far),
            )
    bloom = (w * 0.5, h * 0.44)
    canvas.line(curve((root[0], root[1]), (w * 0.485, h * 0.66), bloom), 13 * u, ink.near)
    for petal in range(9):
        shape = curve((0, 0), (-0.3, -0.55), (0, -1.15), (0.3, -0.55), (0, 0))
        canvas.fill(turned(placed(shape, bloom, 118 * u), bloom, petal * 40), mix(ink.accent, ink.near, 0.16 * (petal % 2)))
    canvas.disc(bloom, 36 * u, "#f6c445")
    canvas.disc(bloom, 20 * u, mix("#f6c445", ink.accent, 0.5))
    pot = [(-0.5, -0.1), (0.5, -0.1), (0.38, 0.75), (-0.38, 0.75)]
    canvas.fill(placed(pot, root, 260 * u), ink.accent)
    canvas.fill(
        placed([(-0.56, -0.12), (0.56, -0.12), (0.53, 0.08), (-0.53, 0.08)], root, 260 * u), mix(ink.accent, ink.near, 0.18)
    )


def _frond(canvas: Canvas, root: Point, shape: tuple[float, float], colour: str) -> None:
    lean, length = shape
    line = curve((0, 0), (lean / 300, -0.42), (lean / 120, -0.76), (lean / 66, -0.9 + abs(lean) / 260))
    stem = placed(line, root, length)
    canvas.line(stem, canvas.u * 7, colour)
    for place in range(5, len(stem) - 1, 2):
        (x0, y0), (x1, y1) = stem[place - 1], stem[place]
        angle = math.degrees(math.atan2(y1 - y0, x1 - x0))
        reach = length * 0.24 * math.sin(math.pi * (0.12 + 0.86 * place / len(stem)))
        for side in (-1, 1):
            leaf = curve((0, 0), (0.5, -0.12), (1, 0), (0.5, 0.12), (0, 0))
            canvas.fill(turned(placed(leaf, (x1, y1), reach), (x1, y1), angle + side * 58), colour)


def _leaf(canvas: Canvas, at: Point, shape: tuple[float, float], inks: tuple[str, str]) -> None:
    lean, length = shape
    outline = curve((0, 0), (-0.28, -0.3), (-0.3, -0.66), (0, -1.08), (0.3, -0.66), (0.28, -0.3), (0, 0))
    canvas.fill(turned(placed(outline, at, length), at, lean), inks[0])
    canvas.line(turned(placed([(0, 0), (0, -0.98)], at, length), at, lean), canvas.u * 5, inks[1])
    for step in range(1, 6):
        y = -0.15 * step
        for side in (-1, 1):
            canvas.line(turned(placed([(0, y), (side * 0.24, y - 0.14)], at, length), at, lean), canvas.u * 4, inks[1])
