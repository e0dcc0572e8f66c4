"""A dome on a mountain, and the stars drawn out into circles above it."""

import random

from halley.demo.art.canvas import Canvas, arc, curve, mix, placed, turned
from halley.demo.art.palette import Palette
from halley.demo.art.scenes.shapes import PERSON, crags


def observatory(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (0.6, ink.low), (0.8, mix(ink.low, ink.accent, 0.4)), (1, ink.far)])
    pole = (w * 0.56, h * 0.3)
    canvas.glow(pole, 760 * u, ink.accent, 0.22)
    for _ in range(190):
        radius = 20 * u + chance.random() ** 0.75 * 1150 * u
        start, long = chance.uniform(0, 360), chance.uniform(16, 62)
        colour = mix(ink.light, chance.choice((ink.accent, "#ffd9a0", "#ffffff")), chance.random())
        canvas.line(arc(pole, radius, start, start + long), chance.uniform(1.2, 3.2) * u, colour, chance.uniform(0.3, 0.9))
    canvas.disc(pole, 5 * u, "#ffffff")
    for layer in range(2):
        canvas.fill(
            crags(canvas, chance, h * (0.63 + 0.05 * layer), (120 - 40 * layer) * u),
            mix(ink.low, ink.far, 0.55 + 0.3 * layer),
        )
    peak = [
        *curve(
            (-20, h * 0.86),
            (w * 0.14, h * 0.775),
            (w * 0.26, h * 0.695),
            (w * 0.38, h * 0.675),
            (w * 0.62, h * 0.675),
            (w * 0.74, h * 0.735),
            (w + 20, h * 0.85),
        ),
        (w + 20, h),
        (-20, h),
    ]
    canvas.fill(peak, ink.near)
    centre, radius = (w * 0.47, h * 0.6), 152 * u
    canvas.beam(
        [
            (centre[0] + 10 * u, centre[1] - 70 * u),
            (pole[0] - 60 * u, -30),
            (pole[0] + 160 * u, -30),
            (centre[0] + 60 * u, centre[1] - 60 * u),
        ],
        ink.accent,
        0.4,
        12 * u,
    )
    canvas.box((centre[0] - radius, centre[1], centre[0] + radius, h * 0.705), mix(ink.light, ink.low, 0.42))
    canvas.box((centre[0] + radius * 0.2, centre[1], centre[0] + radius, h * 0.705), ink.near, 0.45)
    canvas.fill(arc(centre, radius * 1.06, 180, 360), mix(ink.light, ink.low, 0.2))
    canvas.fill([*arc(centre, radius * 1.06, 270, 360), (centre[0] + radius * 0.2, centre[1])], ink.near, 0.4)
    slit = [
        (centre[0] + 14 * u, centre[1] - radius * 1.07),
        (centre[0] + 66 * u, centre[1] - radius * 0.97),
        (centre[0] + 84 * u, centre[1]),
        (centre[0] + 22 * u, centre[1]),
    ]
    canvas.fill(slit, ink.near)
    canvas.glow((centre[0] + 48 * u, centre[1] - radius * 0.4), 90 * u, "#ffcf8a", 0.75)
    scope = (centre[0] + 46 * u, centre[1] - radius * 0.62)
    canvas.fill(
        turned(
            [
                (scope[0] - 15 * u, scope[1] + 70 * u),
                (scope[0] - 19 * u, scope[1] - 84 * u),
                (scope[0] + 19 * u, scope[1] - 84 * u),
                (scope[0] + 15 * u, scope[1] + 70 * u),
            ],
            scope,
            13,
        ),
        ink.light,
    )
    canvas.box((centre[0] - radius * 1.1, centre[1] - 8 * u, centre[0] + radius * 1.1, centre[1] + 10 * u), ink.far)
    for window in (-0.62, -0.26):
        canvas.box(
            (centre[0] + radius * window, centre[1] + 50 * u, centre[0] + radius * (window + 0.2), centre[1] + 90 * u),
            "#ffcf8a",
        )
        canvas.glow((centre[0] + radius * (window + 0.1), centre[1] + 70 * u), 60 * u, "#ffcf8a", 0.6)
    canvas.fill(placed(PERSON, (w * 0.74, h * 0.74), 88 * u), ink.near)
    canvas.line([(w * 0.77, h * 0.745), (w * 0.8, h * 0.69)], 8 * u, ink.near)
    canvas.line([(w * 0.79, h * 0.71), (w * 0.775, h * 0.751)], 3 * u, ink.near)
    canvas.line([(w * 0.79, h * 0.71), (w * 0.808, h * 0.751)], 3 * u, ink.near)
