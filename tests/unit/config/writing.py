"""Configurations for tests: a good one, and how it is written to a folder."""

from pathlib import Path

TOKEN = "a-token-nobody-may-see"

GOOD = f"""\
plex:
  url: http://192.168.1.12:32400
  token: {TOKEN}
tmdb:
  apikey: the-tmdb-key
libraries:
  Movies:
    overlay_files:
      - default: resolution
"""


def written(folder: Path, text: str | bytes = GOOD) -> Path:
    """A config.yml with that text."""
    path = folder / "config.yml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
