"""The whole reference as one answer."""

from functools import cache

from halley.studio.reference.config_words import config_words
from halley.studio.reference.controls import CONTROLS
from halley.studio.reference.defaults import default_overlays
from halley.studio.reference.overlay_words import overlay_words
from halley.studio.wire.editor import Reference


@cache
def reference(fonts: tuple[str, ...]) -> Reference:
    """All words, controls and default files; `fonts` are those of this machine."""
    words = tuple(dict.fromkeys((*overlay_words(), *config_words())))
    return Reference(words=words, controls=CONTROLS, defaults=default_overlays(), fonts=fonts)
