"""Both engines on the same items, one after the other, each in a job of its own behind the gateway: `halley compare`.

kometa/  native/     the two jobs, whole
output/              comparison.json, report.html, <target>_difference.png
"""

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from halley.changes import Change
from halley.changes.kinds import AddTags, RemoveTags, UploadImage
from halley.changes.stored import from_json
from halley.config import Configuration, load_configuration
from halley.engines.kometa.applied import applied_in
from halley.errors import ConfigError
from halley.files import MemoryImages, write_atomic
from halley.gateway.gateway import GatewaySettings, open_gateway
from halley.jobs.chosen import Chosen, chosen_by_halley, chosen_by_kometa, shown_title
from halley.jobs.comparison import DIFFERENT, SAME, Comparison, ItemCompared, OverlaysChosen
from halley.jobs.comparison_report import write_comparison_report
from halley.jobs.difference_pictures import compare_pictures, picture_of_difference
from halley.jobs.engine import EngineName
from halley.jobs.folder import JobFolder
from halley.jobs.planning import PlannedLibrary, open_planner
from halley.jobs.preview import PreviewSettings, ProgressCall, preview_job
from halley.jobs.sample import cover, fixed
from halley.jobs.sections import sections_called
from halley.jobs.summary import Outcome, Summary, TargetResult
from halley.jobs.targets import Wish
from halley.plex.client import PlexClient
from halley.plex.ids import RatingKey
from halley.plex.images import ImageKind
from halley.plex.tags import TagKind

PICTURES = 50
"""Items that differ and have a picture of it; a sheet of four posters is some megabytes."""


@dataclass(frozen=True, slots=True)
class ComparisonFolder:
    """Where a comparison lies."""

    root: Path

    @property
    def kometa(self) -> JobFolder:
        """The job of real Kometa."""
        return JobFolder(self.root / "kometa")

    @property
    def native(self) -> JobFolder:
        """The job of our own engine."""
        return JobFolder(self.root / "native")

    @property
    def output(self) -> Path:
        """What the comparison itself says."""
        return self.root / "output"

    @property
    def told(self) -> Path:
        """Everything as JSON."""
        return self.output / "comparison.json"

    @property
    def report(self) -> Path:
        """Everything as a page."""
        return self.output / "report.html"

    def prepare(self) -> None:
        """Make room. Raises ConfigError where something else lies there, or nothing can be written."""
        if self.root.is_dir() and any(self.root.iterdir()) and not self.output.is_dir():
            raise ConfigError(
                f"the folder {self.root} holds something else than a comparison",
                hint="choose an empty or new one with `--job`",
            )
        try:
            self.output.mkdir(parents=True, exist_ok=True)
            for earlier in (*self.output.glob("*_difference.png"), self.told, self.report):
                earlier.unlink(missing_ok=True)
        except OSError as problem:
            raise ConfigError(f"{self.root} cannot be written: {problem.strerror}", hint="choose another `--job`") from None


async def compare_job(
    settings: PreviewSettings, folder: ComparisonFolder, progress: ProgressCall, *, covers: bool = False
) -> Comparison:
    """Run both engines and compare what they made. With `covers` the items are chosen so that every definition is tried.

    Raises ConfigError or PlexError where it cannot begin. An engine that fails is told in the result.
    """
    configuration = load_configuration(settings.config, settings.means.environment)
    progress("choosing items", 0, 0)
    wish = await _wish(settings, configuration, covers=covers)
    folder.prepare()
    summaries: list[Summary] = []
    engines: tuple[tuple[EngineName, str, JobFolder], ...] = (
        ("kometa", "Kometa", folder.kometa),
        ("native", "Halley", folder.native),
    )
    for engine, name, job in engines:
        asked = replace(settings, wish=wish, engine=engine)
        summary = await preview_job(asked, job, _named(progress, name))
        if summary.exit_code not in {SAME, DIFFERENT}:
            return _save(folder, _failed(name, summary), [])
        summaries.append(summary)
    progress("comparing", 0, 0)
    scope = None if wish.is_whole else tuple(RatingKey(int(key)) for key in wish.targets)
    planned = await _planned(settings, configuration, scope)
    comparison = await asyncio.to_thread(_compared, folder, planned, *summaries)
    return await asyncio.to_thread(_save, folder, comparison, summaries)


async def _wish(settings: PreviewSettings, configuration: Configuration, *, covers: bool) -> Wish:
    """What to compare, by rating keys."""
    plex = configuration.plex
    async with PlexClient(plex.url, plex.token, verify_ssl=plex.verify_ssl, timeout_s=plex.timeout) as reader:
        sections = await sections_called(configuration, reader, settings.wish.libraries)
        if not covers:
            return await fixed(reader, sections, settings.wish)
        keys = await cover(configuration, reader, sections, settings.means)
    if not keys:
        raise ConfigError(
            "no definition means any item, so that there is nothing to compare", hint="`halley why` tells more"
        )
    return Wish(settings.wish.libraries, tuple(map(str, keys)))


def _named(progress: ProgressCall, engine: str) -> ProgressCall:
    return lambda stage, done, total: progress(f"{engine}: {stage}", done, total)


def _failed(name: str, summary: Summary) -> Comparison:
    why = summary.errors[:3] or (f"it ended as {summary.state.value}",)
    return Comparison(failure=tuple(f"{name}: {one}" for one in why), exit_code=summary.exit_code or DIFFERENT)


async def _planned(
    settings: PreviewSettings, configuration: Configuration, scope: tuple[RatingKey, ...] | None
) -> list[PlannedLibrary]:
    """What our own engine plans for the items, seen through a gateway as it saw them when it drew."""
    plex = configuration.plex
    behind = GatewaySettings(plex.url, plex.token, verify_ssl=plex.verify_ssl, timeout_s=plex.timeout, scope=scope)
    async with open_gateway(behind, MemoryImages()) as gateway:
        url = f"http://127.0.0.1:{await gateway.listener.on_tcp('127.0.0.1', 0)}"
        async with (
            PlexClient(url, gateway.token, timeout_s=plex.timeout) as reader,
            open_planner(configuration, reader, settings.means) as planner,
        ):
            sections = await sections_called(configuration, reader, settings.wish.libraries)
            return [await planner.library(section, datetime.now(UTC).astimezone()) for section in sections]


def _compared(folder: ComparisonFolder, planned: Sequence[PlannedLibrary], kometa: Summary, native: Summary) -> Comparison:
    changes = (list(_changes(folder.kometa)), list(_changes(folder.native)))
    titles = {key: shown_title(item, one.library) for one in planned for key, item in one.library.items.items()}
    with folder.kometa.log.open(encoding="utf-8", errors="replace") as lines:
        theirs = chosen_by_kometa(applied_in(lines), list(_uploads(changes[0])), titles)
    chosen = (theirs, chosen_by_halley(planned))
    results = ({one.rating_key: one for one in kometa.targets}, {one.rating_key: one for one in native.targets})
    items: list[ItemCompared] = []
    for key in dict.fromkeys((*results[0], *results[1])):
        one, other = _pair(key, *results)
        labels = (_labels(changes[0], key), _labels(changes[1], key))
        items.append(_item(folder, (one, other), chosen, labels))
    drawn = sum(1 for one in items if one.kometa.outcome is Outcome.CAPTURED)
    comparison = Comparison(
        tuple(items),
        versions=(kometa.engine_version, native.engine_version),
        seconds=(kometa.durations.get("engine", 0), native.durations.get("engine", 0)),
        notes=tuple(_notes(drawn, len(theirs))),
        places={
            (one.view.section.title, entry.definition.id): entry.definition.where
            for one in planned
            for entry in one.book.entries
        },
    )
    return replace(comparison, exit_code=DIFFERENT if comparison.differing else SAME)


def _notes(drawn: int, told: int) -> Iterator[str]:
    if drawn and not told:
        yield "Kometa's log does not tell which overlays it chose: only pictures and labels were compared"
    elif told < drawn:
        others = "of the others only pictures and labels were compared"
        yield f"Kometa's log tells of {told} of {drawn} items which overlays it chose; {others}"


def _pair(key: int, kometa: dict[int, TargetResult], native: dict[int, TargetResult]) -> tuple[TargetResult, TargetResult]:
    """Both results of an item; an engine that does not tell of it leaves it as it is."""
    known = kometa.get(key) or native[key]
    untouched = replace(known, outcome=Outcome.UNCHANGED, output=None, reason="it leaves the item as it is", warnings=())
    return kometa.get(key, untouched), native.get(key, untouched)


def _item(
    folder: ComparisonFolder,
    results: tuple[TargetResult, TargetResult],
    chosen: tuple[Chosen, Chosen],
    labels: tuple[frozenset[str], frozenset[str]],
) -> ItemCompared:
    one, other = results
    pixels = None
    if one.outcome is other.outcome is Outcome.CAPTURED and one.output and other.output:
        posters = ((folder.kometa.output / one.output).read_bytes(), (folder.native.output / other.output).read_bytes())
        pixels = compare_pictures(*posters)
    key, both = RatingKey(one.rating_key), None
    if one.outcome is Outcome.CAPTURED and key in chosen[0]:
        both = OverlaysChosen(chosen[0][key], chosen[1].get(key, ()))
    return ItemCompared(one, other, pixels, both, labels)


def _changes(job: JobFolder) -> Iterator[Change]:
    """What a job's engine would have changed, in order."""
    file = job.records / "changes.jsonl"
    for line in file.read_text("utf-8").splitlines() if file.is_file() else ():
        yield from (from_json(change) for change in json.loads(line)["changes"])


def _uploads(changes: Sequence[Change]) -> Iterator[RatingKey]:
    return (one.key for one in changes if isinstance(one, UploadImage) and one.kind is ImageKind.POSTER)


def _labels(changes: Sequence[Change], key: int) -> frozenset[str]:
    """What becomes of the item's labels: `+Overlay`, `-Overlay`."""
    found: set[str] = set()
    for one in changes:
        if isinstance(one, AddTags | RemoveTags) and one.kind is TagKind.LABEL and key in one.keys:
            sign, other = ("+", "-") if isinstance(one, AddTags) else ("-", "+")
            found -= {f"{other}{tag}" for tag in one.tags}
            found |= {f"{sign}{tag}" for tag in one.tags}
    return frozenset(found)


def _save(folder: ComparisonFolder, comparison: Comparison, summaries: Sequence[Summary]) -> Comparison:
    """Draw where items differ, and write what came out. Raises ConfigError where it cannot be written."""
    try:
        pictured = replace(comparison, items=tuple(_pictured(folder, comparison.items)))
        if (rest := len(pictured.differing) - PICTURES) > 0:
            pictured = replace(pictured, notes=(*pictured.notes, f"{rest} more items differ and have no picture of it"))
        write_atomic(folder.told, json.dumps(pictured.to_json(), indent=2, ensure_ascii=False) + "\n")
        write_comparison_report(folder.report, pictured, has_jobs=bool(summaries))
    except OSError as problem:
        raise ConfigError(f"{folder.root} cannot be written: {problem.strerror}", hint="make room on the disk") from None
    return pictured


def _pictured(folder: ComparisonFolder, items: Sequence[ItemCompared]) -> Iterator[ItemCompared]:
    room = PICTURES
    for one in items:
        if one.pixels is None or one.pixels.is_same or not room:
            yield one
            continue
        before = folder.kometa.input / one.kometa.before if one.kometa.before else None
        posters = [
            (job.output / name).read_bytes()
            for job, name in ((folder.kometa, one.kometa.output), (folder.native, one.halley.output))
            if name
        ]
        name = f"{one.kometa.id}_difference.png"
        try:
            write_atomic(folder.output / name, picture_of_difference(before.read_bytes() if before else None, *posters))
        except ValueError:  # one of them is no picture: the words say so
            yield one
            continue
        room -= 1
        yield replace(one, picture=name)
