"""Brings what judges the units, playbooks and Compose files that are written for operators, where it can be had.

    tools/operators.py            into build/operators; nothing where it is there already

Ansible, its linter and a checker of schemas come as `requirements/operators.lock` pins them, into an environment of their
own: they are large, and nothing that runs needs them. Podman's Quadlet comes with Podman where that is new enough (4.4);
Debian 12 has an older one, so there the generator alone is taken out of the package of Debian 13, and nothing is installed.

Never fails: where something stays missing, the tests that need it are skipped by name and counted at the end.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements/operators.lock"
#: Ignored by git, removed by `make clean`.
FOLDER = ROOT / "build/operators"
BIN = FOLDER / "venv/bin"
GENERATORS = (
    Path("/usr/libexec/podman/quadlet"),
    Path("/usr/lib/systemd/system-generators/podman-system-generator"),
    Path("/usr/local/libexec/podman/quadlet"),
)
OWN_GENERATOR = FOLDER / "quadlet"
STAMP = FOLDER / "lock.sha256"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
RELEASE = "trixie"


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / ".alone").open("w") as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)
        for what, bring in (("Ansible", environment), ("Quadlet", quadlet)):
            try:
                bring()
            except (OSError, subprocess.SubprocessError) as error:
                said = getattr(error, "stderr", "") or str(error)
                last = (said if isinstance(said, str) else said.decode(errors="replace")).strip().splitlines()[-1:]
                print(
                    f"{what} could not be brought; the tests that need it will be skipped. {' '.join(last)}", file=sys.stderr
                )
    return 0


def environment() -> None:
    """The environment with Ansible, unless it is the one that the lock describes, in this place."""
    wanted = hashlib.sha256(LOCK.read_bytes() + str(ROOT).encode() + sys.version.encode()).hexdigest()
    if STAMP.is_file() and STAMP.read_text() == wanted and (BIN / "ansible-playbook").exists():
        return
    print(f"Installing what {LOCK.relative_to(ROOT)} pins", flush=True)
    run(sys.executable, "-m", "venv", "--clear", BIN.parent)
    run(BIN / "python", "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input", "--requirement", LOCK)
    STAMP.write_text(wanted)


def generator() -> Path | None:
    """Quadlet's generator, of this machine or ours."""
    return next((one for one in (*GENERATORS, OWN_GENERATOR) if one.is_file()), None)


def quadlet() -> None:
    """Quadlet's generator out of a newer Debian's package, where this machine has none and is a Debian."""
    if generator() is not None or not (shutil.which("apt-get") and Path(KEYRING).is_file()):
        return
    print("Taking Quadlet out of a newer Debian's package of Podman", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        for part in ("parts", "lists/partial", "cache/archives/partial"):
            (folder / part).mkdir(parents=True)
        (folder / "parts/newer.sources").write_text(
            f"Types: deb\nURIs: {mirror()}\nSuites: {RELEASE}\nComponents: main\nSigned-By: {KEYRING}\n"
        )
        apt = (
            "apt-get", "-qq", "-o", "Dir::Etc::SourceList=/dev/null", "-o", f"Dir::Etc::SourceParts={folder}/parts",
            "-o", f"Dir::State::Lists={folder}/lists", "-o", f"Dir::Cache={folder}/cache", "-o", "Acquire::Languages=none",
        )  # fmt: skip
        run(*apt, "update")
        run(*apt, "download", "podman", cwd=folder)
        (package,) = folder.glob("podman_*.deb")
        run("dpkg-deb", "-x", package, folder / "podman")
        shutil.move(folder / "podman/usr/libexec/podman/quadlet", OWN_GENERATOR)


def mirror() -> str:
    """Where this machine has Debian's packages from."""
    targets = run("apt-get", "indextargets", "--format", "$(LABEL) $(REPO_URI)").splitlines()
    found = [line.removeprefix("Debian ") for line in targets if line.startswith("Debian ")]
    if not found:
        raise OSError("this machine's sources have no Debian")
    return found[0]


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    kept = {name: value for name, value in os.environ.items() if name not in {"PYTHONHOME", "PYTHONPATH", "PIP_USER"}}
    done = subprocess.run(
        command, check=True, cwd=cwd, env=kept, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600
    )
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
