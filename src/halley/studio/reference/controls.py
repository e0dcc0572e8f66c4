"""How each attribute of an overlay is edited. A test holds this table against the attributes that the engine reads."""

from typing import Final, Literal

from halley.studio.wire.editor import Control

_Kind = Literal["text", "number", "percent", "colour", "font", "align", "choice", "switch", "file"]
_ALL = ("image", "text", "backdrop")
_IMAGE, _TEXT, _EITHER = ("image",), ("text",), ("image", "text")
_SIDES, _BACK_SIDES = ("left", "right", "top", "bottom"), ("left", "right", "center", "top", "bottom")
_ACROSS, _DOWN = ("left", "center", "right"), ("top", "center", "bottom")


def _control(  # noqa: PLR0913, PLR0917 - a row of a table
    key: str,
    group: str,
    control: _Kind,
    summary: str,
    choices: tuple[str, ...] = (),
    default: str = "",
    minimum: float | None = None,
    applies_to: tuple[str, ...] = _ALL,
) -> Control:
    return Control(
        key=key, group=group, control=control, summary=summary, choices=choices, default=default, minimum=minimum,
        applies_to=applies_to,
    )  # fmt: skip


CONTROLS: Final = (
    _control("name", "overlay", "text", "What is drawn: text(...), backdrop, blur(20), or the name of a picture"),
    _control("group", "overlay", "text", "Of the overlays of one group only the heaviest is drawn"),
    _control("queue", "overlay", "text", "The queue in whose places it stands"),
    _control("weight", "overlay", "number", "The heaviest wins its group, and comes first in its queue", minimum=0),
    _control("horizontal_align", "position", "align", "The side that it keeps to", _ACROSS, "left"),
    _control("vertical_align", "position", "align", "The edge that it keeps to", _DOWN, "top"),
    _control("horizontal_offset", "position", "percent", "How far from that side: pixels, or percent of the poster"),
    _control("vertical_offset", "position", "percent", "How far from that edge: pixels, or percent of the poster"),
    _control("scale_width", "picture", "percent", "Width of the picture: pixels, or percent of its own", applies_to=_IMAGE),
    _control("scale_height", "picture", "percent", "Height of the picture: pixels, or percent of it", applies_to=_IMAGE),
    _control("file", "picture", "file", "The picture: a path", applies_to=_EITHER),
    _control("default", "picture", "text", "The picture: one that comes with Kometa", applies_to=_EITHER),
    _control("pmm", "picture", "text", "The same as default, by its old name", applies_to=_EITHER),
    _control("url", "picture", "text", "The picture: an address of a PNG", applies_to=_EITHER),
    _control("git", "picture", "text", "The picture: a path in the Community-Configs", applies_to=_EITHER),
    _control("repo", "picture", "text", "The picture: a path below custom_repo", applies_to=_EITHER),
    _control(
        "font",
        "text",
        "font",
        "The font: a file, or a font of the system",
        default="fonts/Roboto-Medium.ttf",
        applies_to=_TEXT,
    ),
    _control("font_size", "text", "number", "Height of the text in pixels", default="36", minimum=1, applies_to=_TEXT),
    _control("font_style", "text", "text", "A variation of a variable font: Bold", applies_to=_TEXT),
    _control("font_color", "text", "colour", "Colour of the text", default="#FFFFFF", applies_to=_TEXT),
    _control("stroke_width", "text", "number", "Width of its outline in pixels", default="0", minimum=0, applies_to=_TEXT),
    _control("stroke_color", "text", "colour", "Colour of its outline", applies_to=_TEXT),
    _control(
        "addon_position", "text", "choice", "Where the picture beside the text stands", _SIDES, "left", applies_to=_TEXT
    ),
    _control(
        "addon_offset",
        "text",
        "number",
        "How far the picture is from the text, in pixels",
        default="0",
        minimum=0,
        applies_to=_TEXT,
    ),
    _control("back_color", "back", "colour", "Colour of the rectangle behind it"),
    _control("back_line_color", "back", "colour", "Colour of that rectangle's line"),
    _control("back_line_width", "back", "number", "Width of that line in pixels", minimum=0),
    _control("back_radius", "back", "number", "Radius of its corners in pixels", minimum=0),
    _control(
        "back_padding", "back", "number", "How far it goes beyond what it lies behind, in pixels", default="0", minimum=0
    ),
    _control("back_width", "back", "number", "Its width in pixels; else as wide as what it lies behind", minimum=0),
    _control("back_height", "back", "number", "Its height in pixels; else as high as what it lies behind", minimum=0),
    _control("back_align", "back", "choice", "Where in it the content stands", _BACK_SIDES, "center"),
)
"""In the order in which they are shown."""
