"""Gives up, for itself and for good, whatever a command does not need, and becomes that command.

    python restrict.py --read PATH --write PATH --port N -- COMMAND...
    python restrict.py --only-calls -- COMMAND...

Files by Landlock; TCP by Landlock where the kernel knows how (5.19: files, 6.7: TCP, 6.12: signals and abstract sockets);
by seccomp what Landlock does not see: every other kind of socket, the mode, owner and times of files, the limits of other
processes, the user's keys; capabilities where it runs as root. Stands alone: standard library only, Python 3.9 or later.
Source: kernel documentation, userspace-api/landlock.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import platform
import stat
import struct
import sys
from collections.abc import Sequence

CANNOT_RESTRICT = 125
CANNOT_RUN = 127
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION = 1
_PATH_RULE, _PORT_RULE = 1, 2
_EXECUTE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 2, 1 << 3
_WRITE_FILE, _TRUNCATE, _IOCTL = 1 << 1, 1 << 14, 1 << 15
_ON_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
_BIND_TCP, _CONNECT_TCP = 1, 2
_SCOPES = 3  # abstract Unix sockets, signals
#: How many file rights each version of Landlock knows; the last one goes on for later versions.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_NO_NEW_PRIVILEGES, _DROP_FROM_BOUNDS, _SET_SECCOMP, _FILTER = 38, 24, 22, 2
_CAPABILITY_VERSION = 0x20080522
_NEW_MOUNTS, _PRIVATE_BELOW, _PLAIN = 0x20000, 0x4000 | 0x40000, 0x2 | 0x4 | 0x8  # no set-uid, no devices, no programs
SHARED_MEMORY = "/dev/shm"  # noqa: S108
"""Where Python's semaphores lie for a moment; without them no pool of processes can be made, and Kometa makes one."""
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty")

_libc = ctypes.CDLL(None, use_errno=True)


def _call(number: int, *arguments: object) -> int:
    result = int(_libc.syscall(ctypes.c_long(number), *arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def _prctl(option: int, first: object, second: object = None) -> None:
    if _libc.prctl(option, first, second or ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0)) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def landlock_version() -> int:
    """The version of this kernel's Landlock; 0 where it has none."""
    try:
        return _call(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_ASK_VERSION))
    except OSError:
        return 0


def restrict_files_and_ports(readable: Sequence[str], writable: Sequence[str], ports: Sequence[int]) -> None:
    """Allow these files and, where the kernel can, these TCP ports. Raises OSError where the kernel has no Landlock."""
    version = landlock_version()
    every_right = (1 << _FILE_RIGHTS.get(version, 16)) - 1
    reading = _EXECUTE | _READ_FILE | _READ_DIR
    fields = [every_right]
    if version >= 4:
        fields.append(_BIND_TCP | _CONNECT_TCP)
    if version >= 6:
        fields.append(_SCOPES)
    attributes = struct.pack(f"={len(fields)}Q", *fields)
    rules = _call(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint32(0))
    try:
        for path in readable:
            _allow(rules, path, reading)
        for path in (*writable, *_DEVICES):
            _allow(rules, path, every_right)
        for port in ports if version >= 4 else ():
            _call(_ADD_RULE, rules, _PORT_RULE, struct.pack("=QQ", _CONNECT_TCP, port), ctypes.c_uint32(0))
        _call(_RESTRICT_SELF, rules, ctypes.c_uint32(0))
    finally:
        os.close(rules)


def hide_shared_memory() -> bool:
    """Put a place of its own over the memory that processes share by name. False where that is not allowed."""
    try:
        _check(_libc.unshare(_NEW_MOUNTS))
        _check(_libc.mount(None, b"/", None, ctypes.c_ulong(_PRIVATE_BELOW), None))
        _check(_libc.mount(b"tmpfs", SHARED_MEMORY.encode(), b"tmpfs", ctypes.c_ulong(_PLAIN), b"mode=1777"))
    except OSError:
        return False
    return True


def _check(result: int) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _allow(rules: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there needs no right
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= _ON_FILES
        known = (1 << _FILE_RIGHTS.get(landlock_version(), 16)) - 1
        _call(_ADD_RULE, rules, _PATH_RULE, struct.pack("=Qi", rights & known, place), ctypes.c_uint32(0))
    finally:
        os.close(place)


class _Machine:
    """Numbers of system calls, and the architecture as the kernel's audit names it.

    `pretended` change modes, owners and times of files: they answer that it is done. `refused` change attributes of files,
    read the user's keys, reach memory and messages that processes share, make namespaces, or look into the kernel.
    """

    def __init__(  # noqa: PLR0913
        self,
        audit: int,
        *,
        socket: int,
        sendto: int,
        sendmsg: int,
        sendmmsg: int,
        prlimit: int,
        clone: int,
        pretended: Sequence[int],
        refused: Sequence[int],
    ) -> None:
        self.audit, self.socket, self.sendto, self.sendmsg, self.sendmmsg = audit, socket, sendto, sendmsg, sendmmsg
        self.prlimit, self.clone = prlimit, clone
        self.pretended, self.refused = (*pretended, _FCHMODAT2), (*refused, *_ATTRIBUTES_AT)


_FCHMODAT2, _ATTRIBUTES_AT = 452, (463, 466)
MACHINES = {
    "x86_64": _Machine(
        0xC000003E,
        socket=41,
        sendto=44,
        sendmsg=46,
        sendmmsg=307,
        prlimit=302,
        clone=56,
        # chmod, fchmod, chown, fchown, lchown, utime, utimes, fchownat, futimesat, fchmodat, utimensat
        pretended=(90, 91, 92, 93, 94, 132, 235, 260, 261, 268, 280),
        # shmget, semget, msgget, *setxattr, *removexattr, mq_open, add_key, request_key, keyctl, unshare, setns,
        # perf_event_open, bpf, userfaultfd
        refused=(29, 64, 68, 188, 189, 190, 197, 198, 199, 240, 248, 249, 250, 272, 308, 298, 321, 323),
    ),
    "aarch64": _Machine(
        0xC00000B7,
        socket=198,
        sendto=206,
        sendmsg=211,
        sendmmsg=269,
        prlimit=261,
        clone=220,
        # fchmod, fchmodat, fchownat, fchown, utimensat
        pretended=(52, 53, 54, 55, 88),
        # *setxattr, *removexattr, mq_open, msgget, semget, shmget, add_key, request_key, keyctl, unshare, setns,
        # perf_event_open, bpf, userfaultfd
        refused=(5, 6, 7, 14, 15, 16, 180, 186, 190, 194, 217, 218, 219, 97, 268, 241, 280, 282),
    ),
}
_IO_URING_SETUP, _CLONE3 = 425, 435
_NEW_USER_NAMESPACE = 0x10000000
_OTHER_INTERFACE = 0x40000000  # x32, whose numbers would slip through
_FAST_OPEN = 0x20000000
_INET, _INET6, _STREAM, _TCP = 2, 10, 1, 6
_LOAD, _AND, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_DENY, _UNKNOWN, _PRETEND = _ERROR | 13, _ERROR | 38, _ERROR  # EACCES, ENOSYS; no error, and yet not done
_NUMBER, _ARCHITECTURE = 0, 4


def _argument(index: int) -> int:
    return 16 + 8 * index


_Step = tuple[str, int, int, str, str]
"""A label, a code, its value, and where to go on if true and if false. An empty text means the next step."""


def call_filter(machine: _Machine) -> bytes:
    """A seccomp program: no sockets but TCP, and no way of connecting one that Landlock does not see.

    A TCP fast open connects without connect(), and io_uring makes sockets without socket(). What else Landlock does not see
    is refused too, or done in appearance only where programs like to do it to files of their own.
    """
    steps: list[_Step] = [
        ("", _LOAD, _ARCHITECTURE, "", ""),
        ("", _EQUAL, machine.audit, "", "kill"),
        ("", _LOAD, _NUMBER, "", ""),
        ("", _AT_LEAST, _OTHER_INTERFACE, "deny", ""),
        ("", _EQUAL, _IO_URING_SETUP, "deny", ""),
        *(("", _EQUAL, number, "pretend", "") for number in machine.pretended),
        *(("", _EQUAL, number, "deny", "") for number in machine.refused),
        ("", _EQUAL, _CLONE3, "unknown", ""),  # its flags lie in memory; who is told that there is none takes clone
        ("", _EQUAL, machine.clone, "flags", ""),
        ("", _EQUAL, machine.prlimit, "first", ""),
        ("", _EQUAL, machine.sendto, "fourth", ""),
        ("", _EQUAL, machine.sendmmsg, "fourth", ""),
        ("", _EQUAL, machine.sendmsg, "third", ""),
        ("", _EQUAL, machine.socket, "socket", "allow"),
        ("flags", _LOAD, _argument(0), "", ""),
        ("", _ANY_BIT, _NEW_USER_NAMESPACE, "deny", "allow"),
        ("first", _LOAD, _argument(0), "", ""),
        ("", _EQUAL, 0, "allow", "deny"),  # 0 is the process itself
        ("fourth", _LOAD, _argument(3), "", ""),
        ("", _ANY_BIT, _FAST_OPEN, "deny", "allow"),
        ("third", _LOAD, _argument(2), "", ""),
        ("", _ANY_BIT, _FAST_OPEN, "deny", "allow"),
        ("socket", _LOAD, _argument(0), "", ""),
        ("", _EQUAL, _INET, "stream", ""),
        ("", _EQUAL, _INET6, "stream", "deny"),
        ("stream", _LOAD, _argument(1), "", ""),
        ("", _AND, 0xF, "", ""),
        ("", _EQUAL, _STREAM, "", "deny"),
        ("", _LOAD, _argument(2), "", ""),
        ("", _EQUAL, 0, "allow", ""),
        ("", _EQUAL, _TCP, "allow", "deny"),
        ("allow", _RETURN, _ALLOW, "", ""),
        ("deny", _RETURN, _DENY, "", ""),
        ("pretend", _RETURN, _PRETEND, "", ""),
        ("unknown", _RETURN, _UNKNOWN, "", ""),
        ("kill", _RETURN, _KILL, "", ""),
    ]
    places = {label: number for number, (label, *_) in enumerate(steps) if label}

    def skip(number: int, label: str) -> int:
        return places[label] - number - 1 if label else 0

    return b"".join(
        struct.pack("=HBBI", code, skip(number, true), skip(number, false), value)
        for number, (_, code, value, true, false) in enumerate(steps)
    )


def filter_calls() -> bool:
    """Filter system calls, from now on and for every child. False where this machine's calls are not known."""
    machine = MACHINES.get(platform.machine())
    if machine is None:
        return False
    program = call_filter(machine)
    buffer = ctypes.create_string_buffer(program, len(program))
    described = struct.pack("@HP", len(program) // 8, ctypes.addressof(buffer))
    _prctl(_SET_SECCOMP, ctypes.c_ulong(_FILTER), ctypes.create_string_buffer(described, len(described)))
    return True


def drop_capabilities() -> None:
    """Give up every capability, also those that a program run by root would get back."""
    for capability in range(64):
        # Fails for numbers that this kernel has not, and for those who have no capabilities to begin with.
        _libc.prctl(_DROP_FROM_BOUNDS, ctypes.c_ulong(capability), *[ctypes.c_ulong(0)] * 3)
    number = {"x86_64": 126, "aarch64": 91}.get(platform.machine())
    if number is not None:
        _call(number, struct.pack("=Ii", _CAPABILITY_VERSION, 0), bytes(24))


def main(arguments: Sequence[str] | None = None) -> int:
    """Restrict this process, then become the command. Returns only where that fails."""
    parser = argparse.ArgumentParser(description="Give up what a command does not need, then become the command.")
    parser.add_argument("--read", action="append", default=[], metavar="PATH")
    parser.add_argument("--write", action="append", default=[], metavar="PATH")
    parser.add_argument("--port", action="append", default=[], type=int, metavar="N")
    parser.add_argument(
        "--only-calls", action="store_true", help="filter system calls, and leave files and ports as they are"
    )
    parser.add_argument("command", nargs="+")
    chosen = parser.parse_args(arguments)
    try:
        _prctl(_NO_NEW_PRIVILEGES, ctypes.c_ulong(1))
        if not chosen.only_calls:
            hide_shared_memory()
            restrict_files_and_ports(chosen.read, [*chosen.write, SHARED_MEMORY], chosen.port)
        drop_capabilities()
        filter_calls()
    except OSError as problem:
        print(f"halley: this process cannot be restricted: {problem}", file=sys.stderr)  # noqa: T201
        return CANNOT_RESTRICT
    try:
        os.execvp(chosen.command[0], chosen.command)  # noqa: S606
    except OSError as problem:
        print(f"halley: cannot run {chosen.command[0]}: {problem}", file=sys.stderr)  # noqa: T201
    return CANNOT_RUN


if __name__ == "__main__":
    sys.exit(main())
