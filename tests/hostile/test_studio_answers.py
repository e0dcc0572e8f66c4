"""What answers tell: the browser what to refrain from, and nobody a secret."""

import logging
from pathlib import Path

import pytest
from fastapi import FastAPI

from halley.studio.security.headers import ALWAYS
from halley.studio.studio import Studio
from tests.hostile import studio as attacks
from tests.hostile.studio import attacked, locked, settings

SECRET = "the-token-that-an-error-speaks-of"
EVERYWHERE = ("/", "/assets/index-0123abcd.js", "/nothing", "/api/v1/session", "/api/v1/configurations", "/api/none", "/api")


@pytest.mark.parametrize("without", ["", "headers"], ids=["all walls", "without headers"])
@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_says_what_a_browser_must_not_do(path: str, without: str, tmp_path: Path) -> None:
    with attacked(locked(tmp_path), without) as target:
        for method in ("GET", "POST", "PUT", "HEAD"):
            for headers in ((), target.entitled):
                answer = target.asks(method, path, *headers)
                has_all = all(answer.headers.get(name.lower()) == value for name, value in ALWAYS.items())
                policy = answer.headers.get("content-security-policy", "")
                is_strict = "frame-ancestors 'none'" in policy and "unsafe-eval" not in policy
                assert (has_all and is_strict) == (not without), (method, headers)


def test_a_page_runs_no_script_but_its_own_files(tmp_path: Path) -> None:
    with attacked(settings(tmp_path)) as target:
        policy = target.asks("GET", "/jobs").headers["content-security-policy"]
        rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split("; ")}
        assert rules["default-src"] == ["'self'"]
        assert "script-src" not in rules, "else it would have to be looked at, too"
        assert rules["object-src"] == rules["frame-ancestors"] == ["'none'"]
        assert rules["base-uri"] == rules["form-action"] == ["'self'"]
        assert b"<script>" not in target.asks("GET", "/jobs").body


def test_what_the_api_answers_is_no_page(tmp_path: Path) -> None:
    with attacked(settings(tmp_path)) as target:
        answer = target.asks("GET", "/api/v1/configurations")
        assert "sandbox" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"


def test_no_other_origin_is_let_in_by_headers(tmp_path: Path) -> None:
    with attacked(settings(tmp_path)) as target:
        for method in ("GET", "OPTIONS"):
            answer = target.asks(method, "/api/v1/configurations", "Origin: https://evil.example")
            assert not [name for name in answer.headers if name.startswith("access-control")]
        asked = ("Origin: https://evil.example", "Access-Control-Request-Method: POST")
        assert target.asks("OPTIONS", "/api/v1/configurations", *asked).status == 405


@pytest.mark.parametrize("without", ["", "failures"], ids=["all walls", "without failures"])
def test_an_error_that_nobody_foresaw_tells_nothing(
    without: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    plain = attacks.studio_app

    def failing(studio: Studio, *more: object) -> FastAPI:
        app = plain(studio, *more)  # type: ignore[arg-type]

        @app.get("/api/v1/failing")
        def fails() -> None:
            raise ValueError(f"cannot read http://plex.local/?X-Plex-Token={SECRET}")

        return app

    monkeypatch.setattr(attacks, "studio_app", failing)
    with caplog.at_level(logging.DEBUG), attacked(settings(tmp_path), without) as target:
        answer = target.asks("GET", "/api/v1/failing")
    logged = caplog.text + capfd.readouterr().err
    assert answer.status == 500
    assert SECRET.encode() not in answer.body
    assert (SECRET in logged) == bool(without), "a log is read by more people than wrote it"
    if not without:
        assert answer.problem["title"] == "The studio stumbled"
        assert "ValueError" in logged
        assert "in fails" in logged
