"""Halley's own engine for overlays: reads the files that Kometa reads, decides as Kometa does, draws the same pixels.

    book = read_book(configuration, "Movies", ItemType.MOVIE, files, services, now)
    decided = decide(book, View(library, section, now))
    poster = encode(Renderer().draw(decided.planned[0].composed.composition, base).., ...)

Deciding opens no picture: what an item gets, with every text in it, is known before anything is drawn.
"""

from halley.engines.native.book import LibraryBook, read_book
from halley.engines.native.decide import LABEL, Decided, Found, Planned, Unplanned, asked_abroad, decide, find, is_labelled
from halley.engines.native.entries import Entry, Idle
from halley.engines.native.fates import Became, Fate, fates_of

__all__ = [
    "LABEL",
    "Became",
    "Decided",
    "Entry",
    "Fate",
    "Found",
    "Idle",
    "LibraryBook",
    "Planned",
    "Unplanned",
    "asked_abroad",
    "decide",
    "fates_of",
    "find",
    "is_labelled",
    "read_book",
]
