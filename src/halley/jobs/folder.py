"""The job folder. Its layout is a contract (requirements, preview mode, file structure).

    input/    base artwork by target id
    config/   preview.yml, kometa_config.yml
    output/   <target>_after.<ext>, summary.json, report.html
    logs/     what the engine printed
    meta.json the targets

Halley adds `halley/` for its own records (captured writes, pictures by digest, the guard's events), and `given/` for what
somebody who prepared the folder had put into `config/`, which the engine may write to.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from halley.errors import ConfigError
from halley.files import write_atomic

_RESERVE_BYTES = 256 * 1024
_REMEDY = "choose another folder with `--job DIR`, or make room on the disk"


@dataclass(frozen=True, slots=True)
class JobFolder:
    """The paths of one job. `root` is absolute where a job is to be run in it."""

    root: Path

    @property
    def input(self) -> Path:
        return self.root / "input"

    @property
    def config(self) -> Path:
        return self.root / "config"

    @property
    def output(self) -> Path:
        return self.root / "output"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def given(self) -> Path:
        """What was in `config/` of a prepared folder."""
        return self.root / "given"

    @property
    def records(self) -> Path:
        """Halley's own records."""
        return self.root / "halley"

    @property
    def images(self) -> Path:
        """Pictures of captured uploads, by SHA-256."""
        return self.records / "images"

    @property
    def engine(self) -> Path:
        """All of Halley's folder that an engine may write to."""
        return self.records / "engine"

    @property
    def captured(self) -> Path:
        """Where the guard copies what an engine is about to upload."""
        return self.engine / "captured"

    @property
    def meta(self) -> Path:
        return self.root / "meta.json"

    @property
    def summary(self) -> Path:
        return self.output / "summary.json"

    @property
    def report(self) -> Path:
        return self.output / "report.html"

    @property
    def log(self) -> Path:
        return self.logs / "kometa.log"

    @property
    def generated(self) -> tuple[Path, Path]:
        """What Halley itself writes into `config/`."""
        return self.config / "kometa_config.yml", self.config / "preview.yml"

    @property
    def _lock(self) -> Path:
        return self.records / ".running"

    @property
    def _reserve(self) -> Path:
        return self.records / ".reserve"

    @property
    def is_job(self) -> bool:
        """Whether somebody prepared it, or a preview ran in it, however early that was killed."""
        return any(path.is_file() for path in (self.meta, self.summary, self._lock, *self.generated))

    @property
    def is_running(self) -> bool:
        """Whether a preview that lives is at work in it. Where its summary says so and this does not, it was killed."""
        try:
            with self._lock.open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return False

    @contextmanager
    def opened(self) -> Iterator[bool]:
        """Make the folders, and keep everybody else from running in them meanwhile. Yields whether they are new.

        Raises ConfigError, and leaves nothing behind, where they cannot be written, where something else than a job lies
        there, or where a preview is running in them.
        """
        was_there = os.path.lexists(self.root)
        if self.root.is_dir() and not self.is_job and any(self.root.iterdir()):
            raise ConfigError(
                f"the folder {self.root} holds something else than a job", hint="choose an empty or new one with `--job DIR`"
            )
        try:
            self._make()
            lock = self._lock.open("wb")
        except OSError as problem:
            if not was_there:
                shutil.rmtree(self.root, ignore_errors=True)
            raise self.cannot_be_written(problem) from None
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise ConfigError(f"another preview is running in {self.root}", hint="wait for it, or stop it") from None
            yield not was_there

    def cannot_be_written(self, problem: OSError) -> ConfigError:
        """The error for a folder that no more can be written into."""
        return ConfigError(f"the job folder {self.root} cannot be written: {problem.strerror or problem}", hint=_REMEDY)

    def _make(self) -> None:
        for folder in (self.input, self.config, self.output, self.logs, self.images, self.captured):
            folder.mkdir(parents=True, exist_ok=True)
        # Kept for the last words: on a disk that is full by then, there is still room for a summary that says so.
        self._reserve.write_bytes(b"\0" * _RESERVE_BYTES)

    def release_reserve(self) -> None:
        """Make the room that was kept for the last words."""
        self._reserve.unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove what an earlier run left, so that nothing of it can be taken for this one's. Raises OSError."""
        for path in (*self.output.glob("*_after.*"), self.report, *self.logs.glob("*.log")):
            path.unlink(missing_ok=True)
        for path in self.records.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path not in {self._lock, self._reserve}:
                path.unlink()
        self.captured.mkdir(parents=True)
        self.images.mkdir(parents=True)

    def put_aside(self, configuration: Path) -> Path:
        """Move what was prepared in `config/` to `given/`: the engine writes into the former. Raises OSError.

        Returns where the configuration is now: elsewhere files stay where they are.
        """
        for path in sorted(self.config.iterdir()):
            if path in self.generated and path != configuration:
                continue
            self.given.mkdir(exist_ok=True)
            there = self.given / path.name
            if there.is_dir() and not there.is_symlink():
                shutil.rmtree(there)
            shutil.move(path, there)
        if configuration.is_relative_to(self.config):
            return self.given / configuration.relative_to(self.config)
        return configuration

    def write_meta(self, meta: Mapping[str, object]) -> None:
        """Write `meta.json`, whole or not at all."""
        write_atomic(self.meta, json.dumps(meta, indent=2, ensure_ascii=False) + "\n")

    def read_meta(self) -> dict[str, object]:
        """What `meta.json` holds. Raises ConfigError where there is none that can be read."""
        return _read_object(self.meta)

    def read_summary(self) -> dict[str, object]:
        """What `summary.json` holds, `killed` as the state of a job that never came to its end.

        Raises ConfigError where there is none that can be read.
        """
        found = _read_object(self.summary)
        if found.get("state") == "running" and not self.is_running:
            found["state"] = "killed"
        return found


def _read_object(path: Path) -> dict[str, object]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"{path} is missing", hint="is this a job folder?") from None
    except (OSError, ValueError) as problem:
        raise ConfigError(f"{path} cannot be read: {problem}") from None
    if not isinstance(found, dict):
        raise ConfigError(f"{path} holds no JSON object")
    return found
