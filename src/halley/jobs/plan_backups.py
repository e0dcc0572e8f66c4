"""The originals of posters that go with a plan: what an engine would put into `overlays/` beside the configuration.

Kometa works on a copy of that folder, of which is read what it changed. Whoever carries the plan out puts the files there:

    put_aside(plan, numbers, images, overlays)         # before the steps are done
    throw_away(plan, numbers_that_stand, overlays)     # after
"""

import os
import re
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from halley.changes.kinds import ImageChange
from halley.files import ImageStore, Picture, write_atomic
from halley.plans import Backup, Plan, Step
from halley.plex.images import ImageKind

_NAME = re.compile(r"[0-9]{1,18}\.(?:png|jpg|webp)")
_LARGEST = 64 * 1024 * 1024
State = Mapping[str, tuple[int, int, int]]
"""Backups by their paths below a folder, each with what tells that a file was written anew."""


def state_of(overlays: Path) -> State:
    """The backups below a folder. It may be a stranger's: no link is followed."""
    return dict(_states(overlays))


def _states(overlays: Path) -> Iterator[tuple[str, tuple[int, int, int]]]:
    if overlays.is_symlink() or not overlays.is_dir():
        return
    for folder in os.scandir(overlays):
        for entry in os.scandir(folder.path) if folder.is_dir(follow_symlinks=False) else ():
            told = entry.stat(follow_symlinks=False)
            if _NAME.fullmatch(entry.name) and stat.S_ISREG(told.st_mode):
                yield f"{folder.name}/{entry.name}", (told.st_mtime_ns, told.st_size, told.st_ino)


def changed_since(state: State, copy: Path, overlays: Path, images: ImageStore) -> tuple[Backup, ...]:
    """What was changed in a copy of `overlays` since its state was taken. Raises OSError."""
    now = state_of(copy)
    written = [name for name, told in now.items() if told != state.get(name)]
    gone = [name for name in state if name not in now]
    found = {name: _read(copy / name) for name in written} | dict.fromkeys(gone)
    return backups_of({overlays / name: data for name, data in found.items()}, overlays, images)


def backups_of(changed: Mapping[Path, bytes | None], overlays: Path, images: ImageStore) -> tuple[Backup, ...]:
    """Files as they would become, beside what they are. Raises OSError."""
    found = []
    for path, data in sorted(changed.items()):
        before = images.put(path.read_bytes()) if path.is_file() else None
        after = images.put(data) if data is not None else None
        if before != after:
            found.append(Backup(path.relative_to(overlays).as_posix(), before, after))
    return tuple(found)


def _read(path: Path) -> bytes | None:
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
        return file.read(_LARGEST)


def with_backups(steps: Sequence[Step], backups: Iterable[Backup]) -> tuple[Step, ...]:
    """The steps with the backups that go with them: one that comes with the first poster of its item, else with the last.

    One of an item whose poster no step changes is left out: it is not needed, or not in the way.
    """
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for place, step in enumerate(steps):
        if isinstance(step.change, ImageChange) and step.change.kind is ImageKind.POSTER:
            first.setdefault(step.change.key, place)
            last[step.change.key] = place
    found: dict[int, tuple[Backup, ...]] = {}
    for one in backups:
        key = int(Path(one.path).stem)
        place_of = last if one.after is None else first
        if key in place_of:
            found[place_of[key]] = (*found.get(place_of[key], ()), one)
    return tuple(replace(step, backups=found.get(place, ())) for place, step in enumerate(steps))


@dataclass(frozen=True, slots=True)
class Lost:
    """A backup whose bytes are not in the plan."""

    backup: Backup
    step: int


def put_aside(plan: Plan, numbers: Collection[int], images: ImageStore, overlays: Path) -> tuple[Lost, ...]:
    """Put the originals there that come with these steps; those whose pictures are missing are told. Raises OSError."""
    lost = []
    for step, one in _of(plan, numbers):
        if one.after is not None and not _write(one.path, one.after, images, overlays):
            lost.append(Lost(one, step.number))
    return tuple(lost)


def throw_away(plan: Plan, numbers: Collection[int], overlays: Path) -> None:
    """Remove the originals that go with these steps, which stand as they should. Raises OSError."""
    for _, one in _of(plan, numbers):
        if one.after is None:
            (overlays / one.path).unlink(missing_ok=True)


def put_back(plan: Plan, numbers: Collection[int], images: ImageStore, overlays: Path) -> tuple[Lost, ...]:
    """Give the folder what it had before these steps, which have been taken back. Raises OSError."""
    lost = []
    for step, one in _of(plan, numbers):
        if one.before is None:
            (overlays / one.path).unlink(missing_ok=True)
        elif not _write(one.path, one.before, images, overlays):
            lost.append(Lost(one, step.number))
    return tuple(lost)


def _of(plan: Plan, numbers: Collection[int]) -> Iterator[tuple[Step, Backup]]:
    return ((step, one) for step in plan.steps if step.number in numbers for one in step.backups)


def _write(path: str, picture: Picture, images: ImageStore, overlays: Path) -> bool:
    try:
        data = images.get(picture.sha256)
    except (KeyError, OSError):
        return False
    (overlays / path).parent.mkdir(parents=True, exist_ok=True)
    write_atomic(overlays / path, data)
    return True
