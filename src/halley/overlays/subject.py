"""An item as text variables see it: itself, what stands above it, and the episodes or tracks below."""

from collections.abc import Iterator
from dataclasses import dataclass

from halley.plex.items import Item
from halley.plex.library import Library
from halley.plex.xml.hierarchy import above, counts, from_above


@dataclass(frozen=True, slots=True)
class Subject:
    """An item and the library around it."""

    item: Item
    library: Library

    def text(self, name: str) -> str | None:
        """An attribute in Plex's spelling, what follows from the levels above and below included."""
        item = self.item
        if name.startswith(("parent", "grandparent")):
            found = from_above(item, *above(item, self.library))
        else:
            found = counts(item, self.library) if name == "leafCount" else {}
        return found[name] if name in found else item.attributes.get(name)

    def durations(self) -> Iterator[int]:
        """Lengths in milliseconds of the episodes or tracks below that have one."""
        for leaf in self.library.leaves(self.item.key):
            length = leaf.number("duration")
            if leaf.key != self.item.key and length:
                yield length
