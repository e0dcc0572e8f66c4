"""What the egress fetches, what it refuses, and what it says of both."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from aiohttp import ClientResponse, ClientSession, UnixConnector, web
from aiohttp.abc import AbstractResolver, ResolveResult

from halley.sandbox.egress import Egress, PublicResolver
from halley.sandbox.egress_hosts import DEFAULT_HOSTS, is_listed
from halley.sandbox.egress_policy import EgressPolicy, is_public

TMDB = "https://api.themoviedb.org/3/movie/603?api_key=abc"


class Outside:
    """A server that plays the internet."""

    def __init__(self) -> None:
        self.asked: list[web.BaseRequest] = []
        self.bodies: list[bytes] = []
        self.port = 0
        self.answer: Callable[[], web.Response] = lambda: web.Response(text="answer")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        self.asked.append(request)
        self.bodies.append(await request.read())
        if request.path == "/endless":
            response = web.StreamResponse()
            await response.prepare(request)
            for _ in range(64):
                await response.write(b"x" * 65536)
            return response
        if request.path == "/slow":
            await asyncio.sleep(30)
        return self.answer()


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    made = Outside()
    server = web.Server(made.handle)
    listening = await asyncio.get_running_loop().create_server(server, "127.0.0.1", 0)
    made.port = listening.sockets[0].getsockname()[1]
    yield made
    listening.close()
    await server.shutdown(0.05)  # to aiohttp 0 means without limit


class LedTo(AbstractResolver):
    """Resolves every name to one address; `judged` puts the real judgement in front, as a hostile name server meets it."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host="127.0.0.1", port=self._port, family=socket.AF_INET, proto=0, flags=0)]

    async def close(self) -> None:
        pass


class Client:
    """Asks an egress as the guard does."""

    def __init__(self, egress: Egress, port: int, session: ClientSession) -> None:
        self.egress = egress
        self.url = f"http://127.0.0.1:{port}"
        self.session = session

    async def ask(self, original: str, method: str = "GET", **options: object) -> tuple[ClientResponse, bytes]:
        headers = {"X-Halley-Original-URL": original, **options.pop("headers", {})}  # type: ignore[dict-item]
        options.setdefault("allow_redirects", False)
        async with self.session.request(method, self.url + "/any", headers=headers, **options) as answer:  # type: ignore[arg-type]
            return answer, await answer.read()

    def lines(self) -> list[tuple[str, str, str, str]]:
        return [(line.outcome, line.method, line.host, line.path) for line in self.egress.record]


class Asking:
    """Starts egresses for one test."""

    def __init__(self) -> None:
        self.opened: list[Egress] = []
        self.session = ClientSession()

    async def __call__(self, policy: EgressPolicy, resolver: AbstractResolver | None = None) -> Client:
        egress = Egress(policy, resolver)
        self.opened.append(egress)
        return Client(egress, await egress.on_tcp(), self.session)


@pytest.fixture
async def asking() -> AsyncIterator[Asking]:
    made = Asking()
    yield made
    await made.session.close()
    for egress in made.opened:
        await egress.close()


async def test_a_listed_host_is_fetched_and_recorded_without_secrets(asking: Asking, outside: Outside) -> None:
    client = await asking(EgressPolicy(hosts=("api.example.org",)), LedTo(outside.port))
    answer, body = await client.ask(
        "http://api.example.org/3/movie/603?api_key=abc", headers={"Accept": "a/b", "Cookie": "c=1"}
    )
    assert (answer.status, body) == (200, b"answer")
    assert outside.asked[0].raw_path == "/3/movie/603?api_key=abc"
    assert (outside.asked[0].headers["Host"], outside.asked[0].headers["Accept"]) == ("api.example.org", "a/b")
    assert outside.asked[0].headers["Cookie"] == "c=1"
    assert client.lines() == [("fetched", "GET", "api.example.org", "/3/movie/603")]


async def test_what_belongs_to_plex_or_to_us_never_leaves(asking: Asking, outside: Outside) -> None:
    client = await asking(EgressPolicy(hosts=("api.example.org",)), LedTo(outside.port))
    given = {"X-Plex-Token": "real", "X-Plex-Client-Identifier": "me", "X-Halley-Other": "x"}
    await client.ask("http://api.example.org/", headers=given)
    assert not [name for name in outside.asked[0].headers if name.lower().startswith(("x-plex", "x-halley"))]


async def test_an_answer_is_handed_over_as_it_is(asking: Asking, outside: Outside) -> None:
    outside.answer = lambda: web.Response(
        status=418, body=b"\x1f\x8bnot unpacked", headers={"Content-Encoding": "gzip", "Set-Cookie": "a=b", "X-Y": "z"}
    )
    client = await asking(EgressPolicy(hosts=("api.example.org",)), LedTo(outside.port))
    async with ClientSession(auto_decompress=False) as session:
        client.session = session
        answer, body = await client.ask("http://api.example.org/")
    assert (answer.status, body) == (418, b"\x1f\x8bnot unpacked")
    assert (answer.headers["Content-Encoding"], answer.headers["Set-Cookie"], answer.headers["X-Y"]) == ("gzip", "a=b", "z")


async def test_a_head_request_has_no_body(asking: Asking, outside: Outside) -> None:
    client = await asking(EgressPolicy(hosts=("api.example.org",)), LedTo(outside.port))
    answer, body = await client.ask("http://api.example.org/", "HEAD")
    assert (answer.status, body, answer.headers["Content-Length"]) == (200, b"", "6")


#: (id, original address, method): none of these leaves.
REFUSED = (
    ("write", TMDB, "PUT"),
    ("post", TMDB, "POST"),
    ("delete", TMDB, "DELETE"),
    ("options", TMDB, "OPTIONS"),
    ("host-not-listed", "https://radarr.example.org/api/v3/movie", "GET"),
    ("webhook", "https://discord.com/api/webhooks/1/2", "GET"),
    ("real-plex", "http://192.168.1.9:32400/library/sections/1/refresh", "GET"),
    ("plex-direct", "https://1-2-3-4.abc.plex.direct:32400/", "GET"),
    ("loopback", "http://127.0.0.1/", "GET"),
    ("listed-name-as-user", "https://api.themoviedb.org@evil.example.org/", "GET"),
    ("user-in-address", "https://user:pw@api.themoviedb.org/", "GET"),
    ("listed-name-as-part", "https://api.themoviedb.org.evil.example.org/", "GET"),
    ("other-port", "https://api.themoviedb.org:8443/", "GET"),
    ("file", "file:///etc/passwd", "GET"),
    ("ftp", "ftp://api.themoviedb.org/", "GET"),
    ("no-scheme", "//api.themoviedb.org/", "GET"),
    ("no-host", "https:///3", "GET"),
    ("bad-port", "https://api.themoviedb.org:99999/", "GET"),
    ("backslash", "https://evil.example.org\\@api.themoviedb.org/", "GET"),
    ("space", "https://api.themoviedb.org/a b", "GET"),
    ("too-long", "https://api.themoviedb.org/" + "a" * 20_000, "GET"),
)


@pytest.mark.parametrize(("original", "method"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
async def test_it_is_refused_and_recorded(asking: Asking, outside: Outside, original: str, method: str) -> None:
    client = await asking(EgressPolicy(), LedTo(outside.port))
    answer, body = await client.ask(original, method)
    assert answer.status == 403
    assert b"Halley" in body
    assert outside.asked == []
    assert [(line.outcome, line.count, bool(line.reason)) for line in client.egress.record] == [("refused", 1, True)]


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-HTTP-Method", "x-method-override"])
async def test_a_second_method_in_a_header_is_refused(asking: Asking, outside: Outside, name: str) -> None:
    client = await asking(EgressPolicy(hosts=("api.example.org",)), LedTo(outside.port))
    answer, _ = await client.ask("http://api.example.org/", headers={name: "DELETE"})
    assert (answer.status, outside.asked) == (403, [])


@pytest.mark.parametrize("method", ["gEt", "get", "GETX", "PROPFIND", "CONNECT"])
async def test_a_method_in_odd_letters_is_no_read(asking: Asking, outside: Outside, method: str) -> None:
    client = await asking(EgressPolicy(hosts=("api.example.org",)), LedTo(outside.port))
    reader, writer = await asyncio.open_connection("127.0.0.1", int(client.url.rpartition(":")[2]))
    head = f"{method} / HTTP/1.1\r\nHost: x\r\nX-Halley-Original-URL: http://api.example.org/\r\nConnection: close\r\n\r\n"
    writer.write(head.encode())
    answer = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    assert answer.split()[1] in {b"400", b"403"}
    assert outside.asked == []


async def test_a_request_must_name_exactly_one_address(asking: Asking) -> None:
    client = await asking(EgressPolicy())
    async with client.session.get(client.url + "/3/movie/603") as none:
        assert none.status == 400
    both = [("X-Halley-Original-URL", TMDB), ("X-Halley-Original-URL", "http://127.0.0.1/")]
    async with client.session.get(client.url, headers=both) as two:
        assert two.status == 400


async def test_a_name_that_leads_inside_is_not_connected_to(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server may say anything: the judged address is the one that is connected to, and it is judged."""
    answers = iter([["93.184.216.34", "127.0.0.1"], ["10.0.0.1"], ["::ffff:127.0.0.1"], ["169.254.169.254"]])

    async def resolve(_: object, host: str, port: int, **__: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in next(answers)]

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", resolve)
    for number in range(4):
        client = await asking(EgressPolicy(hosts=("*.example.org",)))
        answer, body = await client.ask(f"http://host{number}.example.org/")
        assert answer.status == 403, body
        assert [line.outcome for line in client.egress.record] == ["refused"]


async def test_a_public_name_is_resolved_to_its_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    async def resolve(_: object, host: str, port: int, **__: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port))]

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", resolve)
    (found,) = await PublicResolver().resolve("example.org", 443)
    assert (found["host"], found["port"]) == ("93.184.216.34", 443)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1::1", True), ("127.0.0.1", False), ("10.1.2.3", False),
        ("192.168.1.1", False), ("172.16.0.1", False), ("169.254.169.254", False), ("100.64.0.1", False),
        ("0.0.0.0", False), ("224.0.0.1", False), ("255.255.255.255", False), ("::1", False), ("::", False),
        ("fe80::1%eth0", False), ("fc00::1", False), ("::ffff:192.168.1.1", False), ("64:ff9b::10.0.0.1", False),
        ("2002:7f00:1::", False), ("ff02::1", False),
    ],
)  # fmt: skip
def test_which_addresses_belong_to_the_internet(address: str, public: bool) -> None:
    assert is_public(address) is public


async def test_a_redirect_is_handed_back_and_judged_when_it_is_followed(asking: Asking, outside: Outside) -> None:
    outside.answer = lambda: web.Response(status=302, headers={"Location": "http://127.0.0.1/inside"})
    client = await asking(EgressPolicy(hosts=("api.example.org",)), LedTo(outside.port))
    answer, _ = await client.ask("http://api.example.org/")
    assert (answer.status, answer.headers["Location"]) == (302, "http://127.0.0.1/inside")
    assert len(outside.asked) == 1
    followed, _ = await client.ask(answer.headers["Location"])
    assert (followed.status, len(outside.asked)) == (403, 1)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"query": "query { Page }", "variables": {"a": "mutation"}}', 200),
        (b'{"query": "mutation { Save }"}', 403),
        (b'{"query": "query A { a } mutation B { b }", "operationName": "B"}', 403),
        (b'[{"query": "query { a }"}]', 403),
        (b"query=mutation", 403),
        (b"", 403),
        (b'{"query": "' + b"x" * 300_000 + b'"}', 403),
    ],
    ids=["question", "mutation", "second-operation", "batch", "form", "empty", "too-long"],
)
async def test_a_look_up_by_post_may_only_ask(asking: Asking, outside: Outside, body: bytes, status: int) -> None:
    policy = EgressPolicy(hosts=("api.example.org",), lookups=("http://api.example.org/graphql",))
    client = await asking(policy, LedTo(outside.port))
    answer, _ = await client.ask(
        "http://api.example.org/graphql", "POST", data=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status == status
    assert outside.bodies == ([body] if status == 200 else [])


async def test_the_body_of_a_read_does_not_leave(asking: Asking, outside: Outside) -> None:
    client = await asking(EgressPolicy(hosts=("api.example.org",)), LedTo(outside.port))
    await client.ask("http://api.example.org/", "GET", data=b"smuggled")
    assert outside.bodies == [b""]


async def test_offline_everything_is_answered_503_and_recorded(asking: Asking, outside: Outside) -> None:
    client = await asking(EgressPolicy(offline=True), LedTo(outside.port))
    for _ in range(2):
        answer, _ = await client.ask(TMDB)
        assert answer.status == 503
    assert outside.asked == []
    (line,) = client.egress.record
    assert (line.outcome, line.host, line.path, line.count) == ("offline", "api.themoviedb.org", "/3/movie/603", 2)


async def test_outside_one_server_answers_for_every_host(asking: Asking, outside: Outside) -> None:
    client = await asking(EgressPolicy(outside=outside.url + "/base/"))
    for original in (TMDB, "http://anything.example.org/a%2Fb?c=%20d", "https://lan.example.org:8443"):
        answer, body = await client.ask(original)
        assert (answer.status, body) == (200, b"answer")
        assert outside.asked[-1].headers["X-Halley-Original-URL"] == original
    assert [request.raw_path for request in outside.asked] == [
        "/base/3/movie/603?api_key=abc",
        "/base/a%2Fb?c=%20d",
        "/base/",
    ]


async def test_outside_is_asked_for_reads_and_questions_only(asking: Asking, outside: Outside) -> None:
    client = await asking(EgressPolicy(outside=outside.url))
    refused, _ = await client.ask("https://radarr.example.org/", "POST", data=b"{}")
    asked, _ = await client.ask("https://graphql.anilist.co", "POST", data=json.dumps({"query": "{ a }"}))
    assert (refused.status, asked.status, len(outside.asked)) == (403, 200, 1)


async def test_an_answer_that_says_it_is_too_large_is_not_begun(asking: Asking, outside: Outside) -> None:
    outside.answer = lambda: web.Response(body=b"x" * 2000)
    client = await asking(EgressPolicy(outside=outside.url, largest_answer=1000))
    answer, _ = await client.ask(TMDB)
    assert answer.status == 502
    assert [line.reason for line in client.egress.record] == ["the answer is too large"]


async def test_an_answer_without_end_is_broken_off(asking: Asking, outside: Outside) -> None:
    client = await asking(EgressPolicy(outside=outside.url, largest_answer=1024 * 1024))
    with pytest.raises(Exception, match=r"payload|closed|disconnected"):
        await client.ask("https://api.themoviedb.org/endless")
    assert ("failed", "GET", "api.themoviedb.org", "/endless") in client.lines()


async def test_a_server_that_does_not_answer_is_given_up(asking: Asking, outside: Outside) -> None:
    client = await asking(EgressPolicy(outside=outside.url, timeout_s=0.2))
    answer, _ = await client.ask("https://api.themoviedb.org/slow")
    assert answer.status == 504
    assert client.lines() == [("failed", "GET", "api.themoviedb.org", "/slow")]


async def test_a_server_that_is_not_there_is_an_answer(asking: Asking) -> None:
    client = await asking(EgressPolicy(outside="http://127.0.0.1:1"))
    answer, _ = await client.ask(TMDB)
    assert answer.status == 502


async def test_it_listens_on_a_unix_socket_for_its_user_only(tmp_path: Path, outside: Outside) -> None:
    egress = Egress(EgressPolicy(outside=outside.url))
    path = tmp_path / "egress.sock"
    await egress.on_socket(path)
    assert path.stat().st_mode & 0o777 == 0o600
    named = {"X-Halley-Original-URL": TMDB}
    async with (
        ClientSession(connector=UnixConnector(str(path))) as session,
        session.get("http://e/", headers=named) as answer,
    ):
        assert await answer.text() == "answer"
    await egress.close()


def test_hosts_of_users_are_added_in_any_spelling() -> None:
    policy = EgressPolicy().with_hosts(["Images.Example.org.", "*.mine.example.org"])
    assert policy.refusal("GET", "https://images.example.org/a.png", {}) is None
    assert policy.refusal("GET", "https://a.b.mine.example.org/", {}) is None
    assert policy.refusal("GET", "https://mine.example.org/", {}) is not None


@pytest.mark.parametrize(
    "host", ["discord.com", "hooks.slack.com", "notifiarr.com", "plex.tv", "localhost", "api.radarr.video"]
)
def test_nobody_who_could_be_written_to_by_a_read_is_listed(host: str) -> None:
    assert not is_listed(host, DEFAULT_HOSTS)
