"""The scenes, one function each: a canvas, a palette and a source of chance in, a picture on the canvas out."""

import random
from collections.abc import Callable, Mapping
from typing import Final

from halley.demo.art.canvas import Canvas
from halley.demo.art.palette import Palette
from halley.demo.art.scenes.city import comet, ferris, motel, neon
from halley.demo.art.scenes.indoors import chess, clock, jazz, moth, theatre, vault
from halley.demo.art.scenes.land import atlas, balloons, desert, forest, greenhouse, mountains, volcano
from halley.demo.art.scenes.night import lanterns, observatory, orbit, radio, snow, train
from halley.demo.art.scenes.sea import deepsea, harbour, kites, whale

Scene = Callable[[Canvas, Palette, random.Random], None]

SCENES: Final[Mapping[str, Scene]] = {
    scene.__name__: scene
    for scene in (
        harbour, deepsea, whale, kites, mountains, desert, forest, volcano, greenhouse, balloons, atlas, comet, ferris,
        neon, motel, chess, theatre, jazz, vault, clock, moth, train, orbit, snow, lanterns, radio, observatory,
    )
}  # fmt: skip
