"""Pictures of our own for machines without Kometa, under the names that Kometa's have; drawn when they are first needed.

Lettering and plain shapes only: no trademark's logo is imitated. Which names there are is known without drawing any.
"""

from halley.engines.native.art.names import is_drawn
from halley.engines.native.art.store import draw_into, picture

EDITION = "1"
"""Grows when a picture looks otherwise than before, so that none that was kept is taken for it."""

__all__ = ["EDITION", "draw_into", "is_drawn", "picture"]
