"""A sheet to draw on: twice the size of the picture while drawn on, reduced at the end, which is what smooths the edges.

Coordinates are those of the finished picture. Colours are `#rrggbb`. Everything here is deterministic.
"""

import math
import random
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

SCALE: Final = 2

Point = tuple[float, float]
Points = Sequence[Point]
Rgb = tuple[int, int, int]
#: Colours at places between 0 (top) and 1 (bottom).
Stops = Sequence[tuple[float, str]]


@lru_cache(maxsize=4096)
def rgb(colour: str) -> Rgb:
    """A colour as three numbers."""
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return red, green, blue


def mix(one: str, other: str, share: float) -> str:
    """`share` of the other colour in the one."""
    pairs = zip(rgb(one), rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * min(1.0, max(0.0, share))):02x}" for a, b in pairs)


def arc(centre: Point, radius: Point | float, start: float, end: float) -> list[Point]:
    """Points along an ellipse; degrees run clockwise from three o'clock, as Pillow counts them."""
    across, down = radius if isinstance(radius, tuple) else (radius, radius)
    steps = max(6, int(abs(end - start) / 3))
    angles = (math.radians(start + (end - start) * step / steps) for step in range(steps + 1))
    return [(centre[0] + across * math.cos(angle), centre[1] + down * math.sin(angle)) for angle in angles]


def curve(*points: Point) -> list[Point]:
    """A smooth line through all the points (Catmull-Rom)."""
    padded = [points[0], *points, points[-1]]
    line: list[Point] = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(12):
            t = step / 12
            line.append((_spline(a[0], b[0], c[0], d[0], t), _spline(a[1], b[1], c[1], d[1], t)))
    return [*line, points[-1]]


def _spline(*values: float) -> float:
    a, b, c, d, t = values
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)


def turned(points: Points, centre: Point, degrees: float) -> list[Point]:
    """The points turned clockwise about a centre."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    x0, y0 = centre
    return [(x0 + (x - x0) * cosine - (y - y0) * sine, y0 + (x - x0) * sine + (y - y0) * cosine) for x, y in points]


def placed(points: Points, at: Point, size: float, *, mirrored: bool = False) -> list[Point]:
    """A shape drawn around (0, 0) with a unit of 1, put somewhere at some size."""
    side = -1 if mirrored else 1
    return [(at[0] + side * x * size, at[1] + y * size) for x, y in points]


class Canvas:
    """One picture in the making: `w` x `h` pixels, `u` a thousandth of its shorter side."""

    def __init__(self, width: int, height: int) -> None:
        self.w, self.h = width, height
        self.u = min(width, height) / 1000
        self._image = Image.new("RGB", (width * SCALE, height * SCALE))
        self._draw = ImageDraw.Draw(self._image)

    # -- surfaces

    def wash(self, stops: Stops, top: float = 0, bottom: float | None = None) -> None:
        """A vertical gradient from edge to edge, over the whole height or between two heights."""
        low = self.h if bottom is None else bottom
        y0, y1 = round(top * SCALE), round(low * SCALE)
        if y1 > y0:
            self._image.paste(_gradient(stops, self._image.width, y1 - y0), (0, y0))

    def haze(self, top: float, bottom: float, colour: str, opacity: Sequence[float]) -> None:
        """A veil between two heights whose opacity runs through the values given."""
        y0, y1 = max(0, round(top * SCALE)), min(self._image.height, round(bottom * SCALE))
        if y1 <= y0:
            return
        column = Image.new("L", (1, len(opacity)))
        column.putdata([round(255 * value) for value in opacity])
        mask = _stretched(column, self._image.width, y1 - y0)
        self._image.paste(rgb(colour), (0, y0, self._image.width, y1), mask)

    # -- shapes

    def fill(self, points: Points, colour: str, opacity: float = 1.0) -> None:
        """A filled polygon."""
        if opacity >= 1:
            self._draw.polygon(_scaled(points), fill=rgb(colour))
        else:
            self._through(points, colour, opacity)

    def shade(self, points: Points, stops: Stops) -> None:
        """A polygon filled with a vertical gradient over its own height."""
        box = _bounds(points)
        width, height = box[2] - box[0], box[3] - box[1]
        mask = Image.new("1", (width, height))
        ImageDraw.Draw(mask).polygon([(x - box[0], y - box[1]) for x, y in _scaled(points)], fill=1)
        self._image.paste(_gradient(stops, width, height), (box[0], box[1]), mask)

    def box(self, corners: tuple[float, float, float, float], colour: str, opacity: float = 1.0, radius: float = 0) -> None:
        """A rectangle; corners are left, top, right, bottom. One without any extent is nothing."""
        x0, y0, x1, y1 = corners
        if x1 - x0 < 1 / SCALE or y1 - y0 < 1 / SCALE:
            return
        if opacity >= 1:
            place = (x0 * SCALE, y0 * SCALE, x1 * SCALE - 1, y1 * SCALE - 1)
            corner = min(radius, (x1 - x0) / 2 - 1, (y1 - y0) / 2 - 1)
            if corner > 0:
                self._draw.rounded_rectangle(place, corner * SCALE, fill=rgb(colour))
            else:
                self._draw.rectangle(place, fill=rgb(colour))
        else:
            self._through([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], colour, opacity)

    def disc(self, centre: Point, radius: float, colour: str, opacity: float = 1.0) -> None:
        """A filled circle."""
        if opacity >= 1:
            x, y, r = centre[0] * SCALE, centre[1] * SCALE, radius * SCALE
            self._draw.ellipse((x - r, y - r, x + r, y + r), fill=rgb(colour))
        else:
            self._through(arc(centre, radius, 0, 360), colour, opacity)

    def line(self, points: Points, width: float, colour: str, opacity: float = 1.0) -> None:
        """A line of that width with round joints and ends."""
        thick = max(1, round(width * SCALE))
        if opacity >= 1:
            self._draw.line(_scaled(points), fill=rgb(colour), width=thick, joint="curve")
            if thick > 3:
                for x, y in (points[0], points[-1]):
                    self.disc((x, y), width / 2, colour)
            return
        box = _bounds(points, width)
        mask = Image.new("L", (box[2] - box[0], box[3] - box[1]))
        shifted = [(x - box[0], y - box[1]) for x, y in _scaled(points)]
        ImageDraw.Draw(mask).line(shifted, fill=round(255 * opacity), width=thick, joint="curve")
        self._image.paste(rgb(colour), box, mask)

    def ring(self, centre: Point, radius: float, width: float, colour: str) -> None:
        """A circle drawn as a line; `radius` is to the middle of the line."""
        x, y, r = centre[0] * SCALE, centre[1] * SCALE, (radius + width / 2) * SCALE
        self._draw.ellipse((x - r, y - r, x + r, y + r), outline=rgb(colour), width=max(1, round(width * SCALE)))

    def stamp(self, mask: Image.Image, at: Point, colour: str, opacity: float = 1.0) -> None:
        """A colour through a mask that was made at the canvas's own doubled size."""
        ink = mask if opacity >= 1 else mask.point([round(value * opacity) for value in range(256)])
        x, y = round(at[0] * SCALE), round(at[1] * SCALE)
        self._image.paste(rgb(colour), (x, y, x + mask.width, y + mask.height), ink)

    # -- light

    def glow(self, centre: Point, radius: Point | float, colour: str, strength: float = 1.0, *, sharp: float = 2.0) -> None:
        """Light that fades outwards; the sharper, the more it keeps to the middle."""
        across, down = radius if isinstance(radius, tuple) else (radius, radius)
        width, height = max(2, round(2 * across * SCALE)), max(2, round(2 * down * SCALE))
        mask = _halo(sharp, strength).resize((width, height), Image.Resampling.BILINEAR)
        x, y = round(centre[0] * SCALE - width / 2), round(centre[1] * SCALE - height / 2)
        self._image.paste(rgb(colour), (x, y, x + width, y + height), mask)

    def beam(self, points: Points, colour: str, strength: float, blur: float) -> None:
        """A soft-edged patch of light, blurred by so many pixels."""
        small = 4  # a blurred patch needs no fine grid
        box = _bounds(points, blur * 4)
        width, height = (box[2] - box[0]) // small + 1, (box[3] - box[1]) // small + 1
        mask = Image.new("L", (width, height))
        shifted = [((x - box[0]) / small, (y - box[1]) / small) for x, y in _scaled(points)]
        ImageDraw.Draw(mask).polygon(shifted, fill=round(255 * strength))
        mask = mask.filter(ImageFilter.GaussianBlur(blur * SCALE / small))
        mask = mask.resize((box[2] - box[0], box[3] - box[1]), Image.Resampling.BILINEAR)
        self._image.paste(rgb(colour), box, mask)

    def stars(self, chance: random.Random, count: int, bottom: float, colour: str) -> None:
        """A scattering of small stars above a height, a few of them larger."""
        for _ in range(count):
            x, y = chance.uniform(0, self.w), bottom * chance.random() ** 1.3
            size = self.u * (0.7 + 2.2 * chance.random() ** 6)
            self.disc((x, y), size, colour, 0.35 + 0.6 * chance.random())

    def mirror(self, line: float, squeeze: float, tint: str, strength: float) -> None:
        """Still water below a height: what stands above it, upside down, tinted, broken into slightly shifted bands."""
        y0 = round(line * SCALE)
        depth = self._image.height - y0
        source = self._image.crop((0, max(0, y0 - round(depth / squeeze)), self._image.width, y0))
        image = source.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((self._image.width, depth))
        image = Image.blend(image, Image.new("RGB", image.size, rgb(tint)), strength)
        band, y = 3.0, 0.0
        while y < depth:
            sway = round(math.sin(y * 0.05) * (2 + y * 0.012) * SCALE)
            strip = image.crop((0, int(y), image.width, int(min(depth, y + band + 1))))
            self._image.paste(ImageChops.offset(strip, sway, 0), (0, y0 + int(y)))
            y += band
            band *= 1.02

    # -- the end

    def finished(self, seed: int, grain: float = 5.0, vignette: float = 0.25) -> Image.Image:
        """The picture at its own size, a little darker at the corners, with the grain of a print."""
        image = self._image.reduce(SCALE)
        if vignette > 0:
            dark = ImageChops.multiply(image, Image.new("RGB", image.size, (70, 62, 74)))
            corners = Image.radial_gradient("L").point([max(0, round((v - 120) * 1.9 * vignette)) for v in range(256)])
            image = Image.composite(dark, image, corners.resize(image.size, Image.Resampling.BILINEAR))
        return _grained(image, seed, grain)

    def _through(self, points: Points, colour: str, opacity: float) -> None:
        box = _bounds(points)
        mask = Image.new("L", (box[2] - box[0], box[3] - box[1]))
        shifted = [(x - box[0], y - box[1]) for x, y in _scaled(points)]
        ImageDraw.Draw(mask).polygon(shifted, fill=round(255 * opacity))
        self._image.paste(rgb(colour), box, mask)


def _grained(image: Image.Image, seed: int, grain: float) -> Image.Image:
    width, height = image.width // 2 + 1, image.height // 2 + 1
    bytes_ = random.Random(seed).randbytes(width * height)  # noqa: S311 - film grain, no secret
    noise = Image.frombytes("L", (width, height), bytes_).resize(image.size, Image.Resampling.BILINEAR)
    soft = noise.point([round(128 + (value - 128) * grain / 64) for value in range(256)])
    return ImageChops.add(image, Image.merge("RGB", (soft, soft, soft)), 1, -128)


def _scaled(points: Points) -> list[Point]:
    return [(x * SCALE, y * SCALE) for x, y in points]


def _bounds(points: Points, margin: float = 1) -> tuple[int, int, int, int]:
    """The box around the points in drawn pixels."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top = math.floor((min(xs) - margin) * SCALE), math.floor((min(ys) - margin) * SCALE)
    return left, top, math.ceil((max(xs) + margin) * SCALE), math.ceil((max(ys) + margin) * SCALE)


def _gradient(stops: Stops, width: int, height: int) -> Image.Image:
    column = Image.new("RGB", (1, height))
    column.putdata([rgb_at(stops, y / max(1, height - 1)) for y in range(height)])
    return column.resize((width, height), Image.Resampling.NEAREST)


def rgb_at(stops: Stops, place: float) -> Rgb:
    """The colour of a gradient at a place between 0 and 1."""
    before = stops[0]
    for stop in stops:
        if place <= stop[0]:
            share = (place - before[0]) / (stop[0] - before[0]) if stop[0] > before[0] else 1.0
            share = share * share * (3 - 2 * share)
            low, high = rgb(before[1]), rgb(stop[1])
            red, green, blue = (round(a + (b - a) * share) for a, b in zip(low, high, strict=True))
            return red, green, blue
        before = stop
    return rgb(before[1])


def _stretched(column: Image.Image, width: int, height: int) -> Image.Image:
    return column.resize((1, height), Image.Resampling.BICUBIC).resize((width, height), Image.Resampling.NEAREST)


@lru_cache(maxsize=64)
def _halo(sharp: float, strength: float) -> Image.Image:
    curve_ = [round(255 * strength * max(0.0, 1 - value / 181) ** sharp) for value in range(256)]
    # the corners of the square gradient lie at 255, its edges at 181: light ends at the edge
    return Image.radial_gradient("L").point(curve_)
