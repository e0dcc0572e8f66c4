"""`halley history`: what was done, and what of it is to be forgotten."""

import asyncio
import json
import sys
from dataclasses import replace
from pathlib import Path

import click

from halley.cli import options
from halley.cli.apply import (
    conducted,
    connections,
    exclude,
    force,
    limit,
    limits_of,
    only,
    override,
    per_second,
    yes,
)
from halley.cli.wiring import environment
from halley.clock import SystemClock
from halley.errors import ConfigError
from halley.jobs.adopted import originals_back
from halley.jobs.carrying import address_of
from halley.plans import write_plan
from halley.runs.chosen import chosen
from halley.runs.history import Line, adopt, lines, prune, room, run_called
from halley.runs.running import Task, begin, who_is
from halley.runs.store import Store, data_folder
from halley.runs.telling import history_told, line_row, outcome_row

_MB = 1024 * 1024


@click.group(invoke_without_command=True)
@click.pass_context
@options.as_json
def history(ctx: click.Context, as_json: bool) -> None:
    """The runs that changed a server, newest first."""
    if ctx.invoked_subcommand is not None:
        return
    with Store(data_folder(environment())) as store:
        found = lines(store)
        if as_json:
            click.echo(json.dumps([line_row(one) for one in found], ensure_ascii=False))
            return
        for line in history_told(found):
            click.echo(line)
        taken = room(store)
        click.echo(
            f"{len(found)} runs; the journal takes {taken.journal / _MB:.1f} MB, {taken.pictures} pictures "
            f"{taken.images / _MB:.1f} MB in {store.root}"
        )


@history.command()
@click.argument("run")
@options.as_json
def show(run: str, as_json: bool) -> None:
    """What became of each step of a run."""
    with Store(data_folder(environment())) as store:
        found = run_called(store, run)
        outcomes = store.journal.outcomes(found.id)
        if as_json:
            row = line_row(Line(found, store.journal.counts(found.id)))
            click.echo(json.dumps({**row, "outcomes": [outcome_row(one) for one in outcomes]}, ensure_ascii=False))
            return
        for line in history_told([Line(found, store.journal.counts(found.id))]):
            click.echo(line)
        for one in outcomes:
            click.echo(f"{one.number:>6}  {one.state.value}  {one.words}" + (f" ({one.reason})" if one.reason else ""))


@history.command("prune")
@click.option("--keep-last", type=click.IntRange(0), help="Keep so many runs.")
@click.option("--keep-days", type=click.FloatRange(0), help="Keep the runs of so many days.")
def prune_history(keep_last: int | None, keep_days: float | None) -> None:
    """Forget old runs, and the pictures that no run needs any more."""
    with Store(data_folder(environment())) as store:
        gone = prune(store, SystemClock().now(), keep_last=keep_last, keep_days=keep_days)
        taken = room(store)
    click.echo(
        f"{len(gone.runs)} runs forgotten, {gone.pictures} pictures deleted, {gone.freed / _MB:.1f} MB freed; "
        f"{(taken.images + taken.journal) / _MB:.1f} MB are left"
    )


@history.command("adopt")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@options.config
def adopt_originals(folder: Path, config: Path) -> None:
    """Take the posters that Kometa kept as originals into the store.

    FOLDER is Kometa's `overlays/<Library> Original Posters`.
    """
    who = asyncio.run(who_is(address_of(config, environment(), 1)))
    with Store(data_folder(environment())) as store:
        found = adopt(store, who.machine_id, folder)
    click.echo(f"{found.count} originals are in the store")
    for name in found.no_pictures:
        click.echo(f"  left out, as it is no picture: {folder / name}", err=True)


@history.command("restore")
@options.config
@options.libraries
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
def restore_originals(
    config: Path,
    libraries: tuple[str, ...],
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
    """Put the originals that were adopted back on all that carries an overlay, and take the label off.

    It is a run like any other: on record, and `halley undo` takes it back.
    """
    address, limits = address_of(config, environment(), connections, per_second), limits_of(limit)
    with Store(data_folder(environment())) as store:
        plan = asyncio.run(originals_back(store, address, libraries))
        numbers = chosen(plan.steps, only, exclude)
        for sentence in plan.warnings:
            click.echo(sentence, err=True)
        if preview:
            plan = replace(plan, steps=tuple(one for one in plan.steps if one.number in numbers))
            if output is not None:
                write_plan(plan, output)
            words = [one.words for one in plan.steps]
            click.echo(json.dumps(words, ensure_ascii=False) if as_json else "\n".join(words) or "there is nothing to do")
            return 0
        if not numbers:
            click.echo("there is nothing to do", err=as_json)
            return 0
        question = f"Put originals back by {len(numbers)} changes on {plan.server.name}?"
        if not yes and not (sys.stdin.isatty() and click.confirm(question, err=True)):
            raise ConfigError(
                "nothing was done: the changes were not approved", hint="`--yes` approves them without a question"
            )
        task = Task("apply", plan, numbers, frozenset(force))
        return conducted(lambda conduct: begin(store, address, task, conduct), limits, frozenset(override), as_json=as_json)
