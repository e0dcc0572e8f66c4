"""Downloaded files on the disk: each address is asked once, with what is known of the copy that is there.

A copy is named by what it holds, and a note beside it says which address gave it. So a file that was handed out is never
changed under its reader: what comes in its place has another name.
"""

import contextlib
import hashlib
import json
import threading
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from halley.files.atomic import write_atomic
from halley.files.downloads.addresses import shown_address
from halley.files.downloads.client import Answer, Client, NoAnswer, Silence

_UNCHANGED: Final = 304
_WRONG: Final = 400
_TOLD: Final = {
    401: "it asks for a name and a password",
    403: "it may not be read",
    404: "there is nothing at this address",
    410: "there is nothing at this address any more",
    429: "it was asked too often",
}
_LARGEST: Final = 64 * 1024**2
_KEPT_S: Final = 90 * 86_400
_AT_ONCE: Final = 8


class NotDownloaded(Exception):
    """An address gave no file. Says why, and holds no secret of the address. `is_refusal`: its server said so."""

    def __init__(self, message: str, *, is_refusal: bool = False) -> None:
        super().__init__(message)
        self.is_refusal = is_refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadSettings:
    """`folder` is where copies are kept. `outside` is one server that answers for all others; `offline` asks nobody."""

    folder: Path
    outside: str | None = None
    offline: bool = False
    verify_ssl: bool = True
    timeout_s: float = 20


@dataclass(frozen=True, slots=True)
class Download:
    """What an address gave. `content_type` is as the server said; `note` tells, where it is so, that it is an older copy."""

    path: Path
    content_type: str | None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class _Copy:
    """The note beside a copy: `sha256` names it, the rest is what the server said of it, and when it was last asked."""

    sha256: str
    content_type: str | None
    etag: str | None
    modified: str | None
    asked_at: float

    @property
    def question(self) -> Mapping[str, str]:
        """Headers that ask for the file only if it is another one."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in asked.items() if value}


class Downloads:
    """The files of one run. May be used by several threads at once."""

    def __init__(self, settings: DownloadSettings) -> None:
        self._settings = settings
        self._client = Client(outside=settings.outside, verify_ssl=settings.verify_ssl, timeout_s=settings.timeout_s)
        self._lock = threading.Lock()
        self._one_at_a_time: dict[str, threading.Lock] = {}
        self._is_tidy = False
        self._known: dict[str, Download | NotDownloaded] = {}
        self._silent: dict[str, Silence] = {}

    def get(self, url: str, *, fresh_for_s: float = 0) -> Download:
        """The file at an address. A copy younger than `fresh_for_s` seconds is not asked after. Raises NotDownloaded."""
        with self._lock:
            alone = self._one_at_a_time.setdefault(url, threading.Lock())
        with alone:
            if url not in self._known:
                try:
                    self._known[url] = self._asked(url, fresh_for_s)
                except NotDownloaded as problem:
                    self._known[url] = problem
        found = self._known[url]
        if isinstance(found, NotDownloaded):
            raise NotDownloaded(str(found), is_refusal=found.is_refusal)
        return found

    def look_ahead(self, urls: Iterable[str]) -> None:
        """Ask for many files at once, so that `get` has them at hand. What fails, fails there."""
        wanted = [url for url in dict.fromkeys(urls) if url not in self._known]
        with ThreadPoolExecutor(_AT_ONCE) as several:
            for one in [several.submit(self.get, url) for url in wanted]:
                one.exception()

    def _asked(self, url: str, fresh_for_s: float) -> Download:
        copy = self._copy(url)
        if copy is not None and 0 <= time.time() - copy.asked_at < fresh_for_s:
            return self._handed_out(copy)
        if self._settings.offline:
            return self._instead(url, copy, "nothing outside is read in this run")
        try:
            answer = self._answer(url, copy.question if copy else {})
        except NoAnswer as problem:
            return self._instead(url, copy, str(problem))
        if answer.status == _UNCHANGED and copy is not None:
            return self._kept(url, copy)
        if answer.status >= _WRONG or answer.status == _UNCHANGED:
            why = _TOLD.get(answer.status, f"the server answers {answer.status}")
            raise NotDownloaded(f"{shown_address(url)}: {why}", is_refusal=True)
        digest = hashlib.sha256(answer.content).hexdigest()
        return self._kept(url, _Copy(digest, answer.content_type, answer.etag, answer.modified, 0), answer.content)

    def _answer(self, url: str, question: Mapping[str, str]) -> Answer:
        """The answer of a server. One that did not answer is not asked for its other files."""
        place = url.split("://", 1)[-1].split("/", 1)[0]
        if place in self._silent:
            raise self._silent[place]
        try:
            return self._client.get(url, _LARGEST, question)
        except Silence as problem:
            self._silent[place] = problem
            raise

    def _instead(self, url: str, copy: _Copy | None, why: str) -> Download:
        if copy is None:
            raise NotDownloaded(f"{shown_address(url)}: {why}")
        return self._handed_out(copy, f"{shown_address(url)}: {why}; the copy of an earlier run is used")

    def _copy(self, url: str) -> _Copy | None:
        """What is known of an address, where its copy is still there and whole."""
        try:
            found = json.loads(self._note(url).read_text("utf-8"))
            copy = _Copy(
                str(found["sha256"]), found["content_type"], found["etag"], found["modified"], float(found["asked_at"])
            )
            content = self._path(copy.sha256).read_bytes()
        except (OSError, ValueError, TypeError, LookupError):
            return None
        return copy if hashlib.sha256(content).hexdigest() == copy.sha256 else None

    def _kept(self, url: str, copy: _Copy, content: bytes | None = None) -> Download:
        """Note that an address was asked just now, and keep what it gave. Raises NotDownloaded where the disk is full."""
        noted = asdict(copy) | {"asked_at": time.time()}
        try:
            self._settings.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if content is not None:
                self._tidy()
                write_atomic(self._path(copy.sha256), content, durable=False)
            write_atomic(self._note(url), json.dumps(noted), durable=False)
        except OSError as problem:
            raise NotDownloaded(f"downloads cannot be kept in {self._settings.folder}: {problem.strerror}") from None
        return self._handed_out(copy)

    def _handed_out(self, copy: _Copy, note: str | None = None) -> Download:
        return Download(self._path(copy.sha256), copy.content_type, note)

    def _note(self, url: str) -> Path:
        # The address itself may hold a key, and is not written down.
        return self._settings.folder / f"{hashlib.sha256(url.encode('utf-8', 'surrogatepass')).hexdigest()}.json"

    def _path(self, sha256: str) -> Path:
        return self._settings.folder / Path(sha256).name

    def _tidy(self) -> None:
        """Take away what no run has asked for in three months."""
        with self._lock:
            if self._is_tidy:
                return
            self._is_tidy = True
        oldest = time.time() - _KEPT_S
        used = set()
        for note in self._settings.folder.glob("*.json"):
            try:
                told = json.loads(note.read_text("utf-8"))
                if told["asked_at"] < oldest:
                    note.unlink()
                else:
                    used.add(told["sha256"])
            except (OSError, ValueError, TypeError, LookupError):
                continue
        for copy in self._settings.folder.iterdir():
            with contextlib.suppress(FileNotFoundError):  # another thread's temporary file, which has its name by now
                if copy.suffix != ".json" and copy.name not in used and copy.stat().st_mtime < oldest:
                    copy.unlink()
