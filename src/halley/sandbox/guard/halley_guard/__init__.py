"""Refuses and records what a program would do to anyone but the gateway, and notes which pictures it uploads.

Three levels, so that what slips past one is held by the next:

    sessions      requests, curl_cffi     a write elsewhere is answered with a harmless 200 and never sent
    connections   http.client, urllib3    every request is led to the gateway or to the egress, or refused
    sockets       Python's audit hook     no socket goes anywhere else; an audit hook cannot be taken off again

It holds a program that does not know of it. It cannot hold one that means to get out: C libraries, ctypes and other
programs are not Python. That is the sandbox's work.
"""

from __future__ import annotations

from . import connections, curl, sessions, sockets, uploads
from .after_import import AfterImport
from .events import Recorder
from .settings import Settings, read_settings


def install(settings_path: str) -> None:
    """Put up the guard that a settings file describes. Raises OSError or ValueError where the file is of no use."""
    settings = read_settings(settings_path)
    recorder = Recorder(settings.events)
    recorder.note("guard", state="up")
    sockets.watch(settings, recorder)
    connections.guard_http_client(settings, recorder)
    watched = AfterImport(recorder)
    for name, action in {
        "urllib3.connection": connections.guard_urllib3(settings, recorder),
        "requests.adapters": sessions.guard_requests(settings, recorder),
        "curl_cffi.requests.session": curl.guard_curl(settings, recorder),
        "plexapi.mixins": uploads.note_uploads(settings, recorder),
    }.items():
        watched.when(name, action)
    watched.start()


__all__ = ["Recorder", "Settings", "install"]
