"""A composition on its base: blur, then layer on layer (spec, overlays 5.1)."""

from dataclasses import dataclass

from PIL import Image, ImageFilter

from halley.overlays.composition import Composition, Layer
from halley.overlays.geometry import Extent, Placed, Point, place_backdrop, place_layer
from halley.overlays.model import Box, Kind, Place
from halley.render.bases import Bases, read_base
from halley.render.failures import told
from halley.render.fonts import Fonts
from halley.render.layers import Layers
from halley.render.pictures import Pictures


@dataclass(frozen=True, slots=True)
class Drawn:
    """A poster, and the EXIF data that it is to be saved with: the base's, with the mark."""

    image: Image.Image
    exif: bytes


class Renderer:
    """Draws compositions, and keeps within bounds what is wanted again: bases, pictures, fonts, layers.

    Threads may share one.
    """

    def __init__(self, pictures: Pictures | None = None, fonts: Fonts | None = None) -> None:
        self.pictures = pictures or Pictures()
        self.fonts = fonts or Fonts()
        self._layers = Layers(self.fonts)
        self._bases = Bases()

    def draw(self, composition: Composition, base: bytes, *, keep_base: bool = False) -> Drawn:
        """The poster of a composition on a picture file. Raises CannotDraw.

        `keep_base` is for one that will be drawn on again soon: it is decoded once, at the price of a copy each time.
        """
        ground = self._bases.base(base, composition.canvas) if keep_base else read_base(base, composition.canvas)
        poster = ground.image
        if composition.blur > 0:
            with told(f"blur({composition.blur}) cannot be drawn"):
                poster = poster.filter(ImageFilter.GaussianBlur(composition.blur))
        for layer in composition.layers:
            poster = self._with_layer(poster, layer, composition.canvas)
        return Drawn(poster, ground.exif)

    def placed(self, layer: Layer, canvas: Extent) -> Placed:
        """Where the parts of a layer come to stand. Raises CannotDraw where a picture or font of it cannot be used."""
        if layer.kind is Kind.BACKDROP:
            return Placed(place_backdrop(canvas, layer.place or Place(), layer.box or Box(), layer.back))
        text = self.fonts.extent(layer.text, layer.style) if layer.text is not None and layer.style is not None else None
        picture = Extent(*self.pictures.picture(layer.picture, layer.scale).size) if layer.picture is not None else None
        return place_layer(canvas, layer.place, layer.box, layer.back, text=text, picture=picture, addon=layer.addon)

    def _with_layer(self, poster: Image.Image, layer: Layer, canvas: Extent) -> Image.Image:
        picture = self.pictures.picture(layer.picture, layer.scale) if layer.picture is not None else None
        if layer.kind is Kind.IMAGE and layer.place is None and picture is not None:
            return _covered(poster, picture)
        placed = self.placed(layer, canvas)
        if placed.back is not None or layer.text is not None:
            painted = self._layers.painted(layer, placed, canvas)
            if painted.image is not None:
                _paste(poster, painted.image, painted.at)
        if picture is not None and placed.picture is not None:
            _paste(poster, picture, placed.picture)
        return poster


def _covered(poster: Image.Image, picture: Image.Image) -> Image.Image:
    """A picture over everything: all that lies under it is resampled to its size and back."""
    size = poster.size
    if size != picture.size:
        poster = poster.resize(picture.size, Image.Resampling.LANCZOS)
    _paste(poster, picture, Point(0, 0))
    return poster if poster.size == size else poster.resize(size, Image.Resampling.LANCZOS)


def _paste(poster: Image.Image, picture: Image.Image, at: Point) -> None:
    poster.paste(picture, (at.x, at.y), picture)
