"""The words of the reference are those of the registries: none more, none fewer."""

import asyncio
from collections import Counter
from pathlib import Path

from halley.definitions import words
from halley.definitions.entries import KEYS as BLOCK_KEYS
from halley.definitions.overlay_file import SECTIONS as OVERLAY_SECTIONS
from halley.definitions.queues import COORDINATES, DYNAMIC
from halley.definitions.queues import SETTINGS as QUEUE_SETTINGS
from halley.definitions.templates import SPECIAL
from halley.definitions.validation import LIBRARY_KEYS, SETTINGS
from halley.selection.attributes import ATTRIBUTES
from halley.selection.filters import COUNTED
from halley.selection.search.attributes import NAMES
from halley.studio.reference import reference
from halley.studio.reference.config_words import LIBRARY_WORDS, SECTIONS
from halley.studio.reference.overlay_words import OWN_WORDS, TEMPLATE_WORDS
from halley.studio.settings import Settings
from halley.studio.studio import studio_of

WORDS = reference(()).words


def keys_at(path: str, file: str = "overlays") -> set[str]:
    return {one.word for one in WORDS if one.path == path and one.kind == "key" and one.file == file}


async def test_a_studio_has_the_reference_at_hand_before_anybody_asks_for_it(tmp_path: Path) -> None:
    reference.cache_clear()
    studio = studio_of(Settings(tmp_path, port=0, environment={"HOME": str(tmp_path)}))
    await studio.open()
    try:
        async with asyncio.timeout(60):
            while not reference.cache_info().currsize:
                await asyncio.sleep(0.05)
    finally:
        await studio.close()


def test_an_overlay_file_has_the_sections_that_the_engine_reads() -> None:
    assert keys_at("") == OVERLAY_SECTIONS


def test_a_definition_has_the_words_builders_and_options_of_the_engine() -> None:
    assert keys_at("overlays.*") == words.OWN | words.BUILDERS | words.OPTIONS
    assert set(OWN_WORDS) == words.OWN


def test_a_template_says_of_itself_what_the_engine_knows() -> None:
    assert keys_at("templates.*") == set(TEMPLATE_WORDS) <= SPECIAL


def test_filters_are_those_of_the_engine_with_their_endings() -> None:
    asked = {f"{name}{ending}" for name, one in ATTRIBUTES.items() for ending in one.kind.modifiers}
    assert keys_at("overlays.*.filters.**") == asked
    assert keys_at("overlays.*.filters") == COUNTED.keys()


def test_searches_ask_for_what_the_engine_can_search() -> None:
    assert keys_at("overlays.*.plex_search.**") == NAMES | {"all", "any"}


def test_queues_have_the_settings_and_places_of_the_engine() -> None:
    assert keys_at("queues.*.settings") == QUEUE_SETTINGS
    assert keys_at("queues.*.settings.dynamic_position") == set(DYNAMIC)
    assert keys_at("queues.*.*") == set(COORDINATES)


def test_libraries_and_blocks_of_files_have_the_keys_of_the_validator() -> None:
    assert keys_at("libraries.*", "config") == set(LIBRARY_WORDS) == LIBRARY_KEYS
    assert keys_at("libraries.*.overlay_files.*", "config") == keys_at("external_templates.*") == BLOCK_KEYS
    assert keys_at("settings", "config") >= SETTINGS


def test_the_sections_that_builders_ask_for_can_be_written() -> None:
    assert set(SECTIONS) >= {section for _, section in words.SERVICES}
    assert all(keys_at(section, "config") for section in SECTIONS if section not in {"libraries", "playlist_files"})


def test_every_word_says_what_it_is_and_stands_once_at_its_place() -> None:
    assert [one.word for one in WORDS if not one.summary] == []
    twice = Counter((one.file, one.path, one.kind, one.word) for one in WORDS)
    assert [one for one, count in twice.items() if count > 1] == []


def test_what_a_row_of_the_configuration_can_be_is_read_from_it() -> None:
    found = next(one for one in WORDS if one.path == "settings" and one.word == "overlay_artwork_filetype")
    assert (found.default, found.choices[:2]) == ("webp_lossy", ("jpg", "png"))
