"""Scenes of the land: mountains, deserts, woods, gardens, and the map of all of them."""

import math
import random

from halley.demo.art.canvas import Canvas, Point, arc, curve, mix, placed, turned
from halley.demo.art.palette import Palette
from halley.demo.art.scenes.shapes import PERSON, crags, firs, gulls, ridge


def mountains(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    """Seven ridges in morning haze under a red sun, and one walker."""
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (0.7, ink.low), (1, ink.light)])
    canvas.disc((w * 0.64, h * 0.27), 152 * u, ink.accent)
    canvas.haze(h * 0.26, h * 0.42, ink.low, (0.0, 0.25, 0.75))
    last = ridge(canvas, chance, h, 1)
    for place in range(7):
        share = place / 6
        height = h * (0.4 + 0.071 * place)
        if place < 3:
            shape = crags(canvas, chance, height, u * (120 - 24 * place))
        else:
            shape = ridge(canvas, chance, height, u * (56 + 10 * place), 0.62)
        colour = mix(mix(ink.low, ink.far, 0.35 + share), ink.near, share**1.6)
        canvas.shade(
            shape,
            [
                (0, colour),
                (0.25 + 0.1 * share, mix(colour, ink.light, 0.5 * (1 - share))),
                (1, mix(colour, ink.light, 0.3 * (1 - share))),
            ],
        )
        if place == 5:
            firs(canvas, chance, shape, (64 * u, mix(colour, ink.near, 0.5)))
        last = shape
    gulls(canvas, chance, (w * 0.12, h * 0.2, w * 0.45, h * 0.33), (4, mix(ink.near, ink.far, 0.5)))
    x = w * 0.27
    y = min(last, key=lambda point: abs(point[0] - x))[1]
    canvas.fill(placed(PERSON, (x, y + 4 * u), 92 * u), mix(ink.near, "#000000", 0.35))
    canvas.box((x - 20 * u, y - 70 * u, x + 2 * u, y - 36 * u), ink.accent, 1, 4 * u)
    canvas.line([(x + 24 * u, y + 4 * u), (x + 14 * u, y - 64 * u)], 4 * u, mix(ink.near, "#000000", 0.35))


def desert(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    """A caravan on a dune under three moons."""
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (0.45, mix(ink.high, ink.low, 0.62)), (0.7, ink.low), (1, ink.accent)])
    canvas.stars(chance, 90, h * 0.3, ink.light)
    for (x, y), radius, share in (((0.68, 0.3), 190, 0.9), ((0.27, 0.2), 74, 0.75), ((0.4, 0.345), 36, 0.95)):
        centre = (w * x, h * y)
        canvas.glow(centre, radius * 2.2 * u, ink.light, 0.35)
        canvas.disc(centre, radius * u, mix(ink.low, ink.light, share))
        shadow = [
            *arc(centre, radius * u, 40, 220),
            *reversed(arc((centre[0] + radius * 0.4 * u, centre[1] - radius * 0.36 * u), radius * 1.03 * u, 55, 205)),
        ]
        canvas.fill(shadow, mix(ink.low, ink.far, 0.35), 0.55)
    canvas.fill(ridge(canvas, chance, h * 0.53, 20 * u, 0.5), mix(ink.low, ink.far, 0.45))
    crest = curve((-20, h * 0.6), (w * 0.24, h * 0.545), (w * 0.52, h * 0.6), (w * 0.8, h * 0.555), (w + 20, h * 0.585))
    canvas.shade([*crest, (w + 20, h), (-20, h)], [(0, mix(ink.low, ink.light, 0.15)), (0.3, ink.far), (1, ink.near)])
    knife = curve((w * 0.12, h + 20), (w * 0.3, h * 0.82), (w * 0.42, h * 0.72), (w * 0.66, h * 0.655), (w + 20, h * 0.7))
    canvas.shade(
        [*knife, (w + 20, h + 20)], [(0, ink.low), (0.25, mix(ink.far, ink.low, 0.6)), (1, mix(ink.far, ink.near, 0.2))]
    )
    lee = curve((w * 0.12, h + 20), (w * 0.3, h * 0.82), (w * 0.42, h * 0.72), (w * 0.66, h * 0.655))
    lee += curve((w * 0.66, h * 0.655), (w * 0.6, h * 0.75), (w * 0.66, h * 0.86), (w * 0.55, h + 20))
    canvas.fill(lee, ink.near, 0.82)
    for place in range(5):
        x = w * (0.17 + 0.088 * place)
        y = min(crest, key=lambda point: abs(point[0] - x))[1]
        _camel(canvas, (x, y + 3 * u), 62 * u, ink)


def _camel(canvas: Canvas, at: Point, size: float, ink: Palette) -> None:
    body = curve(
        (-0.55, -0.5),
        (-0.5, -0.8),
        (-0.2, -0.85),
        (-0.02, -1.12),
        (0.16, -0.86),
        (0.36, -0.8),
        (0.52, -0.74),
        (0.62, -1.0),
        (0.72, -1.22),
        (0.95, -1.2),
        (0.98, -1.08),
        (0.82, -1.04),
        (0.72, -0.7),
        (0.52, -0.5),
        (0.1, -0.44),
        (-0.55, -0.5),
    )
    colour = mix(ink.near, "#000000", 0.25)
    canvas.fill(placed(body, at, size), colour)
    for foot, hip in ((-0.5, -0.46), (-0.32, -0.38), (0.28, 0.34), (0.48, 0.42)):
        canvas.line(placed([(hip, -0.55), (foot, 0)], at, size), size * 0.085, colour)
    canvas.fill(placed([(-0.3, -0.9), (0.24, -0.92), (0.2, -0.62), (-0.26, -0.6)], at, size), ink.accent)
    canvas.fill(placed([(-0.1, -1.1), (0.12, -1.1), (0.15, -1.5), (0.02, -1.66), (-0.1, -1.5)], at, size), colour)


def forest(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    """A white stag before the moon, deep in a wood."""
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (0.42, mix(ink.high, ink.low, 0.7)), (0.7, ink.low), (1, ink.high)])
    moon = (w * 0.5, h * 0.36)
    canvas.glow(moon, 560 * u, ink.light, 0.6)
    canvas.disc(moon, 236 * u, ink.light)
    canvas.disc(moon, 236 * u, ink.accent, 0.12)
    for layer in range(4):
        share = layer / 3
        colour = mix(mix(ink.low, ink.far, 0.5 + share), ink.near, share * 0.8)
        gap = w * (0.13 + 0.1 * share)
        x = -gap * chance.random()
        while x < w + gap:
            width = u * (16 + 52 * share) * chance.uniform(0.7, 1.3)
            if abs(x - w / 2) > w * (0.1 + 0.17 * share):
                _trunk(canvas, chance, x, (width, colour))
            x += gap * chance.uniform(0.5, 1.1)
        ground = ridge(canvas, chance, h * (0.68 + 0.06 * layer), 26 * u, 0.6)
        canvas.fill(ground, colour)
        canvas.haze(h * (0.55 + 0.06 * layer), h * (0.76 + 0.05 * layer), ink.light, (0, 0.2 * (1 - share), 0))
        if layer == 1:
            _stag(canvas, (w * 0.5, h * 0.755), 310 * u, ink)
    for _ in range(30):
        x, y = chance.uniform(0, w), chance.uniform(0.5, 0.9) * h
        canvas.glow((x, y), 16 * u, ink.accent, 0.9)
        canvas.disc((x, y), 3 * u, ink.light)
    for _ in range(60):
        x = chance.uniform(-0.02, 1.02) * w
        tall, lean = chance.uniform(60, 170) * u, chance.uniform(-40, 40) * u
        canvas.fill([(x - 7 * u, h), (x + lean, h - tall), (x + 7 * u, h)], mix(ink.near, "#000000", 0.3))


def _trunk(canvas: Canvas, chance: random.Random, x: float, look: tuple[float, str]) -> None:
    width, colour = look
    h, lean = canvas.h, chance.uniform(-0.02, 0.02) * canvas.h
    canvas.fill(
        [(x - width * 0.7, h), (x - width * 0.38 + lean, -10), (x + width * 0.38 + lean, -10), (x + width * 0.7, h)], colour
    )
    for _ in range(4):
        y, side = chance.uniform(0.04, 0.5) * h, chance.choice((-1, 1))
        reach = chance.uniform(1.5, 4) * width
        branch = curve((x, y), (x + side * reach * 0.5, y - reach * 0.3), (x + side * reach, y - reach * 0.75))
        canvas.line(branch, max(2.0, width * 0.14), colour)


def _stag(canvas: Canvas, at: Point, size: float, ink: Palette) -> None:
    body = curve(
        (-0.5, -0.52),
        (-0.46, -0.68),
        (-0.3, -0.74),
        (0.0, -0.7),
        (0.16, -0.76),
        (0.24, -0.92),
        (0.29, -1.08),
        (0.36, -1.16),
        (0.44, -1.13),
        (0.58, -1.04),
        (0.575, -0.99),
        (0.44, -0.99),
        (0.4, -0.88),
        (0.35, -0.66),
        (0.26, -0.5),
        (0.05, -0.42),
        (-0.2, -0.43),
        (-0.36, -0.4),
        (-0.48, -0.42),
        (-0.5, -0.52),
    )
    white = mix(ink.light, "#ffffff", 0.75)
    canvas.glow((at[0], at[1] - size * 0.55), size * 0.95, ink.light, 0.5)
    for hip, knee, foot in ((-0.43, -0.5, -0.46), (-0.34, -0.3, -0.34), (0.1, 0.1, 0.07), (0.21, 0.24, 0.21)):
        leg = [
            (hip - 0.05, -0.5),
            (hip + 0.07, -0.5),
            (knee + 0.03, -0.24),
            (foot + 0.025, 0),
            (foot - 0.025, 0),
            (knee - 0.03, -0.24),
        ]
        canvas.fill(placed(leg, at, size), white)
    canvas.fill(placed(body, at, size), white)
    canvas.fill(placed([(0.35, -1.1), (0.2, -1.17), (0.3, -1.04)], at, size), white)
    for side, lean in ((1, 0.0), (-0.72, 0.02)):
        root = 0.36 + lean
        beam = curve(
            (root, -1.12),
            (root + 0.02 * side, -1.3),
            (root + 0.2 * side, -1.46),
            (root + 0.26 * side, -1.66),
            (root + 0.16 * side, -1.86),
        )
        canvas.line(placed(beam, at, size), size * 0.032, white)
        for begin, tip in (
            ((0.03, -1.3), (0.22, -1.28)),
            ((0.16, -1.42), (0.38, -1.46)),
            ((0.25, -1.58), (0.42, -1.68)),
            ((0.24, -1.7), (0.34, -1.86)),
        ):
            tine = curve(
                (root + begin[0] * side, begin[1]),
                (root + (begin[0] + tip[0]) / 2 * side + 0.02 * side, begin[1]),
                (root + tip[0] * side, tip[1]),
            )
            canvas.line(placed(tine, at, size), size * 0.025, white)
    canvas.disc((at[0] + 0.43 * size, at[1] - 1.085 * size), size * 0.012, ink.near)


def volcano(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    """An island mountain throwing itself into the sky, and the sea on fire with it."""
    w, h, u = canvas.w, canvas.h, canvas.u
    sea = h * 0.69
    top = (w * 0.52, h * 0.375)
    canvas.wash([(0, ink.high), (0.5, mix(ink.high, ink.low, 0.8)), (1, mix(ink.low, ink.accent, 0.5))], 0, sea)
    canvas.glow(top, 620 * u, ink.accent, 0.75)
    for _ in range(70):
        share = chance.random()
        x = top[0] + chance.gauss(0, 1) * (24 + 190 * (1 - share) ** 0.9) * u + (1 - share) * 90 * u
        y = top[1] - (1 - share) * h * 0.33 + 20 * u
        colour = mix(ink.far, ink.high, chance.uniform(0.1, 0.95))
        radius = u * (30 + 66 * (1 - share)) * chance.uniform(0.6, 1.2)
        canvas.disc((x, y), radius, mix(colour, ink.accent, 0.55 * share))
        canvas.disc((x - radius * 0.22, y + radius * 0.2), radius * 0.7, mix(colour, ink.accent, 0.25 + 0.6 * share), 0.55)
    for _ in range(46):
        angle = math.radians(chance.gauss(-90, 27))
        reach, drop = chance.uniform(120, 400) * u, chance.uniform(0.0, 0.5)
        path = [
            (top[0] + reach * t * math.cos(angle), top[1] + reach * t * math.sin(angle) + drop * reach * t * t)
            for t in (0.15, 0.4, 0.65, 0.85, 1.0)
        ]
        canvas.line(
            path, chance.uniform(1.5, 5) * u, chance.choice((ink.light, ink.accent, ink.light)), chance.uniform(0.5, 1.0)
        )
    flank = [*curve((-40, sea + 10), (w * 0.2, sea - 60 * u), (w * 0.38, h * 0.53), (top[0] - 62 * u, top[1] + 6 * u))]
    flank += [(top[0] - 30 * u, top[1] + 20 * u), (top[0] + 8 * u, top[1] + 8 * u), (top[0] + 60 * u, top[1])]
    flank += curve((top[0] + 60 * u, top[1]), (w * 0.68, h * 0.55), (w * 0.86, sea - 66 * u), (w + 60, sea + 10))
    canvas.shade(flank, [(0, mix(ink.far, ink.accent, 0.35)), (0.4, mix(ink.near, ink.far, 0.5)), (1, ink.near)])
    for bend, reach in ((-0.09, 0.95), (0.03, 1.0), (0.13, 0.8), (-0.02, 0.55)):
        flow = curve(
            (top[0] + bend * 150 * u, top[1] + 12 * u),
            (top[0] + bend * w * 0.6, top[1] + (sea - top[1]) * reach * 0.35),
            (top[0] + bend * w * 1.5 - 20 * u, top[1] + (sea - top[1]) * reach * 0.62),
            (top[0] + bend * w * 2.2, top[1] + (sea - top[1]) * reach),
        )
        canvas.line(flow, 22 * u, ink.accent)
        canvas.line(flow, 8 * u, ink.light)
    canvas.glow(top, (170 * u, 90 * u), ink.light, 0.95)
    canvas.mirror(sea, 0.9, ink.near, 0.4)
    canvas.haze(sea - 24 * u, sea + 30 * u, ink.light, (0, 0.5, 0))
    canvas.haze(sea + 40 * u, h, ink.near, (0.0, 0.55, 0.75))
    boat = (w * 0.13, sea + 52 * u)
    canvas.fill(placed([(-1, 0), (1, 0), (0.7, 0.32), (-0.74, 0.32)], boat, 54 * u), ink.near)
    canvas.line([(boat[0], boat[1]), (boat[0], boat[1] - 74 * u)], 4 * u, ink.near)
    canvas.fill(placed([(0.05, -1.35), (0.8, -0.15), (0.05, -0.15)], boat, 54 * u), ink.light)


def greenhouse(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    """Ferns and palms pressing against the glass, one red bloom open."""
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (1, ink.low)])
    centre, radius = (w * 0.5, h * 0.5), 420 * u
    canvas.fill([*arc(centre, radius, 180, 360), (centre[0] + radius, h), (centre[0] - radius, h)], ink.light)
    for place in range(-3, 4):
        x = centre[0] + place * radius / 3.5
        y = centre[1] - math.sqrt(max(0.0, 1 - (place / 3.5) ** 2)) * radius
        canvas.line([(x, y), (x, h)], 5 * u, ink.high)
    for place in range(4):
        canvas.line(
            [(centre[0] - radius, centre[1] + place * 170 * u), (centre[0] + radius, centre[1] + place * 170 * u)],
            5 * u,
            ink.high,
        )
    canvas.line(arc(centre, radius * 0.55, 180, 360), 5 * u, ink.high)
    canvas.line(
        [(centre[0] - radius, h), (centre[0] - radius, centre[1]), *arc(centre, radius, 180, 360), (centre[0] + radius, h)],
        13 * u,
        mix(ink.high, ink.accent, 0.35),
    )
    root = (w * 0.5, h * 0.86)
    for place in range(9):
        lean = -78 + 19.5 * place
        colour = mix(ink.far, ink.near, chance.uniform(0.0, 0.5))
        _frond(canvas, root, (lean, u * chance.uniform(520, 640) * (1 - abs(lean) / 330)), colour)
    for side in (-1, 1):
        for place in range(3):
            at = (w / 2 + side * (w * 0.5 + 10 * u), h * (0.66 + 0.13 * place))
            _leaf(
                canvas,
                at,
                (side * -(44 + 22 * place), 330 * u),
                (ink.near if place % 2 else mix(ink.far, ink.near, 0.55), ink.far),
            )
    bloom = (w * 0.5, h * 0.44)
    canvas.line(curve((root[0], root[1]), (w * 0.485, h * 0.66), bloom), 13 * u, ink.near)
    for petal in range(9):
        shape = curve((0, 0), (-0.3, -0.55), (0, -1.15), (0.3, -0.55), (0, 0))
        canvas.fill(turned(placed(shape, bloom, 118 * u), bloom, petal * 40), mix(ink.accent, ink.near, 0.16 * (petal % 2)))
    canvas.disc(bloom, 36 * u, "#f6c445")
    canvas.disc(bloom, 20 * u, mix("#f6c445", ink.accent, 0.5))
    pot = [(-0.5, -0.1), (0.5, -0.1), (0.38, 0.75), (-0.38, 0.75)]
    canvas.fill(placed(pot, root, 260 * u), ink.accent)
    canvas.fill(
        placed([(-0.56, -0.12), (0.56, -0.12), (0.53, 0.08), (-0.53, 0.08)], root, 260 * u), mix(ink.accent, ink.near, 0.18)
    )


def _frond(canvas: Canvas, root: Point, shape: tuple[float, float], colour: str) -> None:
    lean, length = shape
    line = curve((0, 0), (lean / 300, -0.42), (lean / 120, -0.76), (lean / 66, -0.9 + abs(lean) / 260))
    stem = placed(line, root, length)
    canvas.line(stem, canvas.u * 7, colour)
    for place in range(5, len(stem) - 1, 2):
        (x0, y0), (x1, y1) = stem[place - 1], stem[place]
        angle = math.degrees(math.atan2(y1 - y0, x1 - x0))
        reach = length * 0.24 * math.sin(math.pi * (0.12 + 0.86 * place / len(stem)))
        for side in (-1, 1):
            leaf = curve((0, 0), (0.5, -0.12), (1, 0), (0.5, 0.12), (0, 0))
            canvas.fill(turned(placed(leaf, (x1, y1), reach), (x1, y1), angle + side * 58), colour)


def _leaf(canvas: Canvas, at: Point, shape: tuple[float, float], inks: tuple[str, str]) -> None:
    lean, length = shape
    outline = curve((0, 0), (-0.28, -0.3), (-0.3, -0.66), (0, -1.08), (0.3, -0.66), (0.28, -0.3), (0, 0))
    canvas.fill(turned(placed(outline, at, length), at, lean), inks[0])
    canvas.line(turned(placed([(0, 0), (0, -0.98)], at, length), at, lean), canvas.u * 5, inks[1])
    for step in range(1, 6):
        y = -0.15 * step
        for side in (-1, 1):
            canvas.line(turned(placed([(0, y), (side * 0.24, y - 0.14)], at, length), at, lean), canvas.u * 4, inks[1])


def balloons(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    """Hot-air balloons over a patchwork of fields."""
    w, h, u = canvas.w, canvas.h, canvas.u
    canvas.wash([(0, ink.high), (0.75, ink.low), (1, ink.light)])
    canvas.disc((w * 0.2, h * 0.26), 90 * u, ink.light)
    for _ in range(4):
        x, y, size = chance.uniform(0, w), chance.uniform(0.3, 0.6) * h, chance.uniform(80, 130) * u
        canvas.box((x - size * 1.6, y, x + size * 1.6, y + size * 0.34), ink.light, 0.6, 20 * u)
        canvas.box((x - size * 0.7, y - size * 0.3, x + size * 1.1, y), ink.light, 0.6, 20 * u)
    canvas.fill(ridge(canvas, chance, h * 0.64, 50 * u, 0.5), mix(ink.high, ink.far, 0.55))
    for layer in range(4):
        y = h * (0.69 + 0.065 * layer)
        hill = ridge(canvas, chance, y, 44 * u, 0.3)
        canvas.fill(hill, mix(ink.far, ink.near, layer / 3.4) if layer % 2 else mix(ink.low, "#e8c14e", 0.55 + 0.1 * layer))
        for row in range(1, 9):
            shifted = [(x, v + row * (15 + 5 * layer) * u) for x, v in hill[:-2]]
            canvas.line(shifted, 3 * u, ink.near, 0.13)
    fleet = (
        ((0.63, 0.37), 205, (ink.accent, ink.light)),
        ((0.24, 0.47), 108, ("#f0b429", ink.near)),
        ((0.87, 0.55), 70, (ink.near, ink.light)),
        ((0.46, 0.62), 46, (ink.accent, "#f0b429")),
    )
    for (x, y), size, stripes in fleet:
        _balloon(canvas, (w * x, h * y), size * u, stripes)


def _balloon(canvas: Canvas, at: Point, size: float, stripes: tuple[str, str]) -> None:
    x, y = at
    profile = [
        (
            math.sin(math.radians(a)) * (1 if a < 90 else 1 - ((a - 90) / 90) ** 2 * 0.22),
            -math.cos(math.radians(a)) * (1 if a < 90 else 1.16),
        )
        for a in range(0, 171, 6)
    ]
    for gore in range(9, -1, -1):
        width = math.cos(math.radians(gore * 10 + 0)) if gore else 1.0
        inner = [(px * width, py) for px, py in profile]
        colour = stripes[gore % 2]
        canvas.fill(placed(inner, at, size) + placed(list(reversed(inner)), at, size, mirrored=True), colour)
        if width < 0.15:
            break
    for gore in range(9):
        width = math.cos(math.radians(10 + gore * 10))
        inner = [(px * width, py) for px, py in profile]
        canvas.fill(
            placed(inner, at, size) + placed(list(reversed(inner)), at, size, mirrored=True), stripes[(gore + 1) % 2]
        )
    shadow = [(px, py) for px, py in profile] + [(px * 0.55, py) for px, py in reversed(profile)]
    canvas.fill(placed(shadow, at, size), "#12242c", 0.2)
    for side in (-1, 1):
        canvas.line(
            [(x + side * size * 0.16, y + size * 1.12), (x + side * size * 0.12, y + size * 1.42)],
            max(1.5, size * 0.018),
            "#3a2a22",
        )
    canvas.box((x - size * 0.15, y + size * 1.4, x + size * 0.15, y + size * 1.62), "#6b4429", 1, size * 0.03)
    canvas.box((x - size * 0.17, y + size * 1.38, x + size * 0.17, y + size * 1.44), "#3a2a22", 1, size * 0.02)


def atlas(canvas: Canvas, ink: Palette, chance: random.Random) -> None:
    """A map of nowhere: an island in contour lines, a course in dashes, a compass rose."""
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
