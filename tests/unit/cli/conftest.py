"""A desk for every test of the command line."""

from tests.support.previews import desk, play
from tests.support.small_web import web

__all__ = ["desk", "play", "web"]
