"""The Plex token and the keys of a configuration never reach a browser, whatever it asks for."""

import json
import re
from pathlib import Path

import pytest

from halley.studio.desk.veil import Veil
from halley.studio.security.gate import SESSION
from tests.hostile.studio import Target, attacked, settings

TOKEN, APIKEY, HOOK = "plex-token-4711-abcdef", "0123456789abcdef-of-tmdb", "private-hook-99"
CONFIG = f"""\
plex: {{url: "http://127.0.0.1:9", token: {TOKEN}, timeout: 1}}
tmdb: {{apikey: {APIKEY}}}
webhooks: {{error: "https://hooks.example/{HOOK}"}}
libraries:
  Movies:
    overlay_files: [{{file: overlays.yml}}]
"""
BROKEN = CONFIG.replace("libraries:", "libraries: [")


def _everything(target: Target, identity: str, text: str) -> dict[str, bytes]:
    """What every operation of the API answers, asked in earnest: the addresses name what there is."""
    described = json.loads(target.asks("GET", "/api/v1/openapi.json").body)
    heard = {}
    bodies = {
        "/check/": {"text": text},
        "/difference/": {"text": text},
        "/files/": {"text": text, "digest": "0" * 64},
        "/render": {"configuration": identity, "file": "overlays.yml", "item": 1, "text": "overlays: {}\n"},
        "/jobs": {"kind": "plan", "configuration": identity},
    }
    for path, methods in described["paths"].items():
        if path in {SESSION, "/api/v1/events"}:
            continue
        at = path.replace("{identity}", identity).replace("{name}", "config.yml").replace("{key}", "1")
        at = re.sub(r"\{[^}]+\}", "0" * 64, at)
        for method in set(methods) & {"get", "post", "put"}:
            body = next((one for part, one in bodies.items() if part in path), {})
            sent = json.dumps(body).encode() if method != "get" else b""
            answer = target.asks(method.upper(), at, *target.entitled, body=sent)
            heard[f"{method} {path}"] = answer.body + repr(answer.headers).encode()
    return heard


@pytest.mark.parametrize("config", [CONFIG, BROKEN], ids=["a whole one", "one that is no YAML"])
@pytest.mark.parametrize("is_veiled", [True, False], ids=["all walls", "without the veil"])
def test_no_operation_answers_with_a_secret(
    config: str, is_veiled: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "config.yml").write_text(config)
    (folder / "overlays.yml").write_text("overlays: {}\n")
    if not is_veiled:
        monkeypatch.setattr(Veil, "masked", lambda _self, text: text)
    with attacked(settings(tmp_path)) as target:
        target.studio.jobs.runner.at_once = 0
        heard = _everything(target, target.studio.desk.add(folder / "config.yml").id, "libraries: {}\n")
    assert len(heard) > 30
    told = [(what, one) for what, said in heard.items() for one in (TOKEN, APIKEY, HOOK) if one.encode() in said]
    assert bool(told) != is_veiled, told
