"""Where no engine drew, the base picture gets a plain badge for its type."""

import io

import pytest
from PIL import Image

from halley.jobs.last_resort import badge_text, degraded
from halley.plex.items import Item
from tests.builders import a_library, a_movie, a_season, a_show, an_episode, the
from tests.support.previews import a_poster

LIBRARY = a_library(
    a_movie("Four", resolution="4k"),
    a_movie("Full", resolution="1080"),
    a_movie("Small", resolution="sd"),
    a_movie("Bare", media=[], audience_rating="7.3"),
    a_movie("Barest", media=[]),
    a_show("Pier Nine", a_season(3, an_episode("Low Tide", index=12)), audience_rating="8.1"),
)


def above(item: Item) -> tuple[Item, ...]:
    line = []
    while item.parent is not None:
        item = LIBRARY.items[item.parent]
        line.append(item)
    return tuple(line)


@pytest.mark.parametrize(
    ("title", "badge"),
    [
        ("Four", "4K"),
        ("Full", "1080p"),
        ("Small", "SD"),
        ("Bare", "★ 7.3"),
        ("Barest", "MOVIE"),
        ("Pier Nine", "★ 8.1"),
        ("Season 3", "S03"),
        ("Low Tide", "S03E12"),
    ],
)
def test_the_badge_says_what_counts_for_its_type(title: str, badge: str) -> None:
    item = the(LIBRARY, title)
    assert badge_text(item, above(item)) == badge


@pytest.mark.parametrize("size", [(1000, 1500), (1920, 1080), (100, 150), (30, 20)])
def test_the_picture_keeps_its_size_and_only_the_corner_changes(size: tuple[int, int]) -> None:
    base = a_poster(1, size=size)
    with Image.open(io.BytesIO(degraded(base, the(LIBRARY, "Four")))) as drawn, Image.open(io.BytesIO(base)) as before:
        assert drawn.size == size
        corner = (size[0] - max(size[0] // 40, 1) * 3, max(size[0] // 40, 1) * 3)
        assert drawn.getpixel(corner) != before.convert("RGB").getpixel(corner)
        low = (size[0] // 4, size[1] - 2)
        pairs = zip(drawn.getpixel(low), before.convert("RGB").getpixel(low), strict=True)  # type: ignore[arg-type]
        assert all(abs(one - two) < 12 for one, two in pairs)


@pytest.mark.parametrize("base", [None, b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 50], ids=repr)
def test_without_a_usable_picture_the_badge_is_on_a_plain_poster(base: bytes | None) -> None:
    with Image.open(io.BytesIO(degraded(base, the(LIBRARY, "Full")))) as drawn:
        assert drawn.size == (1000, 1500)
