"""Scenes under the open sky: trains, stations, planets, lanterns, towers."""

import math
import random

from halley.demo.art.canvas import Canvas, Point, arc, curve, mix, placed, turned
from halley.demo.art.palette import Palette
from halley.demo.art.scenes.shapes import PERSON, crags, firs, ridge, sunburst


def train(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    """A night train comes out of the rain on a viaduct."""
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


def orbit(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    """A ringed planet in flat inks on paper, and one small station."""
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (1, ink.low)])
    centre, radius = (w * 0.52, h * 0.43), 262 * u
    for place, (angle, colour) in enumerate(((200, ink.accent), (318, ink.far), (130, ink.accent))):
        reach = radius * (1.62, 1.96, 2.64)[place] * 1.1
        path = arc(centre, reach, 0, 360)
        for dash in range(0, len(path) - 2, 1 if place == 0 else 2):
            canvas.line(path[dash : dash + 2], 2.5 * u, ink.near, 0.55)
        turn = math.radians(angle)
        canvas.disc(
            (centre[0] + reach * math.cos(turn), centre[1] + reach * math.sin(turn)), (15, 24, 42)[place] * u, colour
        )
    _rings(canvas, (centre, radius), ink, (180, 360))
    canvas.disc(centre, radius, ink.far)
    pale = mix(ink.far, ink.light, 0.35)
    for top, bottom, colour in ((-0.62, -0.44, ink.accent), (-0.2, 0.06, pale), (0.3, 0.42, ink.accent), (0.62, 0.78, pale)):
        _band(canvas, (centre, radius), (top, bottom), colour)
    lit = (centre[0] - radius * 0.34, centre[1] - radius * 0.16)
    canvas.fill([*arc(centre, radius, -68, 112), *reversed(arc(lit, radius * 1.12, -48, 92))], ink.near, 0.85)
    _rings(canvas, (centre, radius), ink, (0, 180))
    _halftone(canvas, (centre, radius), ink.near)
    _station(canvas, (w * 0.2, h * 0.205), ink)
    for _ in range(46):
        at = (chance.uniform(0, w), chance.uniform(0, h))
        if math.dist(at, centre) > radius * 2.1:
            canvas.disc(at, chance.uniform(1.5, 4) * u, ink.near, 0.7)


def _rings(canvas: Canvas, planet: tuple[Point, float], ink: Palette, angles: tuple[float, float]) -> None:
    """Half of the rings: behind the planet (180 to 360 degrees) or before it."""
    centre, radius = planet
    inner = list(reversed(arc(centre, (radius * 1.24, radius * 0.285), *angles)))
    for reach, flat, colour in (
        (2.08, 0.5, ink.accent), (1.9, 0.45, ink.high), (1.82, 0.43, ink.far), (1.6, 0.375, ink.high), (1.5, 0.35, ink.near),
        (1.36, 0.315, ink.high),
    ):  # fmt: skip
        canvas.fill(turned([*arc(centre, (radius * reach, radius * flat), *angles), *inner], centre, -22), colour)


def _halftone(canvas: Canvas, planet: tuple[Point, float], colour: str) -> None:
    """Printer's dots where the planet turns from light to shadow, and none across the rings."""
    (cx, cy), radius = planet
    step = 20 * canvas.u
    for place in range(26 * 26):
        row = place % 26
        x, y = cx + (place // 26 - 13) * step, cy + (row - 13) * step
        lit = math.dist((x, y), (cx - radius * 0.4, cy - radius * 0.3)) / radius
        on_rings = abs((y - cy) + 0.4 * (x - cx)) <= radius * 0.36
        if math.dist((x, y), (cx, cy)) < radius * 0.97 and 0.55 < lit < 1.15 and not on_rings:
            canvas.disc((x + (row % 2) * step / 2, y), 5.5 * canvas.u * (lit - 0.5), colour)


def _station(canvas: Canvas, at: Point, ink: Palette) -> None:
    (x, y), u = at, canvas.u
    for side in (-1, 1):
        near, far = x + side * 26 * u, x + side * 92 * u
        panel = [(near, y - 17 * u), (far, y - 17 * u), (far, y + 17 * u), (near, y + 17 * u)]
        canvas.fill(turned(panel, at, -22), ink.near)
        for rib in range(1, 4):
            across = x + side * (26 + 16.5 * rib) * u
            canvas.line(turned([(across, y - 17 * u), (across, y + 17 * u)], at, -22), 2 * u, ink.high)
    canvas.line(turned([(x - 30 * u, y), (x + 30 * u, y)], at, -22), 7 * u, ink.near)
    canvas.disc(at, 21 * u, ink.far)
    canvas.disc(at, 9 * u, ink.light)


def _band(canvas: Canvas, planet: tuple[Point, float], heights: tuple[float, float], colour: str) -> None:
    (x, y), radius = planet
    top, bottom = heights
    angles = [math.degrees(math.asin(top)), math.degrees(math.asin(bottom))]
    right = arc((x, y), radius, angles[0], angles[1])
    left = [(2 * x - px, py) for px, py in reversed(right)]
    canvas.fill(turned([*right, *left], (x, y), -22), colour)


def snow(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    """A red hut in a white storm, a lit window, and tracks that lead in."""
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


def lanterns(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    """Paper lanterns rising from a river, a bridge, two people."""
    w, h, u = canvas.w, canvas.h, canvas.u
    river = h * 0.68
    canvas.wash([(0, ink.high), (0.6, mix(ink.high, ink.low, 0.8)), (1, mix(ink.low, ink.accent, 0.5))], 0, river)
    canvas.stars(chance, 140, river * 0.6, ink.light)
    for layer in range(3):
        canvas.fill(
            ridge(canvas, chance, river - (130 - 44 * layer) * u, (76 - 20 * layer) * u, 0.5),
            mix(mix(ink.low, ink.accent, 0.25), ink.far, 0.3 + 0.35 * layer),
        )
    _pagoda(canvas, (w * 0.84, river - 66 * u), 205 * u, mix(ink.far, ink.near, 0.6))
    places = sorted((chance.uniform(0.2, 1.0) ** 1.5, chance.uniform(0.04, 0.96), chance.random()) for _ in range(34))
    for size, across, up in places:
        at = (w * across, river * (0.14 + 0.72 * up * (1 - size * 0.35)))
        _lantern(canvas, at, size * 78 * u, (ink, chance.uniform(-9, 9)))
    canvas.mirror(river, 0.92, ink.near, 0.3)
    deck = river - 4 * u
    bow = curve(
        (-20, deck + 66 * u),
        (w * 0.2, deck + 4 * u),
        (w * 0.4, deck - 26 * u),
        (w * 0.6, deck + 8 * u),
        (w * 0.76, deck + 66 * u),
    )
    under = curve(
        (w * 0.7, deck + 92 * u),
        (w * 0.58, deck + 56 * u),
        (w * 0.4, deck + 22 * u),
        (w * 0.22, deck + 50 * u),
        (-20, deck + 120 * u),
    )
    canvas.fill([*bow, *under], ink.near)
    rail = [(x, y - 54 * u) for x, y in bow]
    canvas.line(rail, 7 * u, ink.near)
    for place in range(0, len(bow), 3):
        canvas.line([bow[place], rail[place]], 4 * u, ink.near)
    for across, tall in ((0.37, 126), (0.43, 98)):
        y = min(bow, key=lambda point: abs(point[0] - w * across))[1]
        canvas.fill(placed(PERSON, (w * across, y + 4 * u), tall * u), ink.near)
    _lantern(canvas, (w * 0.475, deck - 150 * u), 46 * u, (ink, 4))
    for _ in range(9):
        at = (chance.uniform(0.1, 0.95) * w, river + chance.uniform(60, 165) * u)
        canvas.glow(at, (80 * u, 36 * u), ink.light, 0.6)
        canvas.box((at[0] - 19 * u, at[1] - 30 * u, at[0] + 19 * u, at[1]), ink.light, 1, 6 * u)
        canvas.box((at[0] - 26 * u, at[1] - 2 * u, at[0] + 26 * u, at[1] + 6 * u), ink.near, 1, 3 * u)


def _lantern(canvas: Canvas, at: Point, size: float, look: tuple[Palette, float]) -> None:
    ink, lean = look
    canvas.glow(at, size * 2.3, ink.accent, 0.5)
    shape = curve((-0.5, 0.6), (-0.68, 0.0), (-0.6, -0.62), (0, -0.8), (0.6, -0.62), (0.68, 0.0), (0.5, 0.6))
    canvas.shade(
        turned(placed(shape, at, size), at, lean),
        [(0, mix(ink.accent, ink.low, 0.12)), (0.55, mix(ink.accent, ink.light, 0.5)), (1, ink.light)],
    )
    for rib in (-0.3, 0.3):
        line = curve((rib * 0.5, 0.6), (rib * 1.05, -0.05), (rib * 0.6, -0.74))
        canvas.line(turned(placed(line, at, size), at, lean), max(1.0, size * 0.03), mix(ink.accent, ink.near, 0.3), 0.5)
    canvas.glow((at[0], at[1] + size * 0.4), size * 0.6, "#fffbe8", 0.95)
    canvas.line(
        turned(placed([(-0.5, 0.6), (0.5, 0.6)], at, size), at, lean), max(1.0, size * 0.07), mix(ink.accent, ink.near, 0.55)
    )


def _pagoda(canvas: Canvas, foot: Point, size: float, colour: str) -> None:
    for floor in range(4):
        y, half = foot[1] - floor * size * 0.36, size * (0.36 - 0.06 * floor)
        canvas.box((foot[0] - half * 0.7, y - size * 0.3, foot[0] + half * 0.7, y + 2), colour)
        roof = curve((-1.25, 0.02), (-0.8, -0.12), (-0.3, -0.4), (0.3, -0.4), (0.8, -0.12), (1.25, 0.02))
        canvas.fill(placed(roof, (foot[0], y - size * 0.22), half), colour)
    canvas.line([(foot[0], foot[1] - size * 1.4), (foot[0], foot[1] - size * 1.85)], size * 0.03, colour)
    canvas.box((foot[0] - size, foot[1], foot[0] + size, foot[1] + size * 0.4), colour, 1, size * 0.1)


def radio(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    """A transmitter on a hill, calling in rings, in the manner of a pulp cover."""
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (0.7, ink.low), (1, ink.far)])
    tip = (w * 0.5, h * 0.25)
    sunburst(canvas, tip, 22, (ink.light, 0.11))
    for ring in range(9):
        radius = (64 + 78 * ring) * u
        share = ring / 8
        canvas.line(
            arc(tip, radius, 202, 338), (15 - 11 * share) * u, mix(ink.accent, ink.light, share * 0.65), 1 - 0.6 * share
        )
        canvas.line(arc(tip, radius, 22, 158), (7 - 5 * share) * u, mix(ink.low, ink.light, 0.5), 0.55 - 0.45 * share)
    hill = curve(
        (-20, h * 0.76),
        (w * 0.22, h * 0.69),
        (w * 0.48, h * 0.595),
        (w * 0.66, h * 0.63),
        (w * 0.86, h * 0.71),
        (w + 20, h * 0.73),
    )
    canvas.shade([*hill, (w + 20, h), (-20, h)], [(0, ink.far), (0.4, mix(ink.far, ink.near, 0.7)), (1, ink.near)])
    base, half = h * 0.615, 108 * u
    levels = 11
    for level in range(levels):
        a, b = level / levels, (level + 1) / levels
        ya, yb = base + (tip[1] - base) * a, base + (tip[1] - base) * b
        wa, wb = half * (1 - a) ** 1.25 + 5 * u, half * (1 - b) ** 1.25 + 5 * u
        width = (8 - 5 * a) * u
        for start, end in (
            ((-wa, ya), (-wb, yb)),
            ((wa, ya), (wb, yb)),
            ((-wa, ya), (wb, yb)),
            ((wa, ya), (-wb, yb)),
            ((-wb, yb), (wb, yb)),
        ):
            canvas.line([(tip[0] + start[0], start[1]), (tip[0] + end[0], end[1])], width, ink.near)
    canvas.glow(tip, 120 * u, ink.light, 0.95)
    canvas.disc(tip, 24 * u, ink.accent)
    canvas.disc(tip, 11 * u, ink.light)
    x, y = w * 0.73, h * 0.66
    canvas.box((x - 76 * u, y - 66 * u, x + 76 * u, y + 40 * u), ink.near)
    canvas.fill(
        [(x - 94 * u, y - 62 * u), (x + 94 * u, y - 62 * u), (x + 62 * u, y - 104 * u), (x - 62 * u, y - 104 * u)],
        mix(ink.accent, ink.near, 0.35),
    )
    canvas.box((x - 44 * u, y - 40 * u, x - 2 * u, y - 6 * u), ink.light)
    canvas.glow((x - 23 * u, y - 22 * u), 90 * u, ink.light, 0.6)
    canvas.fill(placed(PERSON, (x - 22 * u, y - 2 * u), 36 * u), ink.near)
    for place in range(4):
        pole = w * (0.06 + 0.1 * place)
        foot = min(hill, key=lambda point: abs(point[0] - pole))[1]
        tall = (150 - 14 * place) * u
        canvas.line([(pole, foot), (pole, foot - tall)], 6 * u, ink.near)
        canvas.line([(pole - 26 * u, foot - tall * 0.9), (pole + 26 * u, foot - tall * 0.9)], 5 * u, ink.near)
        after = w * (0.16 + 0.1 * place) if place < 3 else x - 70 * u
        low = min(hill, key=lambda point: abs(point[0] - after))[1] - (136 - 14 * place) * u * 0.9
        canvas.line(
            curve(
                (pole, foot - tall * 0.9),
                ((pole + after) / 2, max(foot - tall * 0.9, low) + 14 * u),
                (after, low if place < 3 else y - 80 * u),
            ),
            2.5 * u,
            ink.near,
        )
    for _ in range(40):
        canvas.line(
            [(gx := chance.uniform(0, w), h), (gx + chance.uniform(-16, 16) * u, h - chance.uniform(20, 66) * u)],
            4 * u,
            mix(ink.near, "#000000", 0.4),
        )


def observatory(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    """A dome on a mountain, and the stars drawn out into circles above it."""
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (0.6, ink.low), (0.8, mix(ink.low, ink.accent, 0.4)), (1, ink.far)])
    pole = (w * 0.56, h * 0.3)
    canvas.glow(pole, 760 * u, ink.accent, 0.22)
    for _ in range(190):
        radius = 20 * u + chance.random() ** 0.75 * 1150 * u
        start, long = chance.uniform(0, 360), chance.uniform(16, 62)
        colour = mix(ink.light, chance.choice((ink.accent, "#ffd9a0", "#ffffff")), chance.random())
        canvas.line(arc(pole, radius, start, start + long), chance.uniform(1.2, 3.2) * u, colour, chance.uniform(0.3, 0.9))
    canvas.disc(pole, 5 * u, "#ffffff")
    for layer in range(2):
        canvas.fill(
            crags(canvas, chance, h * (0.63 + 0.05 * layer), (120 - 40 * layer) * u),
            mix(ink.low, ink.far, 0.55 + 0.3 * layer),
        )
    peak = [
        *curve(
            (-20, h * 0.86),
            (w * 0.14, h * 0.775),
            (w * 0.26, h * 0.695),
            (w * 0.38, h * 0.675),
            (w * 0.62, h * 0.675),
            (w * 0.74, h * 0.735),
            (w + 20, h * 0.85),
        ),
        (w + 20, h),
        (-20, h),
    ]
    canvas.fill(peak, ink.near)
    centre, radius = (w * 0.47, h * 0.6), 152 * u
    canvas.beam(
        [
            (centre[0] + 10 * u, centre[1] - 70 * u),
            (pole[0] - 60 * u, -30),
            (pole[0] + 160 * u, -30),
            (centre[0] + 60 * u, centre[1] - 60 * u),
        ],
        ink.accent,
        0.4,
        12 * u,
    )
    canvas.box((centre[0] - radius, centre[1], centre[0] + radius, h * 0.705), mix(ink.light, ink.low, 0.42))
    canvas.box((centre[0] + radius * 0.2, centre[1], centre[0] + radius, h * 0.705), ink.near, 0.45)
    canvas.fill(arc(centre, radius * 1.06, 180, 360), mix(ink.light, ink.low, 0.2))
    canvas.fill([*arc(centre, radius * 1.06, 270, 360), (centre[0] + radius * 0.2, centre[1])], ink.near, 0.4)
    slit = [
        (centre[0] + 14 * u, centre[1] - radius * 1.07),
        (centre[0] + 66 * u, centre[1] - radius * 0.97),
        (centre[0] + 84 * u, centre[1]),
        (centre[0] + 22 * u, centre[1]),
    ]
    canvas.fill(slit, ink.near)
    canvas.glow((centre[0] + 48 * u, centre[1] - radius * 0.4), 90 * u, "#ffcf8a", 0.75)
    scope = (centre[0] + 46 * u, centre[1] - radius * 0.62)
    canvas.fill(
        turned(
            [
                (scope[0] - 15 * u, scope[1] + 70 * u),
                (scope[0] - 19 * u, scope[1] - 84 * u),
                (scope[0] + 19 * u, scope[1] - 84 * u),
                (scope[0] + 15 * u, scope[1] + 70 * u),
            ],
            scope,
            13,
        ),
        ink.light,
    )
    canvas.box((centre[0] - radius * 1.1, centre[1] - 8 * u, centre[0] + radius * 1.1, centre[1] + 10 * u), ink.far)
    for window in (-0.62, -0.26):
        canvas.box(
            (centre[0] + radius * window, centre[1] + 50 * u, centre[0] + radius * (window + 0.2), centre[1] + 90 * u),
            "#ffcf8a",
        )
        canvas.glow((centre[0] + radius * (window + 0.1), centre[1] + 70 * u), 60 * u, "#ffcf8a", 0.6)
    canvas.fill(placed(PERSON, (w * 0.74, h * 0.74), 88 * u), ink.near)
    canvas.line([(w * 0.77, h * 0.745), (w * 0.8, h * 0.69)], 8 * u, ink.near)
    canvas.line([(w * 0.79, h * 0.71), (w * 0.775, h * 0.751)], 3 * u, ink.near)
    canvas.line([(w * 0.79, h * 0.71), (w * 0.808, h * 0.751)], 3 * u, ink.near)
