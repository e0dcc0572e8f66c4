"""Kometa's options in the environment: those that the service takes, and those that mean nothing to it."""

from collections.abc import Mapping
from types import MappingProxyType

NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "config": ("CONFIG",),
        "times": ("TIMES", "TIME"),
        "run": ("RUN",),
        "libraries": ("LIBRARIES", "RUN_LIBRARIES", "LIBRARY", "RUN_LIBRARY"),
        "overlays_only": ("OVERLAYS_ONLY", "OVERLAY_ONLY", "OVERLAYS", "OVERLAY"),
        "debug": ("DEBUG", "TRACE", "LOG_REQUESTS", "LOG_REQUEST"),
        "low_priority": ("LOW_PRIORITY",),
    }
)
"""What stands for each setting, as Kometa names it behind `KOMETA_`; the first that is there counts."""

MEANINGLESS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("TESTS", "TEST", "RUN_TEST", "RUN_TESTS"), "preview a sample in the studio"),
        **dict.fromkeys(("COLLECTIONS_ONLY", "COLLECTION_ONLY"), "the service runs overlays alone, or all"),
        **dict.fromkeys(("METADATA_ONLY", "METADATAS_ONLY"), "the service runs overlays alone, or all"),
        **dict.fromkeys(("PLAYLISTS_ONLY", "PLAYLIST_ONLY"), "the service runs overlays alone, or all"),
        **dict.fromkeys(
            ("OPERATIONS_ONLY", "OPERATION", "OPERATIONS", "LIBRARY_ONLY", "LIBRARIES_ONLY", "OPERATION_ONLY"),
            "the service runs overlays alone, or all",
        ),
        **dict.fromkeys(
            ("RUN_COLLECTIONS", "COLLECTION", "COLLECTIONS", "RUN_COLLECTION"), "leave steps out of the plan in the studio"
        ),
        **dict.fromkeys(
            ("RUN_FILES", "RUN_FILE", "METADATA", "METADATA_FILES", "RUN_METADATA_FILES"),
            "leave steps out of the plan in the studio",
        ),
        "NO_MISSING": "`add_missing: false` below `radarr` and `sonarr` in the configuration says it",
        "NO_REPORT": "`save_report: false` below `settings` in the configuration says it",
        "RESUME": "a run that was cut off goes on by itself",
        "TIMEOUT": "`timeout` below `plex` in the configuration says it",
        "NO_VERIFY_SSL": "`verify_ssl` below `plex` in the configuration says it",
        "IGNORE_SCHEDULES": "schedules of definitions hold",
        **dict.fromkeys(("DELETE_COLLECTIONS", "DELETE", "DELETE_COLLECTION"), "Halley deletes nothing that is not planned"),
        **dict.fromkeys(("DELETE_LABELS", "DELETE_LABEL"), "Halley deletes nothing that is not planned"),
        **dict.fromkeys(
            ("VALIDATE", "VALIDATE_CONFIG", "VALIDATE_LEVEL", "VALIDATE_SCHEMA", "VALIDATE_SCHEMAS", "SCHEMA_PATH"),
            "`halley validate` does that",
        ),
        **dict.fromkeys(
            ("VALIDATE_FILE", "VALIDATE_FILES", "VALIDATE_DIR", "VALIDATE_DIRECTORY"), "`halley validate` does that"
        ),
    }
)
"""Options of Kometa that the service cannot follow, and what does it instead. They are told at the start, and left."""


def option(environment: Mapping[str, str], name: str) -> tuple[str, str]:
    """The variable that tells of an option, and what it says; two empty texts where none does. `PMM_` is the older name."""
    for prefix in ("KOMETA_", "PMM_"):
        for one in NAMES[name]:
            if environment.get(f"{prefix}{one}", "").strip():
                return f"{prefix}{one}", environment[f"{prefix}{one}"].strip()
    return "", ""


def is_on(text: str) -> bool:
    """Whether a flag of Kometa's is on: `t` and `true` mean it, and nothing else does."""
    return text.strip().lower() in {"t", "true"}


def left_out(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Sentences on options that are set and mean nothing here."""
    return tuple(
        f"{known} means nothing to the service: {instead}"
        for name, instead in MEANINGLESS.items()
        for known in (f"KOMETA_{name}", f"PMM_{name}")
        if environment.get(known, "").strip().lower() not in {"", "f", "false", "0"}
    )
