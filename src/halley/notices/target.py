"""Who is told: a name for the log, the notices that it wants, and how it is spoken to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from halley.notices.message import Message
from halley.secrets import Secret

ALL = frozenset({"error", "version", "run_start", "run_end", "changes", "delete"})


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a form; `file` is its file name where it is one."""

    name: str
    content: bytes
    kind: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A request that carries a message: JSON, a form, or bytes."""

    address: Secret
    json: object = None
    form: tuple[Part, ...] = ()
    content: bytes | None = field(default=None, repr=False)
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str | Secret] = field(default_factory=dict)
    method: str = "POST"


@dataclass(frozen=True, slots=True)
class Web:
    """A receiver that is spoken to over HTTP. `refused` finds a refusal in an answer that says that all is well."""

    name: str
    address: Secret
    speak: Callable[[Message], Sent]
    events: frozenset[str] = ALL
    shows_pictures: bool = False
    refused: Callable[[bytes], str] | None = None


@dataclass(frozen=True, slots=True)
class Apprise:
    """A receiver that Apprise knows: an address of one, or (`is_list`) a file or address that lists some."""

    name: str
    address: Secret
    events: frozenset[str] = ALL
    is_list: bool = False


Target = Web | Apprise


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of a message at a target; `problem` is empty where it arrived."""

    target: str
    problem: str = ""
    note: str = ""

    @property
    def arrived(self) -> bool:
        """Whether it got there."""
        return not self.problem
