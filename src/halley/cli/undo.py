"""`halley undo`: take a run back."""

import asyncio
import json
import sys
from dataclasses import replace
from pathlib import Path

import click

from halley.cli import options
from halley.cli.apply import (
    address_of,
    conducted,
    connections,
    exclude,
    force,
    limit,
    limits_of,
    only,
    overlays_of,
    override,
    per_second,
    with_originals,
    yes,
)
from halley.cli.wiring import environment
from halley.clock import SystemClock, iso
from halley.errors import ConfigError
from halley.jobs.plan_backups import Aside, taken_back
from halley.jobs.run_backups import with_noted
from halley.plans import read_plan, write_plan
from halley.runs.chosen import chosen
from halley.runs.history import run_called
from halley.runs.journal import Run
from halley.runs.model import State
from halley.runs.running import begin, undo_task
from halley.runs.settling import settle
from halley.runs.store import Store, data_folder
from halley.runs.undo import WayBack, steps_of, way_back_from


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
        if store.journal.counts(found.id).get(State.BEGUN):
            asyncio.run(settle(store, address_of(config, connections), found))
        steps = None
        if only or exclude:
            steps = chosen(steps_of(store.journal, found.id), only, exclude)
        back = way_back_from(store.journal, found, steps, iso(SystemClock().now()))
        back = with_backups_of(back, store, found)
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
        task, address = undo_task(found, back, forced=frozenset(force)), address_of(config, connections, per_second)
        limits, passed = limits_of(limit), frozenset(override)
        aside = Aside(task.plan, task.chosen, store.images, overlays_of(config))
        work = with_originals(aside, lambda conduct: begin(store, address, task, conduct))
        return conducted(work, limits, passed, as_json=as_json)


def with_backups_of(back: WayBack, store: Store, run: Run) -> WayBack:
    """A way back that also gives the folder of original posters what it had."""
    folder = store.folder(run.id)
    if run.kind == "record":
        undone = replace(back.plan, steps=with_noted(steps_of(store.journal, run.id), folder))
    else:
        try:
            undone = read_plan(folder)
        except ConfigError:  # the way back is in the journal
            return back
    return replace(back, plan=replace(back.plan, steps=taken_back(back.plan.steps, back.groups, undone)))
