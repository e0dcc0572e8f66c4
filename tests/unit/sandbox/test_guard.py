"""What the guard alone holds: every way that Python code has to the network, tried in a process of its own."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from halley.sandbox.guard_settings import GUARD_FOLDER
from tests.unit.sandbox.world import World

#: (id, a program, the address that is read): every library's way to read something outside.
READS = (
    ("requests", "import requests; r = requests.get(URL); print(r.json()['from'], r.url)"),
    ("requests-session", "import requests; r = requests.Session().get(URL, timeout=5); print(r.json()['from'], r.url)"),
    ("requests-unverified", "import requests; r = requests.get(URL, verify=False); print(r.json()['from'], r.url)"),
    ("urllib", "import json, urllib.request as u; r = u.urlopen(URL); print(json.load(r)['from'], r.url)"),
    (
        "urllib3",
        "import json, urllib3; r = urllib3.PoolManager().request('GET', URL); print(json.loads(r.data)['from'], URL)",
    ),
    (
        "http.client",
        "import http.client, json, urllib.parse as p; s = p.urlsplit(URL)\n"
        "c = (http.client.HTTPSConnection if s.scheme == 'https' else http.client.HTTPConnection)(s.netloc)\n"
        "c.request('GET', s.path + ('?' + s.query if s.query else '')); print(json.load(c.getresponse())['from'], URL)",
    ),
)
ADDRESSES = {
    "https": "https://api.themoviedb.org/3/movie/603?language=en",
    "http": "http://www.omdbapi.com/?i=tt0133093",
    "other port": "https://example.org:8443/a",
    "plex.tv": "https://plex.tv/api/v2/user",
    "below plex.tv": "https://discover.provider.plex.tv/library/sections/watchlist/all?a=1",
}


@pytest.mark.parametrize("program", [read[1] for read in READS], ids=[read[0] for read in READS])
@pytest.mark.parametrize("address", ADDRESSES.values(), ids=list(ADDRESSES))
def test_a_read_is_led_aside_with_its_original_address(world: World, program: str, address: str) -> None:
    outcome = world.run(f"URL = {address!r}\n{program}")
    expected = world.gateway if "plex.tv" in address else world.egress
    assert outcome.output == f"{expected.name} {address}", outcome.errors
    assert [(asked.original, asked.path) for asked in expected.asked] == [(address, "/" + address.split("/", 3)[3])]


def test_plex_itself_is_reached_as_it_is(world: World) -> None:
    outcome = world.run("""
        import requests
        for method in ("GET", "PUT", "POST", "DELETE", "PaTcH"):
            requests.request(method, GATEWAY + "/library/metadata/1")
    """)
    assert outcome.status == 0, outcome.errors
    assert [asked.method for asked in world.gateway.asked] == ["GET", "PUT", "POST", "DELETE", "PATCH"]
    assert all(asked.original is None for asked in world.gateway.asked)
    assert outcome.events.blocked_writes == ()


#: Every way to write elsewhere; (id, program). None of them may be heard by anybody.
WRITES = (
    ("requests-post", "import requests; tried(lambda: requests.post(URL, json={'a': 1}))"),
    ("requests-put", "import requests; tried(lambda: requests.put(URL))"),
    ("requests-delete", "import requests; tried(lambda: requests.delete(URL))"),
    ("requests-odd-case", "import requests; tried(lambda: requests.request('pAtCh', URL))"),
    ("requests-unknown-method", "import requests; tried(lambda: requests.request('MOVE', URL))"),
    ("prepared", "import requests; tried(lambda: requests.Session().send(requests.Request('POST', URL).prepare()))"),
    (
        "prepared-method-set-late",
        "import requests; r = requests.Request('GET', URL).prepare(); r.method = 'post'\n"
        "tried(lambda: requests.Session().send(r))",
    ),
    (
        "session-subclass",
        "import requests\n"
        "class Mine(requests.Session):\n"
        "    def request(self, *a, **k): return super().request(*a, **k)\n"
        "    def send(self, request, **k): return self.get_adapter(request.url).send(request)\n"
        "tried(lambda: Mine().post(URL))",
    ),
    (
        "mounted-adapter",
        "import requests, requests.adapters\n"
        "class Mine(requests.adapters.HTTPAdapter): pass\n"
        "s = requests.Session(); s.mount('https://', Mine()); s.mount('http://', Mine()); tried(lambda: s.post(URL))",
    ),
    (
        "own-adapter",
        "import requests, requests.adapters, urllib3\n"
        "class Mine(requests.adapters.BaseAdapter):\n"
        "    def send(self, r, **k): return urllib3.PoolManager().request(r.method, r.url, retries=False)\n"
        "    def close(self): pass\n"
        "s = requests.Session(); s.mount('https://', Mine()); s.mount('http://', Mine())\n"
        "try: s.post(URL)\n"
        "except Exception as problem: print('refused', type(problem).__name__)",
    ),
    ("urllib", "import urllib.request as u; tried(lambda: u.urlopen(u.Request(URL, data=b'a=1')))"),
    ("urllib-method", "import urllib.request as u; tried(lambda: u.urlopen(u.Request(URL, method='DELETE')))"),
    (
        "urllib3",
        "import urllib3\n"
        "try: urllib3.PoolManager().request('POST', URL, retries=False)\n"
        "except Exception as problem: print('refused', type(problem).__name__)",
    ),
    (
        "http.client-odd-case",
        "import http.client, urllib.parse as p; s = p.urlsplit(URL)\n"
        "C = http.client.HTTPSConnection if s.scheme == 'https' else http.client.HTTPConnection\n"
        "tried(lambda: C(s.netloc).request('PoSt', s.path))",
    ),
    (
        "http.client-connected-first",
        "import http.client, urllib.parse as p; s = p.urlsplit(URL)\n"
        "c = (http.client.HTTPSConnection if s.scheme == 'https' else http.client.HTTPConnection)(s.netloc)\n"
        "c.connect(); tried(lambda: c.request('PUT', s.path))",
    ),
    (
        "lookup-that-changes",
        "import requests\n"
        "print(requests.post('https://graphql.anilist.co', json={'query': 'mutation { Save }'}).status_code)",
    ),
)
TARGETS = {
    "radarr": "https://radarr.example.org/api/v3/movie",
    "lan": "http://192.168.1.9:7878/api/v3/movie",
    "plex.tv": "https://plex.tv/api/v2/users/signout",
    "the-real-plex": "https://192-168-1-9.0123456789abcdef.plex.direct:32400/library/metadata/1",
}


@pytest.mark.parametrize("program", [write[1] for write in WRITES], ids=[write[0] for write in WRITES])
@pytest.mark.parametrize("target", TARGETS.values(), ids=list(TARGETS))
def test_a_write_elsewhere_is_never_sent_and_on_record(world: World, program: str, target: str) -> None:
    outcome = world.run(f"URL = {target!r}\n{program}")
    assert outcome.status == 0, outcome.errors
    assert world.gateway.asked == world.egress.asked == world.elsewhere.asked == []
    assert len(outcome.events.blocked_writes) == 1
    assert outcome.events.is_up


def test_a_write_to_an_address_on_this_machine_is_not_sent_either(world: World) -> None:
    outcome = world.run("import requests; print(requests.post(ELSEWHERE + '/hook', json={}).json())")
    assert outcome.output == "{}"
    assert world.elsewhere.asked == []


def test_a_write_straight_to_the_egress_is_not_sent(world: World) -> None:
    outcome = world.run("""
        import http.client, requests
        original = {"X-Halley-Original-URL": "https://radarr.example.org/"}
        requests.post(EGRESS + "/", headers=original)
        connection = http.client.HTTPConnection(EGRESS[7:])
        tried(lambda: connection.request("POST", "/", headers=original))
    """)
    assert world.egress.asked == []
    assert len(outcome.events.blocked_writes) == 2


def test_a_blocked_write_is_answered_harmlessly(world: World) -> None:
    outcome = world.run("""
        import requests
        answer = requests.post("https://radarr.example.org/api/v3/movie", json={"title": "Dune"})
        print(answer.status_code, answer.ok, answer.json(), answer.url, answer.elapsed.seconds)
    """)
    assert outcome.output == "200 True {} https://radarr.example.org/api/v3/movie 0"


def test_what_a_service_would_have_been_sent_is_told_by_field_names_without_secrets(world: World) -> None:
    outcome = world.run("""
        import requests
        token = "Zm9vYmFyMTIzNDU2Nzg5MGFiY2RlZmdoaWo_xyz-98"
        requests.post("https://user:pw@discord.com/api/webhooks/123456789012345678/" + token + "?wait=true&api_key=abc",
                      json={"content": "hello", "embeds": [{"title": "Dune", "fields": [{"name": "x"}]}]})
        requests.post("https://notify.example.org/", data={"message": "secret words", "priority": "1"})
    """)
    webhook, form = outcome.events.blocked_writes
    assert webhook.method == "POST"
    assert webhook.host == "discord.com"
    assert webhook.url == "https://discord.com/api/webhooks/•••/•••?wait=true&api_key=•••"
    assert webhook.fields == ("content", "embeds[].title", "embeds[].fields[].name")
    assert webhook.size
    assert webhook.size > 50
    assert form.fields == ("message", "priority")
    text = (world.folder / "guard.jsonl").read_text()
    assert not any(secret in text for secret in ("Zm9v", "user", "pw@", "abc", "hello", "Dune", "secret words"))


@pytest.mark.parametrize("address", ["https://graphql.anilist.co", "https://api.graphql.imdb.com/"])
def test_a_question_by_post_is_led_to_the_egress(world: World, address: str) -> None:
    outcome = world.run(
        f"import requests; print(requests.post({address!r}, json={{'query': 'query {{ Page }}'}}).json()['from'])"
    )
    assert outcome.output == "egress", outcome.errors
    assert world.egress.lines == [("POST", address if address.endswith("/") else address + "/")]
    assert b"Page" in world.egress.asked[0].body


#: (id, program): every way to open a socket that is not an HTTP library's.
SOCKETS = (
    ("create_connection", "import socket; tried(lambda: socket.create_connection(('127.0.0.1', ELSEWHERE_PORT)))"),
    ("connect", "import socket; tried(lambda: socket.socket().connect(('127.0.0.1', ELSEWHERE_PORT)))"),
    ("connect_ex", "import socket; tried(lambda: socket.socket().connect_ex(('127.0.0.1', ELSEWHERE_PORT)))"),
    ("localhost", "import socket; tried(lambda: socket.create_connection(('localhost', ELSEWHERE_PORT)))"),
    ("C-level", "import _socket; tried(lambda: _socket.socket().connect(('127.0.0.1', ELSEWHERE_PORT)))"),
    ("ipv6", "import socket; tried(lambda: socket.socket(socket.AF_INET6).connect(('::ffff:127.0.0.1', ELSEWHERE_PORT)))"),
    ("numeric", "import socket; tried(lambda: socket.socket().connect(('2130706433', ELSEWHERE_PORT)))"),
    ("bytes", "import socket; tried(lambda: socket.socket().connect((b'127.0.0.1', ELSEWHERE_PORT)))"),
    ("udp", "import socket\n"
            "tried(lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', ELSEWHERE_PORT)))"),
    (
        "udp-sendmsg",
        "import socket\n"
        "tried(lambda: socket.socket(type=socket.SOCK_DGRAM).sendmsg([b'x'], [], 0, ('127.0.0.1', ELSEWHERE_PORT)))",
    ),
    ("unix", "import socket; tried(lambda: socket.socket(socket.AF_UNIX).connect('/var/run/docker.sock'))"),
    (
        "asyncio",
        "import asyncio\n"
        "tried(lambda: asyncio.run(asyncio.open_connection('127.0.0.1', ELSEWHERE_PORT)))",
    ),
    ("ssl", "import socket, ssl\ns = ssl.create_default_context().wrap_socket(socket.socket(), server_hostname='a')\n"
            "tried(lambda: s.connect(('127.0.0.1', ELSEWHERE_PORT)))"),
    ("smtp", "import smtplib; tried(lambda: smtplib.SMTP('127.0.0.1', ELSEWHERE_PORT))"),
    ("ftp", "import ftplib; tried(lambda: ftplib.FTP().connect('127.0.0.1', ELSEWHERE_PORT))"),
    ("name", "import socket; tried(lambda: socket.create_connection(('example.org', 80)))"),
    ("name-only", "import socket; tried(lambda: socket.gethostbyname('example.org'))"),
)  # fmt: skip


@pytest.mark.parametrize("program", [way[1] for way in SOCKETS], ids=[way[0] for way in SOCKETS])
def test_no_socket_leads_anywhere_else(world: World, program: str) -> None:
    outcome = world.run(program)
    assert outcome.output.startswith("refused"), outcome.errors
    assert world.elsewhere.asked == []
    assert len(outcome.events.refused_connections) >= 1


def test_a_patch_taken_off_again_leaves_the_audit_hook(world: World) -> None:
    outcome = world.run("""
        import http.client, importlib
        importlib.reload(http.client)
        connection = http.client.HTTPConnection("127.0.0.1", ELSEWHERE_PORT)
        tried(lambda: connection.request("POST", "/"))
    """)
    assert outcome.output == "refused Refused"
    assert world.elsewhere.asked == []


def test_a_redirect_stays_inside(world: World) -> None:
    world.egress.redirects["https://one.example.org/a"] = "https://two.example.org/b"
    world.egress.redirects["https://two.example.org/b"] = "/c"
    outcome = world.run("""
        import requests, urllib.request
        print(requests.get("https://one.example.org/a").url)
        print(urllib.request.urlopen("https://one.example.org/a").url)
    """)
    assert outcome.output.split() == ["https://two.example.org/c"] * 2, outcome.errors
    path = ["https://one.example.org/a", "https://two.example.org/b", "https://two.example.org/c"]
    assert world.egress.lines == [("GET", address) for address in path] * 2


def test_a_redirect_of_the_gateway_does_not_lead_out(world: World) -> None:
    world.gateway.redirects["/library"] = f"{world.elsewhere.url}/elsewhere"
    world.run("import requests; requests.put(GATEWAY + '/library', data=b'x')")
    assert world.elsewhere.asked == []


def test_an_absolute_address_on_a_connection_elsewhere_is_refused(world: World) -> None:
    outcome = world.run("""
        import http.client
        connection = http.client.HTTPConnection("proxy.example.org", 3128)
        tried(lambda: connection.request("GET", "http://radarr.example.org/"))
        tunnel = http.client.HTTPSConnection("proxy.example.org", 3128)
        tunnel.set_tunnel("radarr.example.org", 443)
        tried(lambda: tunnel.request("GET", "/"))
    """)
    assert outcome.output.split() == ["refused", "Refused"] * 2, outcome.errors
    assert world.egress.asked == []


def test_a_proxy_in_the_environment_is_not_used(world: World) -> None:
    proxy = {"HTTP_PROXY": world.elsewhere.url, "https_proxy": world.elsewhere.url}
    outcome = world.run(
        """
        import os, requests
        os.environ["HTTPS_PROXY"] = ELSEWHERE
        print(requests.get("https://example.org/").json()["from"])
        """,
        environment=proxy,
    )
    assert outcome.output == "egress", outcome.errors
    assert world.elsewhere.asked == []


def test_offline_reads_are_refused_and_named(world: World) -> None:
    outcome = world.run(
        """
        import requests, urllib.request
        tried(lambda: requests.get("https://api.themoviedb.org/3/configuration?api_key=abc"))
        tried(lambda: urllib.request.urlopen("http://example.org/"))
        print(requests.get("https://plex.tv/api/v2/user").json()["from"])
        """,
        offline=True,
    )
    assert outcome.output.split() == ["refused", "ConnectionError", "refused", "URLError", "gateway"], outcome.errors
    assert {refused.host for refused in outcome.events.refused_connections} == {"api.themoviedb.org", "example.org"}


def test_a_refused_connection_is_a_connection_error_to_requests(world: World) -> None:
    outcome = world.run(
        """
        import requests
        try:
            requests.get("https://api.themoviedb.org/")
        except requests.exceptions.ConnectionError as problem:
            print("guard" in str(problem))
        """,
        offline=True,
    )
    assert outcome.output == "True", outcome.errors


def test_a_program_that_was_started_is_noted_with_whether_the_guard_is_in_it(world: World) -> None:
    outcome = world.run("""
        import subprocess, os
        subprocess.run(["true", "https://u:p@example.org/?token=abc"])
        subprocess.run(["true"], env={})
        os.system("true")
    """)
    assert [(one.program, one.guarded) for one in outcome.events.programs] == [
        ("true", True),
        ("true", False),
        ("true", True),
    ]
    assert outcome.events.programs[0].arguments == ("https://example.org/?token=•••",)


def test_python_that_is_started_is_guarded_too(world: World) -> None:
    outcome = world.run("""
        import subprocess
        subprocess.run([sys.executable, "-c", "import socket, os\\n"
            "socket.create_connection(('127.0.0.1', int(os.environ['ELSEWHERE_PORT'])))"])
    """)
    assert "Refused" in outcome.errors
    assert world.elsewhere.asked == []


def test_a_disk_that_is_full_does_not_disturb_the_program(world: World) -> None:
    (world.folder / "guard.jsonl").mkdir()
    settings = world.folder / "guard.json"
    world.settings().write(settings)
    program = "import requests; print(requests.post('https://radarr.example.org/').json())"
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(GUARD_FOLDER), "HALLEY_GUARD": str(settings)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "{}", done.stderr


def test_another_sitecustomize_still_runs(world: World, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "sitecustomize.py").write_text("import sys; sys.was_customised = __name__")
    outcome = world.run(
        "print(sys.was_customised, sys.modules['sitecustomize'].__file__)", environment={"PYTHONPATH": str(other)}
    )
    assert outcome.output == f"sitecustomize {other / 'sitecustomize.py'}", outcome.errors
    assert outcome.events.is_up


def test_without_settings_nothing_is_guarded() -> None:
    program = "import http.client, sys; print(http.client.HTTPConnection.connect.__module__, 'halley_guard' in sys.modules)"
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(GUARD_FOLDER)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["http.client", "False"]


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"gateway": 1}', None], ids=["empty", "bare", "list", "wrong", "missing"]
)
def test_a_guard_that_cannot_be_put_up_lets_nothing_run(tmp_path: Path, content: str | None) -> None:
    settings = tmp_path / "guard.json"
    if content is not None:
        settings.write_text(content)
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(GUARD_FOLDER), "HALLEY_GUARD": str(settings)}
    done = subprocess.run(
        [sys.executable, "-c", "print('ran')"], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (78, "")
    assert "nothing was run" in done.stderr


@pytest.mark.parametrize("path", sorted(GUARD_FOLDER.rglob("*.py")), ids=lambda path: path.name)
def test_the_guard_is_written_in_python_3_9_with_the_standard_library_only(path: Path) -> None:
    tree = ast.parse(path.read_text(), feature_version=(3, 9))
    absolute = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level == 0]
    plain = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    roots = {name.split(".")[0] for name in [*plain, *(node.module or "" for node in absolute)]}
    assert roots <= sys.stdlib_module_names
