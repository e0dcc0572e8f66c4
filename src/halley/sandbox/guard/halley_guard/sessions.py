"""The level of whole requests: what would have been written elsewhere is answered with a harmless 200 and never sent.

Here the body is at hand, so the record can name the fields that a service would have been sent.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Protocol

from .bodies import as_bytes, field_names, is_question
from .events import Recorder
from .patching import Method, around
from .redact import shown_url
from .settings import GATEWAY, READING, Settings, address_of

_PROXIES_POSITION = 4


class _PreparedRequest(Protocol):
    """What this module uses of requests.PreparedRequest."""

    method: str | None
    url: str | None
    body: object


class Judge:
    """Decides on whole requests, and records those that are not sent."""

    def __init__(self, settings: Settings, recorder: Recorder) -> None:
        self._settings = settings
        self._recorder = recorder

    def is_blocked(self, method: str, url: str, body: object) -> bool:
        """Whether a request would change something elsewhere; one that would is put on record."""
        sent = as_bytes(body)
        if self._settings.may_send(method, url) and (self._changes_nothing(method, url) or is_question(sent or b"")):
            return False
        self._recorder.note(
            "blocked_write",
            layer="requests",
            method=method,
            url=shown_url(url),
            host=address_of(url)[0],
            size=None if sent is None else len(sent),
            fields=field_names(sent or b""),
        )
        return True

    def _changes_nothing(self, method: str, url: str) -> bool:
        """Whether a request that may leave needs no look at its body: reads, and all that goes to the gateway."""
        return method.upper() in READING or self._settings.way(*address_of(url)).kind == GATEWAY


def guard_requests(settings: Settings, recorder: Recorder) -> Callable[[ModuleType], None]:
    """What to do with `requests.adapters` once it is loaded."""
    judge = Judge(settings, recorder)

    def act(module: ModuleType) -> None:
        def guarded(send: Method) -> Method:
            def answer(adapter: object, request: _PreparedRequest, *more: object, **options: object) -> object:
                if judge.is_blocked(request.method or "", request.url or "", request.body):
                    return _harmless(module, adapter, request)
                options.pop("proxies", None)
                return send(adapter, request, *more[:_PROXIES_POSITION], **options)

            return answer

        around(module.HTTPAdapter, "send", guarded)

    return act


def _harmless(module: ModuleType, adapter: object, request: _PreparedRequest) -> object:
    """requests' own kind of answer: 200 with an empty JSON object."""
    answer = module.Response()
    answer.status_code = 200
    answer.reason = "OK"
    answer.headers["Content-Type"] = "application/json"
    answer.encoding = "utf-8"
    answer.url = request.url
    answer.request = request
    answer.connection = adapter
    vars(answer).update(_content=b"{}", _content_consumed=True)
    return answer
