"""What the guard is told before Kometa starts: one JSON file, and the environment that makes Python load it."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from halley.files.atomic import write_atomic

GUARD_FOLDER = Path(__file__).parent / "guard"
"""Goes first on Kometa's PYTHONPATH, and must be readable inside the sandbox."""

PLEX_TV_HOSTS = ("plex.tv", "*.plex.tv")
LOOKUPS = (
    "https://graphql.anilist.co",
    "https://api.graphql.imdb.com/",
    "https://caching.graphql.imdb.com/",
)
"""Addresses that take questions by POST and change nothing. Source: Kometa 2.4.4, anilist.py and imdb.py."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardSettings:
    """Addresses as they are seen from inside the sandbox; `egress` None means that nothing outside may be read.

    `events` is a file that the guard appends to, `captures` a folder that it fills; both must be writable inside.
    """

    gateway: str
    egress: str | None
    events: Path
    captures: Path
    plex_tv_hosts: tuple[str, ...] = PLEX_TV_HOSTS
    lookups: tuple[str, ...] = LOOKUPS

    def to_json(self) -> str:
        """The text that the guard reads."""
        return json.dumps(
            {
                "gateway": self.gateway,
                "egress": self.egress,
                "events": str(self.events),
                "captures": str(self.captures),
                "plex_tv_hosts": list(self.plex_tv_hosts),
                "lookups": list(self.lookups),
            },
            indent=2,
        )

    def write(self, path: Path) -> None:
        """Put the settings where `guarded_environment` points to. Raises OSError where the folder cannot be written."""
        write_atomic(path, self.to_json())


def guarded_environment(settings_file: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """An environment in which every Python that is started puts up the guard first, and no proxy is named."""
    proxies = {"http_proxy", "https_proxy", "all_proxy", "ftp_proxy", "no_proxy"}
    kept = {name: value for name, value in environment.items() if name.lower() not in proxies}
    path = [str(GUARD_FOLDER), *filter(None, [environment.get("PYTHONPATH")])]
    return {**kept, "HALLEY_GUARD": str(settings_file), "PYTHONPATH": os.pathsep.join(path)}
