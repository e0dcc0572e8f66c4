"""The overlay editor: a text, an item, and the engine's own picture of them."""

from typing import Literal

from pydantic import Field

from halley.studio.wire.base import Mark, Place, Wire


class Edit(Wire):
    """One attribute of one overlay, set or (with None) taken away. `overlay` is the definition's name in the text.

    With `template` it is done to the template of that name in the text, for all overlays that are made by it.
    """

    overlay: str
    key: str
    value: str | int | float | bool | None
    template: str = ""


class Move(Wire):
    """An overlay to another place in the drawing order, `after` None: to the front of the file."""

    overlay: str
    after: str | None


class EditAsked(Wire):
    """Changes to a text, done so that comments and order stay."""

    text: str
    edits: tuple[Edit, ...] = ()
    moves: tuple[Move, ...] = ()
    add: str = Field(default="", description="YAML of an overlay to add at the end")
    remove: str = Field(default="", description="name of an overlay to take out")


class Edited(Wire):
    """The text that came of it."""

    text: str
    marks: tuple[Mark, ...]


class RenderAsked(Wire):
    """A picture to draw: of an item of the configuration's server, with the overlays of `text` (a whole overlay file).

    `edits` are done to the text first, so that a hand that drags need not wait for the text. `hidden` leaves some overlays
    out, `values` puts other values for text variables in. `width` in pixels, None: the poster's own. `with_rest`: draw the
    other overlay files of the library, too.
    """

    configuration: str
    file: str
    item: int
    text: str
    edits: tuple[Edit, ...] = ()
    hidden: tuple[str, ...] = ()
    values: dict[str, str] = Field(default_factory=dict)
    with_rest: bool = False
    shows_all: bool = Field(default=False, description="draw every overlay of the text, whether it means the item or not")
    width: int | None = Field(default=None, ge=16, le=4000)
    format: Literal["jpg", "png", "webp"] = "jpg"


class Layer(Wire):
    """An overlay as it lies on the poster: its box in canvas units (1000x1500 and its kin), before it is clipped.

    `is_drawn` is whether it can be seen; `why` says why not. `queue` and `group` where it is in one.
    """

    overlay: str
    kind: str
    left: int
    top: int
    width: int
    height: int
    is_drawn: bool
    why: str = ""
    text: str = ""
    group: str = ""
    queue: str = ""
    weight: int = 0
    place: Place | None = None
    attributes: dict[str, str | int | float | bool | None] = Field(default_factory=dict)
    is_editable: bool = True


class Layers(Wire):
    """All overlays of a text on an item, in the order of drawing. `canvas` is width and height in units."""

    canvas: tuple[int, int]
    layers: tuple[Layer, ...]
    marks: tuple[Mark, ...]


class Control(Wire):
    """How one attribute is edited: the control that fits, its group, choices, default, and words of the reference."""

    key: str
    group: str
    control: Literal["text", "number", "percent", "colour", "font", "align", "choice", "switch", "file"]
    summary: str
    choices: tuple[str, ...] = ()
    default: str = ""
    minimum: float | None = None
    maximum: float | None = None
    applies_to: tuple[str, ...] = ()


class DefaultOverlay(Wire):
    """A default overlay file and the template variables that it takes.

    `keys` names its badges: `use_<key>`, and each variable of `per_key` with `_<key>` behind it, are variables of one badge.
    """

    name: str
    summary: str
    levels: tuple[str, ...]
    variables: tuple[Control, ...]
    keys: tuple[str, ...] = ()
    per_key: tuple[str, ...] = ()


class Word(Wire):
    """A key or value that completion offers. `path` is where it fits: `overlays.*.overlay`; `insert` what is written.

    In a path a star means any name, two stars any number of names. `file` is in which kind of file; in an overlay file a
    template holds what an overlay holds. `group` is what it is listed under.
    """

    path: str
    word: str
    insert: str
    kind: Literal["key", "value", "variable"]
    summary: str
    choices: tuple[str, ...] = ()
    default: str = ""
    file: Literal["config", "overlays"] = "overlays"
    group: str = ""


class Reference(Wire):
    """All that completion, hover and property panels know, from the registries that the engine itself reads."""

    words: tuple[Word, ...]
    controls: tuple[Control, ...]
    defaults: tuple[DefaultOverlay, ...]
    fonts: tuple[str, ...]
