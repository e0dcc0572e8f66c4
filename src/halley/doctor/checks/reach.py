"""Whether the server answers at its address."""

from collections.abc import Iterator

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, error, good
from halley.doctor.services import kometas, plex_of
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
            yield error(problem.message, _WHY, f"{hint}; {_asked(facts, where)}")


def _asked(facts: Facts, where: str) -> str:
    """The commands that ask the same by hand, where it counts: in the container of Kometa."""
    own, plex = next(iter(kometas(facts.services)), None), plex_of(facts.services)
    inside = f"podman exec {own.name} " if own is not None and not facts.in_container else ""
    unit = (
        f", `systemctl --user status {plex.path.stem}` whether it runs"
        if plex is not None and plex.kind == "quadlet"
        else ""
    )
    return f"`{inside}curl -sf {where}/identity` asks the same{unit}"


CHECK = Check(
    "reach", "whether Plex answers at `plex: url:`: no answer, a refused connection, another program in its place", _judge
)
