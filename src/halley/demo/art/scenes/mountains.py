"""Seven ridges in morning haze under a red sun, and one walker."""

import random

from halley.demo.art.canvas import Canvas, mix, placed
from halley.demo.art.palette import Palette
from halley.demo.art.scenes.shapes import PERSON, crags, firs, gulls, ridge


def mountains(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (0.7, ink.low), (1, ink.light)])
    canvas.disc((w * 0.64, h * 0.27), 152 * u, ink.accent)
    canvas.haze(h * 0.26, h * 0.42, ink.low, (0.0, 0.25, 0.75))
    last = ridge(canvas, chance, h, 1)
    for place in range(7):
        share = place / 6
        height = h * (0.4 + 0.071 * place)
        if place < 3:
            shape = crags(canvas, chance, height, u * (120 - 24 * place))
        else:
            shape = ridge(canvas, chance, height, u * (56 + 10 * place), 0.62)
        colour = mix(mix(ink.low, ink.far, 0.35 + share), ink.near, share**1.6)
        canvas.shade(
            shape,
            [
                (0, colour),
                (0.25 + 0.1 * share, mix(colour, ink.light, 0.5 * (1 - share))),
                (1, mix(colour, ink.light, 0.3 * (1 - share))),
            ],
        )
        if place == 5:
            firs(canvas, chance, shape, (64 * u, mix(colour, ink.near, 0.5)))
        last = shape
    gulls(canvas, chance, (w * 0.12, h * 0.2, w * 0.45, h * 0.33), (4, mix(ink.near, ink.far, 0.5)))
    x = w * 0.27
    y = min(last, key=lambda point: abs(point[0] - x))[1]
    canvas.fill(placed(PERSON, (x, y + 4 * u), 92 * u), mix(ink.near, "#000000", 0.35))
    canvas.box((x - 20 * u, y - 70 * u, x + 2 * u, y - 36 * u), ink.accent, 1, 4 * u)
    canvas.line([(x + 24 * u, y + 4 * u), (x + 14 * u, y - 64 * u)], 4 * u, mix(ink.near, "#000000", 0.35))
