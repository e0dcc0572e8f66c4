"""A night train comes out of the rain on a viaduct."""

import math
import random

from halley.demo.art.canvas import Canvas, Point, arc, mix
from halley.demo.art.palette import Palette
from halley.demo.art.scenes.shapes import firs, ridge


def train(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (0.55, ink.low), (1, ink.far)])
    for layer in range(3):
        canvas.fill(
            ridge(canvas, chance, h * (0.4 + 0.08 * layer), 60 * u, 0.55), mix(ink.low, ink.far, 0.45 + 0.35 * layer)
        )
        canvas.haze(h * (0.4 + 0.08 * layer), h * (0.58 + 0.06 * layer), ink.low, (0, 0.55, 0))
    deck, foot = h * 0.56, h * 0.84
    stone = mix(ink.near, ink.far, 0.38)
    canvas.box((0, deck, w, deck + 44 * u), stone)
    span = 205 * u
    for place in range(-1, int(w / span) + 2):
        left = place * span + w * 0.5 - span / 2
        canvas.fill(
            [(left - 24 * u, deck), (left + 24 * u, deck), (left + 34 * u, foot + 90 * u), (left - 34 * u, foot + 90 * u)],
            stone,
        )
        top = arc((left + span / 2, deck + 128 * u), ((span - 48 * u) / 2, 84 * u), 180, 360)
        canvas.fill([(left, deck + 40 * u), *top, (left + span, deck + 40 * u)], stone)
        canvas.fill(
            [
                (left + 4 * u, deck + 44 * u),
                (left + 24 * u, deck + 44 * u),
                (left + 34 * u, foot + 90 * u),
                (left + 10 * u, foot + 90 * u),
            ],
            ink.near,
            0.5,
        )
    canvas.box((0, deck - 6 * u, w, deck + 8 * u), ink.near)
    valley = ridge(canvas, chance, foot, 42 * u, 0.5)
    canvas.fill(valley, mix(ink.near, ink.far, 0.15))
    firs(canvas, chance, valley, (120 * u, ink.near))
    _carriages(canvas, (w * 0.66, deck - 8 * u), ink)
    for _ in range(420):
        x, y, long = chance.uniform(-60, w + 60), chance.uniform(-60, h), chance.uniform(30, 120) * u
        canvas.line(
            [(x, y), (x - long * 0.32, y + long)],
            chance.uniform(1.0, 2.2) * u,
            mix(ink.low, "#ffffff", 0.6),
            chance.uniform(0.1, 0.34),
        )


def _carriages(canvas: Canvas, nose: Point, ink: Palette) -> None:
    x, y = nose
    u = canvas.u
    for car in range(1, 6):
        right = x - (car - 1) * 266 * u - 190 * u
        left = right - 250 * u
        if right < 0:
            break
        canvas.box(
            (left, y - 104 * u, right, y - 12 * u), ink.accent if car > 1 else mix(ink.accent, ink.near, 0.3), 1, 8 * u
        )
        canvas.box((left - 4 * u, y - 116 * u, right + 4 * u, y - 98 * u), ink.near, 1, 8 * u)
        canvas.box((left, y - 40 * u, right, y - 34 * u), ink.light)
        for window in range(6):
            wx = left + (16 + 38 * window) * u
            lit = (car, window) != (2, 3)
            canvas.box((wx, y - 86 * u, wx + 27 * u, y - 52 * u), ink.light if lit else ink.near, 1, 4 * u)
        canvas.glow(((left + right) / 2, y - 66 * u), (170 * u, 70 * u), ink.light, 0.3)
        for wheel in (32, 70, 180, 218):
            canvas.disc((left + wheel * u, y - 2 * u), 16 * u, ink.near)
    boiler = [
        (x - 180 * u, y - 108 * u),
        (x - 16 * u, y - 108 * u),
        *arc((x - 16 * u, y - 70 * u), 38 * u, -90, 90),
        (x + 40 * u, y - 6 * u),
        (x - 180 * u, y - 6 * u),
    ]
    canvas.fill(boiler, ink.near)
    canvas.box((x - 186 * u, y - 148 * u, x - 112 * u, y - 6 * u), ink.near, 1, 6 * u)
    canvas.box((x - 194 * u, y - 158 * u, x - 104 * u, y - 144 * u), ink.near, 1, 6 * u)
    canvas.box((x - 168 * u, y - 128 * u, x - 132 * u, y - 92 * u), ink.light, 1, 4 * u)
    canvas.fill([(x - 34 * u, y - 104 * u), (x - 42 * u, y - 158 * u), (x + 8 * u, y - 158 * u), (x, y - 104 * u)], ink.near)
    canvas.fill(arc((x - 74 * u, y - 106 * u), 17 * u, 180, 360), ink.near)
    canvas.line([(x - 180 * u, y - 48 * u), (x + 10 * u, y - 48 * u)], 5 * u, ink.accent)
    for wheel, size in ((-150, 27), (-92, 27), (-34, 27), (18, 16)):
        canvas.disc((x + wheel * u, y - size * u + 14 * u), size * u, ink.near)
        canvas.ring((x + wheel * u, y - size * u + 14 * u), size * 0.72 * u, 4 * u, ink.accent)
    lamp = (x + 22 * u, y - 74 * u)
    canvas.beam([lamp, (x + 700 * u, y - 190 * u), (x + 700 * u, y + 50 * u)], ink.light, 0.62, 10 * u)
    canvas.glow(lamp, 110 * u, ink.light, 0.95)
    canvas.disc(lamp, 13 * u, "#fffdf0")
    for puff in range(15):
        share = puff / 14
        at = (x - 16 * u - share * 560 * u, y - (176 + 150 * share**0.8 + 24 * math.sin(puff * 1.9)) * u)
        canvas.disc(at, (26 + 64 * share) * u, mix(ink.low, "#ffffff", 0.55 - 0.35 * share), 0.75 - 0.45 * share)
