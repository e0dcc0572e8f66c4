"""One red king and a long shadow across the board."""

import random

from halley.demo.art.canvas import Canvas, Point, arc, mix, placed
from halley.demo.art.palette import Palette

_KING = (
    (-0.34, 0), (-0.34, -0.08), (-0.28, -0.1), (-0.27, -0.17), (-0.2, -0.21), (-0.12, -0.62), (-0.2, -0.65), (-0.2, -0.7),
    (-0.13, -0.72), (-0.2, -0.94), (-0.06, -0.99), (-0.035, -1.05), (-0.035, -1.1), (-0.1, -1.1), (-0.1, -1.17),
    (-0.035, -1.17), (-0.035, -1.25), (0.035, -1.25), (0.035, -1.17), (0.1, -1.17), (0.1, -1.1), (0.035, -1.1),
    (0.035, -1.05), (0.06, -0.99), (0.2, -0.94), (0.13, -0.72), (0.2, -0.7), (0.2, -0.65), (0.12, -0.62), (0.2, -0.21),
    (0.27, -0.17), (0.28, -0.1), (0.34, -0.08), (0.34, 0),
)  # fmt: skip

_PAWN = (
    (-0.28, 0), (-0.28, -0.08), (-0.22, -0.1), (-0.2, -0.17), (-0.1, -0.22), (-0.07, -0.45), (-0.15, -0.47), (-0.15, -0.51),
    *arc((0, -0.62), 0.145, 140, 400), (0.15, -0.51), (0.15, -0.47), (0.07, -0.45), (0.1, -0.22), (0.2, -0.17), (0.22, -0.1),
    (0.28, -0.08), (0.28, 0),
)  # fmt: skip


def chess(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    w, h, u = canvas.w, canvas.h, canvas.u
    horizon = h * 0.5
    canvas.wash([(0, ink.near), (0.5, mix(ink.near, ink.far, 0.45)), (1, ink.far)], 0, horizon)
    canvas.beam([(w * 0.93, -40), (w * 0.99, -40), (w * 0.95, h * 0.8), (w * 0.12, h * 0.8)], ink.light, 0.55, 20 * u)
    vanish = (w * 0.5, h * 0.3)
    rows = [horizon + (h * 1.02 - horizon) * (row / 9) ** 1.75 for row in range(10)]
    for row in range(9):
        for column in range(-9, 9):
            corners: list[Point] = []
            for y, side in ((rows[row], 0), (rows[row], 1), (rows[row + 1], 1), (rows[row + 1], 0)):
                spread = (y - vanish[1]) / (h - vanish[1]) * 300 * u
                corners.append((vanish[0] + (column + side + 0.5) * spread, y))
            colour = ink.high if (row + column) % 2 else ink.near
            canvas.fill(corners, mix(colour, ink.far, 0.5 - 0.055 * row))
    canvas.haze(horizon - 60 * u, horizon + 120 * u, ink.far, (0, 0.85, 0))
    canvas.glow((w * 0.46, h * 0.79), (470 * u, 170 * u), ink.light, 0.4)
    foot = (w * 0.47, h * 0.8)
    shadow = [(foot[0] + x * 420 * u - y * -330 * u, foot[1] - y * 165 * u + 8 * u) for x, y in _KING]
    canvas.fill(shadow, "#060606", 0.72)
    for across, down, size, colour in (
        (0.1, 0.6, 235, ink.near),
        (0.24, 0.575, 190, ink.near),
        (0.72, 0.572, 185, ink.near),
        (0.88, 0.62, 250, ink.near),
    ):
        canvas.fill(placed(_PAWN, (w * across, h * down), size * u), colour)
        canvas.fill(placed([(x, y) for x, y in _PAWN if x > 0.0], (w * across, h * down), size * u), ink.far, 0.25)
    canvas.fill(placed(_KING, foot, 470 * u), ink.accent)
    canvas.fill(
        placed([(x * 0.45 + 0.0 if x < 0 else x, y) for x, y in _KING if x > -0.13], foot, 470 * u),
        mix(ink.accent, "#ffffff", 0.14),
    )
    canvas.fill(
        placed(
            [point for point in _KING if point[0] <= 0.0] + [(-0.02, -1.0), (-0.03, -0.6), (-0.06, -0.2), (-0.1, 0)],
            foot,
            470 * u,
        ),
        mix(ink.accent, ink.near, 0.45),
    )
    for across in (0.05, 0.97):
        canvas.fill(placed(_PAWN, (w * across, h * 0.97), 520 * u), mix(ink.near, "#000000", 0.5))
