"""Labels of Kometa's predecessors, `4K Overlay` and the like: what carries one is restored first (spec, overlays 8.1.3)."""

from collections.abc import Iterator
from dataclasses import dataclass

from halley.plex.items import Item
from halley.plex.tags import TagKind
from halley.selection import View

_ENDING = " overlay"


@dataclass(frozen=True, slots=True)
class OldLabel:
    """A label, its items, and the folder beside config.yml's `overlays` in which their pictures were put aside."""

    label: str
    items: tuple[Item, ...]

    @property
    def folder(self) -> str:
        return self.label[: -len(_ENDING)]


def old_labels(view: View) -> Iterator[OldLabel]:
    """Every label that ends so, a user's own included; only movies, shows and artists are looked at."""
    found: dict[str, list[Item]] = {}
    for item in view.items(view.section.type):
        for tag in item.tags_of(TagKind.LABEL):
            if tag.text.lower().endswith(_ENDING):
                found.setdefault(tag.text, []).append(item)
    return (OldLabel(label, tuple(items)) for label, items in sorted(found.items()))
