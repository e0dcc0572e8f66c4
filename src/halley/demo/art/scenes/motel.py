"""A motel sign, a low building, a saguaro and the last of the light."""

import math
import random

from halley.demo.art.canvas import Canvas, Point, curve, mix, turned
from halley.demo.art.lettering import BOLD, Face, set_centred
from halley.demo.art.palette import Palette


def motel(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
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
