"""Runs the process that sends by Apprise: addresses go to its standard input, and it is ended when its time is over."""

import asyncio
import base64
import json
import os
import signal
import sys
from contextlib import suppress

from halley.notices.client import Manners
from halley.notices.message import Message
from halley.notices.target import Apprise, Arrival

_STARTS_S = 6.0
"""What a process may take to start and to load Apprise, on a small machine that is busy."""
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "VIRTUAL_ENV")
_PROXIES = ("http_proxy", "https_proxy", "no_proxy", "all_proxy")
_LONGEST_ANSWER = 64 * 1024


async def sent_by_apprise(target: Apprise, message: Message, manners: Manners) -> Arrival:
    """What became of it, tried twice at most; the second time without a picture that may have been the reason."""
    deadline = asyncio.get_running_loop().time() + manners.whole_s
    problem, note = "", ""
    for is_last in (False, True):
        left = deadline - asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(max(0.1, min(manners.try_s + _STARTS_S, left))):
                problem = await _once(target, message, manners)
        except TimeoutError:
            problem = f"no answer within {manners.try_s:g} s"
        except OSError as failed:
            problem = f"it cannot be started ({failed.strerror})"
        if not problem:
            return Arrival(target.name, note=note)
        if is_last or problem.startswith("Apprise "):
            break
        if message.picture is not None:
            message, note = message.without_picture(), "without the picture"
        await asyncio.sleep(manners.pause_s)
    return Arrival(target.name, problem)


async def _once(target: Apprise, message: Message, manners: Manners) -> str:
    order = {
        "address": target.address.reveal(),
        "is_list": target.is_list,
        "title": message.title,
        "body": message.body,
        "kind": "bad" if message.is_bad else "approval" if message.kind == "approval" else "good",
        "picture": base64.b64encode(message.picture).decode() if message.picture is not None else "",
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
    try:
        told, _ = await process.communicate(json.dumps(order).encode())
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
    try:
        found = json.loads(told[:_LONGEST_ANSWER])
    except ValueError:
        return f"the process that sends it ended with {process.returncode}"
    return str(found.get("problem", "")) if isinstance(found, dict) else ""
