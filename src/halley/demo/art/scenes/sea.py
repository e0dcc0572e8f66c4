"""Scenes by, on and under the sea."""

import math
import random

from halley.demo.art.canvas import Canvas, arc, curve, mix, placed, turned
from halley.demo.art.palette import Palette
from halley.demo.art.scenes.shapes import PERSON, glitter, gulls, ridge


def harbour(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    """A lighthouse at dusk: low sun behind the headland, its beam over still water."""
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


def deepsea(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    """A small yellow submarine far down, its lamp on something larger than it should be."""
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, mix(ink.high, ink.light, 0.25)), (0.3, ink.high), (0.62, ink.low), (1, ink.near)])
    for _ in range(7):
        x, spread = chance.uniform(-0.1, 1.1) * w, chance.uniform(40, 110) * u
        lean = (x - w / 2) * 0.35
        shaft = [(x, -20), (x + spread * 0.5, -20), (x + spread + lean, h * 0.5), (x - spread + lean, h * 0.5)]
        canvas.beam(shaft, ink.light, 0.14, 16 * u)
    for _ in range(46):
        canvas.disc((chance.uniform(0, w), chance.uniform(0.1, 0.95) * h), u * chance.uniform(1, 4), ink.light, 0.3)
    sub = (w * 0.37, h * 0.47)
    nose = (sub[0] + 150 * u, sub[1] + 8 * u)
    canvas.beam([nose, (w * 1.12, h * 0.5), (w * 1.02, h * 0.8)], ink.light, 0.6, 12 * u)
    eye = (w * 0.86, h * 0.66)
    canvas.glow(eye, 170 * u, ink.accent, 0.5)
    for place in range(7):
        y0 = h * (0.98 - place * 0.012)
        reach = (place - 3) * 0.15
        arm = curve(
            (w * (0.92 + reach * 0.4), y0),
            (w * (0.8 + reach), h * 0.86),
            (w * (0.66 + reach * 1.3), h * (0.8 - 0.012 * place)),
            (w * (0.56 + reach * 1.6), h * (0.84 - 0.022 * place)),
            (w * (0.5 + reach * 1.5), h * 0.8),
        )
        for part in range(len(arm) - 1):
            canvas.line(arm[part : part + 2], u * (74 - 66 * part / len(arm)), mix(ink.near, ink.far, 0.5 + 0.07 * place))
    canvas.fill(arc(eye, (150 * u, 190 * u), 0, 360), mix(ink.near, ink.far, 0.85))
    canvas.disc(eye, 62 * u, ink.light)
    canvas.disc(eye, 46 * u, ink.accent)
    canvas.fill(arc(eye, (13 * u, 40 * u), 0, 360), ink.near)
    canvas.disc((eye[0] - 18 * u, eye[1] - 20 * u), 9 * u, "#ffffff")
    _submarine(canvas, sub, ink)
    floor = ridge(canvas, chance, h * 0.95, 36 * u, 0.6)
    canvas.fill(floor, mix(ink.near, ink.low, 0.12))
    for _ in range(16):
        x, size = chance.uniform(0, w), chance.uniform(40, 150) * u
        sway = chance.uniform(-20, 20) * u
        canvas.line(
            curve((x, h), (x + sway, h - size * 0.6), (x - sway, h - size * 1.2)), 7 * u, mix(ink.near, ink.low, 0.3)
        )


def _submarine(canvas: Canvas, at: tuple[float, float], ink: Palette) -> None:
    x, y = at
    u = canvas.u
    canvas.glow((x + 150 * u, y), 130 * u, ink.light, 0.9)
    dark = mix(ink.accent, ink.near, 0.55)
    canvas.fill(
        [
            (x - 180 * u, y - 62 * u),
            (x - 150 * u, y - 62 * u),
            (x - 110 * u, y),
            (x - 150 * u, y + 62 * u),
            (x - 180 * u, y + 62 * u),
        ],
        dark,
    )
    canvas.line([(x - 190 * u, y - 38 * u), (x - 190 * u, y + 38 * u)], 10 * u, dark)
    canvas.fill(
        [(x - 46 * u, y - 60 * u), (x - 34 * u, y - 122 * u), (x + 44 * u, y - 122 * u), (x + 56 * u, y - 60 * u)],
        ink.accent,
    )
    canvas.line([(x + 6 * u, y - 122 * u), (x + 6 * u, y - 168 * u), (x + 34 * u, y - 168 * u)], 9 * u, dark)
    hull = arc((x, y), (160 * u, 74 * u), 0, 360)
    canvas.fill(hull, ink.accent)
    canvas.fill([*arc((x, y), (160 * u, 74 * u), 8, 172)], mix(ink.accent, ink.near, 0.3))
    canvas.line([(x - 150 * u, y + 8 * u), (x + 156 * u, y + 8 * u)], 4 * u, dark)
    for place in range(3):
        hole = (x + (-62 + 66 * place) * u, y - 16 * u)
        canvas.disc(hole, 24 * u, dark)
        canvas.disc(hole, 17 * u, ink.light)
    canvas.disc((x + 150 * u, y + 4 * u), 15 * u, "#fffdf0")


def whale(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    """A tiny rowing boat on a bright sea, and below it the whale, many times its size."""
    w, h, u = canvas.w, canvas.h, canvas.u
    sea = h * 0.3
    canvas.wash([(0, mix(ink.high, ink.light, 0.5)), (1, ink.high)], 0, sea)
    canvas.disc((w * 0.72, sea * 0.62), 88 * u, ink.light)
    canvas.wash([(0, mix(ink.low, ink.light, 0.4)), (0.14, ink.low), (0.55, ink.far), (1, ink.near)], sea)
    for layer in range(5):
        y = sea + (20 + 56 * layer) * u
        wave = [(x, y + 9 * u * math.sin(x / (46 * u) + layer * 1.7)) for x in range(-10, canvas.w + 20, 6)]
        canvas.line(wave, 4 * u, ink.light, 0.42 - 0.075 * layer)
    for _ in range(6):
        x = chance.uniform(0.05, 0.95) * w
        canvas.beam([(x, sea), (x + 40 * u, sea), (x + 150 * u, h * 0.9), (x - 30 * u, h * 0.9)], ink.light, 0.1, 14 * u)
    size = min(w * 0.43, h * 0.33)
    at = (w * 0.51, sea + (h - sea) * 0.33)
    body = curve((-1.0, 0.08), (-0.86, -0.14), (-0.5, -0.27), (0.0, -0.27), (0.45, -0.16), (0.74, -0.06), (0.86, -0.08))
    body += curve((0.9, -0.1), (1.04, -0.3), (1.16, -0.34), (1.1, -0.16), (1.0, -0.02))
    body += curve((1.02, 0.02), (1.16, 0.1), (1.2, 0.22), (1.04, 0.16), (0.9, 0.06), (0.8, 0.08))
    body += curve((0.72, 0.1), (0.3, 0.28), (-0.1, 0.36), (-0.55, 0.34), (-0.86, 0.24), (-1.0, 0.08))
    tilted = turned(placed(body, at, size), at, -11)
    canvas.fill([(x + 10 * u, y + 26 * u) for x, y in tilted], ink.near, 0.35)
    canvas.shade(tilted, [(0, mix(ink.near, ink.far, 0.25)), (1, ink.near)])
    belly = curve((-0.97, 0.12), (-0.7, 0.16), (-0.3, 0.22), (0.05, 0.24), (0.3, 0.2))
    belly += curve((0.2, 0.3), (-0.1, 0.36), (-0.55, 0.34), (-0.86, 0.24), (-0.97, 0.12))
    canvas.fill(turned(placed(belly, at, size), at, -11), mix(ink.high, ink.light, 0.4))
    for groove in range(6):
        y = 0.2 + 0.022 * groove
        line = curve((-0.9 + 0.05 * groove, y - 0.03), (-0.5, y + 0.03), (-0.05 - 0.06 * groove, y + 0.05))
        canvas.line(turned(placed(line, at, size), at, -11), 3 * u, mix(ink.far, ink.near, 0.2))
    fin = curve((-0.34, 0.2), (-0.3, 0.44), (-0.1, 0.66), (0.06, 0.7), (0.02, 0.5), (-0.1, 0.24))
    canvas.fill(turned(placed(fin, at, size), at, -11), mix(ink.near, "#000000", 0.25))
    eye = turned(placed([(-0.7, 0.06)], at, size), at, -11)[0]
    canvas.disc(eye, 11 * u, ink.light)
    canvas.disc(eye, 7 * u, "#000000")
    boat = (w * 0.4, sea + 14 * u)
    canvas.fill(placed([(-1, -0.12), (1, -0.16), (0.74, 0.3), (-0.72, 0.3)], boat, 62 * u), ink.accent)
    canvas.fill(placed(PERSON[2:15], (boat[0] - 4 * u, boat[1] + 34 * u), 88 * u), ink.near)
    canvas.line([(boat[0] - 10 * u, boat[1] - 18 * u), (boat[0] + 84 * u, boat[1] + 34 * u)], 4 * u, ink.near)
    for _ in range(18):
        canvas.disc(
            (at[0] + chance.uniform(-1.1, -0.4) * size, at[1] + chance.uniform(-0.6, 0.5) * size),
            u * chance.uniform(2, 7),
            ink.light,
            0.4,
        )


def kites(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    """Kites over a bay, flat as a Swiss poster."""
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
