"""What tests need besides Python: programs, abilities of the kernel, and a checkout of real Kometa.

Each check answers `None` where the thing can be used, or a few words on why it can't. Checks run once a process.
"""

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tools import operators, web

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
#: The same on every architecture that has Landlock; asks for the version of its interface.
LANDLOCK_CREATE_RULESET = 444
LANDLOCK_ASK_VERSION = 1


@cache
def absence(name: str) -> str | None:
    """Why the thing called `name` cannot be used here, or None. An unknown name is a program on the path."""
    check = CHECKS.get(name)
    return check() if check else installed(name)


def installed(*names: str) -> str | None:
    return None if any(shutil.which(name) for name in names) else "not installed"


def container_engine(name: str) -> str | None:
    return installed(name) or answers(name, "info")


def bubblewrap() -> str | None:
    # Installed is not enough: many kernels and containers refuse it the namespaces it is made of.
    return installed("bwrap") or answers("bwrap", "--ro-bind", "/", "/", "--unshare-all", "true")


def unshare() -> str | None:
    # As with bubblewrap, many kernels and containers have no namespaces for it.
    return installed("unshare") or answers("unshare", "--user", "--map-root-user", "true")


def chromium() -> str | None:
    return installed(*CHROMIUM_NAMES)


def fribidi() -> str | None:
    """Whether Pillow can lay out texts with Raqm: its wheel carries that, but loads FriBiDi from the system."""
    from PIL import features  # noqa: PLC0415 - nothing else here needs more than the standard library

    return None if features.check_feature("fribidi") else "libfribidi.so.0 is not installed"


def node() -> str | None:
    """Whether Node and what web/package-lock.json names are here, which the set-up brings where it can."""
    if not (web.node_here() or web.node_of_wheel()):
        return "there is none that is new enough, and the set-up could not bring it"
    return None if web.has_packages() else "web/node_modules is not what web/package-lock.json says; run `make setup`"


def pages() -> str | None:
    """Whether the studio's pages are built of what web/ holds."""
    return None if web.is_current() else "the studio's pages are not those of today's web/; run `make setup`"


def landlock() -> str | None:
    kernel = ctypes.CDLL(None, use_errno=True)
    version = kernel.syscall(LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(LANDLOCK_ASK_VERSION))
    return None if version > 0 else f"this kernel has none ({os.strerror(ctypes.get_errno())})"


def mount() -> str | None:
    """Whether a small tmpfs can be mounted, which is how tests get a full disk."""
    if os.geteuid() != 0:
        return "only root may mount a tmpfs"
    with tempfile.TemporaryDirectory() as folder:
        refusal = installed("mount") or answers("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder)
        if refusal is None:
            subprocess.run(["umount", folder], check=True)
        return refusal


def kometa() -> str | None:
    """Whether `HALLEY_KOMETA` names a checkout of Kometa (or its kometa.py) and there is a Python to run it with."""
    if not os.environ.get("HALLEY_KOMETA"):
        return "HALLEY_KOMETA is not set"
    if not (kometa_home() / "kometa.py").is_file():
        return f"HALLEY_KOMETA={os.environ['HALLEY_KOMETA']} holds no kometa.py"
    if not shutil.which(kometa_python()):
        return f"HALLEY_KOMETA_PYTHON={kometa_python()} is no program"
    return None


def kometa_home() -> Path:
    path = Path(os.environ["HALLEY_KOMETA"]).expanduser()
    return path.parent if path.name == "kometa.py" else path


def kometa_python() -> Path:
    return Path(os.environ.get("HALLEY_KOMETA_PYTHON") or sys.executable)


def operators_program(name: str) -> str | None:
    """Whether a program of tools/operators.py is here."""
    return None if (operators.BIN / name).is_file() else "tools/operators.py has not brought it"


def quadlet() -> str | None:
    """Whether Podman's generator of units is here."""
    return None if operators.generator() else "Podman has none (before 4.4), and tools/operators.py could not bring it"


def answers(*command: str) -> str | None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"cannot be used: {error}"
    if done.returncode == 0:
        return None
    complaint = done.stderr.strip().splitlines()
    return f"cannot be used: {complaint[-1] if complaint else f'exit status {done.returncode}'}"


CHECKS: dict[str, Callable[[], str | None]] = {
    "ansible": lambda: operators_program("ansible-playbook") or operators_program("ansible-lint"),
    "bubblewrap": bubblewrap,
    "check-jsonschema": lambda: operators_program("check-jsonschema"),
    "chromium": chromium,
    "docker": lambda: container_engine("docker"),
    "fribidi": fribidi,
    "kometa": kometa,
    "landlock": landlock,
    "mount": mount,
    "node": node,
    "pages": pages,
    "podman": lambda: container_engine("podman"),
    "quadlet": quadlet,
    "root": lambda: None if os.geteuid() == 0 else "only root may become somebody else",
    "unshare": unshare,
}
