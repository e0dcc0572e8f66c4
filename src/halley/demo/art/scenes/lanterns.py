"""Paper lanterns rising from a river, a bridge, two people."""

import random

from halley.demo.art.canvas import Canvas, Point, curve, mix, placed, turned
from halley.demo.art.palette import Palette
from halley.demo.art.scenes.shapes import PERSON, ridge


def lanterns(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
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
