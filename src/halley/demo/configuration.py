"""Writing the demo's Kometa configuration: config.yml, overlay files of our own, and the badges they draw."""

from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Final

from halley.demo.art.badges import BADGES, badge
from halley.files.atomic import write_atomic

CONFIG_FILE: Final = "config.yml"
OVERLAY_FILES: Final = ("movies.yml", "shows.yml")

_CONFIG: Final = Template("""\
# The demo's Kometa configuration. Everything it needs lies in this folder; the TMDb key is not a real one.
plex:
  url: $url
  token: $token
  timeout: 60
tmdb:
  apikey: demo
  language: en
settings:
  cache: false
  overlay_artwork_filetype: jpg
  overlay_artwork_quality: 90
libraries:
  Movies:
    overlay_files:
      - file: $folder/overlays/movies.yml
  Shows:
    overlay_files:
      - file: $folder/overlays/shows.yml
""")


def write_demo_configuration(folder: Path, plex_url: str, token: str) -> Path:
    """Write config.yml, `overlays/` and `badges/` into a folder for a server and its token; return config.yml.

    The token is the demo server's own and no secret. Paths inside are absolute, as Kometa takes relative ones from its own
    working directory. Raises OSError when the folder cannot be written.
    """
    home = folder.resolve()
    (home / "overlays").mkdir(parents=True, exist_ok=True)
    (home / "badges").mkdir(exist_ok=True)
    for name in BADGES:
        write_atomic(home / "badges" / f"{name}.png", badge(name))
    for name in OVERLAY_FILES:
        text = files("halley.demo").joinpath("overlays", name).read_text(encoding="utf-8")
        write_atomic(home / "overlays" / name, text.replace("@badges@", str(home / "badges")))
    config = home / CONFIG_FILE
    write_atomic(config, _CONFIG.substitute(url=plex_url, token=token, folder=home))
    return config
