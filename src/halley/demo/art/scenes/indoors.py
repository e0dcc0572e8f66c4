"""Scenes under a roof: boards, stages, clubs, vaults, workshops, lamps."""

import math
import random

from halley.demo.art.canvas import Canvas, Point, arc, curve, mix, placed, turned
from halley.demo.art.lettering import LIGHT, set_centred
from halley.demo.art.palette import Palette
from halley.demo.art.scenes.shapes import PERSON

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
    """One red king and a long shadow across the board."""
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


def theatre(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    """A curtain parted a hand's width, a spotlight, someone who should not be there."""
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

            left = _hem(canvas, stage, side * a)
            right = _hem(canvas, stage, side * b)
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


def _hem(canvas: Canvas, stage: float, share: float) -> list[Point]:
    """The line down a curtain at a share of its width: 0 at its inner edge, 1 or -1 at the wall."""
    line: list[Point] = []
    for step in range(13):
        y = stage * 1.03 * step / 12
        gathered = canvas.w * (0.465 - (y / stage) ** 2.2 * 0.2)
        side = 1 if share >= 0 else -1
        line.append((canvas.w / 2 + side * (canvas.w / 2 - gathered + abs(share) * gathered), y))
    return line


def jazz(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    """A trumpet in cut paper, keys, discs, and the note it has just left."""
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.low), (1, ink.high)])
    canvas.fill([(0, h * 0.12), (w * 0.58, 0), (w, 0), (w, h * 0.1), (0, h * 0.52)], ink.far)
    canvas.fill([(w * 0.3, h), (w, h * 0.52), (w, h * 0.8), (w * 0.62, h)], ink.near)
    canvas.disc((w * 0.3, h * 0.3), 208 * u, ink.accent)
    canvas.disc((w * 0.3, h * 0.3), 66 * u, ink.low)
    for groove in range(5):
        canvas.ring((w * 0.3, h * 0.3), (92 + 23 * groove) * u, 3 * u, mix(ink.accent, ink.near, 0.28))
    canvas.disc((w * 0.3, h * 0.3), 12 * u, ink.light)
    centre = (w * 0.53, h * 0.5)

    def spun(points: list[Point]) -> list[Point]:
        return turned([(centre[0] + x * u, centre[1] + y * u) for x, y in points], centre, -27)

    brass, shade = ink.light, mix(ink.light, ink.accent, 0.55)
    bell = curve((150, -26), (250, -34), (320, -70), (372, -150), (384, -158)) + curve(
        (384, 158), (372, 150), (320, 70), (250, 34), (150, 26)
    )
    canvas.fill([(x + 14 * u, y + 22 * u) for x, y in spun(bell)], ink.near, 0.4)
    canvas.line(spun([(-420, 0), (160, 0)]), 30 * u, brass)
    canvas.line(spun(curve((-170, 0), (-250, 74), (-160, 138), (40, 138), (150, 132), (190, 70), (130, 4))), 27 * u, shade)
    canvas.fill(spun(bell), brass)
    canvas.fill(
        spun(curve((150, 6), (250, 10), (330, 40), (384, 158)) + curve((384, 158), (320, 70), (250, 34), (150, 26))), shade
    )
    canvas.fill(spun(arc((384, 0), (24, 160), 0, 360)), mix(brass, ink.near, 0.55))
    canvas.line(spun([(-470, -20), (-470, 20), (-436, 9), (-436, -9), (-470, -20)]), 10 * u, brass)
    for valve in range(3):
        x = 70.0 * valve - 58
        canvas.line(spun([(x, -66), (x, 168)]), 44 * u, (brass, shade, brass)[valve])
        canvas.line(spun([(x, -66), (x, -116)]), 13 * u, brass)
        canvas.line(spun([(x - 17, -118), (x + 17, -118)]), 17 * u, ink.accent)
    canvas.line(spun(curve((-250, 0), (-262, -44), (-224, -54), (-206, -8))), 11 * u, shade)
    key = w / 11
    top = h * 0.845
    for place in range(12):
        x = place * key
        drop = h * 0.03 * math.sin(place * 0.55 + 0.6)
        canvas.box((x + 2 * u, top + drop, x + key - 2 * u, h), ink.light if place != 7 else ink.accent)
        if place % 7 not in {2, 6}:
            canvas.box((x + key * 0.68, top + drop - 10 * u, x + key * 1.32, top + drop + h * 0.09), ink.near)
    for across, down, size, colour in (
        (0.82, 0.24, 1.0, ink.accent),
        (0.9, 0.4, 0.6, ink.light),
        (0.14, 0.62, 0.75, ink.accent),
    ):
        at = (w * across, h * down)
        canvas.fill(turned(arc(at, (46 * u * size, 33 * u * size), 0, 360), at, -22), colour)
        canvas.line(
            [(at[0] + 41 * u * size, at[1] - 8 * u), (at[0] + 41 * u * size, at[1] - 190 * u * size)], 9 * u * size, colour
        )
        flag = curve(
            (at[0] + 41 * u * size, at[1] - 186 * u * size),
            (at[0] + 80 * u * size, at[1] - 130 * u * size),
            (at[0] + 74 * u * size, at[1] - 66 * u * size),
        )
        canvas.line(flag, 13 * u * size, colour)


def vault(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    """The round door of a vault, seen head on, ajar by a sliver of gold."""
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (0.6, ink.low), (1, ink.near)])
    cell = 168 * u
    for row in range(int(h / cell) + 2):
        for column in range(int(w / cell) + 2):
            x, y = column * cell - cell * 0.52, row * cell - cell * 0.4
            canvas.box(
                (x + 4 * u, y + 4 * u, x + cell - 4 * u, y + cell - 4 * u),
                mix(ink.low, ink.near, 0.35 + 0.25 * chance.random()),
                1,
                6 * u,
            )
            canvas.disc((x + cell * 0.5, y + cell * 0.5), 11 * u, mix(ink.accent, ink.near, 0.6))
            canvas.box(
                (x + cell * 0.3, y + cell * 0.2, x + cell * 0.7, y + cell * 0.3), mix(ink.accent, ink.near, 0.7), 1, 4 * u
            )
    centre = (w * 0.5, h * 0.42)
    canvas.glow((centre[0] - 40 * u, centre[1]), 620 * u, ink.accent, 0.55)
    canvas.disc((centre[0] - 22 * u, centre[1]), 404 * u, ink.light)
    canvas.glow((centre[0] - 30 * u, centre[1]), 470 * u, "#fff8dc", 0.6)
    canvas.disc((centre[0] + 18 * u, centre[1] + 16 * u), 398 * u, ink.near)
    for radius, colour in (
        (394, ink.far),
        (372, mix(ink.far, ink.near, 0.45)),
        (352, mix(ink.far, ink.light, 0.25)),
        (300, mix(ink.far, ink.near, 0.3)),
        (286, mix(ink.far, ink.near, 0.6)),
    ):
        canvas.disc(centre, radius * u, colour)
    for bolt in range(24):
        angle = math.tau * bolt / 24
        at = (centre[0] + 326 * u * math.cos(angle), centre[1] + 326 * u * math.sin(angle))
        canvas.disc((at[0] + 3 * u, at[1] + 4 * u), 14 * u, ink.near)
        canvas.disc(at, 13 * u, ink.accent)
        canvas.disc((at[0] - 3 * u, at[1] - 4 * u), 5 * u, ink.light)
    for spoke in range(8):
        angle = spoke * 45 + 11
        rod = turned(
            [
                (centre[0] - 17 * u, centre[1] - 282 * u),
                (centre[0] + 17 * u, centre[1] - 282 * u),
                (centre[0] + 17 * u, centre[1]),
                (centre[0] - 17 * u, centre[1]),
            ],
            centre,
            angle,
        )
        canvas.fill(rod, mix(ink.far, ink.light, 0.12))
        canvas.fill(
            turned(
                [
                    (centre[0] + 4 * u, centre[1] - 282 * u),
                    (centre[0] + 17 * u, centre[1] - 282 * u),
                    (centre[0] + 17 * u, centre[1]),
                    (centre[0] + 4 * u, centre[1]),
                ],
                centre,
                angle,
            ),
            ink.near,
            0.4,
        )
    canvas.disc((centre[0] + 5 * u, centre[1] + 8 * u), 158 * u, ink.near)
    canvas.disc(centre, 154 * u, ink.light)
    canvas.disc(centre, 146 * u, ink.near)
    for tick in range(60):
        angle = math.radians(tick * 6)
        inner = 112 if tick % 5 == 0 else 126
        canvas.line(
            [
                (centre[0] + inner * u * math.cos(angle), centre[1] + inner * u * math.sin(angle)),
                (centre[0] + 138 * u * math.cos(angle), centre[1] + 138 * u * math.sin(angle)),
            ],
            (4 if tick % 5 == 0 else 2) * u,
            ink.light,
        )
    for number in range(12):
        angle = math.radians(number * 30 - 90)
        at = (centre[0] + 96 * u * math.cos(angle), centre[1] + 96 * u * math.sin(angle) - 8 * u)
        set_centred(canvas, str(number * 5), at, 16 * u, (LIGHT, ink.light))
    canvas.disc(centre, 68 * u, ink.accent)
    for groove in range(24):
        angle = math.tau * groove / 24
        canvas.disc(
            (centre[0] + 66 * u * math.cos(angle), centre[1] + 66 * u * math.sin(angle)),
            5 * u,
            mix(ink.accent, ink.near, 0.55),
        )
    canvas.disc(centre, 50 * u, mix(ink.accent, ink.light, 0.4))
    canvas.fill(
        turned(
            [
                (centre[0] - 7 * u, centre[1] + 20 * u),
                (centre[0], centre[1] - 50 * u),
                (centre[0] + 7 * u, centre[1] + 20 * u),
            ],
            centre,
            38,
        ),
        ink.near,
    )
    for place in range(10):
        x = w * (0.07 + place * 0.0956)
        tall = u * (150 + 60 * math.sin(place * 2.4) + 20 * (place % 3))
        canvas.fill(placed(PERSON, (x, h * 0.77 + 20 * u), tall * 1.2), mix(ink.near, "#000000", 0.4))
    canvas.box((0, h * 0.772, w, h), mix(ink.near, "#000000", 0.4))


def clock(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    """A leaning tower clock and its wheels, cut like a woodcut of the thirties."""
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (0.7, ink.low), (1, ink.far)])
    face = (w * 0.52, h * 0.34)
    for ray in range(26):
        a = math.tau * (ray + chance.uniform(-0.2, 0.2)) / 26
        far = (face[0] + 1900 * u * math.cos(a), face[1] + 1900 * u * math.sin(a))
        near = (face[0] + 1900 * u * math.cos(a + 0.1), face[1] + 1900 * u * math.sin(a + 0.1))
        canvas.fill([face, far, near], ink.light, 0.3)
    tower = [(w * 0.24, h), (w * 0.31, h * 0.13), (w * 0.52, -20 * u), (w * 0.8, h * 0.17), (w * 0.83, h)]
    canvas.fill([(w * 0.52, -20 * u), (w * 0.8, h * 0.17), (w * 0.83, h), (w + 20, h), (w + 20, h * 0.5)], ink.far, 0.75)
    canvas.fill(tower, ink.near)
    canvas.fill(
        [(w * 0.24, h), (w * 0.31, h * 0.13), (w * 0.52, -20 * u), (w * 0.38, h * 0.16), (w * 0.34, h)],
        mix(ink.near, ink.far, 0.55),
    )
    for at, radius, teeth, colour in (
        ((0.3, 0.61), 150, 18, ink.accent),
        ((0.56, 0.67), 190, 24, ink.low),
        ((0.76, 0.56), 104, 14, ink.far),
        ((0.4, 0.77), 110, 14, ink.low),
    ):
        _gear(canvas, (w * at[0], h * at[1]), radius * u, (teeth, colour, ink.near))
    canvas.haze(h * 0.62, h, "#120a06", (0.0, 0.7, 0.85))
    canvas.disc((face[0] + 14 * u, face[1] + 16 * u), 262 * u, "#000000", 0.5)
    canvas.disc(face, 260 * u, ink.far)
    canvas.disc(face, 240 * u, ink.light)
    canvas.ring(face, 222 * u, 4 * u, ink.near)
    canvas.ring(face, 152 * u, 3 * u, ink.near)
    for hour in range(13):
        angle = hour * 360 / 13
        numeral = [
            (face[0] - 11 * u, face[1] - 212 * u),
            (face[0] + 11 * u, face[1] - 212 * u),
            (face[0] + 6 * u, face[1] - 162 * u),
            (face[0] - 6 * u, face[1] - 162 * u),
        ]
        canvas.fill(turned(numeral, face, angle), ink.accent if hour == 12 else ink.near)
    for lean, long, thick in ((-40, 150, 17), (22, 214, 11)):
        hand = [
            (face[0] - thick * u, face[1] + 30 * u),
            (face[0] - thick * 0.7 * u, face[1] - long * 0.6 * u),
            (face[0], face[1] - long * u),
            (face[0] + thick * 0.7 * u, face[1] - long * 0.6 * u),
            (face[0] + thick * u, face[1] + 30 * u),
        ]
        canvas.fill(turned(hand, face, lean), ink.near)
    canvas.disc(face, 24 * u, ink.accent)
    for roof in range(9):
        x, tall = w * roof / 8, chance.uniform(70, 190) * u
        tilt = chance.uniform(-60, 60) * u
        canvas.fill(
            [
                (x - 90 * u, h),
                (x - 74 * u, h * 0.97 - tall),
                (x + tilt, h * 0.97 - tall - 96 * u),
                (x + 82 * u, h * 0.97 - tall + 24 * u),
                (x + 96 * u, h),
            ],
            mix(ink.near, "#000000", 0.45),
        )
        canvas.fill(
            [
                (x - 20 * u, h * 0.985 - tall),
                (x + 12 * u, h * 0.98 - tall),
                (x + 8 * u, h * 1.02 - tall),
                (x - 22 * u, h * 1.015 - tall),
            ],
            ink.high if roof % 3 else ink.accent,
        )


def _gear(canvas: Canvas, at: Point, radius: float, look: tuple[int, str, str]) -> None:
    teeth, colour, hole = look
    rim: list[Point] = []
    for tooth in range(teeth):
        for share, reach in ((0.0, 0.88), (0.22, 0.9), (0.32, 1.04), (0.68, 1.04), (0.78, 0.9)):
            angle = math.tau * (tooth + share) / teeth
            rim.append((at[0] + radius * reach * math.cos(angle), at[1] + radius * reach * math.sin(angle)))
    canvas.fill([(x + radius * 0.06, y + radius * 0.08) for x, y in rim], "#000000", 0.5)
    canvas.fill(rim, colour)
    canvas.ring(at, radius * 0.72, radius * 0.05, mix(colour, hole, 0.5))
    for spoke in range(5):
        angle = spoke * 72
        gap = [*arc(at, radius * 0.62, angle + 10, angle + 62), *reversed(arc(at, radius * 0.26, angle + 20, angle + 52))]
        canvas.fill(gap, hole)
    canvas.disc(at, radius * 0.1, hole)


def moth(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    """A moth before a lamp, its wings printed in two inks."""
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (0.6, ink.low), (1, ink.near)])
    lamp = (w * 0.5, h * 0.4)
    for ring in range(6, 0, -1):
        canvas.disc(lamp, (70 + 92 * ring) * u, mix(ink.low, ink.light, 0.09 * (7 - ring)), 0.34)
    canvas.glow(lamp, 640 * u, ink.light, 0.7)
    canvas.disc(lamp, 150 * u, mix(ink.light, "#ffffff", 0.5))
    canvas.line([(lamp[0], -20), (lamp[0], lamp[1] - 300 * u)], 7 * u, ink.near)
    canvas.fill(
        [
            (lamp[0] - 60 * u, lamp[1] - 300 * u),
            (lamp[0] + 60 * u, lamp[1] - 300 * u),
            (lamp[0] + 190 * u, lamp[1] - 196 * u),
            (lamp[0] - 190 * u, lamp[1] - 196 * u),
        ],
        ink.near,
    )
    for _ in range(60):
        angle, reach = chance.uniform(0, math.tau), chance.uniform(170, 620) * u
        canvas.disc(
            (lamp[0] + reach * math.cos(angle), lamp[1] + reach * math.sin(angle)),
            chance.uniform(1.5, 4.5) * u,
            ink.light,
            0.8,
        )
    at, size = (lamp[0], lamp[1] + 74 * u), 360 * u
    upper = curve(
        (0.03, -0.25), (0.34, -0.62), (0.86, -0.78), (1.06, -0.68), (0.98, -0.36), (0.72, 0.04), (0.36, 0.14), (0.04, 0.06)
    )
    lower = curve((0.04, 0.0), (0.4, 0.1), (0.68, 0.22), (0.7, 0.52), (0.48, 0.78), (0.24, 0.66), (0.05, 0.26))
    for mirrored in (False, True):
        canvas.fill(placed(lower, at, size, mirrored=mirrored), mix(ink.accent, ink.near, 0.45))
        canvas.fill(placed([(x * 0.8 + 0.02, y * 0.82) for x, y in lower], at, size, mirrored=mirrored), ink.accent)
        canvas.fill(placed(upper, at, size, mirrored=mirrored), mix(ink.near, ink.low, 0.25))
        canvas.fill(
            placed([(x * 0.86 + 0.03, y * 0.86 - 0.02) for x, y in upper], at, size, mirrored=mirrored),
            mix(ink.low, ink.accent, 0.55),
        )
        canvas.fill(
            placed([(x * 0.6 + 0.05, y * 0.62 - 0.06) for x, y in upper], at, size, mirrored=mirrored),
            mix(ink.low, ink.near, 0.4),
        )
        for x, y, radius in ((0.66, -0.44, 0.14), (0.42, 0.42, 0.12)):
            spot = placed([(x, y)], at, size, mirrored=mirrored)[0]
            canvas.disc(spot, radius * size, ink.near)
            canvas.disc(spot, radius * 0.72 * size, ink.light)
            canvas.disc(spot, radius * 0.38 * size, ink.near)
        for vein in range(6):
            tip = (0.98 - 0.09 * vein, -0.66 + 0.13 * vein)
            canvas.line(placed([(0.08, -0.16), tip], at, size, mirrored=mirrored), 2.5 * u, ink.near, 0.55)
        feeler = curve((0.03, -0.34), (0.12, -0.56), (0.3, -0.66))
        canvas.line(placed(feeler, at, size, mirrored=mirrored), 6 * u, ink.near)
        for barb in range(4, len(feeler), 2):
            x, y = feeler[barb]
            canvas.line(placed([(x, y), (x + 0.05, y + 0.05)], at, size, mirrored=mirrored), 3.5 * u, ink.near)
    canvas.fill(placed(arc((0, 0.1), (0.085, 0.44), 0, 360), at, size), ink.near)
    for stripe in range(5):
        canvas.line(placed([(-0.06, 0.12 + 0.075 * stripe), (0.06, 0.12 + 0.075 * stripe)], at, size), 8 * u, ink.accent)
    canvas.fill(placed(arc((0, -0.24), (0.1, 0.12), 0, 360), at, size), mix(ink.near, ink.accent, 0.2))
    street = h * 0.8
    for house in range(9):
        x, tall = w * house / 8 - 20 * u, chance.uniform(40, 170) * u
        canvas.box((x - 70 * u, street - tall, x + 70 * u, h), mix(ink.near, "#000000", 0.3))
        canvas.fill(
            [(x - 82 * u, street - tall), (x, street - tall - 66 * u), (x + 82 * u, street - tall)],
            mix(ink.near, "#000000", 0.3),
        )
        if chance.random() < 0.6:
            canvas.box((x - 14 * u, street - tall + 40 * u, x + 14 * u, street - tall + 78 * u), ink.light)
