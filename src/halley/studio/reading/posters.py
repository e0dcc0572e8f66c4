"""The items of a plan whose pictures turn, as tiles of a grid."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from halley.changes.kinds import AddTags, ImageChange, RemoveTags
from halley.engines.native import LABEL
from halley.jobs.plan_page import pictures_of
from halley.plans import Plan, Step
from halley.plex.ids import RatingKey
from halley.plex.images import ImageKind
from halley.plex.tags import TagKind
from halley.studio.reading.origins import definitions_of
from halley.studio.reading.rows import Row, searched
from halley.studio.reading.shapes import Size
from halley.studio.reading.turns import called
from halley.studio.wire.plans import Picture, Tile


def posters_of(plan: Plan, types: Mapping[int, str], sizes: Mapping[str, Size]) -> tuple[Row[Tile], ...]:
    """The tiles of a plan, in its order. What goes with a poster, Kometa's label, belongs to its tile."""
    steps: dict[RatingKey, list[Step]] = {}
    for step in plan.steps:
        if isinstance(step.change, ImageChange) and step.change.kind is not ImageKind.THEME:
            steps.setdefault(step.change.key, []).append(step)
    for step in plan.steps:
        key = _labelled(step)
        if key in steps:
            steps[key].append(step)
    pictures = pictures_of(plan.steps)
    return tuple(
        _row(plan, key, found, (picture(pictures[key][0], sizes), picture(pictures[key][1], sizes)), types.get(key, ""))
        for key, found in steps.items()
    )


def drawn_by(steps: Iterable[Step]) -> Iterator[Step]:
    """The steps among some that give an item its poster."""
    return (one for one in steps if isinstance(one.change, ImageChange) and one.change.kind is ImageKind.POSTER)


def picture(sha256: str, sizes: Mapping[str, Size]) -> Picture | None:
    """A picture by its digest, if there is one, with its size where that is known."""
    width, height = sizes.get(sha256, (0, 0))
    return Picture(sha256=sha256, width=width, height=height) if sha256 else None


def _row(
    plan: Plan, key: RatingKey, steps: Sequence[Step], both: tuple[Picture | None, Picture | None], kind: str
) -> Row[Tile]:
    drawn = [one for one in steps if isinstance(one.change, ImageChange)]
    definitions, names = definitions_of(drawn)
    title = called(key, plan.titles)
    shown = Tile(
        key=key,
        title=title,
        type=kind or ("episode" if any(drawn_by(drawn)) and _is_wide(both) else ""),  # only they have wide posters
        library=steps[0].library,
        before=both[0],
        after=both[1],
        steps=tuple(sorted(one.number for one in steps)),
        definitions=definitions,
        is_excluded=False,
    )
    kinds = frozenset(one.kind for one in steps)
    return Row(shown, searched((title, *definitions)), kinds, names, shown.steps, shown.library)


def _is_wide(both: Iterable[Picture | None]) -> bool:
    return any(one is not None and one.width > one.height for one in both)


def _labelled(step: Step) -> RatingKey | None:
    """The one item on which a step puts Kometa's label, or from which it takes it."""
    match step.change:
        case (AddTags() | RemoveTags()) as change if change.kind is TagKind.LABEL and LABEL in change.tags:
            return change.keys[0] if len(change.keys) == 1 else None
        case _:
            return None
