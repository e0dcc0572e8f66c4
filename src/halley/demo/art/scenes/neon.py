"""A wet alley of neon signs, a noodle stall, and one red umbrella."""

import random

from halley.demo.art.canvas import Canvas, Point, arc, curve, mix, placed
from halley.demo.art.lettering import BOLD, set_centred
from halley.demo.art.palette import Palette
from halley.demo.art.scenes.shapes import PERSON


def neon(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (0.5, ink.low), (0.75, mix(ink.low, ink.accent, 0.35)), (1, ink.near)])
    vanish, street = (w * 0.5, h * 0.53), h * 0.635
    canvas.glow(vanish, (330 * u, 430 * u), ink.accent, 0.65)
    canvas.glow((vanish[0], vanish[1] + 20 * u), (140 * u, 210 * u), ink.light, 0.75)
    for side in (-1, 1):
        for depth in range(4):
            far = 1 - depth * 0.22
            edge = vanish[0] + side * (60 * u + (w / 2 - 60 * u) * (1 - far) * 1.45)
            top = h * (0.3 - 0.14 * depth)
            wall = [
                (edge, top),
                (vanish[0] + side * w, top - 120 * u),
                (vanish[0] + side * w, h),
                (edge, street + 60 * u * depth),
            ]
            canvas.shade(
                wall,
                [
                    (0, mix(ink.far, ink.low, 0.75 - 0.2 * depth)),
                    (0.6, mix(ink.far, ink.accent, 0.34 - 0.08 * depth)),
                    (1, ink.near),
                ],
            )
            for row in range(9):
                y = top + (60 + 62 * row) * u
                if chance.random() < 0.6 and y < street:
                    canvas.box(
                        (edge + side * 14 * u - 9 * u, y, edge + side * 14 * u + 9 * u, y + 30 * u),
                        chance.choice((ink.light, "#ffd166", "#35e0ff")),
                        0.75,
                    )
    signs = (
        (0.1, 0.13, 92, 320, "NOODLES", "#35e0ff"),
        (0.76, 0.1, 84, 270, "HOTEL", ink.accent),
        (0.29, 0.3, 64, 210, "OPEN", "#ffd166"),
        (0.64, 0.33, 54, 172, "BAR", "#35e0ff"),
        (0.87, 0.4, 70, 232, "NIGHT", "#ff9f43"),
    )
    for x, y, wide, tall, word, colour in signs:
        _sign(canvas, (w * x, h * y, wide * u, tall * u), (word, colour))
    for row in range(3):
        cable = curve((-20, h * (0.2 + 0.06 * row)), (w * 0.5, h * (0.28 + 0.05 * row)), (w + 20, h * (0.17 + 0.08 * row)))
        canvas.line(cable, 2.5 * u, ink.near)
    canvas.mirror(street, 1.0, ink.near, 0.32)
    _stall(canvas, (w * 0.27, street + 52 * u), ink)
    at = (w * 0.6, street + 128 * u)
    canvas.glow((at[0], at[1] - 120 * u), 190 * u, ink.accent, 0.32)
    canvas.fill(placed(PERSON, at, 190 * u), "#05040c")
    hand = (at[0], at[1] - 172 * u)
    canvas.fill(
        [
            *arc(hand, (118 * u, 100 * u), 180, 360),
            *reversed(
                [p for n in range(4) for p in arc((hand[0] - 88.5 * u + 59 * u * n, hand[1]), (29.5 * u, 13 * u), 180, 360)]
            ),
        ],
        ink.accent,
    )
    canvas.line([(hand[0], hand[1] - 116 * u), (hand[0], hand[1] + 60 * u)], 4 * u, "#05040c")
    canvas.fill([(x, 2 * at[1] - y) for x, y in placed(PERSON, at, 190 * u)], "#05040c", 0.4)
    canvas.beam(
        [
            (at[0] - 110 * u, at[1] + 150 * u),
            (at[0] + 110 * u, at[1] + 150 * u),
            (at[0] + 80 * u, at[1] + 270 * u),
            (at[0] - 80 * u, at[1] + 270 * u),
        ],
        ink.accent,
        0.5,
        9 * u,
    )
    for _ in range(170):
        x, y, long = chance.uniform(0, w), chance.uniform(0, h), chance.uniform(20, 56) * u
        canvas.line([(x, y), (x - long * 0.16, y + long)], 1.6 * u, ink.light, chance.uniform(0.1, 0.3))


def _sign(canvas: Canvas, place: tuple[float, float, float, float], text: tuple[str, str]) -> None:
    x, y, wide, tall = place
    word, colour = text
    u = canvas.u
    canvas.glow((x + wide / 2, y + tall / 2), (wide * 1.7, tall * 0.95), colour, 0.45)
    canvas.box((x, y, x + wide, y + tall), "#0b0a18", 1, 10 * u)
    frame = [
        (x + 7 * u, y + 7 * u),
        (x + wide - 7 * u, y + 7 * u),
        (x + wide - 7 * u, y + tall - 7 * u),
        (x + 7 * u, y + tall - 7 * u),
        (x + 7 * u, y + 7 * u),
    ]
    canvas.line(frame, 4 * u, colour)
    step = (tall - 26 * u) / len(word)
    for place_, letter in enumerate(word):
        set_centred(
            canvas, letter, (x + wide / 2, y + 17 * u + step * place_), step * 0.74, (BOLD, mix(colour, "#ffffff", 0.35))
        )


def _stall(canvas: Canvas, foot: Point, ink: Palette) -> None:
    x, y = foot
    u = canvas.u
    canvas.glow((x, y - 130 * u), (330 * u, 250 * u), "#ffb84d", 0.7)
    canvas.box((x - 170 * u, y - 220 * u, x + 170 * u, y - 92 * u), "#ffcf7a")
    for place in range(3):
        canvas.fill(placed(PERSON, (x + (-96 + 84 * place) * u, y - 60 * u), 130 * u), "#2a1420")
    canvas.box((x - 182 * u, y - 100 * u, x + 182 * u, y + 6 * u), "#3a1420")
    for stripe in range(9):
        left = x - 196 * u + stripe * 43.6 * u
        canvas.fill(
            [(left + 8 * u, y - 262 * u), (left + 42 * u, y - 262 * u), (left + 43.6 * u, y - 208 * u), (left, y - 208 * u)],
            ink.accent if stripe % 2 == 0 else ink.light,
        )
        canvas.disc((left + 21.8 * u, y - 208 * u), 21 * u, ink.accent if stripe % 2 == 0 else ink.light)
    for place in (-130, 0, 130):
        lamp = (x + place * u, y - 160 * u)
        canvas.line([(lamp[0], y - 206 * u), lamp], 3 * u, "#2a1420")
        canvas.fill(arc(lamp, (24 * u, 30 * u), 0, 360), "#ff5a3c")
        canvas.glow(lamp, 50 * u, "#ffe0a0", 0.7)
    set_centred(canvas, "NOODLES", (x, y - 66 * u), 38 * u, (BOLD, "#ffcf7a"))
