"""Sends one message to one receiver over HTTP: within a time, twice at most, with no address in anything that is told."""

import asyncio
import time
from dataclasses import dataclass

import aiohttp

from halley.notices.message import Message
from halley.notices.target import Arrival, Part, Sent, Web
from halley.secrets import Secret

_ANSWER = 64 * 1024
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Manners:
    """How long one try may take, what is waited before the second one, and how long both may take together."""

    try_s: float = 8.0
    pause_s: float = 1.0
    whole_s: float = 18.0
    longest_pause_s: float = 5.0


class _Failed(Exception):
    """It did not arrive. `may_again`: the same may arrive later; `wait_s` is what the receiver asks for."""

    def __init__(self, words: str, *, may_again: bool, wait_s: float | None = None) -> None:
        super().__init__(words)
        self.words, self.may_again, self.wait_s = words, may_again, wait_s


async def sent_to(target: Web, message: Message, manners: Manners) -> Arrival:
    """What became of it. A picture that is refused is left out the second time."""
    began, note = time.monotonic(), ""
    told = message if target.shows_pictures else message.without_picture()
    for is_last in (False, True):
        left = manners.whole_s - (time.monotonic() - began)
        try:
            async with asyncio.timeout(max(0.1, min(manners.try_s, left))):
                await _once(target, target.speak(told))
        except TimeoutError:
            failed = _Failed(f"no answer within {manners.try_s:g} s", may_again=True)
        except (aiohttp.ClientError, OSError, ValueError) as problem:
            failed = _Failed(f"it cannot be reached ({_reason(problem)})", may_again=not isinstance(problem, ValueError))
        except _Failed as found:
            failed = found
        else:
            return Arrival(target.name, note=note)
        if is_last or not (failed.may_again or told.picture is not None):
            return Arrival(target.name, failed.words)
        if not failed.may_again:
            told, note = told.without_picture(), "without the picture, which it did not take"
        pause = manners.pause_s if failed.wait_s is None else min(failed.wait_s, manners.longest_pause_s)
        await asyncio.sleep(pause)
    raise AssertionError("the second try returns")


async def _once(target: Web, sent: Sent) -> None:
    headers = {name: one.reveal() if isinstance(one, Secret) else one for name, one in sent.headers.items()}
    form = _form(sent.form) if sent.form else None
    async with (
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), headers={"User-Agent": "Halley"}) as session,
        session.request(
            sent.method,
            sent.address.reveal(),
            params=dict(sent.query) or None,
            headers=headers,
            json=sent.json,
            data=form if form is not None else sent.content,
            allow_redirects=False,
        ) as response,
    ):
        refused = target.refused
        _judge(response, refused(await _beginning(response)) if refused is not None and response.status < 300 else "")


async def _beginning(response: aiohttp.ClientResponse) -> bytes:
    """The answer, as far as it is looked at."""
    found = bytearray()
    async for part in response.content.iter_chunked(_ANSWER):
        found += part
        if len(found) > _ANSWER:
            break
    return bytes(found)


def _judge(response: aiohttp.ClientResponse, refused: str) -> None:
    status = response.status
    if 300 <= status < 400:
        raise _Failed(f"it answered {status} and leads elsewhere; set the address that it leads to", may_again=False)
    if status >= 400:
        after = response.headers.get("Retry-After", "").strip()
        wait_s = float(after) if after.isascii() and after.isdecimal() and len(after) < 7 else None
        raise _Failed(f"it answered {status}{_MEANING.get(status, '')}", may_again=status in _AGAIN, wait_s=wait_s)
    if refused:
        raise _Failed(refused, may_again=False)


_MEANING = {
    401: ": it does not take the key",
    403: ": it does not take the key, or the address is not allowed",
    404: ": there is no such address; it was deleted, or mistyped",
    413: ": the message is too large for it",
    429: ": it has had too many messages",
}


def _form(parts: tuple[Part, ...]) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for one in parts:
        form.add_field(
            one.name, one.content if one.file else one.content.decode(), content_type=one.kind, filename=one.file or None
        )
    return form


def _reason(problem: Exception) -> str:
    """Words on a failure without the address, which the library's own words hold."""
    if isinstance(problem, aiohttp.InvalidURL):
        return "this is no address"
    if isinstance(problem, aiohttp.ClientConnectorDNSError):
        return "its name does not resolve"
    if isinstance(problem, aiohttp.ClientSSLError):
        return "its certificate is not right"
    if isinstance(problem, aiohttp.ClientOSError) and isinstance(problem.strerror, str) and problem.errno:
        return "connection refused" if problem.errno == 111 else type(problem).__name__
    return type(problem).__name__
