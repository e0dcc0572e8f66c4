"""What the service asks Plex besides its runs: is it there, how fast is it, who is watching, when does it tidy up."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from halley.config import load_configuration
from halley.errors import BrokenAnswer, HalleyError
from halley.gateway.upstream import Upstream
from halley.plex.items import Element
from halley.plex.xml.parsing import parse

_TIMEOUT_S = 15


@dataclass(frozen=True, slots=True)
class Seen:
    """How the server was when it was last asked. `problem` is empty where it answered."""

    at: datetime
    latency_s: float = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Server:
    """The Plex server of a configuration, which is read anew each time."""

    config: Path
    environment: Mapping[str, str]

    async def seen(self, now: datetime) -> Seen:
        """Ask it something that takes it no time."""
        began = time.monotonic()
        try:
            await self._asked("/identity")
        except HalleyError as problem:
            return Seen(now, problem=problem.message)
        return Seen(now, time.monotonic() - began)

    async def streams(self) -> int:
        """How many are watching. Raises HalleyError."""
        return len((await self._asked("/status/sessions")).children)

    async def maintenance(self) -> tuple[int, int]:
        """The hours between which it tidies up, by its clock; twice the same where it says nothing. Raises HalleyError."""
        found = {
            one.attributes.get("id", ""): one.attributes.get("value", "") for one in (await self._asked("/:/prefs")).children
        }
        first, last = found.get("ButlerStartHour", ""), found.get("ButlerEndHour", "")
        return (int(first) % 24, int(last) % 24) if first.isdecimal() and last.isdecimal() else (0, 0)

    async def _asked(self, target: str) -> Element:
        plex = load_configuration(self.config, self.environment).plex
        async with Upstream(plex.url, plex.token, verify_ssl=plex.verify_ssl, timeout_s=_TIMEOUT_S) as upstream:
            answer = await upstream.xml(target)
        if answer.status != 200:
            raise BrokenAnswer(f"the Plex server does not know {target}")
        return parse(answer.body)


def is_within(hour: int, first: int, last: int) -> bool:
    """Whether an hour is in a window, which may go over midnight."""
    return first <= hour < last if first <= last else hour >= first or hour < last
