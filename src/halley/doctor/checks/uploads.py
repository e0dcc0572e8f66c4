"""How many pictures earlier uploads left in Plex's store."""

from collections.abc import Iterator

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, good, note, warning

_MANY = 4
"""Uploads an item, on average, above which it is worth a warning: one that is shown, one that was, and a few."""
_MEND = (
    "ImageMaid (of Kometa's makers) clears uploads that are not shown; "
    "Halley selects a picture again that is there already, and adds none"
)
_WHY = "each stays for good: Plex's metadata grows by gigabytes, and its backups with it"


def _judge(facts: Facts) -> Iterator[Finding]:
    if (disk := facts.uploads) is not None:
        part = "" if disk.is_whole else " (only a part was looked at)"
        seen = f"{disk.pictures} uploaded pictures of {disk.items} items take {_size(disk.size)} below {disk.path}{part}"
        if disk.items and disk.pictures / disk.items > _MANY:
            yield warning(seen, _WHY, _MEND)
        elif disk.pictures:
            yield note(seen, _WHY)
        else:
            yield good(f"nothing was ever uploaded to Plex's store at {disk.path}")
    for one in facts.posters:
        if not one.shelves:
            continue
        each = one.uploads / one.shelves
        weight = one.upload_bytes / one.weighed if one.weighed else 0
        whole = round(each * one.labelled)
        size = f", some {_size(round(whole * weight))}" if weight else ""
        count = f"all {one.labelled}" if one.is_counted else f"at least {one.labelled}"
        seen = (
            f"{one.library}: {one.uploads} uploaded posters lie on {one.shelves} items that were looked at, {each:.1f} each;"
            f" of {count} with overlays that makes about {whole}{size}"
        )
        yield warning(seen, _WHY, _MEND) if each > _MANY else good(seen)


def _size(count: int) -> str:
    return f"{count / 1000**3:.1f} GB" if count >= 1000**3 else f"{count / 1000**2:.1f} MB"


CHECK = Check(
    "uploads",
    "pictures that earlier uploads left in Plex's store: how many, and how large (`--plex-data` counts all)",
    _judge,
)
