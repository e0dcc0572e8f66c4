"""The things of a plan with all that turns about them: items, collections, playlists, settings, steps without a trace."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from halley.changes.kinds import CollectionChange, CreateCollection, CreatePlaylist, PlaylistChange
from halley.jobs.plan_page import pictures_of
from halley.plans import Plan, Step
from halley.plans.net import Mark, Net, Thing
from halley.plans.words import heading
from halley.plex.ids import SHADOW_KEYS, ItemType, RatingKey
from halley.studio.reading.origins import definitions_of, origins_of
from halley.studio.reading.posters import picture
from halley.studio.reading.rows import Row, searched
from halley.studio.reading.shapes import Size
from halley.studio.reading.turns import called, shown_turn
from halley.studio.wire.plans import MarkWord, Member, Picture, ThingRow

_MARKS: Final[Mapping[Mark, MarkWord]] = {Mark.CREATED: "created", Mark.CHANGED: "changed", Mark.REMOVED: "removed"}
_MEMBERS = 200
"""Members of a list that come or go, by name; more are counted."""
Pictures = Mapping[RatingKey, tuple[Picture | None, Picture | None]]


def things_of(plan: Plan, found: Net, types: Mapping[int, str], sizes: Mapping[str, Size]) -> tuple[Row[ThingRow], ...]:
    """The rows of a plan's things, in its order, then those of steps that turn nothing one could see."""
    steps = {step.number: step for step in plan.steps}
    pictures = {
        key: (picture(before, sizes), picture(after, sizes)) for key, (before, after) in pictures_of(plan.steps).items()
    }
    things = (_thing(plan, one, [steps[number] for number in one.steps], pictures, types) for one in found.things)
    return (*things, *(_silent(plan, one) for one in found.silent))


def types_of(plan: Plan) -> dict[int, str]:
    """Of things that steps name what they are, as far as the steps say it: `movie`, `collection`."""
    found: dict[int, str] = {}
    for step in plan.steps:
        change = step.change
        kind = getattr(change, "type", None)
        if isinstance(kind, ItemType) and not isinstance(change, CreateCollection):
            for key in getattr(change, "keys", ()) or ((change.key,) if hasattr(change, "key") else ()):
                found[int(key)] = kind.word
        elif isinstance(change, CollectionChange | PlaylistChange) and not isinstance(
            change, CreateCollection | CreatePlaylist
        ):
            found[int(change.key)] = "collection" if isinstance(change, CollectionChange) else "playlist"
        for one in step.differences:
            if one.of == "item" and one.aspect == "type":
                found[one.number] = str(one.after or one.before)
    return found


def marks_in(found: Net) -> dict[str, int]:
    """How many things are made, changed and removed, and how many steps ask for work that shows later."""
    marks = Counter[str](_MARKS[one.mark] for one in found.things)
    return {**marks, **({"asked": len(found.silent)} if found.silent else {})}


def _thing(plan: Plan, thing: Thing, steps: Sequence[Step], pictures: Pictures, types: Mapping[int, str]) -> Row[ThingRow]:
    before, after = pictures.get(RatingKey(thing.number), (None, None)) if thing.of == "item" else (None, None)
    turns = tuple(shown_turn(turn, plan.titles) for turn in thing.turns if turn.aspect != "type")
    kind = types.get(thing.number, "") if thing.of == "item" else ""
    members = _members(thing, plan, pictures)
    kinds, (definitions, names) = _kinds(steps), definitions_of(steps)
    row = ThingRow(
        of=kind if kind in {"collection", "playlist"} else thing.of,
        number=thing.number,
        title=thing.title or (called(thing.number, plan.titles) if thing.of == "item" else thing.library),
        library=thing.library,
        mark=_MARKS[thing.mark],
        turns=turns,
        steps=thing.steps,
        origins=origins_of(steps, plan.source.configuration),
        irreversible=tuple(dict.fromkeys(step.irreversible for step in steps if step.irreversible)),
        before=before,
        after=after,
        members_in=tuple(one.title or called(one.key, plan.titles) for one in members.come),
        members_out=tuple(one.title or called(one.key, plan.titles) for one in members.gone),
        heading=heading(thing),
        kinds=kinds,
        come=members.come,
        gone=members.gone,
        stay=members.stay,
        comes=members.comes,
        goes=members.goes,
        holds=members.holds,
    )
    texts = (row.heading, row.title, *(turn.line for turn in turns), *definitions, *row.members_in, *row.members_out)
    return Row(row, searched(texts), frozenset(kinds), names, thing.steps, thing.library)


def _silent(plan: Plan, step: Step) -> Row[ThingRow]:
    row = ThingRow(
        of="step",
        number=step.number,
        title=step.words,
        library=step.library,
        mark="asked",
        turns=(),
        steps=(step.number,),
        origins=origins_of((step,), plan.source.configuration),
        irreversible=(step.irreversible,) if step.irreversible else (),
        heading=f"* {step.words}",
        kinds=(step.kind,),
    )
    definitions, names = definitions_of((step,))
    texts = (row.heading, *definitions)
    return Row(row, searched(texts), frozenset(row.kinds), names, row.steps, step.library)


@dataclass(frozen=True, slots=True)
class _Members:
    """Who comes into a list, goes out of it and stays, the first of them; how many come and go, how many it holds then."""

    come: tuple[Member, ...] = ()
    gone: tuple[Member, ...] = ()
    stay: tuple[Member, ...] = ()
    comes: int = 0
    goes: int = 0
    holds: int = 0


def _members(thing: Thing, plan: Plan, pictures: Pictures) -> _Members:
    """The members of a thing; nobody where they do not turn."""
    turn = next((one for one in thing.turns if one.aspect == "members"), None)
    if turn is None:
        return _Members()
    before, after = tuple(_keys(turn.before)), tuple(_keys(turn.after))
    was, place = ({key: at for at, key in enumerate(some, 1)} for some in (before, after))

    def told(some: Iterable[int]) -> tuple[Member, ...]:
        return tuple(_member(key, plan, pictures, (was.get(key, 0), place.get(key, 0))) for key in islice(some, _MEMBERS))

    come, gone = _without(after, before), _without(before, after)
    return _Members(told(come), told(gone), told(key for key in after if key in was), len(come), len(gone), len(after))


def _keys(value: object) -> Iterator[int]:
    return (one for one in value if isinstance(one, int)) if isinstance(value, tuple) else iter(())


def _without(some: Sequence[int], others: Iterable[int]) -> list[int]:
    known = frozenset(others)
    return [one for one in some if one not in known]


def _member(key: int, plan: Plan, pictures: Pictures, places: tuple[int, int]) -> Member:
    before, after = pictures.get(RatingKey(key), (None, None))
    title = plan.titles.get(RatingKey(key), "")
    return Member(key=key if key < SHADOW_KEYS else 0, title=title, picture=after or before, was=places[0], place=places[1])


def _kinds(steps: Iterable[Step]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(step.kind for step in steps))
