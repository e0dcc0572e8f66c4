"""What a request is, before anything is done with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halley.gateway.classify import classify, forward_target, without_token
from halley.gateway.rules import RULES, Kind

READS = (
    "/",
    "/identity",
    "/:/prefs",
    "/library",
    "/library/sections",
    "/library/sections/1/prefs",
    "/library/sections/1/all?includeGuids=1&type=1",
    "/library/sections/1/all?push=1&genre=5&or=1&year%3E%3E=2000&pop=1",
    "/library/sections/1/resolution",
    "/library/sections/1/label?type=4",
    "/library/metadata/101",
    "/library/metadata/101,102,103",
    "/library/metadata/101/posters",
    "/library/metadata/101/thumb/1760000000?X-Plex-Token=x",
    "/library/metadata/101/file?url=upload%3A%2F%2Fposters%2Fabc",
    "/library/collections/900/children",
    "/hubs/sections/1/manage?metadataItemId=900",
    "/playlists?title=x",
    "/photo/:/transcode?url=%2Flibrary%2Fmetadata%2F101%2Fthumb%2F1&width=1&height=1",
    "/photo/:/transcode?url=%2Flibrary%2Fmetadata%2F101%2Ffile%3Furl%3Dupload%253A%252F%252Fposters%252Fabc&width=1",
    "/photo/:/transcode?url=%2Flibrary%2Fcollections%2F9%2Fcomposite%2F1%3Fwidth%3D400%26height%3D600&width=1",
)


@pytest.mark.parametrize("target", READS)
def test_what_clients_need_to_read_is_read(target: str) -> None:
    assert classify("GET", target, ()).kind is Kind.READ


@pytest.mark.parametrize(
    ("method", "target"),
    [
        ("GET", "/:/scrobble?key=1"),
        ("GET", "/:/rate?key=1&rating=5"),
        ("GET", "/library/sections/1/refresh"),
        ("PUT", "/library/sections/1/all?type=1&id=1&title.value=x"),
        ("POST", "/library/metadata/1/posters"),
        ("DELETE", "/library/metadata/1"),
    ],
)
def test_what_changes_the_server_is_a_write_whatever_its_method(method: str, target: str) -> None:
    assert classify(method, target, ()).kind is Kind.WRITE


@pytest.mark.parametrize(
    ("method", "target", "reason"),
    [
        ("GET", "/library/sections/1/emptyTrash", "no rule"),
        ("GET", "/library/metadata/101/refresh", "no rule"),
        ("GET", "/library/metadata/101/file?url=http%3A%2F%2Fx%2Fy", "stored picture"),
        ("GET", "/photo/:/transcode?url=http%3A%2F%2F10.0.0.1%2F", "fetch an address"),
        ("GET", "/photo/:/transcode?url=%2Flibrary%2F..%2Fplayer%2Fplayback%2Fstop", "fetch an address"),
        ("GET", "/photo/:/transcode?url=%2Flibrary%2Fmetadata%2F1%2Ffile%3Furl%3Dhttp%3A%2F%2Fx", "fetch an address"),
        ("GET", "/library/sections/1/all?title.value=x", "of an edit"),
        ("GET", "http://other:32400/library", "absolute-form"),
        ("GET", "/library%2Fsections", "encoded slash"),
        ("put", "/library/sections/1/all?type=1&id=1&title.value=x", "no Plex request"),
        ("PATCH", "/library/metadata/1", "no Plex request"),
        ("GET", "/security/token?type=delegation", "tokens"),
        ("GET", "/library/metadata/101?_method=PUT", "override"),
    ],
)
def test_everything_else_is_refused_with_the_reason(method: str, target: str, reason: str) -> None:
    verdict = classify(method, target, ())
    assert verdict.kind is Kind.REFUSED
    assert reason in verdict.reason


def test_override_headers_are_refused_on_any_request() -> None:
    assert classify("GET", "/library", (("X-HTTP-Method-Override", "DELETE"),)).kind is Kind.REFUSED


def test_parameters_that_are_headers_in_disguise_are_not_forwarded() -> None:
    verdict = classify("GET", "/library/sections/1/all?type=1&X-Plex-Token=secret&X-Plex-Container-Size=5", ())
    assert forward_target(verdict) == "/library/sections/1/all?type=1"
    assert ("x-plex-container-size", "5") in verdict.request.headers


def test_flags_that_would_start_work_are_taken_off_a_read() -> None:
    verdict = classify("GET", "/library/metadata/1?checkFiles=1&includeGuids=1&asyncAugmentMetadata=1", ())
    assert verdict.kind is Kind.READ
    assert forward_target(verdict) == "/library/metadata/1?includeGuids=1"


def test_what_is_forwarded_is_the_path_that_was_judged() -> None:
    assert (
        forward_target(classify("GET", "//library/./sections/../sections//1/all/?type=1", ()))
        == "/library/sections/1/all?type=1"
    )


def test_an_address_loses_the_token_in_it() -> None:
    assert without_token("http://h/f?url=a&X-Plex-Token=secret&b=1") == "http://h/f?url=a&b=1"


@given(st.text(max_size=12), st.text(max_size=80))
def test_no_text_makes_a_verdict_fail(method: str, target: str) -> None:
    verdict = classify(method, target, ())
    assert verdict.kind in Kind
    if verdict.kind is not Kind.REFUSED:
        assert method in {"GET", "HEAD", "PUT", "POST", "DELETE"}


def test_no_rule_lets_a_get_write_without_saying_so() -> None:
    assert all(rule.note for rule in RULES if rule.kind is Kind.WRITE and "GET" in rule.methods)
    assert all(rule.methods == {"GET"} for rule in RULES if rule.kind is Kind.READ)
