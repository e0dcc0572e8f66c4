"""Kometa in a container image: its paths are the image's, and nothing is looked for on this machine."""

from pathlib import Path

from halley.engines.kometa.find import KometaHome

_USUAL = ("/kometa.py", "/app/kometa/kometa.py")
"""Where the published image has it, and where LinuxServer's has it."""
_PYTHON = Path("python3")
#: Becomes the first Kometa that is there. Its own arguments follow the double dash.
_STARTER = """
import os, sys
cut = sys.argv.index("--")
found = next((path for path in sys.argv[1:cut] if os.path.isfile(path)), None)
if found is None:
    sys.exit("there is no Kometa in this image at " + " or ".join(sys.argv[1:cut]))
os.execv(sys.executable, [sys.executable, "-u", found, *sys.argv[cut + 1:]])
"""


def kometa_in_image(kometa: Path | None, python: Path | None) -> KometaHome:
    """The Kometa of an image, by its paths inside: as demanded (the folder or its kometa.py), or where images have it."""
    places = _USUAL if kometa is None else (str(kometa), str(kometa / "kometa.py"))
    return KometaHome(Path(places[0]), python or _PYTHON, "", (), ("-c", _STARTER, *places, "--"))
