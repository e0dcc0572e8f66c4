"""Passwords, keys and sessions, against who guesses, steals, plants and waits."""

import json
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest

from halley.errors import ConfigError
from halley.secrets import Secret
from halley.studio.security import passwords, sessions
from halley.studio.security.attempts import Attempts
from halley.studio.security.sessions import LASTS_S, Sessions
from halley.studio.settings import Wishes, settings_from
from halley.studio.studio import studio_of
from tests.hostile.studio import CONFIG, KEY, PASSWORD, Heard, Target, attacked, locked, settings

LIST = "/api/v1/configurations"


def _id(answer: Heard) -> str:
    found = re.match(r"halley_\d+=([^;]*)", answer.headers["set-cookie"])
    assert found is not None
    return found[1]


def _cookie(target: Target, identity: str) -> str:
    return f"Cookie: {target.studio.settings.cookie}={identity}"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "media.example"])
def test_it_listens_elsewhere_only_behind_a_password_or_a_key(host: str, tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path)}
    with pytest.raises(ConfigError, match="for everybody, without a password") as refused:
        settings_from(Wishes(host=host), home)
    assert "HALLEY_STUDIO_PASSWORD_FILE" in (refused.value.hint or "")
    assert settings_from(Wishes(host=host), {**home, "HALLEY_STUDIO_PASSWORD": PASSWORD}).host == host
    assert settings_from(Wishes(host=host), {**home, "HALLEY_API_KEY": KEY}).host == host
    assert settings_from(Wishes(host="127.0.0.1"), home).password is None


def test_without_that_refusal_anybody_could_come_in(tmp_path: Path) -> None:
    with attacked(settings(tmp_path, host="0.0.0.0"), signed_in=False) as target:
        assert target.asks("GET", LIST, host="192.0.2.7").status == 200


def test_nothing_but_the_sign_in_and_the_pages_is_there_for_a_stranger(tmp_path: Path) -> None:
    """Every route of the API's own description, with every method that it knows."""
    with attacked(locked(tmp_path)) as target:
        described = json.loads(target.asks("GET", "/api/v1/openapi.json", *target.own).body)
        asked = 0
        for path, methods in described["paths"].items():
            for method in set(methods) & {"get", "post", "put", "delete", "patch"}:
                if path == "/api/v1/session":
                    continue
                concrete = re.sub(r"\{key\}", "1", re.sub(r"\{sha256\}", "0" * 64, path))
                concrete = re.sub(r"\{[^}]+\}", "one", concrete)
                answer = target.asks(method.upper(), concrete)
                assert (answer.status, answer.problem["title"]) == (401, "Sign in first"), (method, path)
                assert "ApiKey" in answer.headers["www-authenticate"]
                asked += 1
        assert asked > 20
        for path in ("/api/v1/openapi.json", "/api/v1/nothing", "/api", "/api/v1/session/", "/api/v1/session/../jobs"):
            assert target.asks("GET", path).status == 401, path
        told = json.loads(target.asks("GET", "/api/v1/session").body)
        assert (told["is_open"], told["needs_password"]) == (False, True)
        assert (told["version"], told["has_configuration"]) == ("", False), "a stranger is told nothing of the studio"


def test_who_knows_the_password_comes_in_and_goes_out(tmp_path: Path) -> None:
    with attacked(locked(tmp_path), signed_in=False) as target:
        assert target.asks("GET", LIST, *target.own).status == 401
        answer = target.signs_in(PASSWORD)
        assert answer.status == 200
        told, identity = json.loads(answer.body), _id(answer)
        mine = (_cookie(target, identity), f"X-CSRF-Token: {told['csrf']}")
        assert target.asks("GET", LIST, *mine).status == 200
        assert target.asks("POST", LIST, *mine, body=CONFIG).status == 201
        assert target.asks("DELETE", "/api/v1/session", *mine).status == 204
        assert target.asks("GET", LIST, *mine).status == 401


def _ends(stream: socket.socket) -> bool:
    try:
        while stream.recv(65536):
            pass
    except TimeoutError:
        return False
    return True


@pytest.mark.parametrize("without", ["", "leaving"], ids=["all walls", "without leaving"])
def test_a_stream_ends_with_its_session(without: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with attacked(locked(tmp_path), without) as target:
        lines = ["GET /api/v1/events HTTP/1.1", "Host: localhost", *target.own, "Connection: close"]
        with socket.create_connection((target.host, target.port), timeout=3) as stream:
            stream.sendall("\r\n".join(lines).encode() + b"\r\n\r\n")
            assert b"200 OK" in stream.recv(65536)
            assert target.asks("DELETE", "/api/v1/session", *target.entitled).status == 204
            assert _ends(stream) == (not without)
    assert "without completing" not in capfd.readouterr().err


def test_a_session_that_was_planted_is_not_signed_in_with_its_owner(tmp_path: Path) -> None:
    with attacked(locked(tmp_path), signed_in=False) as target:
        planted = target.session
        identity = _id(target.signs_in(PASSWORD))
        assert identity != planted
        assert target.asks("GET", LIST, _cookie(target, planted)).status == 401
        assert target.asks("GET", LIST, _cookie(target, identity)).status == 200


def test_the_cookie_is_for_this_studio_alone_and_no_script_reads_it(tmp_path: Path) -> None:
    with attacked(locked(tmp_path, base="/halley/")) as target:
        plain = target.asks("GET", "/halley/api/v1/session").headers["set-cookie"]
        assert {"HttpOnly", "SameSite=strict", "Path=/halley/"} <= set(plain.split("; "))
        assert "Secure" not in plain.split("; "), "a browser would not keep it over http"
    with attacked(locked(tmp_path, origin="https://media.example")) as target:
        assert "Secure" in target.asks("GET", "/api/v1/session").headers["set-cookie"].split("; ")


def test_sessions_outlive_the_server_but_not_their_time_and_not_the_password(tmp_path: Path) -> None:
    given = locked(tmp_path)
    with attacked(given, signed_in=False) as target:
        identity = _id(target.signs_in(PASSWORD))
    with attacked(given, signed_in=False) as target:
        assert target.asks("GET", LIST, _cookie(target, identity)).status == 200
    stamp = studio_of(given).door.sessions
    assert stamp.is_open(identity)
    now = 0.0
    late = Sessions(tmp_path, "stamp", lambda: now)
    kept = late.begin()
    now = LASTS_S - 1
    assert late.is_open(kept)
    now = LASTS_S + 1
    assert not late.is_open(kept)
    assert not Sessions(tmp_path, "stamp", lambda: now).is_open(kept)
    with attacked(replace(given, password=Secret("another password")), signed_in=False) as target:
        assert target.asks("GET", LIST, _cookie(target, identity)).status == 401


@pytest.mark.parametrize("is_hashed", [True, False], ids=["hashed", "without hashes"])
def test_the_disk_holds_nothing_that_lets_anybody_in(
    is_hashed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not is_hashed:
        monkeypatch.setattr(passwords, "_HASHER", _Plain())
        monkeypatch.setattr(sessions, "_digest", lambda identity: identity)
    with attacked(locked(tmp_path), signed_in=False) as target:
        identity = _id(target.signs_in(PASSWORD))
        assert target.asks("GET", LIST, f"X-Api-Key: {KEY}").status == 200
    files = [path for path in (tmp_path / "studio").rglob("*") if path.is_file()]
    whole = b"\n".join(path.read_bytes() for path in files)
    assert whole.count(b"$argon2id$") == (2 if is_hashed else 0)
    assert [secret.encode() in whole for secret in (PASSWORD, KEY, identity)] == [not is_hashed] * 3
    for name in ("password.json", "api-key.json", "sessions.json", "session.key"):
        assert (tmp_path / "studio" / name).stat().st_mode & 0o077 == 0, f"others can read {name}"


class _Plain:
    """What keeps passwords as they are."""

    def hash(self, text: str) -> str:
        return text

    def verify(self, kept: str, text: bytes) -> bool:
        return kept.encode() == text


def test_no_answer_repeats_a_password_or_a_key(tmp_path: Path) -> None:
    given = settings(tmp_path, password=Secret(PASSWORD), api_key=Secret(KEY))
    assert PASSWORD not in repr(given)
    assert KEY not in repr(given)
    with attacked(given, signed_in=False) as target:
        wrong = "my password of another site"
        answers = [
            target.signs_in(wrong),
            target.asks("GET", LIST, f"X-Api-Key: {wrong}"),
            target.asks("POST", "/api/v1/session", *target.entitled, body=json.dumps({"password": [wrong]}).encode()),
            target.asks("POST", "/api/v1/session", *target.entitled, body=json.dumps({"pass": wrong}).encode()),
            target.asks("POST", "/api/v1/session", *target.entitled, body=b'{"password": "' + wrong.encode()),
            target.signs_in(PASSWORD),
        ]
        for answer in answers:
            assert answer.status in {200, 401, 422}
            for secret in (wrong, PASSWORD, KEY):
                assert secret.encode() not in answer.body
                assert secret not in repr(answer.headers)


@pytest.mark.parametrize("key", ["", "x" * 40, KEY[:-1], KEY + "x", KEY.upper(), f" {KEY[1:]}"], ids=range(6))
def test_a_wrong_key_opens_nothing_even_where_nobody_has_to_sign_in(key: str, tmp_path: Path) -> None:
    for given in (locked(tmp_path), settings(tmp_path)):
        with attacked(given) as target:
            assert target.asks("GET", LIST, *target.entitled, f"X-Api-Key: {key}").status == 401


def test_a_key_needs_no_word_and_where_it_is_alone_it_is_the_password(tmp_path: Path) -> None:
    with attacked(locked(tmp_path)) as target:
        assert target.asks("POST", LIST, f"X-Api-Key: {KEY}", body=CONFIG).status == 201
    with attacked(settings(tmp_path / "other", api_key=Secret(KEY)), signed_in=False) as target:
        assert target.signs_in(PASSWORD).status == 401
        assert target.signs_in(KEY).status == 200


def _guesses(target: Target, count: int, *headers: str) -> list[int]:
    return [target.signs_in(f"guess {one}", *headers).status for one in range(count)]


@pytest.mark.parametrize("limits", [Attempts(), Attempts(10**9, 10**9)], ids=["limited", "without a limit"])
def test_guessing_is_slow(limits: Attempts, tmp_path: Path) -> None:
    with attacked(locked(tmp_path), signed_in=False) as target:
        target.studio.door.attempts = limits
        is_limited = limits.each < 100
        assert _guesses(target, 7) == ([401] * 5 + [429] * 2 if is_limited else [401] * 7)
        answer = target.signs_in(PASSWORD)
        assert answer.status == (429 if is_limited else 200), "nor may the right one be found out meanwhile"
        if is_limited:
            assert 0 < int(answer.headers["retry-after"]) <= 60
            assert "try again in" in str(answer.problem["hint"])


def test_who_signed_in_before_finds_the_password_no_better(tmp_path: Path) -> None:
    """What was right once is known without argon2's work; that must be no way around the limit."""
    with attacked(locked(tmp_path), signed_in=False) as target:
        assert target.signs_in(PASSWORD).status == 200
        assert _guesses(target, 5) == [401] * 5
        assert target.signs_in(PASSWORD).status == 429


def test_guessing_all_at_once_is_no_faster(tmp_path: Path) -> None:
    with attacked(locked(tmp_path), signed_in=False) as target, ThreadPoolExecutor(20) as crowd:
        statuses = list(crowd.map(lambda one: target.signs_in(f"guess {one}").status, range(20)))
        assert (statuses.count(401), statuses.count(429)) == (5, 15)


def test_guessing_keys_counts_as_guessing(tmp_path: Path) -> None:
    with attacked(locked(tmp_path), signed_in=False) as target:
        statuses = [target.asks("GET", LIST, f"X-Api-Key: {'k' * 30}{one}").status for one in range(6)]
        assert statuses == [401] * 5 + [429]


@pytest.mark.parametrize("believed", [(), (ip_network("127.0.0.0/8"),)], ids=["of nobody", "of everybody here"])
def test_a_stranger_cannot_guess_under_many_addresses(believed: tuple, tmp_path: Path) -> None:
    with attacked(locked(tmp_path, proxies=believed), signed_in=False) as target:
        tried = [_guesses(target, 1, f"X-Forwarded-For: 198.51.100.{one}")[0] for one in range(7)]
        assert tried == ([401] * 7 if believed else [401] * 5 + [429] * 2)


def test_even_many_addresses_together_guess_slowly() -> None:
    now = 0.0
    attempts = Attempts(each=5, all_together=30, clock=lambda: now)
    let_in = 0
    for one in range(200):
        if not attempts.wait_s(f"10.0.{one}.1"):
            attempts.begin(f"10.0.{one}.1")
            let_in += 1
    assert let_in == 30
    now = 61.0
    assert not attempts.wait_s("10.0.0.1")


def test_neighbours_of_version_6_are_one_guesser() -> None:
    attempts = Attempts(each=5, clock=lambda: 0.0)
    for one in range(5):
        attempts.begin(f"2001:db8::{one}")
    assert attempts.wait_s("2001:db8::ffff")
    assert not attempts.wait_s("2001:db8:0:1::1")
    assert not attempts.wait_s("::ffff:192.0.2.1")
