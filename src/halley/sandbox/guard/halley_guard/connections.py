"""The level of HTTP connections: leads every request to the gateway or the egress, and refuses writes elsewhere.

Where a connection goes depends on its host alone, so that redirects, pools and kept connections need no care: each host
has a connection of its own, and each request on it is judged by its method. What is led elsewhere travels as plain HTTP
over loopback with the original address in a header.
"""

from __future__ import annotations

import errno
import http.client
from collections.abc import Callable
from types import ModuleType
from typing import Protocol
from urllib.parse import quote

from .events import Recorder, Refused
from .patching import Method, around
from .redact import shown_url
from .settings import GATEWAY, NOWHERE, ORIGINAL_URL, Settings, Way, address_of

_URL_CHARACTERS = "".join(chr(code) for code in range(0x21, 0x7F))


class _Connection(Protocol):
    """What this module uses of http.client's connections and of urllib3's, which are made from them."""

    host: str
    port: int
    default_port: int
    timeout: object
    source_address: object
    sock: object


class _Connections:
    def __init__(self, settings: Settings, recorder: Recorder) -> None:
        self._settings = settings
        self._recorder = recorder

    def way(self, connection: _Connection) -> Way:
        """Where the connection goes; one that goes nowhere, or through a proxy, is refused."""
        way = self._settings.way(connection.host, connection.port)
        if way.kind == GATEWAY:
            return way
        if way.kind == NOWHERE:
            raise self._refuse_connection(connection, "nothing outside is read in this run")
        if getattr(connection, "_tunnel_host", None):
            raise self._refuse_connection(connection, "no proxy is used from here")
        return way

    def address(self, connection: _Connection) -> tuple[str, int] | None:
        """The address to connect to instead; None where the connection is the gateway's own."""
        way = self.way(connection)
        return None if way.kind == GATEWAY else way.address

    def begin(self, putrequest: Method) -> Method:
        """Judge a request when its first line is about to be written, and name its original address."""

        def judged(connection: _Connection, method: str, url: str, *more: object, **options: object) -> object:
            way = self.way(connection)
            if way.kind == GATEWAY:
                return putrequest(connection, method, url, *more, **options)
            target = self._target(connection, url)
            if not self._settings.may_send(method, target):
                raise self._refuse_write(method, target)
            result = putrequest(connection, method, url, *more, **options)
            http.client.HTTPConnection.putheader(
                connection,  # type: ignore[arg-type]
                ORIGINAL_URL,
                quote(target, safe=_URL_CHARACTERS),
            )
            return result

        return judged

    def _target(self, connection: _Connection, url: str) -> str:
        if "://" in url.partition("?")[0]:
            if address_of(url) != (self._plain(connection), connection.port):
                raise self._refuse_connection(connection, "no proxy is used from here")
            return url
        scheme = "https" if connection.default_port == http.client.HTTPS_PORT else "http"
        port = "" if connection.port == connection.default_port else f":{connection.port}"
        host = self._plain(connection)
        return f"{scheme}://{f'[{host}]' if ':' in host else host}{port}{url if url.startswith('/') else f'/{url}'}"

    @staticmethod
    def _plain(connection: _Connection) -> str:
        return connection.host.strip("[]").rstrip(".").lower()

    def _refuse_connection(self, connection: _Connection, reason: str) -> Refused:
        where = f"{connection.host}:{connection.port}"
        self._recorder.note("refused_connection", layer="http", host=connection.host, address=where, reason=reason)
        return Refused(errno.EACCES, f"no connection to {where}: {reason} (Halley's guard)")

    def _refuse_write(self, method: str, target: str) -> Refused:
        shown = shown_url(target)
        host = address_of(target)[0]
        self._recorder.note("blocked_write", layer="http", method=method, url=shown, host=host, size=None, fields=[])
        return Refused(errno.EACCES, f"{method} {shown} is not sent from here (Halley's guard)")


def guard_http_client(settings: Settings, recorder: Recorder) -> None:
    """Guard the standard library's connections, and through `putrequest` those of urllib3 too."""
    connections = _Connections(settings, recorder)

    def lead(connect: Method) -> Method:
        def led(connection: _Connection) -> object:
            address = connections.address(connection)
            if address is None:
                return connect(connection)
            # No TLS even for https: the egress reads over TLS, this stretch is loopback.
            make: Callable[..., object] = connection._create_connection  # type: ignore[attr-defined]
            vars(connection)["sock"] = make(address, connection.timeout, connection.source_address)
            return None

        return led

    around(http.client.HTTPConnection, "putrequest", connections.begin)
    around(http.client.HTTPConnection, "connect", lead)
    around(http.client.HTTPSConnection, "connect", lead)


def guard_urllib3(settings: Settings, recorder: Recorder) -> Callable[[ModuleType], None]:
    """What to do with `urllib3.connection` (1.26 and 2) once it is loaded."""
    connections = _Connections(settings, recorder)

    def act(module: ModuleType) -> None:
        create: Callable[..., object] = module.connection.create_connection

        def lead(new_conn: Method) -> Method:
            def led(connection: _Connection) -> object:
                address = connections.address(connection)
                if address is None:
                    return new_conn(connection)
                options = getattr(connection, "socket_options", None)
                source = connection.source_address
                return create(address, connection.timeout, source_address=source, socket_options=options)

            return led

        def without_tls(connect: Method) -> Method:
            def led(connection: _Connection) -> object:
                if connections.address(connection) is None:
                    return connect(connection)
                make: Callable[[], object] = connection._new_conn  # type: ignore[attr-defined]
                connection.sock = make()
                vars(connection)["is_verified"] = True  # urllib3 warns of every connection that is not
                return None

            return led

        around(module.HTTPConnection, "_new_conn", lead)
        around(module.HTTPSConnection, "connect", without_tls)

    return act
