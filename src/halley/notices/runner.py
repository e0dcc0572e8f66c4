"""Runs the process that sends by Apprise: addresses go to its standard input, and it is ended when its time is over."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from halley.notices.client import Manners
from halley.notices.message import Message
from halley.notices.target import Apprise, Arrival

_STARTS_S = 6.0
"""What a process may take to start and to load Apprise, on a small machine that is busy."""
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "VIRTUAL_ENV")
_PROXIES = ("http_proxy", "https_proxy", "no_proxy", "all_proxy")
_MOST_LINES = 1000


async def sent_by_apprise(targets: Sequence[Apprise], message: Message, manners: Manners) -> list[Arrival]:
    """What became of it at each, tried twice at most; the second time without a picture that may have been the reason."""
    loop = asyncio.get_running_loop()
    deadline, left, note = loop.time() + manners.whole_s, dict.fromkeys(targets, ""), ""
    arrived: dict[Apprise, Arrival] = {}
    for is_last in (False, True):
        if not left:
            break
        silent = f"no answer within {manners.try_s:g} s"
        problems = dict.fromkeys(left, silent)
        try:
            async with asyncio.timeout(max(0.1, min(manners.try_s + _STARTS_S, deadline - loop.time()))):
                with _laid(message.picture) as picture:
                    await _once(list(left), message, picture, problems)
        except TimeoutError:
            pass
        except OSError as failed:
            problems = dict.fromkeys(left, f"it cannot be started ({failed.strerror})")
        arrived |= {one: Arrival(one.name, note=note) for one in left if not problems[one]}
        left = {one: problems[one] for one in left if problems[one]}
        if is_last or deadline - loop.time() <= manners.pause_s:
            break
        if message.picture is not None:
            message, note = message.without_picture(), "without the picture"
        if left:
            await asyncio.sleep(manners.pause_s)
    return [arrived.get(one) or Arrival(one.name, left[one]) for one in targets]


@contextmanager
def _laid(picture: bytes | None) -> Iterator[str]:
    """The path of the picture while it is sent; an empty text where there is none, and so nothing to write."""
    if picture is None:
        yield ""
        return
    with TemporaryDirectory(prefix="halley-notice-") as folder:
        path = Path(folder) / "poster.jpg"
        path.write_bytes(picture)
        yield str(path)


async def _once(targets: Sequence[Apprise], message: Message, picture: str, problems: dict[Apprise, str]) -> None:
    """Send it to all at a time; what is known of one is put into `problems` as soon as it is."""
    order = {
        "targets": [{"address": one.address.reveal(), "is_list": one.is_list} for one in targets],
        "title": message.title,
        "body": message.body,
        "kind": "bad" if message.is_bad else "approval" if message.kind == "approval" else "good",
        "picture": picture,
    }
    kept = {name: one for name, one in os.environ.items() if name in _KEPT or name.lower() in _PROXIES}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "halley.notices.worker",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=kept,
        start_new_session=True,
    )
    assert process.stdin is not None and process.stdout is not None  # noqa: PT018, S101 - they are pipes
    try:
        with suppress(ConnectionError):
            process.stdin.write(json.dumps(order).encode())
            await process.stdin.drain()
            process.stdin.close()
        for _ in range(_MOST_LINES):
            line = await process.stdout.readline()
            if not line:
                break
            with suppress(ValueError, TypeError, KeyError, IndexError):
                row = json.loads(line)
                problems[targets[int(row["number"])]] = str(row["problem"])
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
