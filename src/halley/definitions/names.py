"""What a name means: a text, a blur, a backdrop or a picture; and the file name it leads to (spec, overlays 2.3, 2.4)."""

import re
from dataclasses import dataclass
from typing import Final

from halley.overlays.model import Kind

_INSIDE = re.compile(r"\((.+)\)")
_OLD_TEXTS: Final = {
    f"{rating}{sign}": f"<<{rating}{modifier}>>{after}"
    for rating in ("audience_rating", "critic_rating", "user_rating")
    for sign, modifier, after in (("", "", ""), ("0", "%", ""), ("%", "%", "%"), ("#", "#", ""))
}
_USUAL_BLUR = 50
_LONGEST_BYTES = 255
_INVALID = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|clock\$|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name becomes: how Kometa spells it afterwards, the inside of a text, the radius of a blur.

    `is_misspelled` tells that the brackets do not hold what they should.
    """

    kind: Kind
    name: str
    template: str | None = None
    blur: int = 0
    is_misspelled: bool = False


def meaning_of(name: str) -> Meaning:
    """What an overlay of that name draws: the beginning of the name decides."""
    inside = _INSIDE.search(name)
    if name.startswith("blur"):
        try:
            radius = int(inside[1]) if inside else None
        except ValueError:
            radius = None
        if inside is None or radius is None:
            return Meaning(Kind.BLUR, f"blur({_USUAL_BLUR})", blur=_USUAL_BLUR, is_misspelled=True)
        return Meaning(Kind.BLUR, f"blur({inside[1]})", blur=radius)
    if name.startswith("text"):
        if inside is None:
            return Meaning(Kind.TEXT, name, is_misspelled=True)
        text = _OLD_TEXTS.get(inside[1], inside[1])
        return Meaning(Kind.TEXT, f"text({text})", template=text)
    if name.startswith("backdrop"):
        return Meaning(Kind.BACKDROP, name, is_misspelled=name != "backdrop")
    return Meaning(Kind.IMAGE, name)


def clean_name(name: str) -> str:
    """The file name that a name becomes: as it is where every system can have it, else without what some cannot."""
    cleaned = _INVALID.sub("", name)
    while len(cleaned.encode("utf-8", "surrogatepass")) > _LONGEST_BYTES:
        cleaned = cleaned[:-1]
    if not cleaned.strip():
        return ""
    if reserved := _RESERVED.match(cleaned):
        return cleaned.replace(reserved[1], f"{reserved[1]}_")
    cleaned = cleaned.strip(" ")
    return cleaned if cleaned in {".", ".."} else cleaned.rstrip(" .")
