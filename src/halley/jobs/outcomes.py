"""What became of each target, told from what the gateway captured."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from halley.changes.kinds import UploadImage
from halley.errors import HalleyError
from halley.files import ImageStore, write_atomic
from halley.gateway.ledger import Ledger
from halley.jobs.artwork import Artwork, extension_of
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


def drawn_posters(ledger: Ledger) -> dict[RatingKey, Drawn]:
    """What the engine drew, by rating key."""
    return {
        change.key: Drawn(change.picture.sha256, capture.record.timestamp)
        for capture in ledger.captures
        for change in capture.changes
        if isinstance(change, UploadImage) and change.kind is ImageKind.POSTER
    }


def save_base(folder: JobFolder, target: Target, base: Artwork | None) -> str | None:
    """Put a target's base picture into `input/`; the file's name, None where there is no picture."""
    if base is None:
        return None
    name = f"{target.id}{base.extension}"
    write_atomic(folder.input / name, base.data)
    return name


def result_of(
    folder: JobFolder, target: Target, base: Artwork | None, drawn: Drawn | None, images: ImageStore, failure: str
) -> TargetResult:
    """Save what there is for a target and say what became of it. `failure` is empty where the engine ran well."""
    before = save_base(folder, target, base)
    warnings = (base.warning,) if base and base.warning else ()
    outcome, reason, data = _picture(target, base, drawn, images, failure)
    name = None
    if data is not None:
        name = f"{target.id}_after{extension_of(data)}"
        try:
            write_atomic(folder.output / name, data)
        except OSError as problem:
            name, outcome, reason = None, Outcome.MISSING, f"it could not be written: {problem.strerror or problem}"
    return TargetResult(
        target.id,
        target.title,
        target.item.type.word,
        target.item.key,
        target.library,
        outcome,
        name,
        before,
        reason,
        warnings,
    )


def _picture(
    target: Target, base: Artwork | None, drawn: Drawn | None, images: ImageStore, failure: str
) -> tuple[Outcome, str, bytes | None]:
    if drawn is not None:
        return Outcome.CAPTURED, "", images.get(drawn.sha256)
    if not failure:
        if base is None:
            return Outcome.MISSING, "the server has no poster for it, so Kometa draws nothing", None
        return Outcome.UNCHANGED, "no overlay of the configuration applies to it, or it has them already", base.data
    try:
        return Outcome.DEGRADED, failure, degraded(base.data if base else None, target.item)
    except (OSError, ValueError, MemoryError) as problem:
        return Outcome.MISSING, f"{failure}; and no badge could be drawn: {problem}", None


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


def failure_of(problems: Sequence[HalleyError | str]) -> str:
    """One sentence for why no engine drew, empty where one did."""
    return "; ".join(one.message if isinstance(one, HalleyError) else one for one in problems)
