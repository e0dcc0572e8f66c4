"""Proxies: those that were named say whom they speak for, strangers say nothing; and what lies below a path stays there."""

import re
from ipaddress import ip_network
from pathlib import Path

import pytest

from halley.errors import ConfigError
from halley.studio.security.attempts import Attempts
from halley.studio.settings import Wishes, settings_from
from tests.hostile.studio import CONFIG, Target, attacked, locked, settings

LIST = "/api/v1/configurations"
NAMED = (ip_network("127.0.0.1"),)
THROUGH = ("X-Forwarded-Host: media.example", "X-Forwarded-Proto: https", "X-Forwarded-Prefix: /tools")


def _base(target: Target, *headers: str, path: str = "/") -> str:
    answer = target.asks("GET", path, *headers)
    found = re.search(rb'<base href="([^"]*)"', answer.body)
    assert found is not None, answer
    return found[1].decode()


def test_a_named_proxy_says_name_scheme_and_prefix(tmp_path: Path) -> None:
    with attacked(settings(tmp_path, proxies=NAMED, hosts=frozenset({"media.example"}))) as target:
        assert _base(target, *THROUGH) == "/tools/"
        cookie = target.asks("GET", "/api/v1/session", *THROUGH).headers["set-cookie"].split("; ")
        assert {"Secure", "Path=/tools/"} <= set(cookie)
        ours = (*target.entitled, *THROUGH, "Origin: https://media.example")
        assert target.asks("POST", LIST, *ours, body=CONFIG, host="studio.internal").status == 201
        theirs = (*target.entitled, *THROUGH, "Origin: https://evil.example")
        assert target.asks("POST", LIST, *theirs, body=CONFIG, host="studio.internal").status == 403


def test_a_stranger_says_none_of_it(tmp_path: Path) -> None:
    with attacked(settings(tmp_path, hosts=frozenset({"media.example"}))) as target:
        assert _base(target, *THROUGH) == "/"
        cookie = target.asks("GET", "/api/v1/session", *THROUGH).headers["set-cookie"].split("; ")
        assert "Secure" not in cookie
        assert "Path=/" in cookie
        answer = target.asks("POST", LIST, *target.entitled, *THROUGH, "Origin: https://media.example", body=CONFIG)
        assert answer.status == 403
        assert target.asks("GET", LIST, "X-Forwarded-Host: media.example", host="evil.example").status == 421


def test_a_named_proxy_cannot_bring_a_name_that_is_not_ours(tmp_path: Path) -> None:
    with attacked(settings(tmp_path, proxies=NAMED)) as target:
        assert target.asks("GET", LIST, "X-Forwarded-Host: evil.example").status == 421


@pytest.mark.parametrize(
    "prefix",
    ['/"><script>', "//evil.example", "https://evil.example", "/..", "/a/../b", "a", "/\x01", "/" + "a" * 300],
)
def test_a_prefix_that_is_no_plain_path_is_none(prefix: str, tmp_path: Path) -> None:
    """It goes into a page and into a cookie: nobody may write there through a proxy that passes headers on."""
    with attacked(settings(tmp_path, proxies=NAMED)) as target:
        answer = target.asks("GET", "/", f"X-Forwarded-Prefix: {prefix}")
        assert answer.status in {200, 400}
        if answer.status == 200:
            assert _base(target, f"X-Forwarded-Prefix: {prefix}") == "/"


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("6.6.6.6, 198.51.100.7, 10.1.1.1", "198.51.100.7"),
        ("6.6.6.6, not an address, 10.1.1.1", "127.0.0.1"),
        ("10.1.1.2, 10.1.1.1", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_whom_it_speaks_for_is_the_first_that_is_no_proxy(forwarded: str, address: str, tmp_path: Path) -> None:
    """What stands left of that the client may have written itself."""
    seen: list[str] = []

    class Noting(Attempts):
        def begin(self, address: str) -> None:
            seen.append(address)

    with attacked(locked(tmp_path, proxies=(*NAMED, ip_network("10.0.0.0/8")))) as target:
        target.studio.door.attempts = Noting()
        target.signs_in("guess", f"X-Forwarded-For: {forwarded}")
    assert seen == [address]


@pytest.mark.parametrize("path", ["/", "/halley"])
def test_what_lies_beside_the_base_is_not_ours(path: str, tmp_path: Path) -> None:
    with attacked(settings(tmp_path, base="/halley/")) as target:
        moved = target.asks("GET", path)
        assert (moved.status, moved.headers["location"]) == (307, "/halley/")
        assert _base(target, path="/halley/plans/7") == "/halley/"
        assert target.asks("GET", "/halley/api/v1/configurations").status == 200
        assert target.asks("GET", "/halley/api/none").status == 404
        assert target.asks("GET", "/halley/assets/index-0123abcd.js").body == b"1"
        for other in ("/api/v1/configurations", "/halleyx", "/assets/index-0123abcd.js", "/other/api/v1/session"):
            assert target.asks("GET", other).status == 404, other
        assert target.asks("POST", "/halley/api/v1/configurations", body=CONFIG).status == 403


@pytest.mark.parametrize(
    ("text", "base", "origin"),
    [
        ("", "/", ""),
        ("/", "/", ""),
        ("/halley", "/halley/", ""),
        ("halley/", "/halley/", ""),
        ("/media/halley/", "/media/halley/", ""),
        ("https://media.example/halley", "/halley/", "https://media.example"),
        ("https://Media.example:443", "/", "https://media.example"),
        ("http://localhost:5173", "/", "http://localhost:5173"),
    ],
)
def test_a_base_address_is_a_path_or_a_whole_address(text: str, base: str, origin: str) -> None:
    found = settings_from(Wishes(), {"HALLEY_BASE_URL": text, "HOME": "/nowhere"})
    assert (found.base, found.origin) == (base, origin)


@pytest.mark.parametrize(
    "environment",
    [
        {"HALLEY_BASE_URL": "/a/../b"},
        {"HALLEY_BASE_URL": "/a?b"},
        {"HALLEY_BASE_URL": "/api"},
        {"HALLEY_BASE_URL": '/"><script>'},
        {"HALLEY_BASE_URL": "ftp://media.example/"},
        {"HALLEY_TRUSTED_PROXIES": "traefik"},
        {"HALLEY_TRUSTED_PROXIES": "0.0.0.0/0"},
        {"HALLEY_TRUSTED_PROXIES": "::/0"},
        {"HALLEY_ALLOWED_HOSTS": "media.example/halley"},
        {"HALLEY_STUDIO_PORT": "70000"},
        {"HALLEY_STUDIO_PORT": "http"},
        {"HALLEY_STUDIO_PASSWORD": "short"},
        {"HALLEY_API_KEY": "too-short-for-a-key"},
        {"HALLEY_STUDIO_PASSWORD": "long enough", "HALLEY_STUDIO_PASSWORD_FILE": "/dev/null"},
        {"HALLEY_STUDIO_PASSWORD_FILE": "/dev/null"},
        {"HALLEY_STUDIO_PASSWORD_FILE": "/no/such/file"},
    ],
    ids=lambda one: " ".join(f"{name}={value}" for name, value in one.items()),
)
def test_a_setting_that_cannot_be_meant_is_told(environment: dict[str, str]) -> None:
    with pytest.raises(ConfigError) as told:
        settings_from(Wishes(), {"HOME": "/nowhere", **environment})
    assert any(name in str(told.value) or "base address" in str(told.value) for name in environment)
    assert "long enough" not in str(told.value)


def test_jobs_and_kometa_are_not_told_the_studio_s_secrets() -> None:
    given = {"HALLEY_STUDIO_PASSWORD": "long enough", "HALLEY_API_KEY": "k" * 20, "TMDB": "1", "HOME": "/nowhere"}
    assert settings_from(Wishes(), given).environment == {"TMDB": "1", "HOME": "/nowhere"}
