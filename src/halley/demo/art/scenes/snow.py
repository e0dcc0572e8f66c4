"""A red hut in a white storm, a lit window, and tracks that lead in."""

import math
import random

from halley.demo.art.canvas import Canvas, Point, arc, curve, mix
from halley.demo.art.palette import Palette
from halley.demo.art.scenes.shapes import crags


def snow(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (0.6, ink.low), (1, ink.light)])
    canvas.glow((w * 0.5, h * 0.16), 260 * u, ink.light, 0.9)
    canvas.disc((w * 0.5, h * 0.16), 48 * u, ink.light)
    canvas.ring((w * 0.5, h * 0.16), 150 * u, 3 * u, mix(ink.low, ink.light, 0.7))
    for layer in range(3):
        shape = crags(canvas, chance, h * (0.38 + 0.06 * layer), u * (170 - 45 * layer))
        shade = mix(ink.high, ink.near, 0.34 - 0.1 * layer)
        canvas.shade(shape, [(0, shade), (0.3, mix(shade, ink.low, 0.55)), (0.5, ink.low)])
        canvas.haze(h * (0.38 + 0.05 * layer), h * (0.56 + 0.04 * layer), ink.light, (0, 0.55, 0.2))
    field = curve((-20, h * 0.62), (w * 0.3, h * 0.565), (w * 0.62, h * 0.6), (w + 20, h * 0.56))
    canvas.shade([*field, (w + 20, h), (-20, h)], [(0, ink.light), (0.5, mix(ink.light, ink.low, 0.7)), (1, ink.far)])
    _hut(canvas, (w * 0.6, h * 0.6), ink)
    near = curve((-20, h * 0.78), (w * 0.35, h * 0.735), (w * 0.7, h * 0.8), (w + 20, h * 0.76))
    canvas.shade([*near, (w + 20, h), (-20, h)], [(0, ink.light), (1, mix(ink.far, ink.high, 0.5))])
    for place in range(26):
        share = place / 25
        x = w * (0.18 + 0.34 * share + 0.03 * math.sin(share * 9)) + (place % 2) * 22 * u * (1 - share * 0.7)
        y = h * (0.98 - 0.355 * share**0.8)
        canvas.fill(
            arc((x, y), (11 * u * (1.1 - share * 0.8), 6 * u * (1.1 - share * 0.75)), 0, 360),
            mix(ink.high, ink.near, 0.45),
            0.75,
        )
    for _ in range(520):
        depth = chance.random() ** 3
        x, y = chance.uniform(0, w), chance.uniform(0, h)
        canvas.disc((x, y), u * (1.4 + 7 * depth), ink.light, 0.9 - 0.5 * depth)
    for _ in range(26):
        x, y, long = chance.uniform(-100, w), chance.uniform(0.2, 0.95) * h, chance.uniform(90, 320) * u
        canvas.line(curve((x, y), (x + long * 0.5, y - 9 * u), (x + long, y + 4 * u)), 2.5 * u, ink.light, 0.5)


def _hut(canvas: Canvas, foot: Point, ink: Palette) -> None:
    x, y = foot
    u = canvas.u
    dark = mix(ink.accent, ink.near, 0.55)
    for leg in (-148, -50, 50, 148):
        canvas.line([(x + leg * u, y - 30 * u), (x + leg * u * 1.08, y + 32 * u)], 9 * u, ink.near)
    canvas.box((x - 190 * u, y - 136 * u, x + 190 * u, y - 20 * u), ink.accent, 1, 16 * u)
    canvas.box((x + 70 * u, y - 136 * u, x + 190 * u, y - 20 * u), mix(ink.accent, ink.near, 0.25), 1, 16 * u)
    canvas.box((x - 176 * u, y - 152 * u, x + 176 * u, y - 124 * u), ink.light, 1, 14 * u)
    canvas.box((x - 190 * u, y - 62 * u, x + 190 * u, y - 56 * u), dark)
    for window in (-132, -62):
        canvas.box((x + window * u, y - 112 * u, x + (window + 48) * u, y - 74 * u), "#ffe08a", 1, 6 * u)
        canvas.glow((x + (window + 24) * u, y - 92 * u), 80 * u, "#fff0b8", 0.75)
    canvas.box((x + 14 * u, y - 110 * u, x + 58 * u, y - 22 * u), dark, 1, 4 * u)
    canvas.line([(x + 134 * u, y - 136 * u), (x + 134 * u, y - 380 * u)], 6 * u, ink.near)
    for step in range(5):
        at = y - (170 + 46 * step) * u
        canvas.line([(x + 134 * u - (30 - 5 * step) * u, at), (x + 134 * u + (30 - 5 * step) * u, at)], 4 * u, ink.near)
    for guy in (-88, 60):
        canvas.line([(x + 134 * u, y - 362 * u), (x + (134 + guy) * u, y - 130 * u)], 2 * u, ink.near)
    canvas.glow((x + 134 * u, y - 388 * u), 70 * u, ink.accent, 0.8)
    canvas.disc((x + 134 * u, y - 388 * u), 9 * u, ink.accent)
    canvas.fill(arc((x - 120 * u, y - 176 * u), (44 * u, 44 * u), 130, 310), ink.light)
    canvas.line([(x - 120 * u, y - 176 * u), (x - 92 * u, y - 206 * u)], 5 * u, ink.near)
    drift = curve(
        (x - 300 * u, y + 50 * u),
        (x - 150 * u, y + 8 * u),
        (x + 40 * u, y + 26 * u),
        (x + 210 * u, y + 4 * u),
        (x + 340 * u, y + 44 * u),
    )
    canvas.fill([*drift, (x + 340 * u, y + 90 * u), (x - 300 * u, y + 90 * u)], mix(ink.light, ink.low, 0.3))
