"""A sandbox of namespaces, made by the small program `bwrap`: no network, no processes but its own, few files."""

import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from halley.errors import SandboxError
from halley.sandbox.box import RELAY, Availability, BoxName, BoxRequest, Launch, Wall
from halley.sandbox.tries import complaint
from halley.sandbox.visible import SYSTEM, Kind, Visible, visible

_ISOLATION = (
    "--unshare-user-try", "--unshare-net", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try",
    "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp",  # noqa: S108  a tmpfs of its own
)  # fmt: skip
_WALL = Wall(
    "bubblewrap",
    holds=(
        "There is no network but a loopback of its own, on which the relay answers for gateway and egress alone.",
        "Only the job folder can be written; of the rest only what the run was given can be read.",
        "It sees no process but its own, and has no capability, even where Halley runs as root.",
    ),
    does_not_hold=(
        "The kernel is shared: an error in it is a way out.",
        "No limit is set on memory, processor time or the size of the job folder.",
        "System calls are not filtered.",
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
        forwards = [word for port, path in request.sockets.items() for word in ("--forward", f"{port}={path}")]
        environment = {"HOME": "/tmp", "TMPDIR": "/tmp", **request.environment}  # noqa: S108  a tmpfs of its own
        command = (
            "bwrap",
            *_ISOLATION,
            *binds,
            *sockets,
            *("--remount-ro", "/", "--chdir", str(request.working_directory), "--"),
            *(str(request.python), "-I", str(RELAY), *forwards, "--", *request.command),
        )
        return Launch(command, environment, request.working_directory)


def _bind(entry: Visible) -> tuple[str, str, str]:
    source = Path("/dev/null") if entry.kind is Kind.HIDDEN else entry.path
    return "--bind" if entry.kind is Kind.WRITABLE else "--ro-bind", str(source), str(entry.path)


@cache
def _available() -> Availability:
    if shutil.which("bwrap") is None:
        return Availability(ok=False, reason="the program bwrap is not installed")
    binds = [word for path in SYSTEM if Path(path).exists() for word in ("--ro-bind", path, path)]
    problem = complaint(("bwrap", *_ISOLATION, *binds, "--", "/bin/sh", "-c", "true"))
    return Availability(ok=problem is None, reason=problem or "bwrap works here")
