"""What the simulated server holds, and what a request may look at."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from halley.files import MemoryImages
from halley.plex.answers import Reply, xml
from halley.plex.ids import RatingKey, SectionId
from halley.plex.items import Item
from halley.plex.library import Library, Section
from halley.plex.requests import PlexRequest
from halley.plex.xml.write import container, listing

IDENTIFIER = {"identifier": "com.plexapp.plugins.library", "mediaTagPrefix": "/system/bundle/media/flags/"}


class Refused(Exception):
    """The server answers with this status and does nothing."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(slots=True)
class State:
    """The library as it stands, and the bytes of its pictures."""

    library: Library
    images: MemoryImages
    stale: dict[tuple[int, str], Reply] = field(default_factory=dict)  #: what was shown before, by rating key and kind


@dataclass(frozen=True, slots=True)
class Ask:
    """One request at the route that answers it; `parts` are what the route's placeholders took from the path."""

    state: State
    request: PlexRequest
    parts: dict[str, str]

    @property
    def library(self) -> Library:
        return self.state.library

    @property
    def section(self) -> Section:
        """The section in the path. Raises Refused 404 where there is none."""
        found = self.library.sections.get(SectionId(int(self.parts["section"])))
        if found is None:
            raise Refused(404)
        return found

    @property
    def item(self) -> Item:
        """The item in the path. Raises Refused 404 where there is none."""
        found = self.library.items.get(RatingKey(int(self.parts["key"])))
        if found is None:
            raise Refused(404)
        return found

    def has(self, flag: str) -> bool:
        """Whether a parameter is given and not 0."""
        return self.request.one(flag) not in {None, "", "0"}

    def listed(self, items: Iterable[Item], **attributes: str | int) -> Reply:
        """A page of items as a listing."""
        guids = self.has("includeGuids")
        return self.paged([partial(listing, one, self.library, guids=guids) for one in items], **attributes)

    def paged(self, bodies: Sequence[Callable[[], str]], **attributes: str | int) -> Reply:
        """The asked page of elements, each written only if it is on the page. Source: spec, plex-api 1.7."""
        size = self.request.header("x-plex-container-size")
        about: dict[str, str | int] = {**IDENTIFIER, **attributes}
        if size is None or not size.isdecimal():
            return xml(container({"size": len(bodies), **about}, [write() for write in bodies]))
        first = self.request.header("x-plex-container-start") or "0"
        start = int(first) if first.isdecimal() else 0
        page = [write() for write in bodies[start : start + int(size)]]
        return xml(container({"size": len(page), "totalSize": len(bodies), "offset": start, **about}, page))

    def about(self, section: Section) -> dict[str, str | int]:
        """What a listing says of the section that its items are in."""
        return {
            "allowSync": "1",
            "librarySectionID": section.id,
            "librarySectionTitle": section.title,
            "librarySectionUUID": section.attributes.get("uuid", ""),
            "title1": section.title,
        }


Route = Callable[[Ask], Reply]
