"""The configuration that a preview gives to Kometa: the user's own, without anything that writes elsewhere.

`config/preview.yml` says what is previewed, `config/kometa_config.yml` is what Kometa runs (requirements, preview mode,
config generation). Everything that an overlay run reads stays; Radarr, Sonarr, Trakt's sync, webhooks and notifiers go.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from halley.config import Configuration
from halley.config.configuration import resolve_path
from halley.config.document import Plain
from halley.files import write_atomic

_DROPPED = frozenset({"radarr", "sonarr", "webhooks", "notifiarr", "gotify", "ntfy", "apprise", "tautulli"})
"""Blocks that make Kometa write to other services (or serve only those that do)."""
_DROPPED_OF_TRAKT = frozenset({"authorization", "pin"})
_OVERLAY_BLOCKS_ONLY = ("playlist_files",)
_FILE_LISTS = ("overlay_files", "collection_files", "metadata_files", "playlist_files", "image_files")
_DROPPED_OF_LIBRARIES = frozenset({"schedule", "schedule_overlays", "schedule_overlay", "plex", "report_path", *_DROPPED})
_PATHS_IN_SETTINGS = ("asset_directory",)


@dataclass(frozen=True, slots=True)
class PreviewTarget:
    """One target as preview.yml names it."""

    id: str
    type: str
    title: str
    rating_key: int


@dataclass(frozen=True, slots=True)
class PreviewRequest:
    """What to generate for. `gateway_url` is as the engine sees it; `token` is worth nothing anywhere else."""

    libraries: Sequence[str]
    targets: Sequence[PreviewTarget]
    gateway_url: str
    token: str
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Generated:
    """What was written, what it will read, and what was taken out (`radarr`, `webhooks`...)."""

    config: Path
    preview: Path
    readable: tuple[Path, ...]
    dropped: tuple[str, ...]


def generate(configuration: Configuration, request: PreviewRequest, folder: Path) -> Generated:
    """Write both files into a job's config folder. Raises OSError where that cannot be written."""
    readable: list[Path] = []
    document, dropped = _document(configuration, request, readable)
    off: dict[str, Plain] = {} if request.everything else {"operations": None, "collections": None, "metadata": None}
    preview: dict[str, Plain] = {
        "preview": _preview(request),
        "plex": {"url": request.gateway_url},
        "libraries": {name: dict(off) for name in request.libraries},
    }
    config = folder / "kometa_config.yml"
    write_atomic(folder / "preview.yml", _text(preview))
    write_atomic(config, _text(document))
    config.chmod(0o600)  # keys of services that overlays read from are in it
    return Generated(config, folder / "preview.yml", tuple(dict.fromkeys(readable)), tuple(dropped))


def _document(
    configuration: Configuration, request: PreviewRequest, readable: list[Path]
) -> tuple[dict[str, Plain], list[str]]:
    data, folder = configuration.data, configuration.folder
    found: dict[str, Plain] = {}
    dropped: list[str] = []
    for name, block in data.items():
        if name in _DROPPED:
            dropped.append(name)
        elif name in {"plex", "libraries", "preview"} or (name in _OVERLAY_BLOCKS_ONLY and not request.everything):
            continue
        elif name == "trakt" and isinstance(block, dict):
            found[name] = {key: one for key, one in block.items() if key not in _DROPPED_OF_TRAKT}
        elif name in _FILE_LISTS:
            found[name] = _files(block, folder, readable)
        else:
            found[name] = block
    found["plex"] = _plex(data, request)
    found["settings"] = _settings(data, request, folder, readable)
    found["libraries"] = {
        one.name: _library(data, one.name, request, folder, readable)
        for one in configuration.library_settings(tuple(request.libraries))
    }
    found["preview"] = _preview(request)
    return found, dropped


def _plex(data: Mapping[str, Plain], request: PreviewRequest) -> dict[str, Plain]:
    given = data.get("plex")
    timeout = given.get("timeout", 60) if isinstance(given, dict) else 60
    return {
        "url": request.gateway_url,
        "token": request.token,
        "timeout": timeout,
        "clean_bundles": False,
        "empty_trash": False,
        "optimize": False,
    }


def _settings(data: Mapping[str, Plain], request: PreviewRequest, folder: Path, readable: list[Path]) -> dict[str, Plain]:
    given = data.get("settings")
    found: dict[str, Plain] = dict(given) if isinstance(given, dict) else {}
    found["cache"] = False
    if not request.everything:
        found["run_order"] = ["overlays"]
    for name in _PATHS_IN_SETTINGS:
        if name in found:
            found[name] = _paths(found[name], folder, readable)
    return found


def _library(
    data: Mapping[str, Plain], name: str, request: PreviewRequest, folder: Path, readable: list[Path]
) -> dict[str, Plain]:
    libraries = data.get("libraries")
    given = libraries.get(name) if isinstance(libraries, dict) else None
    found: dict[str, Plain] = {}
    for key, value in (given if isinstance(given, dict) else {}).items():
        if key in _DROPPED_OF_LIBRARIES:
            continue
        if key == "overlay_path":
            found["overlay_files"] = _files(value, folder, readable)
        elif key in _FILE_LISTS:
            found[key] = _files(value, folder, readable)
        elif key in _PATHS_IN_SETTINGS:
            found[key] = _paths(value, folder, readable)
        elif key == "settings" and isinstance(value, dict):
            found[key] = {k: _paths(v, folder, readable) if k in _PATHS_IN_SETTINGS else v for k, v in value.items()}
        else:
            found[key] = value
    if not request.everything:
        for key in ("collection_files", "metadata_files", "image_files", "metadata_path"):
            found.pop(key, None)
        # `collections:` and `metadata:` are switched off by not being there: real Kometa 2.4 refuses a library that has them,
        # even empty. preview.yml says all three, as the requirement document lays them out.
        found.pop("collections", None)
        found.pop("metadata", None)
        found["operations"] = None
    return found


def _files(value: Plain, folder: Path, readable: list[Path]) -> Plain:
    """A list of files with its relative paths made absolute, as the user's own run would mean them."""
    entries = value if isinstance(value, list) else [value]
    found: list[Plain] = []
    for entry in entries:
        if isinstance(entry, str):
            found.append(_path(entry, folder, readable))
        elif isinstance(entry, dict):
            found.append(
                {
                    key: _paths(one, folder, readable) if key in {"file", "folder", "asset_directory"} else one
                    for key, one in entry.items()
                    if key != "schedule"
                }
            )
        else:
            found.append(entry)
    return found


def _paths(value: Plain, folder: Path, readable: list[Path]) -> Plain:
    if isinstance(value, list):
        return [_paths(one, folder, readable) for one in value]
    return _path(value, folder, readable) if isinstance(value, str) else value


def _path(text: str, folder: Path, readable: list[Path]) -> str:
    path = resolve_path(text, folder)
    readable.append(path)
    return str(path)


def _preview(request: PreviewRequest) -> dict[str, Plain]:
    return {
        "mode": "write_blocked",
        "targets": [
            {"id": one.id, "type": one.type, "title": one.title, "ratingKey": str(one.rating_key)} for one in request.targets
        ],
    }


def _text(document: Mapping[str, Plain]) -> str:
    written = io.StringIO()
    yaml = YAML()
    yaml.default_flow_style = False
    yaml.width = 4096
    yaml.dump(dict(document), written)
    return written.getvalue()
