"""Which pictures there are. Folders whose names are words take any word; the others are listed."""

import re
from typing import Final

from halley.engines.native.art import words

_RANGES = ("", "dv", "dvhdr", "dvhdrplus", "hdr", "hlg", "plus")
_SIZES = ("4k", "1080p", "720p", "576p", "480p", "")
RESOLUTIONS: Final = frozenset(f"{size}{one}" for size in _SIZES for one in _RANGES) - {""}
RIBBON_COLOURS: Final = ("yellow", "gray", "black", "red")
_LISTED: Final = {
    "resolution": RESOLUTIONS,
    "edition": frozenset(words.EDITIONS),
    "audio_codec/compact": frozenset(words.CODECS),
    "audio_codec/standard": frozenset(words.CODECS),
    "rating": frozenset(words.RATINGS) | {"Star"},
    **{f"ribbon/{colour}": frozenset(words.RIBBONS) for colour in RIBBON_COLOURS},
}
_WORD_MARKS: Final = frozenset(
    f"{folder}/{style}"
    for folder, styles in (
        ("network", ("color", "white")),
        ("streaming", ("color", "white")),
        ("studio", ("standard", "bigger")),
    )
    for style in styles
)
_SIGNS: Final = frozenset(
    ("Commonsense", "Direct-Play", "Mediastinger", "versions", "dual_audio", "dual_subs", "multi_audio", "multi_subs")
)
_COUNTRY = re.compile(r"[a-z]{2}")
_LONGEST = 80


def is_drawn(name: str) -> bool:
    """Whether there is a picture of that name, such as `resolution/4k`."""
    folder, _, last = name.rpartition("/")
    if folder in _LISTED:
        return last in _LISTED[folder]
    if folder in _WORD_MARKS:
        return 0 < len(last) <= _LONGEST and last.strip(". ") != "" and last.isprintable()
    if folder in ("flag/round", "flag/square"):
        return _COUNTRY.fullmatch(last) is not None
    if folder == "cr":
        return words.content_rating(last) is not None
    return not folder and last in _SIGNS
