"""A preview on a machine without Kometa: default files, pictures and fonts are Halley's own, and the user is told so."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from halley.definitions.files import Missing, Origin, Source
from halley.engines.native.stand_in import DEFAULTS, StandIn
from halley.files import MemoryImages
from halley.overlays.model import PictureFile
from halley.simulator import Simulator
from tests.builders import a_library, a_movie
from tests.golden.defaults_cases import NAMES
from tests.support.previews import TOKEN, Desk, a_poster

CONFIG = """\
plex:
  url: {url}
  token: {token}
libraries:
  Movies:
    overlay_files:
      - default: resolution
      - pmm: audio_codec
      - default: studio
      - default: ratings
        template_variables: {rating1: audience, rating1_image: imdb, horizontal_position: right}
"""
MOVIE = {
    "key": 101,
    "year": 1982,
    "resolution": "4k",
    "hdr": True,
    "edition": "Final Cut",
    "studio": "A24",
    "audience_rating": 8.1,
    "file": "/films/Film (1982)/Film (1982) TrueHD.mkv",
}


def test_every_default_file_of_ours_is_a_file_of_kometas_name(tmp_path: Path) -> None:
    files = StandIn(tmp_path, art=tmp_path / "art")
    for one in sorted(DEFAULTS.glob("*.yml")):
        assert files.open(Source(Origin.DEFAULT, f"overlays/{one.stem}"), "movie").text == one.read_text("utf-8")
    with pytest.raises(Missing, match=r"no default file `ribon` of its own.*did you mean `ribbon`"):
        files.open(Source(Origin.DEFAULT, "ribon"), "movie")


def test_a_picture_is_there_before_it_is_drawn_and_drawn_only_when_it_is_needed(tmp_path: Path) -> None:
    files = StandIn(tmp_path, art=tmp_path / "art")
    path = files.picture("overlays/images/resolution/4k.png")
    assert files.find(str(path)) == path
    assert not path.exists()
    files.have_drawn([PictureFile(path), None, PictureFile(tmp_path / "of-the-user.png")])
    with Image.open(path) as picture:
        assert picture.mode == "RGBA"
    assert [one.name for one in (tmp_path / "art").rglob("*.png")] == ["4k.png"]


@pytest.mark.parametrize(
    "name", ["resolution/5k", "../../etc/passwd", "network/color/..", "network/color/../x", "flag/round/"]
)
def test_a_name_that_is_none_of_ours_is_no_picture(name: str, tmp_path: Path) -> None:
    files = StandIn(tmp_path, art=tmp_path / "art")
    with pytest.raises(Missing, match="no picture"):
        files.picture(name)
    assert files.find(str(tmp_path / "art" / f"{name}.png")) is None


def test_with_kometa_at_hand_its_files_are_used_and_ours_are_not(tmp_path: Path) -> None:
    overlays = tmp_path / "kometa" / "defaults" / "overlays"
    overlays.mkdir(parents=True)
    (overlays / "ribbon.yml").write_text("overlays: {Theirs: {plex_all: true}}")
    files = StandIn(tmp_path, tmp_path / "kometa", art=tmp_path / "art")
    assert "Theirs" in files.open(Source(Origin.DEFAULT, "ribbon"), "movie").text
    assert files.picture("resolution/4k") == overlays / "images" / "resolution" / "4k.png"
    assert files.notes() == ()


async def test_default_files_are_drawn_without_kometa_and_the_summary_says_whose_art_it_is(tmp_path: Path) -> None:
    images = MemoryImages()
    original = a_poster(1)
    library = a_library(a_movie("Film", poster=images.put(original), **MOVIE))
    async with Simulator(library, images, token=TOKEN) as server:
        desk = Desk(tmp_path, server)
        desk.write_config(CONFIG)
        done = await desk.call("preview", "--config", desk.config, "--job", desk.job, "--engine", "native", "--offline")

    assert done.status == 0, done
    told = desk.summary
    (warning,) = (one for one in told["warnings"] if "own default files" in one)
    assert "audio_codec, ratings, resolution, studio" in warning
    log = (desk.job / "logs" / "kometa.log").read_text()
    for name in ("4K-HDR-Dovetail", "Final-Cut-Dovetail", "Dolby-TrueHD", "A24", "Rating1Fresh"):
        assert name in log
    (output,) = told["output_files"]
    _differs_at(
        original, (desk.job / "output" / output).read_bytes(), {"plate": (20, 40, 320, 200), "codec": (350, 20, 650, 115)}
    )
    drawn = {str(one.relative_to(one.parents[1])) for one in desk.config.parent.rglob("art/*/*/*.png")}
    assert drawn == {"resolution/4khdr.png", "edition/final.png", "rating/IMDb.png"}


def _differs_at(before: bytes, after: bytes, boxes: dict[str, tuple[int, int, int, int]]) -> None:
    """That there is white lettering on something dark in each box, which the poster did not have."""
    with Image.open(io.BytesIO(before)) as one, Image.open(io.BytesIO(after)) as other:
        ground, poster = one.convert("RGB").resize((1000, 1500)), other.convert("RGB").resize((1000, 1500))
    for what, box in boxes.items():
        assert ImageChops.difference(ground.crop(box), poster.crop(box)).getbbox(), what
        darkest, lightest = poster.crop(box).convert("L").getextrema()
        assert darkest < 130 < 235 < lightest, what


async def test_a_configuration_of_all_default_files_has_nothing_wrong_without_kometa(tmp_path: Path) -> None:
    async with Simulator(a_library(), MemoryImages(), token=TOKEN) as server:
        desk = Desk(tmp_path, server)
        named = "".join(f"      - default: {name}\n" for name in NAMES)
        services = f"tmdb: {{apikey: {'a' * 32}}}\nmdblist: {{apikey: some}}\n"
        desk.write_config(
            f"plex: {{url: '{{url}}', token: '{{token}}'}}\n{services}libraries:\n  All:\n    overlay_files:\n{named}"
        )
        done = await desk.call("validate", desk.config)
    assert (done.status, done.output.splitlines()[-1]) == (0, "nothing is wrong"), done
