"""The lowest level that Python has: its audit hook, asked before every connect, name look-up and new process.

The hook sees C-level sockets as well as `socket.socket`, asyncio and everything above, and stays until the process ends.
"""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from .events import Recorder, Refused
from .redact import shown_url
from .settings import Settings

_INTERNET = {int(socket.AF_INET), int(socket.AF_INET6)}
_MOST_ARGUMENTS = 12


def watch(settings: Settings, recorder: Recorder) -> None:
    """Refuse every socket that leads elsewhere, and note every program that is started."""
    guard = _SocketGuard(settings, recorder)
    watched: dict[str, Callable[..., None]] = {
        "socket.connect": guard.connect,
        "socket.sendto": guard.connect,
        "socket.sendmsg": guard.connect,
        "socket.getaddrinfo": guard.look_up,
        "socket.gethostbyname": guard.look_up,
        "subprocess.Popen": guard.start,
        "os.exec": guard.start_path,
        "os.posix_spawn": guard.start_path,
        "os.system": guard.start_shell,
    }

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        ask = watched.get(event)
        if ask is not None:
            ask(*arguments)

    sys.addaudithook(hook)


class _SocketGuard:
    def __init__(self, settings: Settings, recorder: Recorder) -> None:
        self._settings = settings
        self._recorder = recorder

    def connect(self, connecting: object, address: object) -> None:
        # Without an address the socket is connected already, and was judged then.
        if address is None:
            return
        family = int(getattr(connecting, "family", 0))
        if family in _INTERNET and isinstance(address, tuple) and self._settings.allows_socket(*_host_and_port(address)):
            return
        self._refuse(_shown(address))

    def look_up(self, host: object, *_: object) -> None:
        name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
        if not isinstance(name, str) or not name or name.lower() == "localhost" or _is_address(name):
            return
        self._recorder.note("refused_connection", layer="name", host=name, address=name)
        raise socket.gaierror(socket.EAI_NONAME, "no name is looked up from here (Halley's guard)")

    def start(self, executable: object, arguments: object, _cwd: object, environment: object) -> None:
        self._note_program(executable or arguments, arguments, environment)

    def start_path(self, path: object, arguments: object, environment: object) -> None:
        self._note_program(path, arguments, environment)

    def start_shell(self, command: object) -> None:
        self._note_program(command, (), None)

    def _note_program(self, program: object, arguments: object, environment: object) -> None:
        words = arguments if isinstance(arguments, (list, tuple)) else str(arguments).split()
        name = program[0] if isinstance(program, (list, tuple)) and program else program
        self._recorder.note(
            "subprocess",
            program=Path(os.fsdecode(name) if isinstance(name, (str, bytes)) else str(name)).name.split(" ")[0],
            arguments=[_shown_word(word) for word in words[1 : 1 + _MOST_ARGUMENTS]],
            guarded=_inherits_guard(environment),
        )

    def _refuse(self, where: str) -> None:
        self._recorder.note("refused_connection", layer="socket", host=where.rpartition(":")[0] or where, address=where)
        raise Refused(errno.EACCES, f"no connection to {where} from here (Halley's guard)")


def _host_and_port(address: tuple[object, ...]) -> tuple[str, int]:
    host, port = (*address, None, None)[:2]
    name = host.decode("ascii", "replace") if isinstance(host, (bytes, bytearray)) else str(host)
    return name, port if isinstance(port, int) else -1


def _shown(address: object) -> str:
    if isinstance(address, tuple) and len(address) > 1:
        return f"{address[0]}:{address[1]}"
    return os.fsdecode(address) if isinstance(address, (str, bytes)) else repr(address)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return True


def _shown_word(word: object) -> str:
    text = os.fsdecode(word) if isinstance(word, (str, bytes)) else str(word)
    return shown_url(text) if "://" in text else text[:200]


def _inherits_guard(environment: object) -> bool:
    given = os.environ if environment is None else environment
    names = {os.fsdecode(name) for name in given if isinstance(name, (str, bytes))} if isinstance(given, Mapping) else set()
    return {"HALLEY_GUARD", "PYTHONPATH"} <= names
