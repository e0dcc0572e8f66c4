"""A ringed planet in flat inks on paper, and one small station."""

import math
import random

from halley.demo.art.canvas import Canvas, Point, arc, mix, turned
from halley.demo.art.palette import Palette


def orbit(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
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
