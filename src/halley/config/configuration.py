"""The parts of a Kometa configuration that a preview needs, checked in one pass. Source: spec, config-and-run."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from halley.config.document import Document, Plain, load_document, plain
from halley.config.secrets import resolved, secret_values, telling
from halley.errors import ConfigError
from halley.location import Location
from halley.secrets import Redactor, Secret

PROMISES = frozenset(
    {"dry_run", "dryrun", "dry-run", "preview_only", "simulate", "simulation", "read_only", "readonly", "no_write"}
)
"""Keys that look as if they kept an engine from writing. Neither Kometa nor Halley knows them."""


@dataclass(frozen=True, slots=True)
class PlexSettings:
    """Where the server is and how it is reached. `timeout` in seconds."""

    url: str
    token: Secret
    timeout: float = 60
    verify_ssl: bool = True


@dataclass(frozen=True, slots=True)
class LibrarySettings:
    """One library: its name in the file, its title in Plex, and the folders in which its assets lie."""

    name: str
    title: str
    asset_directories: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Configuration:
    """A configuration that can be previewed. `data` is the whole file with its secrets put in: never show it."""

    path: Path
    plex: PlexSettings
    libraries: tuple[LibrarySettings, ...]
    data: Mapping[str, Plain]
    redactor: Redactor

    @property
    def folder(self) -> Path:
        """The folder of the file, which Kometa calls its config folder."""
        return self.path.parent

    def library_settings(self, titles: Sequence[str]) -> tuple[LibrarySettings, ...]:
        """The libraries of those names or titles, in that order. Raises ConfigError for one that is not configured."""
        known = {one.title: one for one in self.libraries} | {one.name: one for one in self.libraries}
        missing = [title for title in titles if title not in known]
        if missing:
            close = difflib.get_close_matches(missing[0], known, n=1)
            guess = f", did you mean {close[0]!r}?" if close else ""
            raise ConfigError(
                f"the configuration has no library {missing[0]!r}{guess}",
                where=Location(str(self.path), path=("libraries",)),
                hint=f"it has {', '.join(one.name for one in self.libraries)}",
            )
        return tuple(known[title] for title in titles)


def load_configuration(path: Path, environment: Mapping[str, str]) -> Configuration:
    """Read and check a config.yml. Raises one ConfigError that tells of everything that is wrong with it."""
    path = path.expanduser().absolute()
    document = load_document(path)
    data = resolved(plain(document.root), secret_values(environment, path.parent))
    if not isinstance(data, dict):
        raise ConfigError(f"{path} should hold a mapping")
    problems = [*_promises(document), *_library_problems(document, data)]
    plex, more = _plex(document, data)
    problems += more
    if problems or plex is None:
        raise _together(problems)
    return Configuration(path, plex, tuple(_libraries(data, path.parent)), data, Redactor(set(telling(data)) | {plex.token}))


def _together(problems: Sequence[ConfigError]) -> ConfigError:
    if len(problems) == 1:
        return problems[0]
    return ConfigError(
        f"{len(problems)} things are wrong with the configuration:\n" + "\n".join(f"  {one}" for one in problems)
    )


def _plex(document: Document, data: Mapping[str, Plain]) -> tuple[PlexSettings | None, list[ConfigError]]:
    section = data.get("plex")
    if section is None:
        own = _own_plex(data)
        if own is None:
            hint = "add `plex:` with `url:` and `token:`"
            return None, [ConfigError("there is no `plex:` section", where=document.where("plex"), hint=hint)]
        section = own
    if not isinstance(section, dict):
        return None, [ConfigError("`plex:` should hold `url:` and `token:`", where=document.where("plex"))]
    problems: list[ConfigError] = []
    url, token = section.get("url"), section.get("token")
    if not isinstance(url, str) or not _is_address(url):
        found = "nothing" if url is None else repr(url)
        problems.append(
            ConfigError(
                f"`plex > url` should be the server's http or https address, found {found}",
                where=document.where("plex", "url"),
                hint="for example `url: http://192.168.1.12:32400`",
            )
        )
    if token is None or isinstance(token, dict | list | bool) or not str(token).strip():
        hint = "Plex's support pages tell how to find an X-Plex-Token"
        problems.append(ConfigError("`plex > token` is missing", where=document.where("plex", "token"), hint=hint))
    if problems:
        return None, problems
    timeout = section.get("timeout")
    verify = section.get("verify_ssl", _setting(data, "verify_ssl"))
    seconds = float(timeout) if isinstance(timeout, int | float) and not isinstance(timeout, bool) and timeout > 0 else 60
    return PlexSettings(str(url).rstrip("/"), Secret(str(token).strip()), seconds, verify is not False), []


def _own_plex(data: Mapping[str, Plain]) -> Plain:
    """The server of the first library that names its own."""
    libraries = data.get("libraries")
    for one in libraries.values() if isinstance(libraries, dict) else ():
        if isinstance(one, dict) and isinstance(one.get("plex"), dict):
            return one["plex"]
    return None


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not url.isspace()


def _promises(document: Document) -> Iterable[ConfigError]:
    """Keys that promise that nothing is written, at the top, in settings, and in libraries."""
    places: list[tuple[tuple[str, ...], object]] = [((), document.root)]
    for name in ("settings", "plex"):
        places.append(((name,), document.root.get(name)))
    libraries = document.root.get("libraries")
    if isinstance(libraries, dict):
        places += [(("libraries", str(name)), one) for name, one in libraries.items()]
    for path, node in places:
        for key in node if isinstance(node, dict) else ():
            if str(key).lower() in PROMISES:
                yield ConfigError(
                    f"no engine knows `{key}`: it would be ignored, and everything would be written",
                    where=document.where(*path, str(key)),
                    hint="take it out; `halley preview` is what writes nothing",
                )


def _library_problems(document: Document, data: Mapping[str, Plain]) -> Iterable[ConfigError]:
    libraries = data.get("libraries")
    if not isinstance(libraries, dict) or not libraries:
        hint = "add `libraries:` with the name of a Plex library and its `overlay_files:`"
        yield ConfigError("there are no `libraries:`", where=document.where("libraries"), hint=hint)
        return
    for name, one in libraries.items():
        if one is not None and not isinstance(one, dict):
            where = document.where("libraries", name)
            yield ConfigError(f"the library {name!r} should hold a mapping, found {type(one).__name__}", where=where)


def _libraries(data: Mapping[str, Plain], folder: Path) -> Iterable[LibrarySettings]:
    libraries = data["libraries"]
    for name, one in libraries.items() if isinstance(libraries, dict) else ():
        settings = one if isinstance(one, dict) else {}
        own = settings.get("settings")
        assets = settings.get("asset_directory") or (own.get("asset_directory") if isinstance(own, dict) else None)
        assets = assets or _setting(data, "asset_directory")
        listed = assets if isinstance(assets, list) else [assets] if assets else []
        title = settings.get("library_name") or name
        yield LibrarySettings(name, str(title), tuple(resolve_path(str(path), folder) for path in listed))


def _setting(data: Mapping[str, Plain], name: str) -> Plain:
    settings = data.get("settings")
    return settings.get(name) if isinstance(settings, dict) else None


def resolve_path(text: str, folder: Path) -> Path:
    """The file or folder that a path of the configuration means.

    Kometa takes relative paths from its own home, whose `config` folder is the one that holds config.yml: so `config/x.yml`
    is beside config.yml. A path that is not there is taken to be meant that way too.
    """
    path = Path(text).expanduser()
    if path.is_absolute():
        return path
    beside = folder / Path(*path.parts[1:]) if path.parts[:1] == ("config",) else None
    candidates = [one for one in (beside, folder.parent / path, folder / path) if one is not None]
    return next((one for one in candidates if one.exists()), candidates[0])
