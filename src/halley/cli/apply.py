"""`halley apply`: carry out a plan."""

import asyncio
import json
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypedDict, Unpack

import click

from halley.cli import options
from halley.cli.progress import Progress
from halley.cli.runner import until_stopped
from halley.cli.wiring import environment
from halley.errors import ConfigError
from halley.jobs.carrying import Carrier, Work, address_of, overlays_of
from halley.plans import Plan, Step, read_plan
from halley.runs.chosen import KINDS, chosen
from halley.runs.guards import NAMES, Limits
from halley.runs.history import run_called
from halley.runs.policy import Policy, Verdict, read_policy
from halley.runs.running import Conduct, Report
from halley.runs.store import Store, data_folder
from halley.runs.telling import report_row, told

STOPPED = 130


class _Given(TypedDict):
    """The options as click hands them over."""

    plan: Path | None
    config: Path
    only: tuple[str, ...]
    exclude: tuple[str, ...]
    force: tuple[str, ...]
    override: tuple[str, ...]
    limit: tuple[str, ...]
    policy: Path | None
    resume: str | None
    connections: int
    per_second: float
    yes: bool
    as_json: bool


only = click.option("--only", multiple=True, metavar="STEPS", help="Only these: 12, 3-9, a kind, library:NAME, item:KEY.")
exclude = click.option("--exclude", multiple=True, metavar="STEPS", help="Not these.")
force = click.option(
    "--force",
    multiple=True,
    type=click.Choice(sorted(KINDS)),
    metavar="KIND",
    help="Overwrite even what the plan did not see.",
)
override = click.option("--override", multiple=True, type=click.Choice(NAMES), help="Go past this guard.")
limit = click.option("--limit", multiple=True, metavar="GUARD=N", help="Set a guard: uploads=500, collection-share=0.3.")
connections = click.option("--connections", type=click.IntRange(1, 64), default=16, show_default=True, help="At a time.")
per_second = click.option("--per-second", type=click.FloatRange(0), default=0, help="At most so many writes a second.")
yes = click.option("--yes", is_flag=True, help="Do not ask.")


@click.command()
@click.argument("plan", type=click.Path(path_type=Path), required=False)
@options.config
@only
@exclude
@force
@override
@limit
@click.option("--policy", type=click.Path(path_type=Path, dir_okay=False), help="What is approved by itself.")
@click.option("--resume", metavar="RUN", help="Go on with a run that was cut off or stopped.")
@connections
@per_second
@yes
@options.as_json
def apply(**given: Unpack[_Given]) -> int:
    """Carry out a plan on the server, exactly.

    Before each change it is checked that the server still holds what the plan saw; each is read back. Everything is on
    record, and `halley undo` takes it back.
    """
    address = address_of(given["config"], environment(), given["connections"], given["per_second"])
    limits, passed = limits_of(given["limit"]), frozenset(given["override"])
    folder, resumed = given["plan"], given["resume"]
    if folder is not None and resumed is not None:
        raise click.UsageError("give a plan, or `--resume RUN`, not both")
    with Store(data_folder(environment())) as store:
        carrier = Carrier(store, address, overlays_of(given["config"]))
        if resumed is not None:
            work = carrier.resumed(run_called(store, resumed), given["force"])
            return conducted(work, limits, passed, as_json=given["as_json"])
        if folder is None:
            raise click.UsageError("give a plan, or `--resume RUN`")
        found = read_plan(folder)
        numbers = chosen(found.steps, given["only"], given["exclude"])
        numbers = approved(found, numbers, read_policy(given["policy"]) if given["policy"] else None, given)
        if not numbers:
            click.echo("there is nothing to do", err=given["as_json"])
            return 0
        work = carrier.applied(folder, found, numbers, given["force"])
        return conducted(work, limits, passed, as_json=given["as_json"])


def approved(plan: Plan, numbers: frozenset[int], policy: Policy | None, given: _Given) -> frozenset[int]:
    """The steps that may be done: by policy, by `--yes`, or because a person says so."""
    verdicts = (policy or Policy()).among(one for one in plan.steps if one.number in numbers)
    asked, free = verdicts[Verdict.ASK], verdicts[Verdict.APPROVE]
    for one in plan.steps:
        if one.number in verdicts[Verdict.REFUSE]:
            click.echo(f"refused by the policy: {one.words}", err=True)
    warn_of_loss(one for one in plan.steps if one.number in asked | free)
    if not asked or given["yes"]:
        return asked | free
    question = f"Carry out {len(asked)} changes on {plan.server.name}?"
    if sys.stdin.isatty() and click.confirm(question, err=True):
        return asked | free
    if free:
        click.echo(f"{len(asked)} changes await approval; `--yes` approves them", err=True)
        return free
    raise ConfigError("nothing was done: the changes were not approved", hint="`--yes` approves them without a question")


def warn_of_loss(steps: Iterable[Step]) -> None:
    """Say before anything is done what of it could not be taken back."""
    for one in steps:
        if one.irreversible:
            click.echo(f"cannot be undone: {one.words}. {one.irreversible}", err=True)


def limits_of(words: tuple[str, ...]) -> Limits:
    """The guards as they are set. Raises ConfigError for what is none."""
    limits = Limits()
    for word in words:
        name, _, value = word.partition("=")
        try:
            number = float(value)
        except ValueError:
            number = -1
        if name not in NAMES or number < 0:
            raise ConfigError(
                f"`--limit {word}` sets no guard", hint=f"guards are {', '.join(NAMES)}: `--limit uploads=500`"
            )
        whole = name in {"writes", "uploads", "deletions"}
        limits = replace(limits, **{name.replace("-", "_"): int(number) if whole else number})  # type: ignore[arg-type]
    return limits


def conducted(work: Work, limits: Limits, passed: frozenset[str], *, as_json: bool) -> int:
    """Do the work of a run, show how far it is, tell how it ended, and return the exit code."""
    with Progress(quiet=as_json) as progress:

        async def watched(stop: asyncio.Event) -> Report:
            return await work(Conduct(stop, limits, passed, progress))

        report, stopped = until_stopped(watched)
    if as_json:
        click.echo(json.dumps(report_row(report), ensure_ascii=False))
    else:
        for line in told(report):
            click.echo(line)
    if report.problem is not None:
        click.echo(f"halley: {report.problem}", err=True)
        return report.problem.exit_code
    return STOPPED if stopped and report.left else 0 if report.is_good else 1
