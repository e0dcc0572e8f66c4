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

    async def as_seen(self, fragments: Iterable[Fragment], *, guids: bool) -> list[Fragment]:
        """Elements of a list as the engine should see them.

        What it wrote is shown, on the item itself and on what stands above and below it; what it deleted and what is out of
        scope is left out.
        """
        kept = [one for one in fragments if self.may_show(one) and not (one.key and self.shadow.is_deleted(one.key))]
        changed = {one.key: one for one in kept if one.key is not None and self.is_changed(one)}
        await self.loader.items(key for one in changed.values() for key in _family(one))
        for key in changed:
            await self.recount(key)
        return [self._redrawn(one, guids=guids) if one.key in changed else one for one in kept]

    def is_changed(self, fragment: Fragment) -> bool:
        """Whether an element tells of something that the engine wrote to."""
        shadow = self.shadow
        own = fragment.key
        if own is not None and (shadow.touched(own) or shadow.regrouped(own) or own in shadow.recounted):
            return True
        return shadow.is_held_by_others and any(shadow.touched(key) for key in _family(fragment))

    async def recount(self, key: RatingKey) -> None:
        """Bring in what is below an item of which it is no longer known how much that is."""
        if key in self.shadow.recounted:
            await self.loader.items(await self.loader.below(key))

    def _redrawn(self, fragment: Fragment, *, guids: bool) -> Fragment:
        item = self.shadow.seen(fragment.key) if fragment.key is not None else None
        place = fragment.attributes.get("playlistItemID", "")
        entry = int(place) if place.isdecimal() else None
        return self.drawn(item, guids=guids, entry=entry) if item is not None else fragment

    def drawn(self, item: Item, *, guids: bool, entry: int | None = None) -> Fragment:
        """An item of the shadow as an element of a listing."""
        shown = self.shadow.seen(item.key) or item
        text = listing(shown, self.shadow.library, guids=guids, playlist_item_id=entry)
        return Fragment(item.type.element, {"ratingKey": str(item.key), "type": item.type.word}, text)


def _family(fragment: Fragment) -> Iterable[RatingKey]:
    """The rating keys of an element's item and of what it stands below."""
    keys = (fragment.attributes.get(name, "") for name in ("ratingKey", "parentRatingKey", "grandparentRatingKey"))
    return (RatingKey(int(key)) for key in keys if key.isdecimal())


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
