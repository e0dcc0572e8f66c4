"""The parts of a Kometa configuration that a preview needs, checked in one pass. Source: spec, config-and-run."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from halley.config.checks import problems_of
from halley.config.document import Document, Plain, load_document, plain
from halley.config.paths import resolve_path
from halley.config.secrets import resolved, secret_values, telling, told_secrets
from halley.config.server import PlexSettings, own_server, plex_settings, same_server
from halley.errors import ConfigError
from halley.location import Location
from halley.secrets import Redactor


@dataclass(frozen=True, slots=True)
class LibrarySettings:
    """One library: its name in the file, its title in Plex, and the folders in which its assets lie.

    `asset_folders`: each item has a folder in them, at most `asset_depth` folders deeper; else its name is the file's.
    """

    name: str
    title: str
    asset_directories: tuple[Path, ...]
    asset_folders: bool = True
    asset_depth: int = 0


@dataclass(frozen=True, slots=True)
class Configuration:
    """A configuration that can be previewed. `data` is the whole file with its secrets put in: never show it.

    `elsewhere` are the names of libraries on another server than `plex`: they are not among `libraries`.
    """

    path: Path
    plex: PlexSettings
    libraries: tuple[LibrarySettings, ...]
    data: Mapping[str, Plain] = field(repr=False)
    redactor: Redactor
    elsewhere: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        """The folder of the file, which Kometa calls its config folder."""
        return self.path.parent

    def setting(self, library: str, name: str) -> Plain:
        """A setting of the library of that name in the file: its own, else that of all; None where neither says it."""
        libraries = self.data.get("libraries")
        block = libraries.get(library) if isinstance(libraries, dict) else None
        return _setting(self.data, block if isinstance(block, dict) else {}, name)

    def library_settings(self, titles: Sequence[str]) -> tuple[LibrarySettings, ...]:
        """The libraries of those names or titles, in that order. Raises ConfigError for one that is not configured."""
        found: dict[LibrarySettings, None] = {}
        for title in titles:
            named = [one for one in self.libraries if one.name == title]
            these = named or [one for one in self.libraries if one.title == title]
            if not these:
                raise self._unknown(title)
            found |= dict.fromkeys(these)
        return tuple(found)

    def _unknown(self, title: str) -> ConfigError:
        where = Location(str(self.path), path=("libraries",))
        if title in self.elsewhere:
            hint = "preview it with a configuration whose `plex:` is that server"
            return ConfigError(f"the library {title!r} is on another Plex server than the rest", where=where, hint=hint)
        known = [one.name for one in self.libraries] + [one.title for one in self.libraries]
        close = difflib.get_close_matches(title, known, n=1)
        guess = f", did you mean {close[0]!r}?" if close else ""
        hint = f"it has {', '.join(one.name for one in self.libraries)}"
        return ConfigError(f"the configuration has no library {title!r}{guess}", where=where, hint=hint)


def load_configuration(path: Path, environment: Mapping[str, str]) -> Configuration:
    """Read and check a config.yml. Raises one ConfigError that tells of everything that is wrong with it."""
    path = path.expanduser().absolute()
    document = load_document(path)
    data, redactor = _values(document, environment)
    problems = list(problems_of(document, data))
    plex, more = plex_settings(document, data, environment)
    problems += more
    if problems or plex is None:
        raise _together(problems, redactor)
    here, elsewhere = _libraries(data, path.parent, same_server(plex.url))
    redactor = Redactor((*redactor.secrets, plex.token))
    return Configuration(path, plex, tuple(here), data, redactor, tuple(elsewhere))


def _values(document: Document, environment: Mapping[str, str]) -> tuple[dict[str, Plain], Redactor]:
    """The file's values with their secrets put in, and what keeps all secrets out of sight."""
    raw = plain(document.root)
    secrets = secret_values(environment, document.path.parent)
    data = resolved(raw, secrets)
    assert isinstance(data, dict)  # noqa: S101 - a document's root is a mapping
    return data, Redactor((*told_secrets(raw, secrets), *telling(data)))


def _together(problems: Sequence[ConfigError], redactor: Redactor) -> ConfigError:
    if len(problems) == 1:
        (one,) = problems
        return ConfigError(redactor(one.message), where=one.where, hint=one.hint)
    told = "\n".join(f"  {one}".replace("\n", "\n  ") for one in problems)
    return ConfigError(redactor(f"{len(problems)} things are wrong with the configuration:\n{told}"))


def _libraries(data: Mapping[str, Plain], folder: Path, server: str) -> tuple[list[LibrarySettings], list[str]]:
    """The libraries on that server, and the names of those that are on another one."""
    libraries = data["libraries"]
    here: list[LibrarySettings] = []
    elsewhere: list[str] = []
    for name, one in libraries.items() if isinstance(libraries, dict) else ():
        if not isinstance(one, dict):
            continue
        if (own_server(one.get("plex")) or server) != server:
            elsewhere.append(name)
            continue
        assets = tuple(dict.fromkeys(resolve_path(path, folder) for path in _assets(data, one)))
        in_folders, depth = _setting(data, one, "asset_folders"), _setting(data, one, "asset_depth")
        here.append(
            LibrarySettings(
                name,
                str(one.get("library_name") or name),
                assets,
                asset_folders=str(in_folders).lower() not in {"false", "no", "off", "0"},
                asset_depth=int(str(depth)) if str(depth).isdecimal() else 0,
            )
        )
    return here, elsewhere


def _setting(data: Mapping[str, Plain], library: Mapping[str, Plain], name: str) -> Plain:
    """A setting of a library: its own, else that of all; None where neither says it."""
    blocks = (library.get("settings"), data.get("settings"))
    given = (block.get(name) for block in blocks if isinstance(block, dict))
    return next((one for one in given if one is not None), None)


def _assets(data: Mapping[str, Plain], library: Mapping[str, Plain]) -> Iterator[str]:
    """The asset directories of a library: its own, else those of all. Old files have them in `plex:`."""
    blocks = (library.get("settings"), library.get("plex"), data.get("settings"), data.get("plex"))
    given = (block.get("asset_directory") for block in blocks if isinstance(block, dict))
    found = next((one for one in given if one), None)
    for one in found if isinstance(found, list) else [found]:
        if one is not None and not isinstance(one, dict | list):
            yield str(one)
