"""The Plex server behind a configuration, its libraries and items."""

from typing import Literal

from halley.studio.wire.base import Wire


class Finding(Wire):
    """A check of the doctor: what was seen, why it matters, what mends it."""

    check: str
    severity: Literal["good", "note", "warning", "error"]
    seen: str
    why: str = ""
    mend: str = ""


class Server(Wire):
    """The server, as far as it answers. `name` is empty where it does not, and `findings` say why."""

    url: str
    name: str
    version: str
    machine_id: str
    findings: tuple[Finding, ...]


class Library(Wire):
    """A section of the server. `is_configured`: whether the configuration names it."""

    id: int
    title: str
    type: str
    count: int
    is_configured: bool


class Item(Wire):
    """Whatever has a rating key. `context` says what it belongs to: `Breaking Bad, season 1`. `thumb` is an address."""

    key: int
    title: str
    type: str
    year: int | None = None
    library: str = ""
    context: str = ""
    thumb: str = ""


class VariableValue(Wire):
    """A text variable and what it says of an item."""

    name: str
    sample: str
    summary: str
