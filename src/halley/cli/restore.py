"""`halley restore`: put a backup back."""

import json
import os
import shlex
from pathlib import Path

import click

from halley.backup import keys, runner
from halley.backup.contents import JOURNAL
from halley.backup.errors import BackupError
from halley.backup.restore import Restored, Return
from halley.backup.restore import restore as put_back
from halley.backup.runner import NoService, Service
from halley.backup.staging import Owner
from halley.backup.telling import totals_told
from halley.cli import options
from halley.cli.backup import identity_option, largest_option, limits_of, newest_in, now
from halley.cli.wiring import environment
from halley.errors import ConfigError
from halley.runs.store import data_folder
from halley.service.lock import is_held
from halley.service.status import LOCK


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@identity_option
@click.option("--target", required=True, type=click.Path(path_type=Path), help="The folder that is to be as it was.")
@click.option("--service", metavar="UNIT", help="Stop this systemd unit for the swap, and start it again: kometa.service.")
@click.option("--system", is_flag=True, help="The unit is the system's, not the user's.")
@click.option("--stop-command", metavar="COMMAND", help="What stops the service, where it is no systemd unit.")
@click.option("--start-command", metavar="COMMAND", help="What starts it.")
@click.option("--puid", type=click.IntRange(0), help="Who everything is to belong to; else PUID, else as it was.")
@click.option("--pgid", type=click.IntRange(0), help="The group; else PGID, else as it was.")
@click.option("--strip", is_flag=True, help="Put back what lies in the archive's only folder, and not that folder.")
@largest_option
@options.as_json
def restore(
    file: Path,
    identity: Path,
    target: Path,
    service: str | None,
    system: bool,
    stop_command: str | None,
    start_command: str | None,
    puid: int | None,
    pgid: int | None,
    strip: bool,
    largest: int,
    as_json: bool,
) -> None:
    """Put a backup back in the place of a folder, whole or not at all.

    FILE is read from beginning to end before anything is touched; a folder stands for the newest backup in it. The old
    folder stays beside the new one, as TARGET.before-YYYYmmdd-HHMMSS. Where anything fails, it stands again.
    """
    owner = _owner(puid, pgid)
    order = Return(
        newest_in(file),
        keys.identities(identity),
        target,
        owner,
        _service(service, stop_command, start_command, of_system=system),
        limits_of(largest),
        strip,
    )
    _expect_stillness(order)
    done = put_back(order, now())
    if order.file != file:
        click.echo(f"the newest backup in {file} is {order.file.name}", err=as_json)
    if as_json:
        counts = {"files": done.checked.totals.files, "bytes": done.checked.totals.size}
        click.echo(json.dumps({"target": str(done.target), "aside": str(done.aside) if done.aside else None, **counts}))
        return
    _tell(done, owner)


def _expect_stillness(order: Return) -> None:
    """Raise BackupError where Halley's own service runs in the folder and nobody is to stop it."""
    if isinstance(order.service, NoService) and is_held(order.target / "halley" / "service" / LOCK):
        raise BackupError(
            f"Halley's service runs in {order.target}, and would go on in the folder that is put aside; nothing was changed",
            hint="`--service halley.service` stops it for the swap, and starts it again; or stop it first",
        )


def _tell(done: Restored, owner: Owner | None) -> None:
    click.echo(f"{done.target} is as it was backed up: {totals_told(done.checked.totals)}")
    if done.found is not None:
        click.echo(f"  a restore that was cut short had left an old folder without a name; it is {done.found} now")
    if done.aside is not None:
        click.echo(f"  the folder that was there is {done.aside} now; delete it when you need it no more")
        left_out = done.checked.manifest.left_out if done.checked.manifest else {}
        for path in left_out:
            if _is_below(path) and os.path.lexists(done.aside / path):
                line = shlex.join(["mv", str(done.aside / path), str(done.target / path)])
                click.echo(f"  the backup had no {path}; it is there still: {line}")
    _tell_of_journal(done.target / JOURNAL, data_folder(environment()))
    wanted = {owner} if owner else done.checked.owners
    if os.geteuid() != 0 and (foreign := sorted(wanted - {(os.geteuid(), os.getegid())})):
        back = shlex.join(["podman", "unshare", "chown", "-R", "{}:{}".format(*foreign[0]), str(done.target)])
        click.echo(f"  all of it belongs to you now; give it back by: {back}")


def _tell_of_journal(restored: Path, used: Path) -> None:
    if used == restored or not (restored / "journal.db").is_file():
        return
    try:
        is_there = used.exists()
    except PermissionError:
        is_there = True
    if is_there:
        click.echo(f"  Halley's journal as it was is in {restored}; the one in use, {used}, was left alone")
    else:
        click.echo(f"  Halley's journal is in {restored}: `HALLEY_DATA={restored}` uses it there, or move it to {used}")


def _is_below(path: str) -> bool:
    """Whether a path leads nowhere else: whoever knows a recipient can write what he likes into a manifest."""
    return path.isprintable() and not path.startswith("/") and ".." not in path.split("/")


def _owner(puid: int | None, pgid: int | None) -> Owner | None:
    uid, gid = _number("PUID", puid), _number("PGID", pgid)
    if uid is None and gid is None:
        return None
    if uid is None or gid is None:
        raise ConfigError("an owner is a user and a group: `--puid` and `--pgid`, or PUID and PGID, belong together")
    return uid, gid


def _number(name: str, given: int | None) -> int | None:
    text = environment().get(name)
    if given is not None or not text:
        return given
    if not text.isdecimal():
        raise ConfigError(f"{name} is `{text}`, and should be a number")
    return int(text)


def _service(unit: str | None, stop: str | None, start: str | None, *, of_system: bool) -> Service:
    if unit is not None:
        if stop or start:
            raise ConfigError("`--service` is stopped and started by systemd; give it, or the two commands")
        return runner.unit(unit, of_system=of_system)
    return runner.commands(stop or "", start or "") if stop or start else NoService()
