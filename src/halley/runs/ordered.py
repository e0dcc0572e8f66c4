"""Whether an order can be what some moves led to, whatever the order was before the first of them."""

from collections.abc import Iterable, Sequence

from halley.changes.kinds import AddToCollection, MoveInCollection, RemoveFromCollection
from halley.plex.ids import RatingKey
from halley.runs.model import Intent


def kept_moves(key: RatingKey, intents: Iterable[Intent], held: Sequence[RatingKey]) -> dict[int, bool]:
    """By the number of each move in a collection: whether the order that stands there is one that it led to.

    Told from the last one to the first: behind which item one was put shows until it, or that item, is put elsewhere. Of
    what was moved, added or taken out later nothing is asked; `held` without it is the order that stood before.
    """
    found: dict[int, bool] = {}
    rest = list(held)
    for intent in sorted(intents, key=lambda one: one.number, reverse=True):
        match intent.change:
            case MoveInCollection(key=of, item=item, after=after) if of == key:
                found[intent.number] = _is_kept(rest, item, after)
                rest = [one for one in rest if one != item]
            case AddToCollection(key=of, items=items) if of == key:
                rest = [one for one in rest if one not in items]
            case RemoveFromCollection(key=of, item=item) if of == key:
                rest = [one for one in rest if one != item]
            case _:
                pass
    return found


def _is_kept(rest: Sequence[RatingKey], item: RatingKey, after: RatingKey | None) -> bool:
    if item not in rest or (after is not None and after not in rest):
        return True  # a later step put one of them elsewhere
    place = rest.index(item)
    return place == 0 if after is None else place > 0 and rest[place - 1] == after
