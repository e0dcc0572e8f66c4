"""What was done: runs newest first, how much room they take, and which may be forgotten."""

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from halley.errors import ConfigError
from halley.files import describe_picture
from halley.runs.aside import FILE
from halley.runs.errors import RunError
from halley.runs.journal import Run
from halley.runs.model import State
from halley.runs.store import Store

_SHA256 = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_POSTER = re.compile(r"(\d+)\.(?:jpe?g|png|webp)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One run and how its steps ended."""

    run: Run
    counts: dict[State, int]

    @property
    def done(self) -> int:
        """Steps that changed something."""
        return self.counts.get(State.EXACT, 0) + self.counts.get(State.DIFFERENT, 0) + self.counts.get(State.ASKED, 0)


@dataclass(frozen=True, slots=True)
class Room:
    """What the data folder takes: bytes of the journal and of pictures, and how many pictures there are."""

    journal: int
    images: int
    pictures: int


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was forgotten."""

    runs: tuple[str, ...]
    pictures: int
    freed: int


def lines(store: Store, machine_id: str | None = None) -> list[Line]:
    """The runs, newest first."""
    return [Line(run, store.journal.counts(run.id)) for run in store.journal.runs(machine_id)]


def run_called(store: Store, name: str) -> Run:
    """The run of that id, of the beginning of one, or the `latest`. Raises RunError."""
    runs = store.journal.runs()
    found = runs[:1] if name == "latest" else [one for one in runs if one.id.startswith(name)]
    exact = [one for one in runs if one.id == name]
    if len(exact or found) != 1:
        what = "several runs begin" if found else "no run begins"
        raise RunError(f"{what} with {name!r}", hint="`halley history` lists them")
    return (exact or found)[0]


def room(store: Store) -> Room:
    """How much room the data folder takes."""
    journal = sum(one.stat().st_size for one in store.root.glob("journal.db*"))
    sizes = [one.stat().st_size for one in (store.root / "images").iterdir() if one.is_file()]
    return Room(journal, sum(sizes), len(sizes))


def prune(store: Store, now: datetime, *, keep_last: int | None, keep_days: float | None) -> Pruned:
    """Forget runs that neither rule keeps, and pictures that no run needs any more. A run that goes on is kept."""
    if keep_last is None and keep_days is None:
        raise ConfigError("say what to keep: `--keep-last N`, `--keep-days D`, or both")
    with store.held():
        runs = store.journal.runs()
        kept = {one.id for one in runs[: keep_last or 0]}
        if keep_days is not None:
            since = now - timedelta(days=keep_days)
            kept |= {one.id for one in runs if datetime.fromisoformat(one.began) >= since}
        gone = tuple(one.id for one in runs if one.id not in kept and one.state != "running")
        store.journal.forget(gone)
        for one in gone:
            shutil.rmtree(store.folder(one), ignore_errors=True)
        pictures, freed = _sweep(store, [one.id for one in runs if one.id not in gone])
        store.journal.compact()
        return Pruned(gone, pictures, freed)


def _sweep(store: Store, runs: Iterable[str]) -> tuple[int, int]:
    """Delete the pictures that no run names; how many, and their bytes."""
    needed = {*store.journal.pictures_of_originals(), *_named(store.journal.texts())}
    for run in runs:
        for told in (store.folder(run) / name for name in ("plan.json", FILE)):
            if told.is_file():
                needed |= set(_SHA256.findall(told.read_text("utf-8")))
    lost = [one for one in (store.root / "images").iterdir() if one.name not in needed]
    freed = sum(one.stat().st_size for one in lost)
    store.journal.lose_pictures(one.name for one in lost)
    for one in lost:
        one.unlink()
    return len(lost), freed


def _named(texts: Iterable[str]) -> set[str]:
    return {name for text in texts for name in _SHA256.findall(text)}


@dataclass(frozen=True, slots=True)
class Adopted:
    """How many originals were taken in, and which files were not, since they are empty or no pictures."""

    count: int
    no_pictures: tuple[str, ...]


def adopt(store: Store, machine_id: str, folder: Path) -> Adopted:
    """Take the posters of Kometa's `Original Posters` folder (`<rating key>.<type>`) into the store."""
    try:
        files = sorted(one for one in folder.iterdir() if one.is_file() and _POSTER.fullmatch(one.name))
    except OSError as problem:
        raise ConfigError(f"{folder} cannot be read: {problem.strerror}") from None
    if not files:
        raise ConfigError(f"{folder} holds no posters", hint="Kometa names them by rating key: `1234.jpg`")
    rows, no_pictures = [], []
    for one in files:
        try:
            data = one.read_bytes()
        except OSError as problem:
            raise ConfigError(f"{one} cannot be read: {problem.strerror}") from None
        # What a full disk left of a poster is none: on a server it would stand where the overlay is now.
        if describe_picture(data).media_type.startswith("image/"):
            rows.append((int(one.stem), store.keep(data).sha256, one.name))
        else:
            no_pictures.append(one.name)
    store.put_down()
    store.journal.keep_originals(machine_id, rows)
    return Adopted(len(rows), tuple(no_pictures))
