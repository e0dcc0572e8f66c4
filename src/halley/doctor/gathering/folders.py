"""Files of the configuration as they lie on the disk: their owners, their label, the room around them."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from halley.doctor.facts import Disk, Labels, Owners
from halley.doctor.gathering.reachable import is_folder, is_there
from halley.doctor.services import Service, kometas

_MOST_FILES = 50_000
_MOST_STRANGERS = 20_000


def owners_of(folder: Path, services: Sequence[Service], environment: Mapping[str, str], system: Path) -> Owners | None:
    """The owners of all that lies in a folder, and who they should be; None where the folder cannot be looked at."""
    try:
        own = folder.stat()
    except OSError:
        return None
    uid, gid, by = _said(services, environment)
    is_said = uid is not None
    if uid is None:
        uid, gid, by, may_mend = own.st_uid, own.st_gid, "the folder itself", False
        uids: tuple[int, ...] = (uid,)
    else:
        gid = uid if gid is None else gid
        uids = (uid, *_mapped(uid, system))
        may_mend = os.geteuid() == 0 and _is_whole(system) and own.st_uid == uid
    looked = 0
    strangers: list[Path] = []
    for path, owner in _files(folder, own.st_uid):
        looked += 1
        if owner not in uids and len(strangers) < _MOST_STRANGERS:
            strangers.append(path)
    return Owners(folder, looked, uids, by, tuple(strangers), uid, gid, is_said, may_mend)


def _said(services: Sequence[Service], environment: Mapping[str, str]) -> tuple[int | None, int | None, str]:
    told = [(f"PUID in {one.path.name}", one.environment) for one in kometas(services)]
    for by, variables in (*told, ("PUID", environment)):
        if (uid := variables.get("PUID", "")).isdecimal():
            gid = variables.get("PGID", "")
            return int(uid), int(gid) if gid.isdecimal() else None, by
    return None, None, ""


def _mapped(uid: int, system: Path) -> Iterator[int]:
    """What a user of a container is outside of it, by the ids that users of this machine may lend (subuid(5))."""
    try:
        lines = (system / "etc" / "subuid").read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return
    for line in lines:
        _, _, rest = line.partition(":")
        start, _, count = rest.partition(":")
        if start.isdecimal() and count.isdecimal() and 0 < uid <= int(count):
            yield int(start) + uid - 1


def _is_whole(system: Path) -> bool:
    """Whether ids here are those of the machine: no user namespace is in between."""
    try:
        words = (system / "proc" / "self" / "uid_map").read_text("utf-8").split()
    except OSError:
        return False
    return words[:3] == ["0", "0", "4294967295"]


def _files(folder: Path, uid: int) -> Iterator[tuple[Path, int]]:
    yield folder, uid
    waiting, seen = [folder], 0
    while waiting:
        try:
            with os.scandir(waiting.pop()) as rows:
                for row in rows:
                    seen += 1
                    if seen > _MOST_FILES:
                        return
                    try:
                        owner = row.stat(follow_symlinks=False).st_uid
                        below = row.is_dir(follow_symlinks=False)
                    except OSError:
                        continue
                    yield Path(row.path), owner
                    if below:
                        waiting.append(Path(row.path))
        except OSError:
            continue


def labels_of(folder: Path, system: Path) -> Labels | None:
    """What SELinux says of a folder; None where the folder is not there."""
    if not is_folder(folder):
        return None
    try:
        enforces = (system / "sys" / "fs" / "selinux" / "enforce").read_text("utf-8").strip() == "1"
    except OSError:
        enforces = False
    try:
        context = os.getxattr(folder, "security.selinux").rstrip(b"\0").decode("utf-8", "replace")
    except OSError:
        context = ""
    return Labels(enforces, folder, context)


def disks_of(places: Iterable[tuple[str, Path]]) -> tuple[Disk, ...]:
    """The file systems on which these lie, or will lie; each once, with all that it holds."""
    found: dict[int, Disk] = {}
    for what, path in places:
        there = next((one for one in (path, *path.parents) if is_there(one)), Path("/"))
        try:
            device, about = there.stat().st_dev, os.statvfs(there)
        except OSError:
            continue
        known = found.get(device)
        held = (*known.holds, what) if known is not None else (what,)
        unit = about.f_frsize or about.f_bsize
        found[device] = Disk(
            held,
            known.path if known is not None else there,
            about.f_bavail * unit,
            about.f_blocks * unit,
            about.f_favail,
            about.f_files,
        )
    return tuple(found.values())
