"""Readable names for targets: `matrix`, `breakingbad_series`, `breakingbad_s01`, `breakingbad_s01e01`."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from halley.plex.ids import ItemType
from halley.plex.items import Item

_ARTICLES = re.compile(r"^(the|a|an)\s+", re.IGNORECASE)
_LONGEST = 60


def slug(item: Item, above: Sequence[Item] = ()) -> str:
    """The name of an item; `above` is its parent, then its grandparent.

    Letters and digits of the title without its article, accents dropped; a title with none of them gives `item`.
    """
    match item.type:
        case ItemType.SHOW:
            return f"{_letters(item.title)}_series"
        case ItemType.SEASON:
            return f"{_letters(above[0].title if above else _of(item, 'parentTitle'))}_s{item.index or 0:02}"
        case ItemType.EPISODE:
            show = above[1].title if len(above) > 1 else _of(item, "grandparentTitle")
            season = above[0].index if above else item.number("parentIndex")
            return f"{_letters(show)}_s{season or 0:02}e{item.index or 0:02}"
        case ItemType.ALBUM:
            return f"{_letters(above[0].title if above else _of(item, 'parentTitle'))}_{_letters(item.title)}"
        case _:
            return _letters(item.title)


def unique(slugs: Iterable[tuple[str, int | None]]) -> list[str]:
    """The same names, each once: a second one gets its year, a third a number."""
    taken: set[str] = set()
    found: list[str] = []
    for name, year in slugs:
        candidates = [name, *([f"{name}_{year}"] if year else [])]
        number = 2
        while (free := next((one for one in candidates if one not in taken), None)) is None:
            candidates.append(f"{name}_{number}")
            number += 1
        taken.add(free)
        found.append(free)
    return found


def _letters(title: str) -> str:
    plain = unicodedata.normalize("NFKD", _ARTICLES.sub("", title.strip())).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "", plain)[:_LONGEST] or "item"


def _of(item: Item, name: str) -> str:
    return item.attributes.get(name, "")
