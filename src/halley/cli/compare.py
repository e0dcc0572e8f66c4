"""`halley compare`: real Kometa and our own engine on the same items."""

import asyncio
import json
import signal
import webbrowser
from datetime import UTC, datetime
from pathlib import Path

import click

from halley.cli import options
from halley.cli.progress import Progress
from halley.cli.wiring import environment, run_to_end
from halley.jobs.comparing import ComparisonFolder, compare_job
from halley.jobs.comparison import Comparison
from halley.jobs.means import Means
from halley.jobs.preview import PreviewSettings
from halley.jobs.searches import FilterPlace
from halley.jobs.targets import Wish
from halley.sandbox.box import Wish as BoxWish

_COVER = "cover"
_SHOWN = 10


class _Sample(click.ParamType[int | str]):
    """So many items, or `cover`."""

    name = "sample"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int | str:
        """A number of 1 or more, or the word."""
        written = str(value)
        if written == _COVER:
            return _COVER
        if not written.isdecimal() or not int(written):
            self.fail(f"{written!r} is neither a number of 1 or more nor `{_COVER}`", param, ctx)
        return int(written)


@click.command()
@options.config
@options.libraries
@options.targets
@click.option(
    "--sample",
    type=_Sample(),
    metavar="N|cover",
    help="Only N items, or the fewest that together exercise every definition.",
)
@options.kometa_home
@options.kometa_python
@options.sandbox
@options.filters
@click.option("--offline", is_flag=True, help="Let nobody read anything outside, not even TMDb.")
@options.outside
@options.hosts
@options.time_limit
@click.option("--job", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Where it all goes.")
@options.open_report
@options.as_json
def compare(
    config: Path,
    libraries: tuple[str, ...],
    targets: tuple[str, ...],
    sample: int | str | None,
    kometa: Path | None,
    kometa_python: Path | None,
    sandbox: BoxWish,
    filters: FilterPlace,
    offline: bool,
    outside: str | None,
    hosts: tuple[str, ...],
    time_limit: int,
    job: Path | None,
    open_report: bool,
    as_json: bool,
) -> int:
    """Run real Kometa and Halley's own engine on the same items, and show where they differ.

    Both stand behind the gateway: your Plex server is only read. Ends with 0 where every item came out the same, to the
    pixel, else with 1.
    """
    if sample == _COVER and targets:
        raise click.UsageError("`--sample cover` chooses the items itself: leave out `--target`")
    folder = ComparisonFolder((job or Path("halley-jobs") / f"compare-{datetime.now(UTC):%Y%m%d-%H%M%S}").absolute())
    means = Means(
        kometa=kometa,
        kometa_python=kometa_python,
        sandbox=sandbox,
        filters=filters,
        offline=offline,
        outside=outside,
        hosts=hosts,
        time_limit_s=time_limit,
        environment=environment(),
    )
    wish = Wish(libraries, targets, sample if isinstance(sample, int) else None)
    settings = PreviewSettings(config, wish, means=means)
    comparison = run_to_end(_run(settings, folder, covers=sample == _COVER, quiet=as_json))
    if as_json:
        click.echo(json.dumps(comparison.to_json(), ensure_ascii=False))
    else:
        _tell(comparison, folder)
    if open_report:
        webbrowser.open(folder.report.as_uri())
    return comparison.exit_code


async def _run(settings: PreviewSettings, folder: ComparisonFolder, *, covers: bool, quiet: bool) -> Comparison:
    work = asyncio.ensure_future(_compared(settings, folder, covers=covers, quiet=quiet))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, work.cancel)
    try:
        return await work
    except asyncio.CancelledError:  # between the engines, where there is nothing to tell yet
        raise click.Abort from None


async def _compared(settings: PreviewSettings, folder: ComparisonFolder, *, covers: bool, quiet: bool) -> Comparison:
    with Progress(quiet=quiet) as progress:
        return await compare_job(settings, folder, progress, covers=covers)


def _tell(comparison: Comparison, folder: ComparisonFolder) -> None:
    """Print what came out, in a few lines."""
    for line in comparison.failure:
        click.echo(line)
    if not comparison.failure:
        counts = ", ".join(f"{count} {kind}" for kind, count in comparison.counts.items())
        click.echo(f"\n{len(comparison.items)} items: {counts}; {comparison.definitions} definitions chosen by both")
        kometa, halley = comparison.seconds
        click.echo(f"Kometa took {kometa:.1f} s, Halley {halley:.1f} s")
    for one in comparison.differing[:_SHOWN]:
        click.echo(f"  different: {one.title}: {'; '.join(one.differences())}")
    if len(comparison.differing) > _SHOWN:
        click.echo(f"  and {len(comparison.differing) - _SHOWN} more, in the report")
    for line in comparison.notes:
        click.echo(f"  {line}")
    click.echo(f"report   {folder.report}\nresults  {folder.told}")
