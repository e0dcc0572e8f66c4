"""Locks that nobody holds any more."""

from collections.abc import Iterator

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, EmptyLock, Finding, good, warning


def _judge(facts: Facts) -> Iterator[Finding]:
    if facts.locks is None:
        return
    for one in facts.locks:
        since = f" since {one.at}" if one.at else ""
        yield warning(
            f"{one.path} says that process {one.pid} holds it{since}, and there is no such process",
            "whatever held it was killed; what looks at the note alone will not start",
            f"`halley doctor --config {facts.config} --fix` takes the note out",
            EmptyLock(one.path, one.pid),
        )
    if not facts.locks:
        yield good("no lock is left of a process that is gone")


CHECK = Check(
    "lock",
    "locks and files of process numbers beside the configuration whose process is gone",
    _judge,
    "empties a lock that nobody holds, and removes a file that only names a dead process",
)
