"""The scenes, one file each: a canvas, a palette and a source of chance in, a picture on the canvas out."""

import random
from collections.abc import Callable, Mapping
from typing import Final

from halley.demo.art.canvas import Canvas
from halley.demo.art.palette import Palette
from halley.demo.art.scenes.atlas import atlas
from halley.demo.art.scenes.balloons import balloons
from halley.demo.art.scenes.chess import chess
from halley.demo.art.scenes.clock import clock
from halley.demo.art.scenes.comet import comet
from halley.demo.art.scenes.deepsea import deepsea
from halley.demo.art.scenes.desert import desert
from halley.demo.art.scenes.ferris import ferris
from halley.demo.art.scenes.forest import forest
from halley.demo.art.scenes.greenhouse import greenhouse
from halley.demo.art.scenes.harbour import harbour
from halley.demo.art.scenes.jazz import jazz
from halley.demo.art.scenes.kites import kites
from halley.demo.art.scenes.lanterns import lanterns
from halley.demo.art.scenes.motel import motel
from halley.demo.art.scenes.moth import moth
from halley.demo.art.scenes.mountains import mountains
from halley.demo.art.scenes.neon import neon
from halley.demo.art.scenes.observatory import observatory
from halley.demo.art.scenes.orbit import orbit
from halley.demo.art.scenes.radio import radio
from halley.demo.art.scenes.snow import snow
from halley.demo.art.scenes.theatre import theatre
from halley.demo.art.scenes.train import train
from halley.demo.art.scenes.vault import vault
from halley.demo.art.scenes.volcano import volcano
from halley.demo.art.scenes.whale import whale

Scene = Callable[[Canvas, Palette, random.Random], None]

SCENES: Final[Mapping[str, Scene]] = {
    scene.__name__: scene
    for scene in (
        harbour, deepsea, whale, kites, mountains, desert, forest, volcano, greenhouse, balloons, atlas, comet, ferris, neon,
        motel, chess, theatre, jazz, vault, clock, moth, train, orbit, snow, lanterns, radio, observatory,
    )
}  # fmt: skip
