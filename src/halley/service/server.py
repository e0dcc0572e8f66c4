"""The service as a process: studio, webhooks and metrics on one port, signals heard, everything ended in order."""

import asyncio
import logging
import os
import secrets
import signal
import socket
from collections import ChainMap
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from halley.errors import ConfigError, HalleyError
from halley.files import make_folder, write_atomic
from halley.secrets import Redactor, Secret
from halley.service import rounds
from halley.service.lock import Held, held
from halley.service.log import LOG, Veil, begin_log
from halley.service.notices import Notices, Silent
from halley.service.service import Service
from halley.service.settings import ServiceSettings
from halley.service.status import LOCK
from halley.service.web import Doorway
from halley.service.webhooks.arrivals import Arrivals
from halley.service.webhooks.inbox import Inbox
from halley.studio.app import studio_app
from halley.studio.reading.serviced import Serviced
from halley.studio.security.door import Door
from halley.studio.security.passwords import kept
from halley.studio.security.sessions import Sessions
from halley.studio.security.walls import Wall, walls
from halley.studio.server import serve as serve_studio
from halley.studio.settings import Settings, Wishes, settings_from
from halley.studio.studio import Studio, studio_of

KEY_FILE = "api-key"
GRACE_S = 7
"""How long a run may take to stop before its worker is ended: ten seconds are what containers are given."""
_LOOKS_S, _LONGEST_KEY = 0.05, 4096


@dataclass(frozen=True, slots=True)
class Asked:
    """What a service is made of: its settings, how to read them anew, and what the command line says of the studio."""

    settings: ServiceSettings
    reread: Callable[[], ServiceSettings]
    wishes: Wishes
    notices: Notices = Silent()


def run_service(asked: Asked) -> int:
    """Serve, or run once, and return the exit code. Raises ConfigError where it cannot begin."""
    settings = asked.settings
    with held(settings.own / LOCK) as before:
        if settings.is_gentle:
            _be_gentle()
        key, veil = _key(settings), Veil()
        veil.hide(Redactor((key,)))
        begin_log(settings.folder / "logs", settings.log, veil, is_verbose=settings.is_verbose, zone=settings.zone)
        studio_settings = _studio_settings(asked, key)
        if before is not None:
            LOG.warning("the service before this one (process %d, since %s) came to no end", before.pid, before.at)
        return asyncio.run(_run(asked, studio_settings, key, veil))


async def _run(asked: Asked, studio_settings: Settings, key: Secret, veil: Veil) -> int:
    settings = asked.settings
    around = ChainMap(dict(studio_settings.environment))
    studio_settings = replace(studio_settings, environment=around)
    studio = studio_of(studio_settings)

    def reread() -> ServiceSettings:
        """The settings anew; jobs that begin from now on see their environment, too."""
        new = asked.reread()
        around.maps[0] = {name: one for name, one in new.environment.items() if name not in _LOCKS}
        return new

    studio.desk.add(settings.config)
    studio.jobs.runner.grace_s = GRACE_S
    service = Service(settings, studio, reread, _link(studio_settings), asked.notices, veil=veil)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, service.stop)
    loop.add_signal_handler(signal.SIGHUP, service.reload)
    if settings.runs_once:
        await studio.jobs.start()
        try:
            run = await service.once()
        finally:
            await studio.jobs.stop()
        if service.stopping.is_set():
            return 130
        return 0 if run is not None and run.outcome in {"finished", "approval"} else 1
    return await _served(service, studio, studio_settings, key)


async def _served(service: Service, studio: Studio, studio_settings: Settings, key: Secret) -> int:
    own = service.settings.own
    arrivals = Arrivals(
        lambda: service.settings.config, lambda: service.settings.environment, service.came, own / "arrivals.json"
    )
    door = Door(Sessions(own, ""), None, kept(own, "webhook-key", key))
    doorway = partial(
        Doorway,
        service=service,
        inbox=Inbox(arrivals, service.metrics),
        door=door,
        studio_door=studio.door,
        cookie=studio_settings.cookie,
    )
    standing: dict[str, Wall] = {}
    for name, wall in walls(studio_settings, studio.door).items():
        standing[name] = wall
        if name == "base":
            standing["service"] = doorway
    studio.service = lambda: _serviced(service)
    ending, served = asyncio.Event(), asyncio.Event()

    def ready(address: str) -> None:
        LOG.info("the studio is at %s", address)
        service.link = service.link or f"{address.rstrip('/')}/"
        served.set()

    serving = asyncio.create_task(serve_studio(studio, ready, studio_app(studio, standing), ending))
    works = (service.serve(), arrivals.work(), _rounds(service, studio_settings.kometa))
    tasks = [asyncio.create_task(_after(served, one)) for one in works]
    try:
        done, _ = await asyncio.wait({serving, tasks[0]}, return_when=asyncio.FIRST_COMPLETED)
        for ended in done:
            ended.result()
    finally:
        for one in tasks[1:]:
            one.cancel()
        ending.set()
        if not served.is_set():
            tasks[0].cancel()
        await asyncio.gather(serving, *tasks, return_exceptions=True)
        LOG.info("stopped")
        logging.shutdown()
    return 0


async def _rounds(service: Service, kometa: Path | None) -> None:
    """Have the doctor go round each day."""
    wait_s = rounds.FIRST_S
    while True:
        await asyncio.sleep(wait_s)
        await rounds.go_round(service.settings, service.notices, kometa)
        wait_s = rounds.APART_S


def _serviced(service: Service) -> Serviced:
    status = service.watch.status()
    return Serviced(is_service=True, next_run=status.next_run, backup=status.backup.at)


async def _after(served: asyncio.Event, work: object) -> None:
    try:
        await served.wait()
    except asyncio.CancelledError:
        work.close()  # type: ignore[attr-defined]
        raise
    await work  # type: ignore[misc]


def _key(settings: ServiceSettings) -> Secret:
    """The key for programs: the one that was set, else one that is made once and lies beside the state."""
    file = settings.own / KEY_FILE
    told = settings.environment.get("HALLEY_API_KEY", "")
    named = settings.environment.get("HALLEY_API_KEY_FILE", "")
    try:
        if told or named:
            return Secret(told or _read(Path(named).expanduser()))
        if file.is_file():
            return Secret(_read(file))
        make_folder(settings.own)
        made = secrets.token_urlsafe(32)
        write_atomic(file, f"{made}\n", mode=0o600)
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "not a text file"
        raise ConfigError(f"the API key cannot be read or kept: {reason}", hint="HALLEY_API_KEY sets one") from None
    return Secret(made)


def _read(path: Path) -> str:
    with path.open("rb") as stream:
        return stream.read(_LONGEST_KEY).decode().strip()


def _studio_settings(asked: Asked, key: Secret) -> Settings:
    """The studio's settings. Where it is for others too and nothing locks it, the key does."""
    environment = dict(asked.settings.environment)
    hosts = {"halley", socket.gethostname().lower()}
    try:
        found = settings_from(asked.wishes, environment)
    except ConfigError:
        if any(environment.get(name) for name in _LOCKS):
            raise
        found = settings_from(asked.wishes, {**environment, "HALLEY_API_KEY": key.reveal()})
        where = asked.settings.own / KEY_FILE
        LOG.warning("nothing else locks the studio, so that the key in %s does", where)
    with suppress(HalleyError):
        hosts |= set(found.hosts)
    return replace(found, hosts=frozenset(one for one in hosts if one))


_LOCKS = ("HALLEY_STUDIO_PASSWORD", "HALLEY_STUDIO_PASSWORD_FILE", "HALLEY_API_KEY", "HALLEY_API_KEY_FILE")


def _be_gentle() -> None:
    """Let everything else on the machine go first, as Kometa's `--low-priority` does."""
    with suppress(OSError):
        os.nice(10)


def _link(settings: Settings) -> str:
    """The address of the studio as others see it; empty where nobody said it."""
    return f"{settings.origin}{settings.base}" if settings.origin else ""


__all__ = ["Asked", "Held", "run_service"]
