"""Records what real Kometa makes of overlay files: queues, resolved attributes, the overlay of each definition.

Run it with Kometa's own Python; it imports Kometa's modules from the given checkout and keeps nothing of them:

    KOMETA_PYTHON tools/record_templates.py --kometa KOMETA tests/cases/definitions/*.yml -o tests/golden/templates.json

A case is an overlay file with a section `case:` beside the others, which Kometa ignores: `library_type`, `library_name`,
`library_variables`, `template_variables`. With `--jobs`, a JSON list of jobs is read from standard input instead, each with
`folder`, `library_type`, `library_name`, `library_variables` and `blocks` (the text of `overlay_files`). The day is fixed.
"""

import argparse
import contextlib
import copy
import io
import json
import os
import shutil
import sys
import tempfile
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

TODAY = datetime(2026, 11, 20, 5)
HOME = "<kometa>"
OWN_PICTURES = str(Path(tempfile.gettempdir(), f"overlays-{os.getpid()}"))
ADDED_OR_READ = ("template", "variables", "delete_collections_named")
OVERLAY = (
    "name group queue_name weight horizontal_offset horizontal_align vertical_offset vertical_align scale_width scale_height"
    " back_color back_line_color back_radius back_line_width back_padding back_align back_box font_name font_size font_color"
    " stroke_width stroke_color addon_offset addon_position path level suppress"
).split()


SOURCES = (
    "anidb anilist icheckmovies imdb letterboxd mal mdblist mojo plex radarr simkl sonarr stevenlu tautulli textfile tmdb"
    " trakt tvdb"
).split()


class Quiet:
    """Takes whatever is logged, and keeps what is bad."""

    def __init__(self):
        self.told = []

    def error(self, message, *_, **__):
        self.told.append(str(message))

    warning = error

    def __getattr__(self, name):
        return lambda *_, **__: None


class Pliant(SimpleNamespace):
    """A library or a configuration of which nobody says more than this: everything else is off."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return False


class FixedDay(datetime):
    @classmethod
    def now(cls, tz=None):
        return TODAY


def keep_call(builder, name, value, *_):
    """In place of what asks Plex and the internet: the call as it was made."""
    builder.builders.append((name, value))


def keep_filters(builder, name, value):
    if not isinstance(value, (dict, list)) or any(not isinstance(one, dict) for one in value if isinstance(value, list)):
        raise ValueError(name)
    builder.filters = value


def load_kometa(home):
    sys.path.insert(0, str(home))
    from modules import util  # noqa: PLC0415

    util.logger = Quiet()
    from modules import builder, meta, request  # noqa: PLC0415

    for module in (builder, meta, request):
        module.logger = util.logger
    meta.datetime = FixedDay
    for source in SOURCES:
        setattr(builder.CollectionBuilder, f"_{source}", keep_call)
    builder.CollectionBuilder._filters = keep_filters
    return SimpleNamespace(util=util, builder=builder, meta=meta, plex=builder.plex, yaml=request.YAML, home=str(home))


def run(kometa, job):
    """What Kometa makes of the blocks of one library."""
    os.chdir(job["folder"])
    util = kometa.util
    util.logger.told = []
    asked = []
    requests = SimpleNamespace(
        file_yaml=lambda path, check_empty=False: kometa.yaml(path=path, check_empty=check_empty),
        get=lambda url: asked.append(url) or picture(),
    )
    config = Pliant(
        GitHub=SimpleNamespace(
            translation_keys=["en"], configs_url="https://configs.invalid/",
            translation_yaml=lambda language: {"collections": {}, "key_names": {}, "variables": {}},
        ),
        Requests=requests, requested_files=None, custom_repo=None, Cache=None, Trakt=True, MyAnimeList=True,
    )  # fmt: skip
    kind = job["library_type"].capitalize()
    library = Pliant(
        name=job["library_name"], type=kind, overlay_files=[], collections=[], image_table_name="x",
        is_movie=kind in ("Movie", "Video"), is_show=kind == "Show", is_music=kind == "Artist",
        Plex=Pliant(type=kind.lower()), ignore_ids=[], ignore_imdb_ids=[], Tautulli=True, Radarr=Pliant(), Sonarr=Pliant(),
        overlay_folder=OWN_PICTURES,
    )  # fmt: skip

    def get_collection(*_, **__):
        raise util.Failed

    library.get_collection = get_collection
    library.split = lambda text: kometa.plex.Plex.split(library, text)
    shutil.rmtree(OWN_PICTURES, ignore_errors=True)
    if (own := Path(job["folder"], "overlays")).is_dir():
        shutil.copytree(own, OWN_PICTURES)
    blocks = kometa.yaml(input_data="overlay_files:\n" + indented(job["blocks"])).data["overlay_files"]
    variables = kometa.yaml(input_data=job["library_variables"]).data if job["library_variables"] else {}
    files, _ = util.load_files(blocks, "overlay_files", lib_vars=variables)
    recorded = []
    for file_type, path, variables, assets in files:
        number = len(library.overlay_files)
        try:
            loaded = kometa.meta.OverlayFile(config, library, file_type, path, variables, assets, 0)
        except Exception as problem:  # noqa: BLE001
            recorded.append({"path": shown(path, kometa, job), "error": shown(str(problem), kometa, job)})
            continue
        library.overlay_files.append(loaded)
        recorded.append(
            {
                "path": shown(path, kometa, job),
                "number": number,
                "queues": {name: plain(loaded.queues[key]) for name, key in loaded.queue_names.items()},
                "definitions": [
                    [plain(name), definition(kometa, config, library, loaded, name, body, job, asked)]
                    for name, body in loaded.overlays.items()
                ],
            }
        )
    return recorded


def indented(text):
    return "".join(f"  {line}\n" for line in text.splitlines())


def picture():
    """The answer to whoever asks for a picture."""
    from PIL import Image  # noqa: PLC0415

    Image.new("RGBA", (60, 30), "red").save(written := io.BytesIO(), "PNG")
    return SimpleNamespace(status_code=200, headers={"Content-Type": "image/png"}, content=written.getvalue())


def definition(kometa, config, library, loaded, name, body, job, asked):
    asked.clear()
    body = copy.deepcopy(body)
    found = {"attributes": None}
    builder = kometa.builder.CollectionBuilder.__new__(kometa.builder.CollectionBuilder)
    try:
        builder.__init__(config, loaded, name, body, library=library, overlay=True)
        made = builder.overlay
        found["overlay"] = {key: shown(plain(getattr(made, key, None)), kometa, job) for key in OVERLAY}
        found["builders"] = [[key, plain(value)] for key, value in builder.builders]
        found["filters"] = plain(builder.filters)
        found["limit"], found["ignore_blank_results"] = builder.limit, builder.ignore_blank_results
    except kometa.util.NotScheduled as skipped:
        found["skipped"] = str(skipped)
    except Exception as problem:  # noqa: BLE001
        found["failed"] = shown(f"{type(problem).__name__}: {problem}", kometa, job)
    found["asked"] = list(asked)
    attributes = ((key, value) for key, value in body.items() if str(key).lower() not in ADDED_OR_READ)
    found["attributes"] = [[plain(key), plain(value)] for key, value in attributes]
    return found


def plain(value):
    """JSON that keeps types and order: a mapping whose keys are no texts, and dates, are spelled out."""
    if isinstance(value, dict):
        if all(isinstance(key, str) for key in value):
            return {str(key): plain(one) for key, one in value.items()}
        return {"!map": [[plain(key), plain(one)] for key, one in value.items()]}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, date):
        return {"!date": str(value)}
    return str(value)


def shown(value, kometa, job):
    if isinstance(value, list):
        return [shown(one, kometa, job) for one in value]
    if not isinstance(value, str):
        return value
    return value.replace(kometa.home, HOME).replace(job["folder"], "<case>").replace(OWN_PICTURES, "<overlays>")


def job_of(path, kometa):
    case = kometa.yaml(path=str(path)).data.get("case") or {}
    variables = case.get("template_variables")
    block = {"file": path.name, **({"template_variables": variables} if variables else {})}
    return {
        "folder": str(path.parent),
        "library_type": case.get("library_type", "movie"),
        "library_name": case.get("library_name", "My Movies"),
        "library_variables": dumped(case.get("library_variables"), kometa),
        "blocks": dumped([block], kometa),
    }


def dumped(value, kometa):
    if not value:
        return ""
    import ruamel.yaml  # noqa: PLC0415

    with tempfile.TemporaryFile("w+", encoding="utf-8") as written:
        yaml = ruamel.yaml.YAML()
        yaml.width = 4096
        yaml.dump(value, written)
        written.seek(0)
        return written.read()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kometa", type=Path, required=True)
    parser.add_argument("--jobs", action="store_true")
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("cases", type=Path, nargs="*")
    given = parser.parse_args()
    cases, output = [case.absolute() for case in given.cases], given.output.absolute() if given.output else None
    with contextlib.redirect_stdout(sys.stderr):
        kometa = load_kometa(given.kometa.absolute())
        if given.jobs:
            recorded = [run(kometa, job) for job in json.load(sys.stdin)]
        else:
            version = (given.kometa / "VERSION").read_text("utf-8").strip()
            recorded = {"kometa": version, "cases": {case.stem: run(kometa, job_of(case, kometa)) for case in cases}}
    text = json.dumps(recorded, indent=None if given.jobs else 1, ensure_ascii=False)
    if output:
        output.write_text(text + "\n", encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
