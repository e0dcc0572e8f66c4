"""`halley jobs`: earlier previews and comparisons."""

import json
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from halley.jobs.listing import JobLine, job_called, jobs_in, log_of, remove, told_by

_folder = click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("halley-jobs"),
    show_default=True,
    help="The folder that holds the jobs.",
)


@click.group()
def jobs() -> None:
    """List, show and remove earlier previews and comparisons."""


@jobs.command("list")
@_folder
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_jobs(folder: Path, as_json: bool) -> None:
    """The jobs, newest first."""
    found = list(jobs_in(folder))
    if as_json:
        click.echo(
            json.dumps(
                [
                    {
                        "name": one.name,
                        "kind": "comparison" if one.is_comparison else "preview",
                        "timestamp": one.timestamp,
                        "state": one.state,
                        "success": one.success,
                        "targets": one.targets,
                        "blocked": one.blocked,
                    }
                    for one in found
                ]
            )
        )
        return
    if not found:
        click.echo(f"no jobs in {folder}")
        return
    rows = [(one.name, one.timestamp, _state(one), str(one.targets), str(one.blocked)) for one in found]
    if not sys.stdout.isatty():
        for row in rows:
            click.echo("  ".join(row))
        return
    table = Table("job", "when", "state", "targets", "writes kept back")
    for row in rows:
        table.add_row(*row)
    Console().print(table)


def _state(job: JobLine) -> str:
    """`finished, no success` where some targets are missing or degraded; the other states say as much by themselves."""
    if job.is_comparison and job.state == "finished":
        return "compared, the same" if job.success else "compared, different"
    return job.state if job.success or job.state != "finished" else "finished, no success"


@jobs.command()
@_folder
@click.argument("name")
def show(folder: Path, name: str) -> None:
    """The summary of a job, or what a comparison found, as JSON."""
    click.echo(json.dumps(told_by(job_called(folder, name)), indent=2, ensure_ascii=False))


@jobs.command()
@_folder
@click.argument("name")
def logs(folder: Path, name: str) -> None:
    """What the engine printed."""
    with log_of(job_called(folder, name)).open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            click.echo(line, nl=False)


@jobs.command()
@_folder
@click.argument("names", nargs=-1, required=True)
def rm(folder: Path, names: tuple[str, ...]) -> None:
    """Delete jobs with everything in them, all of them or none."""
    found = [job_called(folder, name) for name in names]
    remove(found)
    for job in found:
        click.echo(f"removed {job.root.name}")
