"""Titles and other words of the item."""

from halley.overlays.subject import Subject
from halley.overlays.variables.registry import E, Facts, L, M, N, R, Raw, S, Variable, levels, present
from halley.plex.ids import ItemType

MODIFIERS = {
    "": "as it is",
    "U": "in capitals",
    "L": "in small letters",
    "P": "each word with a capital, also after an apostrophe: `Director'S Cut`",
}


def write(value: Raw, modifier: str) -> str:
    text = str(value)
    match modifier:
        case "U":
            return text.upper()
        case "L":
            return text.lower()
        case "P":
            return text.title()
        case _:
            return text


def _words(name: str, attribute: str, kinds: frozenset[ItemType]) -> Variable:
    def read(subject: Subject, facts: Facts, level: ItemType, modifier: str) -> Raw:
        return present(subject.text(attribute), name)

    return Variable(name=name, levels=kinds, modifiers=MODIFIERS, read=read, write=write, source=f"the item's `{attribute}`")


def _original_title(subject: Subject, facts: Facts, level: ItemType, modifier: str) -> Raw:
    # python-plexapi gives seasons none, whatever the server says.
    return present(subject.text("originalTitle") if subject.item.type is not N else None, "original_title")


def _show_title(subject: Subject, facts: Facts, level: ItemType, modifier: str) -> Raw:
    return present(subject.text("parentTitle" if level is N else "grandparentTitle"), "show_title")


TITLE = _words("title", "title", levels(M, S, N, E, R, L))
ORIGINAL_TITLE = Variable(
    name="original_title",
    levels=levels(M, S, N),
    modifiers=MODIFIERS,
    read=_original_title,
    write=write,
    source="the item's `originalTitle`",
)
CONTENT_RATING = _words("content_rating", "contentRating", levels(M, S, E))
SHOW_TITLE = Variable(
    name="show_title", levels=levels(N, E), modifiers=MODIFIERS, read=_show_title, write=write, source="the show's `title`"
)
EDITION = _words("edition", "editionTitle", levels(M))
SEASON_TITLE = _words("season_title", "parentTitle", levels(E))
