"""The whole reference as one answer."""

from collections.abc import Iterator
from functools import cache

from halley.definitions import words
from halley.definitions.validation import LIBRARY_KEYS
from halley.overlays.variables import VARIABLES
from halley.selection.attributes import ATTRIBUTES
from halley.studio.reference.controls import CONTROLS
from halley.studio.reference.defaults import default_overlays
from halley.studio.wire.editor import Reference, Word

_SECTIONS = {
    "overlays": "The definitions: what is drawn, and on which items",
    "templates": "Definitions with holes, for several overlays",
    "queues": "Places that overlays take one after the other, the heaviest first",
    "external_templates": "Templates of other files",
}
_OWN = {
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
_BLOCK = {
    "file": "A path of an overlay file",
    "folder": "A path of a folder with overlay files",
    "default": "One of the files that come with Kometa",
    "url": "An address of an overlay file",
    "git": "A path in Kometa's Community-Configs",
    "repo": "A path below custom_repo",
    "template_variables": "What the file's templates are filled with",
}


@cache
def reference(fonts: tuple[str, ...]) -> Reference:
    """All words, controls and default files; `fonts` are those of this machine."""
    return Reference(words=tuple(_words()), controls=CONTROLS, defaults=default_overlays(), fonts=fonts)


def _words() -> Iterator[Word]:
    yield from (_key("", key, summary) for key, summary in _SECTIONS.items())
    yield from (_key("overlays.*", key, _OWN.get(key, "")) for key in sorted(words.OWN))
    yield from (_key("overlays.*", key, "A builder: names items") for key in sorted(words.BUILDERS))
    yield from (_key("overlays.*", key, "An option of builders") for key in sorted(words.OPTIONS))
    for control in CONTROLS:
        yield _key("overlays.*.overlay", control.key, control.summary, control.choices)
    for name in sorted(ATTRIBUTES):
        yield _key("overlays.*.filters", name, f"Filters by {name.replace('_', ' ')}")
    for variable in VARIABLES:
        for modifier, told in variable.modifiers.items():
            word = f"<<{variable.name}{modifier}>>"
            summary = ": ".join(one for one in (variable.source, told) if one)
            yield Word(path="overlays.*.overlay.name", word=word, insert=word, kind="variable", summary=summary)
    yield from (_key("libraries.*", key, "") for key in sorted(LIBRARY_KEYS))
    yield from (_key("libraries.*.overlay_files.*", key, summary) for key, summary in _BLOCK.items())
    for default in default_overlays():
        path = "libraries.*.overlay_files.*.default"
        yield Word(path=path, word=default.name, insert=default.name, kind="value", summary=default.summary)


def _key(path: str, word: str, summary: str, choices: tuple[str, ...] = ()) -> Word:
    return Word(path=path, word=word, insert=f"{word}: ", kind="key", summary=summary, choices=choices)
