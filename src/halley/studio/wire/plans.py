"""A plan, to be read, approved in part, and carried out."""

from typing import Literal

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

    `state` says whether it was carried out since; `run` is the last run of it.
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
    """One aspect of a thing that turns: a field, a lock, labels, members, their order. Texts are for reading."""

    aspect: str
    before: str
    after: str
    steps: tuple[int, ...]


class Origin(Wire):
    """Where a step comes from."""

    definition: str = ""
    places: tuple[Place, ...] = ()
    request: str = ""


class ThingRow(Wire):
    """An item, collection or playlist with all that turns about it."""

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
    """The badges of one poster, in drawing order. Empty with `why` where the engine does not tell."""

    boxes: tuple[Box, ...]
    why: str = ""


class Choice(Wire):
    """Steps to leave out, or to take in again; `all_of` in place of numbers: everything that a filter means."""

    exclude: tuple[int, ...] = ()
    include: tuple[int, ...] = ()
