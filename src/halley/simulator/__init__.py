"""A Plex Media Server in one process, from a file: real python-plexapi and real Kometa run against it unmodified."""

from halley.simulator.digest import digest
from halley.simulator.loading import LoadedLibrary, load_library
from halley.simulator.saving import check_savable, save_library
from halley.simulator.server import Simulator

__all__ = ["LoadedLibrary", "Simulator", "check_savable", "digest", "load_library", "save_library"]
