"""The originals of posters that go with a plan: what an engine would put into `overlays/` beside the configuration.

Kometa works on a copy of that folder, of which is read what it changed. Whoever carries a plan out puts the files there:

    aside = Aside(plan, numbers, images, overlays)
    aside.begun()                       # before the steps are done
    aside.ended(numbers_that_stand)     # after
"""

import os
import re
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from halley.changes.kinds import ImageChange
from halley.errors import ConfigError
from halley.files import ImageStore, Picture, describe_picture, write_atomic
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
class Aside:
    """The originals that go with chosen steps of a plan, and where they belong; `images` holds their bytes.

    `begun` before the steps are done, `ended` after: nothing is thrown away before what replaces it stands. A file that is
    neither what it was to be found as nor what it was to become is somebody else's by now: it stays, and is in `foreign`.
    """

    plan: Plan
    numbers: frozenset[int]
    images: ImageStore
    overlays: Path
    foreign: list[str] = field(default_factory=list)

    def begun(self) -> None:
        """Put aside what comes. Raises ConfigError where that cannot be."""
        for step, one in self._backups():
            if one.after is not None:
                self._put(step, one, one.after)

    def ended(self, standing: Collection[int]) -> None:
        """Remove what goes with steps that stand as they should. Raises ConfigError where that cannot be."""
        for step, one in self._backups():
            if one.after is None and step.number in standing:
                try:
                    if not self._is_foreign(one):
                        (self.overlays / one.path).unlink(missing_ok=True)
                except OSError as problem:
                    raise ConfigError(f"{self.overlays / one.path} cannot be removed: {problem.strerror}") from None

    def _backups(self) -> Iterator[tuple[Step, Backup]]:
        return ((step, one) for step in self.plan.steps if step.number in self.numbers for one in step.backups)

    def _is_foreign(self, one: Backup) -> bool:
        """Whether somebody has put another file there since. Raises OSError."""
        path = self.overlays / one.path
        if not path.is_file():
            return False
        stands = describe_picture(path.read_bytes()).sha256
        if stands in {each.sha256 for each in (one.before, one.after) if each is not None}:
            return False
        self.foreign.append(str(path))
        return True

    def _put(self, step: Step, one: Backup, picture: Picture) -> None:
        path = self.overlays / one.path
        try:
            data = self.images.get(picture.sha256)
            if self._is_foreign(one):
                return
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(path, data)
        except KeyError:
            told = f"the original poster that step {step.number} needs ({step.words}) is not at hand"
            raise ConfigError(told, hint="make the plan anew") from None
        except OSError as problem:
            raise ConfigError(f"{path} cannot be written: {problem.strerror}", hint="originals are put there") from None


def taken_back(steps: Sequence[Step], groups: Mapping[int, int], undone: Plan) -> tuple[Step, ...]:
    """Steps of a way back with the backups that belong to them, the other way round.

    `groups` says by number which step of `undone` each takes back.
    """
    backups = {step.number: step.backups for step in undone.steps if step.backups}
    at: dict[int, int] = {}
    for step in steps:
        group = groups.get(step.number, 0)
        if group in backups and (isinstance(step.change, ImageChange) or group not in at):
            at[group] = step.number
    return tuple(
        replace(step, backups=tuple(Backup(one.path, one.after, one.before) for one in backups[group]))
        if (group := groups.get(step.number, 0)) in at and at[group] == step.number
        else step
        for step in steps
    )
