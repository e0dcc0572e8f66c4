"""From what an engine's writes made to the steps of a plan."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from halley.changes import Change
from halley.changes.differences import Difference
from halley.changes.kinds import ImageChange, Job, MatchItem, MergeItems, SplitItem
from halley.files import Picture
from halley.gateway.ledger import Capture
from halley.plans import Origin, Step
from halley.plex.ids import SHADOW_KEYS, RatingKey, SectionId
from halley.plex.images import ImageKind

_WITHOUT_TRACE = Job | MatchItem | MergeItems | SplitItem
"""Work of the server that shows some time later, or not at all."""
Places = Mapping[tuple[RatingKey, ImageKind], "Shown"]


@dataclass(frozen=True, slots=True)
class Shown:
    """The picture that an item shows: its name as aspects tell it, and its bytes where they were read."""

    name: str | None
    picture: Picture | None = None


def steps_of(
    captures: Iterable[Capture], sections: Mapping[SectionId, str], shown: Places, origins: Mapping[RatingKey, Origin]
) -> tuple[Step, ...]:
    """The steps of a plan, in order, without those that would change nothing.

    `sections` are the titles of libraries, `shown` the pictures of items before the first step, `origins` where the posters
    of items come from.
    """
    seen = dict(shown)
    found: list[Step] = []
    for capture in captures:
        for change, words, made in zip(capture.changes, capture.words, capture.made, strict=True):
            told = _with_pictures(change, made.differences, seen)
            if not told and not isinstance(change, _WITHOUT_TRACE):
                continue
            in_sections = {section for _, section in made.names.values() if section is not None}
            where = next((sections[one] for one in sorted(in_sections) if one in sections), _library(change, sections))
            origin = origins.get(change.key) if isinstance(change, ImageChange) else None
            before = shown.get((change.key, change.kind)) if isinstance(change, ImageChange) else None
            request = f"{capture.record.method} {capture.record.path}"
            found.append(
                Step(
                    len(found) + 1,
                    change,
                    words,
                    told,
                    where,
                    replace(origin or Origin(), request=request),
                    made.irreversible,
                    before.picture if before is not None else None,
                )
            )
    return tuple(found)


def titles_of(captures: Iterable[Capture]) -> dict[RatingKey, str]:
    """What the things that steps speak of are called; the last name counts."""
    return {key: title for capture in captures for made in capture.made for key, (title, _) in made.names.items()}


def pictures_asked(captures: Iterable[Capture]) -> dict[tuple[RatingKey, ImageKind], None]:
    """The pictures of things that the server has which steps replace, in their order."""
    changes = (change for capture in captures for change in capture.changes)
    return {(one.key, one.kind): None for one in changes if isinstance(one, ImageChange) and one.key < SHADOW_KEYS}


def _with_pictures(
    change: Change, differences: tuple[Difference, ...], seen: dict[tuple[RatingKey, ImageKind], Shown]
) -> tuple[Difference, ...]:
    """The differences with the picture that really stands there, which the gateway does not ask for."""
    if not isinstance(change, ImageChange):
        return differences
    where = (change.key, change.kind)
    return tuple(_told(differences, where, seen))


def _told(
    differences: tuple[Difference, ...], where: tuple[RatingKey, ImageKind], seen: dict[tuple[RatingKey, ImageKind], Shown]
) -> Iterator[Difference]:
    for one in differences:
        if one.aspect != where[1].many:
            yield one
            continue
        before = seen[where].name if where in seen else one.before
        seen[where] = Shown(str(one.after) if one.after is not None else None)
        if before != one.after:
            yield replace(one, before=before)


def _library(change: Change, sections: Mapping[SectionId, str]) -> str:
    return sections.get(getattr(change, "section", None) or SectionId(0), "")
