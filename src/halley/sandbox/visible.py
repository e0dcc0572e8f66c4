"""Which files are there inside a sandbox: the system's programs, one Python, what was asked for, and nothing else."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from halley.sandbox.box import PROVIDED, BoxRequest

#: No configuration of services, no home, no /run or /var, where sockets, passwords and databases are.
SYSTEM = (
    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store",
    "/etc/alternatives", "/etc/ca-certificates", "/etc/fonts", "/etc/group", "/etc/host.conf", "/etc/hosts",
    "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime", "/etc/mime.types",
    "/etc/nsswitch.conf", "/etc/passwd", "/etc/pki", "/etc/protocols", "/etc/services", "/etc/ssl", "/etc/timezone",
)  # fmt: skip


class Kind(Enum):
    """What may be done with a visible path."""

    READABLE = "readable"  #: it and everything below it
    WRITABLE = "writable"  #: it and everything below it
    HIDDEN = "hidden"  #: a file whose place is taken by an empty one


@dataclass(frozen=True, slots=True)
class Visible:
    """A path that is there inside, at the same place as outside."""

    path: Path
    kind: Kind


def visible(request: BoxRequest, *, system: bool = True) -> tuple[Visible, ...]:
    """Everything that a request lets the command see, parents first. `system` False: an image brings its own."""
    readable = [*request.readable, PROVIDED]
    if system:
        readable += [*map(Path, SYSTEM), *python_folders(request.python)]
    found = {path: Kind.READABLE for path in readable if path.exists()}
    writable = tuple(request.writable)
    mounts = [mount for mount in _mounts() if not any(map(mount.is_relative_to, writable))]
    found |= {mount: Kind.READABLE for mount in mounts if any(map(mount.is_relative_to, found))}
    found |= dict.fromkeys(writable, Kind.WRITABLE)
    found |= {path: Kind.HIDDEN for path in request.hidden if path.is_file() and any(map(path.is_relative_to, found))}
    return tuple(Visible(path, kind) for path, kind in sorted(found.items(), key=lambda entry: len(entry[0].parts)))


def python_folders(python: Path) -> tuple[Path, ...]:
    """The folders that a Python interpreter needs to run: its environment's, and that of the Python it was made from.

    Those of the system are left out, they are there anyway.
    """
    folders: dict[Path, None] = {}
    for place in _links(python):
        prefix = place.parent.parent
        folders[prefix] = None
        for home in _homes(prefix / "pyvenv.cfg"):
            folders[home.parent] = None
    return tuple(folder for folder in folders if len(folder.parts) > 1 and not _is_system(folder))


def _links(path: Path) -> Iterator[Path]:
    """The path itself and every path that its symbolic links lead over."""
    for _ in range(40):
        yield path
        if not path.is_symlink():
            return
        path = Path(os.path.normpath(path.parent / path.readlink()))


def _homes(settings: Path) -> Iterator[Path]:
    if settings.is_file():
        for line in settings.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            if name.strip() == "home":
                yield Path(value.strip())


def _is_system(path: Path) -> bool:
    return any(path.is_relative_to(place) for place in SYSTEM)


def _mounts() -> tuple[Path, ...]:
    """Where file systems are mounted. A read-only bind of a folder leaves those below it writable: each needs its own."""
    try:
        lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ()
    return tuple(_existing(Path(_unescaped(line.split(" ")[4])) for line in lines))


def _existing(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        try:
            if path.exists():
                yield path
        except OSError:
            continue


def _unescaped(text: str) -> str:
    """The kernel writes a space in a path as `\\040`."""
    for code in ("\\040", "\\011", "\\012", "\\134"):
        text = text.replace(code, chr(int(code[1:], 8)))
    return text
