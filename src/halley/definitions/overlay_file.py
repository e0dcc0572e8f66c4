"""An overlay file: its queues, its templates and what comes of each of its definitions (spec, overlays 1.2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from halley.definitions.calls import Templates, resolved_attributes
from halley.definitions.definition import Failed, LibraryKind, Outcome, read_definition
from halley.definitions.entries import FileEntry, read_entries
from halley.definitions.files import Files, Missing, NotFetched, Origin, Source
from halley.definitions.pictures import written_addresses
from halley.definitions.problems import Costs, Problem, Problems, Refused, shown, suggestion
from halley.definitions.queues import read_queues
from halley.definitions.reading import read_yaml
from halley.definitions.templates import Surroundings, Template
from halley.definitions.used import Names, tell_unused_in_calls
from halley.location import Located, Location, Scalar
from halley.overlays.model import OverlayId, Queue

SECTIONS: Final = frozenset({"overlays", "templates", "queues", "external_templates"})
"""What stands at the top of an overlay file."""

Documents: TypeAlias = dict[tuple[str, str], tuple[Located | None, tuple[Problem, ...]]]
"""Files that were read, by name and text, with what is wrong in them: two addresses may be shown by one name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayFile:
    """A file that loaded. `number` counts those of its library; `name` is where it was read."""

    number: int
    source: Source
    name: str
    queues: Mapping[str, Queue]
    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...] = field(default=(), repr=False)
    names: Names = field(default=Names(()), repr=False, compare=False)
    """What a variable of its block may be called."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that did not load, or could not be looked at (`is_elsewhere`: it has an address, and nobody fetched it)."""

    source: Source
    problems: tuple[Problem, ...]
    is_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the overlay files of one library."""

    files: Files
    surroundings: Surroundings
    kind: LibraryKind
    documents: Documents = field(default_factory=dict)
    """Files that were read before, by name: a default's templates are read once for all files that use them."""

    def read(self, entry: FileEntry, number: int) -> OverlayFile | Unread:
        """What a file holds. Its queues' defaults are added to the variables of the entry."""
        problems = Problems()
        try:
            name, root = self._document(entry.source, entry.at, problems)
        except NotFetched as address:
            told = f"{address} was not read: it is on another machine"
            problems.warning(told, entry.at, Costs.FILE, "its definitions were not looked at")
            return Unread(entry.source, tuple(problems.found), is_elsewhere=True)
        if root is None:
            return Unread(entry.source, tuple(problems.found))
        language = entry.variables.get("language")
        if language and not isinstance(language.value, str):
            told = f"`language` should be a text such as `en`, found {shown(language)}"
            problems.error(told, language.at, Costs.FILE)
        overlays = self._section(root, "overlays", problems)
        own = self._section(root, "templates", problems)
        sections = self._section(root, "queues", problems)
        queues = self._queues(sections, entry.variables, problems)
        try:
            external = self._external(root, own, problems)
        except NotFetched:
            return Unread(entry.source, tuple(problems.found), is_elsewhere=True)
        by_name: dict[Scalar, Template] = {str(key): Template(str(key), body) for key, body in own.items()}
        templates = Templates(by_name | external, entry.variables, self.surroundings)
        if not overlays:
            hint = "an overlay file holds definitions below `overlays:`"
            problems.error("there is no definition in the file", root.at, Costs.FILE, hint)
        self._check_sections(root, problems)
        if entry.source.origin is not Origin.DEFAULT:  # Kometa's own files may call as they like
            tell_unused_in_calls(overlays, templates.by_name, entry.variables, problems)
        if entry.source.origin is not Origin.DEFAULT:
            self.files.look_ahead(written_addresses(root))
        known = {str(queue) for queue in sections}
        outcomes = tuple(
            self._outcome(OverlayId(number, str(key)), key, body, templates, known, problems)
            for key, body in overlays.items()
        )
        if any(one.costs is Costs.FILE for one in problems.found):
            return Unread(entry.source, tuple(problems.found))
        return OverlayFile(
            number=number,
            source=entry.source,
            name=name,
            queues=queues,
            outcomes=outcomes,
            problems=tuple(problems.found),
            names=Names((root, *(one.body for one in external.values()))),
        )

    def _document(self, source: Source, at: Location, problems: Problems) -> tuple[str, Located | None]:
        try:
            opened = self.files.open(source, self.surroundings.type)
        except Missing as problem:
            problems.error(str(problem), at, Costs.FILE)
            return source.name, None
        if opened.note is not None:
            problems.warning(opened.note, at)
        key = (opened.name, opened.text)
        if key not in self.documents:
            found = Problems()
            root = read_yaml(opened.text, opened.name, found)
            self.documents[key] = (root, tuple(found.found))
        root, earlier = self.documents[key]
        problems.found.extend(one for one in earlier if one not in problems.found)
        return opened.name, root

    def _section(self, root: Located, name: str, problems: Problems) -> Mapping[Scalar, Located]:
        """The entries of a section that can be used. A blank one is left out without a word."""
        section = root.entries.get(name)
        if section is None:
            return {}
        if not section:
            problems.error(f"`{name}:` is blank", section.at, Costs.VALUE, "put something below it, or take it out")
            return {}
        if not section.is_mapping:
            told = f"`{name}:` should be a mapping, found {shown(section)}"
            problems.error(told, section.at, Costs.VALUE, "write names below it, without dashes")
            return {}
        usable: dict[Scalar, Located] = {}
        for key, value in section.entries.items():
            if value.value is None:
                continue
            if value.is_mapping or name == "queues":
                usable[key] = value
            else:
                told = f"`{key}` should be a mapping, found {shown(value)}"
                problems.error(told, value.at, Costs.DEFINITION, "indent what belongs to it")
        return usable

    def _queues(
        self, sections: Mapping[Scalar, Located], variables: dict[Scalar, Located], problems: Problems
    ) -> Mapping[str, Queue]:
        try:
            return read_queues(sections, variables, problems)
        except Refused as refusal:
            problems.error(refusal.message, refusal.where, Costs.FILE, refusal.hint)
            return {}

    def _external(self, root: Located, own: Mapping[Scalar, Located], problems: Problems) -> dict[Scalar, Template]:
        """The templates of other files, under names that the file does not use itself; the first file wins."""
        blocks = root.entries.get("external_templates")
        found: dict[Scalar, Template] = {}
        taken = {str(key) for key in own}
        if blocks is None or not blocks:
            return found
        quiet = Problems()
        entries = read_entries(blocks, {}, self.files, quiet)
        for problem in quiet.found:
            problems.error(problem.message, problem.where, Costs.VALUE, problem.hint)
        for entry in entries.files:
            try:
                _, document = self._document(entry.source, entry.at, problems)
            except NotFetched as address:
                told = f"templates of {address} were not read: they are on another machine"
                problems.warning(told, entry.at, Costs.FILE, "calls to them cannot be checked")
                raise
            templates = document.entries.get("templates") if document is not None else None
            for key, body in templates.entries.items() if templates is not None else ():
                if key not in taken and key not in found:
                    found[key] = Template(str(key), body, entry.variables)
        return found

    def _check_sections(self, root: Located, problems: Problems) -> None:
        for key, value in root.entries.items():
            if key not in SECTIONS and (meant := suggestion(str(key), SECTIONS)):
                problems.error(f"`{key}:` is no section of an overlay file{meant}", value.at, Costs.NOTHING)

    def _outcome(
        self,
        identity: OverlayId,
        key: Scalar,
        body: Located,
        templates: Templates,
        queues: set[str],
        problems: Problems,
    ) -> Outcome:
        own = Problems(identity.name)
        try:
            attributes = resolved_attributes(key, body, templates, own)
            outcome = read_definition(identity, body.at, attributes, self.kind, queues, self.files, own)
        except Refused as refusal:
            own.error(refusal.message, refusal.where, Costs.DEFINITION, refusal.hint)
            outcome = Failed(identity, body.at)
        problems.found.extend(one for one in own.found if one not in problems.found)
        return outcome
