"""The cases that `tools/record_pixels.py` lets real Kometa draw, and `tests/unit/render/test_pixels.py` draws again.

A case is one item with a poster of its own and the overlays that it gets, in the notation of `pixels_notation`. Cases of
one kind of library, file type and quality share a library; every item is found by its title.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.golden.pixels_notation import attributes, places
from tests.golden.pixels_pictures import DEJAVU, INTER, base_bytes, lay_out_pictures

FONTS = {None: DEJAVU, "dejavu": DEJAVU, "inter": INTER}
PLAIN = "RGB 400x600 PNG"
Told = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Case:
    """One item and its overlays: `lines` in the notation, named A, B, C... for `suppresses`; `queues` by name.

    `told` is what the library file says of the item, `around` what it says of what stands above and below it.
    """

    id: str
    lines: tuple[str, ...]
    level: str = "movie"
    base: str = PLAIN
    told: Told = field(default_factory=dict)
    around: Told = field(default_factory=dict)
    queues: Mapping[str, str] = field(default_factory=dict)
    suppresses: Mapping[str, str] = field(default_factory=dict)
    filetype: str = "png"
    quality: int = 90

    @property
    def title(self) -> str:
        return str(self.told.get("title", f"Case {self.id}"))

    @property
    def shelf(self) -> tuple[str, str, int]:
        """Which library it stands in: its type, and how posters are written there."""
        kind = {"season": "show", "episode": "show", "album": "artist"}.get(self.level, self.level)
        return kind, self.filetype, self.quality

    @property
    def library(self) -> str:
        return "{} {} {}".format(*self.shelf)

    def overlays(self) -> dict[str, dict[str, str | int]]:
        """Attributes by mapping name, as the notation gives them."""
        return {f"{self.id} {chr(65 + place)}": attributes(line) for place, line in enumerate(self.lines)}


def lay_out(cases: tuple[Case, ...], folder: Path) -> tuple[Path, dict[str, Path]]:
    """Everything that a run needs, as files: the library file for a simulator, and an overlay file for each library."""
    (folder / "pictures").mkdir(parents=True)
    lay_out_pictures(folder / "pictures")
    overlays: dict[str, Path] = {}
    for library in _libraries(cases):
        overlays[library] = folder / f"{library}.yml"
        overlays[library].write_text(json.dumps(_overlay_file(cases, library, folder)), "utf-8")
    return lay_out_library(cases, folder), overlays


def lay_out_library(cases: tuple[Case, ...], folder: Path) -> Path:
    """The library file, with the base pictures beside it."""
    (folder / "bases").mkdir(parents=True)
    sections = []
    for library in _libraries(cases):
        kind = next(case.shelf[0] for case in cases if case.library == library)
        rows = [_item(case, folder) for case in cases if case.library == library]
        sections.append({"title": library, "type": kind, "items": rows})
    file = folder / "library.json"
    file.write_text(json.dumps({"server": {"name": "Pixels"}, "sections": sections}), "utf-8")
    return file


def _libraries(cases: tuple[Case, ...]) -> list[str]:
    return list(dict.fromkeys(case.library for case in cases))


def _item(case: Case, folder: Path) -> dict[str, object]:
    base = folder / "bases" / case.id
    base.write_bytes(base_bytes(case.base))
    own = {"title": case.title, "images": {"poster": f"bases/{case.id}"}, **case.told}
    above = {"title": f"Above {case.id}", **_row(case, "above")}
    match case.level:
        case "show":
            return {**own, "seasons": [{"title": "Season 1", "index": 1, "episodes": _leaves(case)}]}
        case "season":
            return {**above, "seasons": [{"index": 1, **own, "episodes": _leaves(case)}]}
        case "episode":
            season = {"title": f"Season of {case.id}", "index": 1, **_row(case, "season")}
            return {**above, "seasons": [{**season, "episodes": [{"index": 1, **own}]}]}
        case "artist":
            return {**own, "albums": [{"title": f"Album of {case.id}", "tracks": _leaves(case)}]}
        case "album":
            return {**above, "albums": [{**own, "tracks": _leaves(case)}]}
        case _:
            return own


def _row(case: Case, name: str) -> dict[str, object]:
    row = case.around.get(name, {})
    assert isinstance(row, dict)
    return row


def _leaves(case: Case) -> list[dict[str, object]]:
    lengths = case.around.get("lengths", [1_500_000])
    assert isinstance(lengths, list)
    return [
        {"title": f"Leaf {place} of {case.id}", "index": place, **({"duration": length} if length else {})}
        for place, length in enumerate(lengths, 1)
    ]


def _overlay_file(cases: tuple[Case, ...], library: str, folder: Path) -> dict[str, object]:
    definitions: dict[str, object] = {}
    queues: dict[str, object] = {}
    for case in cases:
        if case.library != library:
            continue
        for name, told in case.overlays().items():
            definition: dict[str, object] = {
                "plex_all": True,
                "filters": {"title.is": case.title},
                "overlay": _overlay(case, told, folder),
            }
            if case.level not in {"movie", "show", "artist"}:
                definition["builder_level"] = case.level
            if name[-1] in case.suppresses:
                definition["suppress_overlays"] = f"{case.id} {case.suppresses[name[-1]]}"
            definitions[name] = definition
        queues |= {f"{case.id}-{name}": [_place(place) for place in _texts(text)] for name, text in case.queues.items()}
    return {"overlays": definitions, **({"queues": queues} if queues else {})}


def _overlay(case: Case, told: Mapping[str, str | int], folder: Path) -> dict[str, object]:
    overlay: dict[str, object] = dict(told)
    if picture := overlay.pop("picture", None):
        overlay["file"] = str(folder / "pictures" / f"{picture}.png")
    if str(told["name"]).startswith("text"):
        font = overlay.get("font")
        overlay["font"] = str(FONTS[str(font) if font else None])
    if "queue" in overlay:
        overlay["queue"] = f"{case.id}-{overlay['queue']}"
    return overlay


def _texts(text: str) -> list[tuple[str | None, int | str, str | None, int | str]]:
    found = []
    for place in places(text):
        assert place.horizontal.offset is not None
        assert place.vertical.offset is not None
        x, y = place.horizontal.offset.value, place.vertical.offset.value
        found.append((place.horizontal.align, x, place.vertical.align, y))
    return found


def _place(place: tuple[str | None, int | str, str | None, int | str]) -> dict[str, object]:
    names = ("horizontal_align", "horizontal_offset", "vertical_align", "vertical_offset")
    return dict(zip(names, place, strict=True))
