"""The library that both sides of an equality test start from: a part of the demo library, with small pictures."""

import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from PIL import Image, ImageDraw

from halley.demo.facts import demo_library
from halley.simulator import LoadedLibrary, load_library

CASES = Path(__file__).parent / "cases"
_MOVIES, _SHOWS = 12, 2
Row = dict[str, object]


def equality_library() -> LoadedLibrary:
    """The first movies and shows of the demo library, their collections and playlists, each picture another one."""
    told = cast("Row", json.loads(json.dumps(demo_library())))
    movies, shows = rows(told, "sections")
    movies["items"], shows["items"] = rows(movies, "items")[:_MOVIES], rows(shows, "items")[:_SHOWS]
    held = {item["ratingKey"] for section in (movies, shows) for item in rows(section, "items")}
    for group in (*rows(told, "collections"), *rows(told, "playlists")):
        group["items"] = [key for key in cast("list[int]", group["items"]) if key in held]
    return load_with_pictures(told)


def load_with_pictures(told: Row) -> LoadedLibrary:
    """Load a library in the format of the demo, each picture that it names another small one."""
    with TemporaryDirectory() as folder:
        for place, name in enumerate(sorted(_pictures(told))):
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(_picture(place))
        file = Path(folder, "library.json")
        file.write_text(json.dumps(told), encoding="utf-8")
        return load_library(file)


def lay_out(folder: Path) -> None:
    """Put the files of the cases into a run's folder, with the pictures that they name. `{cases}` in them is that folder."""
    (folder / "assets").mkdir(parents=True)
    for case in CASES.glob("*.yml"):
        (folder / case.name).write_text(case.read_text("utf-8").replace("{cases}", str(folder)), "utf-8")
    for place, name in enumerate(("poster.png", "background.png", "assets/Ninth Quay (1987).png")):
        with Image.open(io.BytesIO(_picture(1000 + place))) as picture:
            picture.save(folder / name)


def rows(row: Row, name: str) -> list[Row]:
    """The mappings under a name; none where it is missing."""
    return cast("list[Row]", row.get(name, []))


def _pictures(value: object) -> set[str]:
    """Every path below an `images:`."""
    if isinstance(value, list):
        return {path for one in value for path in _pictures(one)}
    if not isinstance(value, dict):
        return set()
    own = set(value["images"].values()) if "images" in value else set()
    return own | {path for one in value.values() for path in _pictures(one)}


def _picture(place: int) -> bytes:
    """A small picture that no other number gives."""
    image = Image.new("RGB", (100, 150), (place * 37 % 256, place * 61 % 256, 90))
    ImageDraw.Draw(image).line((0, place % 150, 99, 149 - place % 150), fill=(255, 220, 120), width=3)
    drawn = io.BytesIO()
    image.save(drawn, "JPEG", quality=90)
    return drawn.getvalue()
