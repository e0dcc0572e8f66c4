"""Asks a web server for a file: no cookies, no proxies, no tokens, an end to size, time and redirects.

It is written without an event loop, because definitions are read in a thread. A user's servers at home may be asked. What
belongs to the internet may not lead there, and nothing may lead to the address at which a cloud tells its machines secrets.
"""

import base64
import contextlib
import http.client
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from halley.files.downloads.addresses import Address, NoAddress, is_forbidden, is_public, parse_address, redirected

_ORIGINAL_URL: Final = "X-Halley-Original-URL"
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_FOUND: Final = range(200, 300)
_MOST_REDIRECTS: Final = 10
_CHUNK: Final = 256 * 1024


class NoAnswer(Exception):
    """Nobody answered, or the answer was none. Says why in the words of a sentence."""


class Silence(NoAnswer):
    """The server could not be reached: its other files need not be asked for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. `content_type`, `etag` and `modified` are its headers as they stood."""

    status: int
    content: bytes
    content_type: str | None = None
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """How to ask. `outside` is the one server that answers for all the others, where there is one. Times are seconds."""

    outside: str | None = None
    verify_ssl: bool = True
    timeout_s: float = 20
    longest_s: float = 120

    def get(self, url: str, largest: int, asked: Mapping[str, str]) -> Answer:
        """What is at an address, of `largest` bytes at most. `asked` are headers. Raises NoAnswer."""
        until = time.monotonic() + self.longest_s
        try:
            address = parse_address(url)
            from_public = False
            for _ in range(_MOST_REDIRECTS):
                connection = _Connection(address, self, from_public=from_public)
                with contextlib.closing(connection):
                    answer, location = self._ask(connection, address, largest, asked, until)
                if location is None:
                    return answer
                from_public = from_public or connection.is_public
                address = redirected(address, location)
        except NoAddress as problem:
            raise NoAnswer(str(problem)) from None
        except TimeoutError:
            raise Silence("there is no answer in time") from None
        except ssl.SSLCertVerificationError:
            raise Silence("its certificate cannot be trusted") from None
        except socket.gaierror:
            raise Silence("nobody knows that server") from None
        except (OSError, http.client.HTTPException) as problem:
            raise Silence(f"it cannot be reached ({getattr(problem, 'strerror', None) or type(problem).__name__})") from None
        raise NoAnswer("it leads on and on")

    def _ask(
        self, connection: "_Connection", address: Address, largest: int, asked: Mapping[str, str], until: float
    ) -> tuple[Answer, str | None]:
        connection.request(address, {"User-Agent": "Halley", "Accept-Encoding": "identity", **asked})
        response = connection.http.getresponse()
        location = response.getheader("Location")
        if response.status in _REDIRECTS and location:
            return Answer(response.status, b""), location
        if response.getheader("Content-Encoding", "identity") != "identity":
            raise NoAnswer("it is packed in a way that was not asked for")
        content = _content(response, largest, until) if response.status in _FOUND else b""
        kind, etag, modified = (response.getheader(name) for name in ("Content-Type", "ETag", "Last-Modified"))
        return Answer(response.status, content, kind, etag, modified), None


class _Connection:
    """A connection to the machine at an address, or to the one that answers for all."""

    def __init__(self, address: Address, client: Client, *, from_public: bool) -> None:
        self.is_public = False
        self._outside = client.outside
        self._base = ""
        self._from_public = from_public
        if client.outside is not None:
            address = parse_address(client.outside)
            self._base = urlsplit(client.outside).path.rstrip("/")
        self.http: http.client.HTTPConnection
        if address.scheme == "https":
            context = ssl.create_default_context()
            if not client.verify_ssl:
                context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            self.http = http.client.HTTPSConnection(address.host, address.port, timeout=client.timeout_s, context=context)
            reached = self._reached(address, client.timeout_s)
            try:
                self.http.sock = context.wrap_socket(reached, server_hostname=address.host)
            except OSError:
                reached.close()
                raise
        else:
            self.http = http.client.HTTPConnection(address.host, address.port, timeout=client.timeout_s)
            self.http.sock = self._reached(address, client.timeout_s)

    def request(self, address: Address, headers: Mapping[str, str]) -> None:
        """Send the question."""
        added = dict(headers)
        if self._outside is not None:
            added[_ORIGINAL_URL] = address.url
        elif address.user is not None:
            added["Authorization"] = f"Basic {base64.b64encode(':'.join(address.user).encode()).decode()}"
        self.http.request("GET", f"{self._base}{address.target}", headers=added)

    def close(self) -> None:
        """End it."""
        self.http.close()

    def _reached(self, address: Address, timeout_s: float) -> socket.socket:
        """A socket to the first address of a name that answers; each was judged, and is connected to as it was judged."""
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
        numbers = [str(place[0]) for *_, place in found]
        self.is_public = all(map(is_public, numbers))
        if self._outside is None:
            if any(map(is_forbidden, numbers)):
                raise NoAnswer("nobody keeps files at such an address")
            if self._from_public and not self.is_public:
                raise NoAnswer("it leads from the internet into your own network")
        problem: OSError = OSError("no address")
        for number in dict.fromkeys(numbers):
            try:
                return socket.create_connection((number, address.port), timeout_s)
            except OSError as error:
                problem = error
        raise problem


def _content(response: http.client.HTTPResponse, largest: int, until: float) -> bytes:
    """The body. Raises NoAnswer where it is too large, comes too slowly or breaks off."""
    content = bytearray()
    expected = response.length
    while chunk := response.read1(_CHUNK):
        content += chunk
        if len(content) > largest:
            raise NoAnswer(f"it is larger than {largest // 1024**2} MB")
        if time.monotonic() > until:
            raise NoAnswer("it takes too long")
    if expected is not None and len(content) < expected:
        raise NoAnswer("the answer broke off")
    return bytes(content)
