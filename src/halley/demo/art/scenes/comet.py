"""The comet over a city that has come out onto its roofs."""

import random

from halley.demo.art.canvas import Canvas, arc, curve, mix, placed
from halley.demo.art.palette import Palette
from halley.demo.art.scenes.shapes import PERSON


def comet(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (0.5, mix(ink.high, ink.low, 0.6)), (0.78, ink.low), (1, ink.accent)], 0, h * 0.95)
    canvas.stars(chance, 330, h * 0.7, ink.light)
    head = (w * 0.27, h * (0.365 if h > w else 0.2))
    tip = (w * 1.04, h * 0.07)
    for spread, strength, blur in ((190, 0.34, 26), (96, 0.5, 14), (34, 0.75, 6)):
        canvas.beam(
            [
                (head[0] - 10 * u, head[1] + 16 * u),
                (tip[0] - spread * u, tip[1] - spread * 1.1 * u),
                (tip[0] + spread * u, tip[1] + spread * u),
            ],
            ink.light,
            strength,
            blur * u,
        )
    dust = curve(head, (w * 0.55, head[1] * 0.85), (w * 0.8, head[1] * 0.74), (w * 1.06, head[1] * 0.74))
    canvas.beam(
        [*dust, *reversed(curve(head, (w * 0.55, h * 0.27), (w * 0.8, h * 0.2), (w * 1.06, h * 0.16)))],
        ink.accent,
        0.5,
        12 * u,
    )
    canvas.glow(head, 190 * u, ink.light, 0.9)
    canvas.disc(head, 27 * u, "#ffffff")
    for layer in range(3):
        _skyline(
            canvas,
            chance,
            h * (0.53 + 0.055 * layer),
            (
                mix(mix(ink.low, ink.accent, 0.3 - 0.14 * layer), ink.near, 0.16 + 0.22 * layer),
                ink.light,
                0.3 + 0.12 * layer,
            ),
        )
    roof = h * 0.675
    canvas.box((0, roof, w, h), mix(ink.near, "#000000", 0.45))
    canvas.line([(0, roof - 30 * u), (w, roof - 30 * u)], 3 * u, mix(ink.near, "#000000", 0.45))
    for post in range(24):
        x = w * post / 23
        canvas.line([(x, roof - 30 * u), (x, roof)], 2.5 * u, mix(ink.near, "#000000", 0.45))
    for place, tall in ((0.3, 128), (0.365, 142), (0.43, 104), (0.475, 84)):
        canvas.fill(placed(PERSON, (w * place, roof + 4 * u), tall * u), "#04030d")
    canvas.line([(w * 0.43, roof - 76 * u), (w * 0.407, roof - 128 * u)], 9 * u, "#04030d")


def _skyline(canvas: Canvas, chance: random.Random, base: float, look: tuple[str, str, float]) -> None:
    colour, light, lit = look
    u, x = canvas.u, -30 * canvas.u
    while x < canvas.w:
        width, tall = chance.uniform(50, 120) * u, chance.uniform(60, 270) * u * (1.25 if chance.random() > 0.8 else 0.8)
        top = base - tall
        canvas.box((x, top, x + width, canvas.h), colour)
        kind = chance.randrange(5)
        if kind == 0:
            canvas.fill([(x + width * 0.3, top), (x + width * 0.5, top - 70 * u), (x + width * 0.7, top)], colour)
            canvas.line([(x + width / 2, top - 60 * u), (x + width / 2, top - 110 * u)], 3 * u, colour)
        elif kind == 1:
            canvas.box((x + width * 0.2, top - 26 * u, x + width * 0.8, top), colour)
        elif kind == 2:
            canvas.fill(arc((x + width / 2, top), (width * 0.36, 34 * u), 180, 360), colour)
        for row in range(int(tall / (21 * u)) + 6):
            for column in range(max(1, int(width / (17 * u)) - 1)):
                if chance.random() < lit * 0.5:
                    wx, wy = x + (9 + 17 * column) * u, top + (12 + 21 * row) * u
                    canvas.box((wx, wy, wx + 8 * u, wy + 11 * u), mix(colour, light, chance.uniform(0.35, 1.0)))
        x += width + chance.choice((0, 0, 6, 14)) * u
