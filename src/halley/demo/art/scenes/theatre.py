"""A curtain parted a hand's width, a spotlight, someone who should not be there."""

import random

from halley.demo.art.canvas import Canvas, Point, arc, curve, mix, placed
from halley.demo.art.palette import Palette
from halley.demo.art.scenes.shapes import PERSON


def theatre(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    w, h, u = canvas.w, canvas.h, canvas.u
    stage = h * 0.62
    canvas.wash([(0, ink.near), (0.8, ink.high), (1, ink.near)])
    canvas.beam(
        [(w * 0.48, -60), (w * 0.52, -60), (w * 0.7, stage + 30 * u), (w * 0.3, stage + 30 * u)], ink.light, 0.85, 14 * u
    )
    canvas.wash([(0, mix(ink.near, ink.accent, 0.36)), (1, ink.near)], stage)
    for plank in range(-12, 13):
        canvas.line([(w / 2 + plank * 54 * u, stage), (w / 2 + plank * 118 * u, h)], 2.5 * u, ink.near, 0.7)
    canvas.fill(arc((w / 2, stage + 66 * u), (250 * u, 62 * u), 0, 360), ink.light, 0.92)
    canvas.glow((w / 2, stage + 66 * u), (340 * u, 110 * u), ink.light, 0.5)
    folds = 11
    for side in (-1, 1):
        for fold in range(folds):
            a, b = fold / folds, (fold + 1) / folds

            left = _hem(canvas, stage, (side, a))
            right = _hem(canvas, stage, (side, b))
            middle = [((p[0] * 0.62 + q[0] * 0.38), p[1]) for p, q in zip(left, right, strict=True)]
            foot = curve(left[-1], ((left[-1][0] + right[-1][0]) / 2, left[-1][1] + 26 * u), right[-1])
            canvas.shade(
                [*left, *foot, *reversed(right)],
                [(0, mix(ink.high, ink.near, 0.4)), (0.5, ink.low), (1, mix(ink.high, ink.near, 0.3))],
            )
            canvas.shade([*left, *reversed(middle)], [(0, ink.low), (0.55, mix(ink.far, ink.accent, 0.2)), (1, ink.low)])
    for swag in range(5):
        x0, x1 = w * swag / 5 - 12 * u, w * (swag + 1) / 5 + 12 * u
        low = curve((x0, 40 * u), ((x0 + x1) / 2, 196 * u), (x1, 40 * u))
        canvas.shade([(x0, -10), *low, (x1, -10)], [(0, ink.high), (0.7, ink.far), (1, ink.low)])
        for crease in range(1, 4):
            y = 36 * u * crease
            canvas.line(
                curve((x0 + 20 * u, y * 0.4), ((x0 + x1) / 2, 40 * u + y), (x1 - 20 * u, y * 0.4)), 3 * u, ink.high, 0.8
            )
        canvas.line(low, 13 * u, ink.accent)
        for place in range(2, len(low) - 1, 2):
            canvas.line([low[place], (low[place][0], low[place][1] + 22 * u)], 4 * u, ink.accent)
    actor = (w / 2, stage + 72 * u)
    canvas.fill(
        [(actor[0], actor[1]), (actor[0] + 60 * u, actor[1] + 190 * u), (actor[0] - 90 * u, actor[1] + 190 * u)],
        ink.near,
        0.5,
    )
    canvas.fill(placed(PERSON, actor, 330 * u), ink.near)
    coat = [(-0.13, -0.78), (0.13, -0.78), (0.25, -0.06), (0.1, -0.03), (0, -0.06), (-0.1, -0.03), (-0.25, -0.06)]
    canvas.fill(placed(coat, actor, 330 * u), ink.near)
    canvas.fill(
        placed(
            [(-0.13, -0.965), (0.13, -0.965), (0.075, -0.985), (0.065, -1.1), (-0.065, -1.1), (-0.075, -0.985)],
            actor,
            330 * u,
        ),
        ink.near,
    )
    for light in range(11):
        x = w * (light + 0.5) / 11
        canvas.glow((x, h * 0.915), 64 * u, ink.light, 0.85)
        canvas.fill(arc((x, h * 0.925), (31 * u, 27 * u), 180, 360), ink.accent)
    canvas.box((0, h * 0.923, w, h), ink.near)
    for seat in range(9):
        x = w * (seat + 0.5 * (seat % 2)) / 8
        canvas.disc((x, h * 0.975), chance.uniform(38, 46) * u, "#0a0204")
        canvas.box((x - 78 * u, h * 0.99, x + 78 * u, h), "#0a0204", 1, 20 * u)


def _hem(canvas: Canvas, stage: float, place: tuple[int, float]) -> list[Point]:
    """A line down a curtain: which side (-1 left, 1 right), and where between its inner edge (0) and the wall (1)."""
    side, share = place
    line: list[Point] = []
    for step in range(13):
        y = stage * 1.03 * step / 12
        width = canvas.w * (0.465 - (y / stage) ** 2.2 * 0.2)
        line.append((canvas.w / 2 + side * (canvas.w / 2 - width + share * width), y))
    return line
