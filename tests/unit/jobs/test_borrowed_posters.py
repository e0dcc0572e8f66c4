"""An item without a poster of its own shows that of what stands above it, which may just have been drawn."""

from pathlib import Path

import pytest

from halley.files import MemoryImages
from halley.simulator import Simulator
from tests.builders import a_library, a_season, a_show, an_album, an_artist, an_episode
from tests.support.previews import TOKEN, Desk, a_poster

_CONFIG = """\
plex: {url: "{url}", token: "{token}"}
libraries:
  NAME:
    overlay_files: [{file: "{folder}/overlays.yml"}]
"""
_OVERLAYS = """\
overlays:
  Above: {plex_all: true, overlay: {name: backdrop, back_color: red}}
  Below: {builder_level: LEVEL, plex_all: true, overlay: {name: backdrop, back_color: red}}
"""


@pytest.mark.parametrize(("name", "level"), [("TV Shows", "season"), ("Music", "album")])
async def test_it_is_left_as_it_is_where_that_one_was_drawn_before(tmp_path: Path, name: str, level: str) -> None:
    images = MemoryImages()
    poster = images.put(a_poster(1))
    library = a_library(
        a_show("Pier Nine", a_season(1, an_episode("Low Tide", key=203), key=202), key=201, poster=poster),
        an_artist("Brass", an_album("No Cover", key=202 + 100), key=301, poster=poster),
    )
    async with Simulator(library, images, token=TOKEN) as server:
        desk = Desk(tmp_path, server)
        desk.write_config(_CONFIG.replace("NAME", name))
        (desk.config.parent / "overlays.yml").write_text(_OVERLAYS.replace("LEVEL", level))
        done = await desk.call("preview", "--config", desk.config, "--job", desk.job, "--engine", "native", "--offline")

    assert done.status in {0, 1}, done
    log = (desk.job / "logs" / "kometa.log").read_text("utf-8")
    assert desk.summary["changes"] == {"UploadImage": 1, "AddTags": 1}
    assert "as it is: its poster already carries an overlay" in log
