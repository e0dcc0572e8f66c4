"""What a user's files define: templates resolved, every definition typed, everything that is wrong with its place."""

from halley.definitions.definition import Call, Definition, Failed, LibraryKind, Outcome, Skipped
from halley.definitions.files import Files, LocalFiles, Missing, NotFetched, Opened, Origin, Source
from halley.definitions.library import OverlayFiles, read_overlay_files
from halley.definitions.overlay_file import OverlayFile, Unread
from halley.definitions.problems import Costs, Problem, Problems, Severity
from halley.definitions.templates import Surroundings
from halley.definitions.validation import Report, read_configuration, validate

__all__ = [
    "Call",
    "Costs",
    "Definition",
    "Failed",
    "Files",
    "LibraryKind",
    "LocalFiles",
    "Missing",
    "NotFetched",
    "Opened",
    "Origin",
    "Outcome",
    "OverlayFile",
    "OverlayFiles",
    "Problem",
    "Problems",
    "Report",
    "Severity",
    "Skipped",
    "Source",
    "Surroundings",
    "Unread",
    "read_configuration",
    "read_overlay_files",
    "validate",
]
