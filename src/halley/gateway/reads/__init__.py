"""Answers to reads: the server's own where nothing was written, and what the engine wrote shown where something was.

Each room is one file with one function per kind of answer; `ANSWERS` says which room answers which rule.
"""

from halley.gateway.reads.choices import choices
from halley.gateway.reads.context import Answerer, Reading
from halley.gateway.reads.details import details
from halley.gateway.reads.hubs import managed_hubs
from halley.gateway.reads.lists import children, members, patched, section_collections
from halley.gateway.reads.pictures import current_image, shelf, stored_image, transcoded_image
from halley.gateway.reads.plain import plain
from halley.gateway.reads.playlists import playlists
from halley.gateway.reads.search import search
from halley.gateway.reads.settings import settings

__all__ = ["ANSWERS", "Reading"]

ANSWERS: dict[str, Answerer] = {
    answer.__name__: answer
    for answer in (
        children,
        choices,
        current_image,
        details,
        managed_hubs,
        members,
        patched,
        plain,
        playlists,
        search,
        section_collections,
        settings,
        shelf,
        stored_image,
        transcoded_image,
    )
}
