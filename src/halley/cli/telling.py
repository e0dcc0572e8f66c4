"""Tells people of what a command did while nobody watched it."""

import asyncio
import logging
from pathlib import Path

import click

from halley.cli.wiring import environment
from halley.errors import ConfigError
from halley.files import hand_over
from halley.notices import MEMORY, herald_of, troubles_of_backups
from halley.service.environment import told


def around(config: Path | None) -> dict[str, str]:
    """The environment as the service has it: with an `.env` beside the configuration, and what files hold."""
    return told(environment(), config.parent / ".env" if config is not None else None)


def tell_of_backups(source: Path) -> None:
    """Tell of a backup or a drill of a folder that failed, or that is well again. Where that fails, only that is told."""
    config = source / "config.yml"
    logging.basicConfig(format="halley: %(message)s", level=logging.WARNING)
    try:
        herald = herald_of(config if config.is_file() else None, around(config), source / "halley" / "service")
    except ConfigError as problem:
        click.echo(f"halley: nobody is told: {problem.message}", err=True)
        return
    asyncio.run(herald.standing("backup", troubles_of_backups(source)))
    hand_over(source, *(("halley", "service", name) for name in MEMORY))
