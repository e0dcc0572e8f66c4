"""What the doctor knows before it judges: values only, gathered at the edges. None means that nobody looked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from halley.config import Configuration
from halley.doctor.services import Service
from halley.errors import HalleyError
from halley.jobs.disagreements import FilterExamination
from halley.plex.library import Section
from halley.plex.library import Server as Plex


@dataclass(frozen=True, slots=True)
class Mistakes:
    """What `halley validate` says, in numbers. `fonts` are its sentences about fonts that are not there."""

    errors: int
    warnings: int = 0
    first: str = ""
    fonts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server is said to be, and what its name came to. `unresolved` says why it came to nothing.

    `proxy` is what gave away that something else answers there, `skew_s` by how much the server's clock is ahead.
    """

    url: str
    scheme: str
    host: str
    port: int | None
    found: tuple[str, ...] = ()
    unresolved: str = ""
    proxy: str = ""
    skew_s: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said for the token, or why it said nothing. `owns`: whether it shows its settings, if known."""

    server: Plex | None = None
    sections: tuple[Section, ...] = ()
    problem: HalleyError | None = None
    owns: bool | None = None


@dataclass(frozen=True, slots=True)
class KnownServer:
    """The server that stood at this address before. `is_noted`: by a note for this configuration, else by earlier runs."""

    machine_ids: tuple[str, ...]
    name: str
    is_noted: bool
    path: Path


@dataclass(frozen=True, slots=True)
class Posters:
    """The posters of a library. Of `labelled` items `unkept` have no original; the numbers after that are of a sample.

    Where not all was `is_counted` in time, `labelled` are some, and nothing is known of originals.
    `bare` carry the label and show no overlay, `unlabelled` show one and carry no label. `uploads` lie on `shelves` shelves.
    """

    library: str
    labelled: int = 0
    unkept: int = 0
    unkept_titles: tuple[str, ...] = ()
    looked_labelled: int = 0
    bare: tuple[str, ...] = ()
    looked_unlabelled: int = 0
    unlabelled: tuple[str, ...] = ()
    shelves: int = 0
    uploads: int = 0
    upload_bytes: int = 0
    weighed: int = 0
    is_counted: bool = True


@dataclass(frozen=True, slots=True)
class UploadsOnDisk:
    """Pictures below `Uploads` folders of Plex's own store. `is_whole`: whether all of it was looked at."""

    path: Path
    pictures: int
    size: int
    items: int
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Owners:
    """To whom the files of the configuration belong, and to whom they should: ids by which the owner may go.

    `by` says who says so, `is_said` whether it is PUID; `strangers` are files of others.
    """

    folder: Path
    looked: int
    uids: tuple[int, ...]
    by: str
    strangers: tuple[Path, ...] = ()
    uid: int = 0
    gid: int = 0
    is_said: bool = False
    may_mend: bool = False


@dataclass(frozen=True, slots=True)
class Labels:
    """SELinux as it stands here: whether it enforces, and the context of the configuration's folder, empty for none."""

    enforces: bool
    folder: Path
    context: str = ""


@dataclass(frozen=True, slots=True)
class Disk:
    """A file system, and what of ours lies on it. Without a limit of inodes `inodes` is 0."""

    holds: tuple[str, ...]
    path: Path
    free: int
    size: int
    free_inodes: int
    inodes: int


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock that somebody left a note in, and that nobody holds."""

    path: Path
    pid: int
    at: str = ""


@dataclass(frozen=True, slots=True)
class OpenRun:
    """A run that began and has no end. `quiet_s` is for how long nothing was heard of it, None where nobody can tell."""

    what: str
    quiet_s: float | None
    last: str = ""
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Logs:
    """What logs tell: runs without an end, lines that are known to mean trouble, and the Kometa that wrote them."""

    looked: int
    open_runs: tuple[OpenRun, ...] = ()
    known_lines: Mapping[str, str] = field(default_factory=dict)
    version: str = ""


@dataclass(frozen=True, slots=True)
class Backups:
    """The newest backup: its name and age, below 0 where its name is of a day to come.

    `where` was looked at, and `unread` says why it could not be; `problem` is why the last one failed.
    """

    where: str
    newest: str = ""
    age_s: float | None = None
    problem: str = ""
    drill_problem: str = ""
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Engine:
    """The Kometa on this machine, and the Pillow that it draws with; `problem` where there is none.

    `box` is the sandbox that it would run in, `passed_over` why no better one.
    """

    version: str = ""
    home: str = ""
    pillow: str = ""
    problem: HalleyError | None = None
    box: str = ""
    passed_over: tuple[tuple[str, str], ...] = ()
    box_problem: HalleyError | None = None


@dataclass(frozen=True, slots=True)
class Tmdb:
    """TMDb's key: whether there is one, and what came of asking. `refused` and `silent` say it in words."""

    has_key: bool
    refused: str = ""
    silent: str = ""
    is_asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that was looked at."""

    now: datetime
    config: Path | None = None
    configuration: Configuration | None = None
    refusal: HalleyError | None = None
    mistakes: Mistakes | None = None
    mistakes_problem: HalleyError | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    in_container: bool = False
    services: tuple[Service, ...] = ()
    unread: tuple[str, ...] = ()
    address: Address | None = None
    answer: Answer | None = None
    known: KnownServer | None = None
    posters: tuple[Posters, ...] = ()
    uploads: UploadsOnDisk | None = None
    owners: Owners | None = None
    labels: Labels | None = None
    disks: tuple[Disk, ...] = ()
    locks: tuple[Lock, ...] | None = None
    logs: Logs | None = None
    backups: Backups | None = None
    engine: Engine | None = None
    own_pillow: str = ""
    has_raqm: bool | None = None
    tmdb: Tmdb | None = None
    searches: FilterExamination | None = None
    searches_problem: HalleyError | None = None
    has_configuration: bool = True
