"""A preview from beginning to end: what is asked is checked, the engine runs boxed in, what came out is told.

Nothing is written before the configuration, the server and the targets are known to be good. From then on the job folder
says at every moment how far things are: a job that is killed leaves a summary that says that it never came to its end.
"""

import asyncio
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from halley.clock import Clock, SystemClock, iso
from halley.config import Configuration, load_configuration
from halley.errors import ConfigError, HalleyError, PlexError
from halley.files import DiskImages
from halley.jobs.bases import Base, Bases
from halley.jobs.box_choice import check_box
from halley.jobs.boxed import BoxedRun, BoxSettings
from halley.jobs.engine import EngineName, Work, run_engine
from halley.jobs.folder import JobFolder
from halley.jobs.means import Means
from halley.jobs.outcomes import Ending, drawn_posters, result_of
from halley.jobs.report import write_report
from halley.jobs.sections import sections_called
from halley.jobs.summary import State, Summary, TargetResult, write_summary
from halley.jobs.targets import Target, Wish, choose, name_targets
from halley.jobs.telling import CANCELLED, summary_of, unlisted
from halley.plex.client import PlexClient
from halley.plex.ids import RatingKey
from halley.plex.library import Section
from halley.plex.reader import PlexReader

ProgressCall = Callable[[str, int, int], None]
"""Hears how far a stage is: its name, how many are done, of how many (0: nobody knows)."""

_AT_ONCE = 4
_UNENDED = "this preview has not come to its end: it is still running, or it was killed"


@dataclass(frozen=True, slots=True)
class PreviewSettings:
    """What a preview was asked for."""

    config: Path
    wish: Wish = Wish()
    everything: bool = False
    engine: EngineName = "auto"
    means: Means = Means()

    @property
    def engine_name(self) -> str:
        """What is to draw, as long as nobody knows what did."""
        return "kometa" if self.engine == "auto" else self.engine


async def preview_job(
    settings: PreviewSettings, folder: JobFolder, progress: ProgressCall, clock: Clock | None = None
) -> Summary:
    """Run a preview in a job folder and return its summary, which is also written there, with the report.

    Raises ConfigError or PlexError where it cannot begin; then nothing was written. Raises ConfigError, too, where the disk
    fills up. An engine that cannot run or dies is no error here: its targets are degraded and the summary says so.
    """
    clock = clock or SystemClock()
    start = _Start(clock.now(), time.monotonic())
    folder = JobFolder(folder.root.expanduser().absolute())
    check_box(settings.means)
    configuration = load_configuration(settings.config, settings.means.environment)
    plex = configuration.plex
    progress("reading Plex", 0, 0)
    async with PlexClient(plex.url, plex.token, verify_ssl=plex.verify_ssl, timeout_s=plex.timeout) as reader:
        sections = await sections_called(configuration, reader, settings.wish.libraries)
        targets = await choose(reader, sections, settings.wish)
        if not targets:
            libraries = ", ".join(one.title for one in sections)
            empty = f"{libraries} has no items" if libraries else "the configuration names no library of this server"
            raise ConfigError(f"there is nothing to preview: {empty}")
        with folder.opened() as is_new:
            try:
                configuration = _begin(folder, settings, configuration, targets, start)
            except OSError as problem:
                if is_new:
                    shutil.rmtree(folder.root, ignore_errors=True)
                raise folder.cannot_be_written(problem) from None
            job = _Job(settings, folder, configuration, reader, sections, targets, clock, start, progress)
            return await job.to_its_end()


@dataclass(frozen=True, slots=True)
class _Start:
    """When a preview began: the moment, and the same on the clock that durations are measured by."""

    moment: datetime
    monotonic: float


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
    start: _Start
    progress: ProgressCall
    durations: dict[str, float] = field(default_factory=dict)

    async def to_its_end(self) -> Summary:
        """Run, and leave a summary and a report whatever happens. Raises ConfigError where the disk is full."""
        try:
            return self._finish(await self._run())
        except asyncio.CancelledError:
            return self._finish(self._cut_short(State.CANCELLED, "the preview was cancelled", CANCELLED))
        except PlexError as problem:
            return self._finish(self._cut_short(State.FAILED, str(problem), problem.exit_code))
        except OSError as problem:
            failed = self.folder.cannot_be_written(problem)
            self.folder.release_reserve()
            with suppress(OSError):
                write_summary(self.folder, self._cut_short(State.FAILED, failed.message, failed.exit_code))
            raise failed from None

    async def _run(self) -> Summary:
        """Base pictures, engine, outcomes."""
        whole = self.settings.wish.is_whole
        bases: dict[RatingKey, Base] = {} if whole else await self._bases(self.targets)
        self.durations["targets"] = time.monotonic() - self.start.monotonic
        images = DiskImages(self.folder.images)
        work = Work(
            self._box_settings(whole=whole),
            self.configuration,
            self.folder,
            self.targets,
            images,
            captured=self._counting("Kometa is running"),
            drawn=self._counting("drawing"),
        )
        ran = await run_engine(self.settings.engine, work)
        self.durations["engine"] = ran.seconds
        told_from = time.monotonic()
        results, problem = await self._results(ran, images, bases)
        self.durations["telling"] = time.monotonic() - told_from
        blank = replace(
            self._blank(),
            counts={
                "not_listed": unlisted({one.item.key for one in self.targets} | drawn_posters(ran.ledger).keys(), results)
            },
        )
        summary = summary_of(
            blank,
            ran,
            results,
            folder=self.folder,
            server_url=self.configuration.plex.url,
            ended=iso(self.clock.now()),
        )
        return summary if problem is None else replace(summary, errors=(*summary.errors, str(problem)))

    async def _results(
        self, ran: BoxedRun, images: DiskImages, bases: dict[RatingKey, Base]
    ) -> tuple[tuple[TargetResult, ...], HalleyError | None]:
        """What became of each target; and what kept us from reading the server for it, if anything did."""
        drawn = drawn_posters(ran.ledger)
        problem: HalleyError | None = None
        targets = self.targets
        if self.settings.wish.is_whole and (not ran.failure or ran.was_cancelled):
            targets = tuple(one for one in targets if one.item.key in drawn or one.item.key in ran.reasons)
        try:
            targets = await self._with_others(targets, drawn)
            wanted = [one for one in targets if one.item.key not in bases]
            if not ran.was_cancelled or drawn:
                bases = bases | await self._bases([one for one in wanted if one.item.key in drawn or not ran.was_cancelled])
        except PlexError as failed:
            problem = failed
        ending = Ending(ran.failure, ran.was_cancelled)
        left = {key: Ending(reason) for key, reason in ran.reasons.items()}
        results: list[TargetResult] = []
        for start in range(0, len(targets), _AT_ONCE):
            self.progress("telling what came out", start, len(targets))
            some = [(one, bases.get(one.item.key), drawn.get(one.item.key)) for one in targets[start : start + _AT_ONCE]]
            told = (
                asyncio.to_thread(result_of, self.folder, *one, images, left.get(one[0].item.key, ending)) for one in some
            )
            results += await asyncio.gather(*told)
        return tuple(results), problem

    async def _with_others(self, targets: tuple[Target, ...], drawn: Mapping[RatingKey, object]) -> tuple[Target, ...]:
        """The targets, and what else the engine drew: of a whole library everything, else what is below a target.

        Who prepared a folder named the files that are to be in it; then there are no others. What belongs to no library of
        this preview (playlists, what an engine drew unasked) is told among the writes alone.
        """
        if self.settings.wish.names:
            return targets
        asked = {one.item.key for one in self.targets}
        more = await self.reader.items([key for key in drawn if key not in asked])
        others = await name_targets(self.reader, self.sections, more, [one.id for one in targets])
        whole = self.settings.wish.is_whole
        wanted = (one for one in others if whole or any(item.key in asked for item in one.above))
        return (*targets, *(one for one in wanted if one.library))

    async def _bases(self, targets: Sequence[Target]) -> dict[RatingKey, Base]:
        bases = Bases(self.reader, self.configuration, self.folder)
        return await bases.of(targets, lambda done, total: self.progress("fetching base artwork", done, total))

    def _counting(self, stage: str) -> Callable[[int], None]:
        # How many posters a whole library will get is known to nobody before.
        total = 0 if self.settings.wish.is_whole else len(self.targets)
        return lambda count: self.progress(stage, count, total)

    def _blank(self) -> Summary:
        """A summary that knows nothing of a run yet."""
        spent = {**self.durations, "total": time.monotonic() - self.start.monotonic}
        durations = {name: round(seconds, 2) for name, seconds in spent.items()}
        return Summary(self.start.moment, success=False, engine=self.settings.engine_name, durations=durations)

    def _cut_short(self, state: State, why: str, exit_code: int) -> Summary:
        return replace(self._blank(), state=state, errors=(why,), exit_code=exit_code)

    def _finish(self, summary: Summary) -> Summary:
        """Write the report, then the summary: who sees that it has ended finds everything there."""
        write_report(self.folder, summary)
        self.folder.release_reserve()
        write_summary(self.folder, summary)
        return summary

    def _box_settings(self, *, whole: bool) -> BoxSettings:
        return BoxSettings(
            self.settings.means,
            self.settings.everything,
            tuple(section.title for section in self.sections),
            None if whole else tuple(one.item.key for one in self.targets),
        )


def _begin(
    folder: JobFolder, settings: PreviewSettings, configuration: Configuration, targets: Sequence[Target], start: _Start
) -> Configuration:
    """Say in the folder what is about to happen, and make room for it. Returns the configuration, wherever it is now.

    Raises OSError where that cannot be written.
    """
    write_summary(folder, Summary(start.moment, success=False, engine=settings.engine_name, errors=(_UNENDED,)))
    folder.clear()
    path = folder.put_aside(configuration.path)
    folder.write_meta(
        {
            "created": iso(start.moment),
            "configuration": str(path),
            "engine": settings.engine,
            "libraries": list(settings.wish.libraries),
            "whole": settings.wish.is_whole,
            "targets": [_row(one) for one in targets],
        }
    )
    return configuration if path == configuration.path else load_configuration(path, settings.means.environment)


def _row(target: Target) -> Mapping[str, object]:
    return {
        "id": target.id,
        "type": target.item.type.word,
        "title": target.title,
        "ratingKey": str(target.item.key),
        "library": target.library,
    }
