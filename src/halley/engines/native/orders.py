"""What a library is told about all its overlays: take them off, draw them anew, fetch new bases (spec, overlays 1.1)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from halley.config.document import Plain
from halley.location import Located


class Provider(Enum):
    """Whom a base picture can be fetched from."""

    PLEX = "plex"  #: the pictures that the server has of the item
    TMDB = "tmdb"  #: the poster or still at TMDb


@dataclass(frozen=True, slots=True)
class Orders:
    """`removes`: all overlays go. `reapplies`: everything is drawn again. `reset`: where bases come from every time."""

    removes: bool = False
    reapplies: bool = False
    reset: tuple[Provider, ...] = ()


NO_ORDERS = Orders()
_REMOVES = ("remove_overlays", "remove_overlay", "revert_overlays")
_REAPPLIES = ("reapply_overlays", "reapply_overlay")
_RESETS = ("reset_overlays", "reset_overlay")


def orders_of(library: Mapping[str, Plain], moved: Mapping[str, Located], problems: list[str]) -> Orders:
    """The orders of a library's block. `moved` are those found below `overlay_files`, where they once stood."""
    return Orders(
        _is_said(library, _REMOVES) or "remove_overlays" in moved,
        _is_said(library, _REAPPLIES) or "reapply_overlays" in moved,
        tuple(_providers(_reset(library, moved), problems)),
    )


def _is_said(library: Mapping[str, Plain], names: Iterable[str]) -> bool:
    """Only the word true counts."""
    return any(library.get(name) is True for name in names)


def _reset(library: Mapping[str, Plain], moved: Mapping[str, Located]) -> Sequence[object]:
    own = next((library[name] for name in _RESETS if name in library), None)
    if own is None and "reset_overlays" in moved:
        found = moved["reset_overlays"]
        return [one.scalar for one in found.items] if found.is_list else [found.scalar]
    return own if isinstance(own, list) else [] if own is None else [own]


def _providers(words: Iterable[object], problems: list[str]) -> Iterable[Provider]:
    for word in words:
        try:
            yield Provider(word)
        except ValueError:
            problems.append(f"`reset_overlays: {word}` is none of plex, tmdb: it is ignored")
