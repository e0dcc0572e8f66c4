"""Whether an item has to be drawn again, and why (spec, overlays 8.3).

Kometa's reasons are known from what it remembers: comparison strings, values of texts, the file of an asset. Halley can do
better, as it also remembers a hash of all that went into a poster, and what the server showed afterwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from halley.engines.native.special_texts import Kept, text_change
from halley.overlays.subject import Subject


class Redraw(Enum):
    """When a poster is drawn again."""

    AS_KOMETA = "as-kometa"  #: for Kometa's reasons and for no others
    ON_ANY_CHANGE = "on-any-change"  #: whenever anything that it is made of is another, and only then


class Cause(Enum):
    """Why an item is drawn."""

    REAPPLIED = "the configuration says `reapply_overlays`"
    UNLABELLED = "it has no label `Overlay`"
    NEW_BASE = "the picture below is a new one"
    OVERLAY_GONE = "an overlay was drawn that it no longer gets"
    OVERLAY_NEW = "an overlay was not drawn, or not so"
    OVERLAY_REDRAWN = "the picture of an overlay was replaced"
    TEXT = "a value in a text has changed"
    ASSET = "the asset has changed"
    UNKNOWN = "nothing is remembered of how it was drawn"
    INPUTS = "something that it is made of has changed"
    REPLACED = "somebody has set another poster since"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an item is drawn, and what exactly was seen."""

    cause: Cause
    seen: str = ""

    def __str__(self) -> str:
        return f"{self.cause.value}: {self.seen}" if self.seen else self.cause.value


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is known of how an item was drawn the last time.

    `overlays` are comparison strings; `compare` is the asset's value, or the item's poster path from before. The rest is
    known where Halley drew it: `inputs` is a hash of all that the poster was made of, `base` names the file below and
    `base_sha256` its bytes, `uploaded` is the poster's own SHA-256, `shown` the path under which the server showed it.
    """

    overlays: tuple[str, ...] = ()
    compare: str | None = None
    inputs: str | None = None
    base: str | None = None
    base_sha256: str | None = None
    uploaded: str | None = None
    shown: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an item stands now. `overlays` are comparison strings, and whether the picture of each is another than before.

    `asset` is the value of its asset. `inputs` is the hash of all that its poster would be made of, None where that is not
    known. `is_replaced`: the server shows a poster that nobody remembers to have drawn. `has_texts`: one of its overlays is
    a text, of whatever kind.
    """

    subject: Subject
    is_labelled: bool
    overlays: Mapping[str, bool]
    has_texts: bool = False
    has_new_base: bool = False
    asset: str | None = None
    inputs: str | None = None
    is_replaced: bool = False
    is_reapplied: bool = False


def reason_to_draw(
    standing: Standing, before: Remembered | None, texts: Kept, redraw: Redraw = Redraw.AS_KOMETA
) -> Reason | None:
    """Why an item is to be drawn, None where its poster is what it should be.

    `texts` are all values that were ever kept for the item. Raises Unreadable, as Kometa, where one of them is broken.
    """
    if standing.is_reapplied:
        return Reason(Cause.REAPPLIED)
    if not standing.is_labelled:
        return Reason(Cause.UNLABELLED)
    match redraw:
        case Redraw.AS_KOMETA:
            return _as_kometa(standing, before or Remembered(), texts)
        case Redraw.ON_ANY_CHANGE:
            return _on_any_change(standing, before)
        case _:
            assert_never(redraw)


def _as_kometa(standing: Standing, before: Remembered, texts: Kept) -> Reason | None:
    # Read before anything else may be a reason: a broken value fails the item in any case.
    changed = text_change(texts, standing.subject) if standing.has_texts else None
    if standing.has_new_base:
        return Reason(Cause.NEW_BASE)
    for gone in before.overlays:
        if gone not in standing.overlays:
            return Reason(Cause.OVERLAY_GONE, gone)
    for overlay, is_redrawn in standing.overlays.items():
        if overlay not in before.overlays:
            return Reason(Cause.OVERLAY_NEW, overlay)
        if is_redrawn:
            return Reason(Cause.OVERLAY_REDRAWN, overlay)
    if changed is not None:
        return Reason(Cause.TEXT, changed)
    if standing.asset is not None and before.compare and standing.asset != before.compare:
        return Reason(Cause.ASSET, standing.asset)
    return None


def _on_any_change(standing: Standing, before: Remembered | None) -> Reason | None:
    if before is None or before.inputs is None:
        return Reason(Cause.UNKNOWN)
    if standing.inputs is None or standing.inputs != before.inputs:
        return Reason(Cause.INPUTS)
    return Reason(Cause.REPLACED) if standing.is_replaced else None
