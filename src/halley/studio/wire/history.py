"""What was done, and how much room it takes."""

from halley.studio.wire.base import Wire


class RunRow(Wire):
    """A run of the journal. `counts`: steps by outcome."""

    id: str
    kind: str
    server: str
    configuration: str
    state: str
    began: str
    ended: str
    of: str
    counts: dict[str, int]


class RunStep(Wire):
    """A step of a run and what became of it."""

    number: int
    words: str
    kind: str
    library: str
    state: str
    reason: str
    irreversible: str


class Room(Wire):
    """Bytes that Halley keeps, and of what."""

    journal: int
    pictures: int
    picture_count: int
    jobs: int


class Health(Wire):
    """What the system page shows; `next_run` and `backup` are empty where no service is there, or there was none yet."""

    version: str
    uptime_s: float
    room: Room
    disk_free: int
    is_service: bool = False
    next_run: str = ""
    backup: str = ""
