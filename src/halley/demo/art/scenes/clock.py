"""A leaning tower clock and its wheels, cut like a woodcut of the thirties."""

import math
import random

from halley.demo.art.canvas import Canvas, Point, arc, mix, turned
from halley.demo.art.palette import Palette


def clock(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (0.7, ink.low), (1, ink.far)])
    face = (w * 0.52, h * 0.34)
    for ray in range(26):
        a = math.tau * (ray + chance.uniform(-0.2, 0.2)) / 26
        far = (face[0] + 1900 * u * math.cos(a), face[1] + 1900 * u * math.sin(a))
        near = (face[0] + 1900 * u * math.cos(a + 0.1), face[1] + 1900 * u * math.sin(a + 0.1))
        canvas.fill([face, far, near], ink.light, 0.3)
    tower = [(w * 0.24, h), (w * 0.31, h * 0.13), (w * 0.52, -20 * u), (w * 0.8, h * 0.17), (w * 0.83, h)]
    canvas.fill([(w * 0.52, -20 * u), (w * 0.8, h * 0.17), (w * 0.83, h), (w + 20, h), (w + 20, h * 0.5)], ink.far, 0.75)
    canvas.fill(tower, ink.near)
    canvas.fill(
        [(w * 0.24, h), (w * 0.31, h * 0.13), (w * 0.52, -20 * u), (w * 0.38, h * 0.16), (w * 0.34, h)],
        mix(ink.near, ink.far, 0.55),
    )
    for at, radius, teeth, colour in (
        ((0.3, 0.61), 150, 18, ink.accent),
        ((0.56, 0.67), 190, 24, ink.low),
        ((0.76, 0.56), 104, 14, ink.far),
        ((0.4, 0.77), 110, 14, ink.low),
    ):
        _gear(canvas, (w * at[0], h * at[1]), radius * u, (teeth, colour, ink.near))
    canvas.haze(h * 0.62, h, "#120a06", (0.0, 0.7, 0.85))
    canvas.disc((face[0] + 14 * u, face[1] + 16 * u), 262 * u, "#000000", 0.5)
    canvas.disc(face, 260 * u, ink.far)
    canvas.disc(face, 240 * u, ink.light)
    canvas.ring(face, 222 * u, 4 * u, ink.near)
    canvas.ring(face, 152 * u, 3 * u, ink.near)
    for hour in range(13):
        angle = hour * 360 / 13
        numeral = [
            (face[0] - 11 * u, face[1] - 212 * u),
            (face[0] + 11 * u, face[1] - 212 * u),
            (face[0] + 6 * u, face[1] - 162 * u),
            (face[0] - 6 * u, face[1] - 162 * u),
        ]
        canvas.fill(turned(numeral, face, angle), ink.accent if hour == 12 else ink.near)
    for lean, long, thick in ((-40, 150, 17), (22, 214, 11)):
        hand = [
            (face[0] - thick * u, face[1] + 30 * u),
            (face[0] - thick * 0.7 * u, face[1] - long * 0.6 * u),
            (face[0], face[1] - long * u),
            (face[0] + thick * 0.7 * u, face[1] - long * 0.6 * u),
            (face[0] + thick * u, face[1] + 30 * u),
        ]
        canvas.fill(turned(hand, face, lean), ink.near)
    canvas.disc(face, 24 * u, ink.accent)
    for roof in range(9):
        x, tall = w * roof / 8, chance.uniform(70, 190) * u
        tilt = chance.uniform(-60, 60) * u
        canvas.fill(
            [
                (x - 90 * u, h),
                (x - 74 * u, h * 0.97 - tall),
                (x + tilt, h * 0.97 - tall - 96 * u),
                (x + 82 * u, h * 0.97 - tall + 24 * u),
                (x + 96 * u, h),
            ],
            mix(ink.near, "#000000", 0.45),
        )
        canvas.fill(
            [
                (x - 20 * u, h * 0.985 - tall),
                (x + 12 * u, h * 0.98 - tall),
                (x + 8 * u, h * 1.02 - tall),
                (x - 22 * u, h * 1.015 - tall),
            ],
            ink.high if roof % 3 else ink.accent,
        )


def _gear(canvas: Canvas, at: Point, radius: float, look: tuple[int, str, str]) -> None:
    teeth, colour, hole = look
    rim: list[Point] = []
    for tooth in range(teeth):
        for share, reach in ((0.0, 0.88), (0.22, 0.9), (0.32, 1.04), (0.68, 1.04), (0.78, 0.9)):
            angle = math.tau * (tooth + share) / teeth
            rim.append((at[0] + radius * reach * math.cos(angle), at[1] + radius * reach * math.sin(angle)))
    canvas.fill([(x + radius * 0.06, y + radius * 0.08) for x, y in rim], "#000000", 0.5)
    canvas.fill(rim, colour)
    canvas.ring(at, radius * 0.72, radius * 0.05, mix(colour, hole, 0.5))
    for spoke in range(5):
        angle = spoke * 72
        gap = [*arc(at, radius * 0.62, angle + 10, angle + 62), *reversed(arc(at, radius * 0.26, angle + 20, angle + 52))]
        canvas.fill(gap, hole)
    canvas.disc(at, radius * 0.1, hole)
