"""`halley run`: let an engine do its work on the server, with everything on record."""

import asyncio
import json
from pathlib import Path

import click

from halley.cli import options
from halley.cli.apply import STOPPED, limit, limits_of, override
from halley.cli.progress import Progress
from halley.cli.runner import until_stopped
from halley.cli.wiring import environment
from halley.jobs.means import Means
from halley.jobs.run import Ended, EngineName, RunSettings, run_recorded
from halley.runs.running import Conduct
from halley.runs.store import Store, data_folder
from halley.runs.telling import report_row, told
from halley.sandbox.box import Wish as BoxWish

_LINES = 20


@click.command()
@options.config
@options.libraries
@click.option("--engine", type=click.Choice(["kometa", "native"]), required=True, help="What does the work.")
@options.overlays_only
@options.kometa
@options.kometa_python
@options.sandbox
@click.option("--image", metavar="NAME", help="A container image that has Kometa.")
@options.offline
@options.outside
@options.hosts
@click.option(
    "--time-limit",
    type=click.IntRange(1),
    default=24 * 3600,
    show_default=True,
    metavar="SECONDS",
    help="Stop Kometa after that.",
)
@limit
@override
@options.as_json
def run(
    config: Path,
    libraries: tuple[str, ...],
    engine: EngineName,
    overlays_only: bool,
    kometa: Path | None,
    kometa_python: Path | None,
    sandbox: BoxWish,
    image: str | None,
    offline: bool,
    outside: str | None,
    hosts: tuple[str, ...],
    time_limit: int,
    limit: tuple[str, ...],
    override: tuple[str, ...],
    as_json: bool,
) -> int:
    """Run an engine on your configuration for real, every write on record.

    What it writes goes through a gateway, which notes what stood there before; `halley undo RUN` takes all of it back. What
    cannot be put on record is not done, and the run ends where a guard stops it.
    """
    means = Means(
        kometa=kometa,
        kometa_python=kometa_python,
        sandbox=sandbox,
        image=image,
        offline=offline,
        outside=outside,
        hosts=hosts,
        time_limit_s=time_limit,
        environment=environment(),
    )
    settings = RunSettings(config, engine, libraries, overlays_only, means=means)
    limits, passed = limits_of(limit), frozenset(override)
    with Store(data_folder(environment())) as store, Progress(quiet=as_json) as progress:

        async def watched(stop: asyncio.Event) -> Ended:
            return await run_recorded(settings, store, Conduct(stop, limits, passed, progress))

        ended, stopped = until_stopped(watched)
    if as_json:
        extra = {"refused": ended.refused, "warnings": ended.warnings, "log": str(ended.log)}
        click.echo(json.dumps({**report_row(ended.report), **extra}, ensure_ascii=False))
    else:
        _tell(ended)
    if ended.report.problem is not None:
        click.echo(f"halley: {ended.report.problem}", err=True)
        return ended.report.problem.exit_code
    return STOPPED if stopped else 0 if ended.report.is_good else 1


def _tell(ended: Ended) -> None:
    lines = [*(f"refused: {one}" for one in ended.refused), *ended.warnings]
    for line in lines[:_LINES]:
        click.echo(line)
    if len(lines) > _LINES:
        click.echo(f"and {len(lines) - _LINES} more")
    click.echo("\n".join(told(ended.report)))
    click.echo(f"log {ended.log}")
