"""File blocks: what stands below `overlay_files:` and `external_templates:` (spec, files-and-templates 1; overlays 1.1)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from halley.definitions.files import Files, Origin, Source
from halley.definitions.problems import Costs, Problems, shown, suggestion
from halley.location import Located, Location, Scalar

_LOCATIONS: Final = (
    ("url", Origin.URL),
    ("git", Origin.GIT),
    ("pmm", Origin.DEFAULT),
    ("default", Origin.DEFAULT),
    ("repo", Origin.REPO),
    ("file", Origin.FILE),
)
"""All that a block names are loaded, in this order; `folder` comes last."""
_GIT_DEFAULT = "PMM/"
_MOVED: Final = {
    "remove_overlays": "remove_overlays",
    "remove_overlay": "remove_overlays",
    "revert_overlays": "remove_overlays",
    "reapply_overlays": "reapply_overlays",
    "reapply_overlay": "reapply_overlays",
    "reset_overlays": "reset_overlays",
    "reset_overlay": "reset_overlays",
    "schedule": "schedule_overlays",
}
"""Keys that once stood in a block and are still heard there, with what they are called in the library now."""
_WITH_ANY_VALUE = frozenset({"reset_overlays", "schedule_overlays"})
KEYS = frozenset({name for name, _ in _LOCATIONS} | {"folder", "template_variables", "asset_directory"})
"""All that a block may say."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of a block. All files of a block share one mapping of variables, which queues write into.

    `own` are the variables that were written for the block: something in one of its files should use them.
    """

    source: Source
    variables: dict[Scalar, Located]
    at: Location
    own: Mapping[Scalar, Located] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entries:
    """The files of all blocks in order, and the keys found in them that belong to the library."""

    files: tuple[FileEntry, ...]
    moved: Mapping[str, Located]


def read_entries(blocks: Located, library_variables: Mapping[Scalar, Located], files: Files, problems: Problems) -> Entries:
    """The files that blocks name. `library_variables` fill up the variables of each block that is a mapping."""
    found: list[FileEntry] = []
    moved: dict[str, Located] = {}
    name = blocks.at.path[-1] if blocks.at.path else "the list of files"
    if blocks.value is None:
        hint = "name a file, for example `- default: resolution`"
        problems.error(f"`{name}:` is blank", blocks.at, Costs.FILE, hint)
    for block in blocks.items if blocks.is_list else (blocks,) if blocks.value is not None else ():
        if block.is_mapping:
            found += _block(block, library_variables, files, problems)
            moved |= _moved(block, problems)
        elif block.scalar is None:
            problems.error(f"a block of `{name}` is blank", block.at, Costs.FILE, "name a file, or take the line out")
        else:
            found += _plain(block, library_variables, files, problems)
    return Entries(tuple(found), moved)


def _plain(
    block: Located, library_variables: Mapping[Scalar, Located], files: Files, problems: Problems
) -> Iterator[FileEntry]:
    """A path alone: it must be there, and gets no variables, not even those of the library."""
    path = str(block).strip()
    if files.find(path) is None:
        problems.error(f"there is no file {path}", block.at, Costs.FILE, _meant_as_default(path))
        return
    if library_variables:
        told = "a plain path gets none of the library's `template_variables`"
        problems.warning(told, block.at, Costs.NOTHING, f"write `- file: {path}`")
    yield FileEntry(Source(Origin.FILE, path), {}, block.at)


def _meant_as_default(path: str) -> str:
    return f"write `- default: {path}` if you mean Kometa's own" if "/" not in path and "." not in path else "mend the path"


def _block(
    block: Located, library_variables: Mapping[Scalar, Located], files: Files, problems: Problems
) -> Iterator[FileEntry]:
    given = block.entries
    variables = _variables(given.get("template_variables"), library_variables, problems)
    for key, value in given.items():
        if key not in KEYS and key not in _MOVED:
            problems.error(f"`{key}` is no key of a file block{suggestion(str(key), KEYS)}", value.at, Costs.NOTHING)
    sources = [*_sources(given, problems), *_folder(given.get("folder"), files, problems)]
    if not any(key in given for key in (*(name for name, _ in _LOCATIONS), "folder")):
        hint = "say where it is: `file:`, `folder:`, `url:`, `git:`, `repo:` or `default:`"
        problems.error("the block names no file", block.at, Costs.FILE, hint)
    _check_assets(given.get("asset_directory"), files, problems)
    written = given.get("template_variables")
    own = dict(written.entries) if written is not None else {}
    for source, at in sources:
        yield FileEntry(source, variables, at, own)


def _variables(
    given: Located | None, library_variables: Mapping[Scalar, Located], problems: Problems
) -> dict[Scalar, Located]:
    if given is not None and given and not given.is_mapping:
        told = f"`template_variables:` should be a mapping, found {shown(given)}"
        problems.error(told, given.at, Costs.VALUE, "write `name: value` below it, indented, without a dash")
    own = dict(given.entries) if given is not None else {}
    return {**own, **{name: value for name, value in library_variables.items() if name not in own}}


def _sources(given: Mapping[Scalar, Located], problems: Problems) -> Iterator[tuple[Source, Location]]:
    for key, origin in _LOCATIONS:
        value = given.get(key)
        if value is None:
            continue
        if not value:
            problems.error(f"`{key}:` is blank", value.at, Costs.FILE, "say which file")
        elif not isinstance(value.value, str):
            problems.error(f"`{key}:` should be a text, found {shown(value)}", value.at, Costs.FILE, "one file a block")
        elif key == "git" and value.value.startswith(_GIT_DEFAULT):
            yield Source(Origin.DEFAULT, value.value.removeprefix(_GIT_DEFAULT)), value.at
        else:
            yield Source(origin, value.value), value.at


def _folder(value: Located | None, files: Files, problems: Problems) -> Iterator[tuple[Source, Location]]:
    if value is None:
        return
    if value.value is None:
        problems.error("`folder:` is blank", value.at, Costs.FILE, "say which folder")
        return
    found = files.folder(str(value))
    if found is None:
        problems.error(f"there is no folder {value}", value.at, Costs.FILE, "mend the path")
    elif not found:
        problems.error(f"there are no `.yml` or `.yaml` files in {value}", value.at, Costs.FILE)
    yield from ((Source(Origin.FILE, path), value.at) for path in found or ())


def _check_assets(value: Located | None, files: Files, problems: Problems) -> None:
    for one in (value.items if value.is_list else (value,)) if value is not None and value else ():
        if files.find(str(one)) is None:
            problems.error(f"there is no asset directory {one}", one.at, Costs.VALUE, "mend the path")


def _moved(block: Located, problems: Problems) -> dict[str, Located]:
    found: dict[str, Located] = {}
    for key, name in _MOVED.items():
        if key in block.entries:
            value = block.entries[key]
            hint = f"write `{name}:` beside `overlay_files:`"
            problems.warning(f"`{key}:` no longer belongs in a file block", value.at, Costs.NOTHING, hint)
            if value.value is True or (name in _WITH_ANY_VALUE and (value or key != "schedule")):
                found[name] = value
    return found
