"""Images of LinuxServer in a user namespace that their init system cannot live in."""

from collections.abc import Iterator

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, error, good

LINE = "s6-overlay-suexec: fatal"
_WHY = "s6-overlay begins as root and drops to PUID and PGID by itself; with keep-id there is no root that it could begin as"


def _judge(facts: Facts) -> Iterator[Finding]:
    ours = [one for one in facts.services if one.is_linuxserver]
    wrong = [one for one in ours if one.userns.startswith("keep-id")]
    for one in wrong:
        mend = "take `UserNS=keep-id` out" if one.kind == "quadlet" else "take `--userns=keep-id` out"
        ids = " (they are set)" if {"PUID", "PGID"} <= set(one.environment) else ""
        yield error(
            f"{one.path} runs {one.image} with keep-id",
            _WHY,
            f"{mend}, and set PUID, PGID{ids} `--tmpfs /run:U`; then `podman unshare chown -R PUID:PGID FOLDER`",
        )
    path = facts.logs.known_lines.get(LINE) if facts.logs is not None else None
    if path is not None:
        yield error(
            f"{path} has the line of an s6-overlay that cannot start: `{LINE}: unable to exec ... Operation not permitted`",
            _WHY,
            "start the container without `--userns=keep-id`, with PUID and PGID set",
        )
    if ours and not wrong and path is None:
        yield good(f"{', '.join(one.name for one in ours)} run{'s' if len(ours) == 1 else ''} without keep-id")


CHECK = Check(
    "userns", "images of LinuxServer (s6-overlay) with `UserNS=keep-id`, by unit files and by the known line in logs", _judge
)
