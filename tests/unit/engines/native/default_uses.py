"""What comes of a use of a default file, told apart from what may differ between Kometa's files and ours.

May differ: the wording of patterns, where pictures and fonts lie, the order of those who are suppressed.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image

from halley.definitions.library import read_overlay_files
from halley.definitions.problems import Problems
from halley.definitions.reading import read_yaml
from halley.definitions.templates import Surroundings
from halley.engines.native.stand_in import StandIn
from tests.golden.defaults_cases import Use
from tests.unit.definitions.told import TODAY, Job, Json, told_of

ART = Path("/art")
#: Uses whose definitions are found by patterns.
PATTERNED: frozenset[Use] = frozenset(
    (
        ("audio_codec", "movie", "{}"),
        ("video_format", "movie", "{}"),
        ("resolution", "movie", "{}"),
        ("direct_play", "movie", "{}"),
    )
)
_IMAGES = ("<kometa>/defaults/overlays/images/", f"{ART}/")


def job(use: Use, folder: Path) -> Job:
    """What the recorder is given. The folder holds pictures of the user's own."""
    name, kind, given = use
    return Job(folder=folder, blocks=f"- default: {name}\n  template_variables: {given}\n", library_type=kind)


def told_by_ours(use: Use, folder: Path) -> list[Json]:
    """What Halley makes of a use by its own files."""
    given = job(use, folder)
    blocks = read_yaml("overlay_files:\n" + "".join(f"  {line}\n" for line in given.blocks.splitlines()), "c", Problems())
    files = StandIn(folder, configs_url="https://configs.invalid/", art=ART)
    around = Surroundings(given.library_name, given.library_type, TODAY)
    return told_of(read_overlay_files(blocks.entries["overlay_files"], {}, files, around), folder, None)


def essence(file: Json, use: Use) -> Json:
    """What is told of a file, without what may differ."""
    if "error" in file:
        return {"error": True}
    definitions = [[name, _essence(one, use[2])] for name, one in file["definitions"]]
    return {"queues": file["queues"], "definitions": definitions}


def _essence(one: Json, given: str) -> Json:
    if "overlay" not in one:
        return one
    overlay = dict(one["overlay"])
    overlay["suppress"] = sorted(overlay["suppress"])
    if overlay["path"]:
        for start in _IMAGES:
            overlay["path"] = overlay["path"].removeprefix(start)
    if overlay["font_name"]:
        overlay["font_name"] = Path(overlay["font_name"]).stem
    kept = {key: value for key, value in one.items() if key not in ("attributes", "overlay")}
    return _without_patterns({**kept, "overlay": overlay}, given)


def _without_patterns(value: Json, given: str) -> Json:
    """The value with a mark in place of each pattern, but for those of the user."""
    if isinstance(value, dict):
        return {
            key: "<pattern>" if key.endswith(".regex") and f": {one}" not in given else _without_patterns(one, given)
            for key, one in value.items()
        }
    return [_without_patterns(one, given) for one in value] if isinstance(value, list) else value


def digests(of_file: Json) -> str:
    """Five digits for the queues, and five for each definition."""
    return "".join(digest(one)[:5] for one in (of_file["queues"], *of_file["definitions"]))


def digest(value: Json) -> str:
    """What stands for all that was told."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:12]


def lay_out_pictures(folder: Path) -> None:
    """The user's own pictures, which the uses name."""
    for name, colour in (("own.png", "red"), ("other.png", "blue")):
        Image.new("RGBA", (60, 30), colour).save(folder / name)


def patterns(file: Json) -> dict[str, list[list[str]]]:
    """For each definition its searches and filters by pattern, told apart: each holds where one of its patterns does."""
    found = {}
    for name, one in file["definitions"]:
        if "overlay" in one and (held := list(_patterns([one["builders"], one["filters"]]))):
            found[name] = held
    return found


def _patterns(value: Json) -> Iterator[list[str]]:
    if isinstance(value, dict):
        for key, one in value.items():
            if key.endswith(".regex"):
                yield one if isinstance(one, list) else [one]
            else:
                yield from _patterns(one)
    elif isinstance(value, list):
        for one in value:
            yield from _patterns(one)


def matched(found: list[list[str]], texts: Sequence[str]) -> str:
    """On which texts patterns match: a bit for each text, in hexadecimal digits, for each search or filter."""
    return " ".join(
        f"{int(''.join('1' if any(re.search(one, text) for one in held) else '0' for text in texts), 2):x}" for held in found
    )
