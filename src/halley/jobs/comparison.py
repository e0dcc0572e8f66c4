"""What two engines made of the same items, side by side: which overlays they chose, and what their posters look like."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from halley.jobs.difference_pictures import PixelDifference
from halley.jobs.places import place_to_json
from halley.jobs.summary import Outcome, TargetResult
from halley.location import Location
from halley.overlays.model import OverlayId

SAME, DIFFERENT = 0, 1
"""What a comparison that came to its end ends with."""


@dataclass(frozen=True, slots=True)
class OverlaysChosen:
    """The overlays that each engine chose for an item, in its order."""

    kometa: tuple[OverlayId, ...]
    halley: tuple[OverlayId, ...]

    @property
    def only_kometa(self) -> tuple[OverlayId, ...]:
        """Those that only Kometa chose."""
        return tuple(one for one in self.kometa if one not in self.halley)

    @property
    def only_halley(self) -> tuple[OverlayId, ...]:
        """Those that only our own engine chose."""
        return tuple(one for one in self.halley if one not in self.kometa)


@dataclass(frozen=True, slots=True)
class ItemCompared:
    """One item. `pixels` is None where not both drew it, `chosen` where Kometa's log does not say what it chose.

    `labels` are those that each would add to or take from it. `picture` is the file in `output/` that shows the difference.
    """

    kometa: TargetResult
    halley: TargetResult
    pixels: PixelDifference | None
    chosen: OverlaysChosen | None
    labels: tuple[frozenset[str], frozenset[str]]
    picture: str | None = None

    @property
    def title(self) -> str:
        """The item's title."""
        return self.kometa.title

    @property
    def is_same(self) -> bool:
        """Whether nothing at all differs."""
        return not any(self.differences())

    def differences(self) -> Iterator[str]:
        """What differs, a sentence each."""
        drawn = (self.kometa.outcome is Outcome.CAPTURED, self.halley.outcome is Outcome.CAPTURED)
        if drawn == (True, False):
            yield f"only Kometa draws it; Halley: {self.halley.reason or self.halley.outcome.value}"
        if drawn == (False, True):
            yield f"only Halley draws it; Kometa: {self.kometa.reason or self.kometa.outcome.value}"
        if self.pixels is not None and not self.pixels.is_same:
            yield str(self.pixels)
        if self.chosen is not None:
            for side, names in (("Kometa", self.chosen.only_kometa), ("Halley", self.chosen.only_halley)):
                if names:
                    yield f"only {side} chose {', '.join(one.name for one in names)}"
        if self.labels[0] != self.labels[1]:
            yield f"labels: Kometa {_labels(self.labels[0])}, Halley {_labels(self.labels[1])}"


def _labels(changes: frozenset[str]) -> str:
    return ", ".join(sorted(changes)) or "none"


@dataclass(frozen=True, slots=True)
class Comparison:
    """All items. `failure` is why an engine did not finish, and then `exit_code` tells of it.

    `places` are where definitions stand, by library and name; `versions` are what was compared.
    """

    items: tuple[ItemCompared, ...] = ()
    failure: tuple[str, ...] = ()
    exit_code: int = SAME
    versions: tuple[str, str] = ("", "")
    seconds: tuple[float, float] = (0, 0)
    notes: tuple[str, ...] = ()
    places: Mapping[tuple[str, OverlayId], Location] = field(default_factory=dict)

    @property
    def differing(self) -> tuple[ItemCompared, ...]:
        """The items that differ in anything."""
        return tuple(one for one in self.items if not one.is_same)

    @property
    def counts(self) -> Mapping[str, int]:
        """Items by how alike they came out."""
        return dict(Counter(_kind(one) for one in self.items))

    @property
    def definitions(self) -> int:
        """How many definitions were chosen for any item by both."""
        both = (set(one.chosen.kometa) & set(one.chosen.halley) for one in self.items if one.chosen is not None)
        libraries = [one.kometa.library for one in self.items if one.chosen is not None]
        return len({(library, each) for library, those in zip(libraries, both, strict=True) for each in those})

    def to_json(self) -> dict[str, object]:
        """Everything, as an object of JSON values."""
        return {
            "ok": self.exit_code == SAME,
            "exit_code": self.exit_code,
            "engines": {
                "kometa": {"version": self.versions[0], "seconds": round(self.seconds[0], 2)},
                "halley": {"version": self.versions[1], "seconds": round(self.seconds[1], 2)},
            },
            "counts": {"items": len(self.items), "different": len(self.differing), **self.counts},
            "definitions": self.definitions,
            "failure": list(self.failure),
            "notes": list(self.notes),
            "items": [self._row(one) for one in self.items],
        }

    def _row(self, one: ItemCompared) -> dict[str, object]:
        library = one.kometa.library
        return {
            "id": one.kometa.id,
            "title": one.title,
            "type": one.kometa.type,
            "ratingKey": str(one.kometa.rating_key),
            "library": library,
            "same": one.is_same,
            "differences": list(one.differences()),
            "outcomes": {"kometa": one.kometa.outcome.value, "halley": one.halley.outcome.value},
            "pixels": one.pixels.to_json() if one.pixels else None,
            "chosen": self._chosen(one.chosen, library) if one.chosen else None,
            "picture": one.picture,
        }

    def _chosen(self, chosen: OverlaysChosen, library: str) -> dict[str, object]:
        def named(those: tuple[OverlayId, ...]) -> list[dict[str, object]]:
            return [{"definition": one.name, "where": place_to_json(self.places.get((library, one)))} for one in those]

        return {
            "both": [one.name for one in chosen.kometa if one in chosen.halley],
            "only_kometa": named(chosen.only_kometa),
            "only_halley": named(chosen.only_halley),
        }


def _kind(one: ItemCompared) -> str:
    if not one.is_same:
        return "different"
    if one.pixels is None:
        return "not drawn by either"
    return "same file" if one.pixels.is_same_file else "same pixels"
