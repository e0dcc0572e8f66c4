"""A sandbox of namespaces, made by the small program `bwrap`: no network, no processes but its own, few files."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from halley.errors import SandboxError
from halley.sandbox.box import Availability, BoxName, BoxRequest, Launch, Wall
from halley.sandbox.tries import complaint
from halley.sandbox.visible import SYSTEM, Kind, Visible, visible

_ISOLATION = (
    "--unshare-user-try", "--unshare-net", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try",
    "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp",  # noqa: S108  a tmpfs of its own
)  # fmt: skip
#: Where root could set the kernel even without any capability, because bwrap leaves these places writable for him.
_KERNEL_SWITCHES = ("/proc/sys", "/proc/irq", "/proc/bus", "/proc/fs", "/proc/acpi", "/proc/scsi")
_WALL = Wall(
    "bubblewrap",
    holds=(
        "There is no network but a loopback of its own, on which the relay answers for gateway and egress alone.",
        "Only the job folder can be written; of the rest only what the run was given can be read.",
        "It sees no process but its own, and has no capability, even where Halley runs as root.",
        "What it leaves running ends with it.",
    ),
    does_not_hold=(
        "The kernel is shared: an error in it is a way out.",
        "No limit is set on memory, processor time or the size of the job folder.",
        "Most system calls are let through.",
    ),
)


@dataclass(frozen=True, slots=True)
class Bubblewrap:
    """Runs a command through `bwrap`. `kill` is not needed: everything inside dies with the process that was started."""

    name: BoxName = "bubblewrap"
    needs_tcp: bool = False
    wall: Wall = _WALL

    def available(self) -> Availability:
        """Whether `bwrap` can make its namespaces here."""
        return _available()

    def launch(self, request: BoxRequest) -> Launch:
        """How to run a command inside. Raises SandboxError where bubblewrap cannot be used."""
        found = self.available()
        if not found.ok:
            raise SandboxError(f"bubblewrap cannot be used: {found.reason}.")
        # Parents come first, so that the job folder inside a readable folder is bound over it.
        binds = [word for entry in visible(request) for word in _bind(entry)]
        sockets = [word for path in request.sockets.values() for word in ("--ro-bind", str(path), str(path))]
        environment = {"HOME": "/tmp", "TMPDIR": "/tmp", **request.environment}  # noqa: S108  a tmpfs of its own
        command = (
            "bwrap",
            *_ISOLATION,
            *_read_only(_KERNEL_SWITCHES),
            *binds,
            *sockets,
            *("--remount-ro", "/", "--chdir", str(request.working_directory), "--"),
            *request.behind_relay,
        )
        return Launch(command, environment, request.working_directory)


def _bind(entry: Visible) -> tuple[str, str, str]:
    source = Path("/dev/null") if entry.kind is Kind.HIDDEN else entry.path
    return "--bind" if entry.kind is Kind.WRITABLE else "--ro-bind", str(source), str(entry.path)


def _read_only(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for path in paths if Path(path).exists() for word in ("--ro-bind", path, path))


@cache
def _available() -> Availability:
    if shutil.which("bwrap") is None:
        return Availability(ok=False, reason="the program bwrap is not installed")
    binds = (*_read_only(_KERNEL_SWITCHES), *_read_only(SYSTEM))
    problem = complaint(("bwrap", *_ISOLATION, *binds, "--", "/bin/sh", "-c", "true"))
    return Availability(ok=problem is None, reason=problem or "bwrap works here")
