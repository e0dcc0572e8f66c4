"""Images of LinuxServer in a user namespace that their init system cannot live in."""

from collections.abc import Iterator

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, error, good
from halley.doctor.services import Service

LINE = "s6-overlay-suexec: fatal"
_WHY = "s6-overlay begins as root and drops to PUID and PGID by itself; with keep-id there is no root that it could begin as"


def _judge(facts: Facts) -> Iterator[Finding]:
    ours = [one for one in facts.services if one.is_linuxserver]
    wrong = [one for one in ours if one.userns.startswith("keep-id")]
    for one in wrong:
        yield error(f"{one.path} runs {one.image} with keep-id", _WHY, _mend(one))
    path = facts.logs.known_lines.get(LINE) if facts.logs is not None else None
    if path is not None:
        yield error(
            f"{path} has the line of an s6-overlay that cannot start: `{LINE}: unable to exec ... Operation not permitted`",
            _WHY,
            "start the container without `--userns=keep-id`, with PUID and PGID set",
        )
    if ours and not wrong and path is None:
        yield good(f"{', '.join(one.name for one in ours)} run{'s' if len(ours) == 1 else ''} without keep-id")


def _mend(one: Service) -> str:
    told = (one.environment.get(name, "") for name in ("PUID", "PGID"))
    uid, gid = (number if number.isdecimal() else "3000" for number in told)
    folder = next((volume.source for volume in one.volumes if volume.target == "/config"), "FOLDER")
    spelled = {"quadlet": "UserNS=keep-id", "compose": "userns_mode: keep-id"}
    out = f"`{spelled.get(one.kind, '--userns=keep-id')}`"
    ids = "" if {"PUID", "PGID"} <= set(one.environment) else ", set PUID and PGID"
    return f"take {out} out{ids}, mount `--tmpfs /run:U`; then `podman unshare chown -R {uid}:{gid} {folder}`"


CHECK = Check(
    "userns", "images of LinuxServer (s6-overlay) with `UserNS=keep-id`, by unit files and by the known line in logs", _judge
)
