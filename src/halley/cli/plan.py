"""`halley plan`: everything that a configuration would change, as a file; and what two such files differ in."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from halley.cli import options
from halley.cli.progress import Progress
from halley.cli.wiring import environment, run_to_end
from halley.errors import ConfigError
from halley.jobs.engine import EngineName
from halley.jobs.means import Means
from halley.jobs.plan import PlanSettings, make_plan
from halley.jobs.plan_page import PLAN_PAGE
from halley.plans import PLAN_FILE, Plan, read_plan
from halley.plans.compare import compare
from halley.plans.forecast import by_definition, counts
from halley.plans.told import differing_told, told
from halley.sandbox.box import Wish as BoxWish

_CHANGES = 2
_THINGS = 40


@click.group(invoke_without_command=True)
@click.pass_context
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="Your config.yml.")
@options.libraries
@options.overlays_only
@click.option(
    "--engine", type=click.Choice(["auto", "kometa", "native"]), default="auto", show_default=True, help="What plans."
)
@options.kometa
@options.kometa_python
@options.sandbox
@options.offline
@options.outside
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="The folder of the plan.")
@click.option("--all", "everything", is_flag=True, help="Print every thing, not the first forty.")
@click.option("--detailed-exitcode", is_flag=True, help="End with 2 where there is something to do.")
@options.as_json
def plan(
    ctx: click.Context,
    config: Path | None,
    libraries: tuple[str, ...],
    overlays_only: bool,
    engine: EngineName,
    kometa: Path | None,
    kometa_python: Path | None,
    sandbox: BoxWish,
    offline: bool,
    outside: str | None,
    output: Path | None,
    everything: bool,
    detailed_exitcode: bool,
    as_json: bool,
) -> int | None:
    """Write down all that a configuration would change, without changing anything.

    The folder gets plan.json and the pictures before and after. `halley apply FOLDER` carries out exactly that.
    """
    if ctx.invoked_subcommand is not None:
        return None
    if config is None:
        raise click.UsageError("give `--config config.yml`")
    folder = output or Path("halley-plans") / f"plan-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    if folder.exists() and any(folder.iterdir()) and not (folder / PLAN_FILE).exists():
        raise ConfigError(f"{folder} holds something else than a plan", hint="choose another folder with `-o`")
    means = Means(kometa, environment(), outside=outside, offline=offline, kometa_python=kometa_python, sandbox=sandbox)
    settings = PlanSettings(config, libraries, overlays_only, engine, means)
    with Progress(quiet=as_json) as progress:
        made = run_to_end(make_plan(settings, folder, progress))
    if as_json:
        click.echo(json.dumps(_row(made, folder), ensure_ascii=False))
    else:
        click.echo("\n".join(told(made, None if everything else _THINGS)))
        click.echo(f"plan     {folder / PLAN_FILE}")
        click.echo(f"page     {folder / PLAN_PAGE}")
    return _CHANGES if detailed_exitcode and not made.is_empty else 0


@plan.command()
@click.argument("first", type=click.Path(path_type=Path))
@click.argument("second", type=click.Path(path_type=Path))
@options.as_json
def diff(first: Path, second: Path, as_json: bool) -> int:
    """Say what two plans differ in. Ends with 1 where they do."""
    found = compare(read_plan(first), read_plan(second))
    if as_json:
        rows = [
            {
                "of": one.thing.of,
                "number": one.thing.number,
                "title": one.thing.title,
                "aspect": turn.aspect,
                "first": one.first.after if one.first is not None else None,
                "second": one.second.after if one.second is not None else None,
            }
            for one in found
            if (turn := one.first or one.second) is not None
        ]
        click.echo(json.dumps(rows, ensure_ascii=False))
    else:
        click.echo("\n".join(differing_told(found, (first.name, second.name))) or "the plans come to the same")
    return 1 if found else 0


def _row(made: Plan, folder: Path) -> dict[str, object]:
    return {
        "plan": str(folder / PLAN_FILE),
        "page": str(folder / PLAN_PAGE),
        "server": made.server.name,
        "engine": made.source.engine,
        "steps": len(made.steps),
        "counts": counts(made),
        "definitions": [
            {"name": name, "where": where, "steps": number} for (name, where), number in by_definition(made).items()
        ],
        "irreversible": [step.number for step in made.steps if step.irreversible],
        "unsupported": made.unsupported,
        "warnings": made.warnings,
    }
