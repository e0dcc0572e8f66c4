"""A lighthouse at dusk: low sun behind the headland, its beam over still water."""

import random

from halley.demo.art.canvas import Canvas, curve, mix, placed
from halley.demo.art.palette import Palette
from halley.demo.art.scenes.shapes import glitter, gulls, ridge


def harbour(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    w, h, u = canvas.w, canvas.h, canvas.u
    sea = h * 0.66
    canvas.wash([(0, ink.high), (0.5, mix(ink.high, ink.accent, 0.45)), (1, ink.low)], 0, sea)
    canvas.stars(chance, 70, sea * 0.45, ink.light)
    sun = (w * 0.3, sea - 40 * u)
    canvas.glow(sun, 520 * u, ink.light, 0.75, sharp=1.8)
    canvas.disc(sun, 95 * u, mix(ink.light, ink.low, 0.15))
    for place, (height, share) in enumerate(((0.045, 0.5), (0.03, 0.85))):
        canvas.fill(ridge(canvas, chance, sea - h * height, 26 * u * (2 - place), 0.4), mix(ink.low, ink.far, share))
    for step in range(4):
        y = sea * (0.46 + 0.1 * step) + chance.uniform(-8, 8) * u
        x = chance.uniform(0.05, 0.5) * w
        canvas.box((x, y, x + chance.uniform(220, 420) * u, y + 10 * u), mix(ink.low, ink.light, 0.3), 0.5, 5 * u)
    canvas.mirror(sea, 1.1, ink.near, 0.34)
    glitter(canvas, chance, sea + 4 * u, (sun[0], 70 * u, ink.light))
    foot = (w * 0.7, sea - 92 * u)
    lamp = (foot[0], foot[1] - 398 * u)
    canvas.beam([lamp, (-60 * u, lamp[1] - 150 * u), (-60 * u, lamp[1] + 70 * u)], ink.light, 0.5, 8 * u)
    canvas.beam([lamp, (w + 60 * u, lamp[1] - 90 * u), (w + 60 * u, lamp[1] + 10 * u)], ink.light, 0.4, 7 * u)
    rocks = curve((w * 0.4, sea + 30 * u), (w * 0.5, sea - 26 * u), (w * 0.6, sea - 70 * u), (w * 0.7, sea - 98 * u))
    rocks += curve((w * 0.78, sea - 92 * u), (w * 0.9, sea - 60 * u), (w + 20, sea - 70 * u), (w + 20, sea + 44 * u))
    canvas.fill(rocks, ink.near)
    _tower(canvas, foot, ink)
    canvas.glow(lamp, 190 * u, ink.light, 0.95, sharp=2.4)
    canvas.disc(lamp, 17 * u, "#fffdf2")
    gulls(canvas, chance, (w * 0.1, h * 0.27, w * 0.5, h * 0.4), (5, mix(ink.near, ink.high, 0.3)))
    boat = (w * 0.2, sea + 96 * u)
    canvas.fill(placed([(-1, 0), (1, -0.02), (0.72, 0.34), (-0.7, 0.34)], boat, 66 * u), ink.near)
    canvas.fill(placed([(-0.08, -1.7), (0.76, -0.12), (-0.08, -0.12)], boat, 66 * u), ink.light)
    canvas.fill(placed([(-0.16, -1.4), (-0.16, -0.12), (-0.7, -0.12)], boat, 66 * u), ink.accent)


def _tower(canvas: Canvas, foot: tuple[float, float], ink: Palette) -> None:
    x, y = foot
    u = canvas.u
    low, top, tall = 47 * u, 31 * u, 350 * u
    for band in range(5):
        a, b = band / 5, (band + 1) / 5
        left_a, left_b = low + (top - low) * a, low + (top - low) * b
        colour = ink.accent if band % 2 == 0 else ink.light
        canvas.fill(
            [(x - left_a, y - tall * a), (x + left_a, y - tall * a), (x + left_b, y - tall * b), (x - left_b, y - tall * b)],
            colour,
        )
        canvas.fill(
            [(x + 4 * u, y - tall * a), (x + left_a, y - tall * a), (x + left_b, y - tall * b), (x + 4 * u, y - tall * b)],
            ink.near,
            0.28,
        )
    canvas.box((x - 46 * u, y - tall - 12 * u, x + 46 * u, y - tall), ink.near)
    canvas.box((x - 26 * u, y - tall - 72 * u, x + 26 * u, y - tall - 12 * u), mix(ink.light, ink.low, 0.2))
    for post in (-26, -9, 9, 26):
        canvas.line([(x + post * u, y - tall - 72 * u), (x + post * u, y - tall - 12 * u)], 4 * u, ink.near)
    canvas.fill([(x - 34 * u, y - tall - 72 * u), (x + 34 * u, y - tall - 72 * u), (x, y - tall - 118 * u)], ink.near)
    canvas.line([(x, y - tall - 110 * u), (x, y - tall - 138 * u)], 3 * u, ink.near)
    canvas.box((x - 80 * u, y - 54 * u, x - 46 * u, y + 8 * u), mix(ink.near, ink.far, 0.25))
    canvas.fill([(x - 88 * u, y - 54 * u), (x - 40 * u, y - 54 * u), (x - 63 * u, y - 84 * u)], ink.near)
    canvas.box((x - 69 * u, y - 36 * u, x - 58 * u, y - 22 * u), ink.light)
