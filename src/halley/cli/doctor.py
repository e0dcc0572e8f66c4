"""`halley doctor`: looks for what may go wrong, one command a question."""

import json
from pathlib import Path

import click

from halley.cli import options
from halley.cli.wiring import environment, run_to_end
from halley.jobs.disagreements import examine_filters
from halley.jobs.means import Means

_DISAGREES = 1


@click.group()
def doctor() -> None:
    """Look for what may go wrong on your server."""


@doctor.command()
@options.config
@options.libraries
@options.kometa
@options.as_json
def filters(config: Path, libraries: tuple[str, ...], kometa: Path | None, as_json: bool) -> int:
    """Ask every search of your definitions twice, of Halley and of the server, and tell where they disagree.

    The Plex server is only read. Ends with 0 where they agree everywhere, else with 1.
    """
    found = run_to_end(examine_filters(config, libraries, Means(kometa, environment())))
    click.echo(json.dumps(found.to_json(), ensure_ascii=False) if as_json else "\n".join(found.told(Path.cwd())))
    return 0 if found.agrees else _DISAGREES
