"""Pictures: the shelves of an item, what stands on them, and what is shown."""

from urllib.parse import quote

from halley.gateway.classify import Verdict, forward_target
from halley.gateway.fragments import Fragment, Fragments
from halley.gateway.reads.context import Reading, fragments_of, pass_on
from halley.gateway.reply import PassThrough, relayed
from halley.plex.answers import Reply, error, xml
from halley.plex.ids import RatingKey
from halley.plex.images import ImageEntry, ImageKind, Shelf
from halley.plex.items import Item
from halley.plex.requests import split_target
from halley.plex.xml.read import read_shelf, read_text
from halley.plex.xml.write import image_list


async def shelf(reading: Reading, verdict: Verdict) -> Reply | PassThrough:
    """The pictures of one kind: the server's, with those that the engine uploaded and its choice among them."""
    kind = next(one for one in ImageKind if one.many == verdict.part("list"))
    key = RatingKey(int(verdict.part("key")))
    item = reading.shadow.touched(key)
    if reading.shadow.is_deleted(key):
        return error(404)
    if item is None or (kind not in item.images and not reading.shadow.is_new(key)):
        return pass_on(verdict)
    stood = Shelf()
    if not reading.shadow.is_new(key):
        found = await fragments_of(reading, verdict)
        stood = read_shelf(read_text(one.text) for one in found.elements) if found else stood
    ours = item.shelf(kind)
    new = tuple(entry for entry in ours.entries if stood.entry(entry.name) is None)
    merged = item.with_shelf(kind, Shelf((*stood.entries, *new), ours.selected))
    drawn = (Fragment("Photo", {}, text) for text in image_list(merged, kind))
    return xml(Fragments({"identifier": "com.plexapp.plugins.library"}, ()).with_elements(drawn).encoded())


async def stored_image(reading: Reading, verdict: Verdict) -> Reply | PassThrough:
    """The bytes of one picture that stands on a shelf."""
    item = reading.shadow.touched(RatingKey(int(verdict.part("key"))))
    name = verdict.request.one("url") or ""
    entry = next((one for held in (item.images.values() if item else ()) if (one := held.entry(name))), None)
    return _bytes(reading, entry) or pass_on(verdict)


async def current_image(reading: Reading, verdict: Verdict) -> Reply | PassThrough:
    """The bytes of the picture that an item shows, whatever timestamp the path ends in."""
    key = RatingKey(int(verdict.part("key")))
    if reading.shadow.is_deleted(key):
        return error(404)
    item = reading.shadow.touched(key)
    kind = next((one for one in ImageKind if one.field == verdict.part("image")), None)
    if item is None or kind is None or kind not in item.images:
        own = key if kind is ImageKind.POSTER else None
        return relayed(await reading.source.picture(forward_target(verdict), own, verdict.request.headers))
    return await _shown(reading, item, kind)


async def transcoded_image(reading: Reading, verdict: Verdict) -> Reply | PassThrough:
    """A scaled picture; one that the engine uploaded comes at its own size."""
    path, _ = split_target(verdict.request.one("url") or "/")
    parts = path.split("/")
    if path.startswith("/library/metadata/") and len(parts) > 4 and parts[3].isdecimal():
        item = reading.shadow.touched(RatingKey(int(parts[3])))
        kind = next((one for one in ImageKind if one.field == parts[4]), None)
        if item is not None and kind is not None and kind in item.images:
            return await _shown(reading, item, kind)
    return pass_on(verdict)


async def _shown(reading: Reading, item: Item, kind: ImageKind) -> Reply:
    held = item.shelf(kind)
    if held.selected is None:
        return error(404)
    ours = _bytes(reading, held.current)
    if ours is not None:
        return ours
    if held.selected.startswith(("http://", "https://")):
        fetched = await reading.fetch_outside(held.selected) if reading.fetch_outside else None
        if fetched is None:
            return error(404)
        picture = reading.images.put(fetched)
        return Reply(200, picture.media_type, fetched)
    target = f"/library/metadata/{item.key}/file?url={quote(held.selected, safe='')}"
    return relayed(await reading.source.picture(target, None, ()))


def _bytes(reading: Reading, entry: ImageEntry | None) -> Reply | None:
    if entry is None or entry.picture is None:
        return None
    return Reply(200, entry.picture.media_type, reading.images.get(entry.picture.sha256))
