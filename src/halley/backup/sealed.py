"""zstd and age around a stream of bytes, in bounded memory both ways."""

import base64
import binascii
import io
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, cast

import pyrage  # type: ignore[import-untyped]
import zstandard

from halley.backup.errors import BackupError, DamagedBackup, HostileArchive, WrongKey
from halley.backup.keys import Identity, Recipient

LEVEL = 6
WINDOW = 128 * 1024 * 1024
"""Bytes that a packed stream may look back, which is what `zstd -d` takes too."""
_PIECE = 128 * 1024
_LONGEST_HEADER = 64 * 1024
_FIRST = b"age-encryption.org/v1\n"
_ARMOUR = b"-----BEGIN AGE ENCRYPTED FILE-----"


def packed(chunks: Iterable[bytes], level: int = LEVEL) -> Iterator[bytes]:
    """The same by zstd, with a checksum."""
    machine = zstandard.ZstdCompressor(level=level, write_checksum=True).compressobj()
    for chunk in chunks:
        if made := machine.compress(chunk):
            yield made
    yield machine.flush()


def seal(chunks: Iterable[bytes], file: BinaryIO, recipients: Sequence[Recipient]) -> None:
    """Write a stream into an open file so that only `recipients` can read it. Lets errors of either through."""
    between = _Between(chunks, file)
    try:
        pyrage.encrypt_io(between, between, recipients)
    except BaseException:
        if between.problem is not None:
            raise between.problem from None
        raise


class _Between:
    """A file to read from, made of chunks that are asked for as they are needed, and one to write to.

    What goes wrong in either is kept: pyrage makes errors of its own of some of them.
    """

    def __init__(self, chunks: Iterable[bytes], file: BinaryIO) -> None:
        self._chunks = iter(chunks)
        self._rest = memoryview(b"")
        self._file = file
        self.problem: BaseException | None = None

    def write(self, data: bytes) -> int:
        with self._keeping():
            return self._file.write(data)

    def flush(self) -> None:
        with self._keeping():
            self._file.flush()

    @contextmanager
    def _keeping(self) -> Iterator[None]:
        try:
            yield
        except BaseException as problem:
            self.problem = problem
            raise

    def read(self, size: int = -1) -> bytes:
        while not self._rest:
            with self._keeping():
                chunk = next(self._chunks, None)
            if chunk is None:
                return b""
            self._rest = memoryview(chunk)
        taken = self._rest if size < 0 else self._rest[:size]
        self._rest = self._rest[len(taken) :]
        return bytes(taken)


@contextmanager
def opened(path: Path, identities: Sequence[Identity]) -> Iterator["Unpacked"]:
    """The stream inside a backup. Raises BackupError where the file is none or cannot be read, WrongKey for another key."""
    try:
        file = path.open("rb")
    except OSError as problem:
        raise BackupError(f"the backup {path} cannot be read: {problem.strerror}") from None
    with file:
        _look_at_header(path, file)
        unsealing = _Unsealing(path, file, identities)
        try:
            yield Unpacked(path, unsealing)
        finally:
            unsealing.close()


def _look_at_header(path: Path, file: BinaryIO) -> None:
    """Refuse what is no age file, what a passphrase seals, and headers without an end, which memory would have to hold."""
    start = file.read(2 * _LONGEST_HEADER)
    file.seek(0)
    if not start:
        raise DamagedBackup(f"{path} is empty")
    if start.lstrip().startswith(_ARMOUR):
        start = _without_armour(start)
    if not start.startswith(_FIRST):
        raise DamagedBackup(f"{path} is no file of age, or its beginning was altered")
    header, dashes, _ = start[:_LONGEST_HEADER].partition(b"\n--- ")
    if not dashes:
        whole = len(start) >= _LONGEST_HEADER
        raise DamagedBackup(f"{path} was altered: its header has no end" if whole else f"{path} was cut short in its header")
    if b"\n-> scrypt " in header:
        raise WrongKey(
            f"{path} is sealed by a passphrase, not for a key", hint=f"`age -d {path} | zstd -d | tar -x` opens it by hand"
        )


def _without_armour(text: bytes) -> bytes:
    lines = text.lstrip().splitlines()[1:-1]
    try:
        return base64.b64decode(b"".join(line for line in lines if not line.startswith(b"-")), validate=False)
    except binascii.Error:
        return b""


class _Unsealing(io.RawIOBase):
    """What is inside a sealed file, read while a thread opens it; a pipe keeps the thread from running ahead."""

    def __init__(self, path: Path, file: BinaryIO, identities: Sequence[Identity]) -> None:
        self._path: Final = path
        self._problem: BaseException | None = None
        reading, writing = os.pipe()
        self._pipe = io.FileIO(reading, "rb")
        self._thread = threading.Thread(target=self._open, args=(file, writing, identities), name="unsealing", daemon=True)
        self._thread.start()

    def _open(self, file: BinaryIO, writing: int, identities: Sequence[Identity]) -> None:
        try:
            with io.BufferedWriter(io.FileIO(writing, "wb"), _PIECE) as pipe:
                pyrage.decrypt_io(file, pipe, identities)
        except BrokenPipeError:
            pass  # nobody wants the rest
        except BaseException as problem:  # noqa: BLE001  told to who reads, who then raises it
            self._problem = problem

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        count = self._pipe.readinto(buffer)  # type: ignore[arg-type]
        if not count:
            self._thread.join()
            if self._problem is not None:
                raise self._told(self._problem)
        return count or 0

    def _told(self, problem: BaseException) -> Exception:
        if "No matching keys" in str(problem):
            return WrongKey(f"none of the identities is the one that {self._path} is sealed for, or its header was altered")
        if isinstance(problem, pyrage.DecryptError):
            return DamagedBackup(f"{self._path} was cut short or altered: its header cannot be read")
        if isinstance(problem, OSError) and problem.errno is None:
            return DamagedBackup(f"{self._path} was cut short or altered: what is sealed in it is not whole")
        return BackupError(f"{self._path} cannot be read: {getattr(problem, 'strerror', None) or problem}")

    def close(self) -> None:
        self._pipe.close()
        self._thread.join()
        super().close()


class Unpacked:
    """The bytes of a packed stream, read from its beginning to its end."""

    def __init__(self, path: Path, source: io.RawIOBase) -> None:
        self.path: Final = path
        self._machine = zstandard.ZstdDecompressor(max_window_size=WINDOW).stream_reader(
            cast("BinaryIO", source), read_size=_PIECE, read_across_frames=True, closefd=False
        )

    def read(self, size: int) -> bytes:
        """Up to `size` bytes, fewer at the end only."""
        parts: list[bytes] = []
        while size > 0:
            part = self._some(min(size, _PIECE))
            if not part:
                break
            parts.append(part)
            size -= len(part)
        return b"".join(parts) if len(parts) != 1 else parts[0]

    def _some(self, size: int) -> bytes:
        try:
            return self._machine.read(size)
        except zstandard.ZstdError as problem:
            if "memory" in str(problem):
                raise HostileArchive(f"{self.path} would take more than {WINDOW >> 20} MB of memory to unpack") from None
            raise DamagedBackup(f"{self.path} holds no whole zstd stream ({str(problem).removeprefix('zstd ')})") from None
