"""A preview from beginning to end: what is asked is checked, the engine runs boxed in, what came out is told.

Nothing is written before the configuration, the server and the targets are known to be good. From then on the job folder
says at every moment how far things are: a job that is killed leaves a summary that says `running`.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from halley.clock import Clock, SystemClock, iso
from halley.config import Configuration, load_configuration
from halley.errors import BrokenAnswer, ConfigError, PlexError
from halley.files import DiskImages
from halley.jobs.artwork import Artwork, current, from_files
from halley.jobs.boxed import BoxedRun, BoxSettings, run_boxed
from halley.jobs.folder import JobFolder
from halley.jobs.outcomes import (
    blocked_at_the_gateway,
    blocked_by_the_guard,
    captured_outputs,
    drawn_posters,
    result_of,
)
from halley.jobs.report import write_report
from halley.jobs.summary import Outcome, State, Summary, TargetResult, write_summary
from halley.jobs.targets import Target, Wish, choose, name_targets
from halley.jobs.walls import refused_outside, services, told, warnings_of
from halley.plex.client import PlexClient
from halley.plex.ids import RatingKey
from halley.plex.library import Section
from halley.plex.reader import PlexReader
from halley.sandbox.box import Wish as BoxWish

_MOST_FAULTS = 200

ProgressCall = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class PreviewSettings:
    """What a preview was asked for. `environment` is the one that Halley was started in."""

    config: Path
    wish: Wish = Wish()
    everything: bool = False
    engine: str = "auto"
    kometa: Path | None = None
    kometa_python: Path | None = None
    sandbox: BoxWish = "auto"
    image: str | None = None
    offline: bool = False
    outside: str | None = None
    hosts: tuple[str, ...] = ()
    time_limit_s: int = 6 * 3600
    environment: Mapping[str, str] = field(default_factory=dict)


async def preview_job(
    settings: PreviewSettings, folder: JobFolder, progress: ProgressCall, clock: Clock | None = None
) -> Summary:
    """Run a preview in a job folder and return its summary, which is also written there, with the report.

    Raises ConfigError or PlexError where it cannot begin; then nothing was written. An engine that cannot run or dies is no
    error here: its targets are degraded and the summary says so.
    """
    clock, began = clock or SystemClock(), time.monotonic()
    configuration = load_configuration(settings.config, settings.environment)
    wish = replace(settings.wish, libraries=settings.wish.libraries or tuple(one.title for one in configuration.libraries))
    configuration.library_settings(wish.libraries)  # an unknown name is better told before the server is asked
    plex = configuration.plex
    progress("reading Plex", 0, 0)
    async with PlexClient(plex.url, plex.token, verify_ssl=plex.verify_ssl, timeout_s=plex.timeout) as reader:
        sections = _sections(await reader.sections(), wish.libraries, plex.url)
        targets = await choose(reader, sections, wish)
        _create(folder, settings, configuration, targets, clock)
        job = _Job(settings, folder, configuration, reader, sections, targets, clock, began, progress)
        try:
            return await job.run()
        except asyncio.CancelledError:
            return job.finish(job.summary(State.CANCELLED, errors=("the preview was cancelled",)))
        except PlexError as problem:
            return job.finish(job.summary(State.FAILED, errors=(str(problem),)))


@dataclass(slots=True)
class _Job:
    """One preview that has begun."""

    settings: PreviewSettings
    folder: JobFolder
    configuration: Configuration
    reader: PlexReader
    sections: Sequence[Section]
    targets: tuple[Target, ...]
    clock: Clock
    began: float
    progress: ProgressCall
    durations: dict[str, float] = field(default_factory=dict)

    async def run(self) -> Summary:
        """Base pictures, engine, outcomes, report."""
        whole = self.settings.wish.is_whole
        bases = {} if whole else await self._bases(self.targets)
        self.durations["targets"] = time.monotonic() - self.began
        images = DiskImages(self.folder.images)
        ran = await run_boxed(
            self._box_settings(whole=whole), self.configuration, self.folder, self.targets, images, self._captured
        )
        self.durations["engine"] = ran.seconds
        self.progress("telling what came out", 0, 0)
        drawn = drawn_posters(ran.ledger)
        targets = await self._shown(drawn, whole=whole and not ran.failure)
        bases |= await self._bases([one for one in targets if one.item.key not in bases])
        results = tuple(
            result_of(self.folder, one, bases.get(one.item.key), drawn.get(one.item.key), images, ran.failure)
            for one in targets
        )
        return self.finish(self._told(ran, results))

    def summary(self, state: State, **told: object) -> Summary:
        """A summary of what is known so far."""
        moment = Summary(
            self.clock.now(), success=False, state=state, durations=self._rounded(), engine=_engine_name(self.settings)
        )
        return replace(moment, **told)  # type: ignore[arg-type]

    def finish(self, summary: Summary) -> Summary:
        """Write the summary and the report."""
        write_summary(self.folder, summary)
        write_report(self.folder, summary)
        return summary

    def _box_settings(self, *, whole: bool) -> BoxSettings:
        asked = self.settings
        return BoxSettings(
            kometa=asked.kometa,
            kometa_python=asked.kometa_python,
            sandbox=asked.sandbox,
            image=asked.image,
            offline=asked.offline,
            outside=asked.outside,
            hosts=asked.hosts,
            time_limit_s=asked.time_limit_s,
            environment=asked.environment,
            everything=asked.everything,
            libraries=tuple(section.title for section in self.sections),
            scope=None if whole else tuple(one.item.key for one in self.targets),
        )

    def _captured(self, count: int) -> None:
        self.progress("Kometa is running", count, len(self.targets))

    async def _shown(self, drawn: Mapping[RatingKey, object], *, whole: bool) -> tuple[Target, ...]:
        """The targets to tell of: those that were asked for, and whatever else the engine drew (seasons, episodes).

        Where a whole library was asked for, items that the engine left alone are counted, not listed.
        """
        kept = tuple(one for one in self.targets if not whole or one.item.key in drawn)
        known = {one.item.key for one in self.targets}
        more = await self.reader.items([key for key in drawn if key not in known])
        return (*kept, *await name_targets(self.reader, self.sections, more, [one.id for one in kept]))

    async def _bases(self, targets: Sequence[Target]) -> dict[RatingKey, Artwork]:
        found: dict[RatingKey, Artwork] = {}
        for done, target in enumerate(targets):
            self.progress("fetching base artwork", done, len(targets))
            base = await self._base(target)
            if base is not None:
                found[target.item.key] = base
        return found

    async def _base(self, target: Target) -> Artwork | None:
        library = self.configuration.library_settings((target.library,))[0]
        kept = from_files(
            target.item, target.above, target.library, library.asset_directories, self.configuration.folder / "overlays"
        )
        if kept is not None:
            return kept
        path = next(
            (path for name in ("thumb", "parentThumb", "grandparentThumb") if (path := target.item.attributes.get(name))),
            None,
        )
        if path is None:
            return None
        try:
            return current(await self.reader.image(path))
        except BrokenAnswer:  # this item's picture is missing or no picture; the others' are not
            return None

    def _told(self, ran: BoxedRun, results: tuple[TargetResult, ...]) -> Summary:
        outcomes = Counter(one.outcome for one in results)
        drawn = drawn_posters(ran.ledger)
        unlisted = len(self.targets) - sum(1 for one in self.targets if one.item.key in {r.rating_key for r in results})
        summary = self.summary(
            State.FAILED if ran.failure else State.FINISHED,
            success=not ran.failure and not outcomes[Outcome.MISSING] and not outcomes[Outcome.DEGRADED],
            blocked_write_attempts=(
                *blocked_at_the_gateway(ran.ledger, self.configuration.plex.url),
                *blocked_by_the_guard(ran.events),
                *refused_outside(ran.outside, iso(self.clock.now())),
            ),
            captured_outputs=captured_outputs(results, drawn, ran.events, self.folder.output),
            output_files=tuple(one.output for one in results if one.output),
            engine_version=ran.home.version if ran.home else "",
            targets=results,
            counts={one.value: outcomes[one] for one in Outcome} | {"not_listed": unlisted},
            changes=dict(Counter(type(change).__name__ for one in ran.ledger.captures for change in one.changes)),
            outside=services(ran.outside),
            faults=tuple({"kind": o.kind, "path": o.path, "detail": o.detail} for o in ran.ledger.faults[:_MOST_FAULTS]),
            errors=tuple(filter(None, (ran.failure, ran.hint))),
        )
        if ran.standing is not None:
            summary = replace(
                summary,
                sandbox=ran.standing.choice.box.name,
                walls=told(ran.standing, ran.events, ran.ledger, ran.outside),
                warnings=warnings_of(ran.standing, ran.events) if ran.outcome else (),
            )
        if ran.outcome is not None:
            errors = (*summary.errors, *ran.outcome.criticals, *ran.outcome.errors)
            summary = replace(
                summary,
                kometa_exit_code=ran.outcome.exit_code,
                kometa_ran=ran.outcome.ran,
                errors=tuple(dict.fromkeys(errors)),
            )
        return summary

    def _rounded(self) -> dict[str, float]:
        return {
            **{name: round(s, 2) for name, s in self.durations.items()},
            "total": round(time.monotonic() - self.began, 2),
        }


def _engine_name(settings: PreviewSettings) -> str:
    return "kometa" if settings.engine == "auto" else settings.engine


def _sections(known: Sequence[Section], wanted: Sequence[str], url: str) -> tuple[Section, ...]:
    """The server's sections of those titles. Raises ConfigError where one is missing."""
    titles = {section.title: section for section in known}
    missing = [title for title in wanted if title not in titles]
    if missing:
        raise ConfigError(
            f"the Plex server at {url} has no library {missing[0]!r}; it has {', '.join(sorted(titles)) or 'none'}",
            hint="`libraries:` in the configuration must name libraries exactly as Plex does",
        )
    return tuple(titles[title] for title in wanted)


def _create(
    folder: JobFolder, settings: PreviewSettings, configuration: Configuration, targets: Sequence[Target], clock: Clock
) -> None:
    """Make the job folder and say in it what is about to happen."""
    if folder.summary.exists():
        folder.summary.unlink()  # a job folder that is run again says `running` until it is done again
    folder.create()
    try:
        folder.write_meta(
            {
                "created": iso(clock.now()),
                "configuration": str(configuration.path),
                "engine": settings.engine,
                "targets": [
                    {
                        "id": one.id,
                        "type": one.item.type.word,
                        "title": one.title,
                        "ratingKey": str(one.item.key),
                        "library": one.library,
                    }
                    for one in targets
                ],
            }
        )
        write_summary(folder, Summary(clock.now(), success=False, engine=_engine_name(settings)))
    except OSError as problem:
        raise ConfigError(f"the job folder {folder.root} cannot be written: {problem.strerror or problem}") from None
