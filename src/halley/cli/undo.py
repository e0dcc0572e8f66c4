"""`halley undo`: take a run back."""

import asyncio
import json
import sys
from pathlib import Path

import click

from halley.cli import options
from halley.cli.apply import conducted, connections, exclude, force, limit, limits_of, only, override, per_second, yes
from halley.cli.wiring import environment
from halley.errors import ConfigError
from halley.jobs.carrying import Carrier, address_of, overlays_of
from halley.plans import write_plan
from halley.runs.history import run_called
from halley.runs.store import Store, data_folder


@click.command()
@click.argument("run")
@options.config
@only
@exclude
@force
@override
@limit
@connections
@per_second
@click.option("--preview", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="With --preview: write it as a plan.")
@yes
@options.as_json
def undo(
    run: str,
    config: Path,
    only: tuple[str, ...],
    exclude: tuple[str, ...],
    force: tuple[str, ...],
    override: tuple[str, ...],
    limit: tuple[str, ...],
    connections: int,
    per_second: float,
    preview: bool,
    output: Path | None,
    yes: bool,
    as_json: bool,
) -> int:
    """Take a run back, last step first.

    RUN is an id of `halley history`, the beginning of one, or `latest`. What a person changed since stays, and is named. An
    undo is a run as well, and can be undone.
    """
    with Store(data_folder(environment())) as store:
        found = run_called(store, run)
        carrier = Carrier(store, address_of(config, environment(), connections, per_second), overlays_of(config))
        back = asyncio.run(carrier.way_back(found, only, exclude))
        for sentence in back.plan.warnings:
            click.echo(sentence, err=True)
        if preview:
            if output is not None:
                write_plan(back.plan, output)
            words = [one.words for one in back.plan.steps]
            click.echo(json.dumps(words, ensure_ascii=False) if as_json else "\n".join(words) or "there is nothing to do")
            return 0
        if not back.plan.steps:
            click.echo("there is nothing to do", err=as_json)
            return 0
        question = f"Take back run {found.id} by {len(back.plan.steps)} changes on {found.server.name}?"
        if not yes and not (sys.stdin.isatty() and click.confirm(question, err=True)):
            raise ConfigError("nothing was done: the undo was not approved", hint="`--yes` approves it without a question")
        work = carrier.undone(found, back, force)
        return conducted(work, limits_of(limit), frozenset(override), as_json=as_json)
