"""The part of a definition that says which items it means: builders, filters, level and limit, read without a server.

Source: spec, overlays 1.4 to 1.6, collections 5.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from halley.location import Location
from halley.plex.ids import ItemType
from halley.selection import values
from halley.selection.attributes import ATTRIBUTES
from halley.selection.builders import BUILDERS, Call
from halley.selection.builders.registry import BuilderReading
from halley.selection.facts import ListAsked
from halley.selection.filters import Alternative, Counted, FilterParser
from halley.selection.keys import Key, split_key
from halley.selection.problems import BadValue, Locate, Problem, Report, did_you_mean
from halley.selection.search.attributes import NAMES as SEARCHABLE
from halley.selection.values import Value

OTHERS = frozenset(
    "overlay suppress_overlays template variables name overlay_name run_definition allowed_library_types "
    "only_run_on_create schedule test sync_mode collection_order build_collection delete_not_scheduled validate_builders "
    "minimum_items show_missing save_report missing_only_released cache_builders tmdb_region run_again smart_filter "
    "smart_label smart_url tmdb_person tmdb_person_offset tmdb_birthday tmdb_deathday kometa_poster libraries sync_to_users "
    "exclude_users collection_name playlist_name blank_collection delete_playlist delete_collections_named append_label "
    "key_name translation_key translation_prefix hub_priority".split()
)
"""Keys of an overlay's definition that mean something to somebody else, or are accepted without effect."""
OWN = frozenset("builder_level limit ignore_blank_results default_percent filters".split())


@dataclass(frozen=True, slots=True)
class Selection:
    """Which items a definition means: what its builders find, filtered, the first `limit` of them."""

    level: ItemType
    calls: tuple[Call, ...]
    filters: tuple[Alternative, ...]
    limit: int | None
    ignore_blank_results: bool
    where: Location

    @property
    def facts_needed(self) -> frozenset[str]:
        """The filter attributes that somebody outside must be asked for: `tmdb_status`."""
        parts = [one for each in self.filters for one in each]
        asked = [one for part in parts for one in (part.filters if isinstance(part, Counted) else (part,))]
        return frozenset(one.attribute.name for one in asked if one.attribute.source)

    @property
    def lists_needed(self) -> frozenset[ListAsked]:
        """The lists that somebody outside must be asked for."""
        return frozenset(call.wanted for call in self.calls if isinstance(call.wanted, ListAsked))


def parse_selection(
    given: Mapping[str, Value], library: ItemType, where: Location | Locate, now: datetime
) -> tuple[Selection | None, tuple[Problem, ...]]:
    """The selection of a definition, or None where it cannot find anything, and all that is wrong with it.

    `given` is the whole definition with its templates resolved; keys of others (`overlay`) are passed over, unknown ones
    are an error. `library` is the type of the library; `where` the place of the definition, or of any value in it.
    """
    report = Report(where)
    parser = _DefinitionParser(given, library, now, report)
    found = parser.parse()
    return (None if report.is_fatal else found), tuple(report.problems)


class _DefinitionParser:
    def __init__(self, given: Mapping[str, Value], library: ItemType, now: datetime, report: Report) -> None:
        self._given, self._library, self._now, self._report = given, library, now, report
        self._names = {str(key).lower(): str(key) for key in given}
        self._level = library
        self._percent = 50

    def parse(self) -> Selection | None:
        level, report = self._read_level(), self._report
        if level is None:
            return None
        self._level = level
        blank, limit = self._flag("ignore_blank_results"), self._limit()
        calls: list[Call] = []
        filters: list[Alternative] = []
        for written, inside in self._given.items():
            key, path = split_key(str(written)), (str(written),)
            if key.attribute == "default_percent":
                self._percent = self._percentage(inside, path)
            elif key.attribute == "filters":
                if inside is None:
                    report.warning(path, "`filters` is blank")
                else:
                    filters += FilterParser(level, self._now, self._percent, report).parse(inside, path)
            elif key.attribute in BUILDERS:
                calls += self._calls(key, inside, path)
            elif key.attribute not in OTHERS | OWN:
                self._unknown(key, path)
        if not calls and not report.is_fatal:
            report.error((), "nothing says which items are meant", "add a builder, such as `plex_all: true`")
        return Selection(level, tuple(calls), tuple(filters), limit, blank, report.place(()))

    def _read_level(self) -> ItemType | None:
        written = next(
            (self._names[one] for one in ("builder_level", "collection_level", "overlay_level") if one in self._names), None
        )
        value = self._given[written] if written else None
        if written is None or self._library is ItemType.MOVIE or not value:
            return self._library
        levels = {ItemType.SHOW: ("season", "episode"), ItemType.ARTIST: ("album", "track")}[self._library]
        word = str(value).lower()
        if word in {*levels, self._library.word}:
            return ItemType.of_word(word)
        hint = did_you_mean(word, levels) or f"there are {', '.join((self._library.word, *levels))}"
        self._report.error((written,), f"`{value}` is no level of a {self._library.word} library", hint)
        return None

    def _flag(self, name: str) -> bool:
        written = self._names.get(name)
        if written is None:
            return False
        try:
            return values.truth(self._given[written])
        except BadValue as problem:
            self._report.warning((written,), f"`{name}`: {problem.message}; false is used")
            return False

    def _limit(self) -> int | None:
        written = self._names.get("limit")
        if written is None:
            return None
        try:
            return values.whole(self._given[written])
        except BadValue as problem:
            self._report.error((written,), f"`limit`: {problem.message}")
            return None

    def _percentage(self, inside: Value, path: tuple[str, ...]) -> int:
        try:
            return values.whole(inside, maximum=100)
        except BadValue as problem:
            self._report.warning(path, f"`default_percent`: {problem.message}; 50 is used")
            return 50

    def _calls(self, key: Key, inside: Value, path: tuple[str, ...]) -> list[Call]:
        builder = BUILDERS[key.attribute]
        if self._level not in builder.levels:
            levels = ", ".join(f"{one.word}s" for one in sorted(builder.levels, key=lambda one: one.number))
            self._report.error(path, f"`{key.attribute}` cannot be used for {self._level.word}s", f"it finds {levels}")
            return []
        if inside is None:
            self._report.error(path, f"`{key.attribute}` is blank")
            return []
        region = str(self._given[self._names["tmdb_region"]] or "").upper() if "tmdb_region" in self._names else ""
        reading = BuilderReading(self._library, self._level, self._now, self._report, path, region or None)
        written = "" if key.attribute == "plex_search" else values.shown(inside)
        try:
            wanted = list(builder.parse(inside, reading))
        except BadValue as problem:
            self._report.error(path, f"`{key.attribute}` {problem.message}", problem.hint)
            return []
        return [Call(builder, one, written, self._report.place(path)) for one in wanted]

    def _unknown(self, key: Key, path: tuple[str, ...]) -> None:
        if key.name in SEARCHABLE:
            hint: str | None = f"put it into a search: `plex_search: {{all: {{{key.written}: ...}}}}`"
        elif key.attribute in ATTRIBUTES:
            hint = f"put it into the filters: `filters: {{{key.written}: ...}}`"
        else:
            hint = did_you_mean(key.attribute, (*BUILDERS, *OTHERS, *OWN))
        self._report.error(path, f"`{key.written}` is nothing that an overlay's definition may say", hint)
