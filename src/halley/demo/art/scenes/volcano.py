"""An island mountain throwing itself into the sky, and the sea on fire with it."""

import math
import random

from halley.demo.art.canvas import Canvas, curve, mix, placed
from halley.demo.art.palette import Palette


def volcano(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    w, h, u = canvas.w, canvas.h, canvas.u
    sea = h * 0.69
    top = (w * 0.52, h * 0.375)
    canvas.wash([(0, ink.high), (0.5, mix(ink.high, ink.low, 0.8)), (1, mix(ink.low, ink.accent, 0.5))], 0, sea)
    canvas.glow(top, 620 * u, ink.accent, 0.75)
    for _ in range(70):
        share = chance.random()
        x = top[0] + chance.gauss(0, 1) * (24 + 190 * (1 - share) ** 0.9) * u + (1 - share) * 90 * u
        y = top[1] - (1 - share) * h * 0.33 + 20 * u
        colour = mix(ink.far, ink.high, chance.uniform(0.1, 0.95))
        radius = u * (30 + 66 * (1 - share)) * chance.uniform(0.6, 1.2)
        canvas.disc((x, y), radius, mix(colour, ink.accent, 0.55 * share))
        canvas.disc((x - radius * 0.22, y + radius * 0.2), radius * 0.7, mix(colour, ink.accent, 0.25 + 0.6 * share), 0.55)
    for _ in range(46):
        angle = math.radians(chance.gauss(-90, 27))
        reach, drop = chance.uniform(120, 400) * u, chance.uniform(0.0, 0.5)
        path = [
            (top[0] + reach * t * math.cos(angle), top[1] + reach * t * math.sin(angle) + drop * reach * t * t)
            for t in (0.15, 0.4, 0.65, 0.85, 1.0)
        ]
        canvas.line(
            path, chance.uniform(1.5, 5) * u, chance.choice((ink.light, ink.accent, ink.light)), chance.uniform(0.5, 1.0)
        )
    flank = [*curve((-40, sea + 10), (w * 0.2, sea - 60 * u), (w * 0.38, h * 0.53), (top[0] - 62 * u, top[1] + 6 * u))]
    flank += [(top[0] - 30 * u, top[1] + 20 * u), (top[0] + 8 * u, top[1] + 8 * u), (top[0] + 60 * u, top[1])]
    flank += curve((top[0] + 60 * u, top[1]), (w * 0.68, h * 0.55), (w * 0.86, sea - 66 * u), (w + 60, sea + 10))
    canvas.shade(flank, [(0, mix(ink.far, ink.accent, 0.35)), (0.4, mix(ink.near, ink.far, 0.5)), (1, ink.near)])
    for bend, reach in ((-0.09, 0.95), (0.03, 1.0), (0.13, 0.8), (-0.02, 0.55)):
        flow = curve(
            (top[0] + bend * 150 * u, top[1] + 12 * u),
            (top[0] + bend * w * 0.6, top[1] + (sea - top[1]) * reach * 0.35),
            (top[0] + bend * w * 1.5 - 20 * u, top[1] + (sea - top[1]) * reach * 0.62),
            (top[0] + bend * w * 2.2, top[1] + (sea - top[1]) * reach),
        )
        canvas.line(flow, 22 * u, ink.accent)
        canvas.line(flow, 8 * u, ink.light)
    canvas.glow(top, (170 * u, 90 * u), ink.light, 0.95)
    canvas.mirror(sea, 0.9, ink.near, 0.4)
    canvas.haze(sea - 24 * u, sea + 30 * u, ink.light, (0, 0.5, 0))
    canvas.haze(sea + 40 * u, h, ink.near, (0.0, 0.55, 0.75))
    boat = (w * 0.13, sea + 52 * u)
    canvas.fill(placed([(-1, 0), (1, 0), (0.7, 0.32), (-0.74, 0.32)], boat, 54 * u), ink.near)
    canvas.line([(boat[0], boat[1]), (boat[0], boat[1] - 74 * u)], 4 * u, ink.near)
    canvas.fill(placed([(0.05, -1.35), (0.8, -0.15), (0.05, -0.15)], boat, 54 * u), ink.light)
