"""What a hostile page, program or neighbour may try on the studio: refused, but not once the wall against it is gone."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.hostile.studio import CONFIG, PAGE, Heard, Target, attacked, locked, settings

LIST = "/api/v1/configurations"


@dataclass(frozen=True)
class Attack:
    """One try: against which wall, what is sent, and what refuses it."""

    name: str
    wall: str
    tries: Callable[[Target], Heard]
    status: int
    changes: bool = False
    behind_password: bool = False


def reads(name: str, wall: str, status: int, *headers: str, host: str = "", **more: bool) -> Attack:
    return Attack(name, wall, lambda at: at.asks("GET", LIST, *headers, host=_here(at, host)), status, **more)


def writes(name: str, wall: str, status: int, *headers: str, host: str = "", has_token: bool = True) -> Attack:
    def tries(at: Target) -> Heard:
        given = at.entitled if has_token else at.own
        told = [one.replace("{port}", str(at.port)) for one in headers]
        return at.asks("POST", LIST, *given, *told, body=CONFIG, host=_here(at, host))

    return Attack(name, wall, tries, status, changes=True)


def _here(at: Target, host: str) -> str:
    return host.replace("{port}", str(at.port))


ATTACKS = (
    # A name of the attacker's that points to 127.0.0.1: for the browser its pages and the studio are of one origin.
    reads("a rebound name reads", "hosts", 421, host="evil.example:{port}"),
    writes("a rebound name writes", "hosts", 421, "Origin: http://evil.example:{port}", host="evil.example:{port}"),
    reads("a name that begins like ours", "hosts", 421, host="127.0.0.1.evil.example"),
    reads("a name that ends like ours", "hosts", 421, host="evil-localhost"),
    reads("a user in the name", "hosts", 421, host="localhost@evil.example"),
    reads("a path in the name", "hosts", 421, host="evil.example/localhost"),
    reads("an address that is not ours", "hosts", 421, host="192.0.2.7:{port}"),
    reads("a name by which a stranger forwards", "hosts", 421, "X-Forwarded-Host: localhost", host="evil.example"),
    # Pages of others that make the owner's browser ask, and that came to know the word of the session.
    writes("a page of another site", "origins", 403, "Origin: https://evil.example"),
    writes("a page of no origin", "origins", 403, "Origin: null"),
    writes("a page of another port", "origins", 403, "Origin: http://127.0.0.1:1"),
    writes("a page of another scheme", "origins", 403, "Origin: https://127.0.0.1:{port}"),
    writes("an origin that begins like ours", "origins", 403, "Origin: http://127.0.0.1:{port}.evil.example"),
    writes("a browser that says cross-site only", "origins", 403, "Sec-Fetch-Site: cross-site"),
    writes("a neighbour of the same site", "origins", 403, "Sec-Fetch-Site: same-site", "Origin: http://127.0.0.1:{port}"),
    reads("a picture on another site", "origins", 403, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"),
    reads(
        "a frame on another site",
        "origins",
        403,
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Mode: navigate",
        "Sec-Fetch-Dest: iframe",
    ),
    # Requests that bear the cookie, as any page makes a browser send it, but not the word.
    writes("no word", "tokens", 403, has_token=False),
    writes("an empty word", "tokens", 403, "X-CSRF-Token: ", has_token=False),
    writes("a made-up word", "tokens", 403, f"X-CSRF-Token: {'0' * 64}", has_token=False),
    # What a form can send without being asked about it first (CORS), with a body that is JSON after all.
    writes("a form's plain text", "bounds", 415, "Content-Type: text/plain"),
    writes("a form's own type", "bounds", 415, "Content-Type: application/x-www-form-urlencoded"),
    # Nobody is signed in.
    reads("nobody reads", "gate", 401, behind_password=True),
)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda one: one.name)
def test_it_is_refused_and_changes_nothing(attack: Attack, tmp_path: Path) -> None:
    given = locked(tmp_path) if attack.behind_password else settings(tmp_path)
    with attacked(given) as target:
        answer = attack.tries(target)
        assert answer.status == attack.status
        assert answer.problem["status"] == attack.status
        assert answer.problem["title"]
        assert target.configurations == 0


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda one: one.name)
def test_without_that_wall_it_succeeds(attack: Attack, tmp_path: Path) -> None:
    given = locked(tmp_path) if attack.behind_password else settings(tmp_path)
    with attacked(given, without=attack.wall) as target:
        answer = attack.tries(target)
        assert answer.status in {200, 201, 422}, answer
        assert answer.status != 422 or attack.wall == "bounds", "FastAPI itself reads JSON only, and calls it invalid"
        assert target.configurations == (1 if attack.changes and answer.status == 201 else 0)


def test_the_owner_is_let_through(tmp_path: Path) -> None:
    """Else a studio that refuses everybody would pass."""
    with attacked(settings(tmp_path)) as target:
        origin = f"Origin: http://127.0.0.1:{target.port}"
        assert target.asks("GET", LIST).status == 200
        assert target.asks("GET", LIST, host=f"localhost:{target.port}").status == 200
        assert target.asks("POST", LIST, *target.entitled, origin, "Sec-Fetch-Site: same-origin", body=CONFIG).status == 201
        assert target.configurations == 1


def test_a_link_from_elsewhere_opens_what_stands_alone_in_a_tab(tmp_path: Path) -> None:
    with attacked(settings(tmp_path)) as target:
        followed = ("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document")
        assert target.asks("GET", LIST, *followed).status == 200
        assert target.asks("GET", "/plans/7", *followed).body == PAGE


def test_who_opens_it_by_another_name_reads_what_to_do(tmp_path: Path) -> None:
    with attacked(settings(tmp_path)) as target:
        answer = target.asks("GET", "/", "Accept: text/html,*/*;q=0.8", host="nas.local:2061")
        assert answer.status == 421
        assert answer.headers["content-type"].startswith("text/plain")
        assert b"HALLEY_ALLOWED_HOSTS" in answer.body


@pytest.mark.parametrize("hosts", [(), ("127.0.0.1", "evil.example")], ids=["none", "two"])
def test_a_request_names_one_host(hosts: tuple[str, ...], tmp_path: Path) -> None:
    with attacked(settings(tmp_path)) as target:
        lines = ["GET /api/v1/configurations HTTP/1.1", *(f"Host: {one}" for one in hosts), "Connection: close"]
        assert target.says("\r\n".join(lines).encode() + b"\r\n\r\n").status == 400


def test_a_word_of_another_session_is_no_word(tmp_path: Path) -> None:
    with attacked(settings(tmp_path)) as target:
        other = target.studio.door.sessions
        forged = f"X-CSRF-Token: {other.token(other.new())}"
        assert target.asks("POST", LIST, *target.own, forged, body=CONFIG).status == 403
        assert target.configurations == 0


def test_two_lengths_or_a_length_and_chunks_are_no_request(tmp_path: Path) -> None:
    """What proxy and studio would cut apart differently is refused as a whole."""
    with attacked(settings(tmp_path)) as target:
        head = f"POST {LIST} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        for both in (
            "Content-Length: 4\r\nContent-Length: 5\r\n",
            "Content-Length: 4\r\nTransfer-Encoding: gzip, chunked\r\n",
        ):
            inner = "0\r\n\r\nGET /api/v1/configurations HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
            answer = target.says((head + both + "\r\n" + inner).encode())
            assert answer.status in {400, 501}, answer
