"""A small yellow submarine far down, its lamp on something larger than it should be."""

import random

from halley.demo.art.canvas import Canvas, arc, curve, mix
from halley.demo.art.palette import Palette
from halley.demo.art.scenes.shapes import ridge


def deepsea(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, mix(ink.high, ink.light, 0.25)), (0.3, ink.high), (0.62, ink.low), (1, ink.near)])
    for _ in range(7):
        x, spread = chance.uniform(-0.1, 1.1) * w, chance.uniform(40, 110) * u
        lean = (x - w / 2) * 0.35
        shaft = [(x, -20), (x + spread * 0.5, -20), (x + spread + lean, h * 0.5), (x - spread + lean, h * 0.5)]
        canvas.beam(shaft, ink.light, 0.14, 16 * u)
    for _ in range(46):
        canvas.disc((chance.uniform(0, w), chance.uniform(0.1, 0.95) * h), u * chance.uniform(1, 4), ink.light, 0.3)
    sub = (w * 0.37, h * 0.495)
    nose = (sub[0] + 150 * u, sub[1] + 8 * u)
    canvas.beam([nose, (w * 1.12, h * 0.52), (w * 1.02, h * 0.82)], ink.light, 0.6, 12 * u)
    eye = (w * 0.86, h * 0.66)
    canvas.glow(eye, 170 * u, ink.accent, 0.5)
    for place in range(7):
        y0 = h * (0.98 - place * 0.012)
        reach = (place - 3) * 0.15
        arm = curve(
            (w * (0.92 + reach * 0.4), y0),
            (w * (0.8 + reach), h * 0.86),
            (w * (0.66 + reach * 1.3), h * (0.8 - 0.012 * place)),
            (w * (0.56 + reach * 1.6), h * (0.84 - 0.022 * place)),
            (w * (0.5 + reach * 1.5), h * 0.8),
        )
        for part in range(len(arm) - 1):
            canvas.line(arm[part : part + 2], u * (74 - 66 * part / len(arm)), mix(ink.near, ink.far, 0.5 + 0.07 * place))
    canvas.fill(arc(eye, (150 * u, 190 * u), 0, 360), mix(ink.near, ink.far, 0.85))
    canvas.disc(eye, 62 * u, ink.light)
    canvas.disc(eye, 46 * u, ink.accent)
    canvas.fill(arc(eye, (13 * u, 40 * u), 0, 360), ink.near)
    canvas.disc((eye[0] - 18 * u, eye[1] - 20 * u), 9 * u, "#ffffff")
    _submarine(canvas, sub, ink)
    floor = ridge(canvas, chance, h * 0.95, 36 * u, 0.6)
    canvas.fill(floor, mix(ink.near, ink.low, 0.12))
    for _ in range(16):
        x, size = chance.uniform(0, w), chance.uniform(40, 150) * u
        sway = chance.uniform(-20, 20) * u
        canvas.line(
            curve((x, h), (x + sway, h - size * 0.6), (x - sway, h - size * 1.2)), 7 * u, mix(ink.near, ink.low, 0.3)
        )


def _submarine(canvas: Canvas, at: tuple[float, float], ink: Palette) -> None:
    x, y = at
    u = canvas.u
    canvas.glow((x + 150 * u, y), 130 * u, ink.light, 0.9)
    dark = mix(ink.accent, ink.near, 0.55)
    canvas.fill(
        [
            (x - 180 * u, y - 62 * u),
            (x - 150 * u, y - 62 * u),
            (x - 110 * u, y),
            (x - 150 * u, y + 62 * u),
            (x - 180 * u, y + 62 * u),
        ],
        dark,
    )
    canvas.line([(x - 190 * u, y - 38 * u), (x - 190 * u, y + 38 * u)], 10 * u, dark)
    canvas.fill(
        [(x - 46 * u, y - 60 * u), (x - 34 * u, y - 122 * u), (x + 44 * u, y - 122 * u), (x + 56 * u, y - 60 * u)],
        ink.accent,
    )
    canvas.line([(x + 6 * u, y - 122 * u), (x + 6 * u, y - 168 * u), (x + 34 * u, y - 168 * u)], 9 * u, dark)
    hull = arc((x, y), (160 * u, 74 * u), 0, 360)
    canvas.fill(hull, ink.accent)
    canvas.fill([*arc((x, y), (160 * u, 74 * u), 8, 172)], mix(ink.accent, ink.near, 0.3))
    canvas.line([(x - 150 * u, y + 8 * u), (x + 156 * u, y + 8 * u)], 4 * u, dark)
    for place in range(3):
        hole = (x + (-62 + 66 * place) * u, y - 16 * u)
        canvas.disc(hole, 24 * u, dark)
        canvas.disc(hole, 17 * u, ink.light)
    canvas.disc((x + 150 * u, y + 4 * u), 15 * u, "#fffdf0")
