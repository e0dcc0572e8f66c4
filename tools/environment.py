"""Makes the virtual environment that a lock file describes, and does nothing where it is made already.

Run by `tools/environment` with any Python from 3.11 on; the standard library is all there is at that moment.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"runtime": ROOT / "requirements/runtime.lock", "dev": ROOT / "requirements/dev.lock"}


def main(kind: str) -> int:
    if is_ready(kind):
        return 0
    try:
        make(kind)
    except subprocess.CalledProcessError as error:
        print(f"Could not set up .venv: `{' '.join(map(str, error.cmd))}` failed (above it says why).", file=sys.stderr)
        return 1
    return 0


def is_ready(kind: str) -> bool:
    """Whether `.venv` holds what `kind` asks for. `dev` contains all of `runtime`."""
    return any(read(stamp(each)) == fingerprint(each) for each in {kind, "dev"}) and works()


def make(kind: str) -> None:
    lock = LOCKS[kind]
    if was_moved() or not works():
        print(f"Making .venv with Python {sys.version.split()[0]}", flush=True)
        run(sys.executable, "-m", "venv", "--clear", VENV)
    print(f"Installing what {lock.relative_to(ROOT)} pins", flush=True)
    pip("--requirement", lock)
    # The build backend is pinned by the lock and installed by now, so that this step asks no index.
    pip("--no-index", "--no-deps", "--no-build-isolation", "--editable", ROOT)
    stamp(kind).write_text(fingerprint(kind))
    home().write_text(str(ROOT))


def works() -> bool:
    """Whether .venv has a Python that starts; an interrupted set-up or an upgraded system leaves one that does not."""
    if not PYTHON.exists():
        return False
    check = "import sys, pip; sys.exit(sys.prefix == sys.base_prefix)"
    return subprocess.run([PYTHON, "-c", check], capture_output=True, check=False).returncode == 0


def was_moved() -> bool:
    """Scripts in a virtual environment carry its absolute path, so a copied or renamed checkout needs a new one."""
    return read(home()) not in {"", str(ROOT)}


def fingerprint(kind: str) -> str:
    digest = hashlib.sha256()
    for part in (LOCKS[kind].read_bytes(), (ROOT / "pyproject.toml").read_bytes(), str(ROOT).encode()):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def stamp(kind: str) -> Path:
    return VENV / f".installed-{kind}"


def home() -> Path:
    return VENV / ".made-for"


def read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def pip(*arguments: str | Path) -> None:
    # -qq: errors only. PIP_USER in the environment would send packages past the virtual environment.
    run(PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input", "--no-user", *arguments)


def run(*command: str | Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONHOME", "PYTHONPATH"}}
    environment["HALLEY_PAGES"] = "later"  # tools/web.py builds them after this, and may fail where this may not
    subprocess.run(command, check=True, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
