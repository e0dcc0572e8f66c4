"""The round door of a vault, seen head on, ajar by a sliver of gold."""

import math
import random

from halley.demo.art.canvas import Canvas, mix, placed, turned
from halley.demo.art.lettering import LIGHT, set_centred
from halley.demo.art.palette import Palette
from halley.demo.art.scenes.shapes import PERSON


def vault(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
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
