"""The project's own files, as the rules of the house look at them."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "halley"
#: Made by the verbs of the Makefile, never by people.
MADE = {
    ".git",
    ".venv",
    "build",
    "node_modules",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    ".import_linter_cache",
    "__pycache__",
}


@dataclass(frozen=True, slots=True)
class Module:
    """One source file: `name` is relative to the package (`gateway.upstream`), `path` to the project."""

    name: str
    path: str
    tree: ast.Module

    @property
    def room(self) -> str:
        return self.name.split(".")[0]

    @property
    def stem(self) -> str:
        return self.name.rsplit(".", 1)[-1]


@cache
def modules() -> tuple[Module, ...]:
    return tuple(module(path) for path in sorted(PACKAGE.rglob("*.py")))


def module(path: Path) -> Module:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    name = ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)
    return Module(name, path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8")))


@cache
def tracked_files() -> tuple[Path, ...]:
    """What git tracks; in an unpacked archive, whatever is there and was not made by a verb."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return tuple(path for path in sorted(ROOT.rglob("*")) if path.is_file() and not MADE & set(path.parts))
    return tuple(ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())


def imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every absolute import as a dotted name (`http.client`, `aiohttp.web`) with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def attributes(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every dotted name that is read (`os.environ`, `asyncio.open_connection`) with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}", node.lineno
