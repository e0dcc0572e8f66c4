"""The overlay files of a library, read in order; those that load are counted from 0 (spec, overlays 1.2)."""

from collections.abc import Mapping
from dataclasses import dataclass

from halley.definitions.definition import LibraryKind
from halley.definitions.entries import read_entries
from halley.definitions.files import ELSEWHERE, Files, Source
from halley.definitions.overlay_file import Documents, OverlayFile, Reader, Unread
from halley.definitions.problems import Problem, Problems
from halley.definitions.templates import Surroundings
from halley.definitions.used import Given, Names, tell_unused
from halley.location import Located, Scalar


@dataclass(frozen=True, slots=True)
class OverlayFiles:
    """What became of `overlay_files`: the files in order, keys found in them that are the library's, and what is wrong.

    `given` are the library's own variables: whether something uses them is not told, because its collections may.
    """

    files: tuple[OverlayFile | Unread, ...]
    moved: Mapping[str, Located]
    problems: tuple[Problem, ...]
    given: Given = Given({}, ())

    @property
    def loaded(self) -> tuple[OverlayFile, ...]:
        """Those that can be used."""
        return tuple(one for one in self.files if isinstance(one, OverlayFile))


def read_overlay_files(
    blocks: Located,
    library_variables: Mapping[Scalar, Located],
    files: Files,
    surroundings: Surroundings,
    services: frozenset[str] | None = None,
    documents: Documents | None = None,
) -> OverlayFiles:
    """All overlay files of a library. `services` are the sections of config.yml that there are, where that is known.

    `documents` keeps what was read for the next library.
    """
    problems = Problems()
    entries = read_entries(blocks, library_variables, files, problems)
    # Kometa calls a movie library without agent `video`; apart from that word it is a movie library.
    kind = LibraryKind("movie" if surroundings.type == "video" else surroundings.type, services)
    files.look_ahead(Source(one.source.origin, one.source.file) for one in entries.files if one.source.origin in ELSEWHERE)
    reader = Reader(files, surroundings, kind, documents if documents is not None else {})
    read: list[OverlayFile | Unread] = []
    of_blocks: dict[int, list[Names | None]] = {}
    number = 0
    for entry in entries.files:
        one = reader.read(entry, number)
        read.append(one)
        number += isinstance(one, OverlayFile)
        of_blocks.setdefault(id(entry.variables), []).append(one.names if isinstance(one, OverlayFile) else None)
        problems.found.extend(problem for problem in one.problems if problem not in problems.found)
    own = {id(entry.variables): entry.own for entry in entries.files}
    for block, names in of_blocks.items():
        tell_unused(Given(own[block], tuple(names)), problems)
    given = Given(library_variables, tuple(one for names in of_blocks.values() for one in names))
    return OverlayFiles(tuple(read), entries.moved, tuple(problems.found), given)
