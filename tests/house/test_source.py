"""How the source is laid out: names, secrets, loose types, imports."""

import ast
import re
import subprocess
import sys

from tests.house.source import ROOT, modules, tracked_files

VAGUE_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "manager",
    "data",
    "info",
    "process",
    "stuff",
    "tools",
}
#: Where the text behind a `Secret` may come out, and what for.
REVEALING = {
    "secrets": "compares and redacts",
    "plex.client": "puts the token into a header",
    "gateway.upstream": "puts the token into a header",
    "changes.client": "puts the token into a header",
    "outside.client": "puts keys into addresses and headers",
    "gateway.gateway": "hands out the worthless token that it made itself",
    "gateway.server": "compares that worthless token",
    "demo.visitor": "is a client with a worthless token",
    "cli.gateway": "prints the worthless token",
    "studio.desk.veil": "finds tokens in a text to take them out",
    "service.server": "locks the studio with the key that it made",
    "studio.security.passwords": "hashes it",
    "jobs.boxed": "hands the worthless token to the engine",
    "notices.client": "puts addresses and keys into requests",
    "notices.dialects": "writes an address of a receiver and its header",
    "notices.runner": "hands an address to the process that sends",
    "notices.targets": "finds the parts of an address that may be keys",
    "cli.simulator": "hands the token to a server that it makes up",
    "cli.wiring": "reads it from where the user keeps it",
}
LONGEST_MODULE = 600


def test_imports_go_down_only() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    done = subprocess.run([*command, "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_module_is_named_for_what_is_in_it() -> None:
    assert not [module.path for module in modules() if VAGUE_NAMES & set(module.name.split("."))]


def test_a_secret_is_revealed_only_where_it_is_used() -> None:
    found = [
        f"{module.path}:{node.lineno}: reveal()"
        for module in modules()
        if module.name not in REVEALING
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "reveal"
    ]
    assert not found, "\n".join(found)


def test_a_module_says_what_it_is_for() -> None:
    silent = [module.path for module in modules() if module.tree.body and not ast.get_docstring(module.tree)]
    assert not silent, "no docstring in:\n" + "\n".join(silent)


def test_no_signature_says_any() -> None:
    found = [
        f"{module.path}:{node.lineno}: Any"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Name) and node.id == "Any"
    ]
    assert not found, "\n".join(found)


def test_no_module_outgrows_a_reading() -> None:
    lengths = {module.path: len((ROOT / module.path).read_text(encoding="utf-8").splitlines()) for module in modules()}
    long = {path: length for path, length in lengths.items() if length > LONGEST_MODULE}
    assert not long, f"these hold more than one thing: {long}"


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    # Written apart, or this file would be the first one found.
    pattern = re.compile(r"(?<![\w.<}~-])/(?:" + "|".join(("work", "root", "Users")) + r")/[\w.]")
    found = []
    for path in tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert not found, "\n".join(found)


def test_tests_are_skipped_by_marker_only() -> None:
    """A skip of another kind would not be counted by name, and `.ci/run` would not notice it."""
    calls = re.compile(r"pytest\.(skip|xfail|importorskip)\(|mark\.(skip|skipif|xfail)\b")
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in tracked_files()
        if path.match("tests/**/*.py") and path.name != "conftest.py" and "house" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if calls.search(line)
    ]
    assert not found, "say `needs(...)` or `kometa` instead:\n" + "\n".join(found)


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in tracked_files() if path.match("tests/**/test_*.py")}
    assert not [folder for folder in folders if not (folder / "__init__.py").is_file()]
