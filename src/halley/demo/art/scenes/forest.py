"""A white stag before the moon, deep in a wood."""

import random

from halley.demo.art.canvas import Canvas, Point, curve, mix, placed
from halley.demo.art.palette import Palette
from halley.demo.art.scenes.shapes import ridge


def forest(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (0.42, mix(ink.high, ink.low, 0.7)), (0.7, ink.low), (1, ink.high)])
    moon = (w * 0.5, h * 0.36)
    canvas.glow(moon, 560 * u, ink.light, 0.6)
    canvas.disc(moon, 236 * u, ink.light)
    canvas.disc(moon, 236 * u, ink.accent, 0.12)
    for layer in range(4):
        share = layer / 3
        colour = mix(mix(ink.low, ink.far, 0.5 + share), ink.near, share * 0.8)
        gap = w * (0.13 + 0.1 * share)
        x = -gap * chance.random()
        while x < w + gap:
            width = u * (16 + 52 * share) * chance.uniform(0.7, 1.3)
            if abs(x - w / 2) > w * (0.1 + 0.17 * share):
                _trunk(canvas, chance, x, (width, colour))
            x += gap * chance.uniform(0.5, 1.1)
        ground = ridge(canvas, chance, h * (0.68 + 0.06 * layer), 26 * u, 0.6)
        canvas.fill(ground, colour)
        canvas.haze(h * (0.55 + 0.06 * layer), h * (0.76 + 0.05 * layer), ink.light, (0, 0.2 * (1 - share), 0))
        if layer == 1:
            _stag(canvas, (w * 0.5, h * 0.755), 310 * u, ink)
    for _ in range(30):
        x, y = chance.uniform(0, w), chance.uniform(0.5, 0.9) * h
        canvas.glow((x, y), 16 * u, ink.accent, 0.9)
        canvas.disc((x, y), 3 * u, ink.light)
    for _ in range(60):
        x = chance.uniform(-0.02, 1.02) * w
        tall, lean = chance.uniform(60, 170) * u, chance.uniform(-40, 40) * u
        canvas.fill([(x - 7 * u, h), (x + lean, h - tall), (x + 7 * u, h)], mix(ink.near, "#000000", 0.3))


def _trunk(canvas: Canvas, chance: random.Random, x: float, look: tuple[float, str]) -> None:
    width, colour = look
    h, lean = canvas.h, chance.uniform(-0.02, 0.02) * canvas.h
    canvas.fill(
        [(x - width * 0.7, h), (x - width * 0.38 + lean, -10), (x + width * 0.38 + lean, -10), (x + width * 0.7, h)], colour
    )
    for _ in range(4):
        y, side = chance.uniform(0.04, 0.5) * h, chance.choice((-1, 1))
        reach = chance.uniform(1.5, 4) * width
        branch = curve((x, y), (x + side * reach * 0.5, y - reach * 0.3), (x + side * reach, y - reach * 0.75))
        canvas.line(branch, max(2.0, width * 0.14), colour)


def _stag(canvas: Canvas, at: Point, size: float, ink: Palette) -> None:
    body = curve(
        (-0.5, -0.52),
        (-0.46, -0.68),
        (-0.3, -0.74),
        (0.0, -0.7),
        (0.16, -0.76),
        (0.24, -0.92),
        (0.29, -1.08),
        (0.36, -1.16),
        (0.44, -1.13),
        (0.58, -1.04),
        (0.575, -0.99),
        (0.44, -0.99),
        (0.4, -0.88),
        (0.35, -0.66),
        (0.26, -0.5),
        (0.05, -0.42),
        (-0.2, -0.43),
        (-0.36, -0.4),
        (-0.48, -0.42),
        (-0.5, -0.52),
    )
    white = mix(ink.light, "#ffffff", 0.75)
    canvas.glow((at[0], at[1] - size * 0.55), size * 0.95, ink.light, 0.5)
    for hip, knee, foot in ((-0.43, -0.5, -0.46), (-0.34, -0.3, -0.34), (0.1, 0.1, 0.07), (0.21, 0.24, 0.21)):
        leg = [
            (hip - 0.05, -0.5),
            (hip + 0.07, -0.5),
            (knee + 0.03, -0.24),
            (foot + 0.025, 0),
            (foot - 0.025, 0),
            (knee - 0.03, -0.24),
        ]
        canvas.fill(placed(leg, at, size), white)
    canvas.fill(placed(body, at, size), white)
    canvas.fill(placed([(0.35, -1.1), (0.2, -1.17), (0.3, -1.04)], at, size), white)
    for side, lean in ((1, 0.0), (-0.72, 0.02)):
        root = 0.36 + lean
        beam = curve(
            (root, -1.12),
            (root + 0.02 * side, -1.3),
            (root + 0.2 * side, -1.46),
            (root + 0.26 * side, -1.66),
            (root + 0.16 * side, -1.86),
        )
        canvas.line(placed(beam, at, size), size * 0.032, white)
        for begin, tip in (
            ((0.03, -1.3), (0.22, -1.28)),
            ((0.16, -1.42), (0.38, -1.46)),
            ((0.25, -1.58), (0.42, -1.68)),
            ((0.24, -1.7), (0.34, -1.86)),
        ):
            tine = curve(
                (root + begin[0] * side, begin[1]),
                (root + (begin[0] + tip[0]) / 2 * side + 0.02 * side, begin[1]),
                (root + tip[0] * side, tip[1]),
            )
            canvas.line(placed(tine, at, size), size * 0.025, white)
    canvas.disc((at[0] + 0.43 * size, at[1] - 1.085 * size), size * 0.012, ink.near)
