"""Bad input, one film each: what is wrong with the definition or the poster, and what real Kometa 2.4.4 makes of it.

Every film also gets a small text from a good definition, so that three outcomes can be told apart.
"""

import io
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from PIL import Image

from halley.files import MemoryImages
from halley.simulator import LoadedLibrary
from tests.builders import a_library, a_movie
from tests.support.previews import a_poster


class Outcome(Enum):
    """What became of a film."""

    DRAWN = "the poster bears more than the good text"
    WITHOUT = "the poster bears the good text only"
    LEFT = "no poster was written"


@dataclass(frozen=True, slots=True)
class Bad:
    """A case. `says` are words that Halley's own engine must use of it, `definitions` what is written of the film."""

    name: str
    outcome: Outcome
    says: str
    definitions: str = ""
    poster: bytes | None = None
    beside: str = ""  #: top-level sections of the overlay file: templates, queues


_AT = "horizontal_align: left, vertical_align: bottom, horizontal_offset: 0, vertical_offset: 0"
_ON = "plex_search: {all: {title.is: NAME}}"
GOOD = "{name: text(OK), horizontal_align: right, vertical_align: top, horizontal_offset: 0, vertical_offset: 0}"


def _one(overlay: str, more: str = "") -> str:
    return f"  NAME: {{{_ON}, overlay: {{{overlay}}}{more}}}\n"


def _two(one: str, other: str) -> str:
    return f"  NAME a: {{{_ON}, overlay: {{{one}}}}}\n  NAME b: {{{_ON}, overlay: {{{other}}}}}\n"


def _jpeg(size: tuple[int, int]) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, (90, 60, 30)).save(written, "JPEG")
    return written.getvalue()


def _vast() -> bytes:
    written = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(written, "PNG")
    return written.getvalue()


_D, _W, _L = Outcome.DRAWN, Outcome.WITHOUT, Outcome.LEFT

CASES = (
    Bad("missing image", _W, "nowhere.png", _one("name: pic, file: '{folder}/nowhere.png'")),
    Bad("image that is none", _W, "letter.png", _one("name: pic, file: '{folder}/letter.png'")),
    Bad("jpeg named png", _D, "", _one(f"name: pic, file: '{{folder}}/photo.png', {_AT}")),
    Bad("one pixel image", _D, "", _one(f"name: pic, file: '{{folder}}/dot.png', {_AT}")),
    Bad("wide image", _D, "", _one(f"name: pic, file: '{{folder}}/wide.png', {_AT}")),
    Bad("broken font", _W, "broken.ttf", _one(f"name: text(X), font: '{{folder}}/broken.ttf', {_AT}")),
    Bad("missing font", _W, "nowhere.ttf", _one(f"name: text(X), font: '{{folder}}/nowhere.ttf', {_AT}")),
    Bad("negative font size", _D, "font_size", _one(f"name: text(X), font_size: -3, {_AT}")),
    Bad("negative back width", _W, "back_width", _one(
        f"name: text(X), back_color: red, back_width: -5, back_height: 9, {_AT}")),
    Bad("negative offset", _W, "horizontal_offset", _one(
        "name: text(X), horizontal_align: left, vertical_align: top, horizontal_offset: -10, vertical_offset: 0")),
    Bad("negative scale", _W, "scale_width", _one(f"name: pic, file: '{{folder}}/dot.png', scale_width: -5, {_AT}")),
    Bad("negative stroke", _D, "stroke_width", _one(f"name: text(X), stroke_width: -2, {_AT}")),
    Bad("negative padding", _D, "back_padding", _one(f"name: text(X), back_color: red, back_padding: -9, {_AT}")),
    Bad("circular template", _D, "calls a template", "  NAME: {template: {name: loop}}\n",
        beside="  loop: {template: {name: loop}, plex_search: {all: {title.is: NAME}}, overlay: {name: text(X), AT}}\n"),
    Bad("circular variables", _D, "", "  NAME: {template: {name: turn}}\n",
        beside="  turn: {default: {one: <<two>>, two: <<one>>}, plex_search: {all: {title.is: NAME}},"
        " overlay: {name: text(<<one>>), AT}}\n"),
    Bad("queue too short", _D, "no place", _two(
        "name: text(A), queue: short, weight: 20", "name: text(B), queue: short, weight: 10")),
    Bad("duplicate weights in a queue", _L, "weight", _two(
        "name: text(A), queue: short, weight: 20", "name: text(B), queue: short, weight: 20")),
    Bad("duplicate weights in a group", _D, "", _two(
        f"name: text(A), group: same, weight: 20, {_AT}", f"name: text(B), group: same, weight: 20, {_AT}")),
    Bad("poster of one pixel", _W, "", poster=_jpeg((1, 1))),
    Bad("poster of 20,000 pixels", _W, "", poster=_jpeg((20_000, 300))),
    Bad("poster of 400 million pixels", _L, "too large", poster=_vast()),
    Bad("truncated poster", _W, "", poster=a_poster(7, size=(400, 600))[:1500]),
    Bad("poster that is a text", _L, "PNG, JPEG and WebP", poster=b"<html>not here</html>"),
    Bad("empty poster", _L, "PNG, JPEG and WebP", poster=b""),
)  # fmt: skip


def bad_library() -> LoadedLibrary:
    """A film of each case's name, and one with nothing wrong; posters are equal where they are not the case."""
    images = MemoryImages()
    usual = a_poster(1)
    films = [a_movie("control", key=100, poster=images.put(usual))]
    for key, case in enumerate(CASES, 101):
        data = case.poster if case.poster is not None else usual
        films.append(a_movie(case.name, key=key, poster=images.put(data)))
    return LoadedLibrary(a_library(*films), images)


def write_bad_files(folder: Path) -> Path:
    """Write the overlay file and what its definitions name, and return it."""
    (folder / "letter.png").write_text("Dear reader,")
    (folder / "broken.ttf").write_text("no font")
    Image.new("RGB", (90, 60), (200, 30, 30)).save(folder / "photo.png", "JPEG")
    Image.new("RGBA", (1, 1), (255, 0, 0, 255)).save(folder / "dot.png")
    Image.new("RGBA", (20_000, 4), (255, 0, 0, 120)).save(folder / "wide.png")
    text = (
        f"queues:\n  short: [{{{_AT}}}]\ntemplates:\n{{templates}}overlays:\n  Good: {{plex_all: true, overlay: {GOOD}}}\n"
    )
    templates = "".join(case.beside.replace("NAME", case.name).replace("AT", _AT) for case in CASES)
    definitions = "".join(case.definitions.replace("NAME", case.name) for case in CASES)
    file = folder / "bad.yml"
    file.write_text((text.replace("{templates}", templates) + definitions).replace("{folder}", str(folder)), "utf-8")
    return file


def outcomes(posters: dict[int, str]) -> dict[str, Outcome]:
    """What became of each film, by its poster's digest. A film whose poster is the case has none to be compared with."""
    found = {}
    for key, case in enumerate(CASES, 101):
        if key not in posters:
            found[case.name] = Outcome.LEFT
        elif case.poster is not None or posters[key] == posters[100]:
            found[case.name] = Outcome.WITHOUT
        else:
            found[case.name] = Outcome.DRAWN
    return found
