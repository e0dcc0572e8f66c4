"""What of a user's configuration a preview keeps, as tables. Pure: values in, values out.

What an overlay run reads stays, what writes anywhere but to Plex goes. Source: spec, config-and-run 6.2, 7, 8 and 16.
"""

from collections.abc import Mapping

from halley.config.document import Plain

#: Blocks, of the file or of a library, that make Kometa write to other services or serve only those that do.
DROPPED_BLOCKS = frozenset({"radarr", "sonarr", "webhooks", "notifiarr", "gotify", "ntfy", "apprise", "tautulli"})

#: What would make Kometa ask a service for new tokens, and so spend the user's: without it an old token is just refused.
_LOG_INS: Mapping[str, frozenset[str]] = {
    "trakt": frozenset({"pin", "force_refresh"}),
    "mal": frozenset({"localhost_url"}),
}
_TOKEN_FOR_NEW_TOKENS = "refresh_token"  # noqa: S105 - the name of a key

#: Settings that make Kometa write files, the user's among them, or other users' playlists.
_SETTINGS_THAT_WRITE: Mapping[str, Plain] = {
    "create_asset_folders": False,
    "dimensional_asset_rename": False,
    "download_url_assets": False,
    "save_report": False,
}
_SETTINGS_OF_ALL: Mapping[str, Plain] = {"cache": False, "playlist_report": False}
#: Alone they would make the operations of a library run.
_SETTINGS_OF_OVERLAYS: Mapping[str, Plain] = {"show_unmanaged": False, "show_unconfigured": False}
_DROPPED_SETTINGS = frozenset(
    {"save_missing", "playlist_sync_to_users", "playlist_sync_to_user", "playlist_exclude_users", "run_again_delay"}
)

#: Old files have these in `plex:`, which is written anew.
_ONCE_IN_PLEX = ("asset_directory", "sync_mode", "show_unmanaged", "show_filtered", "show_unfiltered", "show_missing")

_DROPPED_OF_LIBRARIES = frozenset({"plex", "report_path", "schedule", "schedule_overlays", "schedule_overlay"})
_ONLY_WITH_EVERYTHING = frozenset(
    {"collection_files", "metadata_files", "metadata_path", "image_files", "collections", "metadata", "operations"}
)
#: Operations that write elsewhere than to Plex.
_DROPPED_OPERATIONS = frozenset({"metadata_backup", "schedule"})

_ORDER_OF_OVERLAYS = ["overlays"]


def settings_of_all(
    data: Mapping[str, Plain], everything: bool, *, remembers: bool = False
) -> tuple[dict[str, Plain], list[str]]:
    """The global `settings:`, and the names of those that were taken out. `remembers` leaves the user's cache in use."""
    found, dropped = _settings(data)
    cache = {"cache": found.get("cache", True)} if remembers else {}
    found |= {**_SETTINGS_THAT_WRITE, **_SETTINGS_OF_ALL, **cache}
    if not everything:
        found |= {**_SETTINGS_OF_OVERLAYS, "run_order": list[Plain](_ORDER_OF_OVERLAYS)}
    return found, dropped


def settings_of_library(library: Mapping[str, Plain], everything: bool) -> dict[str, Plain]:
    """A library's own `settings:`. Its order of work is the one that Kometa keeps to: it completes that of all."""
    found, _ = _settings(library)
    found |= {name: value for name, value in _SETTINGS_THAT_WRITE.items() if name in found}
    if not everything:
        found |= {name: value for name, value in _SETTINGS_OF_OVERLAYS.items() if name in found}
        found["run_order"] = list[Plain](_ORDER_OF_OVERLAYS)
    return found


def _settings(block: Mapping[str, Plain]) -> tuple[dict[str, Plain], list[str]]:
    given = block.get("settings")
    plex = block.get("plex")
    found: dict[str, Plain] = {}
    if isinstance(plex, dict):
        found |= {name: plex[name] for name in _ONCE_IN_PLEX if plex.get(name) is not None}
    if isinstance(given, dict):
        found |= given
    dropped = [f"settings > {name}" for name in found if name in _DROPPED_SETTINGS and found[name]]
    return {name: value for name, value in found.items() if name not in _DROPPED_SETTINGS}, dropped


def service(name: str, block: Plain) -> Plain:
    """A block of a service that overlays read from, without what would log in anew."""
    log_in = _LOG_INS.get(name)
    if log_in is None or not isinstance(block, dict):
        return block
    found: dict[str, Plain] = {key: value for key, value in block.items() if key not in log_in}
    held = found.get("authorization")
    if isinstance(held, dict):
        found["authorization"] = {key: None if key == _TOKEN_FOR_NEW_TOKENS else value for key, value in held.items()}
    return found


def library(name: str, block: Mapping[str, Plain], everything: bool) -> tuple[dict[str, Plain], list[str]]:
    """A library's block, and what was taken out of it. Its schedule goes: a preview is asked for now."""
    gone = DROPPED_BLOCKS | _DROPPED_OF_LIBRARIES
    if not everything:
        gone |= _ONLY_WITH_EVERYTHING
    found: dict[str, Plain] = {key: value for key, value in block.items() if key not in gone and not _is_of_arrs(key)}
    dropped = [f"{name} > {key}" for key in block if key in DROPPED_BLOCKS or _is_of_arrs(key)]
    settings = settings_of_library(block, everything)
    if settings or "settings" in found:
        found["settings"] = settings
    if not everything:
        found["operations"] = None
    elif "operations" in found:
        found["operations"], more = _operations(name, found["operations"])
        dropped += more
    return found, dropped


def _operations(name: str, value: Plain) -> tuple[Plain, list[str]]:
    """Operations without those that write elsewhere, and without their schedules."""
    blocks = value if isinstance(value, list) else [value]
    dropped: list[str] = []
    found: list[Plain] = []
    for block in blocks:
        if not isinstance(block, dict):
            found.append(block)
            continue
        gone = {key for key in block if key in _DROPPED_OPERATIONS or _is_of_arrs(key)}
        dropped += [f"{name} > operations > {key}" for key in block if key in gone and key != "schedule"]
        kept: dict[str, Plain] = {key: one for key, one in block.items() if key not in gone}
        if kept:
            found.append(kept)
    return (found if isinstance(value, list) else found[0] if found else None) or None, dropped


def _is_of_arrs(key: str) -> bool:
    return key.startswith(("radarr_", "sonarr_"))
