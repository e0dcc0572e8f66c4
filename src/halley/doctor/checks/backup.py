"""How old the newest backup is, and whether it could be put back."""

from collections.abc import Iterator

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, error, good, note, warning

_OLD_S = 2 * 86400
_MAKE = (
    "`halley backup create --source {folder} --dest DIR --recipient age1...`; "
    "`systemctl --user list-timers` says when it is made by itself"
)


def _judge(facts: Facts) -> Iterator[Finding]:
    found = facts.backups
    if found is None:
        return
    folder = facts.config.parent if facts.config is not None else "DIR"
    make = _MAKE.format(folder=folder)
    if found.problem:
        yield error(f"the last backup failed: {found.problem}", "a backup that fails is one that is not there", make)
    if found.age_s is None:
        if found.unread:
            yield warning(
                f"whether there is a backup is not known: {found.unread}",
                "one that is not made any more would not be noticed",
                "ask as a user who may read there, or name another folder by `--backups DIR`",
            )
        elif found.where:
            yield error(f"there is no backup in {found.where}", "what breaks now is gone", make)
        else:
            seen = "nothing is known of backups of this configuration"
            yield note(seen, "what breaks without one is gone", f"`--backups DIR` names their folder; {make}")
    elif found.age_s < -_OLD_S:
        yield warning(
            f"the newest backup, {found.newest}, is called by a day that is {-found.age_s / 86400:.0f} days from now",
            "until then it counts as the newest: a drill tries that one only, and nothing tells that no other is made",
            "set the clock right (`timedatectl`), then rename that file to the day on which it was made",
        )
    elif found.age_s > _OLD_S:
        seen = f"the newest backup, {found.newest}, is {found.age_s / 86400:.0f} days old"
        yield warning(seen, "it is made daily: something keeps it from being made", make)
    elif not found.problem:
        yield good(f"the newest backup, {found.newest}, is {max(found.age_s, 0) / 3600:.0f} hours old")
    if found.drill_problem:
        yield error(
            f"the last drill could not put a backup back: {found.drill_problem}",
            "a backup that cannot be put back is none",
            "`halley backup verify` says what is wrong with the newest one",
        )


CHECK = Check(
    "backup", "the age of the newest backup (two days are too old), and what came of the last backup and drill", _judge
)
