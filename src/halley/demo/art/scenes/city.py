"""Scenes of the town and its edges, after sunset."""

import math
import random

from halley.demo.art.canvas import Canvas, Point, arc, curve, mix, placed, turned
from halley.demo.art.lettering import BOLD, Face, set_centred
from halley.demo.art.palette import Palette
from halley.demo.art.scenes.shapes import PERSON, ridge


def comet(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    """The comet over a city that has come out onto its roofs."""
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (0.5, mix(ink.high, ink.low, 0.6)), (0.78, ink.low), (1, ink.accent)], 0, h * 0.95)
    canvas.stars(chance, 330, h * 0.7, ink.light)
    head = (w * 0.27, h * (0.365 if h > w else 0.2))
    tip = (w * 1.04, h * 0.07)
    for spread, strength, blur in ((190, 0.34, 26), (96, 0.5, 14), (34, 0.75, 6)):
        canvas.beam(
            [
                (head[0] - 10 * u, head[1] + 16 * u),
                (tip[0] - spread * u, tip[1] - spread * 1.1 * u),
                (tip[0] + spread * u, tip[1] + spread * u),
            ],
            ink.light,
            strength,
            blur * u,
        )
    dust = curve(head, (w * 0.55, head[1] * 0.85), (w * 0.8, head[1] * 0.74), (w * 1.06, head[1] * 0.74))
    canvas.beam(
        [*dust, *reversed(curve(head, (w * 0.55, h * 0.27), (w * 0.8, h * 0.2), (w * 1.06, h * 0.16)))],
        ink.accent,
        0.5,
        12 * u,
    )
    canvas.glow(head, 190 * u, ink.light, 0.9)
    canvas.disc(head, 27 * u, "#ffffff")
    for layer in range(3):
        _skyline(
            canvas,
            chance,
            h * (0.53 + 0.055 * layer),
            (
                mix(mix(ink.low, ink.accent, 0.3 - 0.14 * layer), ink.near, 0.16 + 0.22 * layer),
                ink.light,
                0.3 + 0.12 * layer,
            ),
        )
    roof = h * 0.675
    canvas.box((0, roof, w, h), mix(ink.near, "#000000", 0.45))
    canvas.line([(0, roof - 30 * u), (w, roof - 30 * u)], 3 * u, mix(ink.near, "#000000", 0.45))
    for post in range(24):
        x = w * post / 23
        canvas.line([(x, roof - 30 * u), (x, roof)], 2.5 * u, mix(ink.near, "#000000", 0.45))
    for place, tall in ((0.3, 128), (0.365, 142), (0.43, 104), (0.475, 84)):
        canvas.fill(placed(PERSON, (w * place, roof + 4 * u), tall * u), "#04030d")
    canvas.line([(w * 0.43, roof - 76 * u), (w * 0.407, roof - 128 * u)], 9 * u, "#04030d")


def _skyline(canvas: Canvas, chance: random.Random, base: float, look: tuple[str, str, float]) -> None:
    colour, light, lit = look
    u, x = canvas.u, -30 * canvas.u
    while x < canvas.w:
        width, tall = chance.uniform(50, 120) * u, chance.uniform(60, 270) * u * (1.25 if chance.random() > 0.8 else 0.8)
        top = base - tall
        canvas.box((x, top, x + width, canvas.h), colour)
        kind = chance.randrange(5)
        if kind == 0:
            canvas.fill([(x + width * 0.3, top), (x + width * 0.5, top - 70 * u), (x + width * 0.7, top)], colour)
            canvas.line([(x + width / 2, top - 60 * u), (x + width / 2, top - 110 * u)], 3 * u, colour)
        elif kind == 1:
            canvas.box((x + width * 0.2, top - 26 * u, x + width * 0.8, top), colour)
        elif kind == 2:
            canvas.fill(arc((x + width / 2, top), (width * 0.36, 34 * u), 180, 360), colour)
        for row in range(int(tall / (21 * u)) + 6):
            for column in range(max(1, int(width / (17 * u)) - 1)):
                if chance.random() < lit * 0.5:
                    wx, wy = x + (9 + 17 * column) * u, top + (12 + 21 * row) * u
                    canvas.box((wx, wy, wx + 8 * u, wy + 11 * u), mix(colour, light, chance.uniform(0.35, 1.0)))
        x += width + chance.choice((0, 0, 6, 14)) * u


def ferris(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    """A great wheel turning by itself above a dark fairground."""
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (0.65, ink.low), (1, mix(ink.low, ink.accent, 0.4))])
    canvas.stars(chance, 160, h * 0.6, ink.light)
    hub, radius = (w * 0.5, h * 0.395), 352 * u
    canvas.glow(hub, 640 * u, ink.accent, 0.42)
    canvas.ring(hub, radius, 10 * u, ink.accent)
    canvas.ring(hub, radius * 0.9, 5 * u, mix(ink.accent, ink.light, 0.45))
    canvas.ring(hub, radius * 0.42, 5 * u, "#38d6e8")
    rim = [(hub[0] + radius * math.cos(math.tau * n / 16), hub[1] + radius * math.sin(math.tau * n / 16)) for n in range(16)]
    for place, point in enumerate(rim):
        canvas.line([hub, point], 4 * u, mix(ink.accent, ink.light, 0.5 if place % 2 else 0.1))
        after = rim[(place + 1) % 16]
        inner = (hub[0] + (point[0] + after[0] - 2 * hub[0]) * 0.21, hub[1] + (point[1] + after[1] - 2 * hub[1]) * 0.21)
        canvas.line([point, inner, after], 2.5 * u, "#38d6e8", 0.8)
    for step in range(64):
        angle = math.tau * step / 64
        bulb = (hub[0] + radius * 0.95 * math.cos(angle), hub[1] + radius * 0.95 * math.sin(angle))
        canvas.glow(bulb, 15 * u, ink.light, 0.9)
        canvas.disc(bulb, 4 * u, "#ffffff")
    ground = h * 0.735
    for side in (-1, 1):
        canvas.line([hub, (hub[0] + side * 218 * u, ground + 20 * u)], 15 * u, mix(ink.near, ink.accent, 0.3))
    canvas.line(
        [(hub[0] - 110 * u, hub[1] + (ground - hub[1]) * 0.52), (hub[0] + 110 * u, hub[1] + (ground - hub[1]) * 0.52)],
        8 * u,
        mix(ink.near, ink.accent, 0.3),
    )
    for place, (x, y) in enumerate(rim):
        colour = ("#38d6e8", ink.accent, "#ffd166")[place % 3]
        canvas.fill([*arc((x, y + 30 * u), (27 * u, 30 * u), 0, 180)], colour)
        canvas.fill([*arc((x, y + 18 * u), (29 * u, 20 * u), 180, 360)], mix(colour, ink.near, 0.35))
        canvas.line([(x - 22 * u, y + 18 * u), (x - 22 * u, y + 32 * u)], 3 * u, colour)
        canvas.line([(x + 22 * u, y + 18 * u), (x + 22 * u, y + 32 * u)], 3 * u, colour)
    canvas.disc(hub, 38 * u, ink.accent)
    canvas.disc(hub, 24 * u, ink.light)
    canvas.fill(ridge(canvas, chance, ground + 30 * u, 14 * u, 0.6), ink.near)
    for across, colour in ((0.13, ink.accent), (0.85, "#38d6e8")):
        _tent(canvas, (w * across, ground + 34 * u), 130 * u, (colour, ink.light))
    canvas.fill(placed(PERSON, (w * 0.5, ground + 74 * u), 104 * u), "#030208")
    canvas.glow((w * 0.5, ground + 30 * u), (240 * u, 60 * u), ink.light, 0.35)
    canvas.fill(placed(PERSON, (w * 0.5, ground + 74 * u), 104 * u), "#030208")


def _tent(canvas: Canvas, at: Point, size: float, inks: tuple[str, str]) -> None:
    x, y = at
    for stripe in range(8):
        a, b = -1 + stripe / 4, -1 + (stripe + 1) / 4
        colour = inks[stripe % 2]
        canvas.fill([(x, y - size * 1.3), (x + a * size, y - size * 0.62), (x + b * size, y - size * 0.62)], colour)
        canvas.fill(
            [
                (x + a * size, y - size * 0.62),
                (x + b * size, y - size * 0.62),
                (x + b * size * 0.92, y),
                (x + a * size * 0.92, y),
            ],
            mix(colour, "#0a0820", 0.35),
        )
        canvas.disc((x + (a + 0.125) * size, y - size * 0.61), size * 0.124, colour)
    canvas.line([(x, y - size * 1.3), (x, y - size * 1.6)], size * 0.03, inks[1])
    canvas.fill([(x, y - size * 1.6), (x + size * 0.3, y - size * 1.5), (x, y - size * 1.42)], inks[0])


def neon(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    """A wet alley of neon signs, a noodle stall, and one red umbrella."""
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


def motel(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    """A motel sign, a low building, a saguaro and the last of the light."""
    w, h, u = canvas.w, canvas.h, canvas.u
    ground = h * 0.665
    canvas.wash([(0, ink.high), (0.45, ink.far), (0.8, ink.low), (1, ink.light)], 0, ground)
    canvas.stars(chance, 110, h * 0.3, ink.light)
    sun = (w * 0.36, ground - 60 * u)
    canvas.glow(sun, 560 * u, ink.light, 0.5)
    canvas.disc(sun, 235 * u, "#fff3c4")
    for band in range(7):
        y = sun[1] - 120 * u + band * 42 * u
        canvas.box(
            (sun[0] - 250 * u, y, sun[0] + 250 * u, y + (4 + 3.2 * band) * u), mix(ink.low, ink.far, 0.25 - 0.03 * band), 0.9
        )
    mesa = [
        (-20, ground),
        (-20, ground - 120 * u),
        (w * 0.12, ground - 124 * u),
        (w * 0.15, ground - 60 * u),
        (w * 0.24, ground - 40 * u),
        (w * 0.3, ground),
    ]
    canvas.fill(mesa, mix(ink.far, ink.high, 0.35))
    canvas.fill(
        [
            (w * 0.6, ground),
            (w * 0.66, ground - 66 * u),
            (w * 0.7, ground - 96 * u),
            (w * 0.88, ground - 98 * u),
            (w * 0.93, ground - 46 * u),
            (w + 20, ground - 36 * u),
            (w + 20, ground),
        ],
        mix(ink.far, ink.high, 0.25),
    )
    canvas.wash([(0, mix(ink.near, ink.far, 0.5)), (1, ink.near)], ground)
    canvas.fill([(w * 0.3, ground), (w * 0.36, ground), (w * 0.92, h), (w * 0.16, h)], mix(ink.near, "#000000", 0.4))
    for dash in range(6):
        a, b = (dash / 6) ** 1.7, ((dash + 0.5) / 6) ** 1.7
        canvas.line(
            [(w * (0.33 + 0.21 * a), ground + (h - ground) * a), (w * (0.33 + 0.21 * b), ground + (h - ground) * b)],
            (3 + 12 * a) * u,
            ink.light,
        )
    left, top = w * 0.52, ground - 84 * u
    canvas.box((left, top, w + 20, ground + 34 * u), mix(ink.near, ink.far, 0.3))
    canvas.box((left - 20 * u, top - 18 * u, w + 20, top), ink.accent)
    for place in range(5):
        x = left + (26 + 100 * place) * u
        canvas.box((x, top + 28 * u, x + 36 * u, ground + 34 * u), mix(ink.accent, ink.near, 0.45))
        lit = place in {1, 4}
        canvas.box((x + 46 * u, top + 36 * u, x + 84 * u, top + 74 * u), "#ffd98a" if lit else mix(ink.near, ink.far, 0.6))
        if lit:
            canvas.glow((x + 65 * u, top + 56 * u), 66 * u, "#ffd98a", 0.6)
    _motel_sign(canvas, (w * 0.69, h * 0.4), ink)
    _saguaro(canvas, (w * 0.13, ground + 52 * u), 250 * u, mix(ink.near, "#000000", 0.2))
    _saguaro(canvas, (w * 0.44, ground + 12 * u), 84 * u, mix(ink.near, ink.high, 0.2))


def _motel_sign(canvas: Canvas, at: Point, ink: Palette) -> None:
    x, y = at
    u = canvas.u
    dark = mix(ink.near, "#000000", 0.3)
    for post in (-48, 30):
        canvas.box((x + post * u, y - 30 * u, x + (post + 20) * u, y + 430 * u), dark)
    canvas.glow((x, y - 60 * u), (360 * u, 300 * u), ink.accent, 0.5)
    star = [(0.5 if n % 2 else 1.0) for n in range(16)]
    burst = [
        (x + reach * 88 * u * math.sin(math.tau * n / 16), y - 250 * u - reach * 88 * u * math.cos(math.tau * n / 16))
        for n, reach in enumerate(star)
    ]
    canvas.fill(burst, "#ffd166")
    canvas.glow((x, y - 250 * u), 130 * u, "#fff3c4", 0.75)
    board = [(x - 216 * u, y - 150 * u), (x + 236 * u, y - 186 * u), (x + 208 * u, y + 10 * u), (x - 190 * u, y + 24 * u)]
    canvas.fill([(px + 9 * u, py + 12 * u) for px, py in board], dark)
    canvas.fill(board, ink.accent)
    set_centred(canvas, "MOTEL", (x + 8 * u, y - 128 * u), 90 * u, (Face(0.2, 0.95, 0.13), ink.light))
    for step in range(15):
        for a, b in ((board[0], board[1]), (board[3], board[2])):
            bulb = (a[0] + (b[0] - a[0]) * (step + 0.5) / 15, a[1] + (b[1] - a[1]) * (step + 0.5) / 15)
            canvas.disc(bulb, 7 * u, ink.light)
    canvas.box((x - 150 * u, y + 50 * u, x + 160 * u, y + 126 * u), dark, 1, 12 * u)
    set_centred(canvas, "VACANCY", (x + 5 * u, y + 70 * u), 36 * u, (BOLD, "#ff6a8a"))
    arrow = curve(
        (x + 236 * u, y - 150 * u), (x + 300 * u, y - 40 * u), (x + 230 * u, y + 120 * u), (x + 110 * u, y + 178 * u)
    )
    canvas.line(arrow, 15 * u, "#ffd166")
    canvas.fill(
        turned(
            [(x + 70 * u, y + 194 * u), (x + 132 * u, y + 138 * u), (x + 140 * u, y + 214 * u)],
            (x + 110 * u, y + 180 * u),
            -4,
        ),
        "#ffd166",
    )


def _saguaro(canvas: Canvas, foot: Point, tall: float, colour: str) -> None:
    x, y = foot
    canvas.line([(x, y), (x, y - tall)], tall * 0.17, colour)
    for side, joint, tip in ((-1, 0.42, 0.8), (1, 0.56, 0.98)):
        arm = curve(
            (x, y - tall * joint),
            (x + side * tall * 0.2, y - tall * (joint + 0.02)),
            (x + side * tall * 0.26, y - tall * (joint + 0.12)),
            (x + side * tall * 0.26, y - tall * tip),
        )
        canvas.line(arm, tall * 0.12, colour)
