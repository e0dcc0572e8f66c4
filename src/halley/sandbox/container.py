"""A container without any network, by Podman or Docker: of an image, or, with Podman, of this machine's own programs.

Without an image the container's root is an empty folder, into which what the run needs is bound read-only, one path at a
time. So nothing has to be built or fetched, and nothing of the machine is there that was not named.
"""

import csv
import io
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from halley.errors import SandboxError
from halley.sandbox.box import Availability, BoxName, BoxRequest, Launch, Wall
from halley.sandbox.tries import complaint
from halley.sandbox.visible import SYSTEM, Kind, Visible, visible

Engine = Literal["podman", "docker"]

_WALL = Wall(
    "container",
    holds=(
        "There is no network but a loopback of its own, on which the relay answers for gateway and egress alone.",
        "Only the job folder can be written; of the rest only what the run was given can be read.",
        "It sees no process but its own, has no capability, cannot gain any, and many system calls are filtered.",
        "What it leaves running ends with it.",
    ),
    does_not_hold=(
        "The kernel is shared: an error in it is a way out.",
        "No limit is set on memory, processor time or the size of the job folder.",
    ),
)
#: Tried in turn; machines differ in which runtime and which cgroups work. (options before `run`, options after it)
_PODMAN_WAYS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    ((), ()),
    (("--cgroup-manager", "cgroupfs"), ()),
    (("--runtime", "runc", "--cgroup-manager", "cgroupfs"), ()),
    (("--cgroup-manager", "cgroupfs"), ("--ulimit", "host")),
    (("--runtime", "runc", "--cgroup-manager", "cgroupfs"), ("--ulimit", "host")),
    (("--runtime", "runc", "--cgroup-manager", "cgroupfs"), ("--ulimit", "nofile=1000:1000", "--ulimit", "nproc=1000:1000")),
)
_ISOLATION = (
    "--rm", "--network", "none", "--read-only", "--cap-drop", "all", "--security-opt", "no-new-privileges",
    "--security-opt", "label=disable", "--log-driver", "none", "--tmpfs", "/tmp:rw,nosuid,nodev,mode=1777",  # noqa: S108
)  # fmt: skip
#: What the engine's own client needs of our environment; the same names mean something else inside.
_CLIENT_NAMES = frozenset(
    {"PATH", "HOME", "TMPDIR", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "DBUS_SESSION_BUS_ADDRESS"}
    | {"CONTAINER_HOST", "CONTAINERS_CONF", "DOCKER_HOST", "DOCKER_CONFIG", "USER", "LANG"}
)


@dataclass(frozen=True, slots=True)
class Container:
    """Runs a command in a container. `image` None takes this machine's own programs, which only Podman can."""

    image: str | None = None
    name: BoxName = "container"
    needs_tcp: bool = False
    wall: Wall = field(default=_WALL)

    def available(self) -> Availability:
        """Whether Podman or Docker can start such a container here."""
        return _found(self.image).availability

    def launch(self, request: BoxRequest) -> Launch:
        """How to run a command inside. Raises SandboxError where no container can be started."""
        found = _found(self.image)
        if not found.availability.ok:
            raise SandboxError(f"no container can be started: {found.availability.reason}.")
        name = f"halley-{request.name}"
        binds = [option for entry in visible(request, system=self.image is None) for option in _bind(entry)]
        sockets = [option for path in request.sockets.values() for option in _mount(path, path, writable=False)]
        client = {name: value for name, value in os.environ.items() if name in _CLIENT_NAMES}
        inside = {"HOME": "/tmp", "TMPDIR": "/tmp", **request.environment}  # noqa: S108  a tmpfs of its own
        empty = Path(tempfile.mkdtemp(prefix="halley-root-")) if self.image is None else None
        command = (
            *found.run,
            *("--name", name, "--workdir", str(request.working_directory)),
            *_environment_options(inside, client),
            *binds,
            *sockets,
            *_program(self.image, empty, request.behind_relay),
        )
        # Not the command's own folder: with an image it may exist inside only.
        return Launch(
            command,
            {**inside, **client},
            Path("/"),
            kill=(*found.remove, name),
            leftovers=() if empty is None else (empty,),
        )


@dataclass(frozen=True, slots=True)
class _Found:
    """An engine that works here.

    `run` is its program with the options that every container gets, `remove` what ends one by its name.
    """

    availability: Availability
    run: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


@cache
def _found(image: str | None) -> _Found:
    """The first way of starting a container that works."""
    problems = []
    for engine in ("podman", "docker"):
        if shutil.which(engine) is None:
            problems.append(f"{engine} is not installed")
        elif engine == "docker" and image is None:
            problems.append("docker needs an image")
        else:
            found = _first_way("podman" if engine == "podman" else "docker", image)
            if found.availability.ok:
                return found
            problems.append(f"{engine}: {found.availability.reason}")
    return _Found(Availability(ok=False, reason="; ".join(problems)))


def _first_way(engine: Engine, image: str | None) -> _Found:
    problem = None
    for before, after in _PODMAN_WAYS if engine == "podman" else (((), ()),):
        client = (engine, *before)
        run = (*client, "run", *after, *_ISOLATION, *_own_options(engine, image))
        remove = (*client, "rm", "--force", *(("--time", "0") if engine == "podman" else ()))
        complained = _try(run, image)
        if complained is None:
            return _Found(Availability(ok=True, reason=f"{' '.join(client)} works here"), run, remove)
        problem = problem or complained
    return _Found(Availability(ok=False, reason=problem or "it does not work"))


def _own_options(engine: Engine, image: str | None) -> tuple[str, ...]:
    # Files in the job folder are to belong to whoever started the run: that is root inside a rootless Podman's container.
    user = ("--user", "0:0") if engine == "podman" else ("--user", f"{os.getuid()}:{os.getgid()}")
    tmpfs = ("--read-only-tmpfs=false",) if engine == "podman" else ()
    return (*user, *tmpfs, *(("--pull", "never") if image else ()))


def _try(run: tuple[str, ...], image: str | None) -> str | None:
    command = ("/bin/sh", "-c", "true")
    if image is not None:
        return complaint((*run, *_program(image, None, command)))
    binds = [option for path in SYSTEM if Path(path).exists() for option in _mount(Path(path), Path(path), writable=False)]
    with tempfile.TemporaryDirectory(prefix="halley-root-") as empty:
        return complaint((*run, *binds, *_program(None, Path(empty), command)))


def _program(image: str | None, empty: Path | None, command: tuple[str, ...]) -> tuple[str, ...]:
    """The end of the command line: what the container is made of, and what it runs instead of the image's own start."""
    if image is None:
        return ("--rootfs", str(empty), *command)
    return ("--entrypoint", command[0], image, *command[1:])


def _bind(entry: Visible) -> tuple[str, ...]:
    source = Path("/dev/null") if entry.kind is Kind.HIDDEN else entry.path
    return _mount(source, entry.path, writable=entry.kind is Kind.WRITABLE)


def _mount(source: Path, target: Path, *, writable: bool) -> tuple[str, str]:
    """A bind mount as an option; its value is a line of CSV, so that commas in paths are safe."""
    fields = ["type=bind", f"source={source}", f"target={target}", *([] if writable else ["readonly"])]
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(fields)
    return "--mount", line.getvalue()


def _environment_options(inside: dict[str, str], client: dict[str, str]) -> tuple[str, ...]:
    """Values travel in the environment rather than on the command line, which everybody on the machine can read."""
    given = (f"{name}={value}" if name in client else name for name, value in inside.items())
    return tuple(word for option in given for word in ("--env", option))
