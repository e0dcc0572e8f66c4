"""Whether the server takes the token."""

from collections.abc import Iterator

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, error, good
from halley.errors import Unauthorised


def _judge(facts: Facts) -> Iterator[Finding]:
    found = facts.answer
    if found is None:
        return
    if isinstance(found.problem, Unauthorised):
        yield error(
            found.problem.message,
            "without a valid token Plex shows nothing, and Kometa stops",
            found.problem.hint or "copy the X-Plex-Token again, and put it under `plex: token:`",
        )
    elif found.server is not None:
        yield good("the token is taken")


CHECK = Check("token", "whether Plex takes `plex: token:`", _judge)
