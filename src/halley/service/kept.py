"""The configuration that runs go by: the one that lies there, where `validate` passes it, else the last one that it passed.

The one that passed is kept beside the state as a shadow of its folder: YAML files are copied, all else is linked to.
"""

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from halley.config.document import load_document, plain
from halley.errors import ConfigError
from halley.files import make_folder
from halley.jobs.checked import ToCheck, checked
from halley.service.shadow import bring_home, cast, link
from halley.studio.desk.named import named_files

_SHADOW = "kept"
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Chosen:
    """The configuration that a run goes by. `problem` says what is wrong with the one that lies there."""

    config: Path
    problem: str = ""

    def is_kept(self, config: Path) -> bool:
        """Whether it is another one than that."""
        return self.config != config


@dataclass(frozen=True, slots=True)
class KeptConfiguration:
    """The configuration at `config`, and what is kept of it below `own`."""

    config: Path
    own: Path
    environment: Mapping[str, str]
    kometa: Path | None = None

    @property
    def shadow(self) -> Path:
        """Where the one lies that passed last."""
        return self.own / _SHADOW / self.config.name

    def choose(self) -> Chosen:
        """Which one to go by now; one that passes is kept. Raises ConfigError where there is none that can be read."""
        try:
            errors = self._errors()
        except ConfigError as problem:
            if not self.shadow.is_file():
                raise
            self.settle()
            return Chosen(self.shadow, str(problem))
        if errors and self.shadow.is_file():
            self.settle()
            return Chosen(self.shadow, _told(errors))
        if not errors:
            self._keep()
        return Chosen(self.config, _told(errors) if errors else "")

    def settle(self) -> None:
        """Bring what a run put beside the kept configuration to where it belongs, and show it what lies there now."""
        kept, home = self.shadow.parent, self.config.parent.resolve()
        with suppress(OSError):
            if kept.is_dir():
                bring_home(kept, home)
                link(home, kept, self.own.resolve())

    def _errors(self) -> list[str]:
        folder = tempfile.mkdtemp(prefix="halley-")
        try:
            report = checked(ToCheck(self.config, kometa=self.kometa), Path(folder), self.environment)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return [str(one) for one in report.errors]

    def _keep(self) -> None:
        """Keep it. What cannot be written is not kept: the run goes on by the one that lies there."""
        data = plain(load_document(self.config).root)
        files = {one.path.resolve() for one in named_files(self.config, data) if one.path.is_file()}
        home = self.config.parent.resolve()
        new, kept = self.own / f".{_SHADOW}-new", self.shadow.parent
        shutil.rmtree(new, ignore_errors=True)
        try:
            make_folder(new)
            cast(home, new, files, self.own.resolve())
            _rename(new / self.config.name, home, kept)
            self.settle()
            shutil.rmtree(kept, ignore_errors=True)
            new.rename(kept)
        except OSError:
            shutil.rmtree(new, ignore_errors=True)


def _rename(config: Path, home: Path, kept: Path) -> None:
    """Have paths that name the folder of the configuration from the root name the shadow."""
    text = config.read_text("utf-8")
    brought = text.replace(f"{home}{os.sep}", f"{kept}{os.sep}")
    if brought != text:
        config.write_text(brought, "utf-8")


def _told(errors: list[str]) -> str:
    more = f"\nand {len(errors) - _SHOWN} more; `halley validate` tells all" if len(errors) > _SHOWN else ""
    return "\n".join(errors[:_SHOWN]) + more
