"""A map of nowhere: an island in contour lines, a course in dashes, a compass rose."""

import math
import random

from halley.demo.art.canvas import Canvas, Point, curve, mix, placed, turned
from halley.demo.art.palette import Palette


def atlas(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (1, ink.low)])
    for x in range(1, 8):
        canvas.line([(w * x / 8, 0), (w * x / 8, h)], 2 * u, ink.far, 0.4)
    for y in range(1, 12):
        canvas.line([(0, h * y / 12), (w, h * y / 12)], 2 * u, ink.far, 0.4)
    _island(canvas, chance, ink)
    course = curve(
        (w * 0.04, h * 0.66), (w * 0.22, h * 0.52), (w * 0.34, h * 0.62), (w * 0.5, h * 0.52), (w * 0.6, h * 0.36)
    )
    for place in range(0, len(course) - 2, 3):
        canvas.line(course[place : place + 2], 8 * u, ink.accent)
    goal = course[-1]
    for turn in (45, -45):
        canvas.line(turned([(goal[0] - 30 * u, goal[1]), (goal[0] + 30 * u, goal[1])], goal, turn), 12 * u, ink.accent)
    _rose(canvas, (w * 0.82, h * 0.68), ink)
    ship = (w * 0.12, h * 0.585)
    canvas.fill(placed(curve((-1, 0), (-0.6, 0.34), (0.5, 0.34), (0.9, -0.06), (-1, 0)), ship, 50 * u), ink.near)
    for mast, tall in ((-0.35, 1.0), (0.2, 1.25)):
        sail = curve((mast, -tall), (mast + 0.5, -tall * 0.55), (mast, -0.12))
        canvas.fill(placed(sail, ship, 50 * u), ink.accent)
        canvas.line(placed([(mast, -tall - 0.1), (mast, 0)], ship, 50 * u), 4 * u, ink.near)


def _island(canvas: Canvas, chance: random.Random, ink: Palette) -> None:
    """Thirteen levels from the shallows to the summit, each a little inside the one below."""
    sand = mix("#e9c46a", ink.light, 0.35)
    waves = [(chance.uniform(0, math.tau), n, chance.uniform(0.4, 1.0) / n) for n in (1, 2, 3, 5, 7, 9)]
    for level in range(13):
        share = level / 12
        coast = _coast(canvas, waves, share)
        if level < 2:
            canvas.fill(coast, mix(ink.high, ink.far, 0.4 + 0.35 * level))
        else:
            canvas.fill(coast, mix(sand, ink.near, max(0.0, (share - 0.166) * 0.77)))
            canvas.line([*coast, coast[0]], (6 if level == 2 else 2.5) * canvas.u, ink.near, 1 if level == 2 else 0.75)


def _coast(canvas: Canvas, waves: list[tuple[float, int, float]], share: float) -> list[Point]:
    size, u = min(canvas.w * 0.4, canvas.h * 0.34), canvas.u
    line: list[Point] = []
    for step in range(180):
        angle = math.tau * step / 180
        bump = sum(weight * math.sin(phase * (1 + 0.25 * share) + n * angle) for phase, n, weight in waves)
        reach = size * (1.16 - share * 1.02) * (1 + 0.22 * bump * (1 - share * 0.35))
        x = canvas.w * 0.5 + (reach - share * 60 * u) * math.cos(angle)
        line.append((x, canvas.h * 0.42 + reach * 0.95 * math.sin(angle) - share * 40 * u))
    return line


def _rose(canvas: Canvas, at: Point, ink: Palette) -> None:
    (x, y), u = at, canvas.u
    canvas.ring(at, 84 * u, 3 * u, ink.near)
    canvas.ring(at, 94 * u, 3 * u, ink.near)
    for point in range(8):
        long = 128 if point % 2 == 0 else 76
        for side, colour in ((-1, ink.near), (1, ink.light)):
            canvas.fill(turned([at, (x + side * 16 * u, y - 22 * u), (x, y - long * u)], at, point * 45), colour)
    canvas.fill([at, (x - 16 * u, y - 22 * u), (x, y - 128 * u)], ink.accent)
