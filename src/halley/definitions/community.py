"""Where `git:` and `repo:` lead: Kometa's Community-Configs as they are for its version, and a user's own repository.

Source: spec, files-and-templates 2; real Kometa for what becomes of an address on github.com.
"""

import json
from pathlib import Path
from typing import Final

from halley.files.downloads import Downloads, NotDownloaded

_RAW: Final = "https://raw.githubusercontent.com/Kometa-Team/Community-Configs"
_TAGS: Final = "https://api.github.com/repos/Kometa-Team/Community-Configs/git/refs/tags"
_DAY_S: Final = 86_400
_VERSION: Final = "2.4.4"  #: the Kometa that Halley does as, where none is at hand
_GITHUB: Final = "https://github.com/"


def configs_address(kometa: Path | None, downloads: Downloads | None) -> str:
    """The address that `git:` stands for: of the tag of Kometa's version where there is one. Raises NotDownloaded."""
    version = _version(kometa)
    if downloads is not None and f"v{version}" in _tags(downloads):
        return f"{_RAW}/v{version}/"
    return f"{_RAW}/master/"


def _version(kometa: Path | None) -> str:
    """The version without the number of a build."""
    try:
        written = (kometa / "VERSION").read_text("utf-8") if kometa else _VERSION
    except (OSError, UnicodeDecodeError):
        return _VERSION
    return written.strip().replace("develop", "build").partition("-build")[0]


def _tags(downloads: Downloads) -> frozenset[str]:
    found = downloads.get(_TAGS, fresh_for_s=_DAY_S)
    try:
        told = json.loads(found.path.read_bytes())
        return frozenset(str(one["ref"]).removeprefix("refs/tags/") for one in told)
    except (OSError, ValueError, TypeError, LookupError):
        raise NotDownloaded("GitHub does not say which versions of Community-Configs there are") from None


def raw_address(custom_repo: str) -> str:
    """The address of the files of a repository: a page of GitHub shows none, and is taken for where they lie."""
    if _GITHUB not in custom_repo:
        return custom_repo
    raw = custom_repo.replace(_GITHUB, "https://raw.githubusercontent.com/").replace("/tree/", "/")
    return raw if raw.endswith("/") else f"{raw}/"
