"""Lets real Kometa draw every case of `tests/golden/pixels_matrix.py`, for `tests/golden/pixels-raqm.json`.

    python tools/record_pixels.py KOMETA PYTHON      the folder of Kometa's kometa.py, and the Python that runs it

Where that Python finds no FriBiDi, texts have basic layout, and it is `pixels-basic.json` that is written. An empty file
`libfribidi.so.0` in a folder of its own, and a script of two lines as PYTHON, do for that:

    #!/bin/sh
    LD_LIBRARY_PATH=FOLDER exec python "$@"

Only digests are kept: of the uploaded file, and of its pixels once it is decoded. `null` says that nothing was uploaded.
"""

import asyncio
import hashlib
import io
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402
from tests.golden.pixels_cases import Case, lay_out  # noqa: E402
from tests.golden.pixels_matrix import CASES  # noqa: E402
from tests.golden.pixels_pictures import base_bytes  # noqa: E402
from tests.support.kometa import Kometa, Ran, an_outside  # noqa: E402

from halley.files import write_atomic  # noqa: E402
from halley.plex.ids import ItemType  # noqa: E402
from halley.plex.images import ImageKind  # noqa: E402
from halley.simulator import LoadedLibrary, Simulator, load_library  # noqa: E402

GOLDEN = ROOT / "tests/golden"
TOKEN = "pixels"
CONFIG = """\
plex: {url: "{url}", token: "{token}", timeout: 60, clean_bundles: false, empty_trash: false, optimize: false}
tmdb: {apikey: demo, language: en}
settings: {cache: false, run_again_delay: 0}
libraries:
"""
_VERSIONS = """
import json, platform, sys
from PIL import Image, features
names = ("freetype2", "raqm", "fribidi", "harfbuzz", "libjpeg_turbo", "webp", "zlib")
found = {name: features.version(name) for name in names}
print(json.dumps({"python": platform.python_version(), "machine": platform.machine(), "pillow": Image.__version__, **found}))
"""


async def main(home: Path, python: Path) -> int:
    with tempfile.TemporaryDirectory() as made:
        ran, posters = await draw(Kometa(home, python), Path(made))
    if not ran.is_finished:
        print(ran.log[-4000:])
        return 1
    versions = versions_of(python)
    versions["kometa"] = (home / "VERSION").read_text("utf-8").split()[0]
    versions["layout"] = "raqm" if versions["fribidi"] else "basic"
    rows = [json.dumps(case.id) + ": " + json.dumps(digests(posters[case.id])) for case in CASES]
    told = '{\n"versions": ' + json.dumps(versions) + ',\n"cases": {\n' + ",\n".join(rows) + "\n}\n}\n"
    write_atomic(GOLDEN / f"pixels-{versions['layout']}.json", told.encode())
    print(f"{len(CASES)} cases, {sum(poster is not None for poster in posters.values())} drawn, {ran.seconds:.0f} s")
    return 0


def versions_of(python: Path) -> dict[str, str | None]:
    """Of everything that has a say in pixels and bytes."""
    told = subprocess.run([python, "-c", _VERSIONS], capture_output=True, text=True, check=True).stdout
    return dict(json.loads(told))


async def draw(kometa: Kometa, folder: Path) -> tuple[Ran, dict[str, bytes | None]]:
    """How the run went, and the poster of each case, None where Kometa uploaded none."""
    file, overlays = lay_out(CASES, folder / "laid out")
    loaded = load_library(file)
    async with an_outside() as outside, Simulator(loaded.library, loaded.images, token=TOKEN) as server:
        ran = await kometa.run(folder / "run", server.url, TOKEN, config(overlays), outside, is_gateway=False)
        after = LoadedLibrary(server.library, loaded.images)
        posters = {case.id: poster(case, after, server) for case in CASES}
    return ran, posters


def config(overlays: dict[str, Path]) -> str:
    rows = []
    for library, file in overlays.items():
        _, filetype, quality = library.rsplit(" ", 2)
        written = {"overlay_artwork_filetype": filetype, "overlay_artwork_quality": int(quality)}
        rows.append(f"  {json.dumps(library)}: " + json.dumps({"overlay_files": [{"file": str(file)}], "settings": written}))
    return CONFIG + "\n".join(rows) + "\n"


def poster(case: Case, after: LoadedLibrary, server: Simulator) -> bytes | None:
    items = [
        item
        for item in after.library.items.values()
        if item.title == case.title and item.type is ItemType.of_word(case.level)
    ]
    assert len(items) == 1, case.id
    shown = items[0].shelf(ImageKind.POSTER).current
    assert shown is not None
    assert shown.picture is not None
    data = server.state.images.get(shown.picture.sha256)
    return None if data == base_bytes(case.base) else data


def digests(data: bytes | None) -> list[str] | None:
    """Of the pixels, and of the file."""
    if data is None:
        return None
    with Image.open(io.BytesIO(data)) as image:
        pixels = hashlib.sha256(image.convert("RGB").tobytes()).hexdigest()
    return [pixels[:32], hashlib.sha256(data).hexdigest()[:32]]


if __name__ == "__main__":
    sys.exit(asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]))))
