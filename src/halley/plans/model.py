"""What a plan holds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from halley.changes import Change
from halley.changes.differences import Difference
from halley.changes.kinds import UploadImage
from halley.files import Picture
from halley.plex.ids import RatingKey


@dataclass(frozen=True, slots=True)
class Identity:
    """The server that a plan is for. `machine_id` decides; the others are for people."""

    machine_id: str
    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Source:
    """What a plan was made from: the configuration and its SHA-256, and the engine that read it."""

    configuration: str
    digest: str
    engine: str
    engine_version: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a step comes from: a definition and its place in a file where that is known, else the request that was captured.

    `definition` is its name, `where` is `file:line:column`; of several, as a poster has, `; ` divides them. `request` is
    `METHOD /path` without any query.
    """

    definition: str = ""
    where: str = ""
    request: str = ""

    @property
    def definitions(self) -> tuple[tuple[str, str], ...]:
        """The definitions by name, each with its place, which is empty where it is not known."""
        if not self.definition:
            return ()
        names, places = self.definition.split("; "), self.where.split("; ")
        if len(places) == len(names):
            return tuple(zip(names, places, strict=True))
        if len(places) == 1:  # a name may hold what divides names
            return ((self.definition, self.where),) if self.where else tuple((name, "") for name in names)
        return tuple((name, "") for name in names)


@dataclass(frozen=True, slots=True)
class Backup:
    """A file of `overlays/` beside the configuration that goes with a step: the original of a poster that is drawn on.

    `path` is relative to that folder (`Movies Original Posters/101.jpg`). `before` is what lies there, `after` what is to;
    None where there is no file. One that comes is put there before the step is done, one that goes is removed after it.
    """

    path: str
    before: Picture | None
    after: Picture | None


@dataclass(frozen=True, slots=True)
class Step:
    """One Change, what stood there and what is to stand there.

    `number` counts from 1 and names the step for good. `library` is a title, empty for what belongs to none. `irreversible`
    says why the step could not be taken back, empty where it can. `shown_before` is the picture that the step replaces.
    """

    number: int
    change: Change
    words: str
    differences: tuple[Difference, ...] = ()
    library: str = ""
    origin: Origin = Origin()
    irreversible: str = ""
    shown_before: Picture | None = None
    backups: tuple[Backup, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of the Change: `UploadImage`."""
        return type(self.change).__name__

    @property
    def pictures(self) -> Iterator[Picture]:
        """The pictures that the step refers to."""
        if self.shown_before is not None:
            yield self.shown_before
        if isinstance(self.change, UploadImage):
            yield self.change.picture
        for one in self.backups:
            yield from (picture for picture in (one.before, one.after) if picture is not None)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an engine would change, in its order.

    `read_at` is when the server was read (RFC 3339). `titles` names the items that steps speak of; those that a step makes
    have keys from `SHADOW_KEYS` on, which the server does not know yet. `unsupported` says what of the configuration the
    engine could not do, `warnings` whatever else a reader should know. `tags` says what tag ids that the server does not
    know yet stand for (kind and text), where rules of smart lists name them.
    """

    server: Identity
    source: Source
    read_at: str
    libraries: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    titles: Mapping[RatingKey, str] = field(default_factory=lambda: MappingProxyType({}))
    unsupported: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    tags: Mapping[int, tuple[str, str]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not self.steps
