"""What would keep Kometa in."""

from collections.abc import Iterator

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, error, good, warning

_WEAK = frozenset({"landlock", "none"})


def _judge(facts: Facts) -> Iterator[Finding]:
    found = facts.engine
    if found is None or found.problem is not None:
        return
    if found.box_problem is not None:
        why = "Kometa is not run without what was demanded to keep it in"
        yield error(found.box_problem.message, why, found.box_problem.hint or "")
        return
    seen = f"Kometa would run in the sandbox `{found.box}`"
    if found.box not in _WEAK:
        yield good(seen)
        return
    reasons = "; ".join(f"{name}: {reason}" for name, reason in found.passed_over)
    yield warning(
        f"{seen}: no stronger one can be had here ({reasons})",
        "whatever a configuration has Kometa do besides asking Plex is kept in less well",
        "install Podman or bubblewrap",
    )


CHECK = Check("sandbox", "the strongest sandbox that this machine has for Kometa", _judge)
