"""Words of overlay files, as the registries have them from which the engine reads."""

from collections.abc import Iterable, Iterator
from typing import Final

from halley.definitions import words
from halley.definitions.entries import KEYS as BLOCK_KEYS
from halley.definitions.overlay_file import SECTIONS
from halley.definitions.queues import COORDINATES, DYNAMIC
from halley.definitions.queues import SETTINGS as QUEUE_SETTINGS
from halley.definitions.templates import SPECIAL
from halley.overlays.variables import VARIABLES
from halley.plex.ids import ItemType
from halley.selection.attributes import ATTRIBUTES
from halley.selection.attributes.kinds import Flag, Kind, Words
from halley.selection.builders import BUILDERS
from halley.selection.filters import COUNTED
from halley.selection.search.attributes import ATTRIBUTES as SEARCHED
from halley.selection.search.attributes import Kind as SearchKind
from halley.selection.search.sorts import SORTS, default_sort
from halley.studio.reference.controls import CONTROLS
from halley.studio.reference.listing import BOTH, key, value
from halley.studio.wire.editor import Word

SECTION_WORDS: Final = {
    "overlays": "The definitions: what is drawn, and on which items",
    "templates": "Definitions with holes, for several overlays",
    "queues": "Places that overlays take one after the other, the heaviest first",
    "external_templates": "Templates of other files",
}
OWN_WORDS: Final = {
    "overlay": "What is drawn",
    "template": "A template, and what fills its holes",
    "variables": "Variables of templates",
    "name": "What the definition is called",
    "suppress_overlays": "Overlays that are not drawn where this one is",
    "builder_level": "For seasons or episodes instead of films and shows",
    "filters": "Of the items that were found only those for which this holds",
    "limit": "At most so many items",
    "ignore_blank_results": "No complaint where nothing is found",
    "run_definition": "Whether, or in which types of library, it runs",
    "allowed_library_types": "In which types of library it runs",
    "only_run_on_create": "Not where a collection of its name is there already",
}
OPTION_WORDS: Final = {
    "cache_builders": "For how many days what builders found is kept",
    "tmdb_region": "The country for which TMDb is asked",
    "default_percent": "What share of its episodes or tracks must pass a filter",
}
TEMPLATE_WORDS: Final = {
    "default": "Values of variables that nobody gives",
    "optional": "Variables that may be missing; what uses them is left out then",
    "conditionals": "Variables whose value depends on others",
}
BLOCK_WORDS: Final = {
    "file": "A path of a file",
    "folder": "A path of a folder with files",
    "default": "One of the files that come with Kometa",
    "pmm": "The same as default, by its old name",
    "url": "An address of a file",
    "git": "A path in Kometa's Community-Configs",
    "repo": "A path below custom_repo",
    "template_variables": "What the file's templates are filled with",
    "asset_directory": "Where pictures of the file's definitions lie",
}
PLACE_WORDS: Final = {
    "settings": "What holds for all places of the queue",
    "default": "What a place has that does not say it",
    "conditionals": "Values of places that depend on variables",
    "position": "Which of the named lists of places is used",
    "overlay_limit": "At most so many overlays; 0 is no limit",
    "dynamic_position": "Places that are counted out instead of written down",
    "surround": "Places around the first one, on both sides by turns",
    "horizontal_spacing": "How far places lie apart across",
    "vertical_spacing": "How far places lie apart downwards",
    "initial_horizontal_align": "The side that the first place keeps to",
    "initial_vertical_align": "The edge that the first place keeps to",
    "initial_horizontal_offset": "How far the first place is from that side",
    "initial_vertical_offset": "How far the first place is from that edge",
}
ENDINGS: Final = {
    "": "",
    ".not": "All others",
    ".is": "Exactly that",
    ".isnot": "Anything but exactly that",
    ".begins": "What begins so",
    ".ends": "What ends so",
    ".regex": "By a regular expression",
    ".gt": "More than that",
    ".gte": "That or more",
    ".lt": "Less than that",
    ".lte": "That or less",
    ".before": "Before that day",
    ".after": "After that day",
    ".rated": "Whether it is rated at all",
    ".count_gt": "More of them than that",
    ".count_gte": "So many of them or more",
    ".count_lt": "Fewer of them than that",
    ".count_lte": "So many of them or fewer",
}
"""What an ending of a filter or of a condition makes of it."""
SEARCH_WORDS: Final = {
    "all": "All of these conditions hold",
    "any": "One of these conditions holds",
    "limit": "At most so many items",
    "validate": "Whether values that the server does not have are errors",
}
_DRAWN: Final = {
    "text()": "A text; what stands between << and >> is filled in",
    "backdrop": "A rectangle, as large as the poster unless it says otherwise",
    "blur(50)": "The poster itself, blurred so much",
}
_ONE = "overlays.*"


def overlay_words() -> Iterator[Word]:
    """All words of overlay files, in the order in which they are shown."""
    yield from (key("", one, summary, group="Sections") for one, summary in SECTION_WORDS.items() if one in SECTIONS)
    yield from _definitions()
    yield from _overlay()
    yield from _filters()
    yield from _searches()
    yield from _queues()
    yield from (
        key("external_templates.*", one, summary, group="External templates")
        for one, summary in BLOCK_WORDS.items()
        if one in BLOCK_KEYS
    )


def _definitions() -> Iterator[Word]:
    choices = {
        "builder_level": _levels(),
        "allowed_library_types": tuple(words.LEVELS),
        "run_definition": (*words.LEVELS, *BOTH),
        "ignore_blank_results": BOTH,
        "only_run_on_create": BOTH,
    }
    for one, summary in OWN_WORDS.items():
        yield key(_ONE, one, summary, choices=choices.get(one, ()), group="Definition")
    for one in sorted(words.OPTIONS):
        summary = OPTION_WORDS.get(one, "Taken, without effect on an overlay")
        yield key(_ONE, one, summary, group="Options")
    for name in sorted(words.BUILDERS):
        builder = BUILDERS.get(name)
        group = f"Builders: {builder.source}" if builder is not None and builder.source else "Builders"
        yield key(_ONE, name, builder.says if builder is not None else "", group=group)
    yield from (
        key("templates.*", one, summary, group="Template") for one, summary in TEMPLATE_WORDS.items() if one in SPECIAL
    )
    yield key("overlays.*.template", "name", "Which template", group="Definition")


def _levels() -> tuple[str, ...]:
    """The levels below a library's own."""
    return tuple(level for of_type in words.LEVELS.values() for level in of_type[1:])


def _overlay() -> Iterator[Word]:
    path = f"{_ONE}.overlay"
    for control in CONTROLS:
        choices = control.choices or (BOTH if control.control == "switch" else ())
        group = f"Overlay: {control.group}"
        yield key(path, control.key, control.summary, choices=choices, default=control.default, group=group)
    yield from (value(f"{path}.name", one, summary, group="What is drawn") for one, summary in _DRAWN.items())
    for variable in VARIABLES:
        for modifier, told in variable.modifiers.items():
            word = f"<<{variable.name}{modifier}>>"
            summary = ": ".join(one for one in (variable.source, told) if one)
            yield Word(path=f"{path}.name", word=word, insert=word, kind="variable", summary=summary, group="Text variables")


def _filters() -> Iterator[Word]:
    path = f"{_ONE}.filters"
    for name, attribute in sorted(ATTRIBUTES.items()):
        group = f"Filters: {attribute.source}" if attribute.source else "Filters"
        for ending in attribute.kind.modifiers:
            choices = _choices(attribute.kind, ending)
            yield key(f"{path}.**", f"{name}{ending}", _with_ending(attribute.says, ending), choices=choices, group=group)
    for name in COUNTED:
        yield key(path, name, f"How many of its {name} must pass filters of their own", group="Filters")
        yield key(f"{path}.{name}", "percentage", "So many percent of them", group="Filters")
        yield key(f"{path}.{name}", "count", "So many of them", group="Filters")


def _with_ending(says: str, ending: str) -> str:
    told = ENDINGS[ending]
    return f"{told}. {says.rstrip('.')}" if told else says.rstrip(".")


def _choices(kind: Kind, ending: str) -> Iterable[str]:
    if isinstance(kind, Flag):
        return BOTH
    return sorted(kind.options) if isinstance(kind, Words) and ending != ".regex" else ()


def _searches() -> Iterator[Word]:
    path = f"{_ONE}.plex_search"
    yield from (key(path, one, summary, group="Search") for one, summary in SEARCH_WORDS.items())
    sorts = sorted({one for level in (ItemType.MOVIE, ItemType.SHOW) for one in SORTS[level]})
    yield key(path, "sort_by", "What comes first", choices=sorts, default=default_sort(ItemType.MOVIE), group="Search")
    for name, searched in sorted(SEARCHED.items()):
        says = f"Searches by {name.replace('_', ' ')}"
        choices = BOTH if searched.kind is SearchKind.FLAG else ()
        for ending in searched.kind.modifiers:
            yield key(f"{path}.**", f"{name}{ending}", _with_ending(says, ending), choices=choices, group="Search")
    yield from (key(f"{path}.**", one, SEARCH_WORDS[one], group="Search") for one in ("all", "any"))


def _queues() -> Iterator[Word]:
    controls = {one.key: one for one in CONTROLS}
    yield key("queues.*", "settings", PLACE_WORDS["settings"], group="Queues")
    yield from (key("queues.*.settings", one, PLACE_WORDS[one], group="Queues") for one in sorted(QUEUE_SETTINGS))
    for one in DYNAMIC:
        control = controls.get(one.removeprefix("initial_"))
        choices = BOTH if one == "surround" else control.choices if control is not None else ()
        yield key("queues.*.settings.dynamic_position", one, PLACE_WORDS[one], choices=choices, group="Queues")
    for one in COORDINATES:
        control = controls[one]
        for path in ("queues.*", "queues.*.*", "queues.*.settings.default"):
            yield key(path, one, control.summary, choices=control.choices, group="Queues")
