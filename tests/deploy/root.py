"""A root file system with what `container/Containerfile` puts into its image, made of this machine's Python and packages."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

from halley import __version__
from tests.house.source import ROOT

VERSION = f"python3.{sys.version_info.minor}"
VENV = "opt/halley/venv"
PROGRAMS = ("sh", "grep", "id", "sleep")
FOLDERS = ("config", "tmp", "run", "proc", "sys", "dev", "etc", "bin", "usr/bin")
BALLAST = shutil.ignore_patterns(
    "__pycache__",
    "site-packages",
    "test",
    "tests",
    "idlelib",
    "ensurepip",
    "lib2to3",
    "tkinter",
    "turtledemo",
    "config-*",
    "*.a",
)


def make_root(root: Path) -> Path:
    """Make it, and return it."""
    for name in FOLDERS:
        (root / name).mkdir(parents=True, exist_ok=True)
    (root / "tmp").chmod(0o1777)
    base = Path(sys.base_prefix)
    python = Path(sys.base_prefix, "bin", VERSION).resolve()
    _copy(python, root / "opt/python/bin" / VERSION)
    shutil.copytree(base / "lib" / VERSION, root / "opt/python/lib" / VERSION, ignore=BALLAST, copy_function=_link)
    _make_environment(root)
    programs = [Path(found) for name in PROGRAMS if (found := shutil.which(name))]
    for program in programs:
        _copy(program.resolve(), root / "bin" / program.name)
    binaries = [python, *(one.resolve() for one in programs), *root.rglob("*.so"), *root.rglob("*.so.*")]
    for library in _libraries(binaries):
        _copy(library.resolve(), root / str(library).lstrip("/"))
    for zone in ("America/New_York", "UTC", "Etc/UTC"):
        _copy(Path("/usr/share/zoneinfo", zone), root / "usr/share/zoneinfo" / zone)
    (root / "etc/passwd").write_text("root:x:0:0:root:/root:/bin/sh\n")
    return root


def image_variables() -> list[str]:
    """What the image sets in the environment, as options of `podman run`."""
    text = (ROOT / "container/Containerfile").read_text(encoding="utf-8")
    (line,) = re.findall(r"^ENV ((?:.*\\\n)*.*)$", text, re.MULTILINE)
    words = line.replace("\\\n", " ").replace("$PATH", "/usr/bin:/bin").split()
    return [option for word in words for option in ("--env", word)]


def _make_environment(root: Path) -> None:
    """The virtual environment, and the two files beside it, as the Containerfile copies them."""
    venv = root / VENV
    packages = venv / "lib" / VERSION / "site-packages"
    (venv / "bin").mkdir(parents=True)
    (venv / "pyvenv.cfg").write_text("home = /opt/python/bin\ninclude-system-site-packages = false\n")
    for name in ("python", "python3", VERSION):
        (venv / "bin" / name).symlink_to(f"/opt/python/bin/{VERSION}")
    (venv / "bin/halley").write_text(
        f"#!/{VENV}/bin/python\nimport sys\nfrom halley.cli.main import main\nsys.exit(main())\n"
    )
    (venv / "bin/halley").chmod(0o755)
    shutil.copytree(ROOT / "src/halley", packages / "halley", ignore=shutil.ignore_patterns("__pycache__"))
    about = packages / f"halley-{__version__}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: halley\nVersion: {__version__}\n")
    for line in (ROOT / "requirements/runtime.lock").read_text().splitlines():
        name = line.partition("==")[0].strip()
        if line[:1].isalpha() and name not in {"editables", "hatchling"}:
            _take_package(name, packages)
    for name in ("entrypoint.py", "health.py"):
        _copy(ROOT / "container" / name, root / "opt/halley" / name)


def _take_package(name: str, packages: Path) -> None:
    try:
        found = distribution(name)
    except ModuleNotFoundError:
        return  # a package of another platform
    for file in found.files or ():
        source = Path(str(file.locate()))
        if ".." not in file.parts and "__pycache__" not in file.parts and source.is_file():
            _copy(source, packages / str(file))


def _libraries(binaries: list[Path]) -> Iterator[Path]:
    """The shared libraries of the system that these are linked to, the loader among them."""
    told = subprocess.run(["ldd", *binaries], capture_output=True, text=True, check=False).stdout
    found = {word for line in told.splitlines() for word in line.replace("=>", " ").split() if word.startswith("/")}
    for path in sorted(Path(word.rstrip(":")) for word in found):
        if ".so" in path.name and path.is_file() and "site-packages" not in path.parts:
            yield path


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        _link(str(source), str(target))


def _link(source: str, target: str) -> None:
    """A second name where both are on one disk, else a copy."""
    try:
        os.link(Path(source).resolve(), target)
    except OSError:
        shutil.copy2(source, target)
