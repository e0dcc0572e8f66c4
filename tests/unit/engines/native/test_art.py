"""Pictures of our own: all that the default files name, in the sizes that the dark plates have room for."""

from pathlib import Path

import pytest
from PIL import Image

from halley.engines.native.art import draw_into, is_drawn, picture, words
from halley.engines.native.art.flags import FLAGS
from halley.engines.native.art.names import RESOLUTIONS, RIBBON_COLOURS

#: Folder, its pictures, and the room that there is (spec, overlays 10.7).
FOLDERS = (
    ("resolution", sorted(RESOLUTIONS), (245, 105)),
    ("edition", sorted(words.EDITIONS), (305, 105)),
    ("audio_codec/compact", sorted(words.CODECS), (272, 81)),
    ("audio_codec/standard", sorted(words.CODECS), (260, 135)),
    ("cr", ["au_ma", "au_mac", "de12c", "debpjmc", "nz_rp18", "uk12ac", "uspg-13c", "ustv-mac", "usnr"], (285, 85)),
    ("rating", [*sorted(words.RATINGS), "Star"], (149, 90)),
    *((f"ribbon/{colour}", ["oscars", "rottenverified"], (351, 351)) for colour in RIBBON_COLOURS),
    ("ribbon/yellow", sorted(words.RIBBONS)[::4], (351, 351)),
    *((f"flag/{shape}", [*sorted(FLAGS), "kr", "za"], (102, 60)) for shape in ("round", "square")),
    ("network/color", ["HBO", "Televisión Pública Argentina", "#0"], (285, 85)),
    ("streaming/white", ["Prime Video"], (285, 85)),
    ("studio/standard", ["P.I.C.S.", "Let's Not Turn This Into a Whole Big Production"], (285, 85)),
    ("studio/bigger", ["Walt Disney Animation Studios"], (440, 100)),
    ("", ["Commonsense"], (92, 83)),
    ("", ["Direct-Play"], (270, 132)),
    ("", ["Mediastinger"], (85, 88)),
    ("", ["versions"], (105, 105)),
    ("", ["dual_audio", "multi_audio", "multi_subs"], (166, 84)),
)


@pytest.mark.parametrize(("folder", "names", "room"), FOLDERS, ids=[f"{one[0]}-{one[1][0]}" for one in FOLDERS])
def test_pictures_fit_on_their_plates_and_show_something(folder: str, names: list[str], room: tuple[int, int]) -> None:
    for name in names:
        full = f"{folder}/{name}" if folder else name
        assert is_drawn(full)
        drawn = picture(full)
        assert drawn.mode == "RGBA"
        assert drawn.width <= room[0], full
        assert drawn.height <= room[1], full
        inked = drawn.getchannel("A").point(lambda alpha: 255 if alpha > 128 else 0)
        assert inked.getbbox() is not None, full
        assert drawn.getchannel("A").getextrema()[0] == 0, f"{full} has no room around it"


def test_a_picture_is_the_same_whenever_it_is_drawn(tmp_path: Path) -> None:
    for name in ("resolution/1080pdvhdrplus", "ribbon/red/oscars", "flag/round/us", "network/color/HBO"):
        draw_into(tmp_path / "one.png", name)
        first = (tmp_path / "one.png").read_bytes()
        draw_into(tmp_path / "one.png", name)
        assert (tmp_path / "one.png").read_bytes() == first


def test_the_flag_of_a_country_is_in_its_colours() -> None:
    flag = picture("flag/square/fr")
    assert [flag.getpixel((x, 30))[:3] for x in (15, 45, 75)] == [(0, 38, 84), (255, 255, 255), (237, 41, 57)]
    flag = picture("flag/round/de")
    assert [flag.getpixel((30, y))[:3] for y in (8, 30, 52)] == [(0, 0, 0), (221, 0, 0), (255, 206, 0)]


def test_the_colour_of_a_content_rating_can_be_left_off() -> None:
    def fill(name: str) -> object:
        return picture(name).getpixel((46, 10))

    assert fill("cr/ukuc")[3] == 255
    assert fill("cr/uku")[3] < 8
    assert not is_drawn("cr/uk99c")


def test_letters_of_one_folder_stand_on_one_line() -> None:
    """`HDR` and `HLG` have no letters that hang below, and end at the same height."""
    bottoms = {picture(f"audio_codec/compact/{name}").getbbox()[3] for name in ("flac", "pcm", "dts", "aac")}
    assert max(bottoms) - min(bottoms) <= 1


def test_a_file_is_a_png(tmp_path: Path) -> None:
    draw_into(tmp_path / "deep" / "one.png", "rating/Star")
    with Image.open(tmp_path / "deep" / "one.png") as opened:
        assert opened.format == "PNG"
