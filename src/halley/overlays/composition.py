"""What is to be drawn on one item: layers in order, with their texts and places, and nothing measured or opened yet."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache

from halley.overlays.geometry import Extent
from halley.overlays.model import Addon, Back, Box, Kind, OverlayId, PictureSource, Place, Scale, TextStyle

RECIPE = 1
"""Grows when the same composition is drawn otherwise than before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One thing to draw. `place` is None for a picture without coordinates, under which everything is resampled.

    Of a text `text` is set, and `style`; `picture` is then what stands beside it. A backdrop has neither.
    """

    kind: Kind
    place: Place | None
    back: Back = Back()
    box: Box | None = None
    text: str | None = None
    style: TextStyle | None = None
    picture: PictureSource | None = None
    scale: Scale = Scale()
    addon: Addon | None = None


@dataclass(frozen=True, slots=True)
class Materials:
    """What a composition is drawn from and into, by sha256: the base, each picture, each font; and how it is encoded.

    `layout` is the name of the engine that lays out texts, `drawing` the version of what draws.
    """

    base: str
    pictures: Mapping[PictureSource, str]
    fonts: Mapping[str, str]
    layout: str
    drawing: str
    filetype: str
    quality: int | None


@dataclass(frozen=True, slots=True)
class Composition:
    """All that is drawn on an item, in order. `blur` is applied to the base before; 0 and less do nothing.

    `drawn_by` names for each layer the overlay that it came from, which has no part in the digest.
    """

    canvas: Extent
    layers: tuple[Layer, ...] = ()
    blur: int = 0
    drawn_by: tuple[OverlayId, ...] = ()

    @property
    def digest(self) -> str:
        """A sha256 of everything in it that can be seen, pictures and fonts by where they are."""
        return _digest(self._said())

    def fingerprint(self, materials: Materials) -> str:
        """A sha256 of all that decides on the bytes of the poster: the same means the same poster, another a new one."""
        used = sorted({(repr(source), materials.pictures[source]) for source in self.pictures()})
        fonts = sorted({(font, materials.fonts[font]) for font in self.fonts()})
        about = (materials.base, materials.layout, materials.drawing, materials.filetype, materials.quality)
        return _digest([self._said(), used, fonts, about])

    def pictures(self) -> Iterator[PictureSource]:
        """Every picture that is drawn, as often as it is."""
        return (layer.picture for layer in self.layers if layer.picture is not None)

    def fonts(self) -> Iterator[str]:
        """Every font that is drawn with."""
        return (layer.style.font for layer in self.layers if layer.style is not None)

    def _said(self) -> object:
        return [RECIPE, asdict(self.canvas), max(0, self.blur), [_told(layer) for layer in self.layers]]


@lru_cache(maxsize=4096)
def _told(layer: Layer) -> str:
    """A layer in words; most posters share most of their layers, and telling one takes longer than finding it again."""
    return _json({**asdict(layer), "kind": layer.kind.value, "picture": repr(layer.picture)})


def _digest(value: object) -> str:
    return hashlib.sha256(_json(value).encode()).hexdigest()


def _json(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
