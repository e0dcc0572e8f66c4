"""The picture of a target that no engine drew: its base artwork with a plain badge for its type.

A movie gets its resolution, a show its rating, a season or episode its number (requirements, preview mode, fallback
rendering). It is marked as degraded wherever it is shown.
"""

import io
import warnings
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError

from halley.plex.ids import ItemType
from halley.plex.items import Item

_LARGEST_PIXELS = 80_000_000
_PLAIN = (1000, 1500)


def badge_text(item: Item, above: Sequence[Item] = ()) -> str:
    """What the badge says; `above` is the item's parent, then its grandparent."""
    match item.type:
        case ItemType.SEASON:
            return f"S{item.index or 0:02}"
        case ItemType.EPISODE:
            season = above[0].index if above else item.number("parentIndex")
            return f"S{season or 0:02}E{item.index or 0:02}"
        case ItemType.MOVIE:
            resolution = item.media[0].attributes.get("videoResolution", "") if item.media else ""
            return {"4k": "4K", "sd": "SD"}.get(resolution, f"{resolution}p" if resolution else _rating(item))
        case _:
            return _rating(item)


def degraded(base: bytes | None, item: Item, above: Sequence[Item] = ()) -> bytes:
    """JPEG of the base picture with the badge at its top right; without a usable base, on a plain grey poster."""
    with _opened(base) as canvas:
        unit = max(canvas.width // 40, 1)
        font = ImageFont.load_default(size=unit * 3)
        text = badge_text(item, above)
        left, top, right, bottom = font.getbbox(text)
        end = canvas.width - unit * 2
        box = (end - unit * 2 - int(right - left), unit * 2, end, unit * 4 + int(bottom - top))
        drawing = ImageDraw.Draw(canvas, "RGBA")
        drawing.rounded_rectangle(box, radius=unit, fill=(24, 24, 27, 215))
        drawing.text((box[0] + unit - left, box[1] + unit - top), text, font=font, fill=(250, 250, 250, 255))
        written = io.BytesIO()
        canvas.save(written, "JPEG", quality=92)
        return written.getvalue()


def _rating(item: Item) -> str:
    value = item.attributes.get("audienceRating") or item.attributes.get("rating")
    return f"★ {value}" if value else item.type.word.upper()


def _opened(base: bytes | None) -> Image.Image:
    if base is not None:
        try:
            with warnings.catch_warnings(), Image.open(io.BytesIO(base)) as found:
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                if found.width * found.height <= _LARGEST_PIXELS:
                    return found.convert("RGB")
        except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError):
            pass  # what is no picture gets the plain poster: this is the last resort, there is nothing behind it
    return Image.new("RGB", _PLAIN, (63, 63, 70))
