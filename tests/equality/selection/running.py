"""One run of real Kometa over definitions of our own, and what each of them chose, in the words of its log."""

import ast
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from halley.plex.ids import ItemType
from halley.plex.library import Library
from halley.simulator import Simulator
from tests.equality.selection.cases import Definitions, of_films, of_shows
from tests.equality.selection.choosing import as_asked, by_title
from tests.equality.selection.library import selection_library
from tests.support.kometa import Kometa, an_outside

_TOKEN = "the-token-of-the-library-that-is-chosen-from"
_CONFIG = f"""\
plex: {{url: "{{url}}", token: "{_TOKEN}", timeout: 60, clean_bundles: false, empty_trash: false, optimize: false}}
tmdb: {{apikey: demo, language: en}}
settings: {{cache: false, show_options: false, run_again_delay: 0}}
libraries:
  Movies: {{overlay_files: [{{file: "{{folder}}/movies.yml"}}]}}
  Shows:
    overlay_files:
      - {{file: "{{folder}}/shows.yml"}}
      - {{file: "{{folder}}/seasons.yml"}}
      - {{file: "{{folder}}/episodes.yml"}}
"""
_FILES = {
    "movies": of_films,
    "shows": lambda: of_shows(ItemType.SHOW),
    "seasons": lambda: of_shows(ItemType.SEASON),
    "episodes": lambda: of_shows(ItemType.EPISODE),
}
_TEXT = {"group": "one", "horizontal_offset": 0, "vertical_offset": 0}
Chosen = dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Run:
    """What real Kometa did: when it began, what each definition of each file chose, and what it asked searches for."""

    now: datetime
    chosen: dict[str, Chosen]
    asked: list[str]


def all_definitions() -> dict[str, Definitions]:
    """The definitions of every file, by the file's name."""
    return {name: made() for name, made in _FILES.items()}


async def kometa_chooses(kometa: Kometa, folder: Path) -> Run:
    """Run all definitions. Rating keys are in the order of finding; requests without a token, each once, sorted."""
    folder.mkdir(parents=True, exist_ok=True)
    files = all_definitions()
    for name, definitions in files.items():
        overlays = {
            title: {"overlay": {**_TEXT, "name": f"text({title})", "weight": weight}, **given}
            for weight, (title, given) in enumerate(definitions.items(), 1)
        }
        (folder / f"{name}.yml").write_text(json.dumps({"overlays": overlays}), encoding="utf-8")  # which is YAML too
    now, library = datetime.now().astimezone(), selection_library()
    async with Simulator(library, token=_TOKEN) as plex, an_outside() as outside:
        done = await kometa.run(folder, plex.url, _TOKEN, _CONFIG, outside, is_gateway=False, flags=("--trace",))
        asked = {as_asked(one.target) for one in plex.requests if _SEARCH.match(one.target)}
    assert done.is_finished, done.log[-3000:]
    return Run(now, _read_log(done.log, files, library), sorted(asked))


_SEARCH = re.compile(r"/library/sections/\d+/all\?type=\d+&(limit=\d+&)?sort=")
_FOUND = re.compile(r"Titles Found: (?P<titles>\[.*\])")
_COUNT = re.compile(r"(?P<count>\d+) Items found for Overlay File \((?P<file>\d+)\) (?P<name>.+?) *\|?$")
_LIBRARY = re.compile(r"Overlay Operation for the Movies Library")


def _read_log(log: str, files: Mapping[str, Definitions], library: Library) -> dict[str, Chosen]:
    chosen: dict[str, Chosen] = {name: {title: [] for title in definitions} for name, definitions in files.items()}
    keys = {name: by_title(library, name) for name in files}
    names: tuple[str, ...] = ("movies",)
    wanted: tuple[str, str] | None = None
    for line in log.splitlines():
        if _LIBRARY.search(line):
            names = ("shows", "seasons", "episodes")
        elif (found := _COUNT.search(line)) is not None:
            wanted = (names[int(found["file"])], found["name"].strip())
        elif (found := _FOUND.search(line)) is not None and wanted is not None:
            file, definition = wanted
            chosen[file][definition] = [keys[file][title] for title in ast.literal_eval(found["titles"])]
            wanted = None
    return chosen
