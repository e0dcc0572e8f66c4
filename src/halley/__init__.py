"""Halley shows what a Kometa configuration will do to a Plex server before it does it."""

from importlib.metadata import version

__version__ = version("halley")
