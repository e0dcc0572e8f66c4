"""What every sandbox is asked and what it answers: a command to run, and how to launch it inside the wall."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

Wish = Literal["auto", "container", "bubblewrap", "landlock", "none"]
BoxName = Literal["container", "bubblewrap", "landlock", "none"]

PROVIDED = Path(__file__).parent
"""Holds the guard, the relay and the restricting helper; every sandbox lets it be read."""
RELAY = PROVIDED / "relay.py"
RESTRICT = PROVIDED / "restrict.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxRequest:
    """A command to run inside. Paths are absolute, and the same inside and outside; missing readable ones are left out.

    `hidden` are files inside readable folders that the command must not read, such as the user's own config.yml.
    `sockets` maps the loopback ports that the command may connect to onto the Unix sockets that answer there, which exist
    already. Where the box `needs_tcp`, its keys are ports that the caller listens on (127.0.0.1), its sockets mean nothing.
    `python` runs the relay inside: the image's where there is one, else any; its folders become readable by themselves.
    `name` is unique among the runs on this machine: letters, digits, dots, dashes.
    """

    command: tuple[str, ...]
    environment: Mapping[str, str]
    working_directory: Path
    writable: tuple[Path, ...]
    readable: tuple[Path, ...]
    sockets: Mapping[int, Path]
    name: str
    python: Path = Path(sys.executable)
    hidden: tuple[Path, ...] = ()

    @property
    def behind_relay(self) -> tuple[str, ...]:
        """What runs in a box with a network of its own: the relay, and as its child the command with its calls filtered."""
        forwards = (word for port, path in self.sockets.items() for word in ("--forward", f"{port}={path}"))
        filtered = (str(self.python), "-I", str(RESTRICT), "--only-calls", "--", *self.command)
        return (str(self.python), "-I", str(RELAY), *forwards, "--", *filtered)


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether a sandbox can be had on this machine. `reason` says why not, or what was found."""

    ok: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Launch:
    """A command to start in this folder, with this environment and nothing else of it, in a process group of its own.

    `kill` ends what outlives the process group; `leftovers` are folders to remove when all has ended.
    """

    command: tuple[str, ...]
    environment: Mapping[str, str]
    working_directory: Path
    kill: tuple[str, ...] | None = None
    leftovers: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Wall:
    """What a sandbox holds by itself, and what it does not: sentences for the summary."""

    name: str
    holds: tuple[str, ...]
    does_not_hold: tuple[str, ...]


class Box(Protocol):
    """A sandbox. `needs_tcp`: it has no network of its own, so gateway and egress must listen on TCP loopback ports."""

    @property
    def name(self) -> BoxName: ...

    @property
    def needs_tcp(self) -> bool: ...

    @property
    def wall(self) -> Wall: ...

    def available(self) -> Availability:
        """Whether it works here, found out by trying it once."""
        ...

    def launch(self, request: BoxRequest) -> Launch:
        """How to run a command inside. Makes what it needs on the disk. Raises SandboxError where it is not available."""
        ...
