"""Pictures: shelves, what stands on them, what is shown, and collages. Source: spec, plex-api 8."""

import io
from functools import cache
from urllib.parse import parse_qs, urlsplit

from PIL import Image

from halley.files import describe_picture
from halley.plex.answers import Reply, xml
from halley.plex.ids import ItemType, RatingKey
from halley.plex.images import ImageKind
from halley.plex.items import Item
from halley.plex.search import members
from halley.plex.xml.write import container, image_list
from halley.simulator.state import IDENTIFIER, Ask, Refused, Route

_LARGEST = 4096


def shelf(ask: Ask) -> Reply:
    kind = next(one for one in ImageKind if one.many == ask.parts["list"])
    rows = image_list(ask.item, kind)
    return xml(container({"size": len(rows), **IDENTIFIER}, rows))


def stored(ask: Ask) -> Reply:
    """One picture by its name, whichever shelf it stands on."""
    name = ask.request.one("url") or ""
    entry = next((one for held in ask.item.images.values() if (one := held.entry(name))), None)
    if entry is None or entry.picture is None:
        raise Refused(404)
    return Reply(200, entry.picture.media_type, ask.state.images.get(entry.picture.sha256))


def current(ask: Ask) -> Reply:
    """The picture that an item shows; the timestamp in the path is there to defeat caches only."""
    item, field = ask.item, ask.parts["image"]
    if field == "composite":
        return collage(ask)
    found = _shown(ask, item, field)
    if found is None:
        raise Refused(404)
    return found


def _shown(ask: Ask, item: Item, field: str) -> Reply | None:
    kind = next((one for one in ImageKind if one.field == field), None)
    entry = item.shelf(kind).current if kind is not None else None
    if entry is None or entry.picture is None:
        return None
    return Reply(200, entry.picture.media_type, ask.state.images.get(entry.picture.sha256))


def collage(ask: Ask) -> Reply:
    """Up to four posters of what a collection or playlist holds; a playlist's own poster, where it has one."""
    if ask.item.type is ItemType.PLAYLIST and (own := _shown(ask, ask.item, "thumb")) is not None:
        return own
    held = members(ask.library, ask.item) if ask.item.type in {ItemType.COLLECTION, ItemType.PLAYLIST} else []
    canvas = Image.new("RGB", (400, 600), (40, 44, 52))
    shown = [found for one in held[:8] if (found := _shown(ask, one, "thumb")) is not None][:4]
    for place, reply in enumerate(shown):
        with Image.open(io.BytesIO(reply.body)) as picture:
            canvas.paste(picture.convert("RGB").resize((200, 300)), (place % 2 * 200, place // 2 * 300))
    return _jpeg(canvas)


def transcoded(ask: Ask) -> Reply:
    """A picture of this server at another size."""
    url = urlsplit(ask.request.one("url") or "")
    parts = url.path.split("/")
    if len(parts) < 5 or parts[1:3] != ["library", "metadata"] or not parts[3].isdecimal():
        raise Refused(400)
    item = ask.library.items.get(RatingKey(int(parts[3])))
    found = _shown(ask, item, parts[4]) if item is not None else None
    if found is None and item is not None and parts[4] == "file":
        name = parse_qs(url.query).get("url", [""])[0]
        entry = next((one for held in item.images.values() if (one := held.entry(name))), None)
        if entry is not None and entry.picture is not None:
            found = Reply(200, entry.picture.media_type, ask.state.images.get(entry.picture.sha256))
    if found is None:
        raise Refused(404)
    try:
        size = (min(int(ask.request.one("width") or 0), _LARGEST), min(int(ask.request.one("height") or 0), _LARGEST))
    except ValueError:
        raise Refused(400) from None
    with Image.open(io.BytesIO(found.body)) as picture:
        scaled = picture.convert("RGB")
        scaled.thumbnail((size[0] or picture.width, size[1] or picture.height))
        return _jpeg(scaled)


def resource(_: Ask) -> Reply:
    return Reply(200, "image/png", _plain())


@cache
def _plain() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (64, 64), (40, 44, 52)).save(written, "PNG")
    return written.getvalue()


def _jpeg(picture: Image.Image) -> Reply:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=85)
    return Reply(200, describe_picture(written.getvalue()).media_type, written.getvalue())


def section_collage(ask: Ask) -> Reply:
    _ = ask.section
    return Reply(200, "image/png", _plain())


ROUTES: tuple[tuple[str, Route], ...] = (
    ("/library/metadata/{key}/{list}", shelf),
    ("/library/metadata/{key}/file", stored),
    ("/library/metadata/{key}/{image}/{stamp}", current),
    ("/library/metadata/{key}/{image}", current),
    ("/library/collections/{key}/composite/{stamp}", collage),
    ("/playlists/{key}/composite/{stamp}", collage),
    ("/library/sections/{section}/composite/{stamp}", section_collage),
    ("/photo/:/transcode", transcoded),
    ("/:/resources/{rest}", resource),
)
