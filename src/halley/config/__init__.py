"""A user's config.yml as Halley needs it: read with positions, checked in one pass, secrets never shown."""

from halley.config.configuration import Configuration, LibrarySettings, PlexSettings, load_configuration

__all__ = ["Configuration", "LibrarySettings", "PlexSettings", "load_configuration"]
