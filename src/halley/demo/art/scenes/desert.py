"""A caravan on a dune under three moons."""

import random

from halley.demo.art.canvas import Canvas, Point, arc, curve, mix, placed
from halley.demo.art.palette import Palette
from halley.demo.art.scenes.shapes import ridge


def desert(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (0.45, mix(ink.high, ink.low, 0.62)), (0.7, ink.low), (1, ink.accent)])
    canvas.stars(chance, 90, h * 0.3, ink.light)
    for (x, y), radius, share in (((0.68, 0.3), 190, 0.9), ((0.27, 0.2), 74, 0.75), ((0.4, 0.345), 36, 0.95)):
        centre = (w * x, h * y)
        canvas.glow(centre, radius * 2.2 * u, ink.light, 0.35)
        canvas.disc(centre, radius * u, mix(ink.low, ink.light, share))
        shadow = [
            *arc(centre, radius * u, 40, 220),
            *reversed(arc((centre[0] + radius * 0.4 * u, centre[1] - radius * 0.36 * u), radius * 1.03 * u, 55, 205)),
        ]
        canvas.fill(shadow, mix(ink.low, ink.far, 0.35), 0.55)
    canvas.fill(ridge(canvas, chance, h * 0.53, 20 * u, 0.5), mix(ink.low, ink.far, 0.45))
    crest = curve((-20, h * 0.6), (w * 0.24, h * 0.545), (w * 0.52, h * 0.6), (w * 0.8, h * 0.555), (w + 20, h * 0.585))
    canvas.shade([*crest, (w + 20, h), (-20, h)], [(0, mix(ink.low, ink.light, 0.15)), (0.3, ink.far), (1, ink.near)])
    knife = curve((w * 0.12, h + 20), (w * 0.3, h * 0.82), (w * 0.42, h * 0.72), (w * 0.66, h * 0.655), (w + 20, h * 0.7))
    canvas.shade(
        [*knife, (w + 20, h + 20)], [(0, ink.low), (0.25, mix(ink.far, ink.low, 0.6)), (1, mix(ink.far, ink.near, 0.2))]
    )
    lee = curve((w * 0.12, h + 20), (w * 0.3, h * 0.82), (w * 0.42, h * 0.72), (w * 0.66, h * 0.655))
    lee += curve((w * 0.66, h * 0.655), (w * 0.6, h * 0.75), (w * 0.66, h * 0.86), (w * 0.55, h + 20))
    canvas.fill(lee, ink.near, 0.82)
    for place in range(5):
        x = w * (0.17 + 0.088 * place)
        y = min(crest, key=lambda point: abs(point[0] - x))[1]
        _camel(canvas, (x, y + 3 * u), 62 * u, ink)


def _camel(canvas: Canvas, at: Point, size: float, ink: Palette) -> None:
    body = curve(
        (-0.55, -0.5),
        (-0.5, -0.8),
        (-0.2, -0.85),
        (-0.02, -1.12),
        (0.16, -0.86),
        (0.36, -0.8),
        (0.52, -0.74),
        (0.62, -1.0),
        (0.72, -1.22),
        (0.95, -1.2),
        (0.98, -1.08),
        (0.82, -1.04),
        (0.72, -0.7),
        (0.52, -0.5),
        (0.1, -0.44),
        (-0.55, -0.5),
    )
    colour = mix(ink.near, "#000000", 0.25)
    canvas.fill(placed(body, at, size), colour)
    for foot, hip in ((-0.5, -0.46), (-0.32, -0.38), (0.28, 0.34), (0.48, 0.42)):
        canvas.line(placed([(hip, -0.55), (foot, 0)], at, size), size * 0.085, colour)
    canvas.fill(placed([(-0.3, -0.9), (0.24, -0.92), (0.2, -0.62), (-0.26, -0.6)], at, size), ink.accent)
    canvas.fill(placed([(-0.1, -1.1), (0.12, -1.1), (0.15, -1.5), (0.02, -1.66), (-0.1, -1.5)], at, size), colour)
