"""Compositions to pixels. The room that imports Pillow.

renderer = Renderer()
drawn = renderer.draw(composition, base)
poster = encode(drawn, Filetype.WEBP_LOSSY, 90)
"""

from halley.render.bases import MARK, MARK_TAG, is_marked
from halley.render.canvas import Drawn, Renderer
from halley.render.encoders import Filetype, encode
from halley.render.failures import CannotDraw
from halley.render.fonts import Fonts, Layout
from halley.render.pictures import Pictures

__all__ = [
    "MARK",
    "MARK_TAG",
    "CannotDraw",
    "Drawn",
    "Filetype",
    "Fonts",
    "Layout",
    "Pictures",
    "Renderer",
    "encode",
    "is_marked",
]
