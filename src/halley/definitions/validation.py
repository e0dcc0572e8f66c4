"""A whole configuration checked without a server: config.yml, and every overlay file that it leads to, in one pass.

Source: spec, config-and-run 8; overlays 1.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from halley.config.secrets import is_secret_mark
from halley.definitions.any_type import check_overlay_files
from halley.definitions.files import Files
from halley.definitions.problems import Costs, Problem, Problems, Severity, shown, suggestion
from halley.definitions.reading import read_yaml
from halley.definitions.schedules import tell_schedules
from halley.definitions.used import tell_unused
from halley.location import Located, Scalar

TOP_KEYS: Final = frozenset(
    "libraries playlist_files settings webhooks github plex tmdb tautulli omdb mdblist notifiarr gotify ntfy apprise anidb"
    " radarr sonarr trakt mal".split()
)
LIBRARY_KEYS: Final = frozenset(
    "library_name settings webhooks plex radarr sonarr tautulli report_path template_variables collection_files"
    " metadata_files overlay_files image_files operations schedule schedule_overlays remove_overlays reapply_overlays"
    " reset_overlays metadata_path overlay_path schedule_overlay remove_overlay revert_overlays reapply_overlay"
    " reset_overlay".split()
)
_OTHER_FILES = ("collection_files", "metadata_files", "metadata_path", "image_files")
"""What may use a library's variables besides its overlays."""
RESETS = ("plex", "tmdb")
TRUTHS = ("remove_overlays", "remove_overlay", "revert_overlays", "reapply_overlays", "reapply_overlay")
FILE_TYPES = ("jpg", "png", "webp", "webp_lossy", "webp_lossless")
_MOST_QUALITY = 100
SETTINGS = frozenset({"overlay_artwork_filetype", "overlay_artwork_quality"})


@dataclass(frozen=True, slots=True)
class LibraryReport:
    """What was found in one library: files that were read, definitions in them, and those that fail."""

    name: str
    files: int
    definitions: int
    failed: int
    elsewhere: int


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in a configuration."""

    libraries: tuple[LibraryReport, ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What will not happen as it was asked for."""
        return tuple(one for one in self.problems if one.severity is Severity.ERROR)


def read_configuration(text: str, name: str, secrets: Mapping[str, str], problems: Problems) -> Located | None:
    """A config.yml with its secrets put in, except below `template_variables`."""
    root = read_yaml(text, name, problems)
    return None if root is None else _with_secrets(root, secrets)


def _with_secrets(value: Located, secrets: Mapping[str, str]) -> Located:
    if value.is_mapping:
        entries = {
            key: one if key == "template_variables" else _with_secrets(one, secrets) for key, one in value.entries.items()
        }
        return Located(entries, value.at)
    if value.is_list:
        return Located(tuple(_with_secrets(one, secrets) for one in value.items), value.at)
    if not isinstance(value.value, str):
        return value
    mark = next((mark for mark in secrets if mark in value.value), None)
    if mark is None:
        return Located(None, value.at) if is_secret_mark(value.value) else value
    return Located(value.value.replace(mark, secrets[mark]), value.at)


def validate(
    root: Located, files: Callable[[str | None], Files], now: datetime, only: Collection[str], problems: Problems
) -> Report:
    """Check the overlays of all libraries, or of those named. `files` makes a reader for a `custom_repo`."""
    libraries = root.entries.get("libraries")
    reports: list[LibraryReport] = []
    _check_names(root, TOP_KEYS, "key of config.yml", problems)
    settings = root.entries.get("settings")
    _check_settings(settings, problems)
    custom = settings.entries.get("custom_repo") if settings is not None else None
    reader = files(str(custom) if custom else None)
    services = frozenset(str(key) for key, value in root.entries.items() if value)
    for key, library in libraries.entries.items() if libraries is not None else ():
        if not library.is_mapping or (only and str(key) not in only):
            continue
        reports.append(_library(str(key), library, reader, now, services, problems))
    return Report(tuple(reports), tuple(problems.found))


def _library(
    name: str, library: Located, files: Files, now: datetime, services: frozenset[str], problems: Problems
) -> LibraryReport:
    _check_names(library, LIBRARY_KEYS, "key of a library", problems)
    _check_settings(library.entries.get("settings"), problems)
    _check_switches(library.entries, problems)
    blocks = library.entries.get("overlay_files") or library.entries.get("overlay_path")
    if blocks is None:
        if "overlay_files" in library.entries:
            problems.error("`overlay_files:` is blank", library.entries["overlay_files"].at, Costs.FILE)
        tell_schedules(library.entries, {}, now, problems)
        return LibraryReport(name, 0, 0, 0, 0)
    variables = library.entries.get("template_variables")
    title = str(library.entries.get("library_name") or name)
    own = services | {str(key) for key, value in library.entries.items() if value}
    checked = check_overlay_files(blocks, variables.entries if variables else {}, files, title, now, own)
    problems.found.extend(one for one in checked.problems if one not in problems.found)
    if not any(key in library.entries for key in _OTHER_FILES):
        tell_unused(checked.given, problems)
    tell_schedules(library.entries, checked.moved, now, problems)
    return LibraryReport(name, checked.files, checked.definitions, checked.failed, checked.elsewhere)


def _check_names(value: Located, known: frozenset[str], what: str, problems: Problems) -> None:
    """Tell of keys that are nearly known ones. Others may be meant for another program, or hold what is merged elsewhere."""
    for key, one in value.entries.items():
        if key not in known and (meant := suggestion(str(key), known)):
            problems.error(f"`{key}` is no {what}{meant}", one.at, Costs.NOTHING)


def _check_switches(library: Mapping[Scalar, Located], problems: Problems) -> None:
    for name in TRUTHS:
        value = library.get(name)
        if value is not None and not isinstance(value.value, bool):
            told = f"`{name}` should be true or false, found {shown(value)}"
            problems.error(told, value.at, Costs.VALUE, "write true without quotes; anything else is off")
    reset = library.get("reset_overlays") or library.get("reset_overlay")
    for one in (reset.items if reset.is_list else (reset,)) if reset is not None else ():
        if one.value not in RESETS:
            problems.error(f"{shown(one)} is none of plex, tmdb", one.at, Costs.VALUE)


def _check_settings(settings: Located | None, problems: Problems) -> None:
    if settings is None:
        return
    _check_names(settings, SETTINGS, "setting", problems)
    kind = settings.entries.get("overlay_artwork_filetype")
    if kind is not None and kind.value is not None and kind.value not in FILE_TYPES:
        problems.error(f"{shown(kind)} is none of {', '.join(FILE_TYPES)}", kind.at, Costs.VALUE, "Kometa takes webp_lossy")
    quality = settings.entries.get("overlay_artwork_quality")
    if quality is not None and quality.value is not None:
        found = quality.value
        if isinstance(found, bool) or not isinstance(found, int) or not 1 <= found <= _MOST_QUALITY:
            told = f"{shown(quality)} is not a whole number from 1 to {_MOST_QUALITY}"
            problems.error(told, quality.at, Costs.VALUE, "Kometa takes 90")


def with_redacted(report: Report, redact: Callable[[str], str]) -> Report:
    """The report with nothing in its words that nobody may see."""
    return Report(report.libraries, tuple(_redacted(one, redact) for one in report.problems))


def _redacted(problem: Problem, redact: Callable[[str], str]) -> Problem:
    hint = redact(problem.hint) if problem.hint is not None else None
    return replace(problem, message=redact(problem.message), hint=hint)
