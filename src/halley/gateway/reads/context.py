"""What every room that answers reads is given."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from halley.files import ImageStore
from halley.gateway.classify import Verdict, forward_target
from halley.gateway.fragments import Fragment, Fragments, cut
from halley.gateway.loading import Loader
from halley.gateway.reply import PassThrough
from halley.gateway.scope import Scope
from halley.gateway.shadow import Shadow
from halley.gateway.source import Source
from halley.plex.answers import Reply
from halley.plex.ids import ItemType, RatingKey
from halley.plex.items import Item
from halley.plex.xml.write import listing


@dataclass(frozen=True, slots=True)
class Reading:
    """One gateway's means of answering."""

    source: Source
    shadow: Shadow
    loader: Loader
    images: ImageStore
    scope: Scope | None = None
    fetch_outside: Callable[[str], Awaitable[bytes | None]] | None = None

    def shows(self, kind: ItemType, key: RatingKey) -> bool:
        """Whether the scope lets a listing show the item."""
        return self.scope is None or self.scope.shows(kind, key)

    def may_show(self, fragment: Fragment) -> bool:
        """Whether an element of a listing is in scope; elements that are no items always are."""
        kind = fragment.attributes.get("type", "")
        if fragment.key is None or kind not in _WORDS:
            return True
        return self.shows(ItemType.of_word(kind), fragment.key)

    def as_seen(self, fragments: Iterable[Fragment], *, guids: bool) -> Iterable[Fragment]:
        """Elements of a listing as the engine should see them.

        What it wrote is shown; what it deleted and what is out of scope is left out.
        """
        for fragment in fragments:
            if not self.may_show(fragment):
                continue
            item = self.shadow.touched(fragment.key) if fragment.key is not None else None
            if item is not None:
                yield self.drawn(item, guids=guids)
            elif fragment.key is None or not self.shadow.is_deleted(fragment.key):
                yield fragment

    def drawn(self, item: Item, *, guids: bool, entry: int | None = None) -> Fragment:
        """An item of the shadow as an element of a listing."""
        text = listing(item, self.shadow.library, guids=guids, playlist_item_id=entry)
        return Fragment(item.type.element, {"ratingKey": str(item.key), "type": item.type.word}, text)


Answerer = Callable[[Reading, Verdict], Awaitable[Reply | PassThrough]]

_WORDS = frozenset(kind.word for kind in ItemType)


def pass_on(verdict: Verdict) -> PassThrough:
    """The server's own answer, streamed."""
    return PassThrough(forward_target(verdict))


def paging(verdict: Verdict) -> tuple[tuple[str, str], ...]:
    """The headers that ask for a page; what is no number is none."""
    return tuple(
        (name, value)
        for name, value in verdict.request.headers
        if name in {"x-plex-container-start", "x-plex-container-size"} and value.isascii() and value.isdecimal()
    )


def page_bounds(verdict: Verdict) -> tuple[int, int] | None:
    """Start and size of the page that is asked for; None where everything is."""
    asked = {name: int(value) for name, value in paging(verdict)}
    if "x-plex-container-size" not in asked:
        return None
    return asked.get("x-plex-container-start", 0), asked["x-plex-container-size"]


def paged(found: Fragments, elements: tuple[Fragment, ...], verdict: Verdict) -> Fragments:
    """A container with the asked page of these elements. Source: spec, plex-api 1.7."""
    bounds = page_bounds(verdict)
    if bounds is None:
        return found.with_elements(elements)
    start, size = bounds
    return found.with_elements(elements[start : start + size], totalSize=len(elements), offset=start)


def wants_guids(verdict: Verdict) -> bool:
    return verdict.request.one("includeGuids") == "1"


async def fragments_of(reading: Reading, verdict: Verdict) -> Fragments | None:
    """The server's answer to the request, cut into elements; None for a 404."""
    target = forward_target(verdict)
    answer = await reading.source.xml(target, paging(verdict))
    return cut(answer.body, target) if answer.status == 200 else None
