"""What an overlay is once its definition has been read: every attribute typed, nothing looked up, nothing measured.

Values are as the specification names them (spec, overlays 2); where Kometa keeps a word as it was written, so does this.
"""

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from halley.location import Location


@dataclass(frozen=True, slots=True)
class Pixels:
    """A distance or a length in pixels of the canvas."""

    value: int


@dataclass(frozen=True, slots=True)
class Percent:
    """A share of the canvas (of an offset) or of a picture's own side (of a scale), in whole percents."""

    value: int


Length = Pixels | Percent
Colour = tuple[int, int, int, int]
"""Red, green, blue, alpha; 0 to 255 each."""


@dataclass(frozen=True, slots=True)
class Placement:
    """One axis: where a layer wants to be.

    `align` is the word as it was written, None where it was not: Kometa checks it in lower case and uses it as it is, so
    that `RIGHT` acts as left (spec, overlays 11.12).
    """

    align: str | None = None
    offset: Length | None = None


NOWHERE = Placement()


@dataclass(frozen=True, slots=True)
class Place:
    """Where both axes want to be: an overlay's own coordinates, or a place of a queue."""

    horizontal: Placement = NOWHERE
    vertical: Placement = NOWHERE

    @property
    def is_given(self) -> bool:
        """Whether there are coordinates at all; one axis alone is refused when it is read."""
        return self.horizontal.offset is not None and self.vertical.offset is not None


@dataclass(frozen=True, slots=True)
class Scale:
    """What a picture is resized to before anything else; None keeps the side, or its ratio to the other one."""

    width: Length | None = None
    height: Length | None = None


@dataclass(frozen=True, slots=True)
class Back:
    """The rectangle behind an overlay. Lengths in pixels; `line_width` is 1 where only the line's colour was given."""

    colour: Colour | None = None
    line_colour: Colour | None = None
    line_width: int | None = None
    radius: int | None = None
    padding: int = 0

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything to see of it."""
        return self.colour is not None or self.line_colour is not None


@dataclass(frozen=True, slots=True)
class Box:
    """The back box: sides in pixels, -1 for one that was not given, and where in it the content stands, as written."""

    width: int = -1
    height: int = -1
    align: str = "center"


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text looks. `font` is a path, or the bare name of a font of the system. Sizes in pixels."""

    font: str
    size: int = 36
    variation: str | None = None
    colour: Colour | None = None
    stroke_width: int = 0
    stroke_colour: Colour | None = None


@dataclass(frozen=True, slots=True)
class Addon:
    """Where the picture beside a text stands, as written, and how far from it in pixels."""

    position: str = "left"
    offset: int = 0


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture on the disk."""

    path: Path


@dataclass(frozen=True, slots=True)
class PictureAddress:
    """A picture to be downloaded, which Kometa keeps as `<overlays folder>/<kept_as>.png`.

    `path` is where it lies once it was; another picture at the address has another path.
    """

    url: str
    kept_as: str
    path: Path | None = None


PictureSource = PictureFile | PictureAddress


class Kind(Enum):
    """What an overlay draws."""

    IMAGE = "image"  #: a picture
    TEXT = "text"  #: a text, with a picture beside it or not
    BACKDROP = "backdrop"  #: a rectangle
    BLUR = "blur"  #: the poster itself, blurred


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """What one definition draws (spec, overlays 2).

    `name` is as Kometa spells it after reading it (`text(<<runtime>>)`, `blur(50)`); `template` is the inside of a text's
    brackets, `blur` the radius of a blur. `where` is where its definition stands in the user's file.
    """

    name: str
    kind: Kind
    group: str | None = None
    queue: str | None = None
    weight: int | None = None
    place: Place = field(default_factory=Place)
    scale: Scale = field(default_factory=Scale)
    back: Back = field(default_factory=Back)
    box: Box | None = None
    picture: PictureSource | None = None
    template: str | None = None
    style: TextStyle | None = None
    addon: Addon | None = None
    blur: int = 0
    where: Location | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """The places of a queue, in order (spec, overlays 3.2)."""

    name: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, order=True)
class OverlayId:
    """An overlay among all of a library's: the number of its file, counted from 0, and its mapping name."""

    file: int
    name: str
