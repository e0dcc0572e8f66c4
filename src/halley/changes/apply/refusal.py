"""What a server answers to a write that it does not perform."""

from halley.plex.ids import ItemType, RatingKey
from halley.plex.items import Item
from halley.plex.library import Library


class CannotApply(Exception):
    """The server would refuse the Change; `status` is the HTTP status that it would answer."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def known(library: Library, key: RatingKey, kind: ItemType | None = None) -> Item:
    """The item of that key (and type). Raises CannotApply 404 where there is none."""
    item = library.items.get(key)
    if item is None or (kind is not None and item.type is not kind):
        raise CannotApply(404, f"there is no {kind.word if kind else 'item'} {key}")
    return item
