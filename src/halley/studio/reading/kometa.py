"""Whether there is a Kometa to plan with, and what keeps it in: what the doctor says of both."""

from collections.abc import Iterator
from pathlib import Path

from halley.engines.kometa import find_kometa
from halley.errors import EngineError
from halley.jobs.means import Means
from halley.sandbox.choose import choose
from halley.studio.desk.desk import Desk
from halley.studio.wire.servers import Finding

_WEAK = frozenset({"landlock", "none"})


def of_kometa(desk: Desk) -> Iterator[Finding]:
    """What was found of a Kometa on this machine, and the sandbox that it would run in."""
    means = Means(desk.kometa, desk.environment)
    try:
        home = find_kometa(means.kometa, means.kometa_python, means.environment, Path.cwd())
    except EngineError as problem:
        why = "overlays are planned by Halley's own engine; collections, metadata and playlists need Kometa itself"
        yield Finding(check="kometa", severity="note", seen=problem.message, why=why, mend=problem.hint or "")
        return
    yield Finding(check="kometa", severity="good", seen=f"Kometa {home.version} is in {home.home}")
    yield _of_sandbox()


def _of_sandbox() -> Finding:
    try:
        choice = choose("auto")
    except EngineError as problem:
        return Finding(check="sandbox", severity="error", seen=problem.message, mend=problem.hint or "")
    seen = f"Kometa would run in the sandbox `{choice.box.name}`"
    if choice.box.name not in _WEAK:
        return Finding(check="sandbox", severity="good", seen=seen)
    reasons = "; ".join(f"{name}: {reason}" for name, reason in choice.passed_over)
    return Finding(
        check="sandbox",
        severity="warning",
        seen=f"{seen}: no stronger one can be had here ({reasons})",
        why="whatever a configuration has Kometa do besides asking Plex is kept in less well",
        mend="install Podman or bubblewrap",
    )
