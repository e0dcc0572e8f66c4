"""Pictures that a configuration keeps of its own."""

from halley.studio.wire.base import Wire


class OverlayPicture(Wire):
    """A picture beside config.yml. An overlay of that `name` shows it. Width and height in pixels, size in bytes."""

    name: str
    width: int
    height: int
    size: int
