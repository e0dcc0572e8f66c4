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
from halley.runs.journal import Journal, PictureRow
from halley.runs.model import Intent, Outcome

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
        self.incoming = Incoming(self.images, root / "images")
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
            self.incoming.settle([picture.sha256])
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
            self.journal.keep_pictures(map(_row, self._new))
            self._new.clear()

    def begin(self, run: str, intents: Iterable[Intent], finished: Iterable[Outcome] = ()) -> None:
        """Put steps on record that are about to be sent, the pictures that were kept for them, and what became of others."""
        self.journal.begin(run, intents, pictures=map(_row, self._new), finished=finished)
        self._new.clear()

    def lend_names(self, pictures: Mapping[str, Picture]) -> None:
        """Take note of pictures that a server calls by other names than their content."""
        self._called.update(pictures)

    def picture_called(self, name: str) -> Picture | None:
        """The picture that a server calls so, if it is in the store."""
        known = self._called.get(name)
        uploaded = _UPLOADED.fullmatch(name)
        if known is None and uploaded is not None:
            known = next((one for one in self._new if one.sha1 == uploaded[1]), None) or self._on_record(uploaded[1])
        return known if known is not None and self._is_whole(known) else None

    def _is_whole(self, picture: Picture) -> bool:
        """Whether it lies there in its whole size."""
        try:
            return self.images.path(picture.sha256).stat().st_size == picture.size
        except OSError:
            return False

    def _on_record(self, sha1: str) -> Picture | None:
        row = self.journal.pictures([sha1]).get(sha1)
        return Picture(row[0], sha1, row[1], row[2]) if row is not None else None

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


class Incoming:
    """Pictures on their way to a server: in the store at once, on the disk once they are settled.

    What is about to be overwritten must be on the disk first; what is written instead may follow.
    """

    def __init__(self, images: DiskImages, folder: Path) -> None:
        self._images, self._at_once = images, DiskImages(folder)
        self._unsettled: set[str] = set()

    def put(self, data: bytes) -> Picture:
        """Store the bytes, once, and say what they are. Raises OSError."""
        picture = self._at_once.put(data)
        self._unsettled.add(picture.sha256)
        return picture

    def get(self, sha256: str) -> bytes:
        """The bytes of a stored picture. Raises KeyError when there is none of that name, or it is damaged."""
        return self._images.get(sha256)

    def settle(self, names: Iterable[str] | None = None) -> None:
        """Have these on the disk, or all that are not yet. Raises OSError."""
        for name in tuple(self._unsettled) if names is None else names:
            if name in self._unsettled:
                self._images.flush(name)
                self._unsettled.discard(name)


def _row(picture: Picture) -> PictureRow:
    return (picture.sha1, picture.sha256, picture.size, picture.media_type)


def _needed(step: Step) -> Iterator[Picture]:
    picture = getattr(step.change, "picture", None)
    if isinstance(picture, Picture):
        yield picture
    for one in step.backups:
        yield from (each for each in (one.before, one.after) if each is not None)


def _name(picture: Picture) -> str:
    return f"upload://{ImageKind.POSTER.upload_folder}/{picture.sha1}"
