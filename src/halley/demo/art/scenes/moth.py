"""A moth before a lamp, its wings printed in two inks."""

import math
import random

from halley.demo.art.canvas import Canvas, arc, curve, mix, placed
from halley.demo.art.palette import Palette


def moth(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (0.6, ink.low), (1, ink.near)])
    lamp = (w * 0.5, h * 0.4)
    for ring in range(6, 0, -1):
        canvas.disc(lamp, (70 + 92 * ring) * u, mix(ink.low, ink.light, 0.09 * (7 - ring)), 0.34)
    canvas.glow(lamp, 640 * u, ink.light, 0.7)
    canvas.disc(lamp, 150 * u, mix(ink.light, "#ffffff", 0.5))
    canvas.line([(lamp[0], -20), (lamp[0], lamp[1] - 300 * u)], 7 * u, ink.near)
    canvas.fill(
        [
            (lamp[0] - 60 * u, lamp[1] - 300 * u),
            (lamp[0] + 60 * u, lamp[1] - 300 * u),
            (lamp[0] + 190 * u, lamp[1] - 196 * u),
            (lamp[0] - 190 * u, lamp[1] - 196 * u),
        ],
        ink.near,
    )
    for _ in range(60):
        angle, reach = chance.uniform(0, math.tau), chance.uniform(170, 620) * u
        canvas.disc(
            (lamp[0] + reach * math.cos(angle), lamp[1] + reach * math.sin(angle)),
            chance.uniform(1.5, 4.5) * u,
            ink.light,
            0.8,
        )
    at, size = (lamp[0], lamp[1] + 74 * u), 360 * u
    upper = curve(
        (0.03, -0.25), (0.34, -0.62), (0.86, -0.78), (1.06, -0.68), (0.98, -0.36), (0.72, 0.04), (0.36, 0.14), (0.04, 0.06)
    )
    lower = curve((0.04, 0.0), (0.4, 0.1), (0.68, 0.22), (0.7, 0.52), (0.48, 0.78), (0.24, 0.66), (0.05, 0.26))
    for mirrored in (False, True):
        canvas.fill(placed(lower, at, size, mirrored=mirrored), mix(ink.accent, ink.near, 0.45))
        canvas.fill(placed([(x * 0.8 + 0.02, y * 0.82) for x, y in lower], at, size, mirrored=mirrored), ink.accent)
        canvas.fill(placed(upper, at, size, mirrored=mirrored), mix(ink.near, ink.low, 0.25))
        canvas.fill(
            placed([(x * 0.86 + 0.03, y * 0.86 - 0.02) for x, y in upper], at, size, mirrored=mirrored),
            mix(ink.low, ink.accent, 0.55),
        )
        canvas.fill(
            placed([(x * 0.6 + 0.05, y * 0.62 - 0.06) for x, y in upper], at, size, mirrored=mirrored),
            mix(ink.low, ink.near, 0.4),
        )
        for x, y, radius in ((0.66, -0.44, 0.14), (0.42, 0.42, 0.12)):
            spot = placed([(x, y)], at, size, mirrored=mirrored)[0]
            canvas.disc(spot, radius * size, ink.near)
            canvas.disc(spot, radius * 0.72 * size, ink.light)
            canvas.disc(spot, radius * 0.38 * size, ink.near)
        for vein in range(6):
            tip = (0.98 - 0.09 * vein, -0.66 + 0.13 * vein)
            canvas.line(placed([(0.08, -0.16), tip], at, size, mirrored=mirrored), 2.5 * u, ink.near, 0.55)
        feeler = curve((0.03, -0.34), (0.12, -0.56), (0.3, -0.66))
        canvas.line(placed(feeler, at, size, mirrored=mirrored), 6 * u, ink.near)
        for barb in range(4, len(feeler), 2):
            x, y = feeler[barb]
            canvas.line(placed([(x, y), (x + 0.05, y + 0.05)], at, size, mirrored=mirrored), 3.5 * u, ink.near)
    canvas.fill(placed(arc((0, 0.1), (0.085, 0.44), 0, 360), at, size), ink.near)
    for stripe in range(5):
        canvas.line(placed([(-0.06, 0.12 + 0.075 * stripe), (0.06, 0.12 + 0.075 * stripe)], at, size), 8 * u, ink.accent)
    canvas.fill(placed(arc((0, -0.24), (0.1, 0.12), 0, 360), at, size), mix(ink.near, ink.accent, 0.2))
    street = h * 0.8
    for house in range(9):
        x, tall = w * house / 8 - 20 * u, chance.uniform(40, 170) * u
        canvas.box((x - 70 * u, street - tall, x + 70 * u, h), mix(ink.near, "#000000", 0.3))
        canvas.fill(
            [(x - 82 * u, street - tall), (x, street - tall - 66 * u), (x + 82 * u, street - tall)],
            mix(ink.near, "#000000", 0.3),
        )
        if chance.random() < 0.6:
            canvas.box((x - 14 * u, street - tall + 40 * u, x + 14 * u, street - tall + 78 * u), ink.light)
