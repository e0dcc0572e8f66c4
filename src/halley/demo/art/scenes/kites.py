"""Kites over a bay, flat as a Swiss poster."""

import math
import random

from halley.demo.art.canvas import Canvas, curve, mix, placed, turned
from halley.demo.art.palette import Palette
from halley.demo.art.scenes.shapes import PERSON


def kites(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (1, ink.low)], 0, h * 0.66)
    for _ in range(5):
        x, y, size = chance.uniform(0, w), chance.uniform(0.3, 0.6) * h, chance.uniform(60, 120) * u
        for puff in range(4):
            canvas.disc(
                (x + puff * size * 0.55, y - (puff % 2) * size * 0.16), size * (0.34 + 0.1 * (puff % 3)), ink.light, 0.5
            )
    canvas.wash([(0, mix(ink.near, ink.high, 0.35)), (1, mix(ink.high, ink.low, 0.4))], h * 0.605, h * 0.72)
    for band in range(3):
        y = h * (0.632 + 0.026 * band)
        canvas.line(
            [(x, y + 4 * u * math.sin(x / (40 * u) + band)) for x in range(-10, canvas.w + 20, 6)], 4 * u, ink.light, 0.7
        )
    beach = [
        (0, h * 0.712),
        *((x, h * 0.707 + 16 * u * math.sin(x / (210 * u) + 0.7)) for x in range(0, canvas.w + 12, 8)),
        (w, h),
        (0, h),
    ]
    canvas.fill([(x, y - 10 * u) for x, y in beach[:-2]] + beach[-2:], ink.light)
    canvas.fill(beach, ink.far)
    flyers = ((0.3, 0.745), (0.43, 0.77), (0.74, 0.755))
    strings = ((0.6, 0.22, 1.5, 14), (0.26, 0.33, 1.0, -18), (0.8, 0.43, 0.8, 24))
    colours = (ink.accent, "#f4c430", ink.near)
    for (px, py), (kx, ky, scale, lean), colour in zip(flyers, strings, colours, strict=True):
        hand, at, size = (w * px, h * py - 62 * u), (w * kx, h * ky), 118 * u * scale
        canvas.line(curve(hand, ((hand[0] * 2 + at[0]) / 3, (hand[1] * 1.2 + at[1]) / 2.2), at), 2.5 * u, ink.near)
        diamond = [(0, -1), (0.68, -0.18), (0, 1.1), (-0.68, -0.18)]
        canvas.fill(turned(placed(diamond, at, size), at, lean), colour)
        canvas.fill(turned(placed([(0, -1), (0.68, -0.18), (0, -0.18)], at, size), at, lean), ink.light)
        canvas.fill(turned(placed([(0, -0.18), (0, 1.1), (-0.68, -0.18)], at, size), at, lean), mix(colour, ink.light, 0.35))
        tail = turned(placed(curve((0, 1.1), (0.25, 1.5), (-0.15, 1.9), (0.2, 2.3), (0, 2.6)), at, size), at, lean)
        canvas.line(tail, 4 * u, ink.near)
        for knot in tail[10:-4:11]:
            canvas.fill(placed([(-1, -0.6), (0, 0), (-1, 0.6)], knot, 18 * u), colour)
            canvas.fill(placed([(1, -0.6), (0, 0), (1, 0.6)], knot, 18 * u), colour)
        canvas.fill(placed(PERSON, (w * px, h * py), 96 * u), ink.near)
        canvas.line([(w * px, h * py - 70 * u), hand], 8 * u, ink.near)
