"""`halley render`: one item, drawn into a file."""

import json
from pathlib import Path

import click

from halley.cli import options
from halley.cli.wiring import environment, run_to_end
from halley.jobs.means import Means
from halley.jobs.one_item import ItemAsked
from halley.jobs.one_poster import draw_item
from halley.jobs.searches import FilterPlace


@click.command()
@options.config
@options.item
@options.libraries
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The picture: .jpg, .png or .webp. Else a file here, named after the item, of the configuration's type.",
)
@options.kometa
@options.filters
@options.offline
@options.outside
@options.as_json
def render(
    config: Path,
    item: str,
    libraries: tuple[str, ...],
    output: Path | None,
    kometa: Path | None,
    filters: FilterPlace,
    offline: bool,
    outside: str | None,
    as_json: bool,
) -> None:
    """Draw one item with Halley's own engine, and say where each badge comes from.

    The Plex server is only read. Ends with 1 where no definition means the item, or it cannot be drawn.
    """
    asked = ItemAsked(config, item, libraries, Means(kometa, environment(), filters, outside, offline))
    poster = run_to_end(draw_item(asked, output))
    click.echo(json.dumps(poster.to_json(), ensure_ascii=False) if as_json else "\n".join(poster.told(Path.cwd())))
