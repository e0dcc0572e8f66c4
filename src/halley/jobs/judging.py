"""What is to be done with each item of a planned library, from what stands there and what is remembered.

No picture is fetched for it: where that is needed, the item's judgement waits for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from halley.engines.native import Planned, Unplanned, is_labelled
from halley.engines.native.changed import Reason, Redraw, Remembered, Standing, reason_to_draw
from halley.engines.native.grounds import Ground
from halley.engines.native.special_texts import Unreadable
from halley.jobs.assets import Assets
from halley.jobs.digests import Digests, sha256_of, standing_of
from halley.jobs.ground import Below, Grounds
from halley.jobs.memory import LibraryMemory
from halley.jobs.planning import PlannedLibrary
from halley.overlays.comparison import comparison
from halley.overlays.model import Kind, Overlay, OverlayId
from halley.overlays.subject import Subject
from halley.overlays.suppress import survivors
from halley.plex.items import Item


class CannotJudge(Exception):
    """Nothing can be done with an item. Says why in the words of a sentence."""


@dataclass(frozen=True, slots=True)
class Judged:
    """An item, what it is drawn on, and why it is drawn if it is.

    `is_suspect`: the server shows a poster at another path than before, which may be another poster.
    """

    outcome: Planned | Unplanned
    ground: Ground
    assets: Assets
    before: Remembered | None
    standing: Standing
    reason: Reason | None
    is_suspect: bool = False

    @property
    def item(self) -> Item:
        return self.outcome.item

    @property
    def waits(self) -> bool:
        """Whether something has to be fetched before it can be known what is to be done."""
        return self.ground.is_new or self.is_suspect

    def on(self, ground: Ground) -> "Judged":
        """The same on another picture."""
        return replace(self, ground=ground)


@dataclass(frozen=True, slots=True)
class Base:
    """The picture below, as it is remembered: the value of its file, if it has one, and its SHA-256."""

    value: str | None
    sha256: str


class Judge:
    """Judges the items of one library."""

    def __init__(
        self, planned: PlannedLibrary, grounds: Grounds, memory: LibraryMemory, digests: Digests, redraw: Redraw
    ) -> None:
        self._planned, self._grounds, self._memory = planned, grounds, memory
        self._digests, self._redraw = digests, redraw
        self._overlays = planned.book.book.overlays
        self._comparisons = {one: comparison(overlay) for one, overlay in self._overlays.items()}
        self.picture_sizes = {one: size for one, overlay in self._overlays.items() if (size := _size(overlay)) is not None}
        self._updated = {one for one, size in self.picture_sizes.items() if memory.picture_size(one) != size}

    def judge(self, outcome: Planned | Unplanned, *, was_restored: bool = False) -> Judged:
        """What is to be done. `was_restored`: in this run it was given another poster already. Raises CannotJudge."""
        item, orders = outcome.item, self._planned.book.orders
        ground = self._grounds.choice(item, orders.reset)
        assets, before = self._grounds.assets(item), self._memory.drawn(item.key)
        left = self._left(outcome)
        if isinstance(outcome, Unplanned) and has_equal_weights(left, self._overlays):
            raise CannotJudge(outcome.reason)
        standing = Standing(
            subject=Subject(item, self._planned.library),
            is_labelled=is_labelled(item),
            overlays=self._strings(left),
            has_texts=any(self._overlays[one].kind is Kind.TEXT for one in left),
            asset=standing_of(assets.poster) if assets.poster is not None else None,
            inputs=self._inputs_on_disk(outcome, ground, before),
            is_replaced=was_restored,
            is_reapplied=orders.reapplies,
        )
        reason = self._reason(standing, before)
        return Judged(outcome, ground, assets, before, standing, reason, self._is_suspect(item, before))

    def with_below(self, judged: Judged, below: Below, *, is_replaced: bool = False) -> Judged:
        """The judgement once the picture below has been fetched. Raises CannotJudge."""
        outcome, book = judged.outcome, self._planned.book
        inputs = judged.standing.inputs
        if isinstance(outcome, Planned) and (below.media_type is not None or inputs is None):
            inputs = self._digests.inputs(outcome.composed.composition, sha256_of(below.data), book)
        standing = replace(
            judged.standing,
            has_new_base=below.media_type is not None,
            inputs=inputs,
            is_replaced=is_replaced or judged.standing.is_replaced,
        )
        return replace(judged, standing=standing, reason=self._reason(standing, judged.before))

    def remembered(self, judged: Judged, below: Below, uploaded: str) -> Remembered:
        """What is to be kept of an item that has been drawn.

        Of one that had neither poster nor asset Kometa keeps nothing, and draws it again the next time.
        """
        compare = judged.standing.asset or judged.item.attributes.get("thumb")
        base = self.base(judged, below)
        strings = tuple(judged.standing.overlays) or ("",)
        return Remembered(
            strings if compare else (), compare, judged.standing.inputs, base.value, base.sha256, uploaded=uploaded
        )

    def base(self, judged: Judged, below: Below) -> Base:
        """What is below an item that has been drawn."""
        path = self._grounds.file(judged.item, judged.ground)
        # What was fetched has been put aside in the meantime, and is the file that counts the next time.
        path = path or self._grounds.originals.of(judged.item.key)
        return Base(standing_of(path) if path is not None else None, sha256_of(below.data))

    def _reason(self, standing: Standing, before: Remembered | None) -> Reason | None:
        try:
            return reason_to_draw(standing, before, self._memory.texts(standing.subject.item.key), self._redraw)
        except Unreadable as problem:
            raise CannotJudge(str(problem)) from None

    def _left(self, outcome: Planned | Unplanned) -> tuple[OverlayId, ...]:
        return survivors(outcome.found_by, self._overlays, self._planned.book.suppressed_by)

    def _strings(self, left: Sequence[OverlayId]) -> Mapping[str, bool]:
        """Comparison strings; of two that are the same the last one says whether its picture is another."""
        return {self._comparisons[one]: one in self._updated for one in left}

    def _inputs_on_disk(self, outcome: Planned | Unplanned, ground: Ground, before: Remembered | None) -> str | None:
        """The hash of all inputs, where the picture below lies on the disk and Halley's own reasons count."""
        path = self._grounds.file(outcome.item, ground)
        if self._redraw is Redraw.AS_KOMETA or path is None or not isinstance(outcome, Planned):
            return None
        known = before is not None and before.base is not None and before.base == standing_of(path)
        base = before.base_sha256 if before is not None and known else None
        return self._digests.inputs(outcome.composed.composition, base or self._digests.file(path), self._planned.book)

    def _is_suspect(self, item: Item, before: Remembered | None) -> bool:
        if self._redraw is Redraw.AS_KOMETA or before is None or before.uploaded is None or not is_labelled(item):
            return False
        return before.shown is None or item.attributes.get("thumb") != before.shown


def has_equal_weights(left: Sequence[OverlayId], overlays: Mapping[OverlayId, Overlay]) -> bool:
    """Whether two overlays of a queue have the same weight, on which Kometa fails an item before it does anything."""
    places = [(one.file, overlays[one].queue, overlays[one].weight) for one in left if overlays[one].queue is not None]
    return len(set(places)) < len(places)


def _size(overlay: Overlay) -> str | None:
    """The size of an overlay's picture file in bytes; None for one without a picture."""
    if overlay.picture is None or overlay.picture.path is None or overlay.kind not in {Kind.IMAGE, Kind.TEXT}:
        return None
    try:
        return str(overlay.picture.path.stat().st_size)
    except OSError:
        return None
