"""Whether the server is the one that it was."""

from collections.abc import Iterator

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, NoteServer, error, good, warning


def _judge(facts: Facts) -> Iterator[Finding]:
    server, known = facts.answer.server if facts.answer is not None else None, facts.known
    if server is None or known is None:
        return
    here = f"{server.name} ({server.machine_id[:8]})"
    fix = None
    if not known.is_noted and facts.address is not None:
        fix = NoteServer(known.path, server.machine_id, server.name, facts.address.url)
    if server.machine_id in known.machine_ids:
        yield good(f"the server is the one that it was: {here}", fix)
    elif known.is_noted:
        yield error(
            f"the server is {here}, and it was {known.name} ({known.machine_ids[0][:8]})",
            "rating keys mean other items on another server: backups of posters and the history do not fit it",
            f"point `plex: url:` at the old one; if it was moved on purpose: `rm {known.path}`, then `halley doctor --fix`",
        )
    elif known.machine_ids:
        yield warning(
            f"the server is {here}, and every run on record was on another one, the last on {known.name}",
            "rating keys mean other items on another server: backups of posters and the history do not fit it",
            "if that is right, `halley doctor --fix` writes down which server it is",
            fix,
        )
    else:
        yield good(f"the server is {here}", fix)


CHECK = Check(
    "identity",
    "whether the server is the one that was noted, or that earlier runs were on",
    _judge,
    "notes which server it is, where nothing is noted yet",
)
