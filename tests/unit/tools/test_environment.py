"""`tools/environment.py`: when .venv is made anew, and when it is left alone."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module, looking at a project of its own whose set-up only notes what it would run."""
    spec = importlib.util.spec_from_file_location("environment", ROOT / "tools" / "environment.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "pyproject.toml").write_text("[project]")
    (tmp_path / "requirements").mkdir()
    locks = {kind: tmp_path / f"requirements/{kind}.lock" for kind in ("runtime", "dev")}
    for kind, lock in locks.items():
        lock.write_text(f"# {kind}")
    runs: list[tuple[object, ...]] = []

    def run(*command: object) -> None:
        runs.append(command)
        (tmp_path / ".venv").mkdir(exist_ok=True)

    replaced = {"ROOT": tmp_path, "VENV": tmp_path / ".venv", "LOCKS": locks, "run": run, "runs": runs}
    replaced["works"] = (tmp_path / ".venv").is_dir
    for name, value in replaced.items():
        monkeypatch.setattr(module, name, value, raising=False)
    return module


def test_the_second_time_nothing_is_run(environment: ModuleType) -> None:
    environment.main("dev")
    first = len(environment.runs)
    environment.main("dev")
    assert first == 3
    assert len(environment.runs) == first


def test_what_has_test_tools_has_the_program_too(environment: ModuleType) -> None:
    environment.main("dev")
    assert environment.is_ready("runtime")


def test_the_program_alone_is_not_enough_for_tests(environment: ModuleType) -> None:
    environment.main("runtime")
    assert not environment.is_ready("dev")


@pytest.mark.parametrize("changed", ["requirements/dev.lock", "pyproject.toml"])
def test_a_changed_file_is_installed_into_the_same_environment(environment: ModuleType, changed: str) -> None:
    environment.main("dev")
    (environment.ROOT / changed).write_text("# changed")
    environment.runs.clear()
    environment.main("dev")
    assert [command[1:3] for command in environment.runs] == [("-m", "pip"), ("-m", "pip")]


def test_a_moved_checkout_gets_a_new_environment(environment: ModuleType) -> None:
    environment.main("dev")
    environment.home().write_text("/somewhere/else")
    (environment.ROOT / "pyproject.toml").write_text("# changed")
    environment.runs.clear()
    environment.main("dev")
    assert environment.runs[0][1:4] == ("-m", "venv", "--clear")
