"""From the overlays that an item has to what is drawn on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from immutables import Map

from halley.overlays.arrange import CannotArrange, QueueId, Standing, arrange
from halley.overlays.composition import Composition, Layer
from halley.overlays.geometry import canvas_of
from halley.overlays.model import Kind, Overlay, OverlayId, Queue
from halley.overlays.subject import Subject
from halley.overlays.variables import NO_FACTS, Facts, LeftOut, Text, Unwritable, text_of
from halley.plex.ids import ItemType


@dataclass(frozen=True, slots=True)
class Omitted:
    """An overlay that the item has, but that is not drawn, and why."""

    id: OverlayId
    reason: str


@dataclass(frozen=True, slots=True)
class Composed:
    """What is drawn on an item, what is not, and the values that went into its texts (spec, overlays 8.3.2)."""

    composition: Composition
    omitted: tuple[Omitted, ...] = ()
    values: Map[str, str | int | float | None] = Map()


#: Real Kometa fails on each: python-plexapi knows no posters of tracks, and no text variable is theirs.
_NO_POSTER = "it is a track, and Plex gives tracks no posters of their own: put overlays on its album"


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing is drawn on the item; what it has stays."""

    reason: str
    blamed: tuple[OverlayId, ...] = ()
    values: Map[str, str | int | float | None] = Map()


@dataclass(frozen=True, slots=True)
class Book:
    """All overlays of a library: what each is, the level of its definition, and the queues that they stand in."""

    overlays: Mapping[OverlayId, Overlay]
    levels: Mapping[OverlayId, ItemType]
    queues: Mapping[QueueId, Queue]


def compose(left: Sequence[OverlayId], book: Book, subject: Subject, facts: Facts = NO_FACTS) -> Composed | Failed:
    """What the overlays that are `left` to an item come to. No picture is opened, no text measured."""
    if subject.item.type is ItemType.TRACK:
        return Failed(_NO_POSTER, tuple(left))
    layers: list[Layer] = []
    drawn_by: list[OverlayId] = []
    omitted: list[Omitted] = []
    values: Map[str, str | int | float | None] = Map()
    try:
        arranged = arrange(left, book.overlays, book.queues)
        for standing in arranged.standing:
            text = _text(standing, book, subject, facts)
            if text is not None:
                values = values.update(text.values)
            if isinstance(text, Unwritable):
                return Failed(text.reason, (standing.id,), values)
            if isinstance(text, LeftOut):
                omitted.append(Omitted(standing.id, text.reason))
                continue
            layers.append(_layer(standing, text))
            drawn_by.append(standing.id)
    except CannotArrange as failure:
        return Failed(str(failure), failure.blamed, values)
    omitted += [Omitted(one, f"its queue `{book.overlays[one].queue}` has no place for it") for one in arranged.dropped]
    composition = Composition(canvas_of(subject.item.type), tuple(layers), arranged.blur, tuple(drawn_by))
    return Composed(composition, tuple(omitted), values)


def _text(standing: Standing, book: Book, subject: Subject, facts: Facts) -> Text | LeftOut | Unwritable | None:
    overlay = standing.overlay
    if overlay.kind is not Kind.TEXT or overlay.template is None:
        return None
    found = text_of(overlay.template, book.levels[standing.id], subject, facts)
    if isinstance(found, Text) and "\n" in found.text:
        return Unwritable(overlay.name, "its text has a line break, and overlays are of one line", found.values)
    return found


def _layer(standing: Standing, text: Text | None) -> Layer:
    overlay = standing.overlay
    if overlay.kind is Kind.BACKDROP:
        _check_backdrop(standing)
    return Layer(
        kind=overlay.kind,
        place=standing.place,
        back=overlay.back,
        box=overlay.box,
        text=text.text if text is not None else None,
        style=overlay.style if text is not None else None,
        picture=overlay.picture,
        scale=overlay.scale,
        addon=overlay.addon,
    )


def _check_backdrop(standing: Standing) -> None:
    """What Kometa accepts as a backdrop and then fails to draw (spec, overlays 11.10)."""
    overlay = standing.overlay
    if overlay.name != "backdrop":
        raise CannotArrange(f"`{overlay.name}` is no overlay that can be drawn; did you mean `backdrop`?", standing.id)
    if overlay.queue is not None:
        raise CannotArrange("a backdrop cannot stand in a queue", standing.id)
    if not overlay.back.is_drawn:
        raise CannotArrange("a backdrop needs a `back_color` or a `back_line_color`", standing.id)
