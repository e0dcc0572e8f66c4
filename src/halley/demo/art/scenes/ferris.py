"""A great wheel turning by itself above a dark fairground."""

import math
import random

from halley.demo.art.canvas import Canvas, Point, arc, mix, placed
from halley.demo.art.palette import Palette
from halley.demo.art.scenes.shapes import PERSON, ridge


def ferris(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (0.65, ink.low), (1, mix(ink.low, ink.accent, 0.4))])
    canvas.stars(chance, 160, h * 0.6, ink.light)
    hub, radius = (w * 0.5, h * 0.395), 352 * u
    canvas.glow(hub, 640 * u, ink.accent, 0.42)
    canvas.ring(hub, radius, 10 * u, ink.accent)
    canvas.ring(hub, radius * 0.9, 5 * u, mix(ink.accent, ink.light, 0.45))
    canvas.ring(hub, radius * 0.42, 5 * u, "#38d6e8")
    rim = [(hub[0] + radius * math.cos(math.tau * n / 16), hub[1] + radius * math.sin(math.tau * n / 16)) for n in range(16)]
    for place, point in enumerate(rim):
        canvas.line([hub, point], 4 * u, mix(ink.accent, ink.light, 0.5 if place % 2 else 0.1))
        after = rim[(place + 1) % 16]
        inner = (hub[0] + (point[0] + after[0] - 2 * hub[0]) * 0.21, hub[1] + (point[1] + after[1] - 2 * hub[1]) * 0.21)
        canvas.line([point, inner, after], 2.5 * u, "#38d6e8", 0.8)
    for step in range(64):
        angle = math.tau * step / 64
        bulb = (hub[0] + radius * 0.95 * math.cos(angle), hub[1] + radius * 0.95 * math.sin(angle))
        canvas.glow(bulb, 15 * u, ink.light, 0.9)
        canvas.disc(bulb, 4 * u, "#ffffff")
    ground = h * 0.735
    for side in (-1, 1):
        canvas.line([hub, (hub[0] + side * 218 * u, ground + 20 * u)], 15 * u, mix(ink.near, ink.accent, 0.3))
    canvas.line(
        [(hub[0] - 110 * u, hub[1] + (ground - hub[1]) * 0.52), (hub[0] + 110 * u, hub[1] + (ground - hub[1]) * 0.52)],
        8 * u,
        mix(ink.near, ink.accent, 0.3),
    )
    for place, (x, y) in enumerate(rim):
        colour = ("#38d6e8", ink.accent, "#ffd166")[place % 3]
        canvas.fill([*arc((x, y + 30 * u), (27 * u, 30 * u), 0, 180)], colour)
        canvas.fill([*arc((x, y + 18 * u), (29 * u, 20 * u), 180, 360)], mix(colour, ink.near, 0.35))
        canvas.line([(x - 22 * u, y + 18 * u), (x - 22 * u, y + 32 * u)], 3 * u, colour)
        canvas.line([(x + 22 * u, y + 18 * u), (x + 22 * u, y + 32 * u)], 3 * u, colour)
    canvas.disc(hub, 38 * u, ink.accent)
    canvas.disc(hub, 24 * u, ink.light)
    canvas.fill(ridge(canvas, chance, ground + 30 * u, 14 * u, 0.6), ink.near)
    for across, colour in ((0.13, ink.accent), (0.85, "#38d6e8")):
        _tent(canvas, (w * across, ground + 34 * u), 130 * u, (colour, ink.light))
    canvas.fill(placed(PERSON, (w * 0.5, ground + 74 * u), 104 * u), "#030208")
    canvas.glow((w * 0.5, ground + 30 * u), (240 * u, 60 * u), ink.light, 0.35)
    canvas.fill(placed(PERSON, (w * 0.5, ground + 74 * u), 104 * u), "#030208")


def _tent(canvas: Canvas, at: Point, size: float, inks: tuple[str, str]) -> None:
    x, y = at
    for stripe in range(8):
        a, b = -1 + stripe / 4, -1 + (stripe + 1) / 4
        colour = inks[stripe % 2]
        canvas.fill([(x, y - size * 1.3), (x + a * size, y - size * 0.62), (x + b * size, y - size * 0.62)], colour)
        canvas.fill(
            [
                (x + a * size, y - size * 0.62),
                (x + b * size, y - size * 0.62),
                (x + b * size * 0.92, y),
                (x + a * size * 0.92, y),
            ],
            mix(colour, "#0a0820", 0.35),
        )
        canvas.disc((x + (a + 0.125) * size, y - size * 0.61), size * 0.124, colour)
    canvas.line([(x, y - size * 1.3), (x, y - size * 1.6)], size * 0.03, inks[1])
    canvas.fill([(x, y - size * 1.6), (x + size * 0.3, y - size * 1.5), (x, y - size * 1.42)], inks[0])
