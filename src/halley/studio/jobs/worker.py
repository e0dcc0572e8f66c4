"""The process of one job: `python -m halley.studio.jobs FOLDER`. It outlives the server that started it.

SIGTERM or SIGINT ends it: an apply or an undo between two Changes, a plan at once.
"""

import asyncio
import logging
import os
import signal
import time
import traceback
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from halley.clock import SystemClock, iso
from halley.errors import HalleyError
from halley.studio.jobs.log import LogWriter
from halley.studio.jobs.processes import started_at
from halley.studio.jobs.record import JobRecord, Standing
from halley.studio.jobs.teller import Teller
from halley.studio.jobs.work import Doing

_TRIES, _PAUSE_S = 20, 0.1


def main(arguments: list[str]) -> int:
    """Do the job of a folder, unless another worker does."""
    record = JobRecord(Path(arguments[0]))
    for _ in range(_TRIES):  # who looks whether somebody holds it holds it for a moment
        with record.held() as is_mine:
            if is_mine:
                return asyncio.run(_worked(record, MappingProxyType(dict(os.environ))))
        time.sleep(_PAUSE_S)
    return 1


async def _worked(record: JobRecord, environment: Mapping[str, str]) -> int:
    before = record.standing()
    if before.state != "waiting":
        return 0
    stop = asyncio.Event()
    teller = Teller(record, LogWriter(record.log), _begun(before))
    _route_logging(teller)
    teller.write(durable=True)
    doing = asyncio.create_task(_done(record, environment, teller, stop))
    loop = asyncio.get_running_loop()
    is_plan = record.errand().asked.kind == "plan"

    def stopped() -> None:
        if not stop.is_set():
            teller.say("warning", "stopping, because somebody asked for it")
        stop.set()
        if is_plan:
            doing.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped)
    if record.cancel.exists():
        stopped()
    with suppress(asyncio.CancelledError):
        await doing
    if is_plan and stop.is_set() and teller.standing.state != "finished":
        teller.standing = replace(teller.standing, state="cancelled", problem="", hint="")
    teller.ended()
    # Threads that read or draw for what was cancelled are not waited for: all that counts is on the disk.
    os._exit(0)


async def _done(record: JobRecord, environment: Mapping[str, str], teller: Teller, stop: asyncio.Event) -> None:
    """The work, with every way in which it may fail told."""
    keeping_up: asyncio.Task[None] | None = None
    try:
        doing = Doing(record.errand(), record, teller, environment)
        keeping_up = asyncio.create_task(teller.kept_up(doing.engine_log))
        await doing.to_its_end(stop)
    except HalleyError as problem:
        teller.failed(problem)
    except OSError as problem:
        teller.failed(HalleyError(f"a file or folder cannot be used: {problem.strerror or problem}", hint="make room"))
        teller.say("debug", traceback.format_exc())
    except Exception as problem:  # noqa: BLE001 - a person must see it, not the end of a process
        teller.failed(HalleyError(f"Halley stumbled: {type(problem).__name__}: {problem}", hint="the log says where"))
        teller.say("error", traceback.format_exc())
    finally:
        if keeping_up is not None:
            keeping_up.cancel()
            await asyncio.gather(keeping_up, return_exceptions=True)


def _begun(before: Standing) -> Standing:
    now = iso(SystemClock().now())
    pid = os.getpid()
    return Standing(
        "running", began=before.began or now, run=before.run, pid=pid, started=started_at(pid), title=before.title
    )


class _Handler(logging.Handler):
    """What libraries log, as lines of the job's."""

    def __init__(self, teller: Teller) -> None:
        super().__init__(logging.WARNING)
        self._teller = teller

    def emit(self, record: logging.LogRecord) -> None:
        self._teller.say("error" if record.levelno >= logging.ERROR else "warning", self.format(record))


def _route_logging(teller: Teller) -> None:
    logging.getLogger().handlers[:] = [_Handler(teller)]
