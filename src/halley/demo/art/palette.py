"""Six inks a scene is printed with, named by what they colour."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Palette:
    """`high` and `low` sky, `far` and `near` shapes, `light` for what glows, `accent` for the one loud thing."""

    high: str
    low: str
    far: str
    near: str
    light: str
    accent: str


def _inks(words: str) -> Palette:
    return Palette(*(f"#{word}" for word in words.split()))


#: One palette a scene, so that no two posters on the shelf look alike.
PALETTES: Final = {
    "harbour": _inks("1d2a5c f2845c 5b4a86 141a3a ffe2a8 e8503a"),
    "mountains": _inks("f4ead6 f6d9b8 8fb3b0 1f4a55 fff6e6 d9452f"),
    "comet": _inks("0d0b2e 5a3a8c 2c2462 0a0820 fdf1cf ff9d5c"),
    "desert": _inks("5e2a4d f0a04b c9622f 4a1f2f ffe9c2 f7c873"),
    "deepsea": _inks("1b8a94 0a3550 0c4a5e 041420 bff0de f5b82e"),
    "forest": _inks("0f2e2c 7fa66f 2c5a45 0a1a18 f7f4dc e0a83c"),
    "train": _inks("2b3440 77828a 4a5661 14181e ffe08a c8372d"),
    "orbit": _inks("f3e7d3 f3e7d3 e46a7a 1f3b73 fffaf0 f2a65a"),
    "chess": _inks("e9e4da c9c2b4 8a857c 161616 faf7f0 b3202a"),
    "theatre": _inks("3a0a12 8c1620 b3242c 1a0508 ffe6b0 e0aa3e"),
    "volcano": _inks("1a0f24 a8235a 5a1a3c 140a16 ffd36b ff5a2a"),
    "snow": _inks("9fc0d3 eaf3f5 c3d9e2 33566e ffffff d8402c"),
    "jazz": _inks("14206e 1d36a8 2f56d6 0a0f3c f7ecd0 f4b400"),
    "vault": _inks("0c2a2c 1d5450 2f7a70 071819 f3dfae d8a13a"),
    "lanterns": _inks("231942 6a3a78 45306b 120c26 ffe0a0 ff8a4c"),
    "greenhouse": _inks("f6c6c0 fbe3d4 3f8f6b 124a3c fff4e6 e4573d"),
    "radio": _inks("3d4a2c b8b06a 6f7a3e 1e2616 f6efcf e8622c"),
    "balloons": _inks("6fb7d8 fdf0d2 7fb069 2f6b4f fff7e0 e4572e"),
    "ferris": _inks("141032 3c2370 2a1c56 0a0820 ffdff0 ff4f8b"),
    "kites": _inks("38b2ac c8efe2 f4d9a0 1b5a66 fffaf0 ef5b3a"),
    "clock": _inks("d9b77e b98a4e 6e4a2a 22160e f6e6c2 8a2a1c"),
    "whale": _inks("c9efe6 2aa7a8 1b7f8c 0b3a4f f7fff8 ff7a4d"),
    "neon": _inks("0b0a1e 2a1244 1a1838 06060f c8f7ff ff2f7d"),
    "motel": _inks("3a2a78 ff9a6a b0508a 2a1440 fff0c8 19c5b8"),
    "atlas": _inks("efe3c8 e3d2ac 7fa39a 24505a fdf6e4 c8452f"),
    "moth": _inks("17131f 4a3550 33283f 0b0910 ffe3a3 d98a3a"),
    "observatory": _inks("060d24 25407a 162850 050914 f4f0dc 8fd3ff"),
}
