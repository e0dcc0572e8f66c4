"""curl_cffi, whose requests libcurl makes in C: Python sees no socket of theirs, so they are led by their address.

letterboxdpy reads with it. libcurl's lower interfaces are not followed; the sandbox holds those.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Protocol
from urllib.parse import urlencode, urljoin, urlsplit

from .events import Recorder, Refused
from .patching import Method, around
from .redact import shown_url
from .sessions import Judge
from .settings import GATEWAY, ORIGINAL_URL, Settings, address_of

_MOST_REDIRECTS = 10
_REDIRECTS = {301, 302, 303, 307, 308}


class _Answer(Protocol):
    """What this module uses of curl_cffi's Response."""

    status_code: int
    headers: Mapping[str, str]
    url: str


class _Curl:
    """Leads the requests of curl_cffi's Session."""

    def __init__(self, settings: Settings, recorder: Recorder) -> None:
        self._settings = settings
        self._recorder = recorder
        self._judge = Judge(settings, recorder)

    def lead(self, send: Method) -> Method:
        """Follow redirects here: one that curl followed itself would leave this process unseen."""

        def led(session: object, method: str, url: str, params: object = None, **options: object) -> object:
            follow = options.pop("allow_redirects", None) is not False
            address = _with_query(url, params)
            options.update(allow_redirects=False, proxies=None, proxy=None)
            for _ in range(_MOST_REDIRECTS):
                answer = self._send(send, session, method, address, options)
                location = answer.headers.get("location")
                if not follow or answer.status_code not in _REDIRECTS or not location:
                    return answer
                address = urljoin(address, location)
            raise Refused(errno.ELOOP, f"{shown_url(url)} was redirected too often (Halley's guard)")

        return led

    def refuse(self, _: Method) -> Method:
        """Asynchronous sessions are nobody's here, so they are refused rather than led."""

        async def refused(_session: object, _method: str, url: str, *_more: object, **_options: object) -> object:
            raise self._no_connection(url)

        return refused

    def _send(self, send: Method, session: object, method: str, url: str, options: Mapping[str, object]) -> _Answer:
        if self._judge.is_blocked(method, url, options.get("data") or options.get("content")):
            raise Refused(errno.EACCES, f"{method} {shown_url(url)} is not sent from here (Halley's guard)")
        way = self._settings.way(*address_of(url))
        if way.kind == GATEWAY:
            return send(session, method, url, **options)  # type: ignore[return-value]
        if way.address is None:
            raise self._no_connection(url)
        parts = urlsplit(url)
        host, port = way.address
        there = f"http://{host}:{port}{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        given = options.get("headers") or {}
        headers = {**dict(given), ORIGINAL_URL: url}  # type: ignore[call-overload]
        answer: _Answer = send(session, method, there, **{**options, "headers": headers})  # type: ignore[assignment]
        answer.url = url
        return answer

    def _no_connection(self, url: str) -> Refused:
        host = address_of(url)[0]
        self._recorder.note("refused_connection", layer="curl", host=host, address=host)
        return Refused(errno.EACCES, f"no connection to {host} from here (Halley's guard)")


def guard_curl(settings: Settings, recorder: Recorder) -> Callable[[ModuleType], None]:
    """What to do with `curl_cffi.requests.session` once it is loaded."""
    curl = _Curl(settings, recorder)

    def act(module: ModuleType) -> None:
        around(module.Session, "request", curl.lead)
        around(module.AsyncSession, "request", curl.refuse)

    return act


def _with_query(url: str, parameters: object) -> str:
    if not parameters:
        return url
    pairs = list(parameters.items()) if isinstance(parameters, Mapping) else list(parameters)  # type: ignore[call-overload]
    return f"{url}{'&' if '?' in url else '?'}{urlencode(pairs, doseq=True)}"
