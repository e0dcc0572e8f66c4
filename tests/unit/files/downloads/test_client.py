"""Asking a web server for a file, and everything that can go wrong with it."""

import socket
import threading
import time

import pytest

from halley.files.downloads.client import Client, NoAnswer, Silence
from tests.support.small_web import Page, Web

LARGEST = 1024**2


def test_a_file_comes_with_what_the_server_says_of_it(web: Web) -> None:
    web.pages["/x.png"] = Page(b"picture", headers={"Content-Type": "image/png", "ETag": '"1"', "Last-Modified": "then"})
    answer = Client().get(f"{web.url}/x.png", LARGEST, {})
    assert (answer.content, answer.content_type, answer.etag, answer.modified) == (b"picture", "image/png", '"1"', "then")


def test_nothing_is_sent_but_the_question(web: Web) -> None:
    web.pages["/x"] = Page(b"x")
    Client().get(f"{web.url}/x", LARGEST, {})
    ((_, headers),) = web.asked
    assert set(headers) == {"Host", "User-Agent", "Accept-Encoding"}


def test_redirects_are_followed_and_come_to_an_end(web: Web) -> None:
    web.pages["/a"] = Page(status=302, headers={"Location": "/b"})
    web.pages["/b"] = Page(b"found")
    web.pages["/round"] = Page(status=301, headers={"Location": "/round"})
    assert Client().get(f"{web.url}/a", LARGEST, {}).content == b"found"
    with pytest.raises(NoAnswer, match="leads on and on"):
        Client().get(f"{web.url}/round", LARGEST, {})


def test_a_redirect_does_not_lead_to_another_kind_of_address(web: Web) -> None:
    web.pages["/a"] = Page(status=302, headers={"Location": "file:///etc/passwd"})
    with pytest.raises(NoAnswer, match="only http and https"):
        Client().get(f"{web.url}/a", LARGEST, {})


def test_a_redirect_does_not_lead_to_what_a_cloud_tells_its_machines(web: Web) -> None:
    web.pages["/a"] = Page(status=302, headers={"Location": "http://169.254.169.254/latest/meta-data"})
    with pytest.raises(NoAnswer, match="nobody keeps files"):
        Client(timeout_s=1).get(f"{web.url}/a", LARGEST, {})


def test_what_began_in_the_internet_does_not_end_in_the_users_network(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("halley.files.downloads.client.is_public", lambda number: number == "127.0.0.1")
    web.pages["/a"] = Page(status=302, headers={"Location": f"http://127.0.0.2:{web.url.rpartition(':')[2]}/b"})
    with pytest.raises(NoAnswer, match="from the internet into your own network"):
        Client().get(f"{web.url}/a", LARGEST, {})
    assert web.paths == ["/a"]


def test_a_password_in_an_address_goes_to_its_server_alone(web: Web) -> None:
    port = web.url.rpartition(":")[2]
    web.pages["/a"] = Page(status=302, headers={"Location": f"http://localhost:{port}/b"})
    web.pages["/b"] = Page(b"x")
    Client().get(f"http://me:key@127.0.0.1:{port}/a", LARGEST, {})
    assert [headers.get("Authorization") for _, headers in web.asked] == ["Basic bWU6a2V5", None]


def test_one_server_answers_for_all_and_is_told_who_was_meant(web: Web) -> None:
    web.pages["/x%20y.png?a=1"] = Page(b"x")
    Client(outside=web.url).get("https://me:key@example.org/x y.png?a=1", LARGEST, {})
    ((_, headers),) = web.asked
    assert headers["X-Halley-Original-URL"] == "https://example.org/x%20y.png?a=1"
    assert "Authorization" not in headers


def test_a_file_that_is_too_large_is_left_where_it_is(web: Web) -> None:
    web.pages["/x"] = Page(b"x" * (LARGEST + 1))
    with pytest.raises(NoAnswer, match="larger than 1 MB"):
        Client().get(f"{web.url}/x", LARGEST, {})


def test_an_answer_that_breaks_off_is_none(web: Web) -> None:
    web.pages["/x"] = Page(b"half", headers={"Content-Length": "8"})
    with pytest.raises(NoAnswer, match="broke off"):
        Client().get(f"{web.url}/x", LARGEST, {})


def test_a_packed_answer_is_none(web: Web) -> None:
    web.pages["/x"] = Page(b"xx", headers={"Content-Encoding": "br"})
    with pytest.raises(NoAnswer, match="not asked for"):
        Client().get(f"{web.url}/x", LARGEST, {})


def test_a_server_that_does_not_speak_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(Silence, match="no answer in time"):
        Client(timeout_s=0.1).get(f"http://127.0.0.1:{silent.getsockname()[1]}/x", LARGEST, {})


def test_a_server_that_speaks_one_letter_at_a_time_is_not_waited_for_either() -> None:
    with socket.create_server(("127.0.0.1", 0)) as slow:
        ended = threading.Event()

        def drip() -> None:
            connection, _ = slow.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
                while not ended.wait(0.02):
                    connection.sendall(b"x")

        thread = threading.Thread(target=drip)
        thread.start()
        began = time.monotonic()
        try:
            with pytest.raises(NoAnswer, match="too long"):
                Client(longest_s=0.15).get(f"http://127.0.0.1:{slow.getsockname()[1]}/x", LARGEST, {})
        finally:
            ended.set()
            thread.join()
        assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://nobody.invalid/x", "nobody knows that server"),
        ("https://127.0.0.1:1/x", "cannot be reached"),
        ("x", "only http"),
    ],
)
def test_what_cannot_be_asked_is_told_with_the_reason(url: str, why: str) -> None:
    with pytest.raises(NoAnswer, match=why):
        Client(timeout_s=2).get(url, LARGEST, {})


def test_a_server_that_speaks_no_http_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as odd:

        def answer() -> None:
            connection, _ = odd.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"SSH-2.0-x\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(NoAnswer):
            Client().get(f"http://127.0.0.1:{odd.getsockname()[1]}/x", LARGEST, {})
        thread.join()
