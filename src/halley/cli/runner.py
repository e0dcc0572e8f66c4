"""Runs work that a person may stop: the first Ctrl-C ends it between two Changes, the second one at once."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click

T = TypeVar("T")


def until_stopped(work: Callable[[asyncio.Event], Awaitable[T]]) -> tuple[T, bool]:
    """What the work came to, and whether it was told to stop by a signal."""

    async def run() -> tuple[T, bool]:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()

        def stopped() -> None:
            click.echo("stopping; what was sent is read back first. Again to stop at once", err=True)
            stop.set()
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)

        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stopped)
        return await work(stop), stop.is_set()

    return asyncio.run(run())
