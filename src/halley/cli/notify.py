"""`halley notify`: try whether notices arrive, and tell of what is wrong now."""

import json
from pathlib import Path

import click

from halley.cli import options
from halley.cli.telling import around
from halley.cli.wiring import environment, run_to_end
from halley.doctor import Asked, examine
from halley.errors import ConfigError
from halley.notices import Herald, Trouble, herald_of, troubles_of_backups, troubles_of_doctor

_USUAL = (Path("config.yml"), Path("config/config.yml"), Path("/config/config.yml"))
_MISSED = 1

config_option = click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Your config.yml, for its `webhooks:`; else KOMETA_CONFIG, or where it usually is.",
)


@click.group()
def notify() -> None:
    """Tell people by the addresses in HALLEY_NOTIFY and in `webhooks:` of the configuration."""


@notify.command("test")
@config_option
@options.as_json
def send_test(config: Path | None, as_json: bool) -> int:
    """Send a notice for trial to everybody who is to be told, and say for each whether it arrived.

    Ends with 0 where it reached all, else with 1.
    """
    found = run_to_end(_herald(_config(config)).test())
    if as_json:
        rows = [{"target": one.target, "arrived": one.arrived, "problem": one.problem, "note": one.note} for one in found]
        click.echo(json.dumps(rows, ensure_ascii=False))
    for one in () if as_json else found:
        told = f"arrived{f' ({one.note})' if one.note else ''}" if one.arrived else f"did not arrive: {one.problem}"
        click.echo(f"{one.target}: {told}")
    return 0 if all(one.arrived for one in found) else _MISSED


@notify.command()
@config_option
@click.option("--no-doctor", is_flag=True, help="Look at backups and drills alone.")
def check(config: Path | None, no_doctor: bool) -> int:
    """Look for a backup or a drill that failed and for errors that the doctor finds, and tell of what is new or right again.

    Meant for a timer. What was told is not told again before a week is over. Ends with 0 where all is well, else 1.
    """
    where = _config(config)
    if where is None:
        raise ConfigError("there is no config.yml here", hint="name it: `halley notify check --config /config/config.yml`")
    found = run_to_end(_checked(_herald(where), where, with_doctor=not no_doctor))
    for one in found:
        click.echo(f"{one.title}: {one.text}")
    if not found:
        click.echo("nothing is wrong")
    return _MISSED if found else 0


async def _checked(herald: Herald, config: Path, *, with_doctor: bool) -> list[Trouble]:
    backups = troubles_of_backups(config.parent)
    await herald.standing("backup", backups)
    if not with_doctor:
        return [*backups]
    doctors = troubles_of_doctor(await examine(Asked(config, around(config))))
    await herald.standing("doctor", doctors)
    return [*backups, *doctors]


def _herald(config: Path | None) -> Herald:
    own = config.parent / "halley" / "service" if config is not None else Path("halley") / "service"
    return herald_of(config, around(config), own)


def _config(named: Path | None) -> Path | None:
    """The configuration; None where none was named and none is where it usually is."""
    if named is None and (told := environment().get("KOMETA_CONFIG")):
        named = Path(told)
    if named is None:
        named = next((one for one in _USUAL if one.is_file()), None)
    return named.expanduser().absolute() if named is not None else None
