"""What became of each target, told from what the gateway captured."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from halley.changes import Change
from halley.changes.kinds import UploadImage
from halley.files import ImageStore, write_atomic
from halley.gateway.ledger import Ledger
from halley.jobs.artwork import extension_of
from halley.jobs.bases import Base
from halley.jobs.folder import JobFolder
from halley.jobs.last_resort import degraded
from halley.jobs.summary import BlockedWrite, CapturedOutput, Outcome, TargetResult
from halley.jobs.targets import Target
from halley.plex.ids import RatingKey
from halley.plex.images import ImageKind
from halley.sandbox.guard_events import GuardEvents


@dataclass(frozen=True, slots=True)
class Drawn:
    """The last poster that the engine uploaded for an item, and when."""

    sha256: str
    timestamp: str


class DrawnCount:
    """How many posters a ledger has, kept up as it grows: counting anew for each line of a log would take too long.

    `among` bounds what counts; None counts everything.
    """

    def __init__(self, ledger: Ledger, among: Container[RatingKey] | None) -> None:
        self._ledger, self._among = ledger, among
        self._read = 0
        self._keys: set[RatingKey] = set()

    def __call__(self) -> int:
        for capture in self._ledger.captures[self._read :]:
            self._keys |= {key for key, _ in _posters(capture.changes) if self._among is None or key in self._among}
            self._read += 1
        return len(self._keys)


def drawn_posters(ledger: Ledger) -> dict[RatingKey, Drawn]:
    """What the engine drew, by rating key."""
    return {
        key: Drawn(sha256, capture.record.timestamp)
        for capture in ledger.captures
        for key, sha256 in _posters(capture.changes)
    }


def _posters(changes: Iterable[Change]) -> Iterator[tuple[RatingKey, str]]:
    for change in changes:
        if isinstance(change, UploadImage) and change.kind is ImageKind.POSTER:
            yield change.key, change.picture.sha256


@dataclass(frozen=True, slots=True)
class Ending:
    """How the engine came to its end: why it did not finish (empty where it did), and whether somebody stopped it."""

    failure: str = ""
    was_cancelled: bool = False


def result_of(
    folder: JobFolder, target: Target, base: Base | None, drawn: Drawn | None, images: ImageStore, ending: Ending
) -> TargetResult:
    """Save what there is for a target and say what became of it. Raises OSError where it cannot be written."""
    outcome, reason, data = _picture(target, base, drawn, images, ending)
    name = None
    if data is not None:
        name = f"{target.id}_after{extension_of(data)}"
        write_atomic(folder.output / name, data)
    return TargetResult(
        target.id,
        target.title,
        target.item.type.word,
        target.item.key,
        target.library,
        outcome,
        name,
        base.path.name if base else None,
        reason,
        (base.warning,) if base and base.warning else (),
    )


def _picture(
    target: Target, base: Base | None, drawn: Drawn | None, images: ImageStore, ending: Ending
) -> tuple[Outcome, str, bytes | None]:
    if drawn is not None:
        return Outcome.CAPTURED, "", images.get(drawn.sha256)
    if ending.was_cancelled:
        return Outcome.MISSING, "the preview was cancelled before it was drawn", None
    if not ending.failure:
        if base is None:
            return Outcome.MISSING, "the server has no poster for it, so Kometa draws nothing", None
        return Outcome.UNCHANGED, "no overlay of the configuration applies to it, or it has them already", _bytes(base)
    try:
        return Outcome.DEGRADED, ending.failure, degraded(_bytes(base) if base else None, target.item, target.above)
    except (ValueError, MemoryError) as problem:
        return Outcome.MISSING, f"{ending.failure}; and no badge could be drawn: {problem}", None


def _bytes(base: Base) -> bytes:
    return base.path.read_bytes()


def captured_outputs(
    results: Iterable[TargetResult], drawn: dict[RatingKey, Drawn], events: GuardEvents, output: Path
) -> tuple[CapturedOutput, ...]:
    """The contract's list of captured pictures; the source is what the guard saw, else the gateway itself."""
    uploads = {one.rating_key: one for one in events.uploads if one.element == "poster"}
    found: list[CapturedOutput] = []
    for one in results:
        if one.outcome is not Outcome.CAPTURED or one.output is None:
            continue
        upload = uploads.get(str(one.rating_key))
        found.append(
            CapturedOutput(
                str(one.rating_key),
                upload.title if upload else one.title,
                (upload.source if upload else None) or "gateway",
                str(output / one.output),
                drawn[RatingKey(one.rating_key)].timestamp,
            )
        )
    return tuple(found)


def blocked_at_the_gateway(ledger: Ledger, server_url: str) -> tuple[BlockedWrite, ...]:
    """Every write that reached the gateway, as the contract lists them: against the server that it was meant for."""
    captured = [
        BlockedWrite(
            one.record.method,
            f"{server_url}{one.record.target}",
            one.record.timestamp,
            what="; ".join(one.words),
            captured=True,
        )
        for one in ledger.captures
    ]
    refused = [
        BlockedWrite(
            one.method,
            one.target if "://" in one.path else f"{server_url}{one.target}",
            one.timestamp,
            what=f"refused: {one.reason}",
        )
        for one in ledger.refused
    ]
    return tuple(sorted((*captured, *refused), key=lambda one: one.timestamp))


def blocked_by_the_guard(events: GuardEvents) -> tuple[BlockedWrite, ...]:
    """What the guard held back inside the engine: writes meant for other services, connections to anywhere else."""
    writes = [
        BlockedWrite(
            one.method,
            one.url,
            one.timestamp,
            by="guard",
            what=f"would have sent {', '.join(one.fields)}" if one.fields else "a write to another service",
        )
        for one in events.blocked_writes
    ]
    connections = [
        BlockedWrite("CONNECT", one.address or one.host, one.timestamp, by="guard", what=f"stopped at the {one.layer}")
        for one in events.refused_connections
    ]
    return (*writes, *connections)
