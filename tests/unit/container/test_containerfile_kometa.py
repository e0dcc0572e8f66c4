"""`container/Containerfile.kometa`, as far as it can be proved without an image: what it copies, installs and starts."""

import fnmatch
import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def instructions() -> list[tuple[str, str]]:
    """The instructions in order, continued lines put together."""
    text = (ROOT / "container" / "Containerfile.kometa").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n\s*", " ", "\n".join(line for line in text.splitlines() if not line.startswith("#"))).splitlines()
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines if line.strip())]


def copies() -> list[tuple[str, str]]:
    """(source, target) of everything that is copied."""
    found = [rest.split() for word, rest in instructions() if word == "COPY"]
    return [(source, words[-1]) for words in found for source in words[:-1]]


def is_sent(source: str) -> bool:
    """Whether `.dockerignore` lets a file of the project into the build: its last line that fits decides."""
    sent = True
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").split():
        pattern = line.removeprefix("!").removeprefix("**/")
        if fnmatch.fnmatch(source, pattern) or source.startswith(f"{pattern}/"):
            sent = line.startswith("!")
    return sent


@pytest.mark.parametrize("source", [source for source, _ in copies()])
def test_what_is_copied_exists_and_reaches_the_build(source: str) -> None:
    assert (ROOT / source).exists()
    assert is_sent(source)


@pytest.mark.parametrize(
    "source",
    [
        ".git/config",
        ".venv/bin/python",
        "tests/conftest.py",
        "demo/job/config/kometa_config.yml",
        "web/node_modules/vite/package.json",
        "src/halley/studio/static/index.html",
    ],
)
def test_nothing_else_of_the_project_reaches_the_build(source: str) -> None:
    assert not is_sent(source)


def test_it_starts_the_entry_point_that_it_copied_with_the_python_that_has_halley() -> None:
    (start,) = (json.loads(rest) for word, rest in instructions() if word == "ENTRYPOINT")
    assert start == ["/opt/halley/venv/bin/python", dict(copies())["container/preview_entrypoint.py"]]
    assert any("-m venv /opt/halley/venv" in rest for word, rest in instructions() if word == "RUN")


def test_kometas_own_python_finds_halley_too() -> None:
    """`python3 preview_entrypoint.py --job DIR`, as the requirement has it, runs with a Python that has no Halley."""
    assert any("ln -s /opt/halley/venv/bin/halley /usr/local/bin/halley" in rest for _, rest in instructions())


def test_kometas_python_is_noted_where_the_entry_point_looks() -> None:
    noted = re.search(r"> (\S+)", next(rest for _, rest in instructions() if "sys.executable" in rest))
    assert noted is not None
    assert f'KOMETA_PYTHON = Path("{noted[1]}")' in (ROOT / "container" / "preview_entrypoint.py").read_text(
        encoding="utf-8"
    )


def test_what_builds_halley_is_locked_because_the_last_installation_asks_no_index() -> None:
    assert any("--no-index" in rest and "--no-build-isolation" in rest for _, rest in instructions())
    backend = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["build-backend"]
    locked = (ROOT / "requirements" / "runtime.lock").read_text(encoding="utf-8")
    assert re.search(rf"^{backend.split('.')[0]}==", locked, re.MULTILINE)


def test_the_pages_are_built_before_halley_is_installed_and_leave_only_themselves() -> None:
    lines = [f"{word} {rest}" for word, rest in instructions()]
    (builds,) = [place for place, line in enumerate(lines) if "tools/web.py build" in line and line.startswith("RUN")]
    (installs,) = [place for place, line in enumerate(lines) if "--no-build-isolation" in line]
    assert builds < installs
    assert "rm -rf build web/node_modules" in lines[builds]
    copied = {source for source, _ in copies()}
    assert {"hatch_build.py", "tools/web.py", "web", "requirements/node.lock"} <= copied


def test_the_image_can_be_another_one() -> None:
    assert instructions()[0][0] == "ARG"
    assert instructions()[0][1].startswith("KOMETA_IMAGE=docker.io/kometateam/kometa")
    assert instructions()[1] == ("FROM", "${KOMETA_IMAGE}")
