"""Where runs keep what they need: the journal, and every picture once, by its SHA-256.

$HALLEY_DATA, or $XDG_DATA_HOME/halley, or ~/.local/share/halley
  journal.db     what was done, and what stood there before
  images/        pictures: those that were shown before, and those that were uploaded
  runs/ID/       the plan of each run, so that it can be resumed
"""

import fcntl
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from halley.errors import ConfigError
from halley.files import DiskImages, Picture, describe_picture
from halley.plans import Plan, Step
from halley.plex.images import ImageKind
from halley.runs.errors import JournalError, RunError
from halley.runs.journal import Journal

_UPLOADED = re.compile(r"upload://.*/([0-9a-f]{40})")


def data_folder(environment: Mapping[str, str]) -> Path:
    """Where Halley keeps what outlives its processes."""
    if environment.get("HALLEY_DATA"):
        return Path(environment["HALLEY_DATA"]).expanduser().absolute()
    base = environment.get("XDG_DATA_HOME", "")
    home = Path(base) if base.startswith("/") else Path(environment.get("HOME") or "~").expanduser() / ".local" / "share"
    return home / "halley"


class Store:
    """One data folder. Raises JournalError where it cannot be used."""

    def __init__(self, root: Path) -> None:
        self.root = root
        try:
            root.mkdir(parents=True, exist_ok=True)
            self.images = DiskImages(root / "images", durable=True)
        except OSError as problem:
            raise JournalError(f"the folder {root} cannot be used: {problem.strerror}") from None
        self.journal = Journal(root / "journal.db")
        self._new: list[Picture] = []
        self._called: dict[str, Picture] = {}

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.journal.close()

    def folder(self, run: str) -> Path:
        """The folder of one run."""
        return self.root / "runs" / run

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folder: only one run at a time writes. Raises RunError where another one does."""
        with (self.root / "lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise RunError("another run is going on", hint="wait for it, or stop it with Ctrl-C there") from None
            yield

    # --- pictures ------------------------------------------------------------------------------------------------------

    def keep(self, data: bytes) -> Picture:
        """Put a picture into the store. Raises JournalError where the disk does not take it."""
        try:
            picture = self.images.put(data)
        except OSError as problem:
            raise JournalError(
                f"the picture store {self.root / 'images'} cannot be written: {problem.strerror}",
                hint="nothing is done whose way back cannot be kept: make room",
            ) from None
        self._new.append(picture)
        return picture

    def put_down(self) -> None:
        """Put on record which pictures were kept since the last time."""
        if self._new:
            self.journal.keep_pictures((one.sha1, one.sha256, one.size, one.media_type) for one in self._new)
            self._new.clear()

    def lend_names(self, pictures: Mapping[str, Picture]) -> None:
        """Take note of pictures that a server calls by other names than their content."""
        self._called.update(pictures)

    def picture_called(self, name: str) -> Picture | None:
        """The picture that a server calls so, if it is in the store."""
        known = self._called.get(name)
        uploaded = _UPLOADED.fullmatch(name)
        if known is None and uploaded is not None:
            row = self.journal.pictures([uploaded[1]]).get(uploaded[1])
            known = Picture(row[0], uploaded[1], row[1], row[2]) if row is not None else None
        return known if known is not None and self.images.path(known.sha256).is_file() else None

    def take_in(self, plan: Plan, images: Path, steps: Iterable[Step]) -> None:
        """Copy the pictures that steps of a plan upload or put aside into the store.

        Raises ConfigError for one that is missing or is not what the plan says; then nothing was done.
        """
        for step in steps:
            for picture in _needed(step):
                if self.picture_called(_name(picture)) is None:
                    self._take_in(step, picture, images)
        self.put_down()

    def _take_in(self, step: Step, picture: Picture, images: Path) -> None:
        try:
            data = (images / picture.sha256).read_bytes()
        except OSError:
            raise ConfigError(
                f"the plan has no picture for step {step.number} ({step.words})", hint="make the plan anew"
            ) from None
        if describe_picture(data).sha256 != picture.sha256:
            raise ConfigError(f"the picture for step {step.number} ({step.words}) is not the one that was planned")
        self.keep(data)


def _needed(step: Step) -> Iterator[Picture]:
    picture = getattr(step.change, "picture", None)
    if isinstance(picture, Picture):
        yield picture
    for one in step.backups:
        yield from (each for each in (one.before, one.after) if each is not None)


def _name(picture: Picture) -> str:
    return f"upload://{ImageKind.POSTER.upload_folder}/{picture.sha1}"
