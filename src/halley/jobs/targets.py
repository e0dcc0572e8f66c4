"""Which items a preview is about.

A wish is written as a person would: `The Matrix (1999)`, `Breaking Bad S01E01`, `Breaking Bad S01`, a rating key, or
`label:Favourites`; or only libraries, or a sample of them.
"""

import difflib
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from halley.errors import ConfigError
from halley.jobs.slugs import slug, unique
from halley.plex.ids import ItemType, RatingKey
from halley.plex.items import Item
from halley.plex.library import Section
from halley.plex.reader import PlexReader
from halley.plex.tags import TagKind

_TITLE = re.compile(
    r"(?P<title>.+?)(?:\s+\((?P<year>\d{4})\))?(?:\s+S(?P<season>\d{1,4})(?:E(?P<episode>\d{1,4}))?)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for: library titles (empty: those of the configuration), targets, and the size of a sample.

    `names` says how targets, as they are written here, are to be called.
    """

    libraries: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    sample: int | None = None
    seed: int = 0
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether everything in the libraries is meant."""
        return not self.targets and self.sample is None


@dataclass(frozen=True, slots=True)
class Target:
    """One item of a preview; `above` is its parent, then its grandparent."""

    id: str
    item: Item
    library: str
    above: tuple[Item, ...] = ()

    @property
    def title(self) -> str:
        """The title as a person would say it."""
        match self.item.type:
            case ItemType.SEASON | ItemType.EPISODE | ItemType.ALBUM | ItemType.TRACK:
                return " · ".join([*(one.title for one in reversed(self.above)), self.item.title])
            case _:
                return f"{self.item.title} ({self.item.year})" if self.item.year else self.item.title


async def choose(reader: PlexReader, sections: Sequence[Section], wish: Wish) -> tuple[Target, ...]:
    """The targets that a wish means, in its order, named uniquely.

    Raises ConfigError with one sentence for each part of the wish that names nothing, or more than one item.
    """
    found: dict[RatingKey, Item] = {}
    given: dict[RatingKey, str] = {}
    problems: list[str] = []
    for text in wish.targets:
        try:
            items = await _named(reader, sections, text)
        except ConfigError as problem:
            problems.append(problem.message)
            continue
        found |= {item.key: item for item in items}
        if text in wish.names:
            given[items[0].key] = wish.names[text]
    if problems:
        raise ConfigError("; ".join(problems), hint="name a target as `Title (year)`, by rating key, or as `label:NAME`")
    if wish.sample is not None:
        found |= {item.key: item for item in await _sample(reader, sections, wish)}
    elif wish.is_whole:
        for section in sections:
            found |= {item.key: item async for item in reader.listing(section.id, section.type)}
    return await name_targets(reader, sections, list(found.values()), given=given)


async def name_targets(
    reader: PlexReader,
    sections: Sequence[Section],
    items: Sequence[Item],
    taken: Sequence[str] = (),
    *,
    given: Mapping[RatingKey, str] = MappingProxyType({}),
) -> tuple[Target, ...]:
    """Items as targets, with what is above them and names of their own: those that are given, else none of `taken`."""
    libraries = {section.id: section.title for section in sections}
    lines = await _lines(reader, items)
    reserved = [*taken, *given.values()]
    others = [(slug(item, line), item.year) for item, line in zip(items, lines, strict=True) if item.key not in given]
    made = iter(unique([*((name, None) for name in reserved), *others])[len(reserved) :])
    return tuple(
        Target(
            given.get(item.key) or next(made),
            item,
            libraries.get(item.section, "") if item.section is not None else "",
            line,
        )
        for item, line in zip(items, lines, strict=True)
    )


async def _lines(reader: PlexReader, items: Sequence[Item]) -> list[tuple[Item, ...]]:
    """What is above each item: its parent, then its grandparent."""
    known: dict[RatingKey, Item] = {}
    wanted = {item.parent for item in items if item.parent is not None}
    while wanted:
        found = await reader.items(sorted(wanted))
        known |= {item.key: item for item in found}
        wanted = {item.parent for item in found if item.parent is not None} - known.keys()
    return [tuple(_above(item, known)) for item in items]


def _above(item: Item, known: Mapping[RatingKey, Item]) -> Iterator[Item]:
    while item.parent is not None and item.parent in known:
        item = known[item.parent]
        yield item


async def _named(reader: PlexReader, sections: Sequence[Section], text: str) -> list[Item]:
    if text.isdecimal() and (item := await _by_key(reader, RatingKey(int(text)))):
        _check_place(item, sections)
        return [item]
    if text.lower().startswith("label:"):
        return await _labelled(reader, sections, text[6:].strip())
    wanted = _TITLE.fullmatch(text.strip())
    if wanted is None:
        raise ConfigError(f"{text!r} is no target")
    top = await _titled(reader, sections, text, wanted)
    if wanted["season"] is None:
        return [top]
    return [await _part_of(reader, top, int(wanted["season"]), int(wanted["episode"]) if wanted["episode"] else None)]


async def _by_key(reader: PlexReader, key: RatingKey) -> Item | None:
    """The item of that key. A title may be a number, too: None is no error yet."""
    return next(iter(await reader.items([key])), None)


def _check_place(item: Item, sections: Sequence[Section]) -> None:
    if item.type in {ItemType.COLLECTION, ItemType.PLAYLIST}:
        raise ConfigError(f"{item.title!r} is a {item.type.word}, and no overlay is drawn on one")
    if item.section not in {section.id for section in sections}:
        where = ", ".join(section.title for section in sections)
        raise ConfigError(f"{item.title!r} (rating key {item.key}) is in another library than {where}")


async def _titled(reader: PlexReader, sections: Sequence[Section], text: str, wanted: re.Match[str]) -> Item:
    # Titles are compared here: what a server calls equal is not what a person means by it.
    folded, year = wanted["title"].casefold(), int(wanted["year"]) if wanted["year"] else None
    near: dict[str, str] = {}
    found: list[Item] = []
    for section in sections:
        async for item in reader.listing(section.id, section.type):
            if item.title.casefold() == folded and year in {None, item.year}:
                found.append(item)
            elif item.title:
                said = f"{item.title} ({item.year})" if item.year else item.title
                near |= {item.title: said, said: said}
    if len(found) == 1:
        return found[0]
    if found:
        which = ", ".join(f"{one.title} ({one.year}) with rating key {one.key}" for one in found)
        raise ConfigError(f"{text!r} could be {len(found)} items: {which}; name one by its rating key")
    where = ", ".join(section.title for section in sections)
    if text.isdecimal():
        raise ConfigError(f"there is no item with the rating key {text}, and none of that title in {where}")
    close = difflib.get_close_matches(text, near, n=1, cutoff=0.6)
    raise ConfigError(f"there is no {text!r} in {where}" + (f", did you mean {near[close[0]]!r}?" if close else ""))


async def _part_of(reader: PlexReader, show: Item, season: int, episode: int | None) -> Item:
    seasons = await reader.children(show.key)
    above = next((one for one in seasons if one.index == season), None)
    if above is None:
        raise ConfigError(f"{show.title!r} has no season {season}")
    if episode is None:
        return above
    found = next((one for one in await reader.children(above.key) if one.index == episode), None)
    if found is None:
        raise ConfigError(f"season {season} of {show.title!r} has no episode {episode}")
    return found


async def _labelled(reader: PlexReader, sections: Sequence[Section], label: str) -> list[Item]:
    found = [item for section in sections async for item in reader.listing(section.id, section.type, (("label", label),))]
    # A server that does not know the label answers with everything; details tell.
    kept = [item for item in await reader.items([one.key for one in found]) if item.has_tag(TagKind.LABEL, label)]
    if not kept:
        raise ConfigError(f"no item carries the label {label!r}")
    return kept


async def _sample(reader: PlexReader, sections: Sequence[Section], wish: Wish) -> list[Item]:
    """Items spread over the libraries: as many of each as its share, the same ones for the same seed."""
    per_section = [[item async for item in reader.listing(section.id, section.type)] for section in sections]
    drawing = random.Random(wish.seed)  # noqa: S311 - a sample, no secret
    shuffled = [drawing.sample(items, len(items)) for items in per_section]
    found: list[Item] = []
    while len(found) < (wish.sample or 0) and any(shuffled):
        for items in shuffled:
            if items and len(found) < (wish.sample or 0):
                found.append(items.pop())
    return found
