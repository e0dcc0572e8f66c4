"""To whom the files of the configuration belong."""

from collections.abc import Iterator

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, GiveBack, error, good, warning


def _judge(facts: Facts) -> Iterator[Finding]:
    found = facts.owners
    if found is None:
        return
    if not found.strangers:
        yield good(f"all {found.looked} files of the configuration belong to {found.uids[0]}, as {found.by} says")
        return
    first = found.strangers[0].relative_to(found.folder) if found.strangers[0] != found.folder else found.folder
    many = len(found.strangers)
    others = f" and {many - 1} more belong" if many > 1 else " belongs"
    told = error if found.is_said else warning
    yield told(
        f"{first}{others} to another user than {found.uids[0]}, as {found.by} says",
        "the container cannot write there, or cannot even read: caches, logs and backups of posters fail",
        f"podman unshare chown -R {found.uid}:{found.gid} {found.folder}",
        GiveBack(found.folder, found.strangers, found.uid, found.gid) if found.may_mend else None,
    )


CHECK = Check(
    "owner",
    "files of the configuration that belong to another user than PUID and PGID say (else than the folder itself)",
    _judge,
    "gives them to PUID and PGID, where it runs as root outside of any user namespace of its own",
)
