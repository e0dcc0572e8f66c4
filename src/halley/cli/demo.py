"""`halley demo`: a preview of a library that Halley brings along, against a Plex server from a file."""

import asyncio
import secrets
import shlex
import shutil
import sys
import webbrowser
from dataclasses import replace
from pathlib import Path

import click

from halley.cli import options
from halley.cli.preview import exit_code, tell
from halley.cli.progress import Progress
from halley.cli.wiring import environment, run_to_end
from halley.demo.configuration import write_demo_configuration
from halley.demo.library import write_demo_library
from halley.demo.outside import demo_internet
from halley.demo.visitor import Visit, visit
from halley.jobs.folder import JobFolder
from halley.jobs.means import Means
from halley.jobs.preview import PreviewSettings, preview_job
from halley.jobs.summary import Summary
from halley.sandbox.box import Wish as BoxWish
from halley.simulator import Simulator, load_library


@click.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo"),
    show_default=True,
    help="Where it all goes.",
)
@options.kometa_home
@options.kometa_python
@options.sandbox
@options.open_report
def demo(folder: Path, kometa: Path | None, kometa_python: Path | None, sandbox: BoxWish, open_report: bool) -> int:
    """Watch an overlay configuration run against a Plex server that does not change.

    Draws a small film library, serves it as a Plex server on this machine, previews an overlay configuration on it, then
    sends a careless tool through the gateway that tries to change things, and proves that the server is as it was.
    """
    means = Means(kometa, environment(), kometa_python=kometa_python, sandbox=sandbox)
    summary, tried, unchanged = run_to_end(_demo(folder, means))
    job = JobFolder(folder / "job")
    tell(summary, job)
    click.echo(f"\na careless tool then tried {len(tried)} changes through a gateway of its own:")
    for one in tried:
        click.echo(f"  {one.words}: {'it saw it happen' if one.answered else 'refused'}")
    click.echo(f"\nthe Plex server is {'exactly as it was before' if unchanged else 'CHANGED: this must not happen'}")
    if not summary.kometa_ran:
        click.echo(
            "\nKometa did not run, so Halley's own engine drew these pictures. With a checkout of Kometa and the Python\n"
            "that runs it in HALLEY_KOMETA and HALLEY_KOMETA_PYTHON, the same command runs real Kometa."
        )
    if open_report:
        webbrowser.open(job.report.resolve().as_uri())
    if not unchanged:
        return 1
    click.echo(f"\nto look at this library in the studio, and to work on it, type:\n  {_studio_on(folder)}")
    return exit_code(summary)


def _studio_on(folder: Path) -> str:
    """The command that opens the studio on the demo's library, which it finds drawn."""
    kept = folder / "studio"
    drawn = kept / "demo" / "library"
    if not drawn.exists():
        drawn.parent.mkdir(parents=True, exist_ok=True)
        drawn.unlink(missing_ok=True)
        drawn.symlink_to(Path("..", "..", "library"))
    return shlex.join([_called(), "studio", "--demo", "--folder", str(kept), "--open"])


def _called() -> str:
    """What one types to call this program: its name where the shell finds it by that, else where it lies."""
    program = sys.argv[0]
    return "halley" if Path(program).name != "halley" or shutil.which("halley") == program else program


async def _demo(folder: Path, means: Means) -> tuple[Summary, tuple[Visit, ...], bool]:
    token = secrets.token_hex(10)
    with Progress() as progress:
        file = await asyncio.to_thread(
            write_demo_library, folder / "library", lambda _, done, total: progress("drawing the demo library", done, total)
        )
        loaded = load_library(file)
        async with Simulator(loaded.library, images=loaded.images, token=token) as server, demo_internet() as outside:
            before = server.digest()
            config = write_demo_configuration(folder / "config", server.url, token)
            shutil.rmtree(folder / "job", ignore_errors=True)
            asked = PreviewSettings(config, means=replace(means, outside=outside))
            summary = await preview_job(asked, JobFolder(folder / "job"), progress)
            progress("sending a careless tool through the gateway")
            tried = await visit(server.url, token)
            return summary, tried, server.digest() == before
