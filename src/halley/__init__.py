"""Halley shows what a Kometa configuration will do to a Plex server before it does it."""

import logging
from importlib.metadata import version

__version__ = version("halley")

# What servers log of broken requests is on record in the ledger, and has no place on the terminal of a user.
logging.getLogger("halley").addHandler(logging.NullHandler())
