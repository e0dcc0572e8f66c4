"""What stands on a server now, as far as some Changes have to do with it: read in bulk, and only then."""

import asyncio
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from halley.changes import Change
from halley.changes.kinds import DeleteItem, ImageChange, RemoveHub, SetSectionPreferences, SetServerPreferences
from halley.errors import BrokenAnswer
from halley.files import Picture
from halley.gateway.kept import Kept
from halley.gateway.loading import Loader
from halley.gateway.needed import bring_in
from halley.gateway.shadow import Shadow
from halley.gateway.source import Source
from halley.gateway.upstream import Upstream
from halley.plex.ids import MADE_BY_USERS, RatingKey, SectionId
from halley.plex.images import ImageKind, Shelf
from halley.plex.library import Library, Section, Server
from halley.plex.tags import TagKind
from halley.plex.xml.read import is_section, read_container, read_section, read_server, read_shelf
from halley.runs.numbers import named

_KEPT_BYTES = 64 * 1024 * 1024
_OK = 200
_ROW = re.compile(r"custom\.collection\.[0-9]+\.([0-9]+)")


@dataclass(frozen=True, slots=True)
class Introduction:
    """Who the server is, and what sections it has."""

    server: Server
    sections: tuple[Section, ...]


async def introduce(upstream: Upstream) -> Introduction:
    """Ask the server who it is. Raises PlexError where no Plex server answers, or it does not take the token."""
    root, listed = await asyncio.gather(upstream.xml("/"), upstream.xml("/library/sections"))
    if root.status != _OK or listed.status != _OK:
        raise BrokenAnswer(f"what answers at {upstream.url} is no Plex server", hint="check `plex: url:`")
    found = read_container(listed.body).elements
    return Introduction(read_server(root.body), tuple(read_section(one) for one in found if is_section(one)))


async def collections_in(upstream: Upstream, section: SectionId) -> int:
    """How many collections a section has. Raises PlexError."""
    page = (("X-Plex-Container-Start", "0"), ("X-Plex-Container-Size", "0"))
    found = read_container((await upstream.xml(f"/library/sections/{section}/all?type=18", page)).body)
    return found.number("totalSize") or found.number("size") or 0


class Sight:
    """A look at the server; what was looked at once is not asked again. `library` is what is known.

    `earlier` lends what it knows of things that are not among `changed`: one look a moment before. `source` is where all
    is read, which may still know what others read; without one everything is asked for.
    """

    def __init__(
        self,
        upstream: Upstream,
        who: Introduction,
        *,
        earlier: "Sight | None" = None,
        changed: Collection[int] = (),
        source: Source | None = None,
    ) -> None:
        self._upstream, self.who = upstream, who
        self._shadow = Shadow(who.server, who.sections)
        kept = Kept(_KEPT_BYTES, 600, asyncio.get_running_loop().time)
        self._source = source or Source(upstream, kept, ahead=False)
        self._loader = Loader(self._source, self._shadow)
        self._shelves: set[tuple[RatingKey, ImageKind]] = set()
        self._settings: set[SectionId | None] = set()
        self.began: float = asyncio.get_running_loop().time()
        if earlier is not None:
            self.began = earlier.began
            self._shelves = {one for one in earlier._shelves if one[0] not in changed}
            self._shadow.learn(item for key, item in earlier.library.items.items() if key not in changed)
            self._shadow.learn_tags(earlier.library.tags.values())

    @property
    def library(self) -> Library:
        """What is known of the server."""
        return self._shadow.library

    async def look(self, changes: Sequence[Change], also: Iterable[int] = ()) -> Library:
        """Read all that these Changes have to do with, and other items. Raises PlexError."""
        await self._loader.items(RatingKey(one) for one in (*also, *(key for one in changes for key in named(one))))
        for change in changes:
            await bring_in(change, self._loader)
            await self._read_settings(change)
            if isinstance(change, RemoveHub):
                # The way back names the collections of the rows.
                rows = self.library.hubs.get(change.section, ())
                await self._loader.items(
                    RatingKey(int(found[1])) for hub in rows if (found := _ROW.fullmatch(hub.identifier))
                )
        await asyncio.gather(*(self._shelf(key, kind) for key, kind in dict.fromkeys(self._pictured(changes))))
        return self.library

    def know_tags(self, library: Library) -> None:
        """Take the ids of tags to be what they were: a server does not give them out anew."""
        self._shadow.learn_tags(library.tags.values())

    async def members(self, collections: Iterable[int]) -> None:
        """Read what plain collections hold."""
        for one in collections:
            await self._loader.members(RatingKey(one))

    async def tag(self, kind: TagKind, text: str) -> int | None:
        """The server's id of a tag; None where it has no such tag."""
        await self._loader.tags(kind, (text,))
        found = self.library.tags.get((kind, text.casefold()))
        return found.id if found is not None else None

    # --- pictures ------------------------------------------------------------------------------------------------------

    def _pictured(self, changes: Iterable[Change]) -> Iterator[tuple[RatingKey, ImageKind]]:
        """Whose shelves have to be known."""
        for change in changes:
            if isinstance(change, ImageChange):
                yield change.key, change.kind
            elif isinstance(change, DeleteItem):
                item = self.library.items.get(change.key)
                if item is not None and item.type in MADE_BY_USERS:
                    yield from ((change.key, kind) for kind in ImageKind)

    async def _shelf(self, key: RatingKey, kind: ImageKind) -> None:
        if (key, kind) in self._shelves or key not in self.library.items:
            return
        answer = await self._source.xml(f"/library/metadata/{key}/{kind.many}")
        shelf = read_shelf(read_container(answer.body).elements) if answer.status == _OK else Shelf()
        self._put(key, kind, shelf)
        self._shelves.add((key, kind))

    def _put(self, key: RatingKey, kind: ImageKind, shelf: Shelf) -> None:
        item = self.library.items[key].with_shelf(kind, shelf)
        self._shadow.library = self.library.with_item(item)

    def know_bytes(self, key: RatingKey, kind: ImageKind, picture: Picture) -> None:
        """Take note of what the shown picture is, so that the way back can bring it even if the server loses it."""
        shelf = self.library.items[key].shelf(kind)
        entries = tuple(replace(one, picture=picture) if one.name == shelf.selected else one for one in shelf.entries)
        self._put(key, kind, replace(shelf, entries=entries))

    async def shown(self, key: RatingKey, kind: ImageKind) -> bytes | None:
        """The bytes of the picture that an item shows; None where the server has none."""
        item = self.library.items.get(key)
        own = item.attributes.get(kind.field, "") if item is not None else ""
        prefix = f"/library/metadata/{key}/"
        answer = await self._source.picture(own if own.startswith(prefix) else prefix + kind.field, None, ())
        return answer.body if answer.status == _OK and answer.body else None

    # --- settings ------------------------------------------------------------------------------------------------------

    async def _read_settings(self, change: Change) -> None:
        if isinstance(change, SetSectionPreferences) and change.section not in self._settings:
            found = await self._values(f"/library/sections/{change.section}/prefs")
            section = self.library.sections.get(change.section)
            if section is not None:
                known = replace(section, preferences=section.preferences.update(found))
                sections = self.library.sections.set(change.section, known)
                self._shadow.library = replace(self.library, sections=sections)
            self._settings.add(change.section)
        elif isinstance(change, SetServerPreferences) and None not in self._settings:
            found = await self._values("/:/prefs")
            self._shadow.library = replace(self.library, preferences=self.library.preferences.update(found))
            self._settings.add(None)

    async def _values(self, target: str) -> dict[str, str]:
        answer = await self._upstream.xml(target)
        rows = read_container(answer.body).elements if answer.status == _OK else ()
        return {one.attributes["id"]: one.attributes.get("value", "") for one in rows if "id" in one.attributes}
