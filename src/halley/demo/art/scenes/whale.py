"""A tiny rowing boat on a bright sea, and below it the whale, many times its size."""

import math
import random

from halley.demo.art.canvas import Canvas, curve, mix, placed, turned
from halley.demo.art.palette import Palette
from halley.demo.art.scenes.shapes import PERSON


def whale(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    w, h, u = canvas.w, canvas.h, canvas.u
    sea = h * 0.3
    canvas.wash([(0, mix(ink.high, ink.light, 0.5)), (1, ink.high)], 0, sea)
    canvas.disc((w * 0.72, sea * 0.62), 88 * u, ink.light)
    canvas.wash([(0, mix(ink.low, ink.light, 0.4)), (0.14, ink.low), (0.55, ink.far), (1, ink.near)], sea)
    for layer in range(5):
        y = sea + (20 + 56 * layer) * u
        wave = [(x, y + 9 * u * math.sin(x / (46 * u) + layer * 1.7)) for x in range(-10, canvas.w + 20, 6)]
        canvas.line(wave, 4 * u, ink.light, 0.42 - 0.075 * layer)
    for _ in range(6):
        x = chance.uniform(0.05, 0.95) * w
        canvas.beam([(x, sea), (x + 40 * u, sea), (x + 150 * u, h * 0.9), (x - 30 * u, h * 0.9)], ink.light, 0.1, 14 * u)
    size = min(w * 0.43, h * 0.33)
    at = (w * 0.51, sea + (h - sea) * 0.33)
    body = curve((-1.0, 0.08), (-0.86, -0.14), (-0.5, -0.27), (0.0, -0.27), (0.45, -0.16), (0.74, -0.06), (0.86, -0.08))
    body += curve((0.9, -0.1), (1.04, -0.3), (1.16, -0.34), (1.1, -0.16), (1.0, -0.02))
    body += curve((1.02, 0.02), (1.16, 0.1), (1.2, 0.22), (1.04, 0.16), (0.9, 0.06), (0.8, 0.08))
    body += curve((0.72, 0.1), (0.3, 0.28), (-0.1, 0.36), (-0.55, 0.34), (-0.86, 0.24), (-1.0, 0.08))
    tilted = turned(placed(body, at, size), at, -11)
    canvas.fill([(x + 10 * u, y + 26 * u) for x, y in tilted], ink.near, 0.35)
    canvas.shade(tilted, [(0, mix(ink.near, ink.far, 0.25)), (1, ink.near)])
    belly = curve((-0.97, 0.12), (-0.7, 0.16), (-0.3, 0.22), (0.05, 0.24), (0.3, 0.2))
    belly += curve((0.2, 0.3), (-0.1, 0.36), (-0.55, 0.34), (-0.86, 0.24), (-0.97, 0.12))
    canvas.fill(turned(placed(belly, at, size), at, -11), mix(ink.high, ink.light, 0.4))
    for groove in range(6):
        y = 0.2 + 0.022 * groove
        line = curve((-0.9 + 0.05 * groove, y - 0.03), (-0.5, y + 0.03), (-0.05 - 0.06 * groove, y + 0.05))
        canvas.line(turned(placed(line, at, size), at, -11), 3 * u, mix(ink.far, ink.near, 0.2))
    fin = curve((-0.34, 0.2), (-0.3, 0.44), (-0.1, 0.66), (0.06, 0.7), (0.02, 0.5), (-0.1, 0.24))
    canvas.fill(turned(placed(fin, at, size), at, -11), mix(ink.near, "#000000", 0.25))
    eye = turned(placed([(-0.7, 0.06)], at, size), at, -11)[0]
    canvas.disc(eye, 11 * u, ink.light)
    canvas.disc(eye, 7 * u, "#000000")
    boat = (w * 0.4, sea + 14 * u)
    canvas.fill(placed([(-1, -0.12), (1, -0.16), (0.74, 0.3), (-0.72, 0.3)], boat, 62 * u), ink.accent)
    canvas.fill(placed(PERSON[2:14], (boat[0] - 4 * u, boat[1] + 34 * u), 88 * u), ink.near)
    canvas.line([(boat[0] - 10 * u, boat[1] - 18 * u), (boat[0] + 84 * u, boat[1] + 34 * u)], 4 * u, ink.near)
    for _ in range(18):
        canvas.disc(
            (at[0] + chance.uniform(-1.1, -0.4) * size, at[1] + chance.uniform(-0.6, 0.5) * size),
            u * chance.uniform(2, 7),
            ink.light,
            0.4,
        )
