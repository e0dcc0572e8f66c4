"""What a path in a configuration means.

Kometa takes relative paths from its working directory, whose `config` folder is the one that holds config.yml, in its images
and in a checkout alike: so `config/x.yml` is beside config.yml. In its images that folder is `/config`, and a configuration
that was written there says so. Source: spec, config-and-run 2.
"""

from collections.abc import Iterable
from pathlib import Path

_SUFFIXES = (".yml", ".yaml")


def resolve_path(text: str, folder: Path) -> Path:
    """The file or folder that a path means in a configuration that lies in `folder`. It need not be there."""
    candidates = tuple(_candidates(text, folder))
    return next((one for one in candidates if _exists(one)), candidates[0])


def resolve_file(text: str, folder: Path) -> Path:
    """The YAML file that a path means; its ending may be missing or the other one of the two. It need not be there."""
    candidates = tuple(_candidates(text, folder))
    with_endings = (other for one in candidates for other in _endings(one))
    return next((one for one in with_endings if _exists(one)), next(iter(_endings(candidates[0]))))


def _candidates(text: str, folder: Path) -> Iterable[Path]:
    path = Path(text)
    if path.is_absolute():
        yield path
        if path.parts[1:2] == ("config",):
            yield folder / Path(*path.parts[2:])
        return
    if path.parts[:1] == ("config",):
        yield folder / Path(*path.parts[1:])
    yield folder.parent / path
    yield folder / path


def _endings(path: Path) -> Iterable[Path]:
    if path.suffix not in _SUFFIXES:
        yield from (path.with_name(path.name + suffix) for suffix in _SUFFIXES)
    else:
        yield path
        yield from (path.with_suffix(suffix) for suffix in _SUFFIXES if suffix != path.suffix)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
