"""`halley why`: for each definition, why it draws on an item or does not."""

import asyncio
import json
from pathlib import Path

import click

from halley.cli import options
from halley.cli.wiring import environment, run_to_end
from halley.jobs.explanation import Explanation, explanation_of
from halley.jobs.explanation_words import Words
from halley.jobs.means import Means
from halley.jobs.one_item import ItemAsked, open_item
from halley.jobs.searches import FilterPlace


@click.command()
@options.config
@options.item
@options.libraries
@click.option("--definition", metavar="NAME", help="Only this definition, or those with this in their names, in detail.")
@click.option("--all", "everything", is_flag=True, help="Every definition, not only the nearest of those that mean others.")
@options.kometa
@options.filters
@options.offline
@options.outside
@options.as_json
def why(
    config: Path,
    item: str,
    libraries: tuple[str, ...],
    definition: str | None,
    everything: bool,
    kometa: Path | None,
    filters: FilterPlace,
    offline: bool,
    outside: str | None,
    as_json: bool,
) -> None:
    """Tell for each definition whether it draws on an item and, where not, what it saw.

    The Plex server is only read.
    """
    explanation = run_to_end(
        _explained(ItemAsked(config, item, libraries, Means(kometa, environment(), filters, outside, offline)))
    )
    if definition is not None:
        explanation = explanation.only(definition)
    if as_json:
        click.echo(json.dumps(explanation.to_json(), ensure_ascii=False))
    else:
        words = Words(Path.cwd(), everything=everything, details=definition is not None)
        click.echo("\n".join(words.of(explanation)))


async def _explained(asked: ItemAsked) -> Explanation:
    async with open_item(asked) as one:
        return await asyncio.to_thread(explanation_of, one)
