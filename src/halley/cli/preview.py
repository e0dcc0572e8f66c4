"""`halley preview`: see what a configuration would do, without doing it."""

import asyncio
import json
import signal
import webbrowser
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from halley.cli import options
from halley.cli.progress import Progress
from halley.cli.wiring import environment, run_to_end
from halley.jobs.engine import EngineName
from halley.jobs.folder import JobFolder
from halley.jobs.means import Means
from halley.jobs.prepared import prepared
from halley.jobs.preview import PreviewSettings, preview_job
from halley.jobs.searches import FilterPlace
from halley.jobs.summary import Outcome, Summary
from halley.jobs.targets import Wish
from halley.jobs.telling import ENGINE_FAILED
from halley.sandbox.box import Wish as BoxWish

_SHOWN, _LINES = 4, 12
"""Titles in a line of what is missing, and lines of errors and warnings."""


@click.command()
@click.option("--config", "config", type=click.Path(path_type=Path), help="Your config.yml.")
@options.libraries
@options.targets
@click.option("--sample", type=click.IntRange(1), metavar="N", help="Only N items, spread over the libraries.")
@click.option("--everything", is_flag=True, help="Collections, metadata, operations and playlists too, not overlays alone.")
@click.option(
    "--engine", type=click.Choice(["auto", "kometa", "native"]), default="auto", show_default=True, help="What draws."
)
@click.option(
    "--filters",
    type=click.Choice(["memory", "server"]),
    default="memory",
    show_default=True,
    help="Who answers the searches of Halley's own engine.",
)
@options.kometa_home
@options.kometa_python
@options.sandbox
@click.option(
    "--image", metavar="NAME", help="A container image that has Kometa: `--kometa` and `--kometa-python` are paths in it."
)
@click.option("--offline", is_flag=True, help="Let Kometa read nothing outside, not even TMDb.")
@options.outside
@options.hosts
@options.time_limit
@click.option("--job", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="The job folder.")
@options.open_report
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON and nothing else.")
def preview(
    config: Path | None,
    libraries: tuple[str, ...],
    targets: tuple[str, ...],
    sample: int | None,
    everything: bool,
    engine: EngineName,
    filters: FilterPlace,
    kometa: Path | None,
    kometa_python: Path | None,
    sandbox: BoxWish,
    image: str | None,
    offline: bool,
    outside: str | None,
    hosts: tuple[str, ...],
    time_limit: int,
    job: Path | None,
    open_report: bool,
    as_json: bool,
) -> int:
    """Run real Kometa on your configuration, boxed in behind a gateway that no write can pass.

    Your Plex server is only read. Before and after of every target, what was kept from happening, and the log lie in the
    job folder; output/report.html shows them. A prepared job folder (`--job DIR` alone) is run as its meta.json says.
    """
    folder = JobFolder(job or Path("halley-jobs") / f"preview-{datetime.now(UTC):%Y%m%d-%H%M%S}")
    path, asked = _asked(config, job, libraries, targets, sample)
    means = Means(
        kometa=kometa,
        kometa_python=kometa_python,
        sandbox=sandbox,
        image=image,
        filters=filters,
        offline=offline,
        outside=outside,
        hosts=hosts,
        time_limit_s=time_limit,
        environment=environment(),
    )
    settings = PreviewSettings(path, asked, everything, engine, means)
    summary = run_to_end(_run(settings, folder, quiet=as_json))
    if as_json:
        click.echo(json.dumps(summary.to_json(), ensure_ascii=False))
    else:
        tell(summary, folder)
    if open_report and folder.report.exists():
        webbrowser.open(folder.report.resolve().as_uri())
    return exit_code(summary)


async def _run(settings: PreviewSettings, folder: JobFolder, *, quiet: bool) -> Summary:
    work = asyncio.ensure_future(_job(settings, folder, quiet=quiet))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, work.cancel)
    try:
        return await work
    except asyncio.CancelledError:  # before the job has begun, when there is nothing to tell yet
        raise click.Abort from None


async def _job(settings: PreviewSettings, folder: JobFolder, *, quiet: bool) -> Summary:
    with Progress(quiet=quiet) as progress:
        return await preview_job(settings, folder, progress)


def _asked(
    config: Path | None, job: Path | None, libraries: tuple[str, ...], targets: tuple[str, ...], sample: int | None
) -> tuple[Path, Wish]:
    """The configuration and what to preview of it: by flags, else as a prepared folder says."""
    wish = Wish(libraries, targets, sample)
    if config is not None:
        return config, wish
    if job is None:
        raise click.UsageError("give `--config config.yml`, or a prepared job folder with `--job DIR`")
    path, given = prepared(JobFolder(job))
    # Flags win over the folder; what is not said by flags is taken from it.
    return path, given if wish == Wish() else replace(wish, libraries=wish.libraries or given.libraries)


def exit_code(summary: Summary) -> int:
    """The documented exit code of a preview that has ended."""
    return ENGINE_FAILED if summary.exit_code is None else summary.exit_code


def tell(summary: Summary, folder: JobFolder) -> None:
    """Print what came out, in a few lines."""
    counts = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in summary.counts.items() if count)
    blocked = len(summary.blocked_write_attempts)
    click.echo(f"\n{len(summary.targets)} targets: {counts or 'none'}")
    click.echo(f"{blocked} writes kept from happening, engine {summary.engine}, sandbox {summary.sandbox or 'none'}")
    for (outcome, reason), titles in _unlucky(summary).items():
        shown = ", ".join(titles[:_SHOWN]) + (f" and {len(titles) - _SHOWN} more" if len(titles) > _SHOWN else "")
        click.echo(f"  {outcome.value}: {shown}: {reason}")
    lines = (*summary.errors, *summary.warnings)
    for line in lines[:_LINES]:
        click.echo(f"  {line}")
    if len(lines) > _LINES:
        click.echo(f"  and {len(lines) - _LINES} more, in the report")
    click.echo(f"report   {folder.report}\nsummary  {folder.summary}")


def _unlucky(summary: Summary) -> dict[tuple[Outcome, str], list[str]]:
    """Titles of targets without an engine's picture, by what became of them and why."""
    found: dict[tuple[Outcome, str], list[str]] = {}
    for target in summary.targets:
        if target.outcome in {Outcome.MISSING, Outcome.DEGRADED}:
            found.setdefault((target.outcome, target.reason), []).append(target.title)
    return found
