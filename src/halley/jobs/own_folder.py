"""Where Halley keeps what is its own: one folder beside config.yml, so that removing it leaves all else as it was."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from halley.config import Configuration


def own_folder(configuration: Configuration, environment: Mapping[str, str]) -> Path:
    """The folder, which need not be there yet.

    `HALLEY_FOLDER` names it; else it is `halley` beside config.yml; where nothing can be written there, a folder of the
    user's cache (XDG base directory specification).
    """
    if named := environment.get("HALLEY_FOLDER"):
        return Path(named).expanduser().absolute()
    beside = configuration.folder / "halley"
    if os.access(beside if beside.is_dir() else configuration.folder, os.W_OK):
        return beside
    cache = environment.get("XDG_CACHE_HOME") or Path(environment.get("HOME", "/tmp")) / ".cache"  # noqa: S108
    which = hashlib.sha256(str(configuration.folder).encode()).hexdigest()[:12]
    return Path(cache) / "halley" / which
