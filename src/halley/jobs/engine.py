"""Which engine draws a preview: real Kometa where there is one, Halley's own where it is missing or fails."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from halley import __version__
from halley.changes import Change, describe
from halley.changes.kinds import AddTags, ImageChange, RemoveTags
from halley.clock import SystemClock
from halley.config import Configuration
from halley.engines.native import LABEL
from halley.files import DiskImages
from halley.gateway.ledger import Ledger
from halley.jobs.boxed import BoxedRun, BoxSettings, run_boxed
from halley.jobs.folder import JobFolder
from halley.jobs.native import NativeRun, run_native
from halley.jobs.outcomes import drawn_posters
from halley.jobs.targets import Target
from halley.plex.tags import TagKind

EngineName = Literal["auto", "kometa", "native"]
OVERLAYS_ONLY = "Halley's own engine draws overlays; collections, metadata, operations and playlists need real Kometa"
_OF_THE_SERVER = frozenset({"unreachable", "timeout", "unauthorised"})


@dataclass(frozen=True, slots=True)
class Work:
    """What an engine is given. `captured` and `drawn` hear how many posters there are, of Kometa's and of ours.

    `expecting` hears of each library how many our own may draw; how many Kometa will draw is known to nobody.
    """

    settings: BoxSettings
    configuration: Configuration
    folder: JobFolder
    targets: Sequence[Target]
    images: DiskImages
    captured: Callable[[int], None]
    drawn: Callable[[int], None]
    expecting: Callable[[int], None] = lambda count: None


async def run_engine(name: EngineName, work: Work) -> BoxedRun:
    """Run the engine of that name; `auto` runs Kometa, and lets our own do what it left undone.

    Where Kometa had begun with what our own engine cannot do, half of that is nothing to be carried out: its failure stands.
    Raises PlexError where the server cannot be used.
    """
    if name == "native":
        return _alone(await _native(work, BoxedRun(Ledger(SystemClock()))), work)
    ran = await run_boxed(work.settings, work.configuration, work.folder, work.targets, work.images, work.captured)
    if name == "kometa" or not ran.failure or ran.was_cancelled or is_fault_of_the_server(ran):
        return ran
    if beyond := _beyond_overlays(ran.ledger):
        return replace(
            ran,
            failure=f"{ran.failure}; it had begun with what needs all of it ({beyond}), and half of that is no plan",
            hint=f"{ran.hint}; or let it be overlays alone: `--overlays-only`"
            if ran.hint
            else "mend what ended it, or let it be overlays alone: `--overlays-only`",
        )
    return _stepped_in(ran, await _native(work, ran), work)


def is_fault_of_the_server(ran: BoxedRun) -> bool:
    """Whether the server left an engine nothing to work on."""
    return any(one.kind in _OF_THE_SERVER for one in ran.ledger.faults)


def _beyond_overlays(ledger: Ledger) -> str:
    """The first thing that Kometa wrote that is no overlay, in words; empty where there is none."""
    return next(
        (describe(one, None) for capture in ledger.captures for one in capture.changes if not _is_of_overlays(one)), ""
    )


def _is_of_overlays(change: Change) -> bool:
    if isinstance(change, AddTags | RemoveTags):
        return change.kind is TagKind.LABEL and any(tag.endswith(LABEL) for tag in change.tags)
    return isinstance(change, ImageChange)


async def _native(work: Work, before: BoxedRun) -> NativeRun:
    done = list(drawn_posters(before.ledger))
    # The last one may have been cut off between its poster and its label: it is done anew.
    return await run_native(
        work.settings, work.configuration, work.folder, work.images, work.drawn, done[:-1], work.expecting
    )


def _alone(native: NativeRun, work: Work) -> BoxedRun:
    return BoxedRun(
        native.ledger,
        engine="native",
        version=__version__,
        warnings=(*_scope_of(work), *native.warnings),
        reasons=native.reasons,
        seconds=native.seconds,
        backups=native.backups,
        origins=native.origins,
    )


def _stepped_in(ran: BoxedRun, native: NativeRun, work: Work) -> BoxedRun:
    """Kometa's run with what our own engine did after it had failed."""
    both = Ledger(SystemClock())
    for one in (ran.ledger, native.ledger):
        both.captures += one.captures
        both.refused += one.refused
        both.faults += one.faults
        both.reads += one.reads
    told = f"{ran.failure}; Halley's own engine drew instead" + (f" ({ran.hint})" if ran.hint else "")
    more = [one for one in native.warnings if one != ran.failure]  # our own engine missed Kometa, too
    return replace(
        ran,
        ledger=both,
        failure="",
        hint=None,
        engine="kometa, then native" if ran.ledger.captures else "native",
        version=__version__,
        warnings=(told, *_scope_of(work), *more),
        reasons=native.reasons,
        seconds=ran.seconds + native.seconds,
        backups=(*ran.backups, *native.backups),
        origins=native.origins,
    )


def _scope_of(work: Work) -> tuple[str, ...]:
    return (OVERLAYS_ONLY,) if work.settings.everything else ()
