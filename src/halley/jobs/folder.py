"""The job folder. Its layout is a contract (requirements, preview mode, file structure).

    input/    base artwork by target id
    config/   preview.yml, kometa_config.yml
    output/   <target>_after.<ext>, summary.json, report.html
    logs/     what the engine printed
    meta.json the targets

Halley adds `halley/` for its own records: captured writes, pictures by digest, the guard's events.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from halley.errors import ConfigError
from halley.files import write_atomic


@dataclass(frozen=True, slots=True)
class JobFolder:
    """The paths of one job."""

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

    def create(self) -> "JobFolder":
        """Make the folders. Raises ConfigError where that is not possible."""
        try:
            for folder in (self.input, self.config, self.output, self.logs, self.images, self.captured):
                folder.mkdir(parents=True, exist_ok=True)
            write_atomic(self.records / ".writable", b"")
            (self.records / ".writable").unlink()
        except OSError as problem:
            raise ConfigError(
                f"the job folder {self.root} cannot be written: {problem.strerror or problem}",
                hint="choose another folder with `--job DIR`, or make room on the disk",
            ) from None
        return self

    def write_meta(self, meta: Mapping[str, object]) -> None:
        """Write `meta.json`, whole or not at all."""
        write_atomic(self.meta, json.dumps(meta, indent=2, ensure_ascii=False) + "\n")

    def read_meta(self) -> dict[str, object]:
        """What `meta.json` holds. Raises ConfigError where there is none that can be read."""
        return _read_object(self.meta)

    def read_summary(self) -> dict[str, object]:
        """What `summary.json` holds. Raises ConfigError where there is none that can be read."""
        return _read_object(self.summary)


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
