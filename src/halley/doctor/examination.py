"""An examination from beginning to end: facts are gathered side by side, then judged. It writes nothing, to no one."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from halley.clock import Clock, SystemClock
from halley.config import Configuration, load_configuration
from halley.config.secrets import dotenv
from halley.doctor.facts import Answer, Engine, Facts, Mistakes, Posters
from halley.doctor.finding import Finding
from halley.doctor.gathering.aside import aside
from halley.doctor.gathering.backups import backups_of
from halley.doctor.gathering.client import address_of, answer_of, knocked
from halley.doctor.gathering.engine import engine_of
from halley.doctor.gathering.folders import disks_of, labels_of, owners_of
from halley.doctor.gathering.locks import stale_locks
from halley.doctor.gathering.logs import logs_of
from halley.doctor.gathering.outside import tmdb_of
from halley.doctor.gathering.plex_data import uploads_below
from halley.doctor.gathering.posters import posters_of
from halley.doctor.gathering.runner import journals_of
from halley.doctor.gathering.store import known_server, on_record
from halley.doctor.gathering.units import services_in
from halley.doctor.registry import judged
from halley.doctor.services import KEPT
from halley.errors import ConfigError, EngineError, HalleyError
from halley.jobs.checked import ToCheck, checked
from halley.jobs.disagreements import examine_filters
from halley.jobs.means import Means
from halley.jobs.own_folder import own_folder
from halley.plex.client import PlexClient
from halley.render.fonts import Layout
from halley.runs.store import data_folder
from halley.secrets import Redactor

SAMPLE = 24
"""Posters of each kind that are opened in a library."""
_ENGINE_S = 7.0
_FONT = "there is no font"


@dataclass(frozen=True, slots=True)
class Asked:
    """What to look at. `config` None: there is no configuration, and only the machine is looked at.

    `mistakes` counts the errors of the configuration where somebody has counted them already. `system` is what stands for
    the root of this machine. `asks_tmdb`: TMDb is asked whether it takes the key; `outside` is then asked in its place.
    A server may take `counting_s` to say what carries overlays.
    """

    config: Path | None
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    kometa: Path | None = None
    kometa_python: Path | None = None
    service_files: tuple[Path, ...] = ()
    logs: tuple[Path, ...] = ()
    backups: Path | None = None
    plex_data: Path | None = None
    asks_tmdb: bool = True
    outside: str | None = None
    sample: int = SAMPLE
    counting_s: float = 3.0
    with_searches: bool = False
    watches_backups: bool = True
    mistakes: Callable[[], int] | None = field(default=None, repr=False)
    system: Path = Path("/")
    clock: Clock = field(default_factory=SystemClock)


async def examine(asked: Asked) -> list[Finding]:
    """Everything that the doctor finds, in the order of the registry, with no secret in it."""
    facts, redact = await gathered(asked)
    return [one.with_redacted(redact) for one in judged(facts)]


async def gathered(asked: Asked) -> tuple[Facts, Redactor]:
    """The facts, and what keeps secrets out of words."""
    facts = await asyncio.to_thread(_of_machine, asked)
    config = asked.config
    if config is None:
        return facts, Redactor(())
    configuration: Configuration | None = None
    try:
        configuration = await asyncio.to_thread(load_configuration, config, asked.environment)
    except HalleyError as problem:
        facts = replace(facts, refusal=problem)
    facts = await asyncio.to_thread(_of_files, asked, config, configuration, facts)
    pieces: list[Awaitable[dict[str, object]]] = [
        asyncio.to_thread(_mistakes, asked, config),
        _engine(asked),
    ]
    if configuration is not None:
        pieces += [_server(asked, configuration), _tmdb(asked, configuration)]
    found: dict[str, object] = {}
    for one in await asyncio.gather(*pieces):
        found |= one
    facts = replace(facts, configuration=configuration, **found)  # type: ignore[arg-type]
    if asked.with_searches and facts.answer is not None and facts.answer.server is not None:
        facts = await _searches(asked, config, facts)
    return facts, configuration.redactor if configuration is not None else Redactor(())


def _of_machine(asked: Asked) -> Facts:
    """What is there with or without a configuration."""
    services, unread = services_in(asked.service_files, asked.environment, asked.system)
    beside = dotenv(asked.config.parent / ".env") if asked.config is not None else {}
    return Facts(
        now=asked.clock.now(),
        config=asked.config,
        has_configuration=asked.config is not None,
        environment={name: value for name, value in {**beside, **asked.environment}.items() if name in KEPT},
        in_container=any((asked.system / one).exists() for one in ("run/.containerenv", ".dockerenv")),
        services=services,
        unread=unread,
        disks=disks_of([("Halley's journal", data_folder(asked.environment))]),
        has_raqm=Layout.can_be_raqm(),
        own_pillow=version("pillow"),
    )


def _of_files(asked: Asked, config: Path, configuration: Configuration | None, facts: Facts) -> Facts:
    """What lies around a configuration."""
    folder = config.parent
    own = own_folder(configuration, asked.environment) if configuration is not None else folder / "halley"
    data = data_folder(asked.environment)
    record = on_record(data)
    journals = journals_of(facts.services, asked.environment, asked.system)
    logs, unread = logs_of(folder, own, asked.logs, journals, facts.now)
    places = [
        ("the configuration", folder),
        ("logs", folder / "logs"),
        ("original posters", folder / "overlays"),
        ("Halley's journal", data),
    ]
    uploads = uploads_below(asked.plex_data, facts.services)
    if uploads is not None:
        places.append(("Plex's own posters", uploads.path))
    return replace(
        facts,
        unread=(*facts.unread, *unread),
        known=known_server(own, record),
        owners=owners_of(folder, facts.services, asked.environment, asked.system),
        labels=labels_of(folder, asked.system),
        disks=disks_of(places),
        locks=stale_locks([folder, own], asked.system),
        logs=replace(logs, looked=logs.looked + record.runs, open_runs=(*logs.open_runs, *record.open_runs)),
        backups=backups_of(config, own / "backup", asked.backups, facts.now) if asked.watches_backups else None,
        uploads=uploads,
    )


def _mistakes(asked: Asked, config: Path) -> dict[str, object]:
    try:
        if asked.mistakes is not None:
            return {"mistakes": Mistakes(asked.mistakes())}
        with TemporaryDirectory(prefix="halley-") as scratch:
            report = checked(ToCheck(config, kometa=asked.kometa), Path(scratch), asked.environment)
    except HalleyError as problem:
        return {"mistakes_problem": problem}
    except OSError as problem:
        return {"mistakes_problem": ConfigError(f"{config} cannot be read: {problem.strerror}")}
    first = next(iter((*report.errors, *report.problems)), None)
    errors = len(report.errors)
    fonts = tuple(f"{one.where}: {one.message}" for one in report.problems if one.message.startswith(_FONT))
    told = f"{first.where}: {first.message}" if first is not None else ""
    return {"mistakes": Mistakes(errors, len(report.problems) - errors, told, fonts)}


async def _engine(asked: Asked) -> dict[str, object]:
    def look() -> Engine:
        return engine_of(asked.kometa, asked.kometa_python, asked.environment, Path.cwd())

    try:
        return {"engine": await aside(look, _ENGINE_S)}
    except TimeoutError:
        hint = "run it by hand: `python kometa.py --help`, and `podman info`"
        return {"engine": Engine(problem=EngineError("Kometa's Python, or the sandbox, did not answer in time", hint=hint))}


async def _tmdb(asked: Asked, configuration: Configuration) -> dict[str, object]:
    return {"tmdb": await tmdb_of(configuration, is_asked=asked.asks_tmdb, server=asked.outside)}


async def _server(asked: Asked, configuration: Configuration) -> dict[str, object]:
    """The server by its address; it is asked no more than that where its name means nothing."""
    plex = configuration.plex
    address = await address_of(plex.url)
    if address.unresolved:
        return {"address": address, "answer": Answer()}
    posters: tuple[Posters, ...] = ()
    try:
        async with PlexClient(plex.url, plex.token, verify_ssl=plex.verify_ssl, timeout_s=min(plex.timeout, 10)) as reader:
            address, answer = await asyncio.gather(knocked(address, verify_ssl=plex.verify_ssl), answer_of(reader))
            if answer.server is not None:
                found = answer.server, answer.sections, configuration
                posters = await posters_of(reader, *found, sample=asked.sample, counting_s=asked.counting_s)
    except HalleyError as problem:
        return {"address": address, "answer": Answer(problem=problem)}
    return {"address": address, "answer": answer, "posters": posters}


async def _searches(asked: Asked, config: Path, facts: Facts) -> Facts:
    try:
        found = await examine_filters(config, (), Means(asked.kometa, asked.environment))
    except HalleyError as problem:
        return replace(facts, searches_problem=problem)
    return replace(facts, searches=found)
