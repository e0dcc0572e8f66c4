"""A desk for every test of the command line."""

from tests.support.previews import desk, play

__all__ = ["desk", "play"]
