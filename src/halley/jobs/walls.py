"""What stood around an engine, and what each wall caught, as the summary tells it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from halley.gateway.ledger import Ledger
from halley.jobs.summary import BlockedWrite
from halley.sandbox.choose import Choice
from halley.sandbox.egress import REFUSED, EgressLine
from halley.sandbox.guard_events import GuardEvents


@dataclass(frozen=True, slots=True)
class Standing:
    """The sandbox that was chosen, and what was taken out of the configuration."""

    choice: Choice
    dropped: tuple[str, ...] = ()


def told(
    standing: Standing, events: GuardEvents, ledger: Ledger, outside: Sequence[EgressLine]
) -> tuple[Mapping[str, object], ...]:
    """One row for each of the four walls: whether it stood, what it caught, what it holds and what not."""
    wall = standing.choice.box.wall
    stopped = sum(line.count for line in outside if line.outcome == REFUSED)
    guard = len(events.blocked_writes) + len(events.refused_connections)
    return (
        _row(
            "configuration",
            caught=f"taken out: {', '.join(standing.dropped)}" if standing.dropped else "nothing had to be taken out",
            holds=("The engine is told the gateway's address in place of the server's, and a token that is worth nothing.",),
            not_held=("An engine may do what its configuration does not say.",),
        ),
        _row(
            "guard",
            stood=events.is_up,
            caught=f"{guard} writes or connections that were meant for elsewhere" if events.is_up else "it never came up",
            holds=("Requests of the engine's own process that would change something elsewhere are recorded, not sent.",),
            not_held=("It lives in the engine's process: code that means to can get around it.", *events.gaps),
        ),
        _row(
            f"sandbox ({wall.name})",
            stood=wall.name != "none",
            caught=f"{stopped} requests to services that are not on the list",
            holds=wall.holds,
            not_held=wall.does_not_hold,
        ),
        _row(
            "gateway",
            caught=f"{len(ledger.captures)} writes captured, {len(ledger.refused)} requests refused",
            holds=("Only reads that its table names reach the server, and the server's token is known to it alone.",),
            not_held=("A read that the server itself answers by changing something, if its table did not know of it.",),
        ),
    )


def _row(
    name: str, *, stood: bool = True, caught: str, holds: Sequence[str], not_held: Sequence[str]
) -> Mapping[str, object]:
    return {"name": name, "stood": stood, "caught": caught, "holds": " ".join(holds), "does_not_hold": " ".join(not_held)}


def warnings_of(standing: Standing, events: GuardEvents) -> tuple[str, ...]:
    """Sentences about walls that did not stand."""
    found = [f"the sandbox `{name}` cannot be had here: {reason}" for name, reason in standing.choice.passed_over]
    if standing.choice.box.name == "none":
        found.append("no sandbox stood around the engine: the guard and the gateway alone held it")
    if not events.is_up:
        found.append("the guard did not come up in the engine's process")
    return tuple(found)


def services(outside: Sequence[EgressLine]) -> tuple[Mapping[str, object], ...]:
    """What was asked of other services, one row each."""
    return tuple(
        {
            "outcome": line.outcome,
            "method": line.method,
            "host": line.host,
            "path": line.path,
            "reason": line.reason,
            "count": line.count,
        }
        for line in outside
    )


def refused_outside(outside: Sequence[EgressLine], timestamp: str) -> tuple[BlockedWrite, ...]:
    """Writes that got as far as the egress and no further. Refused reads are told among the services."""
    return tuple(
        BlockedWrite(line.method, f"https://{line.host}{line.path}", timestamp, by="egress", what=line.reason)
        for line in outside
        if line.outcome == REFUSED and line.method not in {"GET", "HEAD"}
    )
