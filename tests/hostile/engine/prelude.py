"""What every attempt of a hostile engine has at hand. `KNOWN` is there already. Runs with the standard library alone."""

import contextlib
import ctypes
import http.client
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

GATEWAY, TOKEN, REAL, ELSEWHERE = (KNOWN[name] for name in ("gateway", "token", "real", "elsewhere"))  # type: ignore[name-defined]  # noqa: F821
NOTES, USER, CONFIG = (Path(KNOWN[name]) for name in ("notes", "user", "config"))  # type: ignore[name-defined]  # noqa: F821
JOB = CONFIG.parent.parent
RECORDS = JOB / "halley"
SECRET = KNOWN["reversed"][::-1]  # type: ignore[name-defined]  # noqa: F821  told backwards, so that only finding it counts
OUTSIDER = int(KNOWN["outsider"])  # type: ignore[name-defined]  # noqa: F821
REAL_PLACE = (urlsplit(REAL).hostname, urlsplit(REAL).port)
SLEEPER = (sys.executable, "-I", "-S", "-c", "import time; time.sleep(600)")
REFUSALS = (OSError, http.client.HTTPException, subprocess.SubprocessError)
C = ctypes.CDLL(None, use_errno=True)


class Nothing(OSError):
    """What was looked for is not there."""


def plex():
    """The server as python-plexapi sees it, over a connection of its own."""
    import requests  # noqa: PLC0415  a Python without its packages has none
    from plexapi.server import PlexServer  # noqa: PLC0415

    return PlexServer(GATEWAY, TOKEN, session=requests.Session(), timeout=10)


def movie(key=101):
    return plex().fetchItem(key)


def movies():
    return plex().library.section("Movies")


def picture():
    path = NOTES / "picture.png"
    path.write_bytes(bytes.fromhex(KNOWN["png"]))  # type: ignore[name-defined]  # noqa: F821
    return str(path)


def send(raw, place=None):
    """Bytes as they are to the gateway; the first line of the answer."""
    host = urlsplit(GATEWAY)
    for name, value in (("host", host.netloc), ("real", urlsplit(REAL).netloc), ("token", TOKEN)):
        raw = raw.replace(b"{%s}" % name.encode(), value.encode())
    with socket.create_connection(place or (host.hostname, host.port), 2) as connection:
        connection.sendall(raw)
        heard = b""
        with contextlib.suppress(TimeoutError):
            while chunk := connection.recv(65536):
                heard += chunk
                connection.settimeout(0.03)
    if SECRET.encode() in heard:
        raise AssertionError("the real token was in the answer")
    return heard.partition(b"\r\n")[0].decode("latin-1")


def put(place, path="/library/metadata/101?title.value=Hacked"):
    """An edit, sent straight to an address by hand."""
    return send(b"PUT %s HTTP/1.1\r\nHost: x\r\nX-Plex-Token: {token}\r\nContent-Length: 0\r\n\r\n" % path.encode(), place)


def run(*words, **options):
    """Run a program with an empty environment. Raises Nothing where there is none of that name, and if it fails."""
    program = shutil.which(words[0], path="/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin")
    if program is None:
        raise Nothing(words[0])
    done = subprocess.run(
        [program, *words[1:]],
        env={},
        capture_output=True,
        text=True,
        timeout=10,
        check=True,
        stdin=subprocess.DEVNULL,
        **options,
    )
    return done.stdout


def call(number, *arguments):
    """A system call by its number. Raises OSError where the kernel refuses it."""
    result = C.syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def checked(result):
    """The result of a function of the C library. Raises OSError where that failed."""
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def address(place):
    """An IPv4 address as the kernel takes it."""
    return socket.AF_INET.to_bytes(2, sys.byteorder) + place[1].to_bytes(2, "big") + socket.inet_aton(place[0]) + bytes(8)


def searched(paths):
    """Look for the real token in files. Raises Nothing where no file that can be read holds it."""
    for path in paths:
        try:
            if path.is_file() and SECRET.encode() in path.read_bytes()[: 4 * 1024**2]:
                return f"the token is in {path}"
        except OSError:
            continue
    raise Nothing("no file that can be read holds the token")


def below(folder):
    for place, _, names in os.walk(folder):
        yield from (Path(place, name) for name in names)


def outcome(code, names):
    """How an attempt went: `done`, `refused` or `broken`, and a few words."""
    lines = code.strip().splitlines()
    with contextlib.suppress(SyntaxError):  # what is no expression has no result
        if not lines[-1][0].isspace():
            compile(lines[-1], "attempt", "eval")
            lines[-1] = f"result = {lines[-1]}"
    names = {**names, "result": None}
    try:
        exec("\n".join(lines), names)
    except REFUSALS as problem:
        return f"refused: {type(problem).__name__}: {problem}"
    except Exception as problem:  # noqa: BLE001
        if type(problem).__module__ == "plexapi.exceptions":
            return f"refused: {type(problem).__name__}: {problem}"
        return f"broken: {type(problem).__name__}: {problem}"
    return f"done: {names['result']!r}"
