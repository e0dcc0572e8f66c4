"""`halley backup`: make backups of a folder, look into them, and let old ones go."""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import click

from halley.backup import keys, notes
from halley.backup.archive import Checked, Nobody, read_through
from halley.backup.contents import Wanted
from halley.backup.create import Order
from halley.backup.create import create as make
from halley.backup.drill import drill as practise
from halley.backup.errors import BackupError, WrongKey
from halley.backup.manifest import Totals
from halley.backup.naming import Backup, backups_in, service_name
from halley.backup.reading import Limits
from halley.backup.retention import Keep, judge
from halley.backup.telling import age, bytes_told, totals_told
from halley.cli import options
from halley.cli.telling import tell_of_backups
from halley.cli.wiring import environment
from halley.clock import SystemClock
from halley.errors import ConfigError, HalleyError
from halley.runs.store import data_folder

_FAILED = 1

source_option = click.option(
    "--source", required=True, type=click.Path(path_type=Path, file_okay=False), help="The folder: Kometa's /config."
)
dest_option = click.option(
    "--dest",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Where backups lie, in a folder a service.",
)
name_option = click.option("--name", metavar="NAME", help="The service; else what the folder is called.")
identity_option = click.option(
    "--identity", required=True, type=click.Path(path_type=Path, dir_okay=False), help="Your age key file, or SSH key."
)
largest_option = click.option(
    "--largest",
    type=click.IntRange(1),
    default=1024,
    show_default=True,
    metavar="GB",
    help="Refuse what would unpack to more.",
)
keep_daily = click.option("--keep-daily", type=click.IntRange(0), default=7, show_default=True, metavar="N", help="Days.")
keep_weekly = click.option("--keep-weekly", type=click.IntRange(0), default=4, show_default=True, metavar="N", help="Weeks.")
keep_monthly = click.option(
    "--keep-monthly", type=click.IntRange(0), default=6, show_default=True, metavar="N", help="Months."
)


def limits_of(largest: int) -> Limits:
    """What is let through, from gigabytes."""
    return Limits(size=largest * 10**9)


def now() -> datetime:
    """The present moment in the machine's own zone, which backups are named by."""
    return SystemClock().now().astimezone()


@click.group()
def backup() -> None:
    """Make backups that open without Halley (age, zstd, tar), and see that they can be put back."""


@backup.command()
@source_option
@dest_option
@name_option
@click.option("--recipient", "recipients", multiple=True, metavar="age1...", help="Who can open it; may be repeated.")
@click.option(
    "--recipients-file", type=click.Path(path_type=Path, dir_okay=False), help="A file with recipients, one a line."
)
@click.option("--assets", is_flag=True, help="Put assets/ in too.")
@click.option("--originals", is_flag=True, help="Put original posters in too.")
@click.option("--logs", is_flag=True, help="Put logs/ in too.")
@click.option("--no-journal", is_flag=True, help="Leave Halley's own journal out where it lies elsewhere.")
@options.as_json
def create(
    source: Path,
    dest: Path,
    name: str | None,
    recipients: tuple[str, ...],
    recipients_file: Path | None,
    assets: bool,
    originals: bool,
    logs: bool,
    no_journal: bool,
    as_json: bool,
) -> None:
    """Back a folder up into DEST/NAME/NAME-YYYYmmdd-HHMMSS.tar.zst.age, sealed for the recipients.

    Links, sockets and devices are left out, and named.
    """
    called = service_name(name or source.resolve().name)
    texts = [*recipients, *(keys.recipient_lines(recipients_file) if recipients_file else ())]
    journal = None if no_journal else data_folder(environment())
    wanted = Wanted(assets, originals, logs)
    at = now()
    try:
        made = make(Order(source, dest, called, keys.recipients(texts), wanted, journal), at)
    except HalleyError as problem:
        _noted(source, notes.LAST, at, "", problem.message)
        raise
    _noted(source, notes.LAST, at, made.backup.path.name, None)
    if as_json:
        click.echo(
            json.dumps({**_row(made.backup), **_counts(made.totals.files, made.totals.size), "left_out": made.left_out})
        )
        return
    click.echo(f"{made.backup.path}: {totals_told(made.totals)}, {bytes_told(made.backup.size)} sealed")
    for path, reason in made.left_out.items():
        click.echo(f"  not in it: {path} ({reason})")


@backup.command("list")
@dest_option
@name_option
@options.as_json
def list_backups(dest: Path, name: str | None, as_json: bool) -> None:
    """Backups with their sizes and ages, newest first; of every service unless one is named."""
    found = [one for called in _names(dest, name) for one in reversed(backups_in(dest / called, called))]
    if as_json:
        click.echo(json.dumps([_row(one) for one in found], ensure_ascii=False))
        return
    width = max((len(one.path.name) for one in found), default=0)
    for one in found:
        click.echo(f"{one.path.name:<{width}}  {bytes_told(one.size):>9}  {age(now().replace(tzinfo=None) - one.at)}")
    if not found:
        click.echo(f"there is no backup in {dest}")


@backup.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@identity_option
@largest_option
@options.as_json
def verify(files: tuple[Path, ...], identity: Path, largest: int, as_json: bool) -> int:
    """Open backups, read them whole, and hold every file against its digest. A folder stands for the newest backup in it.

    Nothing is written. Ends with 0 where all are whole, else with 1.
    """
    known = keys.identities(identity)
    rows: list[dict[str, object]] = []
    for file in [newest_in(path) for path in files]:
        try:
            checked = read_through(file, known, Nobody(), limits_of(largest))
        except (BackupError, WrongKey) as problem:  # another key is that of one file, and says nothing of the next
            rows.append({"file": str(file), "ok": False, "problem": str(problem)})
        else:
            rows.append({"file": str(file), "ok": True, "problem": "", **_checked_row(checked)})
        if not as_json:
            _tell(rows[-1])
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
    return 0 if all(row["ok"] for row in rows) else _FAILED


@backup.command()
@dest_option
@name_option
@keep_daily
@keep_weekly
@keep_monthly
@click.option("--dry-run", is_flag=True, help="Say what would go, and delete nothing.")
@options.as_json
def prune(
    dest: Path, name: str | None, keep_daily: int, keep_weekly: int, keep_monthly: int, dry_run: bool, as_json: bool
) -> None:
    """Let old backups go: the newest one of each of the last days, weeks and months stays, and always the very newest."""
    keep = Keep(keep_daily, keep_weekly, keep_monthly)
    judged = [one for called in _names(dest, name) for one in judge(backups_in(dest / called, called), keep)]
    for one in judged:
        if not one.reasons and not dry_run:
            _delete(one.backup)
    if as_json:
        click.echo(json.dumps([{**_row(one.backup), "kept_for": one.reasons} for one in judged], ensure_ascii=False))
        return
    for one in judged:
        verdict = f"kept ({', '.join(one.reasons)})" if one.reasons else "would go" if dry_run else "deleted"
        click.echo(f"{one.backup.path.name}  {verdict}")


@backup.command()
@source_option
@dest_option
@name_option
@identity_option
@largest_option
@click.option("--scratch", type=click.Path(path_type=Path, file_okay=False), help="Where to restore to; else TMPDIR.")
@options.as_json
def drill(
    source: Path, dest: Path, name: str | None, identity: Path, largest: int, scratch: Path | None, as_json: bool
) -> int:
    """Restore the newest backup into a scratch folder, and compare every digest.

    What came of it is dated in SOURCE/halley/backup/drill.json.
    """
    called = service_name(name or source.resolve().name)
    at, file = now(), ""
    try:
        found = backups_in(dest / called, called)
        if not found:
            raise BackupError(f"there is no backup of {called} in {dest}")
        file = found[-1].path.name
        checked = practise(found[-1].path, keys.identities(identity), scratch, limits_of(largest))
    except HalleyError as problem:
        _noted(source, notes.DRILL, at, file, problem.message)
        raise
    _noted(source, notes.DRILL, at, file, None)
    told = f"{file} can be restored: {totals_told(checked.totals)}, every digest is right"
    click.echo(
        json.dumps({"file": file, "ok": True, **_counts(checked.totals.files, checked.totals.size)}) if as_json else told
    )
    return 0


def _tell(row: Mapping[str, object]) -> None:
    if not row["ok"]:
        click.echo(f"halley: {row['problem']}", err=True)
        return
    totals = Totals(files=int(str(row["files"])), size=int(str(row["bytes_inside"])))
    known = "every digest is right" if row["has_manifest"] else "made by another program, without digests to compare"
    click.echo(f"{row['file']}: {totals_told(totals)}, {known}")


def _noted(source: Path, which: str, at: datetime, file: str, problem: str | None) -> None:
    with suppress(OSError):  # a folder that is read-only has a backup all the same
        if source.is_dir():
            notes.note(source, which, at, file, problem)
            tell_of_backups(source)


def _names(dest: Path, name: str | None) -> list[str]:
    if not dest.is_dir():
        raise ConfigError(f"`{dest}` is no folder of backups")
    if name is not None:
        return [service_name(name)]
    return sorted(one.name for one in dest.iterdir() if one.is_dir() and not one.name.startswith("."))


def newest_in(path: Path) -> Path:
    """A file, or the newest backup in a folder of backups. Raises ConfigError where there is none."""
    if not path.is_dir():
        return path
    found = backups_in(path, path.resolve().name)
    if not found:
        below = [one for one in _names(path, None) if backups_in(path / one, one)]
        if below:
            raise ConfigError(
                f"there is no backup in {path}, but in folders below it",
                hint=f"name one of them: {', '.join(str(path / one) for one in below[:5])}",
            )
        raise ConfigError(
            f"there is no backup in {path}",
            hint=f"backups in it are called {path.resolve().name}-YYYYmmdd-HHMMSS.tar.zst.age",
        )
    return found[-1].path


def _delete(one: Backup) -> None:
    try:
        one.path.unlink(missing_ok=True)
    except OSError as problem:
        raise BackupError(f"{one.path} cannot be deleted: {problem.strerror}") from None


def _row(one: Backup) -> dict[str, object]:
    return {"file": str(one.path), "at": one.at.isoformat(), "bytes": one.size}


def _counts(files: int, size: int) -> dict[str, object]:
    return {"files": files, "bytes_inside": size}


def _checked_row(checked: Checked) -> dict[str, object]:
    return {**_counts(checked.totals.files, checked.totals.size), "has_manifest": checked.manifest is not None}
