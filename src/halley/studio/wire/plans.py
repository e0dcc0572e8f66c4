"""A plan, to be read, approved in part, and carried out."""

from typing import Literal

from pydantic import Field

from halley.studio.wire.base import Place, Wire

MarkWord = Literal["created", "changed", "removed", "asked"]


class Forecast(Wire):
    """What carrying it out will cost."""

    requests: int
    uploads: int
    upload_bytes: int
    seconds: float


class PlanSummary(Wire):
    """A plan at a glance. `kinds` counts steps by library and kind of Change. `excluded` counts steps left out by a person.

    `things` counts by mark, `states` what became of its steps; `run` is the last run of it. `configuration` is the id of
    the one that it was made of, empty where the studio does not know it. `kind_words` says what each kind is called.
    """

    id: str
    server: str
    machine_id: str
    configuration: str
    engine: str
    engine_version: str
    read_at: str
    libraries: tuple[str, ...]
    steps: int
    things: dict[str, int]
    kinds: dict[str, dict[str, int]]
    posters: int
    excluded: int
    irreversible: int
    deletions: int
    forecast: Forecast
    unsupported: tuple[str, ...]
    warnings: tuple[str, ...]
    definitions: tuple[str, ...]
    run: str = ""
    states: dict[str, int] = Field(default_factory=dict)
    kind_words: dict[str, str] = Field(default_factory=dict)
    configuration_path: str = ""


class Picture(Wire):
    """A picture of a plan: its digest, by which it is asked for under `plans/{id}/images/{sha256}`."""

    sha256: str
    width: int = 0
    height: int = 0


class Tile(Wire):
    """An item whose poster turns. `steps` are the numbers of the steps that belong to it, `definitions` what is drawn."""

    key: int
    title: str
    type: str
    library: str
    before: Picture | None
    after: Picture | None
    steps: tuple[int, ...]
    definitions: tuple[str, ...]
    is_excluded: bool
    state: str = ""


class Turn(Wire):
    """One aspect of a thing that turns: a field, a lock, labels, members, their order. Texts are for reading.

    `line` is the same as the terminal says it: `~ summary  "Old" -> "New"`.
    """

    aspect: str
    before: str
    after: str
    steps: tuple[int, ...]
    line: str = ""


class Origin(Wire):
    """Where a step comes from."""

    definition: str = ""
    places: tuple[Place, ...] = ()
    request: str = ""


class Member(Wire):
    """What a list holds. `title` is empty where nobody named it; `picture` is its poster, where the plan has it.

    `was` and `place` are where it stands in the list before and after, from 1 on; 0 where it is not in it.
    """

    key: int
    title: str = ""
    picture: Picture | None = None
    was: int = 0
    place: int = 0


class ThingRow(Wire):
    """An item, collection or playlist with all that turns about it.

    `of` is `item`, `collection`, `playlist`, `section`, `server`, or `step` for a step that turns nothing one could see.
    `heading` and each `line` are as the terminal says it. Of lists, `come`, `gone` and `stay` hold the first of those that
    come, go and stay, `members_in` and `members_out` what they are called; `comes`, `goes` and `holds` count all of them.
    """

    of: str
    number: int
    title: str
    library: str
    mark: MarkWord
    turns: tuple[Turn, ...]
    steps: tuple[int, ...]
    origins: tuple[Origin, ...]
    irreversible: tuple[str, ...] = ()
    before: Picture | None = None
    after: Picture | None = None
    members_in: tuple[str, ...] = ()
    members_out: tuple[str, ...] = ()
    is_excluded: bool = False
    state: str = ""
    heading: str = ""
    kinds: tuple[str, ...] = ()
    come: tuple[Member, ...] = ()
    gone: tuple[Member, ...] = ()
    stay: tuple[Member, ...] = ()
    comes: int = 0
    goes: int = 0
    holds: int = 0


class Box(Wire):
    """A badge on a poster: where it is, in shares of the poster's width and height, and which definition drew it."""

    definition: str
    text: str = ""
    left: float
    top: float
    width: float
    height: float
    place: Place | None = None


class Boxes(Wire):
    """The badges of one poster, in drawing order. `why` says what of them cannot be told; `origins` who drew the poster."""

    boxes: tuple[Box, ...]
    why: str = ""
    origins: tuple[Origin, ...] = ()


class Filter(Wire):
    """What a list of a plan is narrowed to, as in the list's own address; what is empty narrows nothing."""

    among: Literal["posters", "things"] = "things"
    library: str = ""
    definition: str = ""
    state: str = ""
    kind: str = ""
    mark: str = ""
    of: str = ""
    q: str = ""


class LeftOut(Wire):
    """The steps that are left out, and those of them that a person named; the others build on these."""

    excluded: tuple[int, ...]
    by_hand: tuple[int, ...]


class Choice(Wire):
    """Steps to leave out, or to take in again: by number, or all that a filter means.

    What builds on a step that is left out is left out with it; what a step builds on is taken in with it.
    """

    exclude: tuple[int, ...] = Field(default=(), max_length=1_000_000)
    include: tuple[int, ...] = Field(default=(), max_length=1_000_000)
    exclude_all: Filter | None = None
    include_all: Filter | None = None
