"""`halley deploy`: the files and commands that make a service of Halley, or of a Kometa that you keep."""

import json
import os
import shlex
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar, cast

import click

from halley.cli import options
from halley.cli.wiring import environment
from halley.deploy.laid import lay
from halley.deploy.model import PORT, Deployment, Program
from halley.deploy.runner import carry_out
from halley.deploy.targets import TARGETS, Target
from halley.deploy.targets.unraid import OWNER
from halley.deploy.trial import Engine, told, trial_of
from halley.deploy.wishes import Wishes, deployment_of, wishes_in

T = TypeVar("T", str, int)
_CONTAINERS = {"quadlet", "compose", "unraid", "test-run"}
_UNITS = {"quadlet", "systemd"}
_BACKED_UP = {"quadlet", "compose", "systemd"}
_ALL = _CONTAINERS | _UNITS
#: Each option, and the commands that have it.
_OPTIONS = (
    (_ALL, click.option("--for", "program", type=click.Choice(["halley", "kometa"]), help="Whose service; halley.")),
    (_ALL, click.option("--name", metavar="NAME", help="The service and its container; else what it is for.")),
    (_CONTAINERS, click.option("--image", metavar="IMAGE", help="The container's image.")),
    (_ALL, click.option("--config-dir", "config", metavar="DIR", help="The folder of config.yml, /config in a container.")),
    (_CONTAINERS, click.option("--network", metavar="NAME", help="The network that Plex is on; mms.")),
    (
        {"quadlet", "compose"},
        click.option("--external-network", is_flag=True, default=None, help="The network is there already; make none."),
    ),
    (_ALL, click.option("--puid", type=click.IntRange(0), help="Whose the files are; else you (Unraid: 99).")),
    (_ALL, click.option("--pgid", type=click.IntRange(0), help="Their group; else yours (Unraid: 100).")),
    (_ALL, click.option("--times", metavar="TIMES", help="KOMETA_TIMES, as 06:00|18:00; 06:00.")),
    (_ALL, click.option("--tz", metavar="ZONE", help="As Europe/Berlin; else TZ, else Etc/UTC.")),
    (
        _ALL,
        click.option("--mode", type=click.Choice(["preview", "apply", "kometa"]), help="What Halley does then; preview."),
    ),
    (
        {"quadlet", "compose", "unraid", "systemd"},
        click.option("--port", type=click.IntRange(1, 65535), help=f"Halley's port on the host; {PORT}."),
    ),
    (_ALL, click.option("--password-file", metavar="FILE", help="The studio's password: opens the port to others.")),
    (_BACKED_UP, click.option("--backups", metavar="DIR", help="Back up into this folder, every night at 03:00.")),
    (
        _BACKED_UP,
        click.option(
            "--recipient", "recipients", multiple=True, metavar="age1...", help="Who can open it; may be repeated."
        ),
    ),
    (_BACKED_UP, click.option("--identity", metavar="FILE", help="An age key file: try the newest backup every night.")),
    (
        _CONTAINERS,
        click.option(
            "--volume", "volumes", multiple=True, metavar="HOST:INSIDE[:OPTIONS]", help="One more; may be repeated."
        ),
    ),
    (_ALL, click.option("--env", multiple=True, metavar="NAME=VALUE", help="One more variable; may be repeated.")),
    (_CONTAINERS - {"test-run"}, click.option("--health-cmd", metavar="COMMAND", help="Asks inside whether it is well.")),
    (_UNITS, click.option("--after", multiple=True, metavar="UNIT", help="Start after it; plex.service; may be repeated.")),
    (_UNITS | {"test-run"}, click.option("--system", is_flag=True, default=None, help="The system's units, not yours.")),
    ({"systemd"}, click.option("--kometa", metavar="FILE", help="Kometa's kometa.py.")),
    ({"systemd"}, click.option("--kometa-python", metavar="FILE", help="The Python that runs it.")),
    (
        _ALL,
        click.option(
            "--from",
            "service_file",
            type=click.Path(path_type=Path, dir_okay=False),
            help="A service's file (services/kometa.yml); flags win over it.",
        ),
    ),
)


def _wishes(name: str) -> Callable[[Callable[..., object]], Callable[..., object]]:
    def decorate(command: Callable[..., object]) -> Callable[..., object]:
        for commands, option in reversed(_OPTIONS):
            command = option(command) if name in commands else command
        return command

    return decorate


@click.group()
def deploy() -> None:
    """Write what makes a service of Halley, or of a Kometa that you keep; or try such a service once."""


def _command(target: Target) -> None:
    @deploy.command(target.name, help=f"{target.help}\n\nPrints everything, or writes it below `-o`.")
    @_wishes(target.name)
    @click.option(
        "-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="Write into this folder: ~/.config, say."
    )
    @click.option("--force", is_flag=True, help="Write over what differs.")
    @click.option("--ask", is_flag=True, help="Ask for what no flag says.")
    @options.as_json
    def write(output: Path | None, force: bool, ask: bool, as_json: bool, **wishes: object) -> None:
        is_unraid = target.name == "unraid"
        owner, network = (OWNER, "bridge") if is_unraid else (_you(), "mms")
        said = _wishes_of(wishes)
        wished = _deployment(_asked(said, target.name, owner, network) if ask else said, owner, network)
        files = target.files(wished)
        if as_json:
            click.echo(json.dumps(_row(wished, files), ensure_ascii=False))
            return
        if output is None:
            for name, text in files.items():
                click.echo(f"# ---- {name}\n{text}")
            return
        for one in lay(files, output.expanduser(), force=force):
            click.echo(f"{'wrote' if one.is_new else 'unchanged'} {one.path}")
        click.echo("then:")
        for line in target.steps(wished, str(output)):
            click.echo(f"  {line}")


for _target in TARGETS.values():
    _command(_target)


@deploy.command("test-run")
@_wishes("test-run")
@click.option("--engine", type=click.Choice(["podman", "docker"]), default="podman", show_default=True, help="What runs it.")
@click.option("--run", is_flag=True, help="Do it: stop the service, run the test, start the service again.")
def test_run(engine: str, run: bool, **wishes: object) -> int:
    """Print the one-shot test of a service (KOMETA_RUN=true), or do it.

    With `--run` the service is started again whatever comes of the test, where it ran before: also when the test fails, or
    is ended by Ctrl-C. Ends as the test ended.
    """
    wished = _deployment(_wishes_of(wishes), _you(), "mms")
    is_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    trial = trial_of(wished, cast("Engine", engine), is_terminal=is_terminal or not run)
    if not run:
        click.echo(told(trial), nl=False)
        return 0
    status = carry_out(trial, lambda sentence: click.echo(f"halley: {sentence}", err=True))
    click.echo(f"halley: where files belong to somebody else now: {shlex.join(trial.own)}", err=True)
    return status


def _wishes_of(told_by_flags: dict[str, object]) -> Wishes:
    file = told_by_flags.pop("service_file")
    wishes = Wishes(**told_by_flags)  # type: ignore[arg-type]  # click has checked each
    return wishes.over(wishes_in(file)) if isinstance(file, Path) else wishes


def _deployment(wishes: Wishes, owner: tuple[int, int], network: str) -> Deployment:
    if wishes.config is not None:
        wishes = replace(wishes, config=str(Path(wishes.config).expanduser()))
    return deployment_of(wishes.over(Wishes(network=network)), owner, _zone())


def _asked(wishes: Wishes, target: str, owner: tuple[int, int], network: str) -> Wishes:
    """The wishes, with answers to what they leave open."""

    def answer(question: str, said: T | None, usual: T) -> T:
        return said if said is not None else click.prompt(question, default=usual, type=type(usual), err=True)

    program = wishes.program or cast("Program", answer("Whose service, halley or kometa", None, "halley"))
    found = replace(
        wishes,
        program=program,
        config=wishes.config or click.prompt("The folder of config.yml", err=True),
        times=answer("When it runs, several with | between them", wishes.times, "06:00"),
        tz=answer("Time zone", wishes.tz, _zone()),
        puid=answer("Whose the files are, the user's id", wishes.puid, owner[0]),
        pgid=answer("and the group's", wishes.pgid, owner[1]),
    )
    if target != "systemd":
        found = replace(found, network=answer("The network that Plex is on", wishes.network, network))
    if target == "unraid" or found.backups:
        return found
    backups = click.prompt("Back up into which folder every night (empty: do not)", default="", show_default=False, err=True)
    recipients = found.recipients or ((click.prompt("Who can open a backup, age1...", err=True),) if backups else ())
    return replace(found, backups=backups or None, recipients=recipients)


def _zone() -> str:
    return environment().get("TZ") or "Etc/UTC"


def _row(wished: Deployment, files: Mapping[str, str]) -> dict[str, object]:
    """What a program needs to lay the files out itself: below which paths, and what is to be started."""
    timers = [path.rpartition("/")[2] for path in files if path.endswith(".timer")]
    if any("/podman-auto-update.timer.d/" in path for path in files):
        timers.append("podman-auto-update.timer")
    told = wished.backups
    return {
        "name": wished.name,
        "config": wished.config,
        "backups": told.dest if told else "",
        "recipients": list(told.recipients) if told else [],
        "files": dict(files),
        "timers": timers,
    }


def _you() -> tuple[int, int]:
    """Whose files are written where nobody says: yours, or, where you are root, those of the first user."""
    return (os.getuid(), os.getgid()) if os.getuid() else (1000, 1000)
