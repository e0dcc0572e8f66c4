"""Reads that nothing the engine writes can touch."""

from halley.gateway.classify import Verdict, forward_target
from halley.gateway.reads.context import Reading, paging, pass_on
from halley.gateway.reply import PassThrough, relayed
from halley.plex.answers import Reply

_KEPT = ("/library/sections", "/library", "/", "/identity")


async def plain(reading: Reading, verdict: Verdict) -> Reply | PassThrough:
    """The server's own answer; those that every engine asks over and over are kept."""
    path = verdict.request.path
    if path in _KEPT or path.startswith("/library/sections/"):
        if "/composite/" in path:
            return pass_on(verdict)
        return relayed(await reading.source.xml(forward_target(verdict), paging(verdict)))
    return pass_on(verdict)
