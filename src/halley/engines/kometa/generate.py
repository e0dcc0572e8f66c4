"""The configuration that Kometa is given: the user's own, without anything that writes elsewhere than to Plex.

`config/preview.yml` says what is previewed, `config/kometa_config.yml` is what Kometa runs (requirements, preview mode,
config generation). What is kept and what goes is in `kept`, which files that leads to in `references`.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from halley.config import Configuration
from halley.config.document import Plain
from halley.config.secrets import veiled
from halley.engines.kometa import kept
from halley.engines.kometa.references import References
from halley.files import write_atomic

_OWNER_ONLY = 0o600
"""Keys are not in it, but what a user keeps in template variables is."""
_WRITTEN_ANEW = frozenset({"plex", "settings", "libraries", "preview"})
_FILE_LISTS = frozenset(
    {
        "overlay_files",
        "overlay_path",
        "collection_files",
        "metadata_files",
        "metadata_path",
        "image_files",
        "playlist_files",
    }
)
_TASKS = ("clean_bundles", "empty_trash", "optimize")
_OFF: Mapping[str, Plain] = {"operations": None, "collections": None, "metadata": None}
_WHY_MISSING = "off; so are `collections` and `metadata`, which Kometa 2.4 refuses to see in a library, even empty"


@dataclass(frozen=True, slots=True)
class PreviewTarget:
    """One target as preview.yml names it."""

    id: str
    type: str
    title: str
    rating_key: int


@dataclass(frozen=True, slots=True)
class PreviewRequest:
    """What to generate for. `gateway_url` is as the engine sees it; `token` is worth nothing anywhere else.

    A `real` run keeps what Kometa does to Plex and remembers of it: its cache, and the server's own tasks.
    """

    libraries: Sequence[str]
    targets: Sequence[PreviewTarget]
    gateway_url: str
    token: str
    everything: bool = False
    real: bool = False


@dataclass(frozen=True, slots=True)
class Generated:
    """What was written, which files and folders it will open, and what was taken out (`radarr`, `Movies > webhooks`...).

    `secrets` are variables of the environment, from which Kometa fills in what the written file has marks for.
    """

    config: Path
    preview: Path
    readable: tuple[Path, ...]
    dropped: tuple[str, ...]
    text: str = field(default="", repr=False)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)

    def restore(self) -> None:
        """Write the configuration as it was generated: Kometa completes its order of work, even where told not to write."""
        write_atomic(self.config, self.text, mode=_OWNER_ONLY)


def generate(configuration: Configuration, request: PreviewRequest, folder: Path) -> Generated:
    """Write both files into a job's config folder. Raises OSError where that cannot be written."""
    references = References(configuration.folder)
    document, dropped = _document(configuration, request, references)
    secrets: dict[str, str] = {}
    shown = {name: block if name == "plex" else veiled(block, secrets) for name, block in document.items()}
    generated = Generated(
        folder / "kometa_config.yml", folder / "preview.yml", references.readable, tuple(dropped), _text(shown), secrets
    )
    write_atomic(generated.preview, _text(_overview(request)))
    generated.restore()
    return generated


def _document(
    configuration: Configuration, request: PreviewRequest, references: References
) -> tuple[dict[str, Plain], list[str]]:
    data = configuration.data
    settings, dropped = kept.settings_of_all(data, request.everything, remembers=request.real)
    if "asset_directory" in settings:
        settings["asset_directory"] = references.paths(settings["asset_directory"])
    found: dict[str, Plain] = {"plex": _plex(data, request), "settings": settings}
    for name, block in data.items():
        if name in kept.DROPPED_BLOCKS:
            dropped.append(name)
        elif name in _FILE_LISTS and request.everything:
            found[name] = references.file_blocks(block)
        elif name not in _WRITTEN_ANEW | _FILE_LISTS:
            found[name] = kept.service(name, block)
    libraries: dict[str, Plain] = {}
    for one in configuration.library_settings(tuple(request.libraries)):
        libraries[one.name], more = _library(data, one.name, request, references)
        dropped += more
    return {**found, "libraries": libraries, "preview": _preview(request)}, dropped


def _plex(data: Mapping[str, Plain], request: PreviewRequest) -> dict[str, Plain]:
    given = data.get("plex")
    timeout = given.get("timeout") if isinstance(given, dict) else None
    tasks = given if request.real and isinstance(given, dict) else {}
    return {
        "url": request.gateway_url,
        "token": request.token,
        "timeout": timeout if isinstance(timeout, int) and timeout > 0 else 60,
        **{name: tasks.get(name) is True for name in _TASKS},
    }


def _library(
    data: Mapping[str, Plain], name: str, request: PreviewRequest, references: References
) -> tuple[dict[str, Plain], list[str]]:
    libraries = data["libraries"]
    block = libraries[name] if isinstance(libraries, dict) else None
    found, dropped = kept.library(name, block if isinstance(block, dict) else {}, request.everything)
    for key in _FILE_LISTS & found.keys():
        found[key] = references.file_blocks(found[key])
    references.mentions(found.get("template_variables"))
    settings = found.get("settings")
    if isinstance(settings, dict) and "asset_directory" in settings:
        settings["asset_directory"] = references.paths(settings["asset_directory"])
    return found, dropped


def _overview(request: PreviewRequest) -> dict[str, Plain]:
    off: dict[str, Plain] = {} if request.everything else dict(_OFF)
    return {
        "plex": {"url": request.gateway_url},
        "libraries": {name: dict(off) for name in request.libraries},
        "preview": _preview(request),
    }


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
    yaml.dump(_commented(document), written)
    return written.getvalue()


def _commented(document: Mapping[str, Plain]) -> CommentedMap:
    """The document with a word on what a reader of the requirement document would look for in vain."""
    found = CommentedMap(document)
    libraries = document.get("libraries")
    commented = CommentedMap()
    for name, one in libraries.items() if isinstance(libraries, dict) else ():
        commented[name] = CommentedMap(one) if isinstance(one, dict) else one
        if isinstance(one, dict) and "operations" in one and "collections" not in one and one["operations"] is None:
            commented[name].yaml_add_eol_comment(_WHY_MISSING, "operations")
    found["libraries"] = commented
    return found
