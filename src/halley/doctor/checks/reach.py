"""Whether the server answers at its address."""

from collections.abc import Iterator

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, error, good
from halley.errors import Unauthorised

_WHY = "neither Kometa nor Halley can do anything without the server"


def _judge(facts: Facts) -> Iterator[Finding]:
    found = facts.answer
    if found is None or (facts.address is not None and facts.address.unresolved):
        return
    match found.problem:
        case None if found.server is not None:
            yield good(f"{found.server.name} answers at its address")
        case Unauthorised() | None:
            pass
        case problem:
            hint = problem.hint or "look whether the server runs, and whether `plex: url:` is its address as seen from here"
            where = facts.address.url if facts.address is not None else "http://plex:32400"
            yield error(problem.message, _WHY, f"{hint}; `curl -sf {where}/identity` asks the same")


CHECK = Check(
    "reach", "whether Plex answers at `plex: url:`: no answer, a refused connection, another program in its place", _judge
)
