"""`hatch_build.py`: what a build asks for, and that none ends without the studio's pages."""

import importlib.util
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
#: A tools/web.py whose answers are given; it notes that it was told to build.
PLAYED = """
from pathlib import Path
WEB = Path(__file__).parent.parent / "web"
is_current = lambda: {is_current}
node_here = lambda: {has_node}
def main(arguments):
    Path(__file__).with_name("built").touch()
    return {status}
"""


def a_hook(root: Path, *, is_current: bool = False, has_node: bool = False, status: int = 0, has_web: bool = True) -> Any:
    (root / "tools").mkdir()
    (root / "tools/web.py").write_text(PLAYED.format(is_current=is_current, has_node=has_node, status=status))
    if has_web:
        (root / "web").mkdir()
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.PagesHook(str(root), {}, None, None, str(root / "dist"), "wheel")


def was_built(root: Path) -> bool:
    return (root / "tools/built").exists()


def test_where_there_is_no_node_pip_is_asked_for_the_one_that_the_set_up_takes(tmp_path: Path) -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    assert a_hook(tmp_path).dependencies() == groups["node"]


@pytest.mark.parametrize("there", [{"is_current": True}, {"has_node": True}], ids=["pages", "node"])
def test_nothing_is_asked_for_where_it_is_not_needed(tmp_path: Path, there: dict[str, bool]) -> None:
    assert a_hook(tmp_path, **there).dependencies() == []


def test_the_pages_are_built(tmp_path: Path) -> None:
    a_hook(tmp_path).initialize("standard", {})
    assert was_built(tmp_path)


def test_what_builds_them_itself_afterwards_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALLEY_PAGES", "later")
    hook = a_hook(tmp_path)
    assert hook.dependencies() == []
    hook.initialize("editable", {})
    assert not was_built(tmp_path)


def test_without_pages_nothing_is_packed(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        a_hook(tmp_path, status=1).initialize("standard", {})
    assert ended.value.code == 1


def test_neither_pages_nor_their_sources_is_told(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="and so is web/"):
        a_hook(tmp_path, has_web=False).initialize("standard", {})
