"""Bodies that are too large, too slow, too deep or no text at all."""

import json
import socket
import time
from functools import partial
from pathlib import Path

import pytest
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from halley.studio import server as studio_server
from halley.studio.security.bounds import LARGEST, LARGEST_SIGN_IN, Bounds
from tests.hostile.studio import Target, attacked, heard, locked, settings

EDIT = "/api/v1/render/edit"


def _edit(size: int) -> bytes:
    return json.dumps({"text": "#" * size, "edits": [], "moves": []}).encode()


@pytest.mark.parametrize("without", ["", "bounds"], ids=["all walls", "without bounds"])
def test_a_large_body_is_refused_before_it_is_read(without: str, tmp_path: Path) -> None:
    with attacked(settings(tmp_path), without) as target:
        lines = [f"POST {EDIT} HTTP/1.1", "Host: localhost", *target.entitled, "Content-Type: application/json"]
        head = "\r\n".join([*lines, f"Content-Length: {LARGEST + 1}", "Connection: close"]).encode() + b"\r\n\r\n"
        with socket.create_connection((target.host, target.port), timeout=2) as connection:
            connection.sendall(head + b"{")
            if without:  # it waits for all of it
                with pytest.raises(TimeoutError):
                    connection.recv(1)
            else:
                assert heard(connection).status == 413


@pytest.mark.parametrize("without", ["", "bounds"], ids=["all walls", "without bounds"])
def test_a_body_in_chunks_is_counted_as_it_comes(without: str, tmp_path: Path) -> None:
    with attacked(settings(tmp_path), without) as target:
        answer = _chunked(target, EDIT, _edit(LARGEST))
        assert answer == (200 if without else 413)


def test_what_is_not_too_large_is_taken(tmp_path: Path) -> None:
    with attacked(settings(tmp_path)) as target:
        assert _chunked(target, EDIT, _edit(100_000)) == 200


@pytest.mark.parametrize("without", ["", "bounds"], ids=["all walls", "without bounds"])
def test_a_password_is_no_book(without: str, tmp_path: Path) -> None:
    with attacked(locked(tmp_path), without, signed_in=False) as target:
        answer = target.signs_in("x" * LARGEST_SIGN_IN)
        assert answer.status == (401 if without else 413)


def _chunked(target: Target, path: str, body: bytes) -> int:
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", *target.entitled, "Content-Type: application/json"]
    head = "\r\n".join([*lines, "Transfer-Encoding: chunked", "Connection: close"]).encode() + b"\r\n\r\n"
    parts = [body[start : start + 65536] for start in range(0, len(body), 65536)]
    raw = head + b"".join(f"{len(one):x}\r\n".encode() + one + b"\r\n" for one in parts) + b"0\r\n\r\n"
    return target.says(raw, 30).status


@pytest.mark.parametrize("within_s", [0.5, 30], ids=["patience", "no end of patience"])
def test_a_body_that_does_not_come_is_not_waited_for(within_s: float, tmp_path: Path) -> None:
    with attacked(settings(tmp_path), instead={"bounds": partial(Bounds, within_s=within_s)}) as target:
        lines = [f"POST {EDIT} HTTP/1.1", "Host: localhost", *target.entitled, "Content-Type: application/json"]
        head = "\r\n".join([*lines, "Content-Length: 1000", "Connection: close"]).encode() + b"\r\n\r\n"
        with socket.create_connection((target.host, target.port), timeout=2.5) as connection:
            connection.sendall(head + b"{")
            if within_s < 2:
                assert heard(connection).status == 408
            else:
                with pytest.raises(TimeoutError):
                    connection.recv(1)


def test_slow_clients_hold_nobody_up(tmp_path: Path) -> None:
    with attacked(settings(tmp_path)) as target:
        slow = [socket.create_connection((target.host, target.port), timeout=5) for _ in range(100)]
        for one in slow:
            one.sendall(b"POST /api/v1/render/edit HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        began = time.monotonic()
        assert target.asks("GET", "/api/v1/configurations").status == 200
        assert time.monotonic() - began < 2
        for one in slow:
            one.close()


@pytest.mark.parametrize("protocol", [studio_server.Patient, H11Protocol], ids=["ours", "uvicorn's own"])
def test_headers_that_do_not_come_are_not_waited_for(
    protocol: type[H11Protocol], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studio_server, "_HEADERS_WITHIN_S", 0.3)
    plain = uvicorn.Config.__init__
    monkeypatch.setattr(uvicorn.Config, "__init__", lambda self, app, **more: plain(self, app, http=protocol, **more))
    with attacked(settings(tmp_path)) as target, socket.create_connection((target.host, target.port), timeout=2) as one:
        one.sendall(b"GET / HTTP/1.1\r\nHost: ")
        if protocol is studio_server.Patient:
            assert one.recv(1) == b""
        else:
            with pytest.raises(TimeoutError):
                one.recv(1)


BROKEN = {
    "no JSON": b"{",
    "nothing": b" ",
    "no UTF-8": b'{"text": "\xff\xfe"}',
    "half a pair": b'{"text": "\\ud800"}',
    "a NUL": b'{"text": "a\\u0000b"}',
    "very deep": b"[" * 100_000 + b"]" * 100_000,
    "deep in its place": b'{"text": "", "add": ' + b'{"a":' * 20_000 + b"1" + b"}" * 20_000 + b"}",
    "a number without end": b'{"text": 1' + b"0" * 100_000 + b"}",
    "not a number": b'{"text": NaN}',
    "a list": b"[]",
    "twice": b'{"text": "a", "text": 1}',
    "more than is asked for": b'{"text": "", "__class__": {"__init__": 1}}',
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("path", [EDIT, "/api/v1/configurations", "/api/v1/session", "/api/v1/jobs"])
def test_a_broken_body_is_a_problem_of_who_sent_it(path: str, body: bytes, tmp_path: Path) -> None:
    with attacked(settings(tmp_path)) as target:
        answer = target.asks("POST", path, *target.entitled, body=body)
        assert answer.status in {200, 201, 400, 413, 422}, answer
        if answer.status >= 400:
            assert answer.problem["status"] == answer.status
