"""What a draft of an overlay file comes to on one item: what is drawn where, and why the rest is not.

The draft is read once as long as its text stays; edits are done to what was read, not to the text, so that a hand which
drags waits for no parser. Everything is decided and measured by the engine itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from halley.definitions.overlay_file import Documents
from halley.definitions.problems import Problem, Problems
from halley.definitions.reading import read_yaml
from halley.definitions.system_fonts import system_fonts
from halley.engines.native import Became, Fate, LibraryBook, Planned, Unplanned, fates_of, read_book
from halley.engines.native.art import EDITION
from halley.engines.native.book import Part
from halley.engines.native.drafts import Drafts
from halley.jobs.own_folder import own_folder
from halley.location import Located, Location, Scalar
from halley.overlays.compose import Failed, compose
from halley.overlays.model import Overlay, OverlayId
from halley.overlays.subject import Subject
from halley.overlays.suppress import survivors
from halley.overlays.variables import VARIABLES
from halley.plex.ids import RatingKey
from halley.selection import Verdict, explain
from halley.studio.desk.named import NamedFile
from halley.studio.drawing.shelf import OpenLibrary
from halley.studio.editing import Edit

_PIECE = "overlay"


@dataclass(frozen=True, slots=True)
class Asked:
    """What to sketch. `values` stand for text variables; `shows_all`: also what does not mean the item."""

    text: str
    edits: tuple[Edit, ...] = ()
    hidden: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    with_rest: bool = False
    shows_all: bool = False


@dataclass(frozen=True, slots=True)
class Sketch:
    """What came of it. `verdicts` say of each definition of the draft whether it means the item."""

    book: LibraryBook
    outcome: Planned | Unplanned
    fates: Mapping[OverlayId, Fate]
    verdicts: Mapping[OverlayId, Verdict]
    problems: tuple[Problem, ...]
    root: Located | None


class Sketcher:
    """Sketches drafts of one file on the items of one library."""

    def __init__(self, library: OpenLibrary, file: NamedFile, environment: Mapping[str, str], kometa: Path | None) -> None:
        self.library, self.file = library, file
        configuration = library.configuration
        self._environment, self._kometa = environment, kometa
        self._art = own_folder(configuration, environment) / "art" / EDITION
        self._chosen: dict[tuple[str, bool, RatingKey], dict[OverlayId, Verdict]] = {}

    def sketch(self, asked: Asked, key: RatingKey) -> Sketch:
        """What the draft comes to on an item of the library. Raises ConfigError where config.yml cannot be read."""
        problems = Problems()
        root = read_yaml(asked.text, str(self.file.path), problems)
        verdicts = self._verdicts(asked, key)
        book, files = self._book(asked, with_edits(root, asked.edits) if root is not None and asked.edits else root)
        item = self.library.view.library.items[key]
        mine = {one.definition.id for one in book.entries if self._is_mine(one.definition.where)}
        found = tuple(
            one.definition.id
            for one in book.entries
            if not (one.definition.id in mine and one.definition.id.name in asked.hidden)
            and ((asked.shows_all and one.definition.id in mine) or _is_chosen(verdicts.get(one.definition.id)))
        )
        overlays = {each: _with_values(one, asked.values) for each, one in book.book.overlays.items()}
        book = replace(book, book=replace(book.book, overlays=overlays))
        left = survivors(found, overlays, {} if asked.shows_all else book.suppressed_by)
        composed = compose(left, book.book, Subject(item, self.library.view.library))
        outcome = Unplanned(item, found, composed.reason) if isinstance(composed, Failed) else Planned(item, found, composed)
        if isinstance(outcome, Planned):
            files.have_drawn(outcome.composed.composition.pictures())
        fates = {one.id: one for one in fates_of(outcome, book)}
        kept = {each: verdict for each, verdict in verdicts.items() if each in mine}
        return Sketch(book, outcome, fates, kept, tuple(problems.found), root)

    def _verdicts(self, asked: Asked, key: RatingKey) -> dict[OverlayId, Verdict]:
        """Whether each definition means the item. Edits touch only what is drawn, so that they ask nobody again."""
        known = (asked.text, asked.with_rest, key)
        if known not in self._chosen:
            book, _ = self._book(asked, None)
            item = self.library.view.library.items[key]
            while len(self._chosen) >= 32:
                self._chosen.pop(next(iter(self._chosen)), None)  # two threads may mean the same one
            self._chosen[known] = {
                one.definition.id: explain(one.selection, item, self.library.view) for one in book.entries
            }
        return self._chosen[known]

    def _book(self, asked: Asked, root: Located | None) -> tuple[LibraryBook, Drafts]:
        """The definitions of the draft, or with the rest those of all files of the library."""
        library, path = self.library, self.file.path
        files = Drafts(
            library.configuration.folder,
            self._kometa,
            system_fonts=lambda: system_fonts(self._environment),
            art=self._art,
            texts={path: asked.text},
        )
        documents: Documents = {} if root is None else {(str(path), asked.text): (root, ())}
        part = Part(lambda block: asked.with_rest or self._names_file(block, files), documents)
        now = datetime.now(UTC).astimezone()
        book = read_book(library.configuration, library.name, library.kind, files, now, part)
        if not asked.with_rest:
            book = replace(
                book,
                entries=tuple(one for one in book.entries if self._is_mine(one.definition.where)),
                idle=tuple(one for one in book.idle if self._is_mine(one.where)),
            )
        return book, files

    def _names_file(self, block: Located, files: Drafts) -> bool:
        """Whether a block of `overlay_files` names the file, itself or by its folder."""
        if not block.is_mapping:
            return _same(files.find(str(block)), self.file.path)
        told = {str(key): str(value) for key, value in block.entries.items() if key in {"file", "folder"}}
        if "file" in told:
            names = (told["file"], f"{told['file']}.yml", f"{told['file']}.yaml")
            return any(_same(files.find(name), self.file.path) for name in names)
        return "folder" in told and str(self.file.path) in (files.folder(told["folder"]) or ())

    def _is_mine(self, where: Location) -> bool:
        return where.file == str(self.file.path)


def with_edits(root: Located, edits: tuple[Edit, ...]) -> Located:
    """What was read of a text, as if the edits had been done to it."""
    for edit in edits:
        part, wanted = edit.place
        section = root.entries.get(part)
        name = next((each for each in (section.entries if section else ()) if str(each) == wanted), None)
        if section is None or name is None:
            continue
        definition = section.entries[name]
        piece = definition.entries.get(_PIECE)
        if piece is None or not definition.is_mapping:
            continue
        entries: dict[Scalar, Located] = dict(piece.entries) if piece.is_mapping else {"name": piece}
        if edit.value is None:
            entries.pop(edit.key, None)
        else:
            entries[edit.key] = Located(edit.value, entries[edit.key].at if edit.key in entries else piece.at)
        changed = _set(definition, _PIECE, Located(entries, piece.at))
        root = _set(root, part, _set(section, name, changed))
    return root


def _set(mapping: Located, key: Scalar, value: Located) -> Located:
    return Located({**mapping.entries, key: value}, mapping.at)


def _same(found: Path | None, path: Path) -> bool:
    return found is not None and found == path


def _is_chosen(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.is_chosen


def _with_values(overlay: Overlay, values: Mapping[str, str]) -> Overlay:
    """The overlay with given values in its text, written as they are given."""
    if not values or overlay.template is None:
        return overlay
    template = overlay.template
    for variable in VARIABLES:
        if variable.name in values:
            for modifier in variable.modifiers:
                template = template.replace(f"<<{variable.name}{modifier}>>", values[variable.name])
    return replace(overlay, template=template)


def became_words(fate: Fate | None, verdict: Verdict | None) -> str:
    """Why a definition is not drawn, in a sentence; empty where it is."""
    if fate is not None:
        return "" if fate.became is Became.DRAWN else fate.reason
    return verdict.reason if verdict is not None else "it is hidden"
