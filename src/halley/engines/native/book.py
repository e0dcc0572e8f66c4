"""What a library's configuration says about overlays, read once: definitions, what they draw, which items they mean."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from halley.config import Configuration
from halley.config.document import Plain
from halley.definitions.files import Files
from halley.definitions.library import OverlayFiles, read_overlay_files
from halley.definitions.overlay_file import Documents
from halley.definitions.problems import Problem, Problems
from halley.definitions.reading import read_yaml
from halley.definitions.schedules import tell_schedules
from halley.definitions.templates import Surroundings
from halley.engines.native.entries import Entry, Idle, entries_of
from halley.engines.native.orders import NO_ORDERS, Orders, orders_of
from halley.errors import ConfigError
from halley.location import Located
from halley.overlays.compose import Book
from halley.overlays.model import OverlayId
from halley.plex.ids import ItemType
from halley.render import Filetype

FILETYPE, QUALITY = Filetype.WEBP_LOSSY, 90
_BLOCKS = ("overlay_files", "overlay_path")


@dataclass(frozen=True, slots=True)
class LibraryBook:
    """The overlays of one library. `problems` are sentences with their places.

    `filetype` and `quality` are how posters are written (spec, overlays 1.1). `has_files` tells that at least one overlay
    file could be read: where none could, Kometa leaves the library alone. `idle` are definitions that do not run. `not_due`
    says why a run on schedule would leave the library alone now; a preview is asked for, and draws.
    """

    name: str
    entries: tuple[Entry, ...]
    book: Book
    suppressed_by: Mapping[OverlayId, frozenset[OverlayId]]
    problems: tuple[str, ...]
    filetype: Filetype = FILETYPE
    quality: int = QUALITY
    orders: Orders = NO_ORDERS
    has_files: bool = True
    idle: tuple[Idle, ...] = ()
    not_due: str | None = None

    @property
    def removes_all(self) -> bool:
        """Whether all overlays are to be taken off."""
        return self.orders.removes


@dataclass(frozen=True, slots=True)
class Part:
    """Of a library's overlay files only blocks that `keeps` lets pass. `documents` are files that were read before."""

    keeps: Callable[[Located], bool] = lambda _: True
    documents: Documents | None = None


WHOLE = Part()


def read_book(
    configuration: Configuration, name: str, kind: ItemType, files: Files, now: datetime, part: Part = WHOLE
) -> LibraryBook:
    """The overlays of the library called `name` in the configuration. Raises ConfigError where config.yml cannot be read."""
    settings = _library(configuration.data, name)
    block = _block(configuration, name)
    blocks, variables = _blocks(block), _entry(block, "template_variables")
    surroundings = Surroundings(str(settings.get("library_name") or name), kind.word, now.date())
    services = frozenset(str(key) for key, value in (*configuration.data.items(), *settings.items()) if value)
    if blocks is None:
        read = OverlayFiles((), {}, ())
    else:
        kept = Located(tuple(filter(part.keeps, blocks.items)), blocks.at) if blocks.is_list else blocks
        own = variables.entries if variables else {}
        read = read_overlay_files(kept, own, files, surroundings, services, part.documents)
    not_due, told = _not_due(name, block, read, now)
    problems = [str(problem) for problem in (*read.problems, *told)]
    filetype = _filetype(configuration.setting(name, "overlay_artwork_filetype"), problems)
    entries, idle = entries_of(read, kind, now, problems)
    orders = orders_of(settings, read.moved, problems)
    return LibraryBook(
        name,
        entries,
        Book(
            {one.definition.id: one.definition.overlay for one in entries},
            {one.definition.id: one.selection.level for one in entries},
            {(file.number, queue): places for file in read.loaded for queue, places in file.queues.items()},
        ),
        {one.definition.id: frozenset(one.definition.suppress) for one in entries},
        tuple(dict.fromkeys(problems)),
        filetype,
        _number(configuration.setting(name, "overlay_artwork_quality")),
        orders,
        bool(read.loaded),
        idle,
        not_due,
    )


def _library(data: Mapping[str, Plain], name: str) -> Mapping[str, Plain]:
    libraries = data.get("libraries")
    found = libraries.get(name) if isinstance(libraries, dict) else None
    return found if isinstance(found, dict) else {}


def _block(configuration: Configuration, name: str) -> Located | None:
    """What config.yml says of the library, with the place of everything."""
    root = read_yaml(configuration.path.read_text("utf-8-sig"), str(configuration.path), Problems())
    if root is None:
        raise ConfigError(f"{configuration.path} cannot be read again")
    library = _entry(_entry(root, "libraries"), name)
    return None if library is None else _with_secrets(library, dict(_library(configuration.data, name)))


def _with_secrets(written: Located, known: Plain) -> Located:
    """What was written, its texts as they are known once secrets are put in; below `template_variables` none are."""
    if written.is_mapping and isinstance(known, dict):
        entries = {
            key: one if key == "template_variables" else _with_secrets(one, known.get(str(key)))
            for key, one in written.entries.items()
        }
        return Located(entries, written.at)
    if written.is_list and isinstance(known, list) and len(known) == len(written.items):
        return Located(tuple(map(_with_secrets, written.items, known)), written.at)
    is_other = isinstance(written.value, str) and "<<" in written.value and (known is None or isinstance(known, str))
    return Located(known, written.at) if is_other and not isinstance(known, list | dict) else written


def _blocks(library: Located | None) -> Located | None:
    """The blocks of `overlay_files`."""
    return next((found for key in _BLOCKS if (found := _entry(library, key)) is not None), None)


def _not_due(
    name: str, library: Located | None, read: OverlayFiles, now: datetime
) -> tuple[str | None, Iterable[Problem | str]]:
    """Why a run on schedule would leave the library alone now, and all that is to be told of its schedules."""
    found = Problems()
    why = tell_schedules(library.entries if library else {}, read.moved, now, found)
    told = [f"{name}: {why}; drawn here all the same, because a preview is asked for"] if why else []
    return why, (*found.found, *told)


def _entry(value: Located | None, key: str) -> Located | None:
    if value is None:
        return None
    return next((one for name, one in value.entries.items() if str(name) == key), None)


def _filetype(found: Plain, problems: list[str]) -> Filetype:
    """The type of the posters' files; for a word that nobody knows the usual one, as with Kometa, and a problem."""
    try:
        return FILETYPE if found is None else Filetype.of_word(str(found))
    except KeyError:
        words = ", ".join(filetype.word for filetype in Filetype)
        problems.append(f"`overlay_artwork_filetype: {found}` is none of {words}: {FILETYPE.word} is used")
        return FILETYPE


def _number(found: Plain) -> int:
    """A quality that Kometa takes, else the usual one."""
    return found if isinstance(found, int) and not isinstance(found, bool) and 1 <= found <= 100 else QUALITY
