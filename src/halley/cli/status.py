"""`halley status`: how the service stands."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from halley.cli import options
from halley.cli.wiring import environment
from halley.clock import SystemClock, iso
from halley.service.settings import config_of
from halley.service.status import Copy, Status, checks_of, read_status, warnings_of

_NOT_READY = 1


@click.command()
@click.option(
    "--config", type=click.Path(path_type=Path), help="Your config.yml; else KOMETA_CONFIG, else /config/config.yml."
)
@options.as_json
def status(config: Path | None, as_json: bool) -> int:
    """Tell how the service of a configuration stands: next run, last run, backups. Ends with 1 where it is not ready."""
    path = config_of(config, environment())
    now = SystemClock().now()
    found = read_status(path.parent / "halley" / "service", path, iso(now))
    click.echo(json.dumps(found.to_json(), ensure_ascii=False) if as_json else "\n".join(_told(found)))
    return 0 if found.is_ready else _NOT_READY


def _told(found: Status) -> Iterator[str]:
    yield f"next run  {_moment(found.next_run) or 'none: the service does not run'}"
    if found.times:
        yield f"times     {found.times} ({found.zone}), mode {found.mode}"
    if found.running is not None:
        since = f"run {found.running.id}, since {_moment(found.running.began)}"
        yield f"now       {since}" if found.is_up else f"open      {since}: the next start goes on with it"
    if found.last is not None:
        yield f"last run  {_moment(found.last.ended)}, {found.last.outcome}: {found.last.words}"
    if found.awaiting:
        yield f"plans     {found.awaiting} {'wait' if found.awaiting > 1 else 'waits'} to be approved"
    yield f"backup    {_copy(found.backup)}"
    yield f"drill     {_copy(found.drill)}"
    for one in checks_of(found):
        yield f"{'good' if one.ok else 'BAD ':<9} {one.name}: {one.seen}"
    yield from (f"note      {one}" for one in warnings_of(found))


def _copy(found: Copy) -> str:
    if not found.at:
        return "none yet"
    return f"{_moment(found.at)}, {'good' if found.ok else found.problem or 'not good'}" + (
        f" ({found.file})" if found.file else ""
    )


def _moment(text: str) -> str:
    try:
        return f"{datetime.fromisoformat(text).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return text
