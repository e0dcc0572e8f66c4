"""Putting a backup back: looked through whole, written out beside the target, then swapped with it in one step.

Nothing is touched before all of it was read once and found good, and the service stands still only for the swap. What goes
wrong before that changes nothing; what goes wrong after it is taken back.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from halley.backup import swap
from halley.backup.archive import Checked, Nobody, Stripped, read_through
from halley.backup.entries import shown
from halley.backup.errors import BackupError, ServiceError, TooLittleRoom
from halley.backup.keys import Identity
from halley.backup.manifest import Lines
from halley.backup.reading import Limits
from halley.backup.runner import NoService, Service, heeding_signals, putting_off_signals
from halley.backup.staging import Owner, Staging
from halley.backup.swap import Place

_RESERVE = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Return:
    """What is to be put back, where, and for whom."""

    file: Path
    identities: Sequence[Identity]
    target: Path
    owner: Owner | None = None
    service: Service = field(default_factory=NoService)
    limits: Limits = field(default_factory=Limits)
    strips: bool = False
    """Whether what lies in the archive's only folder is put back, and not that folder."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back. `aside` is where the old folder is now, `found` one that an earlier restore had left unnamed."""

    checked: Checked
    target: Path
    aside: Path | None
    found: Path | None


def restore(order: Return, now: datetime) -> Restored:
    """Put a backup back. Raises BackupError, ConfigError or KeyboardInterrupt; then everything is as it was."""
    place = swap.place_of(order.target)
    try:
        with heeding_signals(), swap.reserved(place):
            found = swap.tidy(place, now)
            checked = read_through(order.file, order.identities, Nobody(), _with_room(order.limits, place.target.parent))
            _expect_inodes(checked, place.target.parent)
            return _put_back(order, place, now, found, _top(order, checked))
    except PermissionError as problem:
        raise BackupError(
            f"{problem.filename or place.target} cannot be replaced: {problem.strerror}; nothing was changed",
            hint="folders of a rootless container are another user's: `podman unshare halley restore ...` may",
        ) from None
    except OSError as problem:
        raise BackupError(f"{place.target} cannot be replaced: {problem.strerror or problem}; nothing was changed") from None


def _top(order: Return, checked: Checked) -> str | None:
    """The folder whose contents are put back, None for all. Raises BackupError where that can't be what is wanted."""
    if checked.totals.files + checked.totals.folders == 0:
        raise BackupError(f"there is nothing in {order.file}; nothing was changed")
    if order.strips:
        if checked.only_folder is None:
            raise BackupError(f"what is in {order.file} does not lie in one folder, which `--strip` could take off")
        return checked.only_folder
    if checked.only_folder is not None:
        raise BackupError(
            f"all that is in {order.file} lies in one folder, {shown(checked.only_folder)}; nothing was changed",
            hint="`--strip` puts back what is in that folder",
        )
    return None


def _put_back(order: Return, place: Place, now: datetime, found: Path | None, top: str | None) -> Restored:
    aside = place.aside(now)
    swap.begin(place, aside)
    try:
        checked = write_out(order, place.growing, _mode_of(place.target), top=top, whose=_owner_of(place.target))
        swap.flush_disk(place.growing)
        old = _exchanged(order.service, place, aside)
    except BaseException:
        with suppress(OSError):  # what went wrong first is what is told; the next restore puts the rest in order
            if place.growing.exists():
                swap.tidy(place, now)
        raise
    return Restored(checked, place.target, old, found)


def write_out(
    order: Return,
    folder: Path,
    top_mode: int,
    lines: Lines | None = None,
    top: str | None = None,
    whose: Owner | None = None,
) -> Checked:
    """Write an archive out into an empty folder, checked once more on the way. What it does not name belongs to `whose`."""
    staging = Staging(folder, order.owner, whose)
    taker = staging if top is None else Stripped(staging, top)
    checked = read_through(order.file, order.identities, taker, _with_room(order.limits, folder), lines)
    staging.finish(top_mode)
    return checked


def _exchanged(service: Service, place: Place, aside: Path) -> Path | None:
    """Stop, swap, start; where any of it fails, the old folder stands again and the service is started on it."""
    old, is_swapped = None, False
    try:
        service.stop()
        with putting_off_signals():
            old, is_swapped = swap.replace(place, aside), True
        service.start()
    except BaseException as problem:
        with putting_off_signals():
            try:
                if is_swapped:
                    with suppress(ServiceError):
                        service.stop()
                    swap.undo(place, old)
            finally:
                with suppress(ServiceError):
                    service.start()
        if is_swapped and isinstance(problem, ServiceError):
            raise ServiceError(
                f"the service did not start on what was restored, so the old folder stands again: {problem}"
            ) from None
        raise
    return old


def _mode_of(target: Path) -> int:
    return target.stat().st_mode & 0o7777 if target.exists() else 0o755


def _owner_of(target: Path) -> Owner | None:
    if not target.exists():
        return None
    about = target.stat()
    return about.st_uid, about.st_gid


def _with_room(limits: Limits, folder: Path) -> Limits:
    disk = os.statvfs(folder)
    return replace(limits, room=max(0, disk.f_bavail * disk.f_frsize - _RESERVE))


def _expect_inodes(checked: Checked, folder: Path) -> None:
    disk = os.statvfs(folder)
    wanted = checked.totals.files + checked.totals.folders
    if disk.f_files and wanted > disk.f_favail:
        raise TooLittleRoom(f"the disk has room for {disk.f_favail:,} more files, and the backup has {wanted:,}")
