"""A user's config.yml as Halley needs it: read with positions, checked in one pass, secrets never shown."""

from halley.config.configuration import Configuration, LibrarySettings, load_configuration
from halley.config.paths import resolve_file, resolve_path
from halley.config.server import PlexSettings

__all__ = ["Configuration", "LibrarySettings", "PlexSettings", "load_configuration", "resolve_file", "resolve_path"]
