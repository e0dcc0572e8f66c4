"""A sandbox that a process puts on itself: files and TCP ports by Landlock, other sockets by seccomp. Needs no privileges.

There is no network namespace, so gateway and egress listen on TCP loopback ports, the only ones it may connect to.
"""

import platform
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from halley.errors import SandboxError
from halley.sandbox.box import RESTRICT, Availability, BoxName, BoxRequest, Launch, Wall
from halley.sandbox.restrict import MACHINES, landlock_version
from halley.sandbox.tries import complaint
from halley.sandbox.visible import SYSTEM, Kind, visible

_KNOWS_PORTS, _KNOWS_SIGNALS = 4, 6
#: What programs ask the kernel about itself. Other processes stay shut: Landlock lets nobody trace out of it.
_KERNEL_FILES = ("/proc", "/sys/devices/system", "/dev/urandom")


@dataclass(frozen=True, slots=True)
class Landlock:
    """Runs a command through `restrict.py`."""

    name: BoxName = "landlock"
    needs_tcp: bool = True

    @property
    def wall(self) -> Wall:
        """What this kernel's version holds."""
        return _wall(landlock_version(), filters_calls=platform.machine() in MACHINES)

    def available(self) -> Availability:
        """Whether this kernel has Landlock, and it works."""
        return _available()

    def launch(self, request: BoxRequest) -> Launch:
        """How to run a command inside, with a folder of its own for temporary files."""
        found = self.available()
        if not found.ok:
            raise SandboxError(f"Landlock cannot be used: {found.reason}.")
        temporary = Path(tempfile.mkdtemp(prefix="halley-"))
        entries = visible(request)
        readable = [entry.path for entry in entries if entry.kind is Kind.READABLE]
        hidden = [entry.path for entry in entries if entry.kind is Kind.HIDDEN]
        reads = [*_KERNEL_FILES, *(str(path) for folder in readable for path in _spelled_out(folder, hidden))]
        writes = [str(temporary), *(str(entry.path) for entry in entries if entry.kind is Kind.WRITABLE)]
        command = (
            *(sys.executable, "-I", str(RESTRICT)),
            *(word for path in reads for word in ("--read", path)),
            *(word for path in writes for word in ("--write", path)),
            *(word for port in request.sockets for word in ("--port", str(port))),
            *("--", *request.command),
        )
        environment = {"HOME": str(temporary), **request.environment, "TMPDIR": str(temporary)}
        return Launch(command, environment, request.working_directory, leftovers=(temporary,))


def _spelled_out(path: Path, hidden: list[Path]) -> Iterator[Path]:
    """The paths to allow for a readable one. Landlock cannot except a file from its folder: that folder is spelled out."""
    if path in hidden:
        return
    if not any(one.is_relative_to(path) for one in hidden):
        yield path
        return
    for below in sorted(path.iterdir()):
        yield from _spelled_out(below, hidden)


@cache
def _available() -> Availability:
    version = landlock_version()
    if version == 0:
        return Availability(ok=False, reason="this kernel has no Landlock, or it is not switched on (lsm=landlock,...)")
    reads = [word for path in SYSTEM if Path(path).exists() for word in ("--read", path)]
    problem = complaint((sys.executable, "-I", str(RESTRICT), *reads, "--", "/bin/sh", "-c", "true"))
    return Availability(ok=problem is None, reason=problem or f"this kernel's Landlock is version {version}")


def _wall(version: int, *, filters_calls: bool) -> Wall:
    holds = [
        "Only the job folder can be written; of the rest only what the run was given can be read.",
        "What the engine leaves running is ended with it.",
    ]
    does_not_hold = [
        "The kernel, the processes and the machine's loopback are shared; names and sizes of files can be seen.",
        "No limit is set on memory, processor time or the size of the job folder.",
        "Where Halley does not run as root, memory that the user's processes share by name (/dev/shm) is open.",
    ]
    ports = "TCP connects to the ports of gateway and egress only, and nothing listens"
    if version >= _KNOWS_PORTS:
        holds.append(f"{ports}; on those ports, other machines that use the same number can be reached too.")
    else:
        does_not_hold.append("TCP goes everywhere: this kernel's Landlock knows files only (6.7 and later know ports).")
    if filters_calls:
        holds.append("No socket but TCP can be made: no UDP, no raw packets, no Unix sockets.")
        holds.append("Modes, owners and times of files stay as they are, the limits of other processes too.")
    else:
        does_not_hold.append("UDP and Unix sockets go everywhere: there is no filter for this kind of processor.")
        does_not_hold.append("Modes, owners and times of the user's files can be changed, and limits of other processes.")
    if version >= _KNOWS_SIGNALS:
        holds.append("Processes outside cannot be signalled or traced.")
    else:
        does_not_hold.append("Processes of the same user can be signalled.")
    return Wall("landlock", tuple(holds), tuple(does_not_hold))
