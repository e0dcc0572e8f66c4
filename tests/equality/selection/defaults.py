"""One run of real Kometa over its own default overlay files: each definition as its log tells it, and what it chose.

Kometa resolves its templates itself and prints what came of them, so that nothing of its files is needed here.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from halley.plex.ids import ItemType
from halley.plex.library import Library
from halley.simulator import Simulator
from tests.equality.selection.choosing import by_title
from tests.equality.selection.library import selection_library
from tests.support.kometa import Kometa, an_outside

_TOKEN = "the-token-of-the-library-that-defaults-choose-from"
_FILMS = "resolution audio_codec video_format runtimes versions languages language_count aspect direct_play commonsense"
_SHOWS = "audio_codec languages content_rating_us_show"
_EPISODES = "resolution"


@dataclass(slots=True)
class Told:
    """A definition as Kometa told it while it ran."""

    name: str
    library: ItemType
    given: dict[str, Any] = field(default_factory=dict)
    chosen: list[int] = field(default_factory=list)


async def kometa_defaults(kometa: Kometa, folder: Path) -> tuple[Library, datetime, list[Told]]:
    """What the default files' definitions chose, when, and from what."""
    library, now = selection_library(), datetime.now().astimezone()
    async with Simulator(library, token=_TOKEN) as plex, an_outside() as outside:
        done = await kometa.run(folder, plex.url, _TOKEN, _config(), outside, is_gateway=False, flags=("--trace",))
    assert done.is_finished, done.log[-3000:]
    return library, now, list(_told(done.log, library))


def _config() -> str:
    films, shows = ("".join(f"      - default: {name}\n" for name in names.split()) for names in (_FILMS, _SHOWS))
    episodes = "".join(
        f"      - default: {name}\n        template_variables: {{builder_level: episode}}\n" for name in _EPISODES.split()
    )
    return (
        f'plex: {{url: "{{url}}", token: "{_TOKEN}", timeout: 60, clean_bundles: false, '
        "empty_trash: false, optimize: false}\n"
        "tmdb: {apikey: demo, language: en}\n"
        "settings: {cache: false, show_options: false, run_again_delay: 0}\n"
        f"libraries:\n  Movies:\n    overlay_files:\n{films}  Shows:\n    overlay_files:\n{shows}{episodes}"
    )


_BEGINNING = re.compile(r"=+ *Validating (.+?) Attributes *=+$")
_METHOD = re.compile(r"Validating Method: (.+)$")
_VALUE = re.compile(r"Value: (.*)$")
_FOUND = re.compile(r"Titles Found: (\[.*\])")


def _told(log: str, library: Library) -> Iterator[Told]:
    kind, method, current = ItemType.MOVIE, "", None
    keys = {ItemType.MOVIE: by_title(library, "movies"), ItemType.SHOW: by_title(library, "shows")}
    for line in (one.strip().strip("|").strip() for one in log.splitlines()):
        if (found := _BEGINNING.match(line)) is not None:
            if current is not None:
                yield current
            current = Told(found[1], kind)
        elif "Overlay Operation for the Movies Library" in line:
            kind = ItemType.SHOW
        elif (found := _METHOD.match(line)) is not None:
            method = found[1]
        elif current is not None and method and (found := _VALUE.match(line)) is not None:
            current.given[method], method = _value(found[1]), ""
        elif current is not None and (found := _FOUND.search(line)) is not None:
            current.chosen = [keys[current.library][title] for title in ast.literal_eval(found[1])]
    if current is not None:
        yield current


def _value(printed: str) -> Any:
    try:
        return ast.literal_eval(printed)
    except (SyntaxError, ValueError):
        return printed
