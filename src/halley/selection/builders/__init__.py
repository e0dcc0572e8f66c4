"""What names items: one entry a builder."""

from halley.selection.builders import ids, outside, plex_all, plex_pilots, plex_search
from halley.selection.builders.registry import BUILDERS, Builder, Call

__all__ = ["BUILDERS", "Builder", "Call", "ids", "outside", "plex_all", "plex_pilots", "plex_search"]
