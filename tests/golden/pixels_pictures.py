"""The pictures that pixels are compared on, each made by a rule, so that none of them has to be kept.

Bases are named `mode size kind`: `RGBA 640x960 png`. Overlay pictures are named for what they are (`badge`, `dot`).
"""

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw

FONTS = Path(__file__).parents[1] / "fonts"
DEJAVU, INTER = FONTS / "DejaVuSans.ttf", FONTS / "InterLatin.ttf"


def gradient(width: int, height: int) -> Image.Image:
    """Red grows to the right, green downwards, blue along the diagonals."""
    rising = bytes(range(256)) * (width // 256 + 2)
    red = bytes(x * 255 // max(1, width - 1) for x in range(width)) * height
    green = b"".join(bytes([y * 255 // max(1, height - 1)]) * width for y in range(height))
    blue = b"".join(rising[y % 256 : y % 256 + width] for y in range(height))
    return Image.merge("RGB", [Image.frombytes("L", (width, height), band) for band in (red, green, blue)])


def _badge() -> Image.Image:
    image = Image.new("RGBA", (120, 60))
    image.putdata([(255, 0, 0, x * 255 // 119) for _ in range(60) for x in range(120)])
    return image


def _bordered(size: tuple[int, int], border: int) -> Image.Image:
    image = Image.new("RGBA", size, (0, 255, 0, 255))
    image.paste((0, 0, 0, 0), (border, border, size[0] - border, size[1] - border))
    return image


def _disc() -> Image.Image:
    """Anti-aliased by hand: every alpha occurs."""
    image = Image.new("RGBA", (97, 97))
    image.putdata(
        [
            (20, 90, 200, max(0, min(255, int(48 * 255 - ((x - 48) ** 2 + (y - 48) ** 2) * 5.3) // 48)))
            for y in range(97)
            for x in range(97)
        ]
    )
    return image


def _palette() -> Image.Image:
    image = gradient(90, 40).quantize(16)
    image.info["transparency"] = 3
    return image


def _grey() -> Image.Image:
    return gradient(64, 48).convert("L")


PICTURES: dict[str, Callable[[], Image.Image]] = {
    "badge": _badge,
    "dot": lambda: Image.new("RGBA", (31, 17), (0, 0, 255, 255)),
    "full": lambda: _bordered((1000, 1500), 20),
    "half": lambda: _bordered((500, 750), 10),
    "square": lambda: _bordered((640, 640), 10),
    "wide": lambda: _bordered((1920, 1080), 24),
    "disc": _disc,
    "palette": _palette,
    "grey": _grey,
    "opaque": lambda: gradient(70, 50),
}


@cache
def picture_bytes(name: str) -> bytes:
    """An overlay picture as a PNG file."""
    written = io.BytesIO()
    image = PICTURES[name]()
    image.save(written, "PNG", **({"transparency": 3} if name == "palette" else {}))
    return written.getvalue()


def lay_out_pictures(folder: Path) -> None:
    """All overlay pictures, as files."""
    for name in PICTURES:
        (folder / f"{name}.png").write_bytes(picture_bytes(name))


@cache
def base_bytes(told: str) -> bytes:
    """A base picture: mode, size, then the kind of file and what is odd about it."""
    mode, size, kind, *odd = told.split()
    width, height = map(int, size.split("x"))
    image = _in_mode(gradient(width, height), mode)
    options: dict[str, object] = {}
    if "rotated" in odd:
        exif = Image.Exif()
        exif[0x0112], exif[0x010E] = 6, "A harbour by night"
        options["exif"] = exif
    if "commented" in odd:
        options["comment"] = b"Seen from the pier"
    if "profiled" in odd:
        options["icc_profile"] = b"not really a profile, but kept"
    if "transparent" in odd:
        options["transparency"] = (0, 0, 0) if mode == "RGB" else 0
    if "progressive" in odd:
        options["progressive"] = True
    written = io.BytesIO()
    image.save(written, kind, **options)
    data = written.getvalue()
    return data[: len(data) * 2 // 3] if "truncated" in odd else data


def _in_mode(image: Image.Image, mode: str) -> Image.Image:
    match mode:
        case "P":
            return image.quantize(64)
        case "RGBA":
            clear = image.convert("RGBA")
            alpha = Image.linear_gradient("L").resize(image.size)
            clear.putalpha(alpha)
            return clear
        case "CLEAR":
            image.putalpha(0)
            return image
        case "LA":
            grey = image.convert("LA")
            grey.putalpha(Image.linear_gradient("L").resize(image.size))
            return grey
        case "DRAWN":  # a poster with edges, on which blur and resampling show
            drawing = ImageDraw.Draw(image)
            for step in range(0, max(image.size), 40):
                drawing.line((step, 0, 0, step), (250, 250, 250), 3)
            return image
        case "I;16":
            return Image.frombytes("I;16", image.size, image.convert("L").resize((image.width * 2, image.height)).tobytes())
        case _:
            return image.convert(mode)
