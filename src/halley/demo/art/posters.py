"""From a scene to a finished picture: posters, season posters, title cards and backgrounds, with their lettering."""

import hashlib
import io
import random
from dataclasses import dataclass
from typing import Final, Literal

from PIL import Image

from halley.demo.art.canvas import Canvas, mix
from halley.demo.art.lettering import (
    BOLD,
    BOOK,
    CREDIT,
    DECO,
    HEAVY,
    LIGHT,
    NARROW,
    SPEED,
    TALL,
    THIN,
    Face,
    height_for,
    set_centred,
    set_line,
    width_of,
)  # fmt: skip
from halley.demo.art.palette import PALETTES, Palette
from halley.demo.art.scenes import SCENES

Kind = Literal["poster", "season", "card", "art"]

SIZES: Final[dict[Kind, tuple[int, int]]] = {
    "poster": (1000, 1500),
    "season": (1000, 1500),
    "card": (1920, 1080),
    "art": (1920, 1080),
}
QUALITY: Final[dict[Kind, int]] = {"poster": 86, "season": 84, "card": 80, "art": 74}


@dataclass(frozen=True, slots=True)
class Setting:
    """How a scene's title is set: face, how lines are arranged, where, colour, and the tallest letter.

    `at` is a share of the poster's height: above the middle where the title begins, below it where it ends.
    Titles keep clear of the corners and of the foot, where overlays go.
    """

    face: Face
    lines: Literal["block", "centred", "left"]
    at: float
    colour: str
    most: float = 0.1


SETTINGS: Final = {
    "harbour": Setting(LIGHT, "centred", 0.905, "#ffe9c4", 0.058),
    "mountains": Setting(THIN, "centred", 0.905, "#f7efe0", 0.042),
    "comet": Setting(BOOK, "block", 0.905, "#fdf1cf", 0.075),
    "desert": Setting(DECO, "block", 0.905, "#ffe9c2", 0.07),
    "deepsea": Setting(NARROW, "block", 0.13, "#f2fff8", 0.085),
    "forest": Setting(LIGHT, "centred", 0.905, "#f7f4dc", 0.05),
    "train": Setting(SPEED, "left", 0.13, "#ffe08a", 0.075),
    "orbit": Setting(HEAVY, "block", 0.905, "#1f3b73", 0.095),
    "chess": Setting(TALL, "block", 0.13, "#faf7f0", 0.09),
    "theatre": Setting(DECO, "centred", 0.9, "#ffe6b0", 0.052),
    "volcano": Setting(NARROW, "block", 0.905, "#ffe7a8", 0.07),
    "snow": Setting(LIGHT, "block", 0.905, "#24566f", 0.058),
    "jazz": Setting(SPEED, "left", 0.83, "#f7ecd0", 0.055),
    "vault": Setting(TALL, "centred", 0.908, "#f3dfae", 0.046),
    "lanterns": Setting(LIGHT, "centred", 0.908, "#ffe9c0", 0.045),
    "greenhouse": Setting(BOOK, "centred", 0.132, "#124a3c", 0.05),
    "radio": Setting(HEAVY, "block", 0.905, "#f6efcf", 0.065),
    "balloons": Setting(BOLD, "centred", 0.132, "#1d4f66", 0.05),
    "ferris": Setting(DECO, "centred", 0.905, "#ffdff0", 0.048),
    "kites": Setting(HEAVY, "left", 0.908, "#1b5a66", 0.045),
    "clock": Setting(TALL, "block", 0.905, "#f6e6c2", 0.085),
    "whale": Setting(BOOK, "block", 0.905, "#e9fff8", 0.062),
    "neon": Setting(BOLD, "block", 0.908, "#ffffff", 0.055),
    "motel": Setting(SPEED, "block", 0.905, "#fff0c8", 0.065),
    "atlas": Setting(LIGHT, "centred", 0.905, "#24505a", 0.06),
    "moth": Setting(DECO, "centred", 0.905, "#ffe3a3", 0.055),
    "observatory": Setting(THIN, "block", 0.908, "#f4f0dc", 0.055),
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """One picture to draw: where it goes, what it shows and what is written on it.

    `name` is the path below the library's folder, `words` the title's lines, `small` the line below it. `variant` turns the
    same scene into another picture: other chance, and inks shifted towards another hour of the day.
    """

    name: str
    kind: Kind
    scene: str
    words: tuple[str, ...] = ()
    small: str = ""
    variant: int = 0


def draw(drawing: Drawing) -> bytes:
    """The picture as JPEG. The same drawing and Pillow give the same bytes."""
    width, height = SIZES[drawing.kind]
    canvas = Canvas(width, height)
    ink = _inks(PALETTES[drawing.scene], drawing.variant)
    seed = int.from_bytes(hashlib.sha256(f"{drawing.scene} {drawing.variant}".encode()).digest()[:4], "big")
    SCENES[drawing.scene](canvas, ink, random.Random(seed))  # noqa: S311 - the artist's chance, no secret
    if drawing.kind == "card":
        _letter_card(canvas, drawing)
    elif drawing.words:
        _letter_poster(canvas, drawing)
    grain = 1.6 if drawing.kind == "art" else 2.2
    return _jpeg(canvas.finished(seed, grain, 0.3), QUALITY[drawing.kind])


#: Where the inks of a variant lean to: dawn, dusk, night, noon.
_HOURS: Final = (("", 0.0), ("#f2a07a", 0.26), ("#3b2f7a", 0.34), ("#0f5f6b", 0.3), ("#8a2f5a", 0.28))


def _inks(ink: Palette, variant: int) -> Palette:
    colour, share = _HOURS[variant % len(_HOURS)]
    if not share:
        return ink
    return Palette(
        mix(ink.high, colour, share), mix(ink.low, colour, share), mix(ink.far, colour, share),
        mix(ink.near, colour, share * 0.25), ink.light, ink.accent,
    )  # fmt: skip


def _letter_poster(canvas: Canvas, drawing: Drawing) -> None:
    setting = SETTINGS[drawing.scene]
    edge, width = canvas.w * 0.08, canvas.w * 0.84
    most = setting.most * canvas.h
    look = (setting.face, setting.colour)
    fitted = [height_for(line, setting.face, width, most) for line in drawing.words]
    heights = fitted if setting.lines == "block" else [min(fitted)] * len(fitted)
    y = canvas.h * setting.at
    if setting.at > 0.5:
        y -= sum(heights) * 1.24 + canvas.h * 0.02
    for line, height in zip(drawing.words, heights, strict=True):
        if setting.lines == "left":
            set_line(canvas, line, (edge, y), height, look)
        else:
            set_centred(canvas, line, (canvas.w / 2, y), height, look)
        y += height * 1.24
    if drawing.small:
        size = min(canvas.h * 0.0118, width / width_of(drawing.small, CREDIT))
        left = edge if setting.lines == "left" else canvas.w / 2 - width_of(drawing.small, CREDIT) * size / 2
        set_line(canvas, drawing.small, (left, y + canvas.h * 0.008), size, (CREDIT, setting.colour))


def _letter_card(canvas: Canvas, drawing: Drawing) -> None:
    """A title card: a dark foot to the picture, the number small, the title large, both to the left."""
    canvas.haze(canvas.h * 0.5, canvas.h, "#07060d", (0.0, 0.5, 0.82))
    size = height_for(drawing.words[0], BOOK, canvas.w * 0.6, canvas.h * 0.068)
    set_line(canvas, drawing.words[0], (canvas.w * 0.05, canvas.h * 0.8 - size / 2), size, (BOOK, "#fffaf0"))
    set_line(canvas, drawing.small, (canvas.w * 0.051, canvas.h * 0.72), canvas.h * 0.02, (CREDIT, "#fffaf0"))


def _jpeg(image: Image.Image, quality: int) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=quality, optimize=True)
    return stream.getvalue()
