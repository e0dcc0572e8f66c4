"""What is wrong with a configuration beyond its server: found in one pass, each with its place and its remedy.

Some of it real Kometa would stop at with words that help nobody. Source: spec, config-and-run 6.2.
"""

from collections.abc import Iterator

from halley.config.document import Document, Plain
from halley.errors import ConfigError

PROMISES = frozenset(
    {"dry_run", "preview_only", "simulate", "simulation", "read_only", "readonly", "no_write", "no_writes", "test_mode"}
)
"""Keys that look as if they kept an engine from writing. Neither Kometa nor Halley knows them."""

_NEVER_EMPTY = ("settings", "webhooks", "radarr")
_REFUSED_IN_LIBRARIES = {
    "collections": "collection_files",
    "dynamic_collections": "collection_files",
    "metadata": "metadata_files",
    "overlays": "overlay_files",
    "templates": "collection_files",
    "playlists": "playlist_files",
}
"""Definitions that Kometa does not take in config.yml, and the key that names a file with them."""


def problems_of(document: Document, data: dict[str, Plain]) -> Iterator[ConfigError]:
    """Everything that is wrong with the file, its server left aside."""
    yield from _promises(document, data, ())
    for name in _NEVER_EMPTY:
        if name in data and data[name] is None:
            yield _empty(document, name)
    libraries = data.get("libraries")
    if not isinstance(libraries, dict) or not libraries:
        hint = "add `libraries:` with the name of a Plex library and its `overlay_files:`"
        yield ConfigError("there are no `libraries:`", where=document.where("libraries"), hint=hint)
        return
    for name, one in libraries.items():
        yield from _library(document, name, one)


def _promises(document: Document, value: Plain, path: tuple[str | int, ...]) -> Iterator[ConfigError]:
    """Keys that promise that nothing is written, at any depth. Template variables are the user's own words."""
    if isinstance(value, list):
        for place, one in enumerate(value):
            yield from _promises(document, one, (*path, place))
    for key, one in value.items() if isinstance(value, dict) else ():
        if _spelled_alike(key) in _ALIKE:
            yield ConfigError(
                f"no engine knows `{key}`: it would be ignored, and everything would be written",
                where=document.where(*path, key),
                hint="take it out; `halley preview` is what writes nothing",
            )
        if key != "template_variables":
            yield from _promises(document, one, (*path, key))


def _spelled_alike(key: str) -> str:
    return key.lower().replace("-", "").replace("_", "").replace(" ", "")


_ALIKE = frozenset(map(_spelled_alike, PROMISES))


def _empty(document: Document, *path: str) -> ConfigError:
    hint = "take the line out, or put something below it"
    return ConfigError(f"`{path[-1]}:` is empty, and Kometa stops at that", where=document.where(*path), hint=hint)


def _library(document: Document, name: str, one: Plain) -> Iterator[ConfigError]:
    if one is None:
        yield _empty(document, "libraries", name)
        return
    if not isinstance(one, dict):
        found = "a list" if isinstance(one, list) else "a single value"
        yield ConfigError(
            f"the library {name!r} should hold a mapping, found {found}",
            where=document.where("libraries", name),
            hint="put `overlay_files:` below it, indented",
        )
        return
    for key, remedy in _REFUSED_IN_LIBRARIES.items():
        if key in one:
            yield ConfigError(
                f"Kometa takes no `{key}:` in config.yml",
                where=document.where("libraries", name, key),
                hint=f"put them into a file of their own and name it under `{remedy}:`",
            )
