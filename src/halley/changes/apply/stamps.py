"""What moves an item's `updatedAt`, and with it the ends of its picture paths.

Pictures do, always: clients tell a new picture by its path, so the stamp must grow even within one second. Values of fields
do. Tags, locks, preferences, members, ratings and play state do not: whether they do on a real server is not confirmed
(spec, plex-api 19.2), and Kometa takes a moved stamp for a changed poster.
"""

from halley.plex.items import Item


def stamped(item: Item, at: int) -> Item:
    """The item, changed at that time (epoch seconds), or a second later than it last was."""
    return item.with_attribute("updatedAt", str(max(at, item.updated_at + 1)))
