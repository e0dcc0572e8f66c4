"""The originals of posters in a real run: what the engine did to them is on record before it is done, and is taken back.

Kometa works on a copy of `overlays/`, of which is handed back what it changed. Our own engine works there itself.
"""

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from halley.changes.kinds import ImageChange
from halley.files import write_atomic
from halley.gateway.recording import Recorder
from halley.jobs.originals import KeptOriginals, ending_of
from halley.jobs.plan_backups import State, changed_since, with_backups
from halley.plans import Backup, Step
from halley.plex.ids import RatingKey
from halley.runs.aside import note, noted
from halley.runs.store import Store


@dataclass(frozen=True, slots=True)
class NotedBackups:
    """Where it goes on record what becomes of the files below `overlays`. Pictures are in the store before that."""

    store: Store
    run: str
    overlays: Path

    def becomes(self, path: Path, data: bytes | None) -> None:
        """Put down what a file is about to become. Raises OSError, JournalError."""
        images = self.store.images
        before = images.put(path.read_bytes()) if path.is_file() else None
        after = images.put(data) if data is not None else None
        if before != after:
            note(self.store.folder(self.run), [Backup(os.path.relpath(path, self.overlays), before, after)])

    def hand_back(self, state: State, copy: Path, libraries: Collection[str]) -> None:
        """Do in the user's folder what was done in a copy of it since its state was taken: only plain pictures, named by
        rating key, among the backups of these libraries. Raises OSError, JournalError.
        """
        folders = {f"{library} Original Posters" for library in libraries}
        changed = changed_since(state, copy, self.overlays, self.store.images)
        backups = [one for one in changed if one.path.partition("/")[0] in folders]
        note(self.store.folder(self.run), backups)
        for one in backups:
            path = self.overlays / one.path
            if one.after is None:
                path.unlink(missing_ok=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_atomic(path, self.store.images.get(one.after.sha256))


@dataclass(frozen=True, slots=True)
class RealRun:
    """What makes a run a real one: who does its writes, and who takes note of what becomes of originals."""

    recorder: Recorder
    originals: NotedBackups


class NotedOriginals(KeptOriginals):
    """The backups of a run on record."""

    def __init__(self, folder: Path, *, only_newest: bool, record: NotedBackups) -> None:
        super().__init__(folder, only_newest=only_newest)
        self._record = record

    def keep(self, key: RatingKey, data: bytes, media_type: str) -> None:
        self._record.becomes(self.folder / f"{key}{ending_of(media_type)}", data)
        super().keep(key, data, media_type)

    def throw_away(self, path: Path) -> None:
        self._record.becomes(path, None)
        super().throw_away(path)

    def _drop(self, names: Iterable[str]) -> None:
        gone = [one for one in names if one in self._names]
        for name in gone:
            self._record.becomes(self.folder / name, None)
        super()._drop(gone)


def with_noted(steps: Sequence[Step], folder: Path) -> tuple[Step, ...]:
    """The steps of a recorded run with what it did to originals.

    What goes with no poster that it changed goes with its first step where it came, with its last where it went.
    """
    backups = noted(folder)
    drawn = {one.change.key for one in steps if isinstance(one.change, ImageChange)}
    found = list(with_backups(steps, backups))
    for one in backups if found else ():
        if int(Path(one.path).stem) not in drawn:
            place = -1 if one.after is None else 0
            found[place] = replace(found[place], backups=(*found[place].backups, one))
    return tuple(found)
