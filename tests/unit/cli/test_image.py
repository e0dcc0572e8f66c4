"""`--image`: Kometa's path and Python are those of the image, and nothing is looked for on this machine."""

import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.played_kometa import played_kometa
from tests.support.previews import Desk

pytestmark = pytest.mark.needs("podman")
#: What the played Kometa imports besides the standard library.
PACKAGES = ("requests", "urllib3", "certifi", "idna", "charset_normalizer", "ruamel", "PIL", "pillow.libs")
PYTHON = "/opt/python"


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An image with nothing but a Python and a Kometa at the place where LinuxServer's has it."""
    folder = tmp_path_factory.mktemp("image")
    kometa = played_kometa(folder / "kometa", "say: from the image", "overlays", "finish")
    layer = folder / "layer.tar"
    with tarfile.open(layer, "w") as tar:
        tar.add(kometa, "app/kometa")
        _add_python(tar)
    name = f"localhost/halley-test-{folder.parent.name.lower()}:latest"
    path = f"ENV PATH={PYTHON}/bin"
    subprocess.run(["podman", "import", "--quiet", "--change", path, layer, name], check=True, capture_output=True)
    layer.unlink()
    yield name
    subprocess.run(["podman", "rmi", "--force", name], check=True, capture_output=True)


def _add_python(tar: tarfile.TarFile) -> None:
    base, version = Path(sys.base_prefix), f"python3.{sys.version_info.minor}"
    program = Path(sys.base_prefix, "bin", version).resolve()
    tar.add(program, f"{PYTHON}/bin/python3")
    shell = Path("/bin/sh").resolve()
    tar.add(shell, "bin/sh")
    tar.add(base / "lib" / version, f"{PYTHON}/lib/{version}", filter=_standard)
    packages = Path(pytest.__file__).parent.parent
    for name in PACKAGES:
        if (packages / name).exists():
            tar.add(packages / name, f"{PYTHON}/lib/{version}/site-packages/{name}", filter=_package)
    for library in _libraries(
        program, shell, *(base / "lib" / version / "lib-dynload").glob("*.so"), *packages.glob("PIL/*.so")
    ):
        tar.add(library.resolve(), str(library).lstrip("/"))


def _standard(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """The standard library without what no run needs."""
    ballast = {"site-packages", "test", "tests", "__pycache__", "idlelib", "ensurepip", "lib2to3", "tkinter", "turtledemo"}
    parts = Path(entry.name).parts
    return None if ballast & set(parts) or any(part.startswith("config-") for part in parts) else entry


def _package(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    return None if "__pycache__" in entry.name else entry


def _libraries(*binaries: Path) -> set[Path]:
    """The shared libraries that these are linked to, the loader among them."""
    found = set()
    told = subprocess.run(["ldd", *binaries], capture_output=True, text=True, check=False).stdout
    for line in told.splitlines():
        words = line.replace("=>", " ").split()
        found |= {Path(word) for word in words if word.startswith("/") and not word.endswith(":")}
    return {path for path in found if path.is_file() and ".so" in path.name and "site-packages" not in str(path)}


async def test_the_kometa_of_an_image_draws_though_this_machine_has_none(desk: Desk, image: str) -> None:
    done = await desk.preview("--image", image, "--target", "Heat", "--json", sandbox="auto")
    assert done.status == 0, (done, (desk.job / "logs" / "kometa.log").read_text())
    assert (done.told["sandbox"], done.told["counts"]["captured"]) == ("container", 1)
    assert "from the image" in (desk.job / "logs" / "kometa.log").read_text()


async def test_a_path_that_the_image_lacks_is_named(desk: Desk, image: str) -> None:
    done = await desk.preview("--image", image, "--kometa", "/elsewhere", "--target", "Heat", sandbox="container")
    assert done.status == 4
    assert "there is no Kometa in this image at /elsewhere or /elsewhere/kometa.py" in done.output
