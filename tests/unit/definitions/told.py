"""What Halley makes of overlay files, told as tools/record_templates.py tells what Kometa makes of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

from ruamel.yaml import YAML

from halley.definitions.definition import Definition, Failed, Skipped
from halley.definitions.files import LocalFiles
from halley.definitions.library import OverlayFiles, read_overlay_files
from halley.definitions.overlay_file import OverlayFile
from halley.definitions.problems import Problems
from halley.definitions.reading import read_yaml
from halley.definitions.templates import Surroundings
from halley.location import Bare
from halley.overlays.model import Overlay, Percent, PictureFile, Pixels, Place

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 5, tzinfo=UTC)
Json = object


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is given to both: the blocks of one library as YAML, and the folder that paths are taken from."""

    folder: Path
    blocks: str
    library_type: str = "movie"
    library_name: str = "My Movies"
    library_variables: str = ""

    @property
    def json(self) -> dict[str, str]:
        return {
            "folder": str(self.folder),
            "blocks": self.blocks,
            "library_type": self.library_type,
            "library_name": self.library_name,
            "library_variables": self.library_variables,
        }


def files_at(folder: Path, kometa: Path | None) -> LocalFiles:
    """Files as Kometa sees them when it stands in `folder`."""
    return LocalFiles(folder, kometa, configs_url="https://configs.invalid/")


def read(job: Job, kometa: Path | None) -> OverlayFiles:
    indented = "".join(f"  {line}\n" for line in job.blocks.splitlines())
    blocks = read_yaml("overlay_files:\n" + indented, "config.yml", Problems())
    variables = read_yaml(job.library_variables, "config.yml", Problems()) if job.library_variables else None
    return read_overlay_files(
        blocks.entries["overlay_files"],
        variables.entries if variables else {},
        files_at(job.folder, kometa),
        Surroundings(job.library_name, job.library_type, TODAY),
    )


def told(job: Job, kometa: Path | None) -> list[Json]:
    """The same as the recorder tells, but for the words of errors."""
    return told_of(read(job, kometa), job.folder, kometa)


def told_of(files: OverlayFiles, folder: Path, kometa: Path | None) -> list[Json]:
    """What is told of files that were read."""

    def shown(text: str) -> str:
        for path, word in (
            (str(kometa), "<kometa>"),
            (f"{folder}/overlays", "<overlays>"),
            (str(folder), "<case>"),
        ):
            text = text.replace(path, word)
        return text

    return [_file(one, shown) if isinstance(one, OverlayFile) else {"error": True} for one in files.files]


def _file(file: OverlayFile, shown: Callable[[str], str]) -> Json:
    return {
        "number": file.number,
        "queues": {name: [_place(place) for place in queue.places] for name, queue in file.queues.items()},
        "definitions": [_outcome(one, shown) for one in file.outcomes],
    }


def _outcome(outcome: Definition | Skipped | Failed, shown: Callable[[str], str]) -> Json:
    name = outcome.id.name
    match outcome:
        case Failed():
            return [name, {"failed": True}]
        case Skipped():
            return [name, {"skipped": True}]
        case Definition():
            attributes = [
                [key, plain(value.bare)]
                for key, value in outcome.attributes.items()
                if key.lower() not in {"template", "variables"}
            ]
            return [
                name,
                {
                    "attributes": attributes,
                    "overlay": _overlay(outcome.overlay, shown)
                    | {
                        "level": outcome.level,
                        "suppress": [f"Overlay File ({one.file}) {one.name}" for one in outcome.suppress],
                    },
                    "builders": [[one.name, plain(one.value.bare)] for one in outcome.builders],
                    "filters": plain(outcome.filters.bare) if outcome.filters else [],
                    "limit": outcome.limit,
                    "ignore_blank_results": outcome.ignores_blank_results,
                    "asked": []
                    if outcome.overlay.picture is None or isinstance(outcome.overlay.picture, PictureFile)
                    else [outcome.overlay.picture.url],
                },
            ]


def _overlay(overlay: Overlay, shown: Callable[[str], str]) -> dict[str, Json]:
    style, addon, box, back = overlay.style, overlay.addon, overlay.box, overlay.back
    picture = overlay.picture
    path = (
        None
        if picture is None
        else shown(str(picture.path))
        if isinstance(picture, PictureFile)
        else f"<overlays>/{picture.kept_as}.png"
    )
    horizontal, align_h, vertical, align_v = _place(overlay.place)
    return {
        "name": overlay.name,
        "group": overlay.group,
        "queue_name": overlay.queue,
        "weight": overlay.weight,
        "horizontal_offset": horizontal,
        "horizontal_align": align_h,
        "vertical_offset": vertical,
        "vertical_align": align_v,
        "scale_width": _length(overlay.scale.width),
        "scale_height": _length(overlay.scale.height),
        "back_color": list(back.colour) if back.colour else None,
        "back_line_color": list(back.line_colour) if back.line_colour else None,
        "back_radius": back.radius,
        "back_line_width": back.line_width,
        "back_padding": back.padding,
        "back_align": box.align if box else None,
        "back_box": [box.width, box.height] if box else None,
        "font_name": shown(style.font) if style else None,
        "font_size": style.size if style else None,
        "font_color": list(style.colour) if style and style.colour else None,
        "stroke_width": style.stroke_width if style else None,
        "stroke_color": list(style.stroke_colour) if style and style.stroke_colour else None,
        "addon_offset": addon.offset if addon else None,
        "addon_position": addon.position if addon else None,
        "path": path,
    }


def comparable(recorded: Json) -> Json:
    """What a recorder told without what Halley does not keep: words of errors, values of what is not drawn."""
    if not isinstance(recorded, dict) or "error" in recorded:
        return {"error": True}
    return {
        "number": recorded["number"],
        "queues": {str(key): value for key, value in recorded["queues"].items()},
        "definitions": [[_text(name), _comparable(one)] for name, one in recorded["definitions"]],
    }


def _text(name: Json) -> str:
    return name["!date"] if isinstance(name, dict) else str(name)


def _comparable(one: Mapping[str, Json]) -> Json:
    for end in ("failed", "skipped"):
        if end in one:
            return {end: True}
    overlay = dict(one["overlay"])
    if overlay["path"] and not overlay["path"].startswith(("<", "/")):
        overlay["path"] = f"<case>/{overlay['path']}"
    is_text = overlay["name"].startswith("text")
    for key in () if is_text else ("font_name", "font_size", "font_color", "stroke_width", "stroke_color"):
        overlay[key] = None
    if not is_text or overlay["path"] is None:
        overlay["addon_offset"] = overlay["addon_position"] = None
    if overlay["back_box"] is None:
        overlay["back_align"] = None
    return {**one, "overlay": overlay}


def _place(place: Place) -> list[Json]:
    horizontal, vertical = place.horizontal, place.vertical
    return [_length(horizontal.offset), horizontal.align, _length(vertical.offset), vertical.align]


def _length(length: Pixels | Percent | None) -> Json:
    match length:
        case Pixels(value):
            return value
        case Percent(value):
            return f"{value}%"
        case _:
            return None


def plain(value: Bare) -> Json:
    if isinstance(value, dict):
        if all(isinstance(key, str) for key in value):
            return {key: plain(one) for key, one in value.items()}
        return {"!map": [[plain(key), plain(one)] for key, one in value.items()]}
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, date):
        return {"!date": str(value)}
    return value


def job_of(case: Path) -> Job:
    """The job that the recorder makes of a case."""
    root = read_yaml(case.read_text("utf-8"), case.name, Problems())
    about = root.entries["case"].bare if root and "case" in root.entries else {}
    block = {"file": case.name, **({"template_variables": given} if (given := about.get("template_variables")) else {})}
    return Job(
        folder=case.parent,
        blocks=dumped([block]),
        library_type=about.get("library_type", "movie"),
        library_name=about.get("library_name", "My Movies"),
        library_variables=dumped(about["library_variables"]) if "library_variables" in about else "",
    )


def dumped(value: object) -> str:
    """A value as YAML."""
    written = StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.width, yaml.sort_base_mapping_type_on_output = 4096, False
    yaml.dump(value, written)
    return written.getvalue()


def differences(kometa: Json, halley: Json, path: str = "") -> Iterator[str]:
    """Where two accounts differ."""
    if isinstance(kometa, dict) and isinstance(halley, dict):
        for key in sorted(kometa.keys() | halley.keys(), key=str):
            if key not in kometa or key not in halley:
                yield f"{path}.{key}: Kometa {kometa.get(key)!r}, Halley {halley.get(key)!r}"
            else:
                yield from differences(kometa[key], halley[key], f"{path}.{key}")
    elif isinstance(kometa, list) and isinstance(halley, list) and len(kometa) == len(halley):
        for number, (one, other) in enumerate(zip(kometa, halley, strict=True)):
            yield from differences(one, other, f"{path}[{number}]")
    elif kometa != halley or type(kometa) is not type(halley):
        yield f"{path}: Kometa {kometa!r}, Halley {halley!r}"
