"""A transmitter on a hill, calling in rings, in the manner of a pulp cover."""

import random

from halley.demo.art.canvas import Canvas, arc, curve, mix, placed
from halley.demo.art.palette import Palette
from halley.demo.art.scenes.shapes import PERSON, sunburst


def radio(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (0.7, ink.low), (1, ink.far)])
    tip = (w * 0.5, h * 0.25)
    sunburst(canvas, tip, 22, (ink.light, 0.11))
    for ring in range(9):
        radius = (64 + 78 * ring) * u
        share = ring / 8
        canvas.line(
            arc(tip, radius, 202, 338), (15 - 11 * share) * u, mix(ink.accent, ink.light, share * 0.65), 1 - 0.6 * share
        )
        canvas.line(arc(tip, radius, 22, 158), (7 - 5 * share) * u, mix(ink.low, ink.light, 0.5), 0.55 - 0.45 * share)
    hill = curve(
        (-20, h * 0.76),
        (w * 0.22, h * 0.69),
        (w * 0.48, h * 0.595),
        (w * 0.66, h * 0.63),
        (w * 0.86, h * 0.71),
        (w + 20, h * 0.73),
    )
    canvas.shade([*hill, (w + 20, h), (-20, h)], [(0, ink.far), (0.4, mix(ink.far, ink.near, 0.7)), (1, ink.near)])
    base, half = h * 0.615, 108 * u
    levels = 11
    for level in range(levels):
        a, b = level / levels, (level + 1) / levels
        ya, yb = base + (tip[1] - base) * a, base + (tip[1] - base) * b
        wa, wb = half * (1 - a) ** 1.25 + 5 * u, half * (1 - b) ** 1.25 + 5 * u
        width = (8 - 5 * a) * u
        for start, end in (
            ((-wa, ya), (-wb, yb)),
            ((wa, ya), (wb, yb)),
            ((-wa, ya), (wb, yb)),
            ((wa, ya), (-wb, yb)),
            ((-wb, yb), (wb, yb)),
        ):
            canvas.line([(tip[0] + start[0], start[1]), (tip[0] + end[0], end[1])], width, ink.near)
    canvas.glow(tip, 120 * u, ink.light, 0.95)
    canvas.disc(tip, 24 * u, ink.accent)
    canvas.disc(tip, 11 * u, ink.light)
    x, y = w * 0.73, h * 0.66
    canvas.box((x - 76 * u, y - 66 * u, x + 76 * u, y + 40 * u), ink.near)
    canvas.fill(
        [(x - 94 * u, y - 62 * u), (x + 94 * u, y - 62 * u), (x + 62 * u, y - 104 * u), (x - 62 * u, y - 104 * u)],
        mix(ink.accent, ink.near, 0.35),
    )
    canvas.box((x - 44 * u, y - 40 * u, x - 2 * u, y - 6 * u), ink.light)
    canvas.glow((x - 23 * u, y - 22 * u), 90 * u, ink.light, 0.6)
    canvas.fill(placed(PERSON, (x - 22 * u, y - 2 * u), 36 * u), ink.near)
    for place in range(4):
        pole = w * (0.06 + 0.1 * place)
        foot = min(hill, key=lambda point: abs(point[0] - pole))[1]
        tall = (150 - 14 * place) * u
        canvas.line([(pole, foot), (pole, foot - tall)], 6 * u, ink.near)
        canvas.line([(pole - 26 * u, foot - tall * 0.9), (pole + 26 * u, foot - tall * 0.9)], 5 * u, ink.near)
        after = w * (0.16 + 0.1 * place) if place < 3 else x - 70 * u
        low = min(hill, key=lambda point: abs(point[0] - after))[1] - (136 - 14 * place) * u * 0.9
        canvas.line(
            curve(
                (pole, foot - tall * 0.9),
                ((pole + after) / 2, max(foot - tall * 0.9, low) + 14 * u),
                (after, low if place < 3 else y - 80 * u),
            ),
            2.5 * u,
            ink.near,
        )
    for _ in range(40):
        canvas.line(
            [(gx := chance.uniform(0, w), h), (gx + chance.uniform(-16, 16) * u, h - chance.uniform(20, 66) * u)],
            4 * u,
            mix(ink.near, "#000000", 0.4),
        )
