"""A trumpet in cut paper, keys, discs, and the note it has just left."""

import math
import random

from halley.demo.art.canvas import Canvas, Point, arc, curve, mix, turned
from halley.demo.art.palette import Palette


def jazz(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.low), (1, ink.high)])
    canvas.fill([(0, h * 0.12), (w * 0.58, 0), (w, 0), (w, h * 0.1), (0, h * 0.52)], ink.far)
    canvas.fill([(w * 0.3, h), (w, h * 0.52), (w, h * 0.8), (w * 0.62, h)], ink.near)
    canvas.disc((w * 0.3, h * 0.3), 208 * u, ink.accent)
    canvas.disc((w * 0.3, h * 0.3), 66 * u, ink.low)
    for groove in range(5):
        canvas.ring((w * 0.3, h * 0.3), (92 + 23 * groove) * u, 3 * u, mix(ink.accent, ink.near, 0.28))
    canvas.disc((w * 0.3, h * 0.3), 12 * u, ink.light)
    centre = (w * 0.53, h * 0.5)

    def spun(points: list[Point]) -> list[Point]:
        return turned([(centre[0] + x * u, centre[1] + y * u) for x, y in points], centre, -27)

    brass, shade = ink.light, mix(ink.light, ink.accent, 0.55)
    bell = curve((150, -26), (250, -34), (320, -70), (372, -150), (384, -158)) + curve(
        (384, 158), (372, 150), (320, 70), (250, 34), (150, 26)
    )
    canvas.fill([(x + 14 * u, y + 22 * u) for x, y in spun(bell)], ink.near, 0.4)
    canvas.line(spun([(-420, 0), (160, 0)]), 30 * u, brass)
    canvas.line(spun(curve((-170, 0), (-250, 74), (-160, 138), (40, 138), (150, 132), (190, 70), (130, 4))), 27 * u, shade)
    canvas.fill(spun(bell), brass)
    canvas.fill(
        spun(curve((150, 6), (250, 10), (330, 40), (384, 158)) + curve((384, 158), (320, 70), (250, 34), (150, 26))), shade
    )
    canvas.fill(spun(arc((384, 0), (24, 160), 0, 360)), mix(brass, ink.near, 0.55))
    canvas.line(spun([(-470, -20), (-470, 20), (-436, 9), (-436, -9), (-470, -20)]), 10 * u, brass)
    for valve in range(3):
        x = 70.0 * valve - 58
        canvas.line(spun([(x, -66), (x, 168)]), 44 * u, (brass, shade, brass)[valve])
        canvas.line(spun([(x, -66), (x, -116)]), 13 * u, brass)
        canvas.line(spun([(x - 17, -118), (x + 17, -118)]), 17 * u, ink.accent)
    canvas.line(spun(curve((-250, 0), (-262, -44), (-224, -54), (-206, -8))), 11 * u, shade)
    key = w / 11
    top = h * 0.845
    for place in range(12):
        x = place * key
        drop = h * 0.03 * math.sin(place * 0.55 + 0.6)
        canvas.box((x + 2 * u, top + drop, x + key - 2 * u, h), ink.light if place != 7 else ink.accent)
        if place % 7 not in {2, 6}:
            canvas.box((x + key * 0.68, top + drop - 10 * u, x + key * 1.32, top + drop + h * 0.09), ink.near)
    for across, down, size, colour in (
        (0.82, 0.24, 1.0, ink.accent),
        (0.9, 0.4, 0.6, ink.light),
        (0.14, 0.62, 0.75, ink.accent),
    ):
        at = (w * across, h * down)
        canvas.fill(turned(arc(at, (46 * u * size, 33 * u * size), 0, 360), at, -22), colour)
        canvas.line(
            [(at[0] + 41 * u * size, at[1] - 8 * u), (at[0] + 41 * u * size, at[1] - 190 * u * size)], 9 * u * size, colour
        )
        flag = curve(
            (at[0] + 41 * u * size, at[1] - 186 * u * size),
            (at[0] + 80 * u * size, at[1] - 130 * u * size),
            (at[0] + 74 * u * size, at[1] - 66 * u * size),
        )
        canvas.line(flag, 13 * u * size, colour)
